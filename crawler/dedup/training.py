"""Fitting the judge's weights: what is learned from, and how well it then judges what it hasn't seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.background import NOTHING, Background
from crawler.dedup.features import NAMES, measure
from crawler.dedup.fingerprint import Fingerprint, Tokens
from crawler.dedup.judge import Weights, is_template

Vector = NDArray[np.float64]
Pair = tuple[Fingerprint, Fingerprint]

RIDGE = 1.0  # strength of the L2 penalty


def vectors(pairs: Sequence[Pair], background: Background) -> Vector:
    """Return the features of each pair, one row a pair."""
    return np.array([measure(a, b, background)[0].vector(NAMES) for a, b in pairs])


def ruled(pairs: Sequence[Pair], background: Background, weights: Weights) -> NDArray[np.bool_]:
    """Return which pairs the rules above the weights call templates."""
    return np.array([is_template(*measure(a, b, background), weights) for a, b in pairs])


def fit(x: Vector, y: Vector, importance: Vector) -> Weights:
    """Fit a ridge-penalised logistic regression by Newton's method (iteratively reweighted least squares)."""
    means, scales = x.mean(0), x.std(0) + 1e-9
    design = np.column_stack((np.ones(len(x)), (x - means) / scales))
    penalty = np.eye(design.shape[1]) * RIDGE
    penalty[0, 0] = 1e-6
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (importance * (chance - y)) + penalty @ beta
        curvature = (design.T * (importance * chance * (1 - chance))) @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        beta -= step
        if np.abs(step).max() < 1e-10:
            break
    return Weights(
        names=NAMES,
        means=tuple(round(float(v), 6) for v in means),
        scales=tuple(round(float(v), 6) for v in scales),
        weights=tuple(round(float(v), 6) for v in beta[1:]),
        bias=round(float(beta[0]), 6),
    )


def made_up(articles: Sequence[Fingerprint], background: Background) -> tuple[list[Pair], Vector]:
    """Make pairs whose answer is known from how they are made, from articles in the given order.

    Copies: a few words changed, cut short, another text appended. Not copies: other numbers, other names and
    numbers (both as a template has them), another article put before.
    """
    random = np.random.default_rng(3)
    plain = [a for a in articles if 40 < a.body.size < 900]
    numbered = [a for a in plain if (a.body & 1).sum() >= 5]
    words = np.concatenate([a.body for a in plain[:2000]])
    pairs: list[Pair] = []
    answers: list[float] = []
    recipe = (
        ("edit", 60),
        ("cut", 60),
        ("extend", 40),
        ("numbers", 80),
        ("names", 60),
        ("host", 50),
        ("tail", 30),
    )
    for kind, count in recipe:
        for _ in range(count):
            source = numbered if kind == "numbers" else plain
            article = source[int(random.integers(len(source)))]
            other = plain[int(random.integers(len(plain)))]
            body, title = _change(kind, article, other, words, random, background)
            copy = kind in ("edit", "cut", "extend")
            days = (
                float(random.uniform(0, 0.8))
                if copy or kind in ("host", "tail")
                else float(random.integers(1, 6))
            )
            elsewhere = random.random() < (0.8 if copy else 0.4)
            made = replace(
                article,
                body=body,
                title=title,
                day=(article.day or 0.0) + days,
                site="elsewhere" if elsewhere else article.site,
                digest=0,
                id="",
                url="",
                derived={},
            )
            pairs.append((article, made))
            answers.append(float(copy))
    return pairs, np.array(answers)


def _change(
    kind: str,
    article: Fingerprint,
    other: Fingerprint,
    words: Tokens,
    random: np.random.Generator,
    background: Background,
) -> tuple[Tokens, Tokens]:
    body, title = article.body, article.title
    new_title = random.random() < 0.5
    if kind == "edit":
        hit = random.random(body.size) < random.uniform(0.03, 0.08)
        drawn = random.choice(words, body.size) & np.uint32(0xFFFFFFFE)
        inserted = np.where(hit, drawn, 0)
        replaced = hit & (random.random(body.size) < 0.5) & ((body & 1) == 0)
        both = np.stack((np.where(replaced, 0, body), inserted), axis=1).ravel()
        return both[both != 0].astype(np.uint32), body[:10] if new_title else title
    if kind == "cut":
        kept = max(20, int(body.size * random.uniform(0.35, 0.7)))
        return body[:kept], body[:9] if new_title else title
    if kind == "extend":
        return np.concatenate((body, other.body[: int(body.size * random.uniform(0.2, 1))])), title
    if kind == "host":
        return np.concatenate(
            (other.body[: max(50, int(body.size * random.uniform(0.5, 2)))], body)
        ), other.title
    if kind == "tail":
        before = other.body[: max(60, int(body.size * random.uniform(0.6, 2)))]
        return np.concatenate((before, body[body.size // 4 :])), other.title
    changed = (body & 1 == 1) & (random.random(body.size) < random.uniform(0.5, 1))
    fresh = random.integers(0, 2**31, body.size).astype(np.uint32) * np.uint32(2) + np.uint32(1)
    filled = np.where(changed, fresh, body).astype(np.uint32)
    if kind == "names":
        spoken = np.unique(body[(body & 1) == 0])
        rare = spoken[background.weight(spoken) > 0.45]
        count = min(rare.size, max(4, int(rare.size * random.uniform(0.15, 0.4))))
        swapped = random.choice(rare, count, replace=False) if count else rare
        stand_ins = random.choice(words, max(1, swapped.size)) & np.uint32(0xFFFFFFFE)
        for old, new in zip(swapped, stand_ins, strict=False):
            filled = np.where(filled == old, new, filled)
            title = np.where(title == old, new, title)
    return filled.astype(np.uint32), title.astype(np.uint32)


def families(pairs: Sequence[Pair]) -> NDArray[np.int64]:
    """Return a number for each pair; pairs whose articles share many phrases have the same one.

    A template's days must not stand on both sides of a fold, or the test would be too easy.
    """
    parent = list(range(len(pairs)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    owners: dict[int, list[int]] = {}
    for i, (a, b) in enumerate(pairs):
        for phrase in np.unique(np.concatenate((a.shingles, b.shingles)))[::8].tolist():
            owners.setdefault(phrase, []).append(i)
    common: dict[tuple[int, int], int] = {}
    for group in owners.values():
        for x in range(len(group)):
            for y in range(x):
                common[group[y], group[x]] = common.get((group[y], group[x]), 0) + 1
    for (i, j), count in common.items():
        if count >= 6:
            parent[root(j)] = root(i)
    return np.array([root(i) for i in range(len(pairs))])


def cross_validate(
    x: Vector, y: Vector, importance: Vector, groups: NDArray[np.int64], *, seed: int, folds: int = 10
) -> Vector:
    """Return for each row the score by weights that were fitted without any row of its group."""
    names = np.unique(groups)
    fold_of = dict(
        zip(
            np.random.default_rng(seed).permutation(names).tolist(),
            np.arange(names.size) % folds,
            strict=True,
        )
    )
    fold = np.array([fold_of[g] for g in groups.tolist()])
    scores = np.zeros(len(y))
    for part in range(folds):
        held = fold == part
        weights = fit(x[~held], y[~held], importance[~held])
        values = (x[held] - np.array(weights.means)) / np.array(weights.scales)
        scores[held] = weights.bias + values @ np.array(weights.weights)
    return scores


def without_background(pairs: Sequence[Pair]) -> Vector:
    """Return the features as they are on texts of which the background knows nothing."""
    return vectors(pairs, NOTHING)

"""What two articles have in common, as numbers that a person can read.

`a` is always the shorter body, so that the order of the two never matters. Terms:

- a *block* is a run of words that stands in both texts in the same order (longest common subsequence);
- a word's *density* is the share of its eleven neighbours that lie in blocks, and its *agreement* rises from
  0 at a density of 0.2 to 1 at 0.7: a reworded sentence agrees, one that is only in one text doesn't;
- a *site* is a place between two blocks where both texts have something short and different: where a template
  has its slots, and an editor his changes;
- a phrase *recurs* when the background knows it from many days.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from crawler.dedup.background import Background
from crawler.dedup.fingerprint import SHINGLE, Fingerprint, Tokens

WINDOW = 11  # words over which density is taken
SLOT = 12  # words that a site may hold on either side
WEEK = 7.0  # days after which more time says no more
UNKNOWN_GAP = 1.0  # days between articles of which one has no date
RARE = 0.5  # weight above which a word counts as a name
Mask = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Features:
    """The measured values; `weights.json` has one weight for each that the judge uses."""

    same_site: float  # 1 where both come from one publisher, who seldom prints an article twice
    opening: float  # agreement of the first 15 words; the worse of the two
    lead: float  # agreement of the first 40 words; the better of the two
    start: float  # agreement of the first 100 words; the worse of the two
    agreement_a: float  # agreement of the whole shorter text
    agreement_b: float  # and of the longer
    matched_a: float  # share of the shorter text's words in blocks
    spoken_b: float  # share of the longer text's words in blocks, weighted by how much each says
    fragments: float  # blocks for ten matched words
    where_b: float  # middle of the shared phrases in the longer text: 0.5 where they fill it
    numbers: float  # share of the numbers in step that differ
    slots: float  # share of all places where the texts part in which only the numbers differ
    numbers_exact: float  # numbers times the share of the shorter text in blocks
    names: float  # share of the rare words in step that differ
    missing: float  # share of the rare words that the other text lacks; the lesser of the two
    repeated: float  # log of how many words occur twice in one text and never in the other; the lesser
    repeated_b: float  # the same for the longer text alone
    distinctive: float  # log of how many shared phrases don't recur
    recurring: float  # share of the shared phrases that recur
    recurring_a: float  # share of the shorter text's phrases that recur
    recurring_days: float  # recurring, times the days between the two, in weeks
    edited_days: float  # share of the shorter text outside blocks, times the days between the two, in weeks
    same_lead: float  # same_site, times the phrases shared by the first 30 words
    title: float  # what the headlines share of their words, weighted
    title_recurring: float  # title times recurring
    numbers_recurring: float  # numbers times recurring

    def vector(self, names: tuple[str, ...]) -> NDArray[np.float64]:
        """Return the named values in that order."""
        return np.array([getattr(self, name) for name in names])


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Details:
    """Counts for the reason that a person reads."""

    numbers_differ: int
    numbers_in_step: int
    a_in_b: float  # share of the shorter text's words in blocks
    b_in_a: float


def measure(one: Fingerprint, other: Fingerprint, background: Background) -> tuple[Features, Details]:
    """Compare two bodies that both have words."""
    a, b = (one, other) if one.body.size <= other.body.size else (other, one)
    starts_a, starts_b, sizes = _blocks(a.body, b.body)
    in_a, in_b = _mask(starts_a, sizes, a.body.size), _mask(starts_b, sizes, b.body.size)
    agree_a, agree_b = _agreement(in_a), _agreement(in_b)
    weight_a, weight_b = background.weight(a.body), background.weight(b.body)
    number_a, number_b = (a.body & 1).astype(bool), (b.body & 1).astype(bool)
    name_a, name_b = (weight_a > RARE) & ~number_a, (weight_b > RARE) & ~number_b
    shared_a, shared_b = np.isin(a.shingles, b.shingles), np.isin(b.shingles, a.shingles)
    recurs_a, recurs_b = background.recurrence(a.shingles) > 1, background.recurrence(b.shingles) > 1
    numbers_differ, names_differ = _conflicts(a, b, starts_a, starts_b, sizes, name_a, name_b)
    numbers_in_step = int(in_a[number_a].sum())
    names_in_step = float(in_a[name_a].sum())
    only_a, only_b = _repeated(a, b, background), _repeated(b, a, background)

    same_site = float(bool(a.site) and a.site == b.site)
    gap = UNKNOWN_GAP if a.day is None or b.day is None else abs(a.day - b.day)
    weeks = min(gap, WEEK) / WEEK
    matched = float(in_a.mean())
    recurring = float(recurs_a[shared_a].mean()) if shared_a.any() else 0.0
    numbers = numbers_differ / (numbers_differ + numbers_in_step + 1)
    title = _title(a.title, b.title, background)
    lead = min(_covered(shared_a, a.body.size), _covered(shared_b, b.body.size))
    places = np.flatnonzero(shared_b)
    features = Features(
        same_site=same_site,
        opening=float(min(agree_a[:15].mean(), agree_b[:15].mean())),
        lead=float(max(agree_a[:40].mean(), agree_b[:40].mean())),
        start=float(min(agree_a[:100].mean(), agree_b[:100].mean())),
        agreement_a=float(agree_a.mean()),
        agreement_b=float(agree_b.mean()),
        matched_a=matched,
        spoken_b=float((in_b * weight_b).sum() / max(weight_b.sum(), 1e-9)),
        fragments=10 * sizes.size / (float(sizes.sum()) + 1),
        where_b=float(np.median(places)) / max(1, shared_b.size) if places.size else 1.0,
        numbers=numbers,
        slots=numbers_differ / (_partings(starts_a, starts_b, sizes, a, b) + 2),
        numbers_exact=numbers * matched,
        names=names_differ / (names_differ + names_in_step + 1),
        missing=min(_missing(a, b, name_a, weight_a), _missing(b, a, name_b, weight_b)),
        repeated=float(np.log1p(min(only_a, only_b))),
        repeated_b=float(np.log1p(only_b)),
        distinctive=float(np.log1p(min((shared_a & ~recurs_a).sum(), (shared_b & ~recurs_b).sum()))),
        recurring=recurring,
        recurring_a=float(recurs_a.mean()),
        recurring_days=recurring * weeks,
        edited_days=(1 - matched) * weeks,
        same_lead=same_site * lead,
        title=title,
        title_recurring=title * recurring,
        numbers_recurring=numbers * recurring,
    )
    return features, Details(numbers_differ, numbers_in_step, matched, float(in_b.mean()))


def _blocks(a: Tokens, b: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return where each block starts in either text, and its length."""
    found = LCSseq.editops(a.tolist(), b.tolist()).as_matching_blocks()
    table = np.array([(block.a, block.b, block.size) for block in found if block.size], np.int64)
    table = table.reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _mask(starts: NDArray[np.int64], sizes: NDArray[np.int64], length: int) -> Mask:
    edges = np.zeros(length + 1)
    edges[starts] += 1
    edges[starts + sizes] -= 1
    mask: Mask = np.cumsum(edges[:-1])
    return mask


def _agreement(mask: Mask) -> Mask:
    half = WINDOW // 2
    total = np.concatenate(([0.0], np.cumsum(mask)))
    low = np.maximum(np.arange(mask.size) - half, 0)
    high = np.minimum(np.arange(mask.size) + half + 1, mask.size)
    agreement: Mask = np.clip(((total[high] - total[low]) / (high - low) - 0.2) / 0.5, 0.0, 1.0)
    return agreement


def _conflicts(
    a: Fingerprint,
    b: Fingerprint,
    starts_a: NDArray[np.int64],
    starts_b: NDArray[np.int64],
    sizes: NDArray[np.int64],
    name_a: NDArray[np.bool_],
    name_b: NDArray[np.bool_],
) -> tuple[int, int]:
    """Return at how many sites the numbers differ, and how many names differ at sites."""
    low_a, low_b = np.concatenate(([0], starts_a + sizes)), np.concatenate(([0], starts_b + sizes))
    high_a, high_b = np.concatenate((starts_a, [a.body.size])), np.concatenate((starts_b, [b.body.size]))
    long_a, long_b = high_a - low_a, high_b - low_b
    sites = np.flatnonzero((long_a > 0) & (long_b > 0) & (long_a <= SLOT) & (long_b <= SLOT))
    if not sites.size:
        return 0, 0
    strange_a, strange_b = name_a & ~np.isin(a.body, _all(b)), name_b & ~np.isin(b.body, _all(a))
    here, there = set(a.body[(a.body & 1) == 1].tolist()), set(b.body[(b.body & 1) == 1].tolist())
    numbers = names = 0
    for low, high, start, end in zip(
        low_a[sites].tolist(),
        high_a[sites].tolist(),
        low_b[sites].tolist(),
        high_b[sites].tolist(),
        strict=True,
    ):
        words_a, words_b = a.body[low:high].tolist(), b.body[start:end].tolist()
        these, those = {w for w in words_a if w & 1}, {w for w in words_b if w & 1}
        if these and those and not these & those:
            numbers += not (these <= there and those <= here)  # else a number was only moved or turned round
        names += int(min(strange_a[low:high].sum(), strange_b[start:end].sum()))
    return numbers, names


def _partings(
    starts_a: NDArray[np.int64],
    starts_b: NDArray[np.int64],
    sizes: NDArray[np.int64],
    a: Fingerprint,
    b: Fingerprint,
) -> int:
    """Return at how many places either text has words that the other lacks."""
    ends_a, ends_b = np.concatenate((starts_a, [a.body.size])), np.concatenate((starts_b, [b.body.size]))
    low_a, low_b = np.concatenate(([0], starts_a + sizes)), np.concatenate(([0], starts_b + sizes))
    return int(((ends_a > low_a) | (ends_b > low_b)).sum())


def _all(mark: Fingerprint) -> Tokens:
    return np.concatenate((mark.body, mark.title))


def _repeated(mark: Fingerprint, other: Fingerprint, background: Background) -> int:
    """Return how many words say something, occur twice or more in one text, and never in the other."""
    words, counts = np.unique(_all(mark), return_counts=True)
    words = words[counts >= 2]
    words = words[~np.isin(words, _all(other))]
    return int((background.weight(words) > 0.3).sum())


def _missing(mark: Fingerprint, other: Fingerprint, names: NDArray[np.bool_], weights: Mask) -> float:
    words, first = np.unique(mark.body, return_index=True)
    weight = np.where(names[first], weights[first], 0.0)
    return float((weight * ~np.isin(words, _all(other))).sum() / (weight.sum() + 1))


def _covered(shared: NDArray[np.bool_], length: int, words: int = 30) -> float:
    """Return the share of the first words that lie in shared phrases."""
    mask = np.zeros(length, bool)
    for offset in range(SHINGLE):
        part = mask[offset : offset + shared.size]
        part |= shared[: part.size]
    return float(mask[:words].mean())


def _title(a: Tokens, b: Tokens, background: Background) -> float:
    """Return the weighted share of common words; between none and half where a headline is missing."""
    if not a.size or not b.size:
        return 0.3
    either = np.union1d(a, b)
    weights = background.weight(either)
    return float(weights[np.isin(either, a) & np.isin(either, b)].sum() / max(weights.sum(), 1e-9))

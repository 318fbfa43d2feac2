"""Train the judge: `python -m crawler.dedup.train ../shared/dedup` writes weights and background.

FOLDER holds `gold_pairs.jsonl` and `articles.jsonl.zst`. Further pairs that were read and labelled by hand
are in `benchmarks/dedup_labels.jsonl`, by article id. The run is deterministic; it ends with tables of
cross-validation, in which all weights were fitted without the pair that is judged (and, in the second half,
without any pair of the same story or template).
"""

from __future__ import annotations

import argparse
import dataclasses
import io
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import zstandard

from crawler.dedup.background import FILE as BACKGROUND_FILE
from crawler.dedup.background import NOTHING, Background, upper_bits
from crawler.dedup.fingerprint import Fingerprint, fingerprint
from crawler.dedup.judge import FILE as WEIGHTS_FILE
from crawler.dedup.training import cross_validate, families, fit, made_up, ruled, vectors, without_background

LABELS = Path("benchmarks/dedup_labels.jsonl")
WORD_ARTICLES = 200  # a word in more articles than this is kept in the background
PHRASE_DAYS = 5  # and a phrase that occurs on so many days
RARE_ARTICLES = 30  # a word in this many articles or fewer has the full weight
DRAWN_ALIKE = 3  # the round of our own labels whose pairs were drawn like the gold ones
OWN_LABELS, MADE_UP, BLIND = 0.8, 0.25, 1.0  # how much such a pair counts beside a gold pair


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write both files and print how well it went."""
    parser = argparse.ArgumentParser(prog="python -m crawler.dedup.train", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    options = parser.parse_args(arguments)
    for path in (options.folder / "gold_pairs.jsonl", options.folder / "articles.jsonl.zst", options.labels):
        if not path.is_file():
            print(f"{path} is missing", file=sys.stderr)
            return 2
    articles = [fingerprint(_named(row)) for row in read_articles(options.folder)]
    background = count(articles)
    (options.output / BACKGROUND_FILE).write_bytes(background.save())
    background = Background.load(background.save())  # rounded, as the judge will see it

    gold = [json.loads(line) for line in (options.folder / "gold_pairs.jsonl").open(encoding="utf-8")]
    by_id = {article.id: article for article in articles}
    labels = [json.loads(line) for line in options.labels.open(encoding="utf-8")]
    pairs = [(fingerprint(_named(row["a"])), fingerprint(_named(row["b"]))) for row in gold]
    pairs += [(by_id[row["a"]], by_id[row["b"]]) for row in labels]
    answers = np.array([float(row["duplicate"]) for row in gold + labels])
    invented, invented_answers = made_up(articles, background)

    x = np.concatenate((vectors(pairs, background), vectors(invented, background), without_background(pairs)))
    y = np.concatenate((answers, invented_answers, answers))
    importance = np.ones(len(y))
    importance[len(gold) :] = OWN_LABELS
    importance[len(pairs) :] = MADE_UP
    importance[len(pairs) + len(invented) :] = BLIND
    weights = fit(x, y, importance)
    text = json.dumps(dataclasses.asdict(weights), indent=1)
    (options.output / WEIGHTS_FILE).write_text(text + "\n", "utf-8")

    each = np.arange(len(pairs) + len(invented))
    related = np.concatenate((families(pairs), len(pairs) + np.arange(len(invented))))
    template = ruled(pairs, background, weights)
    drawn = np.array([row.get("subtype", f"round {row.get('round')}") for row in gold + labels])
    for title, groups in (("by article", each), ("by story and template", related)):
        groups = np.concatenate((groups, groups[: len(pairs)]))
        scores = np.mean([cross_validate(x, y, importance, groups, seed=seed) for seed in range(5)], axis=0)
        called = (scores[: len(pairs)] > 0) & ~template
        print(f"cross-validation grouped {title}")
        print(table(called[: len(gold)], answers[: len(gold)] == 1, drawn[: len(gold)]))
        own = drawn == f"round {DRAWN_ALIKE}"
        print(" drawn like them, and read by us")
        print(table(called[own], answers[own] == 1, np.where(answers[own] == 1, "copies", "others")))
        blind = (scores[-len(pairs) :] > 0) & ~ruled(pairs, NOTHING, weights)
        print(" where the background knows nothing")
        print(table(blind[: len(gold)], answers[: len(gold)] == 1, drawn[: len(gold)]))
    right, wrong = int((template & (answers == 0)).sum()), int((template & (answers == 1)).sum())
    print(f"the rules call {right} templates, and {wrong} of {int(answers.sum())} copies")
    return 0


def read_articles(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the articles of the collection."""
    with (folder / "articles.jsonl.zst").open("rb") as file:
        stream = zstandard.ZstdDecompressor().stream_reader(file)
        for line in io.BufferedReader(stream, 1 << 20):
            yield orjson.loads(line)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row of the collection the names of an Article."""
    return {
        "id": row["id"],
        "url": row["url"],
        "site": row["publisher"],
        "headline": row["title"],
        "body": row["body"],
        "published_at": row["date"],
    }


def count(articles: Sequence[Fingerprint]) -> Background:
    """Count in how many articles words occur, and on how many days phrases do."""
    numbers = np.arange(len(articles), dtype=np.uint64)
    bodies = np.concatenate([a.body for a in articles]).astype(np.uint64)
    owner = np.repeat(numbers, [a.body.size for a in articles])
    seen = np.unique((bodies << np.uint64(32)) | owner) >> np.uint64(32)
    words, holders = np.unique(seen, return_counts=True)
    words, holders = words[holders > WORD_ARTICLES], holders[holders > WORD_ARTICLES]
    total = len(articles)
    weights = np.clip(np.log(total / holders) / np.log(total / RARE_ARTICLES), 0, 1)

    parts = []
    for article in articles:
        if article.day is not None:
            parts.append((np.unique(article.shingles) << np.uint64(32)) | np.uint64(int(article.day)))
            article.derived.clear()
    phrases, days = np.unique(np.unique(np.concatenate(parts)) >> np.uint64(32), return_counts=True)
    often = np.unique(upper_bits(phrases[days >= PHRASE_DAYS]))
    return Background(words.astype(np.uint32), weights, often)


def table(called: np.ndarray[Any, Any], true: np.ndarray[Any, Any], kinds: np.ndarray[Any, Any]) -> str:
    """Return precision, recall and F1, and how many pairs of each kind were called duplicates."""
    right = int((called & true).sum())
    precision, recall = right / max(1, int(called.sum())), right / max(1, int(true.sum()))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    lines = [f"  F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}"]
    for kind in np.unique(kinds):
        of = kinds == kind
        lines.append(f"  {kind}: {int(called[of].sum())} of {int(of.sum())} called duplicates")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())

"""A whole collection in one pass: how many copies of each kind, and how many that were read are right.

    .venv/bin/python -m benchmarks.dedup_pass ../shared/dedup [--draw 100,50 --seed 20261123]

`benchmarks/dedup_read.jsonl` holds pairs that were drawn at random from such a pass and then read: the pair
by which an article was called near or contained (`drawn: accepted`), and pairs that were compared and
rejected though they share a third of their words or more (`drawn: rejected`); `copy` is what the reader
found. `--draw` prints the ids of new ones. `drawn: sample` are pairs like the labelled ones that were read
after weights and rules were fixed: training never sees them.
"""

from __future__ import annotations

import argparse
import importlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from crawler.dedup import Verdict
from crawler.dedup.fingerprint import Fingerprint, fingerprint
from crawler.dedup.index import Index
from crawler.dedup.judge import compare
from crawler.dedup.train import _named, read_articles, table

READ = Path(__file__).with_name("dedup_read.jsonl")
SHARED = 1 / 3  # of the words, from which a rejected pair is worth reading
Compared = tuple[str, str, Verdict, float]


def main() -> int:
    """Print what the pass found, and what the readers say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", default="", help="ACCEPTED,REJECTED: so many pairs to read")
    parser.add_argument("--seed", type=int, default=20261123)
    options = parser.parse_args()
    articles = {row["id"]: fingerprint(_named(row)) for row in read_articles(options.folder)}
    counts, compared = through(list(articles.values()))
    print(f"{len(articles)} articles: " + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))

    read = [json.loads(line) for line in READ.open(encoding="utf-8")]
    for drawn in ("accepted", "rejected"):
        pairs = [row for row in read if row["drawn"] == drawn]
        copies = sum(row["copy"] for row in pairs)
        called = [compare(articles[row["a"]], articles[row["b"]])[0].duplicate for row in pairs]
        right = sum(c == row["copy"] for c, row in zip(called, pairs, strict=True))
        print(f"{len(pairs)} {drawn} pairs were read, {copies} are copies; the judge is right on {right} now")
    print("pairs like the labelled ones that no training saw:")
    sample = [row for row in read if row["drawn"] == "sample"]
    called = [compare(articles[row["a"]], articles[row["b"]])[0].duplicate for row in sample]
    copy = np.array([row["copy"] for row in sample])
    print(table(np.array(called), copy, np.where(copy, "copies", "others")))
    if options.draw:
        print(f"seed {options.seed}")
        wanted = [int(number) for number in options.draw.split(",")]
        for title, pairs, number in zip(("accepted", "rejected"), drawable(compared), wanted, strict=True):
            order = np.random.default_rng(options.seed).permutation(len(pairs))
            for a, b in [pairs[i] for i in order[:number]]:
                print(f"{title} {a} {b}")
    return 0


def through(articles: list[Fingerprint]) -> tuple[Counter[str], list[Compared]]:
    """Find and add all articles; return the kinds of verdicts, and every pair that was compared."""
    module: Any = importlib.import_module("crawler.dedup.index")
    compared: list[Compared] = []

    def noted(a: Fingerprint, b: Fingerprint, *rest: Any) -> tuple[Verdict, float]:
        verdict, score = compare(a, b, *rest)
        compared.append((a.id, b.id, verdict, score))
        return verdict, score

    module.compare = noted  # the index tells only the best match
    counts: Counter[str] = Counter()
    try:
        index = Index(sa.create_engine("sqlite://"))
        with index.engine.connect() as connection:
            for number, mark in enumerate(articles, 1):
                verdict = index.find(mark, connection)
                index.add(mark, connection)
                counts[verdict.kind if verdict else "kept"] += 1
                if number % 200 == 0:
                    index.flush(connection)
    finally:
        module.compare = compare
    return counts, compared


def drawable(compared: list[Compared]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the best pair of each near or contained article, and the rejected ones worth reading."""
    best: dict[str, tuple[float, str, str]] = {}
    for a, b, verdict, score in compared:
        if verdict.duplicate and score > best.get(a, (-np.inf, "", ""))[0]:
            best[a] = (score, b, verdict.kind)
    accepted = sorted((a, b) for a, (_, b, kind) in best.items() if kind in ("near", "contained"))
    rejected = {(a, b) for a, b, v, _ in compared if not v.duplicate and v.similarity >= SHARED}
    return accepted, sorted(pair for pair in rejected if pair[0] not in best)


if __name__ == "__main__":
    raise SystemExit(main())

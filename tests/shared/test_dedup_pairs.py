"""The judge on labelled pairs of real news: floors that may rise and never fall silently.

The weights were fitted on these very pairs, so this guards against regressions; what the judge does on
pairs it never saw is what `python -m crawler.dedup.train` prints (docs/dedup.md).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.dedup import judge
from crawler.dedup.background import NOTHING

CALLED_AT_LEAST = {"exact_or_light_edit": 0.98, "truncated_or_extended": 0.92}
CALLED_AT_MOST = {
    "template_different_facts": 0.02,
    "embeds_or_roundup_of_other_article": 0.0,
    "update_new_lead_carried_over_text": 0.08,
    "different_text": 0.1,
}


@pytest.fixture(scope="module")
def pairs(shared: Path) -> list[dict[str, Any]]:
    with (shared / "dedup" / "gold_pairs.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def article(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "headline": row["title"],
        "body": row["body"],
        "published_at": row["date"],
        "site": row["publisher"],
        "id": row["id"],
    }


def f1(pairs: list[dict[str, Any]], called: list[bool]) -> tuple[float, float]:
    """Return F1 and precision."""
    counts = Counter(zip(called, (pair["duplicate"] for pair in pairs), strict=True))
    right, wrong, missed = counts[True, True], counts[True, False], counts[False, True]
    return 2 * right / (2 * right + wrong + missed), right / (right + wrong)


def test_pairs(pairs: list[dict[str, Any]]) -> None:
    verdicts = [judge(article(pair["a"]), article(pair["b"])) for pair in pairs]
    score, precision = f1(pairs, [verdict.duplicate for verdict in verdicts])
    assert score >= 0.96
    assert precision >= 0.96
    for subtype, floor in CALLED_AT_LEAST.items():
        assert share(pairs, verdicts, subtype) >= floor, subtype
    for subtype, ceiling in CALLED_AT_MOST.items():
        assert share(pairs, verdicts, subtype) <= ceiling, subtype
    assert all(verdict.reason for verdict in verdicts)


def test_pairs_of_which_the_background_knows_nothing(pairs: list[dict[str, Any]]) -> None:
    called = [judge(article(p["a"]), article(p["b"]), background=NOTHING).duplicate for p in pairs]
    assert f1(pairs, called)[0] >= 0.93


def test_order_does_not_matter(pairs: list[dict[str, Any]]) -> None:
    for pair in pairs[::5]:
        one, other = article(pair["a"]), article(pair["b"])
        assert judge(one, other) == judge(other, one)


def share(pairs: list[dict[str, Any]], verdicts: list[Any], subtype: str) -> float:
    """Return which share of a kind of pairs was called duplicates."""
    called = [v.duplicate for p, v in zip(pairs, verdicts, strict=True) if p["subtype"] == subtype]
    return sum(called) / len(called)

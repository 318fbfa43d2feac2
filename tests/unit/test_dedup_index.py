"""The index: what it finds before and after a flush, in this process and in the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crawler.dedup import Index

WORDS = ["الوزير", "المدينة", "الطريق", "المستشفى", "الجامعة", "البحر", "المزارع"]
WORDS += ["المصنع", "اللاعب", "الكتاب", "النهر", "السوق", "الجسر", "المطار"]


def text(seed: int, words: int = 90) -> str:
    """A text of its own for each seed, of made-up words."""
    return " ".join(
        f"{WORDS[(seed * 7 + i * i) % 14]}{'ابتجدرسصعفقكلمن'[(seed + i * 3) % 15]}" for i in range(words)
    )


def article(number: int, body: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"s:{number}",
        "headline": f"عنوان {number}",
        "body": body,
        "site": "s",
        "published_at": "2026-05-01",
        **more,
    }


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}")


def test_pending_articles_are_found_and_flushed_ones_survive(engine: sa.Engine) -> None:
    index = Index(engine)
    assert index.find(article(1, text(1))) is None
    index.add(article(1, text(1)))
    copy = article(2, text(1), site="other")
    verdict = index.find(copy)
    assert verdict is not None
    assert (verdict.of, verdict.kind, verdict.cluster, verdict.same_publisher) == (
        "s:1",
        "exact",
        "s:1",
        False,
    )
    with engine.begin() as connection:
        assert index.flush(connection) == 1
        assert index.flush(connection) == 0
    assert Index(engine).find(copy) == verdict


def test_discarded_articles_are_forgotten(engine: sa.Engine) -> None:
    index = Index(engine)
    index.add(article(1, text(1)))
    index.discard()
    assert index.find(article(2, text(1))) is None


def test_a_copy_of_a_copy_points_to_the_original(engine: sa.Engine) -> None:
    index = Index(engine)
    index.add(article(1, text(1)))
    index.add(article(2, text(1) + " وأضاف"))
    verdict = index.find(article(3, text(1) + " وأضاف المصدر"))
    assert verdict is not None
    assert verdict.of == verdict.cluster == "s:1"


def test_a_known_id_is_a_revision_of_itself(engine: sa.Engine) -> None:
    index = Index(engine)
    index.add(article(1, text(1)))
    verdict = index.find(article(1, text(2)))
    assert verdict is not None
    assert (verdict.of, verdict.kind) == ("s:1", "revision")


def test_near_duplicates_have_a_window_and_exact_ones_none(engine: sa.Engine) -> None:
    index = Index(engine, window_days=45)
    index.add(article(1, text(1, 200)))
    edited = text(1, 200).replace(" ", " قال ", 1)
    assert index.find(article(2, edited, published_at="2026-05-20")) is not None
    assert index.find(article(2, edited, published_at="2026-08-20")) is None
    assert index.find(article(2, text(1, 200), published_at="2029-08-20")) is not None

"""Who is the original of a group of copies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crawler.dedup import Index
from crawler.dedup.clusters import Member, clusters, ordered

BODY = " ".join(f"كلمة{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي")


def test_the_credited_publisher_comes_before_the_earliest() -> None:
    copy = Member("a", "sahafa", "sada", 10.0)
    early = Member("b", "other", "", 9.0)
    original = Member("c", "sada", "", 11.0)
    assert [member.id for member in ordered([copy, early, original])] == ["c", "b", "a"]


def test_without_credit_the_earliest_is_the_original() -> None:
    assert ordered([Member("a", "x", "", 10.0), Member("b", "y", "", 9.0)])[0].id == "b"
    assert ordered([Member("a", "x", "", None), Member("b", "y", "", None)])[0].id == "a"


def test_who_credits_another_is_a_copy_even_where_that_one_was_not_found() -> None:
    assert ordered([Member("a", "x", "spa", 9.0), Member("b", "y", "", 9.5)])[0].id == "b"


def test_an_original_that_is_found_late_takes_its_place(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    index = Index(engine)

    def article(id_: str, site: str, **more: Any) -> dict[str, Any]:
        return {
            "id": id_,
            "site": site,
            "body": BODY,
            "headline": "خبر",
            "published_at": "2026-05-01",
            **more,
        }

    index.add(article("agg:1", "agg", source={"name": "صدى", "site": "sada"}))
    index.add(article("sada:9", "sada", published_at="2026-05-02"))
    index.add({**article("x:1", "x"), "body": BODY[::-1]})
    with engine.begin() as connection:
        index.flush(connection)
        found = list(clusters(connection))
    assert len(found) == 1
    assert found[0].original == "sada:9"
    assert [member.id for member in found[0].members] == ["sada:9", "agg:1"]

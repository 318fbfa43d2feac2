"""The index: what it finds before and after a flush, in this process and in the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crawler.dedup import Index
from crawler.items import Article

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


def test_a_flush_writes_each_row_once_and_reads_none_back(engine: sa.Engine) -> None:
    index = Index(engine)
    for number in range(3):
        index.add(article(number, text(number)))
    said: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *event: said.append(event[2].split()[0]))
    with engine.begin() as connection:
        assert index.flush(connection) == 3
    assert said == ["INSERT", "SELECT"]  # the second asks for the highest number alone


def test_only_the_named_articles_are_written(engine: sa.Engine) -> None:
    """A fingerprint lies in the ledger when its line does: a crash between two batches leaves none alone."""
    index = Index(engine)
    for number in (1, 2, 3):
        index.add(article(number, text(number)))
    with engine.begin() as connection:
        assert index.flush(connection, {"s:1", "s:3", "s:99"}) == 2
    crashed = Index(engine)
    assert crashed.find(article(2, text(2))) is None  # not a revision of itself: its line was never written
    assert crashed.find(article(9, text(2), site="other")) is None
    # What waits is found here, as before, and written with its own batch.
    for number in (1, 2, 3):
        verdict = index.find(article(9, text(number), site="other"))
        assert verdict is not None
        assert verdict.of == f"s:{number}"
        near = index.find(article(9, text(number) + " كلمة أخرى في آخر النص", site="other"))
        assert near is not None
        assert near.of == f"s:{number}"
    with engine.begin() as connection:
        assert index.flush(connection, {"s:2"}) == 1
        assert index.flush(connection) == 0
    found = Index(engine).find(article(9, text(2), site="other"))
    assert found is not None
    assert found.of == "s:2"


def test_what_waits_survives_that_its_stretch_is_put_out_of_memory(engine: sa.Engine) -> None:
    index = Index(engine, most_postings=1)
    for number in range(8):  # each in a stretch of time of its own
        index.add(article(number, text(number), published_at=f"20{10 + number}-05-01"))
    with engine.begin() as connection:
        assert index.flush(connection, {"s:7"}) == 1
    for number in range(8):
        more = text(number) + " كلمة أخرى في آخر النص"
        verdict = index.find(article(99, more, published_at=f"20{10 + number}-05-02"))
        assert verdict is not None, number
        assert verdict.of == f"s:{number}"


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


def test_two_processes_see_each_other_from_the_next_flush_on(engine: sa.Engine) -> None:
    one, other = Index(engine), Index(engine)
    assert one.find(article(9, text(9))) is None
    assert other.find(article(9, text(9))) is None
    one.add(article(1, text(1)))
    with engine.begin() as connection:
        one.flush(connection)
    copy = article(2, text(1) + " وأضاف")
    assert other.find(copy) is None
    with engine.begin() as connection:
        other.flush(connection)
    verdict = other.find(copy)
    assert verdict is not None
    assert verdict.of == "s:1"
    again = other.find(article(3, text(1)))
    assert again is not None
    assert again.kind == "exact"


def test_the_same_order_gives_the_same_answers(engine: sa.Engine, tmp_path: Path) -> None:
    bodies = [text(seed % 7, 60 + seed) for seed in range(40)]

    def answers(index: Index, every: int) -> list[object]:
        found = []
        for number, body in enumerate(bodies):
            found.append(index.find(article(number, body)))
            index.add(article(number, body))
            if number % every == 0:
                with index.engine.begin() as connection:
                    index.flush(connection)
        return found

    other = sa.create_engine(f"sqlite:///{tmp_path / 'other.db'}")
    assert answers(Index(engine), 1) == answers(Index(other), 13)


def test_stretches_of_time_that_are_not_asked_for_leave_memory(engine: sa.Engine) -> None:
    index = Index(engine, most_postings=10)
    for number in range(12):
        index.add(article(number, text(number), published_at=f"{2010 + number}-05-01"))
    with engine.begin() as connection:
        index.flush(connection)
    assert len(index._stretches) <= 4
    for number in range(12):
        copy = article(100 + number, text(number) + " وأضاف", published_at=f"{2010 + number}-05-02")
        verdict = index.find(copy)
        assert verdict is not None
        assert verdict.of == f"s:{number}"


def test_articles_without_a_date(engine: sa.Engine) -> None:
    index = Index(engine)
    index.add(article(1, text(1), published_at=None))
    index.add(article(2, text(2), published_at="2011-01-01"))
    assert index.find(article(3, text(1) + " وأضاف", published_at="2019-01-01")) is not None
    assert index.find(article(4, text(1) + " وأضاف", published_at=None)) is not None
    assert index.find(article(5, text(2) + " وأضاف", published_at=None)) is None
    assert index.find(article(6, text(2), published_at=None)) is not None


def test_an_article_object_is_as_good_as_a_mapping(engine: sa.Engine) -> None:
    index = Index(engine)
    index.add(Article(id="s:1", url="https://s.example/1", site="s", body=text(1), published_at="2026-05-01"))
    verdict = index.find(article(2, text(1)))
    assert verdict is not None
    assert verdict.same_publisher

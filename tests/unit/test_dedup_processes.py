"""The index in one database that several processes write to, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crawler.dedup import Index
from crawler.dedup.clusters import clusters
from crawler.dedup.index import articles, metadata
from crawler.ledger.ledger import Ledger

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
STORIES = 26
WRITERS = 3


def article(story: int, site: int) -> dict[str, Any]:
    """The same story in each paper, with a word of its own at the end."""
    words = [f"{LETTERS[(story * 5 + i) % 28]}{LETTERS[(story + i * i) % 28]}كتب" for i in range(80)]
    return {
        "id": f"paper{site}:{story}",
        "site": f"paper{site}",
        "headline": f"عنوان {story}",
        "body": " ".join([*words, LETTERS[site] * 4]),
        "published_at": f"2026-05-{1 + story % 28:02}",
    }


def crawl(url: str, site: int, order: range) -> list[tuple[str, str | None]]:
    """Find and add, a transaction every few articles, as the processes of several sites do."""
    ledger = Ledger(url)
    index = Index(ledger.engine)
    answers = []
    waiting: list[str] = []
    for number, story in enumerate(order, 1):
        found = article(story, site)
        verdict = index.find(found)
        index.add(found)
        answers.append((found["id"], verdict.of if verdict else None))
        waiting.append(found["id"])
        if number % 4 == 0 or number == len(order):
            with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
                index.flush(connection, waiting)
            waiting.clear()
    ledger.close()
    return answers


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'ledger.sqlite'}"
        return
    address = request.getfixturevalue("postgresql")
    engine = sa.create_engine(address)
    metadata.drop_all(engine)
    yield address
    metadata.drop_all(engine)
    engine.dispose()


def test_several_processes_write_at_once(url: str) -> None:
    Index(Ledger(url).engine)  # makes the tables
    with ProcessPoolExecutor(WRITERS, mp_context=get_context("spawn")) as pool:
        orders = [range(STORIES), range(STORIES - 1, -1, -1), range(STORIES)]
        running = [pool.submit(crawl, url, site, order) for site, order in enumerate(orders)]
        answers = dict(answer for future in running for answer in future.result())
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        rows = {row.id: row for row in connection.execute(sa.select(articles))}
        groups = list(clusters(connection))
    engine.dispose()
    assert set(rows) == set(answers)
    assert len(rows) == STORIES * WRITERS
    # Each process is told what it found, and the others are told the same.
    assert {id_: row.of for id_, row in rows.items()} == answers
    # No story is taken for another, whoever wrote when.
    for group in groups:
        assert len({member.id.partition(":")[2] for member in group.members}) == 1
    # What comes later finds every one of them.
    late = crawl(url, WRITERS, range(STORIES))
    assert all(of is not None and of.endswith(f":{id_.partition(':')[2]}") for id_, of in late)


def test_both_databases_give_the_same_answers_in_the_same_order(url: str, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path / 'other.sqlite'}"
    orders = [range(0, STORIES, 2), range(STORIES)]
    assert [crawl(url, site, order) for site, order in enumerate(orders)] == [
        crawl(other, site, order) for site, order in enumerate(orders)
    ]


def test_the_same_id_from_two_processes_is_kept_once(url: str) -> None:
    ledger = Ledger(url)
    one, other = Index(ledger.engine), Index(ledger.engine)
    for index in (one, other):
        index.find(article(0, 0))
        index.add(article(0, 0))
        index.add(article(1 if index is one else 2, 0))
    for index in (one, other):
        with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
            index.flush(connection)
    with ledger.engine.connect() as connection:
        assert connection.scalars(sa.select(articles.c.id).order_by(articles.c.id)).all() == [
            "paper0:0",
            "paper0:1",
            "paper0:2",
        ]
    for story in range(3):
        verdict = other.find(article(story, 1))
        assert verdict is not None
        assert verdict.of == f"paper0:{story}"
    ledger.close()


def test_a_stretch_is_fetched_while_the_index_is_used(url: str) -> None:
    """What is added, written or only half committed meanwhile is found afterwards, and once."""
    ledger = Ledger(url)
    first = Index(ledger.engine)
    first.add(article(0, 0))
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        first.flush(connection)
    index = Index(ledger.engine)
    day = 20_574.0  # 2026-05-01
    absent = index.absent(day)
    assert absent
    for stretch in absent:
        index.fetch(stretch)
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        index.add(article(2, 0), connection)
        index.add(article(4, 0), connection)
        index.flush(connection, ["paper0:2"])
        for stretch in absent:
            index.take(stretch)
        for story in (0, 2, 4):
            verdict = index.find(article(story, 1))
            assert verdict is not None
            assert verdict.of == f"paper0:{story}"
    assert index.absent(day) == []
    held = [id_ for stretch in index._stretches.values() for id_ in stretch.ids]
    assert sorted(held) == ["paper0:0", "paper0:2", "paper0:4"]
    ledger.close()

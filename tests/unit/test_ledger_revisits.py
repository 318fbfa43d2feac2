"""Revisits in the ledger: what falls due when, what a look leaves, and ledgers of the version before."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from crawler.ledger.balance import balances
from crawler.ledger.errors import DamageError
from crawler.ledger.ledger import Ledger
from crawler.ledger.revisit import Revisits
from crawler.ledger.rows import Answered, Lease, Line, Offer, Outcome, Visit, Work
from crawler.ledger.schema import VERSION, facts, pages
from crawler.storage.jsonl import JsonlFiles

SITE = "nahda"
HOUR = 3_600.0
DUE = Revisits()


def key(name: str) -> bytes:
    return name.encode().rjust(16, b"-")


def offer(name: str, kind: str = "article", channel: str = "hub", depth: int = 1, **more: Any) -> Offer:
    url = f"https://nahda.example/{name}"
    parent = more.pop("parent", None)
    return Offer(SITE, key(name), url, kind, channel, parent, depth, **more)  # type: ignore[arg-type]


HOME = offer("home", "hub", "seed", 0)


def names(leases: list[Lease]) -> list[str]:
    return sorted(lease.url.rpartition("/")[2] for lease in leases)


def stored(name: str, day: str = "2026-11-20", site_now: float | None = None) -> Line:
    outcome = Outcome(
        SITE,
        key(name),
        "stored",
        article_id=f"{SITE}:{name}",
        published_at=day,
        written="articles",
        hashes="a.b.c",
        answer=Answered('"1"', None, site_now),
    )
    return Line("articles", SITE, b"{}", outcome)


def row(ledger: Ledger, name: str) -> Any:
    with ledger.engine.connect() as connection:
        return connection.execute(select(pages).where(pages.c.key == key(name))).one()


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    """A ledger of a first run: a seed, a section, and three stored articles, the youngest last."""
    made = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    made.begin_run([SITE], "host:1", [HOME])
    files = JsonlFiles(tmp_path, [])
    made.turn(Work(offers=[offer("section", "hub"), *(offer(name) for name in "123")]), {SITE: 9})
    done = [
        Outcome(SITE, key(name), "done", row=0, answer=Answered(), interval=0.0)
        for name in ("home", "section")
    ]
    lines = [stored(name, f"2026-11-2{name}", site_now=1_000.0) for name in "123"]
    made.turn(Work(outcomes=done, lines=lines), {}, files)
    made.files = files  # type: ignore[attr-defined]
    yield made
    made.close()


def age(ledger: Ledger, seconds: float) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(update(pages).values(since_at=pages.c.since_at - seconds))


def again(ledger: Ledger, revisits: Revisits | None = DUE, site_now: float | None = None) -> list[str]:
    """Begin a run, let the seed answer, and return what is leased then."""
    ledger.begin_run([SITE], "host:1", [HOME], revisits)
    first, _ = ledger.turn(Work(), {SITE: 1})
    assert names(first) == ["home"]
    leases, _ = ledger.turn(Work(clocks={SITE: site_now}), {SITE: 9})
    return names(leases)


def test_nothing_is_due_at_once(ledger: Ledger) -> None:
    assert again(ledger) == []


def test_our_clock_makes_due(ledger: Ledger) -> None:
    age(ledger, HOUR)
    assert again(ledger) == ["1", "2", "3", "section"]


def test_the_sites_clock_makes_due(ledger: Ledger) -> None:
    assert again(ledger, site_now=1_000.0 + HOUR) == ["1", "2", "3"]


def test_without_revisits_no_article_is_due_and_every_section_is(ledger: Ledger) -> None:
    age(ledger, 100 * HOUR)
    assert again(ledger, None) == ["section"]


def test_what_a_killed_run_let_fall_due_is_taken_back(ledger: Ledger) -> None:
    age(ledger, HOUR)
    again(ledger)
    assert again(ledger, None) == ["section"]


def test_the_budget_and_all(ledger: Ledger) -> None:
    assert again(ledger, Revisits("all", 2)) == ["2", "3"]


def test_a_look_leaves_the_outcome_and_the_balance(ledger: Ledger) -> None:
    age(ledger, HOUR)
    again(ledger)
    ids = {name: row(ledger, name).id for name in "123"}
    visits = [
        Visit(ids["1"], 17_280.0, Answered('"2"')),
        Visit(ids["2"], None, missing=2, gone=True),
    ]
    revision = Line(
        "revisions", SITE, b"{}", Visit(ids["3"], 17_280.0, Answered('"3"'), hashes="a.d.c", revision=1)
    )
    ledger.turn(Work(visits=visits, lines=[revision]), {}, ledger.files)  # type: ignore[attr-defined]
    assert [row(ledger, name).state for name in "123"] == ["stored"] * 3
    assert [row(ledger, name).etag for name in "123"] == ['"2"', '"1"', '"3"']
    assert [row(ledger, name).hashes for name in "123"] == ["a.b.c", "a.b.c", "a.d.c"]
    [balance] = balances(ledger.engine)
    assert balance.balanced, balance.faults
    assert (balance.outcomes["stored"], balance.revisions, balance.gone_since) == (3, 1, 1)
    assert (balance.lines["articles"], balance.lines["revisions"]) == (3, 1)
    age(ledger, 5 * HOUR)
    assert "2" not in again(ledger), "what is gone is not asked for again"


def test_a_section_that_rests_is_left_alone_though_the_front_page_has_news(ledger: Ledger) -> None:
    ledger.begin_run([SITE], "host:1", [HOME], Revisits())
    [home] = ledger.turn(Work(), {SITE: 1})[0]
    found = [offer("4", parent=home.id), offer("section", "hub", parent=home.id)]
    leases, _ = ledger.turn(Work(clocks={SITE: None}, offers=found), {SITE: 9})
    assert names(leases) == ["4"]


def test_what_was_not_found_is_asked_for_when_it_is_named_again(ledger: Ledger) -> None:
    ledger.turn(Work(offers=[offer("5", channel="similar")]), {SITE: 9})
    ledger.turn(Work(outcomes=[Outcome(SITE, key("5"), "gone", "http-404")]), {})
    ledger.begin_run([SITE], "host:1", [])
    leases, _ = ledger.turn(Work(offers=[offer("5", channel="similar")]), {SITE: 9})
    assert "5" in names(leases)
    ledger.turn(Work(outcomes=[Outcome(SITE, key("5"), "gone", "http-404")]), {})
    ledger.begin_run([SITE], "host:1", [])
    assert "5" not in names(ledger.turn(Work(offers=[offer("5", channel="similar")]), {SITE: 9})[0])
    assert "5" in names(ledger.turn(Work(offers=[offer("5", channel="feed")]), {SITE: 9})[0])


def test_a_sitemap_that_says_changed_is_heard_within_the_budget(ledger: Ledger) -> None:
    later, earlier = time.time() + 60, time.time() - HOUR
    told = [offer(name, channel="sitemap", newest=moment) for name, moment in (("1", later), ("2", earlier))]
    assert again(ledger) == [], "the schedule has nothing due"
    assert names(ledger.turn(Work(offers=told), {SITE: 9})[0]) == ["1"]
    ledger.begin_run([SITE], "host:1", [HOME])
    assert "1" not in names(ledger.turn(Work(offers=told), {SITE: 9})[0]), "not a run that revisits"
    again(ledger, Revisits("all", 1))
    assert names(ledger.turn(Work(offers=told), {SITE: 9})[0]) == [], "nothing is left of the budget"


def test_the_same_later_time_is_heard_once(ledger: Ledger) -> None:
    told = [offer("1", channel="sitemap", newest=time.time() + 10 * HOUR)]  # of no zone, or plainly false
    again(ledger)
    [lease] = ledger.turn(Work(offers=told), {SITE: 9})[0]
    ledger.turn(Work(visits=[Visit(lease.id, 17_280.0, Answered())]), {})
    again(ledger)
    assert ledger.turn(Work(offers=told), {SITE: 9})[0] == []


def test_a_site_that_stamps_everything_anew_is_heard_less_and_less(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.ledger.claims.TESTED", 3)
    monkeypatch.setattr("crawler.ledger.claims.PROBES", 1)
    looks = []
    for run in range(3):
        told = [offer(name, channel="sitemap", newest=time.time() + 60 + run) for name in "123"]
        again(ledger)
        leases, _ = ledger.turn(Work(offers=told), {SITE: 9})
        looks.append(len(leases))
        unchanged = [Visit(lease.id, 17_280.0, Answered()) for lease in leases]
        ledger.turn(Work(visits=unchanged), {})
        ledger.end_run("finished")
        ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")  # it is remembered from run to run
    assert looks == [3, 1, 1]


def test_a_teaser_that_is_worded_anew_is_heard(ledger: Ledger) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(update(pages).values(hashes="a.b.c@1"))
    before, after = "افتتاح الجسر الجديد الأحد", "تأجيل افتتاح الجسر الجديد"
    again(ledger)
    assert ledger.turn(Work(offers=[offer("1", title=before)]), {SITE: 9})[0] == []
    again(ledger)
    assert ledger.turn(Work(offers=[offer("1", title=before)]), {SITE: 9})[0] == []
    again(ledger)
    assert names(ledger.turn(Work(offers=[offer("1", title=after)]), {SITE: 9})[0]) == ["1"]


def test_what_the_front_page_says_is_heard_in_the_turn_that_tells_the_clock(ledger: Ledger) -> None:
    ledger.begin_run([SITE], "host:1", [HOME], DUE)
    ledger.turn(Work(), {SITE: 1})
    told = offer("1", channel="sitemap", newest=time.time() + 60)
    assert names(ledger.turn(Work(clocks={SITE: None}, offers=[told]), {SITE: 9})[0]) == ["1"]


# The tables as version 1 made them.
VERSION_1 = """
CREATE TABLE pages (
    id INTEGER NOT NULL, site TEXT NOT NULL, key BLOB NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL, reason TEXT, rank INTEGER NOT NULL,
    newest FLOAT DEFAULT '0' NOT NULL, due_at FLOAT, owner TEXT, lease_until FLOAT,
    tries INTEGER DEFAULT '0' NOT NULL, channel TEXT NOT NULL, parent INTEGER,
    depth INTEGER DEFAULT '0' NOT NULL, first_seen_at FLOAT NOT NULL, visited_at FLOAT, visited_run INTEGER,
    article_id TEXT, "of" TEXT, published_at TEXT, written TEXT, PRIMARY KEY (id));
CREATE UNIQUE INDEX pages_key ON pages (site, key);
CREATE TABLE facts (name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));
INSERT INTO facts VALUES ('version', '1');
"""


def test_a_ledger_of_the_version_before_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    old = sqlite3.connect(path)
    old.executescript(VERSION_1)
    now = time.time()
    columns = "site, key, url, kind, state, rank, channel, first_seen_at, visited_at, written, article_id"
    for name, state, visited, written in (
        ("young", "stored", now - HOUR, "articles"),
        ("copy", "duplicate", now - HOUR, "duplicates"),
        ("old", "stored", now - 30 * 24 * HOUR, "articles"),
        ("bad", "rejected", now - HOUR, "quarantine"),
    ):
        values = (SITE, key(name), f"https://nahda.example/{name}", "article", state, 4, "hub", now, visited)
        marks = ",".join("?" * 11)
        old.execute(f"INSERT INTO pages ({columns}) VALUES ({marks})", (*values, written, f"{SITE}:{name}"))
    old.commit()
    old.close()

    for _ in range(2):  # the second time there is nothing left to do
        ledger = Ledger(f"sqlite:///{path}")
        with ledger.engine.connect() as connection:
            assert connection.scalar(select(facts.c.value)) == str(VERSION)
        assert again(ledger) == ["copy", "young"]
        assert row(ledger, "old").revision == 0
        ledger.close()


def test_a_ledger_of_a_version_to_come_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    ledger = Ledger(url)
    with ledger.engine.begin() as connection:
        connection.execute(update(facts).values(value="99"))
    ledger.close()
    with pytest.raises(DamageError, match="version 99"):
        Ledger(url)

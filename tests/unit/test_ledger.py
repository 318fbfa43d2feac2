"""The ledger's rules, one by one."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from crawler.ledger.balance import balances
from crawler.ledger.errors import DamageError, LedgerError, SiteLockedError, UnwritableError
from crawler.ledger.ledger import MAX_TRIES, Ledger
from crawler.ledger.lock import AdvisoryLock, SiteLock
from crawler.ledger.rows import Lease, Line, Offer, Outcome, Work
from crawler.ledger.schema import metadata, pages
from crawler.storage.jsonl import JsonlFiles

SITE = "nahda"


def key(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=16).digest()


def offer(
    name: str,
    kind: str = "article",
    channel: str = "hub",
    *,
    parent: int | None = None,
    depth: int = 1,
    newest: float = 0.0,
    site: str = SITE,
) -> Offer:
    url = f"https://nahda.example/{name}"
    return Offer(site, key(name), url, kind, channel, parent, depth, newest)  # type: ignore[arg-type]


def done(lease: Lease) -> Outcome:
    return Outcome(lease.site, lease.key, "done")


def stored(name: str, article_id: str | None = None, kind: str = "articles") -> Line:
    outcome = Outcome(
        SITE, key(name), "stored", article_id=article_id or f"{SITE}:{name}", written="articles"
    )
    return Line(kind, SITE, f'{{"id":"{name}"}}'.encode(), outcome)  # type: ignore[arg-type]


def names(leases: list[Lease]) -> list[str]:
    return [lease.url.rpartition("/")[2] for lease in leases]


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql")
        before = Ledger(url)
        metadata.drop_all(before.engine)
        before.close()
    else:
        url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    made = Ledger(url)
    made.begin_run([SITE], "host:1", [offer("home", "hub", "seed", depth=0)])
    yield made
    made.close()


def test_a_url_is_one_row_whatever_offers_it(ledger: Ledger) -> None:
    ledger.turn(Work(offers=[offer("1"), offer("1", channel="similar"), offer("home", "hub")]), {})
    ledger.turn(Work(offers=[offer("1")]), {})
    leases, _ = ledger.turn(Work(), {SITE: 10})
    assert sorted(names(leases)) == ["1", "home"]


def test_order_of_leases(ledger: Ledger) -> None:
    offers = [
        offer("deep", "hub", depth=2),
        offer("map", "sitemap", "sitemap"),
        offer("similar", channel="similar"),
        offer("old", newest=10.0),
        offer("new", newest=20.0),
        offer("front", "hub", depth=1),
        offer("news", "sitemap", "news_sitemap"),
        offer("feed", "feed", "feed"),
    ]
    leases, _ = ledger.turn(Work(offers=offers), {SITE: 20})
    assert names(leases) == ["home", "feed", "news", "front", "new", "old", "similar", "map", "deep"]


def test_a_lease_is_given_once_and_a_row_is_settled_once(ledger: Ledger) -> None:
    first, _ = ledger.turn(Work(offers=[offer("1")]), {SITE: 10})
    assert ledger.turn(Work(), {SITE: 10})[0] == []
    article = next(lease for lease in first if lease.kind == "article")
    rejected = Outcome(SITE, article.key, "rejected", "no-body")
    ledger.turn(Work(outcomes=[Outcome(SITE, article.key, "duplicate", of="x"), rejected]), {})
    assert balances(ledger.engine)[0].outcomes == {"duplicate": 1}


def test_what_is_offered_in_the_same_call_is_leased(ledger: Ledger) -> None:
    """Else the finds of the last callback would be lost with the end of the run."""
    leases, _ = ledger.turn(Work(), {SITE: 1})
    work = Work(offers=[offer("1", parent=leases[0].id)], outcomes=[done(leases[0])])
    leases, _ = ledger.turn(work, {SITE: 1})
    assert names(leases) == ["1"]
    assert leases[0].parent_url == "https://nahda.example/home"


def test_a_new_run_takes_back_leases_and_lets_hubs_fall_due(ledger: Ledger) -> None:
    offers = [
        offer("1"),
        offer("2"),
        offer("front", "hub", depth=1),
        offer("page2", "hub", depth=2),
        offer("feed", "feed", "feed"),
        offer("gone", "hub", depth=1),
    ]
    leases, _ = ledger.turn(Work(offers=offers), {SITE: 20})
    outcomes = [done(lease) for lease in leases if lease.kind != "article" and "gone" not in lease.url]
    outcomes.append(Outcome(SITE, key("gone"), "gone"))
    outcomes.append(Outcome(SITE, key("1"), "rejected", "no-body"))
    ledger.turn(Work(outcomes=outcomes), {})
    assert ledger.turn(Work(), {SITE: 20})[0] == []
    # The process dies here: article 2 is leased, nothing was given back.
    ledger.begin_run([SITE], "host:2", [offer("home", "hub", "seed", depth=0)])
    leases, _ = ledger.turn(Work(), {SITE: 20})
    assert sorted(names(leases)) == ["2", "feed", "front", "home"]


def test_deeper_hubs_fall_due_again_only_where_their_page_brought_news(ledger: Ledger) -> None:
    first, _ = ledger.turn(Work(), {SITE: 9})
    work = Work(
        offers=[offer("1", parent=first[0].id), offer("page2", "hub", parent=first[0].id, depth=2)],
        outcomes=[done(first[0])],
    )
    leases, _ = ledger.turn(work, {SITE: 9})
    ledger.turn(Work(outcomes=[done(lease) for lease in leases]), {})

    ledger.begin_run([SITE], "host:1", [offer("home", "hub", "seed", depth=0)])
    home, _ = ledger.turn(Work(), {SITE: 9})
    again = [offer("1", parent=home[0].id), offer("page2", "hub", parent=home[0].id, depth=2)]
    leases, _ = ledger.turn(Work(offers=again, outcomes=[done(home[0])]), {SITE: 9})
    assert names(leases) == []

    ledger.begin_run([SITE], "host:1", [offer("home", "hub", "seed", depth=0)])
    home, _ = ledger.turn(Work(), {SITE: 9})
    work = Work(offers=[offer("3", parent=home[0].id), *again], outcomes=[done(home[0])])
    leases, _ = ledger.turn(work, {SITE: 9})
    assert sorted(names(leases)) == ["3", "page2"]
    # Once a run: found again, it is not asked again.
    page2 = next(lease for lease in leases if lease.kind == "hub")
    ledger.turn(Work(outcomes=[done(page2)]), {})
    more = [offer("4", parent=page2.id), offer("page2", "hub", parent=page2.id), offer("home", "hub")]
    assert names(ledger.turn(Work(offers=more), {SITE: 9})[0]) == ["4"]


def test_a_sitemap_of_an_index_falls_due_again_when_it_changed(ledger: Ledger) -> None:
    maps = [offer("a.xml", "sitemap", "sitemap", depth=2), offer("b.xml", "sitemap", "sitemap", depth=2)]
    leases, _ = ledger.turn(Work(offers=maps), {SITE: 9})
    ledger.turn(Work(outcomes=[done(lease) for lease in leases]), {})
    ledger.begin_run([SITE], "host:1", [])
    home, _ = ledger.turn(Work(), {SITE: 9})
    assert names(home) == ["home"]
    now = time.time()
    again = [
        offer("a.xml", "sitemap", "sitemap", depth=2, newest=now - 9999),
        offer("b.xml", "sitemap", "sitemap", depth=2, newest=now + 10),
    ]
    assert names(ledger.turn(Work(offers=again), {SITE: 9})[0]) == ["b.xml"]


def test_failures_wait_and_are_given_up(ledger: Ledger) -> None:
    leases, _ = ledger.turn(Work(offers=[offer("1"), offer("2")]), {SITE: 9})
    soon = time.time() + 30
    work = Work(
        outcomes=[
            done(leases[0]),
            Outcome(SITE, key("1"), "failed", "http-503", retry_at=soon, tries=1),
            Outcome(SITE, key("2"), "failed", "http-503", tries=MAX_TRIES),
        ]
    )
    leases, next_due = ledger.turn(work, {SITE: 9})
    assert leases == []
    assert next_due == pytest.approx(soon)
    ledger.begin_run([SITE], "host:1", [])
    assert names(ledger.turn(Work(), {SITE: 9})[0]) == ["home"]  # 1 is not due yet, 2 is given up


def test_the_id_of_a_stored_article_is_unique(ledger: Ledger, tmp_path: Path) -> None:
    files = JsonlFiles(tmp_path, [])
    ledger.turn(Work(offers=[offer("1"), offer("2"), offer("3")]), {SITE: 9})
    lines = [stored("1", "nahda:7"), stored("2", "nahda:7")]
    ledger.turn(Work(lines=lines), {}, files)
    ledger.turn(Work(lines=[stored("3", "nahda:7")]), {}, files)
    [balance] = balances(ledger.engine)
    assert balance.outcomes == {"stored": 1, "duplicate": 2}
    assert balance.lines == {"articles": 1}
    assert balance.balanced
    [path] = tmp_path.glob("articles/nahda/*.jsonl")
    assert path.read_bytes() == b'{"id":"1"}\n'


def test_nothing_is_committed_when_the_transaction_fails(ledger: Ledger, tmp_path: Path) -> None:
    files = JsonlFiles(tmp_path, [])
    ledger.turn(Work(offers=[offer("1"), offer("2")]), {SITE: 9})
    ledger.turn(Work(lines=[stored("1")]), {}, files)

    def fails(_connection: object, ids: object) -> None:
        assert ids == {"nahda:2"}
        raise RuntimeError("killed between fsync and commit")

    with pytest.raises(RuntimeError):
        ledger.turn(Work(lines=[stored("2")]), {}, files, fails)
    [path] = tmp_path.glob("articles/nahda/*.jsonl")
    assert path.read_bytes() == b'{"id":"1"}\n{"id":"2"}\n'  # the tail that the next start cuts
    assert balances(ledger.engine)[0].outcomes == {"stored": 1, "waiting": 1}
    # The same process goes on: the tail makes way.
    ledger.turn(Work(lines=[stored("2")]), {}, files)
    assert path.read_bytes() == b'{"id":"1"}\n{"id":"2"}\n'
    assert balances(ledger.engine)[0].outcomes == {"stored": 2}


def test_articles_outside_the_days_of_one_run_are_due_in_another(ledger: Ledger) -> None:
    ledger.turn(Work(offers=[offer("1"), offer("2")]), {SITE: 9})
    outcomes = [
        Outcome(SITE, key("1"), "rejected", "out-of-range", published_at="2026-10-31T23:00:00+03:00"),
        Outcome(SITE, key("2"), "rejected", "out-of-range", published_at="2026-11-02"),
    ]
    ledger.turn(Work(outcomes=outcomes), {})
    ledger.begin_run([SITE], "host:1", [])
    ledger.reopen_in_range([SITE], "2026-11-01", None)
    assert sorted(names(ledger.turn(Work(), {SITE: 9})[0])) == ["2", "home"]
    ledger.begin_run([SITE], "host:1", [])
    ledger.reopen_in_range([SITE], None, "2026-10-31")
    assert "1" in names(ledger.turn(Work(), {SITE: 9})[0])


def test_a_balance_that_does_not_add_up_is_seen(ledger: Ledger, tmp_path: Path) -> None:
    ledger.turn(Work(offers=[offer("1")]), {SITE: 9})
    ledger.turn(Work(lines=[stored("1")]), {}, JsonlFiles(tmp_path, []))
    with ledger.engine.begin() as connection:
        connection.execute(update(pages).where(pages.c.kind == "article").values(written=None))
    [balance] = balances(ledger.engine)
    assert not balance.balanced
    assert "1 lines are committed to articles/, 0 rows wrote one." in balance.faults


def test_the_end_of_a_run_gives_back_what_is_leased(ledger: Ledger) -> None:
    ledger.turn(Work(offers=[offer("1")]), {SITE: 9})
    ledger.end_run("shutdown")
    with ledger.engine.connect() as connection:
        assert connection.execute(select(pages.c.id).where(pages.c.owner.is_not(None))).all() == []
    assert ledger.turn(Work(), {SITE: 9})[0] != []


def test_one_process_a_site(tmp_path: Path) -> None:
    first, second = SiteLock(tmp_path / "locks", SITE), SiteLock(tmp_path / "locks", SITE)
    first.take()
    with pytest.raises(SiteLockedError, match="nahda is being crawled by process"):
        second.take()
    first.free()
    second.take()
    second.free()


def test_one_process_a_site_between_machines(postgresql: str) -> None:
    ledger = Ledger(postgresql)
    first, second = AdvisoryLock(ledger.engine, SITE), AdvisoryLock(ledger.engine, SITE)
    first.take()
    with pytest.raises(SiteLockedError, match="another process or machine"):
        second.take()
    first.free()
    second.take()
    second.free()
    ledger.close()


def test_a_damaged_ledger_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database" * 1000)
    with pytest.raises(DamageError, match="Cannot read"):
        Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")


def test_a_ledger_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableError, match="Cannot write"):
        Ledger(f"sqlite:///{tmp_path / 'file' / 'ledger.sqlite'}")
    with pytest.raises(LedgerError, match="LEDGER_URL"):
        Ledger("nonsense")


def test_a_page_that_came_under_another_address_takes_its_own_row(ledger: Ledger) -> None:
    leases, _ = ledger.turn(Work(offers=[offer("go-1"), offer("2"), offer("3")]), {SITE: 9})
    ledger.turn(Work(outcomes=[Outcome(SITE, key("3"), "rejected", "no-body")]), {})
    missing = ledger.adopt(offer("1", parent=leases[1].id))
    assert missing is not None
    assert missing.url.endswith("/1")
    assert ledger.adopt(offer("2")) is None  # leased
    assert ledger.adopt(offer("3")) is not None  # refused before, and good now
    ledger.turn(Work(outcomes=[Outcome(SITE, key("1"), "duplicate", of="x")]), {})
    assert ledger.adopt(offer("1")) is None  # settled for good


def test_a_seed_is_due_in_every_run_also_where_the_last_one_was_put_off(ledger: Ledger) -> None:
    [home], _ = ledger.turn(Work(), {SITE: 9})
    later = Outcome(SITE, home.key, "failed", "robots-unreachable", retry_at=time.time() + 3600, tries=1)
    assert ledger.turn(Work(outcomes=[later]), {SITE: 9})[0] == []
    ledger.begin_run([SITE], "host:1", [])
    assert names(ledger.turn(Work(), {SITE: 9})[0]) == ["home"]

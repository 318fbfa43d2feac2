"""The event loop's side: the window, the end of a run, what Scrapy loses."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crawler.found import Found
from crawler.ledger import frontier as frontier_module
from crawler.ledger.balance import balances
from crawler.ledger.frontier import DEAD_AFTER, Frontier, Recent
from crawler.ledger.ledger import Ledger
from crawler.ledger.rows import Lease, Offer, Outcome
from crawler.storage.jsonl import JsonlFiles

Play = Callable[[Frontier], Awaitable[None]]


def key(url: str) -> bytes:
    return url.encode()[-16:].rjust(16)


def offer(frontier: Frontier, url: str, parent: Lease | None = None, site: str = "a") -> None:
    frontier.offer(site, key(url), Found(url=url, kind="article", channel="hub"), parent=parent)


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ledger]:
    """Run a coroutine function with a frontier over the sites given; return the ledger."""
    monkeypatch.setattr(frontier_module, "BATCH_SECONDS", 0.05)

    def run(acts: Play, *, sites: tuple[str, ...] = ("a",), window: int = 8) -> Ledger:
        ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
        seeds = [
            Offer(site, key(f"https://{site}/"), f"https://{site}/", "hub", "seed", None, 0) for site in sites
        ]
        ledger.begin_run(sites, "host:1", seeds)

        async def main() -> None:
            with ThreadPoolExecutor(1) as worker:
                files = JsonlFiles(tmp_path, [])
                frontier = Frontier(ledger, files, worker, sites, window=window, retry_delays=(0.1, 0.1))
                await asyncio.wait_for(acts(frontier), 20)
                await frontier.close("finished")

        asyncio.run(main())
        return ledger

    return run


def test_the_finds_of_the_last_callback_are_leased_before_the_run_ends(play: Callable[..., Ledger]) -> None:
    async def acts(frontier: Frontier) -> None:
        [home] = await frontier.next_leases()
        later = asyncio.create_task(frontier.next_leases())
        await asyncio.sleep(0.2)  # the loop has found nothing by now, with one lease out
        offer(frontier, "https://a/1", home)
        frontier.settle(home, "done")
        [lease] = await later
        assert lease.url == "https://a/1"
        assert lease.parent_url == "https://a/"
        frontier.settle(lease, "rejected", "no-body")
        assert await frontier.next_leases() == []

    [balance] = balances(play(acts).engine)
    assert balance.outcomes == {"rejected": 1}
    assert balance.leased == 0


def test_a_claim_that_dies_unsettled_is_a_lost_request(
    play: Callable[..., Ledger], caplog: pytest.LogCaptureFixture
) -> None:
    async def acts(frontier: Frontier) -> None:
        [home] = await frontier.next_leases()
        offer(frontier, "https://a/1", home)
        claim = frontier.claim(home)
        frontier.settle(home, "done")
        del claim  # settled: nothing is lost
        for _ in range(3):
            [lease] = await frontier.next_leases()
            claim = frontier.claim(lease)
            del claim
            gc.collect()
        assert await frontier.next_leases() == []

    [balance] = balances(play(acts).engine)
    assert balance.outcomes == {"failed": 1}
    assert balance.reasons == {"failed/lost": 1}
    assert caplog.text.count("Lost: neither an answer nor an error came for https://a/1") == 3


def test_the_window_is_shared_and_never_exceeded(play: Callable[..., Ledger]) -> None:
    async def acts(frontier: Frontier) -> None:
        out: list[Lease] = list(await frontier.next_leases())
        while len(out) < 2:
            out += await frontier.next_leases()
        for number in range(40):
            offer(frontier, f"https://a/{number}", site="a")
            offer(frontier, f"https://b/{number}", site="b")
        for home in out:
            frontier.settle(home, "done")
        held: list[Lease] = []
        while len(held) < 8:
            held += await frontier.next_leases()
        assert {lease.site for lease in held} == {"a", "b"}
        assert len(held) == 8
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(frontier.next_leases(), 0.3)

    play(acts, sites=("a", "b"))


def test_sites_without_work_do_not_end_the_run_of_others(play: Callable[..., Ledger]) -> None:
    """Forty sites and a window of eight: each is asked before the run ends."""
    sites = tuple(f"s{number}" for number in range(40))

    async def acts(frontier: Frontier) -> None:
        seen = []
        while leases := await frontier.next_leases():
            for lease in leases:
                seen.append(lease.site)
                if lease.kind == "hub":
                    offer(frontier, f"https://{lease.site}/1", lease, site=lease.site)
                frontier.settle(lease, "done")
        assert sorted(seen) == sorted([*sites, *sites])

    play(acts, sites=sites)


def test_a_site_that_never_answers_is_left_alone(play: Callable[..., Ledger]) -> None:
    async def acts(frontier: Frontier) -> None:
        failures = 0
        while leases := await frontier.next_leases():
            for lease in leases:
                failures += 1
                frontier.fail(lease, "dns")
        assert failures == DEAD_AFTER
        assert frontier.unreachable == {"a": "dns"}
        assert not frontier.useful

    play(acts)


def test_failures_are_tried_again_and_bounded(play: Callable[..., Ledger]) -> None:
    async def acts(frontier: Frontier) -> None:
        [home] = await frontier.next_leases()
        offer(frontier, "https://a/1", home)
        frontier.settle(home, "done")
        tries = 0
        while leases := await frontier.next_leases():
            tries += len(leases)
            frontier.fail(leases[0], "http-503", answered=True)
        assert tries == 3

    [balance] = balances(play(acts).engine)
    assert balance.reasons == {"failed/http-503": 1}


def test_a_page_that_came_at_a_later_try_is_no_error(play: Callable[..., Ledger]) -> None:
    async def acts(frontier: Frontier) -> None:
        [home] = await frontier.next_leases()
        for number in (1, 2):
            offer(frontier, f"https://a/{number}", home)
        frontier.settle(home, "done")
        tries: Counter[str] = Counter()
        while leases := await frontier.next_leases():
            for lease in leases:
                tries[lease.url] += 1
                if lease.url == "https://a/1" and tries[lease.url] == 2:
                    frontier.settle(lease, "rejected", "no-body")
                else:
                    frontier.fail(lease, f"http-50{tries[lease.url]}", answered=True)
        assert tries == {"https://a/1": 2, "https://a/2": 3}
        assert frontier.counts == {
            "hub/done": 1,
            "article/rejected": 1,
            "article/rejected/no-body": 1,
            "article/failed": 1,
            "article/failed/http-503": 1,
        }
        assert +frontier.articles["a"] == {"rejected": 1, "failed": 1}

    [balance] = balances(play(acts).engine)
    assert balance.outcomes == {"rejected": 1, "failed": 1}


def test_settling_twice_changes_nothing(play: Callable[..., Ledger]) -> None:
    async def acts(frontier: Frontier) -> None:
        [home] = await frontier.next_leases()
        assert frontier.settle(home, "done")
        assert not frontier.settle(home, "rejected", "again")
        assert not frontier.fail(home, "again")
        outcome = Outcome("a", home.key, "stored", article_id="a:1", written="articles")
        assert not frontier.write("articles", b"{}", home, outcome)
        assert frontier.counts == {"hub/done": 1}

    play(acts)


def test_memory_of_what_was_offered_is_bounded() -> None:
    recent = Recent(size=10)
    assert not recent.add("a")
    assert recent.add("a")
    for number in range(100):
        recent.add(str(number))
    assert recent.add("99")
    assert not recent.add("a")


def test_an_article_settles_the_row_of_its_own_address(play: Callable[..., Ledger]) -> None:
    async def acts(frontier: Frontier) -> None:
        [home] = await frontier.next_leases()
        offer(frontier, "https://a/go/1", home)
        frontier.settle(home, "done")
        [lease] = await frontier.next_leases()
        assert await frontier.adopt(lease, key("https://a/1"), "https://a/1", "a:1")
        own = frontier.lease_of("a", "https://a/go/1")
        assert own is not None
        assert own.url == "https://a/1"
        outcome = Outcome("a", own.key, "stored", article_id="a:1", written="articles")
        assert frontier.write("articles", b"{}", own, outcome)
        assert frontier.lease_of("a", "https://a/go/1") is None
        assert await frontier.next_leases() == []

    [balance] = balances(play(acts).engine)
    assert balance.outcomes == {"stored": 1, "duplicate": 1}
    assert balance.balanced

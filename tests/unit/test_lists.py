"""Lists without an end, and lists that are walked for the articles of some days."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.ledger.ledger import Ledger
from crawler.ledger.lists import LEAST_OLDER, MOST_DRY
from crawler.ledger.rows import Lease, Offer, Outcome, Work

SITE = "nahda"
HOME = Offer(SITE, b"home".rjust(16), "https://nahda.example/", "hub", "seed", None, 0)


def offer(name: str, kind: str, channel: str, parent: Lease) -> Offer:
    url = f"https://nahda.example/{name}"
    return Offer(SITE, name.encode().rjust(16), url, kind, channel, parent.id, parent.depth + 1)  # type: ignore[arg-type]


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., Ledger]:
    def begin(since: str | None = None) -> Ledger:
        ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
        ledger.begin_run([SITE], "host:1", [HOME])
        ledger.reopen_in_range([SITE], since, None)
        return ledger

    return begin


def _name(lease: Lease) -> str:
    return lease.url.rpartition("/")[2]


def walk(ledger: Ledger, page: Callable[[int], list[tuple[str, str]]], most: int = 200) -> int:
    """Walk a list of which page n names `page(n)`: articles and their days. Return the pages asked for."""
    [lease], _ = ledger.turn(Work(), {SITE: 1})
    number = 0
    days = {name: day for any_page in range(220) for name, day in page(any_page)}
    while number < most:
        named = page(number)
        offers = [offer(name, "article", "hub", lease) for name, _ in named]
        offers.append(offer(f"page-{number + 1}", "hub", "archive", lease))
        outcomes = [Outcome(SITE, lease.key, "done", row=lease.id, interval=0.0)]
        leases, _ = ledger.turn(Work(offers=offers, outcomes=outcomes), {SITE: len(named)} if named else {})
        further: list[Lease] = []
        while True:
            further += [one for one in leases if one.kind == "hub"]
            read = [
                Outcome(SITE, one.key, "rejected", "out-of-range", published_at=days[_name(one)])
                for one in leases
                if one.kind == "article"
            ]
            leases, _ = ledger.turn(Work(outcomes=read), {SITE: 9})
            if not read and not leases:
                break
        number += 1
        if not further:
            break
        [lease] = further
    return number


def test_a_list_that_repeats_itself_for_ever_ends(start: Callable[..., Ledger]) -> None:
    same = [(f"same-{n}", "2026-11-20") for n in range(9)]
    assert walk(start(), lambda number: same) == 2 + MOST_DRY


def test_a_list_with_news_goes_on(start: Callable[..., Ledger]) -> None:
    assert walk(start(), lambda number: [(f"{number}-{n}", "2026-11-20") for n in range(3)], most=60) == 60


def test_pages_that_are_known_from_elsewhere_are_no_end(start: Callable[..., Ledger]) -> None:
    def page(number: int) -> list[tuple[str, str]]:
        return [(f"new-{number}", "2026-11-20")] if number % (MOST_DRY - 1) == 0 else [("old", "2026-11-01")]

    assert walk(start(), page, most=90) == 90


def test_a_list_ends_where_the_days_wanted_lie_behind(start: Callable[..., Ledger]) -> None:
    def page(number: int) -> list[tuple[str, str]]:
        return [(f"{number}-{n}", f"2026-11-{20 - number:02}T10:00:00+03:00") for n in range(LEAST_OLDER)]

    ledger = start("2026-11-15")
    assert walk(ledger, page) == 7, "the first page of older articles tells that the next one is not needed"
    ledger.end_run("finished")
    assert walk(start("2026-11-17"), page) == 1, "what is known brings no news"
    # A run that wants older ones walks past what is known.
    assert walk(start("2026-11-10"), page) == 12


def test_a_run_without_a_range_walks_on_behind_one_that_had_one(start: Callable[..., Ledger]) -> None:
    def page(number: int) -> list[tuple[str, str]]:
        return (
            [(f"{number}-{n}", f"2026-11-{20 - number:02}") for n in range(LEAST_OLDER)]
            if number < 19
            else []
        )

    ledger = start("2026-11-15")
    assert walk(ledger, page) == 7
    ledger.end_run("finished")
    assert walk(start(), page, most=19) == 19

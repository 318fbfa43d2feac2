"""Shares of sites, the figures of a process, and the table."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console
from scrapy.utils.test import get_crawler

from crawler.fleet.figures import Figures, time_left, total
from crawler.fleet.orders import Orders, concurrency
from crawler.fleet.shares import shares
from crawler.fleet.table import failures, line, table
from crawler.monitoring.log import Messages
from crawler.site import Expect, Site


def site(key: str, day: float | None = None, **kwargs: Any) -> Site:
    return Site(
        publisher=key,
        domain=f"{key}.example",
        timezone="Asia/Riyadh",
        key=key,
        expect=Expect(articles_per_day=day),
        **kwargs,
    )


def said(**kwargs: int) -> dict[str, int]:
    names = ("queue", "fetched", "stored", "duplicates", "rejects", "errors")
    return dict.fromkeys(names, 0) | kwargs


def test_shares_are_of_about_equal_work() -> None:
    sites = [site("big", 300), site("b", 100), site("c", 100), site("d", 100)]
    assert shares(sites, 2) == [["big"], ["b", "c", "d"]]
    assert shares(sites, 9) == [["big"], ["b"], ["c"], ["d"]]
    assert shares([], 2) == []


def test_sites_that_must_stand_alone_do() -> None:
    sites = [site("a"), site("b"), site("c")]
    assert shares(sites, 1, alone={"b"}) == [["a", "c"], ["b"]]
    assert shares(sites, 1, alone={"a", "b", "c"}) == [["a"], ["b"], ["c"]]


def test_one_process_has_the_browser() -> None:
    sites = [site("a", rendering="browser"), site("b", 40), site("c", rendering="browser")]
    assert shares(sites, 2) == [["a", "c"], ["b"]]


def test_orders_survive_the_pipe() -> None:
    orders = Orders(["a"], False, {"LOG_LEVEL": "INFO"}, {"since": "2026-11-01"})
    assert Orders.read(orders.line()) == orders
    assert [concurrency(n, 4) for n in (1, 20, 90)] == [16, 80, 256]


def test_speed_and_time_left() -> None:
    one = Figures("a", phase="running")
    assert one.left is None
    one.take(said(queue=100, fetched=0), now=0.0)
    one.take(said(queue=90, fetched=10), now=5.0)
    assert (one.speed, one.left) == (2.0, 45.0)
    one.take(said(queue=80, fetched=10), now=100.0)
    assert one.speed == 0.0
    one.end(None, now=10.0)
    assert (one.phase, one.speed, one.left) == ("done", 1.0, None)


def test_time_left_is_the_slowest_sites_and_speed_is_of_those_that_run() -> None:
    slow, fast, ended = (Figures(name, phase="running") for name in ("slow", "fast", "ended"))
    for one, queue, fetched in ((slow, 100, 10), (fast, 10, 50), (ended, 0, 500)):
        one.take(said(queue=queue), now=0.0)
        one.take(said(queue=queue, fetched=fetched), now=10.0)
    ended.end(None, now=10.0)
    every = [slow, fast, ended]
    assert time_left(every) == 100.0
    assert total(every).speed == 6.0
    assert line(every).endswith("6.0/s · 1:40 left")
    assert time_left([*every, Figures("later")]) is None, "nobody has counted what waits there"
    slow.end(None, now=40.0)
    fast.end(None, now=20.0)
    assert (total(every).speed, time_left(every)) == (560 / 40, None)


def test_the_table_shows_who_needs_an_eye_first_and_the_sum() -> None:
    sites = [Figures(f"s{n}", phase="running") for n in range(50)]
    for one in sites:
        one.take(said(fetched=2, stored=1), now=1.0)
    sites[40].end("\u202eNothing\x1b[2J of it could be read.", now=2.0)
    stream = io.StringIO()
    Console(file=stream, width=100).print(table(sites, rows=10))
    shown = stream.getvalue().splitlines()
    assert len(shown) == 13
    assert shown[1].split()[0] == "s40"
    assert "40 more" in shown[-2]
    assert shown[-1].split()[:4] == ["all", "0", "100", "50"]
    assert failures(sites) == ["s40: Nothing [2J of it could be read."]
    assert line(sites).startswith("1 of 50 sites ended · queue 0 · fetched 100 · stored 50")
    assert total(sites).stored == 50


@pytest.mark.parametrize("width", [60, 70, 80, 100])
def test_on_a_narrow_terminal_columns_are_left_out_and_none_is_cut(width: int) -> None:
    sites = [Figures("sputnik_arabic", phase="running"), Figures("elbalad", phase="waiting")]
    sites[0].take(said(fetched=123456, stored=98765), now=1.0)
    stream = io.StringIO()
    Console(file=stream, width=width).print(table(sites, width=width))
    shown = stream.getvalue().splitlines()
    assert "…" not in stream.getvalue()
    assert len(shown) == 4
    for name in ("site", "stored", "duplicates", "errors", "left"):
        assert name in shown[0]
    assert "98765" in shown[1]
    assert ("pages/s" in shown[0]) == (width == 100)


def test_lines_that_nobody_reads_are_not_made() -> None:
    for level, made in (("INFO", False), ("DEBUG", True)):
        messages = Messages.from_crawler(get_crawler(settings_dict={"LOG_LEVEL": level}))
        assert (messages.scraped({"url": "x"}, None, None) is not None) == made  # type: ignore[arg-type]

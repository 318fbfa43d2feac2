"""Pace: one slot a site, robots' delays, holds after 429 and 503, and the way back."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import StatsCollector
from twisted.internet.defer import Deferred

from crawler.network.pace import Pace, SitePace, retry_after, robots_delay
from crawler.network.refused import Refused
from crawler.site import Site

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SITES = {
    "sada": Site(key="sada", domain="sada.example"),
    "wikala": Site(key="wikala", domain="wikala.example", delay=3.0, concurrency=1),
}


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("1.5", 1.5),
        ("999999999", 86_400.0),
        ("-5", None),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
        ("1e400", None),
        (" ", None),
        ("٣٠", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_retry_after_never_raises(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= 86_400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("User-agent: *\nCrawl-delay: 4\n", 4.0),
        ("User-agent: *\nRequest-rate: 1/10s\n", 10.0),
        ("User-agent: *\nCrawl-delay: 2\nRequest-rate: 1/5\n", 5.0),
        ("User-agent: *\nCrawl-delay: -1\n", None),
        ("User-agent: *\nCrawl-delay: nan\n", None),
        ("User-agent: *\nCrawl-delay: 99999999\n", None),
        ("User-agent: ArabicNewsCrawler\nCrawl-delay: 8\n\nUser-agent: *\nCrawl-delay: 1\n", 8.0),
        ("User-agent: other\nCrawl-delay: 8\n", None),
        ("<html>not found</html>", None),
    ],
)
def test_the_delay_robots_asks_for(text: str, seconds: float | None) -> None:
    parser = ProtegoRobotParser(text.encode(), None)
    assert robots_delay(parser, "ArabicNewsCrawler/0.1 (+https://contact.example)") == seconds


def test_trouble_doubles_and_calm_leads_back() -> None:
    pace = SitePace(configured=1.0, concurrency=2)
    assert pace.busy(now=100.0, sent=99.0, asked=None) == 1.0
    assert (pace.level, pace.delay) == (1, 2.0)
    assert pace.busy(now=100.2, sent=99.5, asked=None) == pytest.approx(1.0)
    assert pace.level == 1  # sent before the hold: the same trouble
    assert pace.busy(now=110.0, sent=109.0, asked=None) == 2.0
    assert pace.delay == 4.0
    steps = [pace.good() for _ in range(10)]
    assert steps.count(True) == 2
    assert pace.delay == 1.0


def test_the_longest_step_is_bounded() -> None:
    pace = SitePace(configured=1.0, concurrency=2)
    for n in range(50):
        pace.busy(now=1000.0 * n, sent=1000.0 * n, asked=None)
    assert pace.delay == 60.0
    assert pace.busy(now=1e6, sent=1e6, asked=None) == 60.0
    slow = SitePace(configured=100.0, concurrency=1, level=2)
    assert slow.delay == 100.0  # never faster than configured


class World:
    """A crawler with Scrapy's own slots and a clock that we hold."""

    def __init__(self, **settings: Any) -> None:
        values = {"DOWNLOAD_DELAY": 1.0, "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "USER_AGENT": "A/1", **settings}
        self.downloader = SimpleNamespace(slots={}, per_slot_settings=dict(values.pop("DOWNLOAD_SLOTS", {})))
        crawler = SimpleNamespace(
            settings=Settings(values),
            signals=SignalManager(),
            stats=StatsCollector(SimpleNamespace(settings=Settings())),  # type: ignore[arg-type]
            spider=SimpleNamespace(sites=SITES),
            engine=SimpleNamespace(downloader=self.downloader),
        )
        self.stats = crawler.stats
        self.pace = Pace.from_crawler(crawler)  # type: ignore[arg-type]
        self.now = 1000.0
        self.pace.monotonic = lambda: self.now  # type: ignore[method-assign]

    def send(self, url: str, **meta: Any) -> Request:
        request = Request(url, meta=meta)
        self.pace.process_request(request)
        key = request.meta["download_slot"]
        own = self.downloader.per_slot_settings[key]
        if key not in self.downloader.slots:
            self.downloader.slots[key] = Slot(own["concurrency"], own["delay"], own["jitter"])
        return request

    def slot(self, key: str) -> Slot:
        slot: Slot = self.downloader.slots[key]
        return slot

    def answer(self, request: Request, status: int, **headers: str) -> Response:
        response = Response(
            request.url, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        self.pace.response_downloaded(request, response)
        return self.pace.process_response(request, response)

    def robots(self, url: str, text: str) -> None:
        self.pace.robots_parsed(ProtegoRobotParser(text.encode(), None), Request(url))


def test_all_hosts_of_a_site_share_one_slot() -> None:
    world = World()
    for url in ("https://www.sada.example/1", "https://m.sada.example/1", "http://sada.example/robots.txt"):
        assert world.send(url).meta["download_slot"] == "sada"
    assert world.send("https://x.sada.example/1", site="sada").meta["download_slot"] == "sada"
    assert world.send("https://www.unknown.example/").meta["download_slot"] == "unknown.example"
    assert (world.slot("sada").delay, world.slot("sada").concurrency, world.slot("sada").jitter) == (
        1.0,
        2,
        0.0,
    )


def test_a_sites_own_delay_and_the_operators_word() -> None:
    world = World(DOWNLOAD_SLOTS={"sada": {"delay": 7.0}})
    world.send("https://wikala.example/")
    world.send("https://sada.example/")
    assert (world.slot("wikala").delay, world.slot("wikala").concurrency) == (3.0, 1)
    assert (world.slot("sada").delay, world.slot("sada").concurrency) == (7.0, 2)


def test_robots_slows_and_never_hastens() -> None:
    world = World()
    world.send("https://sada.example/")
    world.send("https://wikala.example/")
    world.robots("https://sada.example/", "User-agent: *\nCrawl-delay: 5")
    world.robots("https://m.sada.example/", "User-agent: *\nCrawl-delay: 2")
    world.robots("https://wikala.example/", "User-agent: *\nCrawl-delay: 1")
    assert world.slot("sada").delay == 5.0
    assert world.slot("wikala").delay == 3.0
    # Scrapy forgets idle slots: a new one must start at the same pace.
    assert world.downloader.per_slot_settings["sada"]["delay"] == 5.0


def test_a_busy_site_is_held_and_no_other() -> None:
    world = World()
    request = world.send("https://sada.example/1")
    world.send("https://wikala.example/1")
    world.answer(request, 503, Retry_After="20")
    assert world.pace.held_for("sada") == 20.0
    assert world.pace.held_for("wikala") == 0.0
    slot = world.slot("sada")
    # Scrapy sends the next request at lastseen + delay.
    assert slot.lastseen + slot.delay == pytest.approx(1020.0)
    assert world.slot("wikala").lastseen == 0
    assert world.stats.get_value("pace/held/503") == 1
    world.now = 1021.0
    for _ in range(5):
        world.answer(request, 200)
    assert slot.delay == 1.0


def test_a_slot_without_delay_is_held_too() -> None:
    world = World(DOWNLOAD_DELAY=0)
    world.answer(world.send("https://sada.example/1"), 429)
    slot = world.slot("sada")
    assert slot.delay > 0
    assert slot.lastseen + slot.delay == pytest.approx(1001.0)


def test_retry_after_a_date_is_read_on_the_servers_clock() -> None:
    world = World()
    request = world.send("https://sada.example/1")
    world.answer(
        request, 429, Date="Mon, 23 Nov 2026 12:00:00 GMT", Retry_After="Mon, 23 Nov 2026 12:00:09 GMT"
    )
    assert world.pace.held_for("sada") == 9.0


def test_a_long_hold_gives_everything_back_to_the_ledger() -> None:
    world = World()
    request = world.send("https://sada.example/1")
    waiting: Deferred[Response] = Deferred()
    world.slot("sada").queue = deque([(Request("https://sada.example/2"), waiting)])
    failures: list[Any] = []
    waiting.addErrback(failures.append)
    with pytest.raises(Refused) as refused:
        world.answer(request, 503, Retry_After="3600")
    assert (refused.value.outcome, refused.value.retry_in) == ("failed", 3600.0)
    assert (failures[0].value.outcome, failures[0].value.retry_in) == ("failed", 3600.0)
    with pytest.raises(Refused, match="held"):
        world.send("https://www.sada.example/3")
    world.send("https://wikala.example/3")
    world.now += 3600
    world.send("https://www.sada.example/3")


def test_autothrottle_cannot_go_below_what_was_asked() -> None:
    world = World()
    request = world.send("https://sada.example/1")
    world.slot("sada").delay = 0.2
    world.answer(request, 200)
    assert world.slot("sada").delay == 1.0
    world.slot("sada").delay = 9.0
    world.answer(request, 200)
    assert world.slot("sada").delay == 9.0

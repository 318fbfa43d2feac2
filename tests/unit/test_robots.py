"""robots.txt: what a server error, silence and an empty file mean."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request, signals
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import StatsCollector

from crawler.network.refused import Refused
from crawler.network.robots import Robots, is_robots

RULES = b"User-agent: *\nDisallow: /private/\nCrawl-delay: 3\n"


class World:
    def __init__(self, answer: Response | Exception) -> None:
        self.asked: list[Request] = []
        self.parsed: list[float | None] = []

        async def download_async(request: Request) -> Response:
            self.asked.append(request)
            await asyncio.sleep(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

        settings = Settings({"ROBOTSTXT_OBEY": True, "USER_AGENT": "ArabicNewsCrawler/0.1"})
        self.crawler: Any = SimpleNamespace(
            settings=settings,
            stats=StatsCollector(SimpleNamespace(settings=settings)),  # type: ignore[arg-type]
            signals=SignalManager(),
            spider=None,
            engine=SimpleNamespace(download_async=download_async),
        )
        self.crawler.signals.connect(self.heard, signal=signals.robots_parsed)
        self.robots = Robots(self.crawler)

    def heard(self, robotparser: Any, request: Request) -> None:
        self.parsed.append(robotparser.crawl_delay("ArabicNewsCrawler/0.1"))

    def ask(self, *urls: str) -> list[Any]:
        async def every() -> list[Any]:
            asks = (self.robots.process_request(Request(url)) for url in urls)
            return await asyncio.gather(*asks, return_exceptions=True)

        return asyncio.run(every())


def _text(status: int, body: bytes = b"") -> Response:
    return TextResponse("https://sada.example/robots.txt", status=status, body=body)


def test_rules_are_asked_for_once_obeyed_and_announced() -> None:
    world = World(_text(200, RULES))
    fine, refused = world.ask("https://sada.example/1", "https://sada.example/private/2")
    assert fine is None
    assert isinstance(refused, Refused)
    assert (refused.outcome, refused.reason) == ("rejected", "robots")
    assert world.ask("https://sada.example/3") == [None]
    assert [r.url for r in world.asked] == ["https://sada.example/robots.txt"]
    assert is_robots(world.asked[0])
    assert world.parsed == [3.0]


@pytest.mark.parametrize("status", [404, 403, 401, 302])
def test_a_site_without_rules_allows_everything(status: int) -> None:
    assert World(_text(status, RULES)).ask("https://sada.example/private/1") == [None]


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_error_closes_the_host_for_now(status: int) -> None:
    (refused,) = World(_text(status, b"")).ask("https://sada.example/1")
    assert isinstance(refused, Refused)
    assert (refused.outcome, refused.reason, refused.retry_in) == ("failed", "robots-unreachable", 3600.0)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (CannotResolveHostError("no such host"), "dns"),
        (DownloadTimeoutError("30 s"), "timeout"),
        (Refused("failed", "held", retry_in=60), "held"),
        (RuntimeError("odd"), "robots-unreachable"),
    ],
)
def test_a_silent_host_is_closed_without_a_traceback(
    error: Exception, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    world = World(error)
    first, second = world.ask("https://sada.example/1", "https://sada.example/2")
    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert first.reason == second.reason == reason
    assert len(world.asked) == 1
    assert all(record.exc_info is None for record in caplog.records)


def test_an_answer_that_scrapy_ignores_is_no_rule() -> None:
    assert World(IgnoreRequest("too large when unpacked")).ask("https://sada.example/1") == [None]


def test_a_host_inside_the_network_is_refused_for_good() -> None:
    (refused,) = World(Refused("rejected", "private-address")).ask("https://rebind.example/1")
    assert isinstance(refused, Refused)
    assert (refused.outcome, refused.reason, refused.retry_in) == ("rejected", "private-address", None)


def test_a_broken_connection_is_tried_once_more() -> None:
    world = World(DownloadFailedError("connection lost"))
    (refused,) = world.ask("https://sada.example/1")
    assert isinstance(refused, Refused)
    assert len(world.asked) == 2

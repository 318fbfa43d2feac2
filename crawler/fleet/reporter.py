"""Says once a second how each site of a process is getting on: lines of JSON on its output."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

from scrapy import signals
from scrapy.utils.asyncio import create_looping_call

from crawler.ledger.errors import LedgerError
from crawler.run import GOOD_ENDS

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

EVERY = 1.0  # seconds between two reports
_COUNT_AFTER = 3.0  # seconds from one count of what waits to the next,
_COUNT_SHARE = 50  # and at least so many times what it took


class Reporter:
    """Extension: writes a line of JSON about every site to `stream`."""

    stream: TextIO = sys.stdout
    keys: tuple[str, ...] = ()

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._fetched: Counter[str] = Counter()
        self._queue: Mapping[str, int] = {}
        self._next_count = 0.0
        self._frontier: Any = None
        self._loop: Any = None
        self._counting: asyncio.Task[None] | None = None
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._received, signal=signals.response_received)
        crawler.signals.connect(self._stopped, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reporter:
        return cls(crawler)

    def _opened(self) -> None:
        self._loop = create_looping_call(self._tick)
        self._loop.start(EVERY, now=False)

    def _received(self, request: Request) -> None:
        if site := request.meta.get("site"):
            self._fetched[site] += 1

    def _tick(self) -> None:
        self._frontier = getattr(self._crawler.spider, "frontier", None) or self._frontier
        if self._frontier is None:
            return
        if time.monotonic() >= self._next_count and not self._frontier.stopping:
            self._next_count = float("inf")  # one at a time
            self._counting = asyncio.create_task(self._count())
        self.say()

    async def _count(self) -> None:
        """Ask the ledger what waits."""
        begun = time.monotonic()
        try:
            self._queue = await self._frontier.waiting()
        except LedgerError:  # which ends the run
            return
        ended = time.monotonic()
        self._next_count = ended + max(_COUNT_AFTER, _COUNT_SHARE * (ended - begun))

    def say(self) -> None:
        """Write down how every site is getting on."""
        for key in self.keys:
            ended = self._frontier.articles.get(key, Counter()) if self._frontier is not None else Counter()
            said = {
                "site": key,
                "queue": self._queue.get(key, 0),
                "fetched": self._fetched[key],
                "stored": ended["stored"],
                "duplicates": ended["duplicate"],
                "rejects": ended["rejected"] + ended["gone"],
                "errors": ended["failed"] + ended["blocked"],
            }
            self._write(said)

    def _stopped(self) -> None:
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        spider: Any = self._crawler.spider
        stats = self._crawler.stats
        reason = stats.get_value("finish_reason") if stats is not None else None
        if reason == "finished":
            self._queue = {}
        self.say()
        of_all = spider.failures.get("")
        if not of_all and reason not in GOOD_ENDS:
            of_all = f"The run ended for {reason or 'an error'}: see the log."
        for key in self.keys:
            self._write({"site": key, "ended": reason, "failure": spider.failures.get(key) or of_all})

    def _write(self, said: Mapping[str, Any]) -> None:
        try:
            self.stream.write(json.dumps(said) + "\n")
            self.stream.flush()
        except BrokenPipeError:  # who started us is gone; the input closes too
            self._loop = None

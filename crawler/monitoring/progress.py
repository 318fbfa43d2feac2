"""How a run is getting on: one line that renews itself on a terminal, log lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.monitoring.bidi import isolate, one_line, shorten
from crawler.monitoring.counts import Counts

if TYPE_CHECKING:
    from rich.live import Live
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_TERMINAL_EVERY = 0.5  # seconds


def line(counts: Counts, *, pages: int, seconds: float, active: int) -> str:
    """Return the numbers of a run on one line."""
    outcomes = counts.outcomes
    parts = [f"{_clock(seconds)}", f"{pages} pages", f"{pages / max(seconds, 1.0):.1f}/s"]
    parts += [f"stored {outcomes['stored']}", f"duplicates {outcomes['duplicate']}"]
    for name in ("rejected", "gone", "blocked", "failed"):
        if outcomes[name]:
            parts.append(f"{name} {outcomes[name]}")
    if counts.revisits:
        parts += [f"revisions {counts.revisits['revision']}", f"unchanged {counts.revisits['unchanged']}"]
    return " · ".join([*parts, f"open {active}"])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Progress:
    """Extension. PROGRESS_EVERY: seconds between log lines, 0 for none at all."""

    monotonic: Callable[[], float] = staticmethod(time.monotonic)

    def __init__(self, crawler: Crawler, stream: TextIO | None = None) -> None:
        self._every = crawler.settings.getfloat("PROGRESS_EVERY", 10.0)
        if self._every <= 0:
            raise NotConfigured
        self._crawler = crawler
        self._stream = stream or sys.stderr
        self._on_terminal = self._stream.isatty()
        self._started = 0.0
        self._headline = ""
        self._said = ""
        self._loop: Any = None
        self._live: Live | None = None
        self._moved: list[logging.StreamHandler[Any]] = []
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        if self._on_terminal:  # nobody sees the headline elsewhere
            crawler.signals.connect(self.item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        return cls(crawler)

    def spider_opened(self) -> None:
        self._started = self.monotonic()
        self._loop = create_looping_call(self.tick)
        self._loop.start(_TERMINAL_EVERY if self._on_terminal else self._every, now=False)

    def item_scraped(self, item: Any) -> None:
        self._headline = str(getattr(item, "headline", "") or "")

    def spider_closed(self) -> None:
        if self._loop is not None and self._loop.running:
            self._loop.stop()
        if self._live is not None:
            for handler in self._moved:
                handler.setStream(self._stream)
            self._live.stop()
            self._live = None

    def tick(self) -> None:
        """Show the numbers, where the ledger is open: `parse`, `shell` and `fetch` have none."""
        frontier = getattr(self._crawler.spider, "frontier", None)
        if frontier is None:
            return
        said = line(
            Counts.read(frontier.counts),
            pages=self._stat("response_received_count"),
            seconds=self.monotonic() - self._started,
            active=self._active(),
        )
        if self._on_terminal:
            self._show(said)
        else:
            logger.info(said)

    def _show(self, said: str) -> None:
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        if self._live is None:
            console = Console(file=self._stream, soft_wrap=False)
            self._live = Live(console=console, auto_refresh=False, transient=True)
            self._live.start()
            self._move_log()
        width = self._live.console.width - 1
        text = Text(shorten(said, width), no_wrap=True, overflow="crop")
        room = width - len(said) - 3
        if self._headline and room > 12 and _writes_arabic(self._stream):
            text.append(" · " + isolate(shorten(one_line(self._headline), room)), style="dim")
        self._live.update(text, refresh=True)

    def _move_log(self) -> None:
        """Let the log's lines go through the display, which prints them above its own line."""
        for handler in logging.getLogger().handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream is self._stream:
                handler.setStream(sys.stderr)
                self._moved.append(handler)

    def _active(self) -> int:
        engine = self._crawler.engine
        return len(engine.downloader.active) if engine is not None else 0

    def _stat(self, name: str) -> int:
        stats = self._crawler.stats
        return int(stats.get_value(name, 0)) if stats is not None else 0


def _writes_arabic(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "") == "utf8"

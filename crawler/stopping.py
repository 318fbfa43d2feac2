"""A signal that comes while a crawl is starting stops it as any later one does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_STARTED_WITHIN = 30.0  # seconds


def stop_once_started(crawler: Crawler) -> None:
    """Let `crawler` first start when it is told to stop.

    Between "Spider opened" and the engine's start Scrapy 2.19 only notes that the crawl is over and ends the
    reactor under it: no signal is sent, nothing closes, and the rows it had leased stay so.
    """
    stop = crawler.stop_async

    async def stop_async() -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + _STARTED_WITHIN
        while crawler.crawling and not _runs(crawler) and loop.time() < end:
            await asyncio.sleep(0.01)
        await stop()

    crawler.stop_async = stop_async  # type: ignore[method-assign]


def _runs(crawler: Crawler) -> bool:
    engine = crawler.engine
    return engine is not None and engine.running

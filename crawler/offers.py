"""Spider middleware: the links that callbacks yield become rows of the ledger, when it is open."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request

from crawler.found import Found
from crawler.ledger.frontier import Frontier
from crawler.ledger.rows import Lease
from crawler.site import Site
from crawler.urls import page_key

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class Offers:
    """Swallows requests for what was found; without an open ledger they go on to Scrapy."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Offers:
        return cls(crawler)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        spider: Any = self._crawler.spider
        frontier: Frontier | None = getattr(spider, "frontier", None)
        async for output in result:
            found = output.meta.get("found") if isinstance(output, Request) else None
            if found is None or frontier is None:
                yield output
                continue
            site: Site = spider.sites[output.meta["site"]]
            parent: Lease | None = lease_of(response)
            frontier.offer(site.key, ledger_key(found.url, site), found, parent=parent, newest=newest(found))


def lease_of(response: Response | Request) -> Lease | None:
    """Return the lease under which a page was asked for, where there is one."""
    claim = response.meta.get("claim")
    return claim.lease if claim is not None else None


def ledger_key(url: str, site: Site) -> bytes:
    """Return the 16 bytes under which the ledger knows the page at `url`."""
    return hashlib.blake2b(page_key(url, site).encode("utf-8", "replace"), digest_size=16).digest()


def newest(found: Found) -> float:
    """Return the time that a listing states for a URL, in seconds since the epoch; 0 where it states none."""
    if not found.lastmod:
        return 0.0
    try:
        stated = datetime.fromisoformat(found.lastmod)
        return max(0.0, (stated if stated.tzinfo else stated.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return 0.0

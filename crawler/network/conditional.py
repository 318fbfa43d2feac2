"""Asks only for what changed, where the site can say so, and hears the site's clock.

Validators go along with revisits and with hubs, feeds and sitemaps: pages that the ledger has read before and
knows. A first visit is never conditional.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest

from crawler.ledger.revisit import site_time
from crawler.ledger.rows import Answered, Lease
from crawler.offers import lease_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.http.headers import Headers

# A server that says 304 for ever would hide everything new: of so many visits one asks without validators.
ASK_WHOLE_EVERY = 8
_LONGEST = 500  # characters of a validator that are kept


class NotModified(IgnoreRequest):
    """The page is as it was when it was last read; reaches the errback."""


class Conditional:
    """Downloader middleware, on the engine's side of `Blocks` and `Pace`, which hear every answer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Conditional:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        lease = lease_of(request)
        if lease is None or "playwright" in request.meta or "parts" in request.meta:
            return
        if not (lease.revisits or lease.kind != "article") or self._whole(lease):
            return
        if lease.etag:
            request.headers[b"If-None-Match"] = lease.etag
        if lease.last_modified:
            request.headers[b"If-Modified-Since"] = lease.last_modified

    def process_response(self, request: Request, response: Response) -> Response:
        spider: Any = self._crawler.spider
        lease, frontier = lease_of(request), getattr(spider, "frontier", None)
        if lease is None or frontier is None:
            return response
        headers = response.headers
        date = site_time(_text(headers, b"Date"), _text(headers, b"Age"))
        if response.status == 304:
            frontier.heard(lease, Answered(lease.etag, lease.last_modified), date)
            raise NotModified(response.url)
        if "parts" in request.meta:  # no validator speaks for all pages of an article
            frontier.heard(lease, Answered(), date)
            return response
        validators = response.status == 200 and "playwright" not in request.meta and self._reads_all(lease)
        frontier.heard(
            lease,
            Answered(
                _text(headers, b"ETag") if validators else None,
                _text(headers, b"Last-Modified") if validators else None,
            ),
            date,
        )
        return response

    def _whole(self, lease: Lease) -> bool:
        frontier = getattr(self._crawler.spider, "frontier", None)
        return lease.kind != "article" and (lease.id + getattr(frontier, "run", 0)) % ASK_WHOLE_EVERY == 0

    def _reads_all(self, lease: Lease) -> bool:
        """Whether everything this run finds on the page is kept: else another run must read it again."""
        asked = getattr(self._crawler.spider, "arguments", None)
        if lease.kind == "article" or asked is None:
            return True
        return asked.since is None and asked.until is None and asked.depth is None


def _text(headers: Headers, name: bytes) -> str | None:
    value = headers.get(name)
    if not value or len(value) > _LONGEST:
        return None
    return value.decode("latin-1").strip() or None

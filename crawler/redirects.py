"""Downloader middleware: a redirect onto an article that is stored already is not followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import IgnoreRequest

from crawler.offers import lease_of, ledger_key
from crawler.urls import normalise

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class AlreadyStored(IgnoreRequest):
    """The page is an article that the ledger holds under another address: `of` is its id."""

    def __init__(self, of: str) -> None:
        super().__init__(f"stored already: {of}")
        self.of = of


class Redirects:
    """Looks up where a redirect of a leased request leads to before it is asked for."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Redirects:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if "redirect_times" not in request.meta:
            return
        spider: Any = self._crawler.spider
        lease, frontier = lease_of(request), getattr(spider, "frontier", None)
        url = normalise(request.url)
        if lease is None or frontier is None or url is None or lease.kind != "article":
            return
        key = ledger_key(url, spider.sites[lease.site])
        if key != lease.key and (known := await frontier.stored_at(lease.site, key)):
            raise AlreadyStored(known)

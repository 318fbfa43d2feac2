"""A real browser for the sites that need one: `Site.rendering == "browser"`, request by request.

`BrowserDownload` is the download handler of http and https. What has no `playwright` in its meta goes the
plain way, and a crawl that never asks for the browser never imports Playwright (see `rendering`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from crawler.network.downloader import PacedHandler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.network.rendering import Browser

# One for both schemes of a crawl: Scrapy makes a handler for each.
_browsers: WeakKeyDictionary[Crawler, Browser] = WeakKeyDictionary()


class BrowserDownload(PacedHandler):
    """For the setting DOWNLOAD_HANDLERS, for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawl = crawler

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        return await self._browser().fetch(request)

    def _browser(self) -> Browser:
        browser = _browsers.get(self._crawl)
        if browser is None:
            from crawler.network.rendering import Browser

            browser = _browsers[self._crawl] = Browser(self._crawl)
        return browser

    async def close(self) -> None:
        await super().close()
        browser = _browsers.pop(self._crawl, None)
        if browser is not None:
            await browser.close()

"""The operator's proxy, as Scrapy hears of it: `http_proxy`, `https_proxy`, `no_proxy`.

Where there is one, Scrapy asks `urllib` for each request whether its host is excepted, and `urllib` reads the
whole environment for that: a tenth of what Scrapy costs a page. The environment does not change in a crawl.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.request import proxy_bypass

from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request


class Proxy(HttpProxyMiddleware):
    """Downloader middleware in the place of Scrapy's; a request's own `proxy` is heard as there."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._goes_straight = lru_cache(maxsize=4096)(proxy_bypass)

    def process_request(self, request: Request) -> None:  # type: ignore[override]
        if "proxy" in request.meta:
            super().process_request(request)
            return
        parts = urlparse_cached(request)
        known = self.proxies.get(parts.scheme)
        if known is None or not parts.hostname or self._goes_straight(parts.hostname):
            self._set_proxy_and_creds(request, None, None, None)
            return
        credentials, url = known
        self._set_proxy_and_creds(request, url, credentials, parts.scheme)

"""No request leaves for a place that is not the site's: not private, not off-site, not a strange port.

`Guard` reads what the URL says; `resolver.GuardedResolver` checks the address that is really used, so a
name that resolves to a private address, also at the second look, goes nowhere. Redirects pass here too.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from scrapy.exceptions import CannotResolveHostError
from scrapy.utils.httpobj import urlparse_cached

from crawler.network.addresses import HostError, is_private_name, is_public, literal
from crawler.network.refused import Refused
from crawler.network.resolver import allow_proxy, refused_names
from crawler.site import Site

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_WEB_PORTS = frozenset({80, 443})
# Ports above 1023 on which something else than a web server is known to listen (Fetch standard, "bad ports",
# and the usual databases).
_SERVICE_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5984, 6000, 6379}
    | {6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9200, 9300, 10080, 11211, 27017}
)


def refusal(url: str, *, allow_private: bool = False) -> str | None:
    """Return why `url` must not be asked for, by what it says alone; None where it may. Never raises."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "bad-url"
    return _refusal(parts.scheme, parts.netloc, allow_private)


@lru_cache(maxsize=4096)
def _refusal(scheme: str, netloc: str, allow_private: bool) -> str | None:
    """A run asks the same few hosts for all of its pages."""
    try:
        parts = SplitResult(scheme, netloc, "", "", "")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "bad-url"
    if scheme not in ("http", "https"):
        return "scheme"
    if not host or "\\" in netloc:
        return "bad-url"
    if allow_private:
        return None
    if parts.username is not None or parts.password is not None:
        return "credentials"
    if port is not None and port not in _WEB_PORTS and (port < 1024 or port in _SERVICE_PORTS):
        return "port"
    try:
        address = literal(host)
    except HostError:
        return "bad-host"
    if address is not None:
        return None if is_public(address) else "private-address"
    return "private-name" if is_private_name(host) else None


def off_site(host: str, site_key: str | None, sites: Mapping[str, Site]) -> bool:
    """Whether `host` is not the leased site's; without a lease nothing is off-site."""
    if site_key is None or not sites:
        return False
    site = sites.get(site_key)
    if site is not None:
        return not site.owns(host)
    return not any(known.owns(host) for known in sites.values())


class Guard:
    """Downloader middleware, before robots.txt is asked for: refuses by what the URL says."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._allow_private = crawler.settings.getbool("GUARD_ALLOW_PRIVATE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Guard:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        proxy = request.meta.get("proxy")
        if proxy:  # set by a spider or an operator, never by a page
            allow_proxy(str(proxy))
        reason = refusal(request.url, allow_private=self._allow_private)
        if reason is None:
            sites: Mapping[str, Site] = getattr(self._crawler.spider, "sites", None) or {}
            if off_site(urlparse_cached(request).hostname or "", request.meta.get("site"), sites):
                reason = "offsite"
        if reason is not None:
            self._refuse(request, reason)

    def _refuse(self, request: Request, reason: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"guard/{reason}")
        logger.debug("Refused (%s): %s", reason, request.url)
        raise Refused("rejected", reason, request.url)


class AddressGuard:
    """Downloader middleware next to the downloader: names a refused address, so that nothing retries it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(crawler)

    def process_exception(self, request: Request, exception: Exception) -> None:
        host = urlparse_cached(request).hostname or ""
        if not isinstance(exception, CannotResolveHostError) or host not in refused_names:
            return
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value("guard/private-address")
        logger.warning("%s resolves to %s, which is not a public address: refused", host, refused_names[host])
        raise Refused("rejected", "private-address", f"{host} is {refused_names[host]}")

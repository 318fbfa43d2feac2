"""A DNS resolver that hands out public addresses only: what is checked is what is connected to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.datatypes import LocalCache
from twisted.internet.error import DNSLookupError

from crawler.network.addresses import is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

# Name -> the private address that it resolved to. Twisted swallows the resolver's own exception on its way
# to the download handler, so the name is kept here for `guard.AddressGuard`.
refused_names: LocalCache[str, str] = LocalCache(1000)

_proxy_hosts: set[str] = set()


def allow_proxy(url: str) -> None:
    """Let the host of the operator's proxy `url` resolve to any address."""
    host = urlsplit(url if "//" in url else f"//{url}").hostname
    if host:
        _proxy_hosts.add(host)


class GuardedResolver(CachingThreadedResolver):
    """For the setting DNS_RESOLVER. Off with GUARD_ALLOW_PRIVATE."""

    def __init__(
        self, reactor: ReactorBase, cache_size: int, timeout: float, *, allow_private: bool = False
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        settings = crawler.settings
        for url in getproxies().values():
            allow_proxy(url)
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0,
            settings.getfloat("DNS_TIMEOUT"),
            allow_private=settings.getbool("GUARD_ALLOW_PRIVATE"),
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        found: Deferred[Any] = super().getHostByName(name, timeout)
        if self._allow_private or name in _proxy_hosts:
            return found
        return found.addCallback(_public_or_raise, name)


def _public_or_raise(address: str, name: str) -> str:
    if not is_public(address):
        refused_names[name] = address
        raise DNSLookupError(f"{name} resolves to {address}, which is not a public address")
    return address

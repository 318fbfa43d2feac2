"""A DNS resolver that hands out public addresses only: what is checked is what is connected to."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from scrapy.utils.datatypes import LocalCache

from crawler.network.addresses import is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Name -> the private address that it resolved to. What the resolver raises is swallowed on its way to the
# download handler, so the name is kept here for `guard.AddressGuard`.
refused_names: LocalCache[str, str] = LocalCache(1000)

_proxy_hosts: set[str] = set()


def allow_proxy(url: str) -> None:
    """Let the host of the operator's proxy `url` resolve to any address."""
    host = urlsplit(url if "//" in url else f"//{url}").hostname
    if host:
        _proxy_hosts.add(host)


class GuardedResolver(AbstractResolver):
    """For the download handler. Lets everything through with GUARD_ALLOW_PRIVATE."""

    def __init__(self, resolver: AbstractResolver, *, allow_private: bool = False) -> None:
        self._resolver = resolver
        self._allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardedResolver:
        for url in getproxies().values():
            allow_proxy(url)
        return cls(ThreadedResolver(), allow_private=crawler.settings.getbool("GUARD_ALLOW_PRIVATE"))

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of `host`. Raises OSError where there are none, or one is not public."""
        found = await self._resolver.resolve(host, port, family)
        if self._allow_private or host in _proxy_hosts:
            return found
        for one in found:
            if not is_public(one["host"]):
                refused_names[host] = one["host"]
                raise OSError(None, f"{host} resolves to {one['host']}, which is not a public address")
        return found

    async def close(self) -> None:
        await self._resolver.close()

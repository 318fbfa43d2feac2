"""A spider for `test_network`: asks for URLs through the project's network layer, prints what came.

Run as `python network_probe.py SETTINGS_JSON URL...`; a JSON list a line on stdout: URL, outcome, detail.
A URL that begins with `site:KEY ` is asked for under the lease of that site. Names of .example resolve to
loopback.
"""

from __future__ import annotations

import json
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawler.network import resolver
from crawler.site import Site


class _Here(ThreadedResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve("127.0.0.1" if host.endswith(".example") else host, port, family)
        return [{**one, "hostname": host} for one in found]


class Probe(Spider):
    name = "probe"
    urls: tuple[str, ...] = ()
    sites: ClassVar[dict[str, Site]] = {"sada": Site(key="sada", domain="sada.example")}

    async def start(self) -> AsyncIterator[Any]:
        for written in self.urls:
            site, _, url = written.removeprefix("site:").rpartition(" ")
            meta = {"site": site} if site else {}
            yield Request(url, meta=meta, callback=self.came, errback=self.failed, dont_filter=True)

    def came(self, response: Any) -> None:
        print(json.dumps([response.request.url, str(response.status), ""]), flush=True)

    def failed(self, failure: Any) -> None:
        error = failure.value
        response = getattr(error, "response", None)
        if response is not None:
            print(json.dumps([failure.request.url, str(response.status), ""]), flush=True)
            return
        outcome = getattr(error, "outcome", type(error).__name__)
        print(json.dumps([failure.request.url, outcome, getattr(error, "reason", str(error))]), flush=True)


def main() -> None:
    resolver.ThreadedResolver = _Here  # type: ignore[misc]
    settings = get_project_settings()
    settings.setdict(
        {"ITEM_PIPELINES": {}, "LOG_LEVEL": "WARNING", **json.loads(sys.argv[1])}, priority="cmdline"
    )
    process = AsyncCrawlerProcess(settings)
    Probe.urls = tuple(sys.argv[2:])
    process.crawl(Probe)
    process.start()


if __name__ == "__main__":
    main()

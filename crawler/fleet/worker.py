"""One process of `crawlall`: crawls its share of sites.

It reads its orders as a line of JSON from its input, and ends as on SIGTERM when that input closes: nobody is
left to crawl for.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable
from typing import TextIO

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.project import get_project_settings

from crawler.fleet.orders import Orders
from crawler.fleet.reporter import Reporter
from crawler.site import Site
from crawler.sites import known_sites
from crawler.spider import NewsSpider


class Share(NewsSpider):
    """Several known sites; one that is locked or damaged is left out."""

    name = "crawlall"
    lenient = True
    keys: tuple[str, ...] = ()

    def homes(self) -> Iterable[Site]:
        known = known_sites(self.crawler.settings)
        return [known[key] for key in self.keys]


def _end_with(stream: TextIO) -> None:
    """Wait until `stream` closes, then end this process as SIGTERM does."""
    while stream.read(1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Crawl what the first line of input orders; return the exit status."""
    orders = Orders.read(sys.stdin.readline())
    Share.keys = Reporter.keys = tuple(orders.sites)
    settings = get_project_settings()
    for name, value in orders.settings.items():
        settings.set(name, value, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(orders.sites[0] if orders.own else Share)
    process.crawl(crawler, **orders.arguments)
    threading.Thread(target=_end_with, args=(sys.stdin,), daemon=True).start()
    process.start()
    return 0


if __name__ == "__main__":
    sys.exit(main())

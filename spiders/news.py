"""Any Arabic news site: `scrapy crawl news -a url=https://any.site/,https://another.site/`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from scrapy.http import Response

from crawler.arguments import ArgumentError, Arguments
from crawler.site import Site
from crawler.sites import known_sites, site_of
from crawler.spider import NewsSpider


class AnySpider(NewsSpider):
    name = "news"

    @classmethod
    def check(cls, arguments: Arguments) -> None:
        if not arguments.urls:
            raise ArgumentError("news needs a home page: -a url=https://any.site/")

    def homes(self) -> Iterable[Site]:
        """Return the known site of each home page, else a generic one, with that page among its seeds."""
        known = known_sites(self.crawler.settings)
        sites: dict[str, Site] = {}
        for url in self.arguments.urls:
            site = site_of(url, sites | known)
            seeds = site.seeds if url in site.seeds else (*site.seeds, url)
            sites[site.key] = dataclasses.replace(site, seeds=seeds)
        return sites.values()

    def parse(self, response: Response, **kwargs: Any) -> Any:
        """For `scrapy parse` and `scrapy shell`: a page needs no home page to be read."""
        if not self.sites:
            site = site_of(response.url, known_sites(self.crawler.settings))
            self.sites[site.key] = site
            self._owners.clear()
        return super().parse(response, **kwargs)

"""The sites that have a file in `spiders/`, and which of them a URL belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.spiderloader import get_spider_loader

from crawler.site import Site


def known_sites(settings: BaseSettings) -> dict[str, Site]:
    """Return every site that a spider specifies, by its key."""
    loader = get_spider_loader(settings)
    found: dict[str, Site] = {}
    for name in sorted(loader.list()):
        site = getattr(loader.load(name), "site", None)
        if isinstance(site, Site):
            found[name] = site.named(name)
    return found


def site_of(url: str, sites: Mapping[str, Site]) -> Site:
    """Return the known site that owns the host of `url` (the closest of several), else a generic one."""
    host = urlsplit(url).hostname or ""
    owners = [site for site in sites.values() if site.owns(host)]
    if owners:
        return max(owners, key=lambda site: len(site.domain))
    return Site.generic(url)

"""Where the crawl of a site begins."""

from __future__ import annotations

from crawler.discovery.sitemaps import sitemap
from crawler.found import Found
from crawler.site import Site
from crawler.urls import normalise

# Asked for only where neither the site file, robots.txt nor the home page names a sitemap or a feed. Two, not
# twenty: what is announced nowhere is rarely there.
GUESSES = ("/sitemap.xml", "/sitemap_index.xml")


def seeds(site: Site) -> list[Found]:
    """Return the site file's home pages, feeds and sitemaps, absolute."""
    out = [Found(url, "hub", "seed") for written in site.seeds if (url := normalise(site.absolute(written)))]
    out += [
        Found(url, "feed", "feed") for written in site.feeds if (url := normalise(site.absolute(written)))
    ]
    out += [sitemap(url) for written in site.sitemaps if (url := normalise(site.absolute(written)))]
    return out


def guesses(site: Site) -> list[Found]:
    """Return the few addresses worth trying on a site that announces neither sitemap nor feed."""
    return [sitemap(url) for path in GUESSES if (url := normalise(site.absolute(path)))]

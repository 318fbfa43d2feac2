"""Where the crawl of a site begins."""

from __future__ import annotations

from datetime import date, timedelta

from crawler.discovery.sitemaps import sitemap
from crawler.found import Found
from crawler.site import Site
from crawler.urls import normalise

# Worth asking for only where neither the site file, robots.txt nor the home page names a sitemap or a feed.
# Two, not twenty: what is announced nowhere is rarely there.
GUESSES = ("/sitemap.xml", "/sitemap_index.xml")
MAX_DAYS = 4000  # of one run through sitemaps by date


def seeds(site: Site, *, until: date | None = None, since: date | None = None) -> list[Found]:
    """Return the site file's home pages, feeds and sitemaps, absolute.

    A sitemap written with `{Y}`, `{M}` and `{D}` (or `{MM}`, `{DD}` with two digits) stands for one of each
    day from `since` (else the day before) to `until`, newest first; without `{D}` for one of each month,
    without `{M}` for one of each year. Without `until` (today, as a rule) it is left out.
    """
    out = [Found(url, "hub", "seed") for written in site.seeds if (url := normalise(site.absolute(written)))]
    out += [
        Found(url, "feed", "feed") for written in site.feeds if (url := normalise(site.absolute(written)))
    ]
    for written in site.sitemaps:
        for path in _by_date(written, since, until):
            url = normalise(site.absolute(path))
            if url is not None:
                out.append(sitemap(url))
    return out


def _by_date(written: str, since: date | None, until: date | None) -> list[str]:
    if "{" not in written:
        return [written]
    if until is None:
        return []
    since = since or until - timedelta(days=1)
    out: dict[str, None] = {}
    for back in range(min((until - since).days + 1, MAX_DAYS)):
        day = until - timedelta(days=back)
        path = written
        for mark, value in (
            ("{Y}", f"{day.year}"),
            ("{M}", f"{day.month}"),
            ("{D}", f"{day.day}"),
            ("{MM}", f"{day.month:02}"),
            ("{DD}", f"{day.day:02}"),
        ):
            path = path.replace(mark, value)
        out.setdefault(path)
    return list(out)


def guesses(site: Site) -> list[Found]:
    """Return the few addresses worth trying on a site that announces neither sitemap nor feed."""
    return [sitemap(url) for path in GUESSES if (url := normalise(site.absolute(path)))]

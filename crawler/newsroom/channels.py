"""How the outlets announce their stories: robots.txt, feeds, sitemaps, front and section pages."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from email.utils import format_datetime
from html import escape

from crawler.newsroom.chrome import ENCODINGS, SECTION_NAMES, link, listing, page, pagination, section_path
from crawler.newsroom.world import HASAD, LIVE_HOST, LOCAL, OFOQ, SADA, Outlet, Story

PER_PAGE = 8
GONE = "/story/2019/3/2/خبر-محذوف-من-الموقع/99001"  # answers 404
SOFT_GONE = "/story/2019/3/2/خبر-قديم-لم-يعد-متاحا/99002"  # answers 200, and says that it is gone
_FEED = 12
_NEWS = 10
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SITEMAP_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sections_of(stories: Sequence[Story]) -> list[str]:
    """Return the names of the sections that an outlet has, in the order of its menu."""
    present = {story.section for story in stories}
    return [name for name in SECTION_NAMES if name in present]


def robots(outlet: Outlet) -> str:
    """Return robots.txt; the agency has no sitemap."""
    sitemap = {
        SADA.key: f"\nSitemap: {SADA.home}sitemap_index.xml\nSitemap: {SADA.home}news-sitemap.xml",
        OFOQ.key: "",
        HASAD.key: f"\nSitemap: {HASAD.home}sitemap.xml",
    }[outlet.key]
    return f"User-agent: *\nDisallow: /private/\nDisallow: /search\n{sitemap}\n"


def hubs(outlet: Outlet, stories: Sequence[Story]) -> Iterator[tuple[str, bytes]]:
    """Yield (path, page) of the front page and of every section page."""
    charset = ENCODINGS[outlet.key]
    sections = sections_of(stories)
    listed = [story for story in stories if story.listed]
    static = [story for story in listed if story.rendering == "static"]
    yield "/", _front(outlet, sections, static, stories).encode(charset, "xmlcharrefreplace")
    for name in sections:
        slug = SECTION_NAMES[name]
        inside = [story for story in static if story.section == name]
        last = max(1, -(-len(inside) // PER_PAGE))
        for number in range(1, last + 1):
            shown = inside[(number - 1) * PER_PAGE : number * PER_PAGE]
            main = f"<h1>{name}</h1>{listing(shown)}{pagination(outlet, slug, number, last)}"
            html = page(outlet, name, main, sections=sections, head=_announced(outlet))
            yield section_path(outlet, slug, number), html.encode(charset, "xmlcharrefreplace")


def live_front(stories: Sequence[Story]) -> bytes:
    """Return the front page of the live coverage: server-rendered, other than what it links to."""
    live = [story for story in stories if story.rendering == "browser"]
    return page(SADA, "تغطية حية", f"<h1>تغطية حية</h1>{listing(live)}", sections=()).encode()


def _front(outlet: Outlet, sections: Sequence[str], static: Sequence[Story], stories: Sequence[Story]) -> str:
    parts = [listing(static[:_FEED], tracking="utm_source=home&utm_medium=web")]
    parts.extend(
        f'<h2><a href="{escape(section_path(outlet, SECTION_NAMES[name]))}">{name}</a></h2>'
        + listing([story for story in static if story.section == name][:3])
        for name in sections
    )
    if outlet is SADA:
        moved = static[-1]
        parts.append(
            f'<p><a href="http://{LIVE_HOST}/">تغطية حية</a></p>'
            f'<h4>من الأرشيف</h4><ul><li><a href="/old/{moved.number}.html">{escape(moved.headline)}</a></li>'
            f'<li><a href="{GONE}">خبر محذوف من الموقع قبل سنوات طويلة</a></li>'
            f'<li><a href="{SOFT_GONE}">خبر قديم لم يعد متاحا للقراء</a></li>'
            f"<li>{link(static[0], tracking='fbclid=IwAR0xyz')}</li></ul>"
        )
    return page(outlet, outlet.name, "".join(parts), sections=sections, head=_announced(outlet))


def _announced(outlet: Outlet) -> str:
    kind, path = ("atom", "/atom.xml") if outlet is OFOQ else ("rss", "/rss.xml")
    return f'<link rel="alternate" type="application/{kind}+xml" title="{outlet.name}" href="{path}">'


def feed(outlet: Outlet, stories: Sequence[Story]) -> tuple[str, str, bytes]:
    """Return (path, content type, body): Atom for the agency, RSS for the others."""
    latest = [story for story in stories if story.listed and story.rendering == "static"][:_FEED]
    if outlet is OFOQ:
        return "/atom.xml", "application/atom+xml", _atom(outlet, latest).encode()
    return "/rss.xml", "application/rss+xml; charset=utf-8", _rss(outlet, latest).encode()


def _rss(outlet: Outlet, latest: Sequence[Story]) -> str:
    items = "".join(
        f"<item><title>{escape(story.headline)}</title>"
        f"<link>{escape(story.url)}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="false">{story.number}</guid>'
        f"<description>{escape(story.standfirst)}</description>"
        f"<pubDate>{format_datetime(story.published.astimezone(LOCAL))}</pubDate></item>"
        for story in latest
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{outlet.name}</title>'
        f"<link>{outlet.home}</link><description>{outlet.name}</description>{items}</channel></rss>"
    )


def _atom(outlet: Outlet, latest: Sequence[Story]) -> str:
    entries = "".join(
        f"<entry><title>{escape(story.headline)}</title><id>{escape(story.url)}</id>"
        f'<link rel="alternate" href="{escape(story.url)}"/>'
        f"<updated>{story.published.isoformat()}</updated></entry>"
        for story in latest
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{outlet.name}</title><id>{outlet.home}</id><updated>{latest[0].published.isoformat()}</updated>"
        f"{entries}</feed>"
    )


def sitemaps(outlet: Outlet, stories: Sequence[Story]) -> Iterator[tuple[str, str, bytes]]:
    """Yield (path, content type, body): an index with a gzipped child and a news sitemap, or one file."""
    inside = [story for story in stories if story.in_sitemap and story.rendering == "static"]
    if outlet is HASAD:
        yield "/sitemap.xml", "application/xml", _urls(inside)
    if outlet is SADA:
        half = len(inside) // 2
        children = ("sitemap-1.xml", "sitemap-2.xml.gz")
        index = "".join(f"<sitemap><loc>{outlet.home}{name}</loc></sitemap>" for name in children)
        yield (
            "/sitemap_index.xml",
            "application/xml",
            f'<?xml version="1.0"?>\n<sitemapindex xmlns="{_SITEMAP}">{index}</sitemapindex>'.encode(),
        )
        yield "/sitemap-1.xml", "application/xml", _urls(inside[:half])
        yield "/sitemap-2.xml.gz", "application/x-gzip", gzip.compress(_urls(inside[half:]), mtime=0)
        yield "/news-sitemap.xml", "application/xml", _news(outlet, inside[:_NEWS])


def _urls(stories: Sequence[Story]) -> bytes:
    rows = "".join(
        f"<url><loc>{escape(story.url)}</loc><lastmod>{story.published.isoformat()}</lastmod></url>"
        for story in stories
    )
    return f'<?xml version="1.0"?>\n<urlset xmlns="{_SITEMAP}">{rows}</urlset>'.encode()


def _news(outlet: Outlet, stories: Sequence[Story]) -> bytes:
    rows = "".join(
        f"<url><loc>{escape(story.url)}</loc><news:news><news:publication><news:name>{outlet.name}</news:name>"
        f"<news:language>ar</news:language></news:publication><news:publication_date>"
        f"{story.published.isoformat()}</news:publication_date><news:title>{escape(story.headline)}</news:title>"
        "</news:news></url>"
        for story in stories
    )
    head = f'<?xml version="1.0"?>\n<urlset xmlns="{_SITEMAP}" xmlns:news="{_SITEMAP_NEWS}">'
    return f"{head}{rows}</urlset>".encode()

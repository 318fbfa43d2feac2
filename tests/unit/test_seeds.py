"""Where a crawl begins."""

from __future__ import annotations

from datetime import date

from crawler.discovery.seeds import guesses, seeds
from crawler.site import Site

HOME = "https://www.nahda.example/"
TODAY = date(2026, 11, 1)


def sitemaps(written: str, since: date | None = None) -> list[str]:
    site = Site(key="x", domain="nahda.example", seeds=(), sitemaps=(written,))
    return [f.url.removeprefix(HOME) for f in seeds(site, until=TODAY, since=since)]


def test_what_the_site_file_names() -> None:
    site = Site(
        key="x", domain="nahda.example", seeds=("/", "/x"), feeds=("/rss",), sitemaps=("/news-sitemap.xml",)
    )
    assert [(f.url, f.kind, f.channel) for f in seeds(site, until=TODAY)] == [
        (HOME, "hub", "seed"),
        (HOME + "x", "hub", "seed"),
        (HOME + "rss", "feed", "feed"),
        (HOME + "news-sitemap.xml", "sitemap", "news_sitemap"),
    ]


def test_sitemaps_by_date() -> None:
    assert sitemaps("/Sitemap/{Y}/{M}/{D}") == ["Sitemap/2026/11/1", "Sitemap/2026/10/31"]
    assert sitemaps("/s-{Y}-{MM}-{DD}.xml", date(2026, 10, 30)) == [
        "s-2026-11-01.xml",
        "s-2026-10-31.xml",
        "s-2026-10-30.xml",
    ]
    assert sitemaps("/s-{Y}-{M}.xml", date(2026, 9, 15)) == ["s-2026-11.xml", "s-2026-10.xml", "s-2026-9.xml"]
    assert sitemaps("/s-{Y}.xml", date(2024, 12, 31)) == ["s-2026.xml", "s-2025.xml", "s-2024.xml"]
    assert sitemaps("/s-{Y}-{M}.xml", date(2027, 1, 1)) == []


def test_sitemaps_by_date_need_a_date() -> None:
    assert seeds(Site(key="x", domain="nahda.example", seeds=(), sitemaps=("/s/{Y}",))) == []


def test_guesses_are_few() -> None:
    found = guesses(Site(key="x", domain="nahda.example"))
    assert {f.kind for f in found} == {"sitemap"}
    assert len(found) <= 3

"""Extraction never raises, whatever the bytes: mutated pages of the newsroom, and bytes of any kind."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extraction import extract
from crawler.items import Article
from crawler.newsroom.pages import article
from crawler.newsroom.world import build
from crawler.refine import refine
from crawler.site import Fields, Links, Site
from crawler.storage.jsonl import to_line

sys.path.insert(0, str(Path(__file__).parent))
from hostile_pages import mutated

NOW = datetime(2025, 5, 21, tzinfo=UTC)
URL = "https://www.fuzz.example/news/2025/5/20/311234"
GENERIC = Site.generic(URL)
KNOWN = Site(
    key="fuzz",
    domain="fuzz.example",
    timezone="Africa/Cairo",
    boilerplate=[r"^تابعونا"],
    links=Links(similar=".related a"),
    fields=Fields(
        body=".story-body p, td", authors=".author", tags=".tags a", published_at="time::attr(datetime)"
    ),
)
STORIES = [
    story for run in build(articles=24).stories.values() for story in run if story.rendering == "static"
]
PAGES = [article(story, ["سياسة", "اقتصاد"], STORIES[:3]) for story in STORIES[:18:2]]


def check(html: bytes, encoding: str | None = None) -> None:
    """Both paths answer, and what they answer can be written."""
    for site in (GENERIC, KNOWN):
        found = extract(html, URL, site, fetched_at=NOW, encoding=encoding)
        assert (found.article is None) != (found.reason is None)
        if found.article is not None:
            item = refine(found.article, site)
            if isinstance(item, Article):
                to_line(item.to_dict()).decode("utf-8")


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated(PAGES), st.sampled_from([None, "utf-8", "windows-1256", "nonsense", ""]))
def test_mutated_pages(html: bytes, encoding: str | None) -> None:
    check(html, encoding)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass"))
    )
)
def test_any_bytes(html: bytes) -> None:
    check(html)


P = "<p>وقال المسؤول إن العمل في المشروع مستمر حتى نهاية العام، وإن المرحلة الثانية تبدأ قريبا.</p>" * 4


@pytest.mark.parametrize(
    "bomb",
    [
        "<p>" * 60_000,
        "<div>" * 20_000,
        "<font color=1><p>" * 4_000,
        "<p " + "a=1 " * 20_000 + ">",
        '<p a="' + '>" b="' * 20_000 + '">',
        "<iframe " * 20_000,
        "<pre>" + "ا\n" * 50_000,
        "<p>المصدر: وكالات</p>" * 3_000,
        "<p>اقرأ أيضاً:</p>" * 3_000,
        "<br>" * 60_000,
        "&#1575;" * 50_000,
        "<p>" + "12 مايو 2024 - 10:20 ص " * 5_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">{"a":1,' + " " * 100_000 + "x</script>",
        '<script type="application/ld+json">{"@graph":' * 2_000,
        '<script id="__NEXT_DATA__" type="application/json">' + '{"a":' * 50_000 + "</script>",
        "<script>" + "STATE" * 20_000 + "</script>",
        "<script>window.__STATE__" + " " * 100_000 + "</script>",
        '<div itemscope itemtype="https://schema.org/NewsArticle">' + '<div itemprop="datePublished">' * 900,
    ],
    ids=lambda bomb: bomb[:24],
)
def test_bombs(bomb: str) -> None:
    for page in (
        f"<h1>عنوان خبر طويل من المدينة</h1>{P}{bomb}",
        f"{bomb}<h1>عنوان خبر طويل من المدينة</h1>{P}",
    ):
        check(f"<html lang=ar><body>{page}".encode())

"""Sitemaps: every form, every damage, bounded memory."""

from __future__ import annotations

import gzip
import itertools
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery import sitemaps
from crawler.discovery.sitemaps import read_sitemap
from crawler.found import Found
from crawler.site import Site

SITE = Site.generic("https://www.nahda.example/")
URL = "https://www.nahda.example/sitemap.xml"
A = "https://www.nahda.example/news/100001"
B = "https://www.nahda.example/news/100002"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OPEN = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'


def read(text: str | bytes, url: str = URL) -> list[Found]:
    return list(read_sitemap(text.encode() if isinstance(text, str) else text, url, SITE))


def urls(found: list[Found]) -> list[str]:
    return [f.url for f in found]


def test_urlset() -> None:
    text = (
        f"{HEAD}{OPEN}<url><loc>{A}</loc><lastmod>2026-11-22T10:00:00+03:00</lastmod></url>\n"
        f"<url><loc> {B} </loc><lastmod>2026-11-22</lastmod><priority>0.5</priority></url></urlset>"
    )
    assert read(text) == [
        Found(A, "article", "sitemap", "", "2026-11-22T10:00:00+03:00"),
        Found(B, "article", "sitemap", "", "2026-11-22"),
    ]


def test_index_without_the_parts_that_list_no_articles() -> None:
    parts = (
        "post-sitemap1.xml news-sitemap.xml category-sitemap.xml post_tag-sitemap2.xml author-sitemap.xml "
        "wp-sitemap-taxonomies-category-1.xml sitemap-section-3.xml sitemap.xml?page=2"
    )
    text = f"{HEAD}<sitemapindex>" + "".join(
        f"<sitemap><loc>https://www.nahda.example/{p}</loc><lastmod>2026-11-22</lastmod></sitemap>"
        for p in parts.split()
    )
    found = read(text + "</sitemapindex>")
    assert {f.kind for f in found} == {"sitemap"}
    assert [f.url.rpartition("/")[2] for f in found] == [
        "post-sitemap1.xml",
        "news-sitemap.xml",
        "sitemap-section-3.xml",
        "sitemap.xml?page=2",
    ]
    assert [f.channel for f in found][:2] == ["sitemap", "news_sitemap"]


def test_news() -> None:
    text = (
        f"{HEAD}{OPEN}<url><loc>{A}</loc><news:news><news:publication><news:name>النهضة</news:name>"
        "</news:publication><news:publication_date>2026-11-22T10:00:00Z</news:publication_date>"
        "<news:title><![CDATA[خبر &quot;أول&quot;]]></news:title></news:news>"
        "<image:image><image:loc>https://www.nahda.example/i.jpg</image:loc><image:title>صورة</image:title>"
        "</image:image></url></urlset>"
    )
    assert read(text) == [Found(A, "article", "news_sitemap", 'خبر "أول"', "2026-11-22T10:00:00+00:00")]


@pytest.mark.parametrize("times", [0, 1, 2])
def test_gzip_whatever_the_name_says(times: int) -> None:
    body = f"{HEAD}{OPEN}<url><loc>{A}</loc></url></urlset>".encode()
    for _ in range(times):
        body = gzip.compress(body)
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        assert urls(read(body, f"https://www.nahda.example/{name}")) == [A]


def test_gzip_that_is_cut_off_or_in_members() -> None:
    rows = "".join(
        f"<url><loc>https://www.nahda.example/news/{i}</loc></url>" for i in range(100_000, 102_000)
    )
    packed = gzip.compress((OPEN + rows).encode())
    cut = urls(read(packed[: len(packed) * 2 // 3]))
    assert 500 < len(cut) < 2000
    two = gzip.compress(f"{OPEN}<url><loc>{A}</loc></url>".encode()) + gzip.compress(
        f"<url><loc>{B}</loc></url></urlset>".encode()
    )
    assert urls(read(two)) == [A, B]


def test_damage() -> None:
    text = (
        f"\n\n{OPEN}<url><loc>https://www.nahda.example/view.php?a=1&id=100003</loc></url>"
        f"<!-- <url><loc>https://www.nahda.example/news/100009</loc></url> -->"
        f"<url><loc><![CDATA[{A}]]></loc></url><url><lastmod>x</lastmod></url><url><loc>javascript:x</loc></url>"
        f"<ns:url><ns:loc>{B}</ns:loc></ns:url><url><loc>https://www.nahda.example/news/100004</loc>"
    )
    found = urls(read(text))
    assert found == [
        "https://www.nahda.example/view.php?a=1&id=100003",
        A,
        B,
        "https://www.nahda.example/news/100004",
    ]


def test_text() -> None:
    assert urls(read(f"\ufeff{A}\r\n\r\n{B}\nnot an address\n{A}")) == [A, B]


def test_a_feed_in_the_place_of_a_sitemap() -> None:
    text = (
        f"{HEAD}<rss version='2.0'><channel><item><title>خبر</title><link>{A}</link></item></channel></rss>"
    )
    assert [(f.url, f.channel) for f in read(text)] == [(A, "feed")]


def test_a_page_in_the_place_of_a_sitemap() -> None:
    assert read(f"<!DOCTYPE html><html><body><url><loc>{A}</loc></url></body></html>") == []


def test_arabic_addresses_are_one() -> None:
    text = (
        f"{OPEN}<url><loc>https://www.nahda.example/2026/11/22/خبر-جديد/</loc></url>"
        "<url><loc>https://www.nahda.example/2026/11/22/%d8%ae%d8%a8%d8%b1-%d8%ac%d8%af%d9%8a%d8%af/</loc></url>"
    )
    assert len(read(text)) == 1


def test_hubs_and_labels_are_left_out() -> None:
    text = OPEN + "".join(
        f"<url><loc>https://www.nahda.example{p}</loc></url>"
        for p in ("/", "/category/politics/", "/tag/x", "/about-us", "/short-slug", "/i.jpg")
    )
    assert urls(read(text)) == ["https://www.nahda.example/short-slug"]


def test_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_ROWS", 100)
    rows = "".join(
        f"<url><loc>https://www.nahda.example/news/{i}</loc></url>" for i in range(100_000, 100_200)
    )
    assert len(read(OPEN + rows)) == 100


def test_a_bomb_costs_neither_memory_nor_rows() -> None:
    bomb = gzip.compress(gzip.compress(b"<urlset>" + b" " * (60 << 20)))
    tracemalloc.start()
    assert read(bomb) == []
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


def test_memory_stays_flat_over_many_rows() -> None:
    rows = "".join(
        f"<url><loc>https://www.nahda.example/news/{i}</loc><lastmod>2026-11-22</lastmod></url>\n"
        for i in range(100_000, 150_000)
    )
    packed = gzip.compress((HEAD + OPEN + rows).encode())
    assert sum(1 for _ in read_sitemap(packed, URL, SITE)) == 50_000
    first = list(itertools.islice(read_sitemap(packed, URL, SITE), 3))
    assert urls(first)[0].endswith("/100000")


@given(st.binary(max_size=300))
def test_never_raises(body: bytes) -> None:
    for data in (body, b"<urlset><url><loc>" + body, b"\x1f\x8b" + body, gzip.compress(body), b"http" + body):
        list(read_sitemap(data, URL, SITE))

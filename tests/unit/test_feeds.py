"""Feeds in every form and state that sites serve them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.dates import iso
from crawler.discovery.feeds import read_feed
from crawler.discovery.robots import sitemaps
from crawler.found import Found
from crawler.site import Site

SITE = Site.generic("https://www.nahda.example/")
URL = "https://www.nahda.example/feed/"
A = "https://www.nahda.example/news/100001"
B = "https://www.nahda.example/news/100002"


def feed(items: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return (
        f'{head}<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
        f' xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>النهضة</title>'
        f"<link>https://www.nahda.example/</link>{items}</channel></rss>"
    ).encode()


def urls(found: list[Found]) -> list[str]:
    return [f.url for f in found]


def test_rss() -> None:
    body = feed(
        f"<item><title>خبر أول</title><link>{A}?utm_source=rss</link>"
        f"<pubDate>Sun, 22 Nov 2026 10:15:00 +0300</pubDate></item>"
        f"<item><title><![CDATA[خبر <b>ثان</b> &amp; مهم]]></title><link><![CDATA[ {B} ]]></link></item>"
    )
    assert read_feed(body, URL, SITE) == [
        Found(A, "article", "feed", "خبر أول", "2026-11-22T10:15:00+03:00"),
        Found(B, "article", "feed", "خبر ثان & مهم"),
    ]


def test_rss_1_and_0_9() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>'
        f'<item rdf:about="{A}"><title>خبر</title><dc:date>2026-11-22</dc:date></item></rdf:RDF>'
    ).encode()
    assert read_feed(body, URL, SITE) == [Found(A, "article", "feed", "خبر", "2026-11-22")]


def test_atom() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/feed/"/>'
        '<link rel="next" href="/feed/?paged=2"/><entry>'
        '<title type="html">خبر &amp;quot;عاجل&amp;quot;</title>'
        f'<link rel="replies" href="{B}"/><link rel="alternate" href="/news/100001"/>'
        "<published>2026-11-22T10:00:00Z</published><updated>2026-11-22T11:00:00Z</updated></entry></feed>"
    ).encode()
    assert read_feed(body, URL, SITE) == [
        Found("https://www.nahda.example/feed/?paged=2", "feed", "feed"),
        Found(A, "article", "feed", 'خبر "عاجل"', "2026-11-22T11:00:00+00:00"),
    ]


def test_the_original_link_and_permalinks() -> None:
    body = feed(
        f"<item><link>https://feedproxy.example/~r/x</link><feedburner:origLink>{A}</feedburner:origLink></item>"
        f'<item><guid isPermaLink="true">{B}</guid></item>'
        '<item><link>https://feedproxy.example/~r/y</link><guid isPermaLink="false">nahda-3</guid></item>'
    )
    assert urls(read_feed(body, URL, SITE)) == [A, B]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\n\n  ",
        '<xml version="1.0" encoding="utf-8">',
        "\ufeff<?xml version='1.0'?>",
        '<?xml version="1.0" encoding="iso-8859-1"?>',
        '<?xml version="1.0" encoding="no-such"?>',
        "<!DOCTYPE rss [<!ENTITY nbsp '&#160;'>]>",
        'تحذير: خطأ<br/><?xml version="1.0"?>',
    ],
)
def test_broken_heads(head: str) -> None:
    found = read_feed(feed(f"<item><title>خبر</title><link>{A}</link></item>", head), URL, SITE)
    assert [(f.url, f.title) for f in found] == [(A, "خبر")]


def test_entities_ampersands_and_control_characters() -> None:
    body = feed(
        "<item><title>خبر&nbsp;و&raquo; x & y \x0b&unknown;</title>"
        "<link>https://www.nahda.example/view.php?a=1&id=100001</link></item>"
    )
    (found,) = read_feed(body, URL, SITE)
    assert found.url == "https://www.nahda.example/view.php?a=1&id=100001"
    assert found.title == "خبر و» x & y &unknown;"


def test_an_unclosed_feed_gives_what_it_holds() -> None:
    body = feed(f"<item><link>{A}</link></item><item><title>خ</title><link>{B}</link>")[:-20]
    assert urls(read_feed(body, URL, SITE)) == [A, B]


def test_windows_1256() -> None:
    body = feed(f"<item><title>رئيس الوزراء يفتتح المشروع الجديد</title><link>{A}</link></item>", "").decode()
    encoded = ('<?xml version="1.0" encoding="windows-1256"?>' + body).encode("cp1256")
    assert read_feed(encoded, URL, SITE)[0].title == "رئيس الوزراء يفتتح المشروع الجديد"


def test_no_entity_is_expanded_or_fetched() -> None:
    bomb = "".join(f'<!ENTITY x{i} "{f"&x{i - 1};" * 10}">' for i in range(1, 10))
    head = f'<!DOCTYPE rss [<!ENTITY x0 "خخخخخخخخ">{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = feed(f"<item><title>&x9;&f;</title><link>{A}</link></item>", head)
    (found,) = read_feed(body, URL, SITE)
    assert len(found.title) < 50
    assert "root" not in found.title


def test_json_feed() -> None:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "next_url": "https://www.nahda.example/feed.json?page=2",
        "items": [
            {"id": "1", "url": A, "title": "خبر", "date_published": "2026-11-22T10:00:00+03:00"},
            {"id": B, "title": None},
            "x",
        ],
    }
    found = read_feed(json.dumps(data).encode(), URL, SITE)
    assert urls(found) == [A, B, "https://www.nahda.example/feed.json?page=2"]
    assert found[0].lastmod == "2026-11-22T10:00:00+03:00"


def test_only_the_sites_own_articles() -> None:
    items = "".join(
        f"<item><title>خبر من خمس كلمات على الأقل</title><link>{u}</link></item>"
        for u in (
            A,
            "https://other.example/news/100003",
            "https://www.nahda.example/tag/x",
            "javascript:x",
            A,
        )
    )
    assert urls(read_feed(feed(items), URL, SITE)) == [A]


def test_an_entry_is_an_article_whatever_its_address_looks_like() -> None:
    found = read_feed(
        feed("<item><title>خبر</title><link>https://www.nahda.example/x/khabar</link></item>"), URL, SITE
    )
    assert found[0].kind == "article"


def test_the_sites_own_scheme_and_host() -> None:
    found = read_feed(feed("<item><link>http://nahda.example/news/100001</link></item>"), URL, SITE)
    assert urls(found) == [A]


def test_an_index_of_feeds() -> None:
    body = (
        "<!doctype html><html><body><a href='/rss/1'>أخبار</a><a href='/rssFeed/4'>رياضة</a>"
        "<a href='/about'>عنا</a></body></html>"
    ).encode()
    found = read_feed(body, "https://www.nahda.example/rss", SITE)
    assert [(f.url, f.kind) for f in found] == [
        ("https://www.nahda.example/rss/1", "feed"),
        ("https://www.nahda.example/rssFeed/4", "feed"),
    ]


@given(st.binary(max_size=400))
def test_never_raises(body: bytes) -> None:
    for data in (body, b"<rss><channel><item>" + body, b'<?xml version="1.0"?>' + body, b"{" + body):
        read_feed(data, URL, SITE)


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"<item>" * 100_000, b'{"items":' + b"[" * 50_000, b"&" * 100_000]
)
def test_deep_and_long_input(body: bytes) -> None:
    assert read_feed(body, URL, SITE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00+00:00"),
        ("2026-11-22T10:00:00", "2026-11-22T10:00:00"),
        (" Sun, 22 Nov 2026 10:15:00 GMT ", "2026-11-22T10:15:00+00:00"),
        ("0001-01-01T00:00:00", None),
        ("الأحد", None),
        ("", None),
        ("Sun, 99 Nov 2026 10:15:00 GMT", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert iso(text) == expected


def test_sitemaps_of_robots_txt() -> None:
    body = (
        b"User-agent: *\r\nDisallow: /x\r\nSitemap: https://www.nahda.example/sitemap.xml\r\n"
        b"  SITEMAP :http://nahda.example/news-sitemap.xml # comment\nsitemap: /more.xml\nSitemap:\n"
        b"Sitemap: https://www.nahda.example/sitemap.xml\n# Sitemap: https://www.nahda.example/no.xml\n"
    )
    found = sitemaps(body, "https://www.nahda.example/robots.txt")
    assert [(f.url, f.channel) for f in found] == [
        ("https://www.nahda.example/sitemap.xml", "sitemap"),
        ("https://www.nahda.example/news-sitemap.xml", "news_sitemap"),
        ("https://www.nahda.example/more.xml", "sitemap"),
    ]
    assert len(sitemaps(body)) == 2
    assert sitemaps(b"\xff\xfe\x00") == []

"""Addresses: what is asked for, and which of them are one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.site import Links, Site
from crawler.urls import MAX_URL, article_id, is_tracking, normalise, page_key, registrable_domain

BASE = "https://www.nahda.example/news/list.html?x=1"
SITE = Site.generic("https://www.nahda.example/").named("nahda")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://www.nahda.example/story/1", "https://www.nahda.example/story/1"),
        ("/story/1", "https://www.nahda.example/story/1"),
        ("story/1", "https://www.nahda.example/news/story/1"),
        ("?page=2", "https://www.nahda.example/news/list.html?page=2"),
        ("../a/./b", "https://www.nahda.example/a/b"),
        ("/../../a", "https://www.nahda.example/a"),
        ("/a/%2e%2e/b", "https://www.nahda.example/b"),
        ("//m.nahda.example/a", "https://m.nahda.example/a"),
        ("  /page/2  ", "https://www.nahda.example/page/2"),
        ("/page/1\n", "https://www.nahda.example/page/1"),
        ("/pa\nge/\t1", "https://www.nahda.example/page/1"),
        ("\u200f/page/1\u200e\xa0", "https://www.nahda.example/page/1"),
        ("HTTP:\\\\NAHDA.example\\a", "http://nahda.example/a"),
        ("https:/nahda.example/a", "https://nahda.example/a"),
        ("https://nahda.example", "https://nahda.example/"),
        ("https://nahda.example?a=1", "https://nahda.example/?a=1"),
        ("https://nahda.example:443/a", "https://nahda.example/a"),
        ("http://nahda.example:80/a", "http://nahda.example/a"),
        ("http://nahda.example:8080/a", "http://nahda.example:8080/a"),
        ("https://user:secret@nahda.example/a", "https://nahda.example/a"),
        ("https://nahda.example./a", "https://nahda.example/a"),
        ("/a#part", "https://www.nahda.example/a"),
        ("#top", "https://www.nahda.example/news/list.html?x=1"),
        ("/%d9%84%D8%A7", "https://www.nahda.example/%D9%84%D8%A7"),
        ("/لا", "https://www.nahda.example/%D9%84%D8%A7"),
        ("/%41%2Db%7e", "https://www.nahda.example/A-b~"),
        ('/a b"c', "https://www.nahda.example/a%20b%22c"),
        ("/100%", "https://www.nahda.example/100%"),
        ("/a%2Fb", "https://www.nahda.example/a%2Fb"),
        ("/a;jsessionid=8F3A?n=1", "https://www.nahda.example/a?n=1"),
        ("/a;v=1", "https://www.nahda.example/a;v=1"),
        ("/a?utm_source=x&id=3&fbclid=y", "https://www.nahda.example/a?id=3"),
        ("/a?b=2&a=1", "https://www.nahda.example/a?b=2&a=1"),
        ("/a?", "https://www.nahda.example/a"),
        ("/a?utm_source=x", "https://www.nahda.example/a"),
        ("/a?id=3&&x=%d9%84", "https://www.nahda.example/a?id=3&x=%D9%84"),
        ("/a?x=لا", "https://www.nahda.example/a?x=%D9%84%D8%A7"),
        ("https://أخبار-اليوم.example/", "https://xn----qmcmbc9ax8mj3av.example/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://[::1]:8902/x", "http://[::1]:8902/x"),
        ("/a\ud83db", "https://www.nahda.example/a%3Fb"),
    ],
)
def test_normalise(href: str, expected: str) -> None:
    assert normalise(href, BASE) == expected


@pytest.mark.parametrize(
    "href",
    [
        "javascript:void(0)",
        "JavaScript:void(0)",
        "java\nscript:void(0)",
        "mailto:desk@nahda.example",
        "tel:+20100",
        "data:text/html;base64,PGI+",
        "file:///etc/passwd",
        "ftp://nahda.example/a",
        "http://",
        "https://",
        "//",
        "http://[bad/",
        "http://[::1/",
        "http://a..b/",
        "http://-/",
        "http://nahda.example:99999/",
        "http://nahda.example:x/",
        "http://nahda.example:0/",
        "http://1.2.3.4.5/",
        "http://\ud83d/",
        "http:// /",
        "/news/" + "a" * 20_000,
        "/" + "خ" * 1_000,
    ],
)
def test_unusable_addresses_are_none(href: str) -> None:
    assert normalise(href, BASE) is None


def test_without_a_base_only_absolute_addresses_count() -> None:
    assert normalise("/a") is None
    assert normalise("") is None
    assert normalise("https://nahda.example/a") == "https://nahda.example/a"
    assert normalise("/a", "not an address") is None


@given(st.text(max_size=200), st.one_of(st.none(), st.text(max_size=60), st.just(BASE)))
def test_normalise_never_raises_and_is_stable(url: str, base: str | None) -> None:
    for text in (
        url,
        f"/{url}",
        f"https://nahda.example/{url}",
        f"http://{url}",
        f"https://nahda.example/?{url}",
    ):
        result = normalise(text, base)
        if result is not None:
            assert len(result) <= MAX_URL
            assert result.isascii()
            assert normalise(result) == result
            page_key(result, SITE)
            article_id(result, SITE)


@pytest.mark.parametrize(
    "variant",
    [
        "http://www.nahda.example/2026/11/22/%D8%AE%D8%A8%D8%B1/",
        "https://nahda.example/2026/11/22/%d8%ae%d8%a8%d8%b1/",
        "https://m.nahda.example/2026/11/22/خبر/",
        "https://amp.nahda.example/2026/11/22/خبر",
        "https://mobile.nahda.example/2026/11/22/خبر/",
        "https://www.nahda.example/2026/11/22/خبر/amp/",
        "https://www.nahda.example/amp/2026/11/22/خبر/",
        "https://www.nahda.example/m/2026/11/22/خبر/",
        "https://www.nahda.example/2026/11/22/خبر/?amp=1",
        "https://www.nahda.example/2026/11/22/خبر/?amp",
        "https://www.nahda.example/2026/11/22/خبر/?print=1",
        "https://www.nahda.example/2026/11/22/خبر?utm_source=rss&utm_medium=x#top",
        "https://www.nahda.example//2026/11/22/خبر/index.html",
        "https://www.nahda.example/2026/11/22/خبر/?outputType=amp",
        "https://www.nahda.example/2026/11/22/خبر/?share=facebook",
    ],
)
def test_variants_of_a_page_share_its_key(variant: str) -> None:
    plain = "https://www.nahda.example/2026/11/22/خبر/"
    assert page_key(variant, SITE) == page_key(plain, SITE)
    assert article_id(variant, SITE) == article_id(plain, SITE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/details.asp?id=7123", "/details.asp?cat=3&id=7123"),
        ("/details.asp?id=7123", "/Details.asp?ID=7123"),
        ("/view.aspx?cdate=1&id=2", "/view.aspx?id=2&cdate=1"),
        ("/news/231012", "/news/231012/عنوان-الخبر"),
        ("/news/231012/عنوان-قديم", "/news/231012/عنوان-جديد"),
        ("/politics?page=1", "/politics"),
    ],
)
def test_one_page(one: str, other: str) -> None:
    assert page_key("https://nahda.example" + one, SITE) == page_key("https://nahda.example" + other, SITE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/details.asp?id=7123", "/details.asp?id=7124"),
        ("/details.asp?id=7&cat=1", "/details.asp?id=7&cat=2"),
        ("/?p=1", "/?p=2"),
        ("/view.aspx?id=0a1b&cdate=1", "/view.aspx?id=0a1b&cdate=2"),
        ("/issue/123456/مقال-أول", "/issue/123456/مقال-ثان"),
        ("/2026/مقال-أول", "/2026/مقال-ثان"),
        ("/20261122/مقال-أول", "/20261122/مقال-ثان"),
        ("/politics?page=2", "/politics"),
        ("/A1b2", "/a1b2"),
        ("/sitemap.xml?page=1", "/sitemap.xml"),
        ("/print.asp?print=12345", "/print.asp?print=12346"),
        ("/story/1?ref=5", "/story/1?ref=6"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    assert page_key("https://nahda.example" + one, SITE) != page_key("https://nahda.example" + other, SITE)


def test_identity_keys_of_a_site_survive() -> None:
    site = Site(key="x", domain="nahda.example", links=Links(identity=("print", "cat")))
    assert page_key("https://nahda.example/a?print=1", site) != page_key("https://nahda.example/a", site)
    one, other = (page_key(f"https://nahda.example/a?id=7123&cat={n}", site) for n in (1, 2))
    assert one != other


def test_an_alias_is_the_same_site() -> None:
    site = Site(key="x", domain="nahda.example", aliases=("nahda-news.example",))
    assert page_key("https://www.nahda-news.example/a", site) == page_key("https://nahda.example/a", site)


def test_article_id_takes_the_sites_own() -> None:
    site = Site(key="nahda", domain="nahda.example", links=Links(article_id=r"/خبر/(\d+)|id=(\d+)"))
    assert article_id("https://nahda.example/%D8%AE%D8%A8%D8%B1/812", site) == "nahda:812"
    assert article_id("https://nahda.example/view.asp?id=9", site) == "nahda:9"
    plain = article_id("https://nahda.example/other", site)
    assert plain.startswith("nahda:") and len(plain) == len("nahda:") + 16


@pytest.mark.parametrize(
    "key", ["utm_source", "UTM_Campaign", "fbclid", "amp;utm_medium", "PHPSESSID", "at_medium"]
)
def test_tracking_keys(key: str) -> None:
    assert is_tracking(key)


@pytest.mark.parametrize("key", ["id", "p", "ref", "source", "newsid", "at_id", "sid", "page", ""])
def test_keys_that_may_be_identity(key: str) -> None:
    assert not is_tracking(key)


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("gate.ahram.org.eg", "ahram.org.eg"),
        ("www.sabah-alarab.example", "sabah-alarab.example"),
        ("m.a.b.example", "b.example"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("WWW.Okaz.com.sa.", "okaz.com.sa"),
        ("", ""),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    "host",
    [
        "a.b.ck",  # *.ck
        "b.ck",
        "ck",
        "x.www.ck",  # !www.ck
        "www.city.kobe.jp",
        "shop.kobe.jp",
        "a.shop.kobe.jp",
        "co.uk",
        "one.github.io",
        "a.one.github.io",
        "a.s3.amazonaws.com",
        "news.gov.ae",
        "www.alkhaleej.ae",
        "www.xn--mgbx4cd0ab",  # مليسيا
        "a.www.xn--55qx5d.xn--j6w193g",  # 公司.香港
        "a.xn--not-punycode-.com",
        "a..com",
        ".com",
        "a.b..",
        "192.168.7.300",
    ],
)
def test_registrable_domains_are_those_of_tldextract(host: str) -> None:
    import tldextract

    extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    found = extract(host)
    if found.suffix:
        assert registrable_domain(host) == (found.top_domain_under_public_suffix or host.rstrip("."))
    else:
        assert registrable_domain(host) in (host, ".".join(host.rstrip(".").split(".")[-2:]))

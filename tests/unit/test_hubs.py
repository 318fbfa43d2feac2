"""Hubs in the markups that sites use: links, pages, load more, state, lists by date, traps."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.hubs import read_fragment, read_hub
from crawler.extraction.page import Page
from crawler.found import Found
from crawler.site import Links, Site

HOME = "https://www.nahda.example/"
SITE = Site.generic(HOME)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TITLE = "رئيس الوزراء يفتتح مشروعات جديدة في الصعيد"


def hub(inner: str, url: str = HOME, head: str = "", site: Site = SITE) -> list[Found]:
    html = (
        f"<!doctype html><html lang='ar'><head><meta charset='utf-8'>{head}</head><body>{inner}</body></html>"
    )
    return read_hub(Page.parse(html.encode(), url, site, fetched_at=NOW), site)


def paths(found: list[Found], kind: str = "article", channel: str | None = None) -> list[str]:
    return [
        f.url.removeprefix("https://www.nahda.example")
        for f in found
        if f.kind == kind and (channel is None or f.channel == channel)
    ]


def story(number: int, title: str = TITLE) -> str:
    return f"<h3><a href='/news/{number}'>{title}</a></h3>"


def test_articles_in_order_each_once_with_the_longest_text() -> None:
    found = hub(
        "<a href='/news/100001'><img src='a.jpg' alt='صورة'></a>"
        f"<h2><a href='http://nahda.example/news/100001?utm_source=home'>{TITLE}</a></h2>"
        f"<a href='https://m.nahda.example/news/100002'>{TITLE}</a><a href='news/100002#comments'>3</a>"
        f"<a href='https://other.example/news/100003'>{TITLE}</a><a href='/author/ali'>علي</a>"
    )
    assert found == [
        Found(HOME + "news/100001", "article", "hub", TITLE),
        Found(HOME + "news/100002", "article", "hub", TITLE),
    ]


def test_sections_feeds_and_sitemaps() -> None:
    found = hub(
        "<nav><a href='/category/politics'>سياسة</a><a href='/category/sport/'>رياضة</a>"
        "<a href='/'>الرئيسية</a>"
        "<a href='/page/3'>من نحن</a><a href='/us'>اتصل بنا</a><a href='/tag/x'>وسم</a>"
        "<a href='/logo'><img></a></nav>",
        head="<link rel='alternate' type='application/rss+xml' title='الخلاصة' href='/feed/'>"
        "<link rel='alternate' type='application/rss+xml' title='التعليقات' href='/comments/feed/'>"
        "<link rel='alternate' hreflang='en' href='/en/'><link rel='sitemap' href='/sitemap.xml'>",
    )
    assert paths(found, "hub") == ["/category/politics", "/category/sport/"]
    assert paths(found, "feed") == ["/feed/"]
    assert paths(found, "sitemap") == ["/sitemap.xml"]


def test_links_of_an_old_site() -> None:
    url = "http://www.nahda.example/default.asp"
    found = hub(
        f"<table><tr><td><a href='details.asp?id=7123'><b>{TITLE}</b></a></td></tr></table>"
        "<a href='section.asp?cat=3'>رياضة</a><a href='print.asp?id=7123'>طباعة</a>"
        "<a href='javascript:history.back()'>عودة</a>"
        "<div onclick=\"location.href='details.asp?id=7124'\">خبر</div>",
        url,
        site=Site.generic(url),
    )
    assert [f.url.rpartition("/")[2] for f in found] == [
        "details.asp?id=7123",
        "details.asp?id=7124",
        "section.asp?cat=3",
    ]


def pager(*links: tuple[str, str], attributes: str = "") -> str:
    return "".join(f"<a {attributes} href='{href}'>{text}</a>" for href, text in links)


@pytest.mark.parametrize(
    ("url", "markup", "expected"),
    [
        (
            "/category/x/",
            pager(("/category/x/page/2/", "2"), ("/category/x/page/9/", "9")),
            "/category/x/page/2/",
        ),
        (
            "/category/x/page/2/",
            pager(("/category/x/", "1"), ("/category/x/page/3/", "3")),
            "/category/x/page/3/",
        ),
        ("/category/3", pager(("/category/3?page=2", "المزيد من الأخبار")), "/category/3?page=2"),
        (
            "/category/3?page=2",
            pager(("/category/3?page=1", "١"), ("/category/3?page=3", "٣")),
            "/category/3?page=3",
        ),
        ("/s.asp?cat=3", pager(("s.asp?cat=3&page=2", "التالي »")), "/s.asp?cat=3&page=2"),
        ("/ar/cat/x", pager(("/ar/cat/x/2", "2"), ("/ar/cat/x/3", "3")), "/ar/cat/x/2"),
        ("/ar/cat/x/2", pager(("/ar/cat/x", "1"), ("/ar/cat/x/3", "3")), "/ar/cat/x/3"),
        ("/politics", pager(("/politics?start=20", "2"), ("/politics?start=40", "3")), "/politics?start=20"),
        ("/politics", pager(("/politics/p2.html", "»"), attributes="class=next"), "/politics/p2.html"),
        (
            "/politics",
            pager(("/politics?cursor=abc", "عرض المزيد"), attributes="class='btn load-more'"),
            "/politics?cursor=abc",
        ),
        ("/politics", "<link rel=next href='/politics?page=2'>", "/politics?page=2"),
        ("/Section/x/65/1", pager(("/Section/x/65/1", "1"), ("/Section/x/65/2", "2")), "/Section/x/65/2"),
    ],
)
def test_the_next_page_and_only_it(url: str, markup: str, expected: str) -> None:
    found = hub(story(100001) + markup, "https://www.nahda.example" + url)
    assert paths(found, "hub", "archive") == [expected]


def test_the_last_page_has_no_next() -> None:
    url = "https://www.nahda.example/category/x/page/9/"
    found = hub(
        story(100001)
        + pager(("/category/x/page/8/", "8"), ("/category/x/", "1"), ("/category/x/page/8/", "السابق")),
        url,
    )
    assert paths(found, "hub") == []


def test_other_sections_with_numbers_are_no_pages() -> None:
    found = hub(
        story(100001) + pager(("/category/4", "سياسة"), ("/category/5", "فن")),
        "https://www.nahda.example/category/3",
    )
    assert paths(found, "hub", "hub") == ["/category/4", "/category/5"]
    assert paths(found, "hub", "archive") == []


def test_the_pager_of_a_site_file() -> None:
    site = Site(domain="nahda.example", links=Links(article=r"/news/\d+", next_page="div.weiter > a"))
    found = hub(
        "<div class=weiter><a href='/politics/ab'>..</a></div>",
        "https://www.nahda.example/politics",
        site=site,
    )
    assert paths(found, "hub", "archive") == ["/politics/ab"]


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        (
            "<button class='load-more' data-url='/ajax/list?section=x&amp;page=2'>تحميل المزيد</button>",
            "/ajax/list?section=x&page=2",
        ),
        ("<div id='more' data-href='/more.php?p=2'></div>", "/more.php?p=2"),
        ("<button hx-get='/partial/news?page=2'>المزيد</button>", "/partial/news?page=2"),
        ("<button data-ajax-url='/list/x' data-page='2'>عرض المزيد</button>", "/list/x?page=2"),
        ("<a class='more' href='#' data-next='/list/x/{page}' data-page='3'>المزيد</a>", "/list/x/3"),
    ],
)
def test_load_more(button: str, expected: str) -> None:
    found = hub(story(100001) + button, "https://www.nahda.example/sections/x")
    assert paths(found, "hub", "api") == [expected]


def test_attributes_that_ask_for_nothing() -> None:
    found = hub(
        story(100001) + "<img class='more' data-src-url='/i.jpg'><div data-url='/share?u=1'>x</div>"
        "<div class=more data-url='#'>x</div>"
    )
    assert paths(found, "hub") == []


def test_lists_by_date() -> None:
    url = "https://www.nahda.example/ar/archive/2026-11-20"
    days = (
        "<a href='/ar/archive/2026-11-19'>اليوم السابق</a><a href='/ar/archive/2026-11-21'>اليوم التالي</a>"
    )
    assert set(paths(hub(f"<li>{story(100001)}</li>{days}", url), "hub", "archive")) >= {
        "/ar/archive/2026-11-19"
    }
    assert paths(hub(days, url), "hub") == []
    side = f"<div class='sidebar'>{story(100001)}</div>"
    assert paths(hub(side + days, url), "hub") == []


def test_a_calendar_does_not_go_on_for_ever() -> None:
    found = hub(
        story(100001) + "<a href='/archive/2031-01-01'>٢٠٣١</a><a href='/archive/1911-01-01'>١٩١١</a>"
        "<a href='/calendar?date=2026-11-01'>تقويم</a>"
    )
    assert paths(found, "hub") == []


def test_an_empty_page_of_a_list_leads_no_further() -> None:
    markup = pager(("/politics?page=901", "901"))
    assert paths(hub(markup, "https://www.nahda.example/politics?page=900"), "hub") == []


def state(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{text}</script>'


def test_links_in_the_state_of_a_page_without_markup() -> None:
    items = [
        {"id": n, "title": TITLE, "url": f"/story/{n}/x-y", "publishedAt": "2026-11-22T10:00:00Z"}
        for n in (100001, 100002)
    ]
    found = hub(
        state(
            {
                "props": {
                    "home": {"items": items, "next": None, "image": {"url": "/news/999999"}},
                    "sections": [{"slug": "x", "url": "/section/x", "api": "/api/list?section=x&page=1"}],
                    "list": {"next": "/api/list?section=&page=2"},
                },
                "page": "/story/[...slug]",
                "padding": "x" * 300,
            }
        )
    )
    assert found[0] == Found(HOME + "story/100001/x-y", "article", "hub", TITLE, "2026-11-22T10:00:00+00:00")
    assert paths(found) == ["/story/100001/x-y", "/story/100002/x-y"]
    assert paths(found, "hub", "hub") == ["/section/x"]
    assert paths(found, "hub", "api") == ["/api/list?section=&page=2"]


API = "https://www.nahda.example/api/list?section=x&page=2"


def test_a_list_api() -> None:
    body = json.dumps(
        {"items": [{"title": TITLE, "url": "/story/100001"}], "next": "/api/list?section=x&page=3"}
    ).encode()
    found = read_fragment(body, API, SITE)
    assert paths(found) == ["/story/100001"]
    assert paths(found, "hub", "api") == ["/api/list?section=x&page=3"]


def test_a_list_api_that_counts_its_pages() -> None:
    data = {
        "data": [{"headline": TITLE, "link": HOME + "news/100001"}],
        "meta": {"current_page": 2, "last_page": 9},
    }
    assert paths(read_fragment(json.dumps(data).encode(), API, SITE), "hub") == ["/api/list?section=x&page=3"]
    data["meta"] = {"current_page": 9, "last_page": 9}
    assert paths(read_fragment(json.dumps(data).encode(), API, SITE), "hub") == []


def test_html_in_json() -> None:
    body = json.dumps({"html": story(100001), "next": "/ajax?page=3"}, ensure_ascii=False).encode()
    found = read_fragment(body, "https://www.nahda.example/ajax?page=2", SITE)
    assert paths(found) == ["/news/100001"]
    assert paths(found, "hub") == ["/ajax?page=3"]


def test_a_piece_of_html() -> None:
    body = (
        story(100001) + "<button class='load-more' data-url='/ajax?page=3'>تحميل المزيد</button>"
    ).encode()
    found = read_fragment(body, "https://www.nahda.example/ajax?page=2", SITE)
    assert paths(found) == ["/news/100001"]
    assert paths(found, "hub") == ["/ajax?page=3"]


@pytest.mark.parametrize(
    ("body", "url", "further"),
    [
        ("".join(story(n) for n in range(100001, 100009)), "/ajax?page=2&cat=3", ["/ajax?page=3&cat=3"]),
        ("".join(story(n) for n in range(100001, 100004)), "/ajax?page=2", []),  # not a full page
        ("".join(story(n) for n in range(100001, 100009)), "/ajax/list", []),  # names no page
        ({"html": "".join(story(n) for n in range(100001, 100009))}, "/ajax?paged=9", ["/ajax?paged=10"]),
        ({"html": "".join(story(n) for n in range(100001, 100009)), "next": None}, "/ajax?page=9", []),
        ({"html": "".join(story(n) for n in range(100001, 100009)), "hasMore": False}, "/ajax?page=9", []),
        (
            {"html": "".join(story(n) for n in range(100001, 100009)), "next": "/ajax?page=12"},
            "/ajax?page=9",
            ["/ajax?page=12"],
        ),
    ],
)
def test_scripts_count_on_by_themselves(body: Any, url: str, further: list[str]) -> None:
    written = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    found = read_fragment(written.encode(), "https://www.nahda.example" + url, SITE)
    assert paths(found, "hub") == further


def test_posts_of_wordpress() -> None:
    body = json.dumps([{"id": 5, "link": HOME + "2026/11/22/khabar/", "title": {"rendered": TITLE}}]).encode()
    (found,) = read_fragment(body, "https://www.nahda.example/wp-json/wp/v2/posts?page=1", SITE)
    assert found.title == TITLE


def test_the_page_itself_is_not_found() -> None:
    assert hub("<a href='/category/x'>أخبار</a>", "https://www.nahda.example/category/x") == []


HOSTILE = (
    "<a href='javascript:void(0)'>x</a><a href='/page/1\n'>سطر</a><a href='  /page/2  '>2</a>"
    f"<a href='/news/{'a' * 20_000}'>x</a><a href='http://[bad/'>x</a><a href='//'>x</a><a href='http://'>x</a>"
    "<a href='http://127.0.0.1:8902/admin'>x</a><a href='http://2130706433/article/99'>x</a><a href='#'>x</a>"
    "<a href='http://nahda.example:99999/'>x</a><a href='mailto:a@b.example'>x</a><a>x</a><a href>x</a>"
)


def test_hostile_links() -> None:
    found = hub(HOSTILE + story(100001))
    assert {f.url for f in found} <= {HOME + "news/100001", HOME + "page/2", HOME + "page/1"}


@given(st.text(max_size=300))
def test_never_raises(text: str) -> None:
    hub(
        f"<a href='{text}'>{text}</a><button class='more' data-url='{text}'>",
        f"https://www.nahda.example/{text}",
    )
    read_fragment(text.encode("utf-8", "replace"), API, SITE)
    read_fragment(b'{"html":' + text.encode("utf-8", "replace"), API, SITE)


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"a":' * 100_000, b"<div>" * 100_000, b"\x00" * 1000])
def test_deep_input(body: bytes) -> None:
    assert read_fragment(body, API, SITE) == []


HEADLINES = [
    "رئيس الوزراء يفتتح مشروعات جديدة في الصعيد",
    "المنتخب يفوز على ضيفه بثلاثة أهداف نظيفة",
    "أسعار النفط ترتفع بعد قرار المنظمة الأخير",
    "مجلس النواب يقر موازنة العام المقبل بالأغلبية",
    "وفاة الفنان القدير",
    "الذهب يتراجع عالميا",
]
SLUGS = ["-".join(h.split()) for h in HEADLINES]
SECTIONS = {"politics": "سياسة", "economy": "اقتصاد", "sports": "رياضة", "culture": "ثقافة وفن"}


@pytest.mark.parametrize(
    "pattern",
    [
        "/{n}",
        "/n/{n}",
        "/{n}-{slug}",
        "/{slug}-{n}.html",
        "/politics/{n}",
        "/politics/{slug}",
        "/{slug}/",
        "/index.php?id={n}",
        "/?page=article&id={n}",
        "/main.php?mod=news&nid={n}",
        "/?p={n}",
        "/خبر/{n}",
        "/2026/11/22/{slug}.html",
        "/content/{slug}",
        "/news/{small}",
        "/details/{n}/1",
        "/t/{n}/x",
        "/ar/41af7{n}c",
        "/p/550e8400-e29b-41d4-a716-44665544{n}",
    ],
)
def test_articles_of_any_address_are_told_by_the_many(pattern: str) -> None:
    hrefs = [pattern.format(n=1201 + i, small=11 + i, slug=SLUGS[i]) for i in range(len(SLUGS))]
    nav = "".join(f"<a href='/section/{s}'>{t}</a>" for s, t in SECTIONS.items())
    cards = "".join(f"<h3><a href='{h}'>{t}</a></h3>" for h, t in zip(hrefs, HEADLINES, strict=True))
    found = hub(f"<nav>{nav}</nav><main>{cards}</main>")
    assert [f.title for f in found if f.kind == "article"] == HEADLINES
    assert len(paths(found, "hub")) == len(SECTIONS)


@pytest.mark.parametrize(
    "pattern",
    [
        "/section/{s}",
        "/{s}/",
        "/باب/{t}",
        "/c/{k}",
        "/cat-{k}.html",
        "/?cat={k}",
        "/index.php?section={s}",
        "/list.aspx?id={k}",
        "/ar/{s}",
        "/{t}",
        "/news/{s}",
        "/main.php?mod=section&sid={k}",
        "/{k}",
        "/articles/{s}",
        "/{s}.html",
        "/{k}-{s}",
        "/web/{s}/main",
        "https://{s}.nahda.example/",
    ],
)
def test_sections_of_any_address(pattern: str) -> None:
    hrefs = [pattern.format(k=k + 1, s=s, t=t.replace(" ", "-")) for k, (s, t) in enumerate(SECTIONS.items())]
    links = "".join(f"<li><a href='{h}'>{t}</a></li>" for h, t in zip(hrefs, SECTIONS.values(), strict=True))
    cards = "".join(f"<h3><a href='/news/{120100 + i}'>{t}</a></h3>" for i, t in enumerate(HEADLINES))
    found = hub(f"<ul class='main-menu'>{links}</ul>{cards}")
    assert [f.title for f in found if f.kind == "hub"] == list(SECTIONS.values())


@pytest.mark.parametrize(
    "pattern",
    ["?safha={n}", "?p={n}", "?start={o}", "/p{n}", "/{n}", "?before=2026-11-{d}", "/page/{n}/", "-{n}.html"],
)
@pytest.mark.parametrize("current", [1, 2, 3])
@pytest.mark.parametrize("labelled", [False, True])
def test_pagers_of_any_address(pattern: str, current: int, labelled: bool) -> None:
    base = "https://www.nahda.example/section/economy"

    def page(n: int) -> str:
        return base if n == 1 else base + pattern.format(n=n, o=(n - 1) * 20, d=22 - n)

    numbers = pager(*((page(n), str(n)) for n in (1, 2, 3, 4, 9) if n != current))
    markup = pager((page(current + 1), "التالي")) if labelled else numbers
    found = hub(story(100001) + f"<div class='pages'>{markup}</div>", page(current))
    further = [f.url for f in found if f.kind == "hub" and f.url != base]
    assert further == [page(current + 1)]

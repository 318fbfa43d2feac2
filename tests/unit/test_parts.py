"""Articles whose text goes on at other addresses: which links lead on, and how what they give is joined."""

# ruff: noqa: E501 (a line is a piece of markup: cut in two, it is harder to read)

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import Extraction, Page, Parts, extract_page, extract_part
from crawler.extraction.parts import MAX_PARTS
from crawler.site import Site

SITE = "https://www.magazine.example"
URL = f"{SITE}/features/2026/11/20/desert-rail"
HEADLINE = "قطار الصحراء يعود إلى العمل بعد توقف دام عشرين عاما"
_SENTENCES = (
    "استأنف القطار رحلاته بين الساحل والواحات صباح الخميس وسط استقبال حافل من سكان القرى المنتشرة على الطريق.",
    "وقال مدير الخط إن العربات جددت بالكامل في ورش محلية، وإن ثمن التذكرة سيبقى ثابتا حتى نهاية الموسم.",
    "ويتوقع تجار الواحات أن تنخفض كلفة نقل التمور إلى النصف، بعدما كانت الشاحنات تقطع الطريق في يومين.",
)


def paragraphs(part: int) -> list[str]:
    return [f"{text} (الفقرة {part}/{i})" for i, text in enumerate(_SENTENCES, 1)]


def page(
    part: int, pager: str, *, headline: str = HEADLINE, url: str = URL, head: str = "", text: str = ""
) -> Page:
    body = text or "".join(f"<p>{line}</p>" for line in paragraphs(part))
    html = (
        f'<html lang="ar"><head><title>{headline}</title><meta property="og:type" content="article">{head}</head>'
        f'<body><h1>{headline}</h1><div class="text">{body}</div>{pager}</body></html>'
    )
    return Page.parse(html.encode(), url, Site.generic(SITE), fetched_at=datetime(2026, 11, 23, tzinfo=UTC))


def leads_on(pager: str, *, url: str = URL, head: str = "") -> str | None:
    return extract_page(page(1, pager, url=url, head=head)).goes_on.following


def links(*links: tuple[str, str]) -> str:
    return '<div class="pages">' + " ".join(f'<a href="{href}">{text}</a>' for href, text in links) + "</div>"


NEXT = {
    "query": (URL, links(("?page=2", "2"), ("?page=3", "3")), f"{URL}?page=2"),
    "arabic digits": (URL, links(("?page=2", "٢"), ("?page=3", "٣")), f"{URL}?page=2"),
    "path": (URL, links((f"{URL}/2", "2"), (f"{URL}/3", "3")), f"{URL}/2"),
    "wordpress": (URL, f'<p class="post-nav-links">صفحات: <span>1</span> <a href="{URL}/2/">2</a></p>', f"{URL}/2/"),
    "next in words": (URL, links((f"{URL}/page/2", "الصفحة التالية")), f"{URL}/page/2"),
    "sign": (URL, links((f"{URL}?p=2", "»")), f"{URL}?p=2"),
    "counted from nothing": (URL, links(("?page=0", "1"), ("?page=1", "2"), ("?page=2", "3")), f"{URL}?page=1"),
    "joomla": (f"{URL}.html", links(("?start=1", "2"), ("?showall=1", "عرض الكل")), f"{URL}.html?start=1"),
    "suffix": (f"{URL}.html", links(("desert-rail_2.html", "2")), f"{URL}_2.html"),
    "own query": (f"{SITE}/news.aspx?id=512345", links(("news.aspx?id=512345&page=2", "2")), f"{SITE}/news.aspx?id=512345&page=2"),
    "button": (URL, '<nav class="pagination"><a class="next" rel="next" href="?page=2">تابع القراءة</a></nav>', f"{URL}?page=2"),
}  # fmt: skip

NOT_NEXT = {
    "next article": (URL, links((f"{SITE}/features/2026/11/21/old-port", "التالي"))),
    "pager of the section": (URL, links((f"{SITE}/features?page=2", "2"), (f"{SITE}/features?page=3", "3"))),
    "comments": (URL, '<div id="comments"><a href="?page=2">2</a><a href="?page=3">3</a></div>'),
    "comments by fragment": (URL, links(("?page=2#comments", "2"))),
    "comment pages": (URL, links((f"{URL}/comment-page-2", "2"))),
    "related box": (URL, '<div class="related-posts"><a href="?page=2">2</a></div>'),
    "another parameter": (URL, links(("?sort=2", "2"), ("?share=2", "3"))),
    "another article's number": (f"{SITE}/news/5123", links((f"{SITE}/news/5124", "2"))),
    "a longer slug": (URL, links((f"{URL}-officials-say", "التالي"))),
    "itself": (URL, links((URL, "2"), ("#", "3"))),
    "no number beside it": (URL, links(("?page=7", "7"))),
    "another site": (URL, links(("https://elsewhere.example/features/2026/11/20/desert-rail?page=2", "2"))),
}


@pytest.mark.parametrize("name", NEXT)
def test_the_next_page(name: str) -> None:
    url, pager, following = NEXT[name]
    assert leads_on(pager, url=url) == following


@pytest.mark.parametrize("name", NOT_NEXT)
def test_no_next_page(name: str) -> None:
    url, pager = NOT_NEXT[name]
    assert leads_on(pager, url=url) is None


def test_the_head_may_name_it() -> None:
    assert leads_on("", head='<link rel="next" href="?page=2">') == f"{URL}?page=2"
    assert leads_on("", head=f'<link rel="next" href="{SITE}/features/2026/11/21/old-port">') is None


def test_pages_of_the_article_are_no_similar_articles() -> None:
    pager = f'<h3>مقالات مشابهة</h3><ul><li><a href="{URL}/2">{HEADLINE} الصفحة الثانية</a></li></ul>'
    assert extract_page(page(1, pager)).links == []


def joined(pages: dict[str, Page], first: Page) -> tuple[Parts, list[str]]:
    """Join as the crawl does; return what came of it and what was asked for."""
    extraction = extract_page(first)
    assert extraction.article is not None
    parts = Parts(extraction.article, first.url, extraction.goes_on)
    asked = []
    while url := parts.next():
        asked.append(url)
        given = pages.get(url)
        part = extract_part(given, first.url, parts.number + 1) if given else Extraction(None)
        parts.add(part.article, part.goes_on)
    return parts, asked


def pager_of(count: int, at: int) -> str:
    return links(*((f"{URL}?page={n}", str(n)) for n in range(1, count + 1) if n != at))


def test_the_pages_become_one_text() -> None:
    pages = {f"{URL}?page={n}": page(n, pager_of(3, n), url=f"{URL}?page={n}") for n in (2, 3)}
    parts, asked = joined(pages, page(1, pager_of(3, 1)))
    assert asked == [f"{URL}?page=2", f"{URL}?page=3"]
    assert parts.article.body.split("\n\n") == [*paragraphs(1), *paragraphs(2), *paragraphs(3)]
    assert parts.article.url == URL


def test_what_all_pages_repeat_is_taken_once() -> None:
    lead = "<p>" + "مقدمة تتكرر في رأس كل صفحة من صفحات هذا التحقيق الطويل عن سكك الحديد القديمة." + "</p>"
    text = {n: lead + "".join(f"<p>{line}</p>" for line in paragraphs(n)) for n in (1, 2)}
    second = page(2, pager_of(2, 2), url=f"{URL}?page=2", text=text[2])
    parts, _ = joined({f"{URL}?page=2": second}, page(1, pager_of(2, 1), text=text[1]))
    assert parts.article.body.count("مقدمة تتكرر") == 1
    assert len(parts.article.body.split("\n\n")) == 7


def test_the_whole_text_at_one_address_is_preferred() -> None:
    every = "".join(f"<p>{line}</p>" for n in (1, 2, 3) for line in paragraphs(n))
    first = page(1, pager_of(3, 1) + links((f"{URL}?view=all", "عرض المقال كاملا")))
    parts, asked = joined({f"{URL}?view=all": page(1, "", url=f"{URL}?view=all", text=every)}, first)
    assert asked == [f"{URL}?view=all"]
    assert len(parts.article.body.split("\n\n")) == 9


def test_a_whole_text_that_is_none_leaves_the_pages() -> None:
    first = page(1, pager_of(2, 1) + links((f"{URL}?view=all", "عرض الكل")))
    second = page(2, pager_of(2, 2), url=f"{URL}?page=2")
    parts, asked = joined({f"{URL}?page=2": second}, first)
    assert asked == [f"{URL}?view=all", f"{URL}?page=2"]
    assert len(parts.article.body.split("\n\n")) == 6


def test_the_same_text_again_ends_it() -> None:
    """A pager of comments that no name gives away: every page shows the whole article."""
    pages = {f"{URL}?page={n}": page(1, pager_of(9, n), url=f"{URL}?page={n}") for n in range(2, 10)}
    parts, asked = joined(pages, page(1, pager_of(9, 1)))
    assert asked == [f"{URL}?page=2"]
    assert parts.article.body.split("\n\n") == paragraphs(1)


def test_another_article_is_not_joined() -> None:
    other = page(2, "", url=f"{URL}?page=2", headline="ميناء المدينة القديم يفتح أبوابه للسفن من جديد")
    parts, _ = joined({f"{URL}?page=2": other}, page(1, pager_of(2, 1)))
    assert parts.article.body.split("\n\n") == paragraphs(1)


def test_a_page_that_does_not_come_ends_it() -> None:
    pages = {f"{URL}?page=2": page(2, pager_of(4, 2), url=f"{URL}?page=2")}
    parts, asked = joined(pages, page(1, pager_of(4, 1)))
    assert asked == [f"{URL}?page=2", f"{URL}?page=3"]
    assert parts.article.body.split("\n\n") == [*paragraphs(1), *paragraphs(2)]


def test_an_endless_article_ends() -> None:
    pages = {
        f"{URL}?page={n}": page(n, links((f"{URL}?page={n + 1}", str(n + 1))), url=f"{URL}?page={n}")
        for n in range(2, 3 * MAX_PARTS)
    }
    parts, asked = joined(pages, page(1, links((f"{URL}?page=2", "2"))))
    assert len(asked) == MAX_PARTS
    assert len(parts.article.body.split("\n\n")) == 3 * (MAX_PARTS + 1)


def test_a_loop_ends() -> None:
    pages = {
        f"{URL}?page=2": page(2, links((f"{URL}?page=3", "3")), url=f"{URL}?page=2"),
        f"{URL}?page=3": page(3, links((f"{URL}?page=2", "4")), url=f"{URL}?page=3"),
    }
    parts, asked = joined(pages, page(1, links((f"{URL}?page=2", "2"))))
    assert asked == [f"{URL}?page=2", f"{URL}?page=3"]
    assert len(parts.article.body.split("\n\n")) == 9

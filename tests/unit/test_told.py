"""Whole texts in feeds: which are whole, and the articles they make where a page has none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.feeds import read_entries
from crawler.discovery.told import Texts, Told, article_of, may_be_whole
from crawler.extraction.page import Page
from crawler.site import Site

SITE = Site.generic("https://www.nahda.example/")
URL = "https://www.nahda.example/feed/"
A = "https://www.nahda.example/news/100001"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TITLE = "بلدية النهضة تعيد افتتاح الحديقة المركزية"
FIRST = (
    "أعلنت بلدية مدينة النهضة اليوم إعادة افتتاح الحديقة المركزية بعد أعمال صيانة استمرت ستة أشهر، شملت "
    "تجديد شبكة الري وزراعة ألف شجرة وإنارة الممرات بمصابيح تعمل بالطاقة الشمسية."
)
SECOND = (
    "وقال رئيس البلدية خلال حفل الافتتاح إن المشروع نفذ بمشاركة متطوعين من سكان الأحياء المجاورة، مضيفا أن "
    "الحديقة ستستقبل الزوار يوميا من الصباح حتى العاشرة ليلا ومن دون رسوم، وإن المرحلة الثانية من المشروع "
    "تبدأ في الربيع المقبل وتشمل ملعبا للأطفال ومكتبة صغيرة."
)
WHOLE = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(text: str = "<h1>بلدية النهضة</h1>") -> Page:
    markup = f'<html><head><link rel="canonical" href="{A}/"></head><body>{text}</body></html>'
    return Page.parse(markup.encode(), A, SITE, fetched_at=NOW, encoding="utf-8")


@pytest.mark.parametrize(
    ("end", "whole"),
    [
        ("", True),
        ('<p>The post <a href="/1">خبر</a> appeared first on <a href="/">النهضة</a>.</p>', True),
        ("<p>وختم بأن العمل سيبدأ في عرض المسرحية قريبا.</p>", True),
        ("<p>وطالب الحضور بالمزيد</p>", True),
        ("<p>وأضاف أن المرحلة الثانية […]</p>", False),
        ("<p>وأضاف أن المرحلة الثانية [&#8230;]</p>", False),
        ("<p>وأضاف أن المرحلة الثانية...</p>", False),
        ('<p>وأضاف أن المرحلة <a href="/1">اقرأ المزيد</a></p>', False),
        ('<a href="/1">تابع القراءة على موقع النهضة</a>', False),
        ('<p>وأضاف</p><a href="/1">Continue reading <span>خبر</span></a>', False),
        ('<p>وأضاف […]</p><p>The post <a href="/1">خبر</a> appeared first on <a href="/">x</a>.</p>', False),
    ],
)
def test_a_text_that_goes_on_elsewhere_is_not_whole(end: str, whole: bool) -> None:
    assert may_be_whole(WHOLE + end) == whole


def rss(content: str) -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item>'
        f"<title>{TITLE}</title><link>{A}</link><dc:creator>سلمى الراوي</dc:creator>"
        "<pubDate>Sun, 22 Nov 2026 10:15:00 +0300</pubDate>"
        f"<description>{FIRST[:80]} [...]</description>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item></channel></rss>"
    ).encode()


def atom(content: str) -> bytes:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{TITLE}</title><link href="{A}"/>'
        "<author><name>سلمى الراوي</name><uri>https://x.example/</uri></author>"
        "<published>2026-11-22T10:15:00+03:00</published><updated>2026-11-23T10:15:00+03:00</updated>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{content}</div></content>'
        "</entry></feed>"
    ).encode()


@pytest.mark.parametrize("feed", [rss(WHOLE), atom(WHOLE)])
def test_a_whole_text_makes_the_article(feed: bytes) -> None:
    found, told = read_entries(feed, URL, SITE)
    assert [one.url for one in found] == [A]
    article = article_of(told[A], page())
    assert article is not None
    assert (article.headline, article.body) == (TITLE, f"{FIRST}\n\n{SECOND}")
    assert article.authors == ["سلمى الراوي"]
    assert article.published_at == "2026-11-22T10:15:00+03:00"
    assert (article.url, article.canonical_url.rstrip("/")) == (A, A)
    assert set(article.provenance.values()) == {"feed"}
    assert article.provenance["body"] == "feed"


def test_a_summary_makes_none() -> None:
    _, told = read_entries(rss(f"<p>{FIRST[:100]}</p>"), URL, SITE)
    assert told == {}
    assert article_of(Told(TITLE, f"<p>{FIRST}</p>"), page()) is None, "one paragraph is a lead"


@pytest.mark.parametrize(
    "wall",
    [
        '<div class="c-paywall-box">اشترك</div>',
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree": "False"}</script>',
        "<h1>خبر</h1><p>هذا المحتوى للمشتركين</p>",
        "<h1>خبر</h1><p>سجّل الدخول لمتابعة القراءة</p>",
    ],
)
def test_never_around_a_paywall(wall: str) -> None:
    assert article_of(Told(TITLE, WHOLE), page(wall)) is None


def test_texts_are_kept_within_a_size_and_taken_once() -> None:
    texts = Texts(2_000)
    for number in range(50):
        texts.keep(str(number).encode(), Told(TITLE, f"{number} {WHOLE}"))
    assert b"0" not in texts
    told = texts.take(b"49")
    assert told is not None
    assert told.html.startswith("49 ")
    assert texts.take(b"49") is None


@given(st.text(max_size=600), st.text(max_size=60))
def test_nothing_raises(markup: str, title: str) -> None:
    may_be_whole(markup)
    article_of(Told(title, markup * 3, title, title), page())

# ruff: noqa: E501 (markup stands as the systems print it)
"""Whose time a page shows: the article's own, or that of a card, a comment, the masthead, an update."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.arabic.dates import Candidate, choose, parse, stamps
from crawler.extraction import extract
from crawler.extraction.page import Page
from crawler.extraction.timezone import timezone_of
from crawler.site import Site

NOW = datetime(2024, 5, 2, 9, 0, tzinfo=UTC)
URL = "https://qalam.example.jo/news/77120"
TITLE = "الجسر القديم يعود إلى المشاة بعد عامين من الترميم"
TEXT = "".join(
    f"<p>{paragraph}</p>"
    for paragraph in (
        "أعلنت البلدية انتهاء أعمال ترميم الجسر القديم الذي يربط ضفتي النهر بعد عامين من العمل المتواصل في الموقع.",
        "وقال رئيس المجلس البلدي إن كلفة الترميم بلغت مليوني دينار، وإن الجسر سيفتح أمام المشاة أولا ثم أمام السيارات.",
        "وأضاف أن الفريق الهندسي أعاد كل حجر إلى مكانه بعد ترقيمه، وأن الخبراء راجعوا الرسوم المحفوظة في الأرشيف.",
    )
)
MENU = "".join(f"<li><a href='/s/{n}'>قسم {n}</a></li>" for n in range(7))
TITLES = (
    "مدرسة القرية تفتح أبوابها بعد سنوات",
    "مزارعو الوادي يطلبون مياه الري",
    "فريق الناشئين يبلغ نصف النهائي",
)
CARDS = "".join(
    f'<li class="post"><h4><a href="/n/{n}">{title}</a></h4><time datetime="2024-04-1{n}T08:00:00+00:00">1{n} أبريل 2024</time></li>'
    for n, title in enumerate(TITLES)
)
CARDS = f"<ul>{CARDS}</ul>"
MOMENT = "2024-03-14T15:25:00+03:00"
DAY = "2024-03-14"
LATER = "2024-03-15T10:00:00+03:00"


def ld(**fields: str) -> str:
    inner = "".join(f', "{name}": "{value}"' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}"{inner}}}</script>'


def page(
    meta: str = "",
    *,
    head: str = "",
    top: str = "",
    above: str = "",
    below: str = "",
    after: str = "",
    around: str = "story",
    text: str = TEXT,
) -> str:
    """A page: `top`, the menu, and the story with `above`, the headline, `meta`, the text, `below`; `after`."""
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>{TITLE}</title>{head}</head><body>{top}<ul>{MENU}</ul>'
        f'<div class="wrap"><article class="{around}">{above}<h1>{TITLE}</h1>{meta}<div class="text">{text}</div>{below}'
        f"</article>{after}</div></body></html>"
    )


def times(html: str, url: str = URL, now: datetime = NOW) -> tuple[str | None, str | None]:
    article = extract(html.encode(), url, Site.generic(url), fetched_at=now).article
    assert article is not None
    return article.published_at, article.modified_at


UTC_MOMENT = "2024-03-14T12:25:00+00:00"
OWN = {
    "cards below do not outvote a date that metadata confirms": page(
        '<span class="date">14 مارس 2024</span>', head=ld(datePublished=UTC_MOMENT), after=CARDS
    ),
    "cards inside the story": page(
        '<time datetime="2024-03-14T15:25:00+03:00">14 مارس 2024</time>', below=CARDS, after=CARDS
    ),
    "what is counted back from now leaves metadata alone": page(
        '<span class="date">منذ شهر</span>', head=ld(datePublished=UTC_MOMENT), after=CARDS
    ),
    "a class of the whole article makes it no card": page(
        '<time datetime="2024-03-14T15:25:00+03:00">14 مارس 2024</time>',
        around="post has-post-thumbnail category-latest",
        below='<div class="box"><span class="date">20 مارس 2024</span></div>',
    ),
    "the day at the top of the page": page(
        '<span class="date">14 مارس 2024</span>',
        top='<div class="date">الخميس 2 مايو 2024</div>',
        head=ld(datePublished=UTC_MOMENT),
    ),
    "today's date inside the story": page(
        "<div>14 مارس 2024 - 15:25</div>",
        above='<div class="bar"><span class="date">الخميس 2 مايو 2024</span></div>',
    ),
    "a ticker inside the story": page(
        "<div>14 مارس 2024 - 15:25</div>",
        above='<div><a href="/n/9">افتتاح الطريق الدائري أمام حركة السير</a> <span class="time">منذ 5 دقائق</span></div>',
    ),
    "a comment without a label": page(
        "<div>14 مارس 2024 - 15:25</div>",
        below='<div><b>سالم</b> <time datetime="2024-03-16T10:00:00+03:00">16 مارس</time><p>شكرا لكم على الخبر</p></div>',
    ),
    "the time in an element of its own": page(
        '<span class="date">14-03-2024</span> <span class="time">03:25 م</span>'
    ),
    "the time in an item of its own": page("<ul><li>14 مارس 2024</li><li>03:25 م</li><li>محليات</li></ul>"),
    "the time in a linked item of its own": page(
        '<ul><li><a href="/2024/03/14/"><span class="type-date">14 مارس، 2024</span></a></li><li><span class="type-time"><time>3:25 م</time></span></li></ul>'
    ),
    "below the text, as blogs have it": page(
        above="<h2>الخميس، 14 مارس 2024</h2>",
        below='<div class="post-footer"><span class="post-timestamp">في <abbr class="published" itemprop="datePublished" title="2024-03-14T15:25:00+03:00">3:25 م</abbr></span> <a href="#">إرسال هذه الرسالة بالبريد الإلكتروني</a></div>',
    ),
    "a class of boxes on the date itself": page('<div class="latest-date">14 مارس 2024 15:25</div>'),
    "a card that holds the byline": page(
        '<div class="card-body"><div>14 مارس 2024 15:25</div><a href="/p/5">سامي خليل العلي الحمود</a></div>'
    ),
    "a long name below the text": page(
        below='<div><a href="/writers/5">سامي خليل العلي الحمود</a> <span class="date">14 مارس 2024 15:25</span></div>'
    ),
    "runs that touch": page("<div><b>15:25</b><b>الخميس 14 مارس 2024</b><b>120 مشاركة</b></div>"),
    "a cell for the time": page(
        "<table><tr><td>التاريخ</td><td>14/3/2024</td></tr><tr><td>الوقت</td><td>3:25 م</td></tr></table>"
    ),
    "a list of definitions": page(
        "<dl><dt>تاريخ النشر</dt><dd>14 مارس 2024</dd><dt>وقت النشر</dt><dd>15:25</dd></dl>"
    ),
    "a heading that is a date": page("<h4>الخميس 14 مارس 2024 - 15:25</h4>"),
    "seconds since 1970": page('<span class="timeago" data-time="1710419100">قبل شهر</span>'),
    "RDFa with several properties": page(
        '<span property="dc:date dc:created" content="2024-03-14T15:25:00+03:00">منذ شهرين</span>'
    ),
    "an object for the page, none for the article": page(
        head=f'<script type="application/ld+json">{{"@graph": [{{"@type": "WebPage", "@id": "{URL}", "url": "{URL}", "datePublished": "{UTC_MOMENT}"}}]}}</script>'
    ),
    "an undated object for the article": page(
        head=f'<script type="application/ld+json">{{"@graph": [{{"@type": "Article", "headline": "{TITLE}"}}, {{"@type": "WebPage", "url": "{URL}", "datePublished": "{UTC_MOMENT}"}}]}}</script>'
    ),
    "objects of other articles first": page(
        head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "غيره", "datePublished": "2024-01-01T12:00:00Z"}</script>'
        + ld(datePublished=UTC_MOMENT)
    ),
    "metadata in UTC without saying so": page(
        '<span class="date">14 مارس 2024 - 15:25 بتوقيت عمّان</span>',
        head=ld(datePublished=UTC_MOMENT)
        + '<meta property="article:published_time" content="2024-03-14T12:25:00">',
    ),
    "an American server": page(
        '<div class="date">[4/9/2024 3:25:10 PM]</div>',
        below="<table><tr><td>سالم</td><td>09-04-2024 06:10 PM</td></tr><tr><td>شكرا</td></tr></table>",
    ),
}
OF_OTHERS = {"an American server": "2024-04-09T15:25:10+03:00"}


@pytest.mark.parametrize("name", OWN)
def test_the_time_is_the_articles_own(name: str) -> None:
    published, _ = times(OWN[name])
    expected = OF_OTHERS.get(name, MOMENT)
    assert published == expected


@pytest.mark.parametrize(
    "meta",
    [
        '<div class="date"><span class="day">14</span><span class="month">مارس</span><span class="year">2024</span></div>',
        '<div class="node-date">الخميس - 4 شهر رمضان 1445 هـ - 14 مارس 2024 مـ رقم العدد [16543]</div>',
    ],
)
def test_a_day_in_parts_and_with_the_number_of_the_edition(meta: str) -> None:
    assert times(page(meta))[0] == DAY


@pytest.mark.parametrize(
    "html",
    [
        page(top='<div class="date">الخميس 2 مايو 2024</div>'),
        page(top='<div id="lblToday">الأربعاء 1 مايو 2024</div>'),
        page(after=CARDS),
        page(
            below='<div><h3>التعليقات</h3><div><b>سالم</b> <span class="date">15 مارس 2024 10:00</span><p>شكرا</p></div></div>'
        ),
        page(text=TEXT.replace("<p>أعلنت", "<p>اكتمل الجسر يوم 11 أبريل 2015 بحسب سجل البلدية.</p><p>أعلنت")),
    ],
)
def test_the_time_of_something_else_is_no_answer(html: str) -> None:
    assert times(html) == (None, None)


def test_a_sentence_with_a_date_is_the_texts() -> None:
    first = "اكتمل الجسر يوم 11 أبريل 2015 بحسب سجل البلدية."
    html = page("<div>14 مارس 2024 - 15:25</div>", text=f"<p>{first}</p>{TEXT}")
    article = extract(html.encode(), URL, Site.generic(URL), fetched_at=NOW).article
    assert article is not None and article.published_at == MOMENT and article.body.startswith(first)


def test_the_time_of_an_update_is_not_that_of_publication() -> None:
    meta = "<ul><li>14 مارس 2024</li><li>آخر تحديث: 18:00</li><li>19:30</li></ul>"
    assert times(page(meta))[0] == DAY


def test_a_paper_dated_only_by_its_edition() -> None:
    top = "<table><tr><td>Thursday 14/03/2024 Issue 16543</td></tr></table>"
    assert times(page(top=top))[0] == DAY


@pytest.mark.parametrize(
    ("meta", "published", "modified"),
    [
        (
            '<div class="date">نشر: 14/03/2024 15:25</div><div class="last-update">آخر تحديث: 15/03/2024 10:00</div>',
            MOMENT,
            LATER,
        ),
        (
            '<div class="time"><span>نشر فى : 14 مارس 2024 - 3:25 م</span> | <span>آخر تحديث : 15 مارس 2024 - 10:00 ص</span></div>',
            MOMENT,
            LATER,
        ),
        (
            '<div class="date">الخميس 4/9/1445 هـ - الموافق 14/3/2024 م (آخر تحديث) الساعة 15:25 (مكة المكرمة)، 12:25 (غرينتش)</div>',
            DAY,
            MOMENT,
        ),
        ('<span class="tarih">14.03.2024 <i>-</i> آخر تحديث : 14.03.2024 15:25</span>', DAY, MOMENT),
    ],
)
def test_an_update_beside_the_publication(meta: str, published: str, modified: str) -> None:
    assert times(page(meta)) == (published, modified)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("الخميس 14-03-2024 م 03:25", MOMENT),
        ("14/03/2024 ص 03:25", "2024-03-14T03:25:00+03:00"),
        ("14/3/2024 م 15:25", MOMENT),
        ("4/9/1445 هـ - 14/3/2024 م 03:25", "2024-03-14T03:25:00+03:00"),  # an era
        ("14 مارس 2024م 03:25", "2024-03-14T03:25:00+03:00"),
        ("الخميس-2024-03-14 | 03:25 pm", MOMENT),
        ("مارس 14, 2024, 03:25:00 مسائاً", MOMENT),
        ("الخميس،14/3/2024 15:25", MOMENT),
    ],
)
def test_where_the_words_of_a_stamp_stand(text: str, iso: str) -> None:
    found = parse(text, timezone="Asia/Amman", now=NOW)
    assert found is not None and isinstance(found.value, datetime) and found.value.isoformat() == iso


def test_a_place_in_brackets_beside_a_reading_is_its_zone() -> None:
    both = stamps("14/3/2024 آخر تحديث 15:25 (دبي)، 11:25 (غرينتش)", timezone="Asia/Amman", now=NOW)
    assert both.modified is not None and str(both.modified.value) == "2024-03-14 15:25:00+04:00"


@pytest.mark.parametrize(
    ("now", "near", "iso"),
    [
        (datetime(2024, 9, 5, tzinfo=UTC), (), "2024-09-04T15:25:10+03:00"),  # fetched the day after
        (datetime(2024, 4, 10, tzinfo=UTC), (), "2024-04-09T15:25:10+03:00"),
        (datetime(2025, 1, 1, tzinfo=UTC), ("10-04-2024",), "2024-04-09T15:25:10+03:00"),
        (datetime(2025, 1, 1, tzinfo=UTC), (), None),
        (datetime(2025, 1, 1, tzinfo=UTC), ("10-04-2024", "5 سبتمبر 2024"), None),
    ],
)
def test_an_american_stamp_is_the_day_that_is_near(
    now: datetime, near: tuple[str, ...], iso: str | None
) -> None:
    raw = "9/4/2024 3:25:10 PM" if iso and iso[5:7] == "09" else "4/9/2024 3:25:10 PM"
    chosen = choose([Candidate(raw, "label", True)], timezone="Asia/Riyadh", now=now, near=near)
    assert (chosen.iso if chosen else None) == iso


BODY = "<html><body><p>الجسر القديم</p>{}</body></html>"


@pytest.mark.parametrize(
    ("url", "inner", "zone"),
    [
        ("https://www.hespress.com/1.html", "", "Africa/Casablanca"),
        ("https://www.almasryalyoum.com/news/1", "", "Africa/Cairo"),
        ("https://sawt-sfax.blogspot.com/1", "", "Africa/Tunis"),
        ("https://www.sawtlibya.com/1", "", "Africa/Tripoli"),
        ("https://sawt-dz.com/1", "", "Africa/Algiers"),
        ("https://ae.sawt.com/1", "", "Asia/Dubai"),
        ("https://woman.sawt.com/1", "", "Asia/Riyadh"),
        ("https://sawt.com.lb/1", "<i>بتوقيت القاهرة</i>", "Asia/Beirut"),
        ("https://sawt.com/1", "<i>بتوقيت القاهرة</i>", "Africa/Cairo"),
        ("https://sawt.com/1", "<i>التاسعة بتوقيت القاهرة، العاشرة بتوقيت مكة</i>", "Asia/Riyadh"),
        ("https://sawt.com/1", '<script>{"tz": "Africa/Tunis"}</script>', "Africa/Tunis"),
        (
            "https://sawt.com/1",
            '<script>["Africa/Accra", "Africa/Cairo", "Africa/Tunis", "Africa/Lagos"]</script>',
            "Asia/Riyadh",
        ),
        ("https://sawt.com/1", '<script>{"addressCountry": "MA"}</script>', "Africa/Casablanca"),
        ("https://sawt.com/1", '<script>{"addressCountry": {"name": "Libya"}}</script>', "Africa/Tripoli"),
        ("https://sawt.com/1", '<a href="tel:+20227700000">اتصل بنا</a>', "Africa/Cairo"),
        ("https://sawt.com/1", "<p>هاتف: +962 6 5550000 فاكس: +962 6 5550001</p>", "Asia/Amman"),
        ("https://sawt.com/1", "<p>+962 6 5550000</p><p>+218 21 5550000</p>", "Asia/Riyadh"),
        ("https://sawt.com/1", "<p>الخميس 12 غشت 2021</p>", "Africa/Casablanca"),
        ("https://sawt.com/1", "<p>12 جويلية 2021، الجزائر</p>", "Africa/Algiers"),
        ("https://sawt.com/1", '<meta property="og:site_name" content="صوت العراق">', "Asia/Baghdad"),
    ],
)
def test_whose_clock_a_page_shows(url: str, inner: str, zone: str) -> None:
    read = Page.parse(BODY.format(inner).encode(), url, Site.generic(url), fetched_at=NOW)
    assert timezone_of(read) == zone

# ruff: noqa: E501 (markup stands as a page prints it)
"""Pages that read like articles and are none: lists, persons, services, tables."""

from __future__ import annotations

import datetime

import pytest

from crawler.extraction import extract
from crawler.site import Site

NOW = datetime.datetime(2026, 4, 22, tzinfo=datetime.UTC)
LEAD = "تشهد قرى الجبل منذ الصباح أمطارا غزيرة أغلقت ثلاثة طرق، وقال الدفاع المدني إن فرقه أخلت عشرات البيوت القريبة من الوادي."
STORIES = (
    (
        "سيول الربيع تغلق جسر الوادي",
        "غمرت المياه الجسر القديم وقطعت الطريق بين القريتين، ولم يصب أحد بأذى حتى الآن.",
    ),
    (
        "مهرجان العسل يفتح أبوابه",
        "يشارك في المهرجان ستون نحالا من قرى الجبل، ويستمر أسبوعا كاملا مع سوق للأطفال.",
    ),
    (
        "مدرسة جديدة في الحي الشرقي",
        "تتسع المدرسة لستمئة تلميذ وفيها مختبران وملعب مسقوف، وتفتح أبوابها في الخريف.",
    ),
    (
        "عودة القطار إلى المحطة القديمة",
        "ينقل القطار ألفي راكب في اليوم بين المدينة والساحل، وثمن التذكرة دينار واحد.",
    ),
    (
        "البلدية تزرع ألف شجرة بلوط",
        "يشارك تلاميذ المدارس في الزراعة كل خميس، وتسقى الأشجار من مياه العين القديمة.",
    ),
)


def outcome(inner: str, url: str, head: str = "") -> str:
    html = f"<html><head><title>صحيفة الجبل</title>{head}</head><body>{inner}</body></html>"
    found = extract(html.encode(), url, Site.generic(url), fetched_at=NOW)
    return found.reason or "article"


def cards(opening: str = "<div>", closing: str = "</div>") -> str:
    return "".join(
        f"{opening}<a href='/n/{n}'><h3>{title}</h3></a><p>{text}</p><time>2{n} أبريل 2026</time>{closing}"
        for n, (title, text) in enumerate(STORIES)
    )


@pytest.mark.parametrize("url", ["https://jabal.example/category/mahalli", "https://jabal.example/n/x"])
def test_a_section_with_long_leads_is_a_hub(url: str) -> None:
    assert outcome(f"<h1>محليات</h1><div>{cards()}</div>", url) == "hub"


def test_a_section_whose_first_story_is_long_is_a_hub() -> None:
    first = f"<div><h1><a href='/n/99'>أمطار غزيرة تغلق طرق الجبل والمدارس تتعطل غدا</a></h1><time>22 أبريل 2026</time>{f'<p>{LEAD}</p>' * 3}</div>"
    assert outcome(first + cards(), "https://jabal.example/n/x") == "hub"


def test_an_article_with_links_between_its_paragraphs_is_an_article() -> None:
    inner = "".join(
        f"<p>{text}</p><p><a href='/n/{n}'>اقرأ أيضا: {title}</a></p>"
        for n, (title, text) in enumerate(STORIES)
    )
    head = "<meta property='article:published_time' content='2026-04-21T10:00:00Z'>"
    url = "https://jabal.example/2026/04/21/sayl"
    assert outcome(f"<h1>سيول الربيع تغلق جسر الوادي القديم</h1><div>{inner}</div>", url, head) == "article"
    inner = "".join(
        f"<div><p>{text} <a href='/n/{n}'>{title}</a></p></div>" for n, (title, text) in enumerate(STORIES)
    )
    assert outcome(f"<h1>سيول الربيع تغلق جسر الوادي القديم</h1><div>{inner}</div>", url, head) == "article"


def test_a_headline_that_links_to_its_own_page_is_an_articles() -> None:
    url = "https://jabal.example/n/x"
    inner = f"<h1><a href='/n/x'>أمطار غزيرة تغلق طرق الجبل</a></h1><time>22 أبريل 2026</time><div>{f'<p>{LEAD}</p>' * 3}</div>"
    assert outcome(inner, url) == "article"


def test_an_album_of_pictures_is_a_hub() -> None:
    figures = "".join(
        f"<figure><a href='/album/{n}'><img src='/{n}.jpg'></a><figcaption>{title} ({n} صورة) - تصوير: سليم عودة</figcaption></figure>"
        for n, (title, _) in enumerate(STORIES)
    )
    assert (
        outcome(
            f"<div>22 أبريل 2026 - 20:41</div><h1>ألبومات الصور</h1>{figures}",
            "https://jabal.example/pictures",
        )
        != "article"
    )


@pytest.mark.parametrize(
    ("url", "head", "inner"),
    [
        ("https://jabal.example/p/salim", "<meta property='og:type' content='profile'>", f"<h1>سليم عودة</h1><time>22 أبريل 2026</time><p>{LEAD}</p><p>{LEAD}</p><p>{LEAD}</p>"),
        ("https://jabal.example/n/771203", "", f"<h1>تسجيل الدخول</h1><time>22 أبريل 2026</time><p>يرجى {LEAD}</p>"),
        ("https://jabal.example/?s=nahl", "", f"<h1>نتائج البحث عن نحل</h1><time>22 أبريل 2026</time>{f'<p>{LEAD}</p>' * 3}"),
        (
            "https://jabal.example/rates",
            "",
            "<h1>العملات اليوم في الأسواق</h1><time>22 أبريل 2026</time><table>" + "<tr><td>دينار الجبل القديم</td><td>48.20</td><td>48.34</td></tr>" * 12 + "</table>",
        ),
    ],
)  # fmt: skip
def test_persons_services_searches_and_rates_are_no_articles(url: str, head: str, inner: str) -> None:
    assert outcome(inner, url, head) in ("no-article", "hub")


def test_a_report_with_a_table_is_an_article() -> None:
    table = "<table>" + "<tr><td>عيار أربعة وعشرين</td><td>5383</td><td>5354</td></tr>" * 12 + "</table>"
    inner = f"<h1>أسعار الذهب تتراجع في أسواق الجبل اليوم</h1><time>22 أبريل 2026</time><p>{LEAD}</p>{table}<p>{LEAD}</p>"
    assert (
        outcome(inner, "https://jabal.example/economy/770214/gold-prices-today-in-the-markets") == "article"
    )

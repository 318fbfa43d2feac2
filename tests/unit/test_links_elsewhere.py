"""Links of a labelled box that lead to other sites: told as similar articles, never asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import Extraction, extract
from crawler.site import Site

SITE = "https://www.collected.example"
PARAGRAPHS = [
    "وصل وفد من خبراء الآثار إلى المدينة القديمة لمعاينة الجدران التي كشفتها السيول في الأسبوع الماضي.",
    "وقال رئيس الوفد إن الجدران تعود إلى القرن السابع، وإن أعمال التنقيب ستبدأ فور انتهاء موسم الأمطار.",
]
HERE = ("/article/512346", "خبراء يكشفون عن نقوش نادرة في جدران المدينة القديمة")
THERE = (
    "https://www.sahifa.example/news/2026/11/20/733412",
    "السيول تكشف عن جدران أثرية في قلب المدينة القديمة",
)


def read(box: str) -> Extraction:
    html = (
        "<html lang='ar'><body><h1>وفد من خبراء الآثار يعاين جدران المدينة القديمة</h1>"
        f"<div class='t'>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</div>{box}</body></html>"
    )
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return extract(html.encode(), f"{SITE}/article/512345", Site.generic(SITE), fetched_at=now)


def box(*links: tuple[str, str], label: str = "مقالات مشابهة", more: str = "", attrs: str = "") -> str:
    items = "".join(f"<li><a {attrs}href='{href}'>{title}</a></li>" for href, title in links)
    return f"<div><h3>{label}</h3>{more}<ul>{items}</ul></div>"


def similar(extraction: Extraction) -> list[tuple[str, str]]:
    assert extraction.article is not None
    return [(one.url, one.relation) for one in extraction.article.similar]


def test_articles_of_other_sites_are_told_and_not_asked_for() -> None:
    got = read(box(HERE, THERE))
    assert similar(got) == [(SITE + HERE[0], "similar"), (THERE[0], "similar")]
    assert [one.url for one in got.links] == [SITE + HERE[0]]


def test_read_also_on_another_site() -> None:
    got = read(f"<p><b>إقرأ أيضاً:</b> <a href='{THERE[0]}'>{THERE[1]}</a></p>")
    assert similar(got) == [(THERE[0], "read_also")]
    assert got.links == []


@pytest.mark.parametrize(
    "advertisement",
    [
        box(THERE, label="من حول الويب"),
        box(THERE, more="<span>إعلان ممول</span>"),
        box(THERE, attrs="rel='sponsored nofollow' "),
        f"<div class='taboola-widget'>{box(THERE, label='قد يعجبك أيضا')}</div>",
        f"<div class='sponsored'>{box(THERE)}</div>",
        box((f"{THERE[0]}?utm_source=taboola&utm_medium=referral", THERE[1])),
        box(("https://ads.sahifa.example/news/2026/11/20/733412", THERE[1])),
        box(("https://www.facebook.com/sahifa/posts/733412", THERE[1])),
        box(("https://play.google.com/store/apps/details?id=733412", "حمل تطبيق الصحيفة من متجر التطبيقات")),
        box(("https://www.sahifa.example/", "صحيفة من صحف المدينة القديمة")),
        box((THERE[0], "الصحيفة")),
        f"<div class='x'><p>{PARAGRAPHS[0]}</p><a href='{THERE[0]}'>{THERE[1]}</a></div>",
    ],
)
def test_what_is_no_similar_article(advertisement: str) -> None:
    assert similar(read(advertisement)) == []

"""Ten pages, each with one thing that readers of Arabic news pages get wrong. Our own texts.

`Trap.misses(prediction)` says what is wrong, so that the benchmark can ask the same of other tools.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

HEADLINE = "المجلس البلدي يقر خطة جديدة لتنظيم مواقف السيارات وسط المدينة"
BODY = (
    "أقر المجلس البلدي في جلسته أمس خطة جديدة لتنظيم مواقف السيارات وسط المدينة، تبدأ مرحلتها الأولى"
    " مطلع الشهر المقبل وتشمل أربعة شوارع رئيسية.",
    "وقال رئيس المجلس إن الخطة تضيف ثمانمئة موقف، وتخصص ربعها لسكان الأحياء المجاورة الذين اشتكوا طويلا"
    " من ازدحام شوارعهم.",
    "وتنص الخطة على رسوم رمزية في ساعات الذروة، يعود ريعها إلى صيانة الأرصفة وزراعة الأشجار على جانبي"
    " الطريق.",
    "ويرى أصحاب المحال أن القرار جاء متأخرا، لكنه يعيد إلى السوق زبائن هجروه بسبب صعوبة الوقوف.",
)
OTHER = "أصحاب المحال يطالبون بتأجيل إغلاق شارع النهر أمام السيارات"
_MARKS = re.compile("[\u064b-\u065f\u0640\u200e\u200f]")


def plain(text: str | None) -> str:
    """Fold a text for comparison."""
    text = unicodedata.normalize("NFKC", _MARKS.sub("", text or ""))
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


@dataclass(frozen=True)
class Trap:
    """A page, and what must be found on it: a field's value, or a judgement of it."""

    name: str
    html: bytes
    wanted: Mapping[str, Any]
    encoding: str | None = None
    judged: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"https://www.trap-{self.name.replace('_', '-')}.example/news/2024/5/31{len(self.name):02}77"

    def misses(self, found: Mapping[str, Any]) -> list[str]:
        """Return what is wrong in a prediction: nothing when the page was read right."""
        out = []
        for name, value in self.wanted.items():
            got = found.get(name)
            if isinstance(got, dict):
                got = got.get("name")
            if isinstance(value, list):
                right = sorted(map(plain, got or [])) == sorted(map(plain, value))
            elif name.endswith("_at"):
                right = (got or None) is None if value is None else (got or "")[: len(value)] == value
            else:
                right = plain(got) == plain(value)
            if not right:
                out.append(f"{name}: {got!r} is not {value!r}")
        out += [f"{n}: {found.get(n)!r}" for n, judge in self.judged.items() if not judge(found.get(n))]
        return out


def page(
    *,
    before: str = "",
    body: str | None = None,
    after: str = "",
    head: str = "",
    lang: str = "ar",
    h1: str = HEADLINE,
) -> str:
    """Return a page with the usual furniture about an article."""
    text = body if body is not None else "".join(f"<p>{p}</p>" for p in BODY)
    return (
        f'<!DOCTYPE html><html lang="{lang}" dir="rtl"><head><title>{HEADLINE} | جريدة الساحة</title>{head}'
        '</head><body><header><a href="/">جريدة الساحة</a><nav><a href="/politics">سياسة</a> '
        '<a href="/economy">اقتصاد</a> <a href="/sport">رياضة</a></nav></header>'
        f'<main><article><h1>{h1}</h1>{before}<div class="text">{text}</div>{after}</article></main>'
        "<footer>جميع الحقوق محفوظة لجريدة الساحة</footer></body></html>"
    )


def _has_body(extra: str = "") -> Callable[[Any], bool]:
    """The whole text and nothing of `extra`."""

    def judge(body: Any) -> bool:
        found = plain(body)
        return all(plain(p) in found for p in BODY) and (not extra or plain(extra) not in found)

    return judge


def _is_german_agency(source: Any) -> bool:
    name = plain(source.get("name") if isinstance(source, dict) else source)
    return "الألمانية" in name or "د ب أ" in name


def _paragraphs(*extra: tuple[int, str]) -> str:
    out = [f"<p>{p}</p>" for p in BODY]
    for place, markup in extra:
        out.insert(place, markup)
    return "".join(out)


_DATE = '<div class="info">نشر في 31 مايو 2024 - 10:15 ص</div>'
TRAPS = (
    Trap(
        "inline_read_also",
        page(
            before=_DATE,
            body=_paragraphs(
                (2, f'<p><strong>اقرأ أيضاً:</strong> <a href="/news/2024/5/319001">{OTHER}</a></p>')
            ),
        ).encode(),
        {"headline": HEADLINE},
        judged={"body": _has_body(OTHER)},
    ),
    Trap(
        "comma_tags",
        page(
            before=_DATE, after="<p>كلمات دلالية: المجلس البلدي، مواقف السيارات، وسط المدينة، رسوم</p>"
        ).encode(),
        {"tags": ["المجلس البلدي", "مواقف السيارات", "وسط المدينة", "رسوم"]},
    ),
    Trap(
        "byline_verb",
        page(before=f'<div class="by">كتبت: سميرة عبد الحليم وخالد منصور</div>{_DATE}').encode(),
        {"authors": ["سميرة عبد الحليم", "خالد منصور"]},
    ),
    Trap(
        "wire_dateline",
        page(
            before=_DATE, body=f"<p>عواصم - (رويترز): {BODY[0]}</p>" + _paragraphs()[len(BODY[0]) + 7 :]
        ).encode(),
        {"source": "رويترز", "authors": []},
    ),
    Trap(
        "source_line",
        page(before=_DATE, body=_paragraphs((4, "<p>المصدر: وكالة الأنباء الألمانية (د ب أ)</p>"))).encode(),
        {"authors": []},
        judged={
            "body": _has_body("المصدر"),
            "source": _is_german_agency,
        },
    ),
    Trap(
        "maghreb_month",
        page(before='<div class="info">الجمعة 8 فيفري 2019 - 21:40</div>', lang="ar-TN").encode(),
        {"published_at": "2019-02-08"},
    ),
    Trap(
        "hijri",
        page(before='<div class="info">الأربعاء 11 شوال 1441هـ</div>', lang="ar-SA").encode(),
        {"published_at": "2020-06-03"},
    ),
    Trap(
        "no_day_stated",
        page(
            head='<meta property="article:published_time" content="مايو 2024">',
            before='<div class="info">عدد مايو 2024</div>',
        ).encode(),
        {"published_at": None, "headline": HEADLINE},
    ),
    Trap(
        "local_time_as_utc",
        page(
            head='<meta property="article:published_time" content="2024-05-31T09:23:00Z">',
            before='<span class="date">الجمعة، 31 مايو 2024 09:23 ص</span>',
            lang="ar-EG",
        ).encode(),
        {"published_at": "2024-05-31T09:23:00+03:00"},
    ),
    Trap(
        "windows_1256_undeclared",
        page(before='<div class="info">31 أيار 2024</div>', lang="ar-LB").encode("cp1256"),
        {"headline": HEADLINE, "published_at": "2024-05-31"},
        judged={"body": _has_body()},
    ),
)

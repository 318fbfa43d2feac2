"""Sites without an end: links that are new with every visit, lists that repeat themselves for ever."""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

HOME = "http://matahat.example"
STORIES = range(500, 515)
WORDS = [
    "المدينة",
    "الجسر",
    "السوق",
    "الميناء",
    "الملعب",
    "المكتبة",
    "الحديقة",
    "الجامعة",
    "المصنع",
    "المطار",
    "القرية",
    "الشارع",
    "المستشفى",
    "المدرسة",
    "المتحف",
    "افتتح",
    "أعلن",
    "أكد",
    "وسع",
    "رمم",
    "نقل",
    "بدأ",
    "أنهى",
    "درس",
    "ناقش",
    "وقع",
    "زار",
    "سلم",
    "طور",
    "جهز",
    "راجع",
    "أمس",
    "اليوم",
    "غدا",
    "صباحا",
    "مساء",
]


def _title(number: int) -> str:
    return " ".join(random.Random(number).sample(WORDS, 7))


def _link(number: int, note: str) -> str:
    return f"<h3><a href='/news/2026/11/20/{number}{note}'>{_title(number)}</a></h3>"


def _page(title: str, inner: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<html lang="ar"><head>{head}</head><body><h1>{title}</h1>{inner}</body></html>'.encode()


def _answer(path: str, query: str, visit: int) -> bytes | None:
    if path == "/":
        lists = "<a href='/section'>أخبار</a> <a href='/calendar?date=2026-11-20'>التقويم</a>"
        return _page("المتاهات", lists + "".join(_link(n, "") for n in STORIES[:10]))
    if path == "/section":
        number = int((re.search(r"page=(\d+)", query) or [0, 1])[1])
        further = f"<a rel='next' href='/section?page={number + 1}'>التالي</a>"
        return _page("أخبار", "".join(_link(n, "") for n in STORIES[5:]) + further)
    if path == "/calendar":
        day = int(query[-2:]) % 28 + 1
        return _page("التقويم", f"<a href='/calendar?date=2026-{day % 12 + 1:02}-{day:02}'>اليوم السابق</a>")
    if found := re.fullmatch(r"/news/2026/11/20/(\d+)", path):
        number = int(found[1])
        chosen = random.Random(number)
        body = "".join(f"<p>{' '.join(chosen.choices(WORDS, k=35))}.</p>" for _ in range(4))
        when = "<time datetime='2026-11-20T10:00:00+03:00'>20 نوفمبر 2026</time>"
        near = "".join(_link(n, f"?v={visit * 100 + n}") for n in chosen.sample(STORIES, 3))
        return _page(_title(number), f"<article>{when}{body}</article><h4>مقالات ذات صلة</h4><ul>{near}</ul>")
    return None


@pytest.fixture
def matahat(serve_site: Any) -> Any:
    def answer(target: str, asked: Counter[str]) -> tuple[int, bytes, dict[str, str]]:
        parts = urlsplit(target)
        body = _answer(parts.path, parts.query, asked.total())
        return (404, b"", {}) if body is None else (200, body, {})

    return serve_site(HOME + "/", answer, named=lambda target: urlsplit(target).path)


def test_a_site_without_an_end_is_read_to_its_end(
    matahat: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    stop = ("-s", "CLOSESPIDER_PAGECOUNT=600")
    run = crawl(matahat, "crawl", "news", "-a", f"url={matahat.urls}", *stop, data=data)
    assert run.returncode == 0, run.stderr
    assert "ended by" not in run.stderr
    stories = {line["headline"] for line in (*lines(data), *lines(data, "duplicates"))}
    assert stories == {_title(number) for number in STORIES}
    assert matahat.asked["/section"] <= 3
    assert matahat.asked["/calendar"] <= 3
    # Each of the stories names three others once, under addresses that were never seen.
    assert sum(matahat.asked.values()) <= 5 * len(STORIES) + 10

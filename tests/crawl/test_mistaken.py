"""A page whose address looks like a section's and that is an article is read as one."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HOME = "http://minbar.example/"
TEXT = [
    "افتتحت بلدية المدينة صباح اليوم مكتبة عامة في المبنى القديم للبريد بعد ثلاث سنوات من أعمال الترميم.",
    "وتضم المكتبة عشرين ألف كتاب وقاعة للأطفال وركنا لترميم المخطوطات، وتفتح أبوابها من الصباح حتى المساء.",
    "وقال مدير المكتبة إن الاشتراك مجاني في السنة الأولى، وإن حافلة صغيرة تنقل الكتب إلى القرى البعيدة.",
]


def _page(title: str, inner: str, head: str = "") -> bytes:
    html = f'<html lang="ar"><head><meta charset="utf-8"><title>{title} | المنبر</title>{head}</head>'
    return f"{html}<body><nav><a href='/'>المنبر</a></nav>{inner}</body></html>".encode()


def _article(title: str, *, stated: bool) -> bytes:
    data = {
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": "2026-11-20T10:00:00+03:00",
        "author": {"@type": "Person", "name": "سلمى الخطيب"},
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>' if stated else ""
    date = "<time datetime='2026-11-20T10:00:00+03:00'>20 نوفمبر 2026</time>"
    text = "".join(f"<p>{title}: {paragraph}</p>" for paragraph in TEXT)
    return _page(title, f"<article><h1>{title}</h1>{date}{text}</article>", head)


def _world() -> dict[str, bytes]:
    listed = {
        f"/news/2026/11/20/{number}": f"خبر من أخبار المدينة رقم {number} لهذا اليوم"
        for number in range(61001, 61009)
    }
    hub = "".join(f"<h3><a href='{path}'>{title}</a></h3>" for path, title in listed.items())
    links = "<a href='/culture'>ثقافة</a> <a href='/culture/library'>المكتبة</a> <a href='/local'>محليات</a>"
    world = {path: _article(title, stated=True) for path, title in listed.items()}
    # A section that states its first story is a section still.
    first = {"@type": "NewsArticle", "headline": "خبر", "url": HOME + "news/2026/11/20/61001"}
    data = f'<script type="application/ld+json">{json.dumps(first)}</script>'
    world["/"] = _page("المنبر", f"{links}{hub}")
    world["/culture"] = _page("ثقافة", f"<h1>ثقافة</h1>{hub}", data)
    world["/culture/library"] = _article("مكتبة عامة جديدة في مبنى البريد القديم", stated=True)
    world["/local"] = _article("حافلة الكتب تصل إلى القرى البعيدة مرتين في الأسبوع", stated=False)
    return world


@pytest.fixture
def minbar(serve_site: Any) -> Any:
    world = _world()

    def answer(target: str, asked: Counter[str]) -> tuple[int, bytes, dict[str, str]]:
        body = world.get(target)
        return (404, b"", {}) if body is None else (200, body, {})

    return serve_site(HOME, answer)


def test_an_article_that_was_taken_for_a_hub(minbar: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for _ in range(2):
        run = crawl(minbar, "crawl", "news", "-a", f"url={HOME}", data=data)
        assert run.returncode == 0, run.stderr
    told = json.loads(crawl(minbar, "ledger", "--json", data=data).stdout)["sites"][0]
    assert told["balanced"]
    every = {article["url"] for article in [*lines(data), *lines(data, "duplicates")]}
    assert HOME + "culture/library" in every
    assert HOME + "local" in every
    assert HOME + "culture" not in every
    assert len(every) == told["stored"] + told["duplicate"] == 10
    # In the second run it is an article that is stored, and the section a section.
    assert minbar.asked["/culture/library"] == minbar.asked["/local"] == 1
    assert minbar.asked["/culture"] == 2

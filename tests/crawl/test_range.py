"""`-a since= -a until=`: the articles of some days out of a long archive, without reading all of it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

HOME = "http://khazana.example"
LAST = date(2026, 10, 31)
DAYS = [LAST - timedelta(days=back) for back in range(300)]  # three articles each
PLACES = ("الميناء", "السوق", "الملعب")


def _title(day: date, number: int) -> str:
    return f"أعمال جديدة في {PLACES[number]} يوم {day.day} من الشهر {day.month}"


def _address(day: date, number: int) -> str:
    # Only every third address tells its day.
    return f"/{day:%Y/%m/%d}/story-{number}" if number == 0 else f"/story/{day.toordinal() * 10 + number}"


def _page(title: str, inner: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f'<html lang="ar"><head>{head}</head><body><h1>{title}</h1>{inner}</body></html>'.encode()


def _article(day: date, number: int) -> bytes:
    title = _title(day, number)
    text = "".join(
        f"<p>{title}: {words} في {PLACES[number]} بتاريخ {day.isoformat()} وفق ما أعلنت البلدية.</p>"
        for words in (
            "بدأت الفرق العمل منذ الصباح الباكر",
            "واستقبلت الإدارة مئات الزوار",
            "وتستمر الأعمال أسبوعين",
        )
    )
    when = f"<time datetime='{day}T10:00:00+03:00'>{day}</time>"
    return _page(title, f"<article>{when}{text}</article>")


def _links(days: list[date], numbers: tuple[int, ...]) -> str:
    return "".join(
        f"<h3><a href='{_address(day, number)}'>{_title(day, number)}</a></h3>"
        for day in days
        for number in numbers
    )


def _answer(path: str) -> bytes | None:
    """Story 0 of a day is in a sitemap by month, 1 in the list of its day, 2 in a list by pages."""
    if path == "/robots.txt":
        return f"User-agent: *\nAllow: /\nSitemap: {HOME}/sitemap.xml\n".encode()
    if path == "/":
        lists = f"<a href='/archive/{LAST}'>الأرشيف</a> <a href='/news'>أخبار</a>"
        return _page("الخزانة", lists + _links(DAYS[:2], (0, 1, 2)))
    if path == "/sitemap.xml":
        months = sorted({f"{day:%Y-%m}" for day in DAYS})
        parts = "".join(f"<sitemap><loc>{HOME}/sitemap-{month}.xml</loc></sitemap>" for month in months)
        return f"<sitemapindex>{parts}</sitemapindex>".encode()
    if found := re.fullmatch(r"/sitemap-(\d{4}-\d\d)\.xml", path):
        urls = "".join(
            f"<url><loc>{HOME}{_address(day, 0)}</loc></url>" for day in DAYS if f"{day:%Y-%m}" == found[1]
        )
        return f"<urlset>{urls}</urlset>".encode()
    if (found := re.fullmatch(r"/archive/(\d{4}-\d\d-\d\d)", path)) and (
        day := date.fromisoformat(found[1])
    ) in DAYS:
        earlier = f"<a href='/archive/{day - timedelta(days=1)}'>اليوم السابق</a>"
        return _page("أرشيف", _links([day], (1,)) + earlier)
    if found := re.fullmatch(r"/news(?:\?page=(\d+))?", path):
        number = int(found[1] or 1)
        further = f"<a rel='next' href='/news?page={number + 1}'>التالي</a>"
        return _page("أخبار", _links(DAYS[number * 10 - 10 : number * 10], (2,)) + further)
    by_address = {_address(day, number): (day, number) for day in DAYS for number in range(3)}
    return _article(*by_address[path]) if path in by_address else None


@pytest.fixture
def khazana(serve_site: Any) -> Any:
    def answer(target: str, asked: Counter[str]) -> tuple[int, bytes, dict[str, str]]:
        body = _answer(target)
        kind = {"Content-Type": "application/xml"} if "sitemap" in target else {}
        return (404, b"", kind) if body is None else (200, body, kind)

    return serve_site(HOME + "/", answer)


def _crawled(crawl: Any, site: Any, data: Path, since: str, until: str) -> Any:
    days = ("-a", f"since={since}", "-a", f"until={until}")
    run = crawl(site, "crawl", "news", "-a", f"url={site.urls}", *days, data=data)
    assert run.returncode == 0, run.stderr
    return run


def test_some_days_of_an_archive(khazana: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    _crawled(crawl, khazana, data, "2026-10-10", "2026-10-12")
    held = [line["url"].removeprefix(HOME) for line in (*lines(data), *lines(data, "duplicates"))]
    wanted = [date(2026, 10, number) for number in (10, 11, 12)]
    assert sorted(held) == sorted(_address(day, number) for day in wanted for number in range(3))
    asked = set(khazana.asked)
    assert {path for path in asked if path.startswith("/sitemap-")} == {"/sitemap-2026-10.xml"}
    assert {path for path in asked if path.startswith("/archive/")} == {f"/archive/{day}" for day in wanted}
    pages = [path for path in asked if path.startswith("/news")]
    assert len(pages) <= 6, "the list is left where the days wanted lie behind"
    assert len(asked) < 120, "of 900 articles"

    # Older days: what the first run passed over is not lost.
    before = sum(khazana.asked.values())
    _crawled(crawl, khazana, data, "2026-09-01", "2026-09-02")
    held = [line["url"].removeprefix(HOME) for line in (*lines(data), *lines(data, "duplicates"))]
    wanted += [date(2026, 9, number) for number in (1, 2)]
    assert sorted(held) == sorted(_address(day, number) for day in wanted for number in range(3))
    assert sum(khazana.asked.values()) - before < 150


def test_days_without_an_article_are_said(khazana: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = _crawled(crawl, khazana, data, "2026-11-05", "2026-11-07")
    assert "Nothing new from 2026-11-05 to 2026-11-07 was found." in run.stderr
    assert lines(data) == []

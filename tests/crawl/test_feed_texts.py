"""A page without text, whose feed holds the whole of it, is stored from the feed; nothing else is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HOME = "http://rawafid.example/"
TEXT = [
    "أنجزت فرق الصيانة في محافظة الروافد أعمال ترميم الجسر القديم الذي يربط ضفتي النهر بعد توقف دام سنتين.",
    "وذكر مدير الطرق أن الجسر صار يتحمل ضعف ما كان يتحمله، وأن ممرا للمشاة أضيف إليه من الجهة الشرقية.",
    "ويفتح الجسر أمام الحافلات مطلع الشهر المقبل، على أن تمر الشاحنات من الطريق الدائري حتى نهاية العام.",
    "وكان سكان القرى المجاورة قد طالبوا بإعادة فتحه منذ الفيضان الذي جرف دعامتين من دعاماته الأربع.",
]


def _paragraphs(number: int, word: str = "") -> str:
    return "".join(f"<p>{text} ({number}{word})</p>" for text in TEXT)


def _title(number: int) -> str:
    return f"ترميم الجسر القديم على نهر الروافد المرحلة {number}"


def _page(number: int, inner: str) -> bytes:
    head = f'<meta charset="utf-8"><title>{_title(number)}</title>'
    return f'<html lang="ar"><head>{head}</head><body><h1>{_title(number)}</h1>{inner}</body></html>'.encode()


def _address(number: int) -> str:
    return f"/news/2026/11/20/{number}"


def _world() -> dict[str, tuple[int, bytes]]:
    items = {
        71: _paragraphs(71),
        72: _paragraphs(72, " من التغذية"),
        73: _paragraphs(73),
        74: _paragraphs(74),
    }
    items[75] = f"<p>{TEXT[0]} […]</p>"
    entries = "".join(
        f"<item><title>{_title(number)}</title><link>{HOME.rstrip('/')}{_address(number)}</link>"
        "<pubDate>Fri, 20 Nov 2026 10:15:00 +0300</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        for number, text in items.items()
    )
    feed = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>الروافد</title>{entries}</channel></rss>"
    )
    dated = "<time datetime='2026-11-20T10:15:00+03:00'>20 نوفمبر 2026</time>"
    home = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    return {
        "/": (200, f'<html lang="ar"><head><title>الروافد</title>{home}</head><body></body></html>'.encode()),
        "/feed": (200, feed.encode()),
        _address(71): (200, _page(71, "<p>فيديو</p>")),
        _address(72): (200, _page(72, f"<article>{dated}{_paragraphs(72)}</article>")),
        _address(73): (200, _page(73, "<p>هذا المحتوى للمشتركين</p>")),
        _address(74): (403, b"forbidden"),
        _address(75): (200, _page(75, "")),
    }


@pytest.fixture
def rawafid(serve_site: Any) -> Any:
    world = _world()

    def answer(target: str, asked: Counter[str]) -> tuple[int, bytes, dict[str, str]]:
        kind = {"Content-Type": "application/rss+xml"} if target.endswith("/feed") else {}
        return (*world.get(target, (404, b"")), kind)

    return serve_site(HOME, answer)


def test_a_page_without_text_is_stored_from_its_feed(
    rawafid: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run = crawl(rawafid, "crawl", "news", "-a", f"url={HOME}", data=data)
    assert run.returncode == 0, run.stderr
    held = {line["url"].rpartition("/")[2]: line for line in (*lines(data), *lines(data, "duplicates"))}
    assert set(held) == {"71", "72"}, "never around a paywall or a refusal, and no summary"
    assert held["71"]["body"].count("(71)") == len(TEXT)
    assert held["71"]["provenance"]["body"] == "feed"
    assert held["71"]["published_at"] == "2026-11-20T10:15:00+03:00"
    assert "التغذية" not in held["72"]["body"], "the page's own text is the better one"
    assert held["72"]["provenance"]["body"] != "feed"

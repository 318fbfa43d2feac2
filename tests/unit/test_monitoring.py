"""What a person sees of a run: the line, the account, and Arabic inside both."""

from __future__ import annotations

import io
import json
import logging
import os
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import MemoryStatsCollector

from crawler.monitoring.bidi import isolate, shorten
from crawler.monitoring.counts import Counts
from crawler.monitoring.progress import Progress, line
from crawler.monitoring.summary import Summary, as_text, summary

VISITS = Counter(
    {
        "article/stored": 250,
        "article/duplicate": 12,
        "article/duplicate/near": 9,
        "article/duplicate/exact": 3,
        "article/rejected": 20,
        "article/rejected/validate/no-body": 11,
        "article/rejected/robots": 9,
        "article/failed": 4,
        "article/failed/timeout": 4,
        "hub/done": 30,
    }
)


def test_arabic_is_isolated_and_cannot_steer_the_terminal() -> None:
    assert isolate("خبر") == "\u2068خبر\u2069"
    assert isolate("news 5") == "news 5"
    assert isolate("a\x1b[2Jb\u202ec\nd") == "a [2Jb c d"
    assert isolate("\u2068خبر\u2069") == "\u2068خبر\u2069"


@given(st.text(max_size=80), st.integers(2, 40))
def test_shortened_text_fits(text: str, width: int) -> None:
    short = shorten(text, width)
    assert len(short) <= len(text) + 1
    assert short == text or short.endswith("…")


def test_wide_and_combining_letters_are_measured() -> None:
    assert shorten("مُحَمَّد", 4) == "مُحَمَّد"
    assert shorten("新聞新聞", 5) == "新聞…"


def test_counts_are_read_with_their_reasons() -> None:
    counts = Counts.read(VISITS)
    assert counts.outcomes["stored"] == 250
    assert counts.why("rejected") == "validate/no-body 11, robots 9"
    assert counts.why("rejected", most=1) == "validate/no-body 11, others 9"
    assert counts.why("blocked") == ""


def test_the_line() -> None:
    said = line(Counts.read(VISITS), pages=300, seconds=150.0, active=7)
    assert said == ("2:30 · 300 pages · 2.0/s · stored 250 · duplicates 12 · rejected 20 · failed 4 · open 7")
    assert line(Counts(), pages=0, seconds=0.0, active=0).startswith("0:00 · 0 pages · 0.0/s · stored 0")
    assert line(Counts(), pages=0, seconds=3661.0, active=0).startswith("1:01:01")


def test_the_account() -> None:
    said = summary(
        Counts.read(VISITS),
        sites=["elbalad"],
        pages=316,
        seconds=95.4,
        reason="finished",
        files=[Path("data/articles/elbalad/2026-11-23.jsonl")],
    )
    assert said.splitlines() == [
        "elbalad: 316 pages in 95 s",
        "  stored         250",
        "  duplicates      12  near 9, exact 3",
        "  rejected        20  validate/no-body 11, robots 9",
        "  errors           4  timeout 4, another run tries them again",
        "  articles   data/articles/elbalad/2026-11-23.jsonl",
    ]


@pytest.mark.parametrize(
    ("given_up", "words"), [(0, "another run tries them again"), (1, "another run tries 3 again, 1 given up")]
)
def test_the_account_says_what_becomes_of_failures(given_up: int, words: str) -> None:
    counts = Counts.read({"article/failed": 4, "article/failed/timeout": 4, "given-up/article": given_up})
    said = summary(counts, sites=["a"], pages=1, seconds=1.0, reason="finished", files=[])
    assert said.splitlines()[-1] == f"  errors           4  timeout 4, {words}"


def test_the_account_of_looking_again() -> None:
    counts = Counts.read(
        {
            "article/gone": 1,
            "revisit/revision": 3,
            "revisit/unchanged": 60,
            "revisit/gone": 2,
            "revisit/gone/http-410": 2,
            "revisit/unread": 1,
            "revisit/unread/another-article": 1,
        }
    )
    said = summary(counts, sites=["a"], pages=9, seconds=1.0, reason="finished", files=[]).splitlines()
    assert "  gone             3  2 of them stored before" in said
    assert "  revisions        3" in said
    assert "  unchanged       60" in said
    assert "  unread           1  another-article 1" in said
    assert "revisions 3 · unchanged 60" in line(counts, pages=9, seconds=1.0, active=0)


def test_an_article_to_read() -> None:
    text = as_text(
        {
            "headline": "افتتاح المكتبة",
            "published_at": "2026-11-20T10:00:00+03:00",
            "authors": ["هدى"],
            "source": {"name": "وكالة المثال"},
            "url": "https://sada.example/1",
            "body": "فقرة أولى.\n\n" + "كلمة " * 400,
            "tags": ["ثقافة", "مكتبات"],
        }
    )
    assert text.splitlines()[0] == "\u2068افتتاح المكتبة\u2069"
    assert "\u2068المصدر: وكالة المثال\u2069" in text
    assert "…" in text
    assert text.splitlines()[-1] == "\u2068ثقافة\u2069 · \u2068مكتبات\u2069"
    assert as_text({}).strip() == ""


def _crawler(*, run: bool = True, **settings: Any) -> Any:
    frontier = SimpleNamespace(counts=VISITS) if run else None
    spider = SimpleNamespace(sites={"sada": None}, began=run, frontier=frontier)
    crawler: Any = SimpleNamespace(
        settings=Settings(settings),
        signals=SignalManager(),
        spider=spider,
        engine=SimpleNamespace(downloader=SimpleNamespace(active=[1, 2])),
    )
    crawler.settings.set("STATS_DUMP", False)
    crawler.stats = MemoryStatsCollector(crawler)
    return crawler


def test_the_summary_is_printed_whatever_the_log_level(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    crawler = _crawler(DATA_DIR=str(tmp_path), SUMMARY="article")
    extension = Summary.from_crawler(crawler)
    extension.wall = lambda: 5_000_000.0  # type: ignore[method-assign]
    extension.spider_opened()
    folder = tmp_path / "articles" / "sada"
    folder.mkdir(parents=True)
    for day, written in ((1, 4_999_000), (2, 5_000_007)):
        path = folder / f"2026-11-0{day}.jsonl"
        path.write_text(json.dumps({"headline": f"خبر {day}"}) + "\n", encoding="utf-8")
        os.utime(path, (written, written))
    for name, number in VISITS.items():
        crawler.stats.set_value(f"ledger/{name}", number)
    crawler.stats.set_value("finish_reason", "limit")
    extension.wall = lambda: 5_000_010.0  # type: ignore[method-assign]
    logging.disable(logging.CRITICAL)
    try:
        extension.engine_stopped()
    finally:
        logging.disable(logging.NOTSET)
    said = capsys.readouterr()
    assert said.out == ""
    assert "sada: 0 pages in 10 s, ended by limit" in said.err
    assert "2026-11-02.jsonl" in said.err
    assert "2026-11-01.jsonl" not in said.err
    assert "\u2068خبر 2\u2069" in said.err


@pytest.mark.parametrize("crawler", [_crawler(run=False), _crawler(SUMMARY="off")])
def test_there_is_no_summary_without_a_ledger(crawler: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Summary.from_crawler(crawler).engine_stopped()
    assert capsys.readouterr().err == ""


class _Terminal(io.StringIO):
    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def test_on_a_terminal_one_line_renews_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    terminal = _Terminal()
    progress = Progress(_crawler(), terminal)
    progress.monotonic = lambda: 30.0  # type: ignore[method-assign]
    progress.item_scraped(SimpleNamespace(headline="خبر \x1b[31mأول"))
    progress.tick()
    progress.tick()
    progress.spider_closed()
    assert "stored 250" in terminal.getvalue()
    assert "\u2068خبر [31mأول\u2069" in terminal.getvalue()


def test_elsewhere_it_is_lines_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    stream = io.StringIO()
    progress = Progress(_crawler(), stream)
    progress.monotonic = lambda: 30.0  # type: ignore[method-assign]
    with caplog.at_level(logging.INFO):
        progress.tick()
    progress.spider_closed()
    assert [record.message for record in caplog.records] == [
        "0:30 · 0 pages · 0.0/s · stored 250 · duplicates 12 · rejected 20 · failed 4 · open 2"
    ]
    assert stream.getvalue() == ""


def test_it_is_silent_where_there_is_no_ledger_or_no_wish(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        Progress(_crawler(run=False), io.StringIO()).tick()
    assert not caplog.records
    with pytest.raises(NotConfigured):
        Progress(_crawler(PROGRESS_EVERY=0))

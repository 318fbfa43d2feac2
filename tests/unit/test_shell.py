"""Pages that scripts fill: told from short ones, and what is remembered of them."""

from __future__ import annotations

import datetime
import json

import pytest

from crawler.extraction.page import Page
from crawler.extraction.shell import is_shell
from crawler.network import escalation as module
from crawler.network.escalation import FACT, Escalation
from crawler.site import Site

URL = "https://nahda.example/story/12345"
SITE = "nahda.example"
TEXT = "قال رئيس البلدية إن أعمال الترميم في السوق القديم تبدأ مطلع الشهر المقبل وتستمر عاما كاملا. " * 5
SCRIPT = "<script src='/main.js'></script>"


def page(body: str) -> Page:
    now = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
    html = f"<html><head><title>النهضة</title></head><body>{body}</body></html>"
    return Page.parse(html.encode(), URL, Site.generic(URL), fetched_at=now)


@pytest.mark.parametrize(
    ("body", "shell"),
    [
        (f"<div id='root'></div>{SCRIPT}", True),
        (f"<div id=app><div class=spinner>جار التحميل…</div></div>{SCRIPT}", True),
        (f"<nav><a href='/'>الرئيسية</a></nav><div id=__next></div>{SCRIPT}", True),
        (f"<app-root></app-root>{SCRIPT}", True),
        (
            f"<noscript>You need to enable <b>JavaScript</b> to run this app.</noscript><div></div>{SCRIPT}",
            True,
        ),
        (f"<noscript>يرجى تفعيل الجافا سكربت في متصفحك</noscript>{SCRIPT}", True),
        ("<div id='root'></div>", False),  # nothing would fill it
        (f"<div id=app><h1>خبر</h1><p>{TEXT}</p></div>{SCRIPT}", False),
        (f"<div id=root></div><article><p>{TEXT}</p></article>{SCRIPT}", False),
        (f"<p>فيديو قصير</p><noscript><img src='/pixel.gif'></noscript>{SCRIPT}", False),
        ("", False),
    ],
)
def test_a_shell(body: str, shell: bool) -> None:
    assert is_shell(page(body)) == shell


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_chromium", lambda: "/usr/bin/chromium")


@pytest.mark.usefixtures("chromium")
def test_one_page_shows_what_its_kind_needs() -> None:
    run = Escalation("auto", most=10, known={})
    assert not run.takes(SITE, URL)
    assert run.notice(SITE, URL)
    assert run.takes(SITE, "https://nahda.example/story/67890")
    assert not run.takes(SITE, "https://nahda.example/opinion/some-column")
    assert not run.takes("other.example", URL)
    fact = run.worked(SITE, URL)
    assert fact is not None
    assert run.worked(SITE, URL) is None  # known by now
    later = Escalation("auto", most=10, known=dict([fact]))
    assert later.takes(SITE, "https://nahda.example/story/11111")


@pytest.mark.usefixtures("chromium")
def test_a_kind_that_gives_nothing_in_the_browser_is_left() -> None:
    run = Escalation("auto", most=10, known={})
    for number in range(3):
        assert run.notice(SITE, URL)
        run.failed(SITE, f"https://nahda.example/story/1234{number}")
    assert not run.takes(SITE, URL)
    assert not run.notice(SITE, URL)


@pytest.mark.usefixtures("chromium")
def test_a_run_has_only_so_many_pages() -> None:
    run = Escalation("auto", most=2, known={FACT + SITE: json.dumps([module.shape(URL)])})
    assert [run.takes(SITE, URL) for _ in range(3)] == [True, True, False]
    assert run.spent
    assert not run.notice(SITE, URL)


@pytest.mark.parametrize("value", ["", "{", "7", "[1, null]", '{"a": 1}'])
@pytest.mark.usefixtures("chromium")
def test_a_damaged_memory_is_none(value: str) -> None:
    assert not Escalation("auto", most=2, known={FACT + SITE: value}).takes(SITE, URL)


def test_without_chromium_or_unasked_nothing_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_chromium", lambda: None)
    assert not Escalation("auto", most=9, known={}).notice(SITE, URL)
    monkeypatch.setattr(module, "find_chromium", lambda: "/usr/bin/chromium")
    assert not Escalation("marked", most=9, known={}).notice(SITE, URL)

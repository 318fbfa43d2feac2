"""Settings that cannot be meant are refused in a sentence, before anything starts."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings

from crawler import settings as ours
from crawler.wrong_settings import unread, wrong


def given(**settings: Any) -> Settings:
    read = Settings()
    read.setmodule(ours, priority="project")
    read.setdict(settings, priority="cmdline")
    return read


def test_what_is_right_passes() -> None:
    assert wrong(given()) is None
    right = {
        "CONCURRENT_REQUESTS": "4",
        "DOWNLOAD_DELAY": "0",
        "DOWNLOAD_TIMEOUT": "7.5",
        "RETRY_DELAYS": "0.1,30",
        "ROBOTSTXT_OBEY": "False",
        "LOG_LEVEL": "DEBUG",
        "PLAYWRIGHT_LAUNCH_OPTIONS": "{}",
        "FEEDS": '{"out.jsonl": {"format": "jsonlines"}}',
        "JOBDIR": "somewhere",
        "DEPTH_PRIORITY": "-1",
    }
    assert wrong(given(**right)) is None
    assert unread(given(**right)) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEDUP_POLYCY", "off", "Did you mean DEDUP_POLICY?"),
        ("data_dir", "x", "Did you mean DATA_DIR?"),
        ("DEDUP_POLICY", "Divert", "is one of divert, mark, off, not 'Divert'"),
        ("SUMMARY", "yes", "is one of on, off, article"),
        ("CONCURRENT_REQUESTS", "0", "takes a whole number from 1 on, not '0'"),
        ("CONCURRENT_REQUESTS", "many", "takes a whole number"),
        ("BROWSER_PAGES", "1.5", "takes a whole number from 0 on"),
        ("DOWNLOAD_DELAY", "-1", "takes a number from 0 on"),
        ("DOWNLOAD_DELAY", "nan", "takes a number from 0 on"),
        ("DOWNLOAD_TIMEOUT", "0", "takes a number above 0"),
        ("DOWNLOAD_MAXSIZE", "9" * 5000, "takes a whole number"),
        ("ROBOTSTXT_OBEY", "maybe", "takes 1 or 0, not 'maybe'"),
        ("RETRY_DELAYS", "5,soon", "takes seconds, separated by commas"),
        ("RETRY_DELAYS", "-5", "takes seconds, separated by commas"),
        ("DATA_DIR", " ", "names no folder"),
        ("LOG_LEVEL", "LOUD", "is one of DEBUG, INFO"),
        ("LOG_FILE", "/no/such/folder/log", "cannot be written"),
    ],
)
def test_what_is_wrong_is_told(name: str, value: str, words: str) -> None:
    sentence = wrong(given(**{name: value}))
    assert sentence is not None
    assert words in sentence


def test_a_name_that_nothing_reads() -> None:
    assert unread(given(SPEED="9", CONTACT="a@b.example")) == ["SPEED"]
    assert wrong(given(SPEED="9")) is None

"""What extraction does grows with the size of a page, not with its square: calls are counted, not seconds."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import extract
from crawler.refine import refine
from crawler.site import Site

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import floods

URL = "https://site.example/news/2025/4/21/7650001"
SITE = Site.generic(URL)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SMALL, TIMES = 24_000, 4
PAGES = floods.pages(SMALL)
LARGE = floods.pages(TIMES * SMALL)


def calls_of(page: bytes) -> int:
    """Return how many calls, of Python and of C, reading a page takes."""
    count = 0

    def profile(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        found = extract(page, URL, SITE, fetched_at=NOW)
        if found.article is not None:
            refine(found.article, SITE)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", PAGES)
def test_calls_grow_with_the_size(name: str) -> None:
    small, large = calls_of(PAGES[name]), calls_of(LARGE[name])
    assert large <= 1.6 * TIMES * small + 5_000

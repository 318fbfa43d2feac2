"""What addresses say of days, and what a run that wants some days makes of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.periods import STRETCH, Range, before, instead, outside_article, outside_sitemap

MAY = Range(date(2024, 5, 10), date(2024, 5, 12))
OPEN = Range(date(2024, 5, 10), None)
S = "https://www.nahda.example"


@pytest.mark.parametrize(
    ("path", "outside"),
    [
        ("/sitemap-2024-05.xml", False),
        ("/sitemap-2024-04.xml", True),
        ("/sitemap-2024-06.xml", True),
        ("/sitemaps/2024/05/11.xml.gz", False),
        ("/sitemaps/2024/05/08.xml", False),  # two days' slack
        ("/sitemaps/2024/05/07.xml", True),
        ("/post-sitemap_20240601.xml", True),
        ("/sitemap-202404.xml", True),
        ("/sitemap.xml?yyyy=2024&mm=5&dd=1", True),
        ("/sitemap.xml?yyyy=2024&mm=5&dd=11", False),
        ("/sitemap-2023.xml", False),  # a year, or a part's number
        ("/sitemap-17.xml", False),
        ("/sitemap-201.xml", False),
        ("/sitemap-2024-13.xml", False),
        ("/sitemap-2023-02-31.xml", False),
    ],
)
def test_sitemaps_of_other_days_are_left_out(path: str, outside: bool) -> None:
    assert outside_sitemap(S + path, MAY) == outside


@pytest.mark.parametrize(
    ("path", "outside"),
    [
        ("/2024/05/11/title", False),
        ("/2024/05/14/title", False),
        ("/2024/05/15/title", True),
        ("/news/2024-05-01/title", True),
        ("/2024/06/title", True),
        ("/2024/05/title", False),
        ("/news/elections-of-2021-03-01-again", False),
        ("/news/20210301", False),
    ],
)
def test_articles_of_other_days_are_left_out(path: str, outside: bool) -> None:
    assert outside_article(S + path, MAY) == outside


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/politics", None),
        ("/archive/2024-05-11", ["/archive/2024-05-11"]),
        ("/archive/2024-05-01", []),
        ("/archive/2026-11-23", ["/archive/2024-05-12", "/archive/2024-05-11", "/archive/2024-05-10"]),
        ("/2026/11/23/", ["/2024/05/12/", "/2024/05/11/", "/2024/05/10/"]),
        ("/2026/9/3/", ["/2024/5/12/", "/2024/5/11/", "/2024/5/10/"]),
        ("/2026/11/", ["/2024/05/"]),
        ("/list?date=2026-11-23&page=1", [f"/list?date=2024-05-{n}&page=1" for n in (12, 11, 10)]),
        ("/list?year=2026&month=11", ["/list?year=2024&month=05"]),
    ],
)
def test_archives_by_date_are_entered_where_the_range_is(path: str, asked: list[str] | None) -> None:
    found = instead(S + path, MAY)
    assert found == (None if asked is None else [S + one for one in asked])


def test_a_long_range_is_asked_for_a_stretch_at_a_time() -> None:
    years = Range(date(2020, 1, 1), date(2024, 5, 12))
    first = instead(S + "/archive/2026-11-23", years)
    assert first is not None
    assert (len(first), first[0]) == (STRETCH, S + "/archive/2024-05-12")
    then = before(first[-1], years)
    assert (len(then), then[0]) == (STRETCH, S + "/archive/2024-04-11")
    assert before(S + "/archive/2020-01-02", years) == [S + "/archive/2020-01-01"]
    assert before(S + "/archive/2020-01-01", years) == []
    assert before(S + "/2020/03/", years) == [S + "/2020/02/", S + "/2020/01/"]


def test_an_open_range_ends_nowhere_or_now() -> None:
    assert instead(S + "/archive/2026-11-23", OPEN) == [S + "/archive/2026-11-23"]
    assert before(S + "/archive/2026-11-23", Range(None, date(2026, 11, 30))) == []


@given(
    st.from_regex(
        r"/(19|20)\d\d[-/_.]?\d{1,2}[-/_.]?\d{0,2}(/|\.xml|\?date=\d{4}-\d\d-\d\d)?", fullmatch=True
    )
)
def test_nothing_raises(path: str) -> None:
    for wanted in (MAY, OPEN, Range(None, date.max), Range(date.min, None), Range(date.min, date.max)):
        outside_article(S + path + "/x", wanted)
        outside_sitemap(S + path, wanted)
        for one in instead(S + path, wanted) or []:
            assert instead(one, wanted) == [one]
        before(S + path, wanted)

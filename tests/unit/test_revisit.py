"""When a page is due again, and what counts as a change."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.arguments import ArgumentError, Arguments
from crawler.items import Article
from crawler.ledger.revisit import (
    LONGEST_INTERVAL,
    MARKS,
    MOST,
    SHORTEST_INTERVAL,
    Revisits,
    changed,
    digest,
    elapsed,
    next_interval,
    next_look,
    next_mark,
    site_time,
)

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


@pytest.mark.parametrize(
    ("span", "mark"),
    [
        (0.0, 15 * MINUTE),
        (14 * MINUTE, HOUR),  # a little early counts as the look of that mark
        (20 * MINUTE, HOUR),
        (2 * HOUR, 6 * HOUR),
        (12 * HOUR, DAY),
        (2 * DAY, 7 * DAY),
        (8 * DAY, None),
    ],
)
def test_the_next_look_follows_the_age(span: float, mark: float | None) -> None:
    due = next_mark(span)
    assert due == (None if mark is None else pytest.approx(0.8 * mark))


@given(st.floats(0, 10 * DAY))
def test_a_look_is_never_due_at_once_and_the_series_ends(span: float) -> None:
    looks = 0
    due = next_mark(span)
    while due is not None:
        assert due > span
        span, looks = due, looks + 1
        due = next_mark(span)
    assert looks <= len(MARKS)


@pytest.mark.parametrize(
    ("span", "worth", "due"),
    [
        (15 * MINUTE, True, 39 * MINUTE),  # half an hour on, a fifth early
        (15 * MINUTE, False, 48 * MINUTE),  # a look that cost a page for nothing: the hour's mark
        (40 * MINUTE, True, 48 * MINUTE),  # never past a mark
        (3 * HOUR, True, 3.4 * HOUR),
        (3 * HOUR, False, 4.8 * HOUR),
        (6 * HOUR, True, 0.8 * DAY),  # no longer young
        (8 * DAY, True, None),
    ],
)
def test_young_articles_are_looked_at_between_the_marks(span: float, worth: bool, due: float | None) -> None:
    assert next_look(span, worth=worth) == (None if due is None else pytest.approx(due))


def test_the_clock_on_which_more_has_passed_decides() -> None:
    assert elapsed(1_000, 400, None, None) == 600
    assert elapsed(1_000, 900, 50_900, 30_000) == 20_900  # a site whose clock moved on
    assert elapsed(1_000, 400, 10, 10) == 600  # one whose clock stands still
    assert elapsed(1_000, 400, 10, 9_999) == 600  # one whose clock was set back
    assert elapsed(1_000, None, None, 7) == 0


def test_hubs_are_asked_by_how_often_they_change() -> None:
    interval = next_interval(None, news=True)
    quiet = [interval := next_interval(interval, news=False) for _ in range(20)]
    assert quiet == sorted(quiet)
    assert quiet[-1] == LONGEST_INTERVAL
    busy = [interval := next_interval(interval, news=True) for _ in range(20)]
    assert busy[-1] == SHORTEST_INTERVAL


@pytest.mark.parametrize(
    ("date", "age", "seconds"),
    [
        ("Thu, 01 Jan 1970 01:00:00 GMT", None, 3_600.0),
        ("Thu, 01 Jan 1970 01:00:00 GMT", "60", 3_660.0),
        ("Thu, 01 Jan 1970 01:00:00 GMT", "-5", 3_600.0),
        ("Thu, 01 Jan 1970 01:00:00 GMT", "9" * 40, 3_600.0),
        ("Thu, 01 Jan 1970 01:00:00 GMT", "٣", 3_600.0),
        ("yesterday", None, None),
        ("", None, None),
        (None, "3", None),
    ],
)
def test_a_sites_time(date: str | None, age: str | None, seconds: float | None) -> None:
    assert site_time(date, age) == seconds


@given(st.text(max_size=60), st.text(max_size=12))
def test_a_sites_time_never_raises(date: str, age: str) -> None:
    site_time(date, age)


def article() -> Article:
    return Article(
        url="https://nahda.example/1",
        site="nahda",
        headline="افتتاح الجسر الجديد",
        body="قال المحافظ إن الجسر سيفتح يوم الأحد.\n\nوأضاف أن العمل تم في موعده.",
        tags=["جسور", "نقل"],
        published_at="2026-11-23",
    )


def test_a_change_is_one_of_headline_body_or_tags() -> None:
    before = digest(article())
    for changes, parts in (
        ({"headline": "تأجيل افتتاح الجسر الجديد"}, ["headline"]),
        ({"body": "قال المحافظ إن الجسر سيفتح يوم الاثنين."}, ["body"]),
        ({"tags": ["جسور"]}, ["tags"]),
        ({"headline": "غير ذلك", "tags": []}, ["headline", "tags"]),
        # Not the article: marks on letters, order of labels, times and what stands around the text.
        ({"headline": "افتتاح الجِسر الجديد"}, []),
        ({"tags": ["نقل", "جسور"]}, []),
        ({"headline": "غير ذلك", "extractor": "9.9"}, []),  # our own rules changed since
        ({"modified_at": "2026-11-24", "section": "محليات", "standfirst": "موجز"}, []),
    ):
        after = digest(dataclasses.replace(article(), **changes))  # type: ignore[arg-type]
        assert changed(before, after) == parts, changes


def test_arguments() -> None:
    assert Arguments.read({}).revisit is None
    assert Arguments.read({"revisit": "0"}).revisit is None
    assert Arguments.read({"revisit": "1"}).revisit == Revisits("due", MOST)
    assert Arguments.read({"revisit": "all", "revisits": "50"}).revisit == Revisits("all", 50)
    for wrong in ({"revisit": "often"}, {"revisit": "1", "revisits": "0"}, {"revisits": "50"}):
        with pytest.raises(ArgumentError, match="revisit"):
            Arguments.read(wrong)

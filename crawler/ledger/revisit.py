"""When a page is looked at again, and what counts as a change of an article. Pure: every time is an input.

All times and spans are seconds. Two clocks are kept: ours, and the site's own as its `Date` headers tell it.
A span has passed when either says so: only differences on one clock are taken, so a site whose clock is wrong
is no trouble, and one whose clock stands still is measured by ours.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Literal

from crawler.arabic.fold import fold
from crawler.items import Article

# After the first copy of an article was stored: most corrections come within the hour, few after a week.
MARKS = (900.0, 3_600.0, 21_600.0, 86_400.0, 604_800.0)
# Between the marks, while an article is young, it is looked at as often where a look has a small price: the
# server answered the last one with 304, or the article had changed and was worth the page.
YOUNG = 21_600.0
BETWEEN = 1_800.0
# A job that runs every hour comes a little early now and then, and shall not wait for the next one.
EARLY = 0.2
LOOKS_BEFORE_GONE = 2  # answers in a row that the page does not exist

FIRST_INTERVAL = 900.0
SHORTEST_INTERVAL = 300.0
LONGEST_INTERVAL = 21_600.0

_LONGEST_DATE = 100  # characters of a Date header

MOST = 2_000  # revisits of a site in one run, where nothing else is said

Mode = Literal["due", "all"]


@dataclass(slots=True, frozen=True)
class Revisits:
    """What a run looks at again. `due`: by the schedule; `all`: whatever is watched, without waiting."""

    mode: Mode = "due"
    most: int = MOST  # articles of one site; the youngest are taken first


def elapsed(now: float, since: float | None, site_now: float | None, site_since: float | None) -> float:
    """Return the span since a visit, by the clock on which more has passed; 0 where nothing is known."""
    ours = now - since if since is not None else 0.0
    theirs = site_now - site_since if site_now is not None and site_since is not None else 0.0
    return max(0.0, ours, theirs)


def next_mark(span: float) -> float | None:
    """Return the age at which an article is next due, `span` after it was stored; None: never again."""
    return next((mark * (1 - EARLY) for mark in MARKS if mark * (1 - EARLY) > span), None)


def next_look(span: float, *, worth: bool) -> float | None:
    """Return the age at which an article is next due, after a look at it `span` after it was stored.

    `worth`: the look cost no page, or brought a change.
    """
    mark = next_mark(span)
    if mark is None or not worth or span >= YOUNG:
        return mark
    return min(mark, span + BETWEEN * (1 - EARLY))


def next_interval(interval: float | None, *, news: bool) -> float:
    """Return how long a hub or feed is left alone, from the last interval and whether it had news."""
    if interval is None:
        return FIRST_INTERVAL
    return max(SHORTEST_INTERVAL, interval / 2) if news else min(LONGEST_INTERVAL, interval * 1.5)


def site_time(date: str | None, age: str | None = None) -> float | None:
    """Read `Date` (and the `Age` that a cache adds) as the site's time; None where it states none."""
    if not date:
        return None
    if len(date) > _LONGEST_DATE or (moment := _read_date(date)) is None:
        return None
    seconds = int(age) if age and age.isascii() and age.isdigit() and len(age) < 9 else 0
    return moment + seconds


@lru_cache(maxsize=64)
def _read_date(date: str) -> float | None:
    """Many answers come in one second."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None


_PARTS = ("headline", "body", "tags")
_BYTES = 6


def digest(article: Article) -> str:
    """Return short hashes of what a change is looked for in: `headline.body.tags@extractor`, of folded text.

    Nothing else of the page counts: times that are reworded, links, pictures, boxes around the text.
    """
    tags = "\n".join(sorted(fold(tag) for tag in article.tags))
    body = article.content_hash[: 2 * _BYTES] or _hash(fold(article.body))
    return f"{_hash(fold(article.headline))}.{body}.{_hash(tags)}@{article.extractor}"


def changed(before: str, after: str) -> list[str]:
    """Return what differs between two digests: some of headline, body, tags.

    Nothing, where another version of our own rules made the first one: it may be they that changed.
    """
    old_parts, _, old_rules = before.partition("@")
    new_parts, _, new_rules = after.partition("@")
    if old_rules != new_rules:
        return []
    pairs = zip(_PARTS, old_parts.split("."), new_parts.split("."), strict=False)
    return [name for name, old, new in pairs if old != new]


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_BYTES).hexdigest()

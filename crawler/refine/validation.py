"""The stage `validate`: the last look at an article before it is compared and stored."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta

from crawler.arabic.fold import fold
from crawler.items import Article, Reject
from crawler.site import Site

# Runs of letters: a match for each letter would cost five times as much.
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u04ff]+")
MIN_WORDS = 5  # an urgent line is an article; "إعلان" is not
MIN_ARABIC = 0.4  # share of Arabic letters in a body, names and quotes in other scripts included
EARLIEST = 1990  # no Arabic news page states an earlier year and means it
_SLACK = timedelta(days=1)  # clocks and timezones of sites are a little wrong


def validate(article: Article, site: Site) -> Article | Reject:
    """Return the article with its content hash, or why it is not one."""
    if not fold(article.headline):
        return Reject("no-headline", article.url)
    body = fold(article.body)
    if not body:
        return Reject("no-body", article.headline)
    if body.count(" ") + 1 < MIN_WORDS:
        return Reject("too-short", article.body[:200])
    if site.language == "ar" and not _is_arabic(article.body):
        return Reject("not-arabic", article.body[:200])
    now = _moment(article.fetched_at)
    for name in ("published_at", "modified_at"):
        if not _possible(getattr(article, name), now):
            # A wrong date is worse than none; what the page said stays in published_raw.
            setattr(article, name, None)
    article.content_hash = hashlib.blake2b(body.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return article


def _is_arabic(text: str) -> bool:
    """Whether enough of the letters are Arabic: counted until that is settled, mostly at the first word."""
    other = sum(map(len, _LATIN.findall(text)))
    arabic = 0
    for letters in _ARABIC.finditer(text):
        arabic += len(letters[0])
        if arabic >= MIN_ARABIC * (arabic + other):
            return True
    return False


def _moment(stated: str | None) -> datetime | None:
    if not stated:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _possible(stated: str | None, now: datetime | None) -> bool:
    """Whether a stated time can be true: readable, not before news sites, not after the crawl."""
    if stated is None:
        return True
    try:
        if len(stated) == 10:
            day = date.fromisoformat(stated)
            return day.year >= EARLIEST and (now is None or day <= (now + _SLACK).date())
    except ValueError:
        return False
    moment = _moment(stated)
    return moment is not None and moment.year >= EARLIEST and (now is None or moment <= now + _SLACK)

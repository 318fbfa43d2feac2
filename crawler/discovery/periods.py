"""Days and months that addresses name: what of an archive lies in the range that a run wants.

Sitemaps by month (`sitemap-2024-05.xml`), lists by day (`/2024/05/12/`, `?date=2024-05-12`), articles
(`/2024/05/12/title`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

SLACK = timedelta(days=2)  # zones, and what is filed under the day before or after
STRETCH = 31  # lists by day that are asked for ahead: so many days without news may lie between two

_NUMBERED = r"(?<![0-9A-Fa-f%])(?P<y>(?:19|20)[0-9]{2})(?P<sep>[-/_.])(?P<m>0?[1-9]|1[0-2])"
_LIST = re.compile(_NUMBERED + r"(?:(?P=sep)(?P<d>0?[1-9]|[12][0-9]|3[01]))?(?![0-9])")
_QUERY = re.compile(
    r"[?&](?:yyyy|year|y)=(?P<y>(?:19|20)[0-9]{2})&(?:mm|month|m)=(?P<m>0?[1-9]|1[0-2])"
    r"(?:&(?:dd|day|d)=(?P<d>0?[1-9]|[12][0-9]|3[01]))?(?![0-9])",
    re.I,
)
_COMPACT_DAY = re.compile(
    r"(?<![0-9A-Fa-f%])(?P<y>20[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_COMPACT_MONTH = re.compile(r"(?<![0-9A-Fa-f%])(?P<y>20[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>)(?![0-9])")
# In an article's path only whole segments are its day: a slug may speak of another one.
_ARTICLE = re.compile(
    r"/(?P<y>(?:19|20)[0-9]{2})(?P<sep>[-/])(?P<m>0?[1-9]|1[0-2])(?:(?P=sep)(?P<d>0?[1-9]|[12][0-9]|3[01]))?/"
)


@dataclass(frozen=True, slots=True)
class Range:
    """The days of publication that a run wants, both inclusive; None: no end."""

    since: date | None
    until: date | None

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    def misses(self, first: date, last: date, slack: timedelta = SLACK) -> bool:
        """Whether no day from `first` to `last` may be wanted."""
        if self.since is not None and _moved(last, slack) < self.since:
            return True
        return self.until is not None and _moved(first, -slack) > self.until


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _days(found: re.Match[str] | None) -> tuple[date, date] | None:
    if found is None:
        return None
    year, month, day = int(found["y"]), int(found["m"]), found["d"]
    try:
        if day:
            return date(year, month, int(day)), date(year, month, int(day))
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None


def outside_article(url: str, wanted: Range) -> bool:
    """Whether the address of an article says that it was published on another day."""
    days = _days(_ARTICLE.search(url))
    return days is not None and wanted.misses(*days)


def older_article(url: str, wanted: Range) -> bool:
    """Whether the address of an article says that it was published before all that is wanted."""
    days = _days(_ARTICLE.search(url))
    return days is not None and wanted.since is not None and _moved(days[1], SLACK) < wanted.since


def outside_sitemap(url: str, wanted: Range) -> bool:
    """Whether a sitemap is named by a day or a month of which nothing is wanted."""
    named = _QUERY.search(url) or _LIST.search(url) or _COMPACT_DAY.search(url) or _COMPACT_MONTH.search(url)
    days = _days(named)
    return days is not None and wanted.misses(*days)


def _dated(url: str) -> re.Match[str] | None:
    return _QUERY.search(url) or _LIST.search(url) or _COMPACT_DAY.search(url)


def instead(url: str, wanted: Range) -> list[str] | None:
    """Return which lists to ask for in the place of the one at `url`; None where it is by no date.

    One that lies in the range is asked for itself. One that is younger leads to the youngest days (or months)
    of the range, by the same making of the address: nobody need walk there day by day. One that is older
    leads nowhere.
    """
    found = _dated(url)
    days = _days(found)
    if found is None or days is None:
        return None
    first, last = days
    if wanted.until is not None and first > wanted.until:
        return [_written(url, found, day) for day in _back(wanted.until, wanted, by_day=first == last)]
    return [] if wanted.since is not None and last < wanted.since else [url]


def before(url: str, wanted: Range) -> list[str]:
    """Return the lists of the days (or months) of the range before the one at `url`, the next ones first."""
    found = _dated(url)
    days = _days(found)
    if found is None or days is None or wanted.since is None:
        return []  # without an end, only the site's own links say how far back it goes
    first, last = days
    back = _back(_moved(first, -timedelta(days=1)), wanted, by_day=first == last)
    return [_written(url, found, day) for day in back]


def _back(day: date, wanted: Range, *, by_day: bool) -> list[date]:
    out: list[date] = []
    first = wanted.since or date(1990, 1, 1)
    if by_day:
        while day >= first and len(out) < STRETCH:
            out.append(day)
            day = _moved(day, -timedelta(days=1))
        return out
    day = day.replace(day=1)
    while day >= first.replace(day=1) and len(out) < 2:
        out.append(day)
        day = _moved(day, -timedelta(days=1)).replace(day=1)
    return out


def _written(url: str, found: re.Match[str], day: date) -> str:
    """Write another day in the way of `found`: with two digits, unless it shows one."""
    bare = 1 in (len(found["m"]), len(found["d"] or "00"))
    out, end = [], 0
    for name, value in (("y", day.year), ("m", day.month), ("d", day.day)):
        if not found[name]:
            continue
        start, stop = found.span(name)
        out += [url[end:start], f"{value}" if bare or name == "y" else f"{value:02}"]
        end = stop
    return "".join(out) + url[end:]

"""Reading a date out of the words that state it. Nothing is guessed: what is not stated is not answered.

- No day stated: `value` is None, `precision` is `month` or `year`. A day without its year is no date.
- `1/12/2020` is day first, as every Arabic country writes it; month first only where it cannot be else.
- `5/3/2020 1:02:03 AM` is how an American .NET server prints, day and month in either order: the day is
  not answered unless one of the two is above 12.
- `50 : 03 ص` has its minutes first; where the order cannot be told (`10 : 03 ص`), the time is not answered.
- A year of two digits counts only where no other reading can be: `31/12/24`, but not `20/05/24`.
- A weekday that contradicts the date is ignored. A Gregorian date beside a Hijri one wins.
- A clock reading without a zone is the site's own time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from hijridate import Hijri

from crawler.arabic.dates.clock import CLOCK, Clock, find_zone, finish, offset_of, time_in, zone_of
from crawler.arabic.dates.relative import DAY_WORD, DAY_WORDS, RELATIVE, counted_back
from crawler.arabic.dates.stated import Calendar, ParsedDate
from crawler.arabic.dates.words import (
    HIJRI_MONTHS,
    HOUR_PARTS,
    HOUR_WORDS,
    MERIDIEM_OF,
    MONTHS,
    NUMBER_WORDS,
    ORDINAL_DAYS,
    PUBLISHED,
    UNIT_OF,
    UPDATED,
    WEEKDAYS,
    ZONE_OF,
    alternation,
    any_of,
    month_number,
    plain,
)
from crawler.arabic.text import clean

EARLIEST = 1970  # years of newspaper archives on the web; below it, a number is no year of publication
LATEST = 2049  # without a clock: wild years such as 2082 come from converters and typing errors
_DAY_MORE = timedelta(days=1)
_ZERO = date(1970, 1, 1)  # a clock that was never set
_SHORT_LINE = 80  # characters of a line that is nothing but a date
_LENGTH = 1200  # characters that are read: a date line is shorter, and a body is no date

# ---------------------------------------------------------------- forms

_MONTH = alternation(MONTHS)
_HIJRI = alternation(HIJRI_MONTHS)
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAY = r"(?<![\d])(?<!\d[.,:])(?P<d>\d{1,2})(?!\d)"
_GAP = r"[ ,./\-]{0,4}"
# Numbers that belong to no longer number; an Arabic word may touch them: `الخميس-2025-03-06`.
_APART = r"(?:(?<![\d.,/\-])|(?<=[ء-ي][,/\-]))"
_TWO = rf"(?P<m>{_MONTH})(?: ?[/\-(,] ?(?P<m2>{_MONTH})\)?)?"

_DAY_MONTH_YEAR = re.compile(
    rf"{_DAY}(?:st|nd|rd|th)?{_GAP}(?:من )?(?:شهر )?{_TWO}{_GAP}(?:من )?(?:عام |سنه |لعام |لسنه )?{_YEAR}"
)
_MONTH_DAY_YEAR = re.compile(rf"(?<!\w){_TWO}\.? ?{_DAY}(?:st|nd|rd|th)? ?,? ?(?:سنه |عام )?{_YEAR}")
_YEAR_MONTH_DAY = re.compile(rf"(?<!\d){_YEAR}{_GAP}{_TWO}{_GAP}{_DAY}(?!\d|:)")
_MONTH_DAY_TIME_YEAR = re.compile(
    rf"(?<!\w){_TWO} {_DAY} (?P<clock>\d{{2}}:\d{{2}}:\d{{2}})(?P<offset> [+-]\d{{4}}| [a-z]{{3}})? {_YEAR}"
)
_NUMBERS_YEAR_FIRST = re.compile(
    rf"{_APART}(?P<y>\d{{4}}) ?(?P<s>[-/.]) ?(?P<m>\d{{1,2}}) ?(?P=s) ?(?P<d>\d{{1,2}})(?![\d]|[/\-.]\d)"
)
_NUMBERS_DAY_FIRST = re.compile(
    rf"(?<![a-z]){_APART}(?P<d>\d{{1,2}}) ?(?P<s>[-/.]) ?(?P<m>\d{{1,2}}) ?(?P=s) ?"
    r"(?P<y>\d{4})(?![\d]|[/\-.]\d)"
)
_ORDINAL = re.compile(
    rf"(?<!\w)(?P<d>{any_of(ORDINAL_DAYS)}) (?:من )?(?:شهر )?{_TWO},? ?(?:عام |سنه )?{_YEAR}"
)
_NOT_THE_DAY = re.compile(  # the third week, or the first Saturday, of a month
    rf"(?:الاسبوع|الربع|الثلث|النصف|الشهر|العقد|الفصل|العدد|{WEEKDAYS}) $"
)
# What is numbered is an issue, or a name: `العدد 20 - مايو 2024`, `مدينة 6 أكتوبر 2024`.
_NOT_A_DAY = re.compile(
    r"(?<!\w)(?:ال)?(?:عدد|مجلد|حلقه|صفحه|طبعه|جزء|رقم|مدينه|ميدان|كوبري|شارع|محور)(?: رقم)?[ :(]*$"
)
_SHORT_YEAR = re.compile(
    r"(?<![\w.,/\-:])(?P<a>\d{1,2}) ?(?P<s>[-/.]) ?(?P<b>\d{1,2}) ?(?P=s) ?(?P<c>\d{2})(?![\w:]|[/\-.]\d)"
)
_SHORT_YEAR_NAMED = re.compile(
    rf"(?<![\w.,/\-:])(?P<d>\d{{1,2}})(?: ?(?P<s>[-/]) ?(?P<m>{_MONTH}) ?(?P=s) ?| (?P<m1>{_MONTH}) ?['’])"
    r"(?P<y>\d{2})(?![\w:]|[/\-.]\d)"
)
_MONTH_YEAR = re.compile(rf"(?<!\w){_TWO}{_GAP}(?:من )?(?:عام |سنه )?{_YEAR}")
_ONLY_YEAR = re.compile(r"(?:عام |سنه )?(?P<y>(?:19|20)\d\d)(?: ?م)?")
_HIJRI_NAMED = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}}){_GAP}(?:من )?(?:شهر )?(?P<m>{_HIJRI}){_GAP}(?:عام |سنه "
    rf")?(?P<y>1[34]\d\d)(?!\d)"
)
_HIJRI_NAMED_FIRST = re.compile(rf"(?<!\w)(?P<m>{_HIJRI}) (?P<d>\d{{1,2}}) ?,? ?(?P<y>1[34]\d\d)(?!\d)")
_HIJRI_NUMBERS = re.compile(
    r"(?<![\d.,/\-])(?:(?P<y>1[34]\d\d) ?(?P<s>[-/.]) ?(?P<m>\d{1,2}) ?(?P=s) ?(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2}) ?(?P<s2>[-/.]) ?(?P<m2>\d{1,2}) ?(?P=s2) ?(?P<y2>1[34]\d\d))(?![\d]|[/\-.]\d)"
)
_HIJRI_MONTH_YEAR = re.compile(rf"(?<!\w)(?P<m>{_HIJRI}){_GAP}(?P<y>1[34]\d\d) ?هـ?")

_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"(?: ?[t ,]+ ?(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d{1,9})?)?"
    r" ?(?P<z>z|utc|gmt|(?:utc|gmt)? ?[+-]\d{2}(?::?\d{2})?)?(?: ?\[[\w/+-]+\])?)?"
)
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:t?(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)(?P<z>z|[+-]\d{2}:?\d{2})?)?"
)
_DOT_NET = re.compile(r"/date\((\d{12,13})(?:[+-]\d{4})?\)/")
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d{1,6})?")

# ---------------------------------------------------------------- days


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    year: int
    month: int
    day: int
    calendar: Calendar
    clock: str | None = None  # a reading inside the date itself: `May 20 07:00:00 2024`


def _month(match: re.Match[str]) -> int | None:
    first = month_number(match["m"], MONTHS)
    second = match.groupdict().get("m2")
    if second is not None and month_number(second, MONTHS) != first:
        return None  # two months are a range
    return first


def _is_range(text: str, start: int) -> bool:
    """Whether a day number ends a range or a list: `20-25 مايو 2024`, `من 20 مايو إلى 25 مايو 2024`."""
    return _RANGE.search(text[max(0, start - 24) : start]) is not None


_RANGE = re.compile(
    rf"(?:(?<![\d:])(?:\d{{1,2}}) ?(?:-|الي|و|او|حتي|/|,)|(?<!\d)\d{{1,2}} {_MONTH} (?:الي|حتي|-|و|او)) ?$"
)


def _ordinal(words: str) -> int:
    return ORDINAL_DAYS[re.sub(r" ?و ?(?=(?:العشر|الثلاث)[يو]ن$)", " و", words)]


_LONE_WORDS = frozenset(("هـ", "ه", "هجري"))


def _short_year(text: str, now: datetime | None) -> list[_Day]:
    """Return the date whose year has two digits, where the text can mean no other and says no more."""
    words = re.findall(r"[^\W\d_]+", text)
    if not all(word in _LINE_WORDS or _LINE_WORD.fullmatch(word) for word in words) or _LONE_WORDS & set(
        words
    ):
        return []
    named = _SHORT_YEAR_NAMED.search(text)
    if named:
        name = named["m"] or named["m1"]
        year = _century(int(named["y"]))
        day = _Day(
            named.start(), named.end(), year, month_number(name, MONTHS) or 0, int(named["d"]), "gregorian"
        )
        return [day] if _is_past(day, now) else []
    match = _SHORT_YEAR.search(text)
    if match is None:
        return []
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    readings = [(c, b, a), (c, a, b)]
    if len(match["a"]) == 2:
        readings.append((a, b, c))
    possible = {
        (day.year, day.month, day.day): day
        for year, month, number in readings
        if _is_past(day := _Day(match.start(), match.end(), _century(year), month, number, "gregorian"), now)
    }
    return list(possible.values()) if len(possible) == 1 else []


def _century(year: int) -> int:
    return year + (1900 if year >= EARLIEST % 100 else 2000)


def _is_past(day: _Day, now: datetime | None) -> bool:
    value = _gregorian(day)
    return (
        value is not None and _believable(value, now) and (now is None or value <= (now + _DAY_MORE).date())
    )


def _days(text: str) -> list[_Day]:
    """Return every full date in the text, by position; impossible ones included as they stand."""
    found: list[_Day] = []
    taken: list[tuple[int, int]] = []

    def add(
        match: re.Match[str],
        year: int,
        month: int | None,
        day: int,
        calendar: Calendar,
        clock: str | None = None,
    ) -> None:
        if month is None or any(s < match.end() and match.start() < e for s, e in taken):
            return
        taken.append(match.span())
        found.append(_Day(match.start(), match.end(), year, month, day, calendar, clock))

    for match in _MONTH_DAY_TIME_YEAR.finditer(text):
        add(
            match,
            int(match["y"]),
            _month(match),
            int(match["d"]),
            "gregorian",
            match["clock"] + (match["offset"] or ""),
        )
    for pattern in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _YEAR_MONTH_DAY):
        for match in pattern.finditer(text):
            if pattern is _DAY_MONTH_YEAR and (
                _is_range(text, match.start())
                or _NOT_A_DAY.search(text[max(0, match.start() - 16) : match.start()])
            ):
                taken.append(match.span())
                continue
            add(match, int(match["y"]), _month(match), int(match["d"]), "gregorian")
    for match in _ORDINAL.finditer(text):
        if _NOT_THE_DAY.search(text[max(0, match.start() - 14) : match.start()]):
            taken.append(match.span())
            continue
        add(match, int(match["y"]), _month(match), _ordinal(match["d"]), "gregorian")
    for pattern in (_HIJRI_NAMED, _HIJRI_NAMED_FIRST):
        for match in pattern.finditer(text):
            add(match, int(match["y"]), month_number(match["m"], HIJRI_MONTHS), int(match["d"]), "hijri")
    for match in _HIJRI_NUMBERS.finditer(text):
        year, month, day = (
            (match["y"], match["m"], match["d"]) if match["y"] else (match["y2"], match["m2"], match["d2"])
        )
        add(match, int(year), int(month), int(day), "hijri")
    for match in _NUMBERS_YEAR_FIRST.finditer(text):
        month, day = int(match["m"]), int(match["d"])
        if month > 12 >= day:  # 2020/25/12
            month, day = day, month
        add(match, int(match["y"]), month, day, "gregorian")
    for match in _NUMBERS_DAY_FIRST.finditer(text):
        day, month = int(match["d"]), int(match["m"])
        if month > 12 >= day:
            day, month = month, day
        elif day <= 12 and day != month and _american(match, text):
            taken.append(match.span())
            continue
        add(match, int(match["y"]), month, day, "gregorian")
    found.sort(key=lambda day: day.start)
    return found


_AMERICAN = re.compile(r",? \d{1,2}:\d\d:\d\d (?:am|pm)(?!\w)")
_AMERICAN_RAW = re.compile(
    r"(?<![\w.,/\-])(?P<a>[1-9]|1[0-2])/(?P<b>[1-9]|1[0-2])/(?P<y>\d{4}),? "
    r"(?P<h>\d{1,2}):(?P<mi>\d\d):(?P<s>\d\d) (?P<part>AM|PM)\b"
)


def _american(match: re.Match[str], text: str) -> bool:
    """Whether a date is printed by an American .NET server: slashes, no leading zeros, seconds, AM or PM."""
    if match["s"] != "/" or match["d"].startswith("0") or match["m"].startswith("0"):
        return False
    return _AMERICAN.match(text, match.end()) is not None


def is_american(text: str) -> bool:
    """Whether a text holds the stamp of an American .NET server whose day and month could be swapped."""
    return "M" in text and _AMERICAN_RAW.search(text[:_LENGTH]) is not None


def american(text: str, *, timezone: str) -> list[ParsedDate]:
    """Return both times that such a stamp may state, month first first; they may be the same."""
    match = _AMERICAN_RAW.search(text[:_LENGTH])
    if match is None or not 1 <= int(match["h"]) <= 12 or int(match["mi"]) > 59 or int(match["s"]) > 59:
        return []
    hour = int(match["h"]) % 12 + (12 if match["part"] == "PM" else 0)
    clock = Clock(hour, int(match["mi"]), int(match["s"]), "second")
    pairs = dict.fromkeys([(int(match["a"]), int(match["b"])), (int(match["b"]), int(match["a"]))])
    return [
        finish(date(int(match["y"]), month, day), clock, None, timezone, "gregorian", text)
        for month, day in pairs
        if EARLIEST <= int(match["y"]) <= LATEST
    ]


def _gregorian(day: _Day) -> date | None:
    try:
        if day.calendar == "hijri":
            converted = Hijri(day.year, day.month, day.day).to_gregorian()
            return date(converted.year, converted.month, converted.day)
        return date(day.year, day.month, day.day)
    except (ValueError, OverflowError):
        return None


def _believable(value: date, now: datetime | None) -> bool:
    if value.year < EARLIEST or value.year > LATEST or value == _ZERO:
        return False
    return now is None or value <= now.date() + timedelta(days=366)


# ---------------------------------------------------------------- parse


def _machine(text: str, raw: str, site: str, now: datetime | None) -> ParsedDate | None:
    """Read what programs write: ISO 8601 in its sloppy forms, compact stamps, seconds since 1970."""
    match = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        try:
            day = date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            return None
        if not _believable(day, now):
            return None
        if match["H"] is None:
            return ParsedDate(day, "day", "gregorian", raw)
        hour, minute, second = int(match["H"]), int(match["M"]), int(match["S"] or 0)
        if hour > 23 or minute > 59 or second > 60:
            return ParsedDate(day, "day", "gregorian", raw)
        stated = (match["z"] or "").strip()
        zone = None
        if stated:
            zone = UTC if not re.search(r"\d", stated) else offset_of(stated)
        return finish(
            day,
            Clock(hour, minute, min(second, 59), "second" if match["S"] else "minute"),
            zone,
            site,
            "gregorian",
            raw,
        )
    epoch = _EPOCH.fullmatch(text) or _DOT_NET.fullmatch(text)
    if epoch:
        number = int(epoch[1])
        if len(epoch[1]) >= 12:
            number //= 1000
        value = datetime.fromtimestamp(number, zone_of(site))
        if value.year >= 1990 and _believable(value.date(), now):
            return ParsedDate(value, "second", "gregorian", raw, zoned=True)
    return None


_MARKER_FIRST = re.compile(  # `12-09-2014 م 04:41`, in the order in which a reader sees it
    r" (?P<mer>[صم]) ?(?P<clock>(?:0?[1-9]|1[0-2]):\d{2}(?::\d{2})?)(?![\d:])(?! ?(?:[صم]|am|pm)(?!\w))"
)
_ONLY_NUMBERS = re.compile(r"[\d ./\-]+")
_AFTER, _BEFORE = 48, 34  # characters between a date and the clock reading that belongs to it


def _clock_beside(
    text: str, day: _Day, others: list[_Day], site: str
) -> tuple[Clock | None, ZoneInfo | timezone | None]:
    """Return the clock reading that belongs to a date: after it, else before it."""
    if day.clock is not None:
        clock, zone, _ = time_in(day.clock, site)
        return clock, zone
    end = day.end
    for other in others:  # `23 نوفمبر 2023 - 9 جمادى الأولى 1445 10:30 ص` is one date in two calendars
        if other.calendar != day.calendar and 0 <= other.start - end <= 12:
            end = other.end
    after_end = min([end + _AFTER, *(o.start for o in others if o.start >= end)])
    after = text[end:after_end]
    # The era of a year is no afternoon: `2020م - 10:30`. Set apart before a reading of 12 hours it is one.
    marked = _MARKER_FIRST.match(after)
    alone = all(other.calendar == day.calendar for other in others)
    if marked and alone and _ONLY_NUMBERS.fullmatch(text[day.start : day.end]):
        after = f" {marked['clock']} {marked['mer']}{after[marked.end() :]}"
    after = re.sub(r"^ ?(?:م|هـ?)(?!\w)\.?", lambda m: " " * len(m[0]), after)
    before_start = max([0, day.start - _BEFORE, *(o.end for o in others if o.end <= day.start)])
    before = text[before_start : day.start]
    updated = UPDATED.search(after)
    if updated and CLOCK.search(before) and not UPDATED.search(before):
        after = after[: updated.start()]  # `22:10 - 20/05/2024 تحديث 10:05`
    clock, zone, _ = time_in(after, site)
    if clock is not None or CLOCK.search(after):
        if zone is None and clock is not None:
            zone = find_zone(text[max(0, day.start - 12) : day.start], site)
        return clock, zone
    clock, zone, _ = time_in(before, site)
    if clock is not None and zone is None:
        zone = find_zone(after[:32], site)
    return clock, zone


def parse(text: str, *, timezone: str, now: datetime | None) -> ParsedDate | None:
    """Return the time that `text` states, or None where it states none.

    `timezone` is the IANA name of the site's zone, for readings without one of their own. `now` (aware) is
    what relative times are counted from; without it they are not answered. Never raises.
    """
    if now is not None and now.tzinfo is None:
        now = now.replace(tzinfo=UTC)
    return _parse(text[: _LENGTH * 2], timezone, now)


@lru_cache(maxsize=128)  # a page states the same time in several places
def _parse(text: str, timezone: str, now: datetime | None) -> ParsedDate | None:
    raw, simple = _spelt(text)
    if not simple:
        return None
    if (simple[0].isdigit() or simple.startswith("/date(")) and len(simple) <= 48:
        parsed = _machine(simple, raw, timezone, now)
        if parsed is not None:
            return parsed
        iso = _ISO.fullmatch(simple)
        if (iso and not 1300 <= int(iso["y"]) < 1500) or _EPOCH.fullmatch(simple):
            return None
    days = _days(simple) if any(map(str.isdigit, simple)) or _ORDINAL.search(simple) else []
    if not days and len(simple) <= _SHORT_LINE:
        days = _short_year(simple, now)
    stated = [
        (day, value) for day in days if (value := _gregorian(day)) is not None and _believable(value, now)
    ]
    if stated:
        day, value = _main(simple, stated)
        clock, zone = _clock_beside(simple, day, [d for d in days if d is not day], timezone)
        return finish(value, clock, zone, timezone, day.calendar, raw)
    if now is not None:
        relative = counted_back(simple, raw, timezone, now)
        if relative is not None:
            return relative
    if days:
        return None  # a date that cannot be
    return _less_than_a_day(simple, raw, now)


def _main(text: str, stated: list[tuple[_Day, date]]) -> tuple[_Day, date]:
    """Choose among several dates: not the time of an update, and Gregorian before Hijri."""
    first = [pair for pair in stated if not _is_update(text, pair[0])] or stated
    day, value = first[0]
    if day.calendar == "hijri":
        for other, other_value in first[1:]:
            # The moon may differ by a day or two between countries, and sites miscount it by more.
            close = other.start - day.end < 40 or abs((other_value - value).days) <= 3
            if other.calendar == "gregorian" and close:
                return other, other_value
    return day, value


def _is_update(text: str, day: _Day) -> bool:
    before = text[max(0, day.start - 60) : day.start]
    updated = [m.start() for m in UPDATED.finditer(before)]
    published = [m.start() for m in PUBLISHED.finditer(before)]
    if not updated or re.search(r"\d{4}", before[updated[-1] :]):
        return False
    return not published or published[-1] < updated[-1]


def _less_than_a_day(text: str, raw: str, now: datetime | None) -> ParsedDate | None:
    match = _MONTH_YEAR.search(text)
    if match and _month(match) and _believable(date(int(match["y"]) or 1, 1, 1), now):
        return ParsedDate(None, "month", "gregorian", raw)
    if _HIJRI_MONTH_YEAR.search(text):
        return ParsedDate(None, "month", "hijri", raw)
    match = _ONLY_YEAR.fullmatch(text)
    if match and _believable(date(int(match["y"]), 1, 1), now):
        return ParsedDate(None, "year", "gregorian", raw)
    return None


@lru_cache(maxsize=128)
def _spelt(text: str) -> tuple[str, str]:
    """Return a text as it is kept, and in the one spelling that is read."""
    raw = clean(text)[:_LENGTH]
    return raw, plain(raw)


@dataclass(frozen=True, slots=True)
class Stamps:
    """The two times that one line may hold: `نشر … آخر تحديث …`."""

    published: ParsedDate | None
    modified: ParsedDate | None


def stamps(text: str, *, timezone: str, now: datetime | None) -> Stamps:
    """Return what a line says of publication and of its last update, told apart by the words before them.

    `الأحد، 04 آب/اغسطس 2013، آخر تحديث 02:21 (GMT+0400)`: published that day, modified at that time.
    """
    whole = parse(text, timezone=timezone, now=now)
    _, simple = _spelt(text[: _LENGTH * 2])
    match = UPDATED.search(simple)
    if whole is None or match is None:
        return Stamps(whole, None)
    head, tail = simple[: match.start()], simple[match.end() :]
    published = parse(head, timezone=timezone, now=now) if head.strip(" ,-:(") else None
    if published is not None and published.value is None:
        published = None
    next_published = PUBLISHED.search(tail)
    if published is None and next_published:
        published = parse(tail[next_published.start() :], timezone=timezone, now=now)
        tail = tail[: next_published.start()]
    modified = parse(tail, timezone=timezone, now=now)
    if modified is None and published is not None and published.value is not None:
        clock, zone, _ = time_in(tail[:60], timezone)
        if clock is not None:
            day = published.value.date() if isinstance(published.value, datetime) else published.value
            modified = finish(day, clock, zone, timezone, published.calendar, whole.raw)
    return Stamps(published, modified)


_NUMBERS = (
    *NUMBER_WORDS,
    *HOUR_WORDS,
    *HOUR_PARTS,
    *(f"و{word}" for word in (*HOUR_PARTS, *NUMBER_WORDS, *UNIT_OF)),
)
_LINE_WORDS = frozenset(
    word
    for name in (*MONTHS, *HIJRI_MONTHS, *MERIDIEM_OF, *ZONE_OF, *UNIT_OF, *DAY_WORDS, *_NUMBERS)
    for word in re.findall(r"\w+", name)
) | frozenset(
    [
        "التاريخ",
        "تاريخ",
        "النشر",
        "نشر",
        "نشرت",
        "نشره",
        "تم",
        "في",
        "يوم",
        "بتاريخ",
        "الساعه",
        "عند",
        "علي",
        "اخر",
        "تحديث",
        "التحديث",
        "محدث",
        "محدثه",
        "محدثة",
        "الموافق",
        "هـ",
        "ه",
        "م",
        "هجري",
        "ميلادي",
        "منذ",
        "قبل",
        "ت",
        "تم",
        "بتوقيت",
        "توقيت",
        "بالتوقيت",
        "التوقيت",
        "المحلي",
        "من",
        "شهر",
        "عام",
        "سنه",
        "العاصمه",
        "published",
        "updated",
        "last",
        "مضت",
        "مضي",
        "تمام",
        "الا",
        "و",
        "س",
        "د",
        "on",
        "at",
        "posted",
    ]
)
_LINE_WORD = re.compile(rf"{WEEKDAYS}|\d+|[a-z]")


def is_date_line(text: str) -> bool:
    """Whether a whole line only states a time: `التاريخ: 03 يونيو 2020`, `منذ ساعتين`."""
    if len(text) > 120:
        return False
    simple = plain(text)
    words = re.findall(r"[^\W\d_]+|\d+", simple)
    if len(words) < 2 or not all(word in _LINE_WORDS or _LINE_WORD.fullmatch(word) for word in words):
        return False
    return bool(_days(simple) or CLOCK.search(simple) or RELATIVE.search(simple) or DAY_WORD.search(simple))

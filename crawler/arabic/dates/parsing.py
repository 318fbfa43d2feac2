"""Reading a date out of the words that state it. Nothing is guessed: what is not stated is not answered.

- No day stated: `value` is None, `precision` is `month` or `year`. A day without its year is no date.
- `1/12/2020` is day first, as every Arabic country writes it; month first only where it cannot be else.
- `5/3/2020 1:02:03 AM` is how an American .NET server prints, day and month in either order: the day is
  not answered unless one of the two is above 12.
- `50 : 03 ص` has its minutes first; where the order cannot be told (`10 : 03 ص`), the time is not answered.
- A weekday that contradicts the date is ignored. A Gregorian date beside a Hijri one wins.
- A clock reading without a zone is the site's own time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from hijridate import Hijri

from crawler.arabic.dates.words import (
    HIJRI_MONTHS,
    MERIDIEM_OF,
    MONTHS,
    NUMBER_WORDS,
    ORDINAL_DAYS,
    UNIT_OF,
    WEEKDAYS,
    ZONE_OF,
    ZONES,
    alternation,
    month_number,
    plain,
)
from crawler.arabic.text import clean

Precision = Literal["second", "minute", "hour", "day", "month", "year"]
Calendar = Literal["gregorian", "hijri"]


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """What a text states of a time.

    `value` is an aware datetime where a time of day is stated, a date where only a day is, None where not
    even a day. `zoned`: the text itself names the zone. `relative`: counted back from now (`منذ 3 ساعات`).
    `start`, `end`: where the date stands in the text, in folded characters; for ordering only.
    """

    value: datetime | date | None
    precision: Precision
    calendar: Calendar
    raw: str
    zoned: bool = False
    relative: bool = False


EARLIEST = 1970  # years of newspaper archives on the web; below it, a number is no year of publication
LATEST = 2049  # without a clock: wild years such as 2082 come from converters and typing errors
_ZERO = date(1970, 1, 1)  # a clock that was never set
_LENGTH = 1200  # characters that are read: a date line is shorter, and a body is no date

# ---------------------------------------------------------------- forms

_MONTH = alternation(MONTHS)
_HIJRI = alternation(HIJRI_MONTHS)
_YEAR = r"(?P<y>\d{4})(?!\d)"
_DAY = r"(?<![\d])(?<!\d[.,:])(?P<d>\d{1,2})(?!\d)"
_GAP = r"[ ,./\-]{0,4}"
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
    r"(?<![\d.,/\-])(?P<y>\d{4}) ?(?P<s>[-/.]) ?(?P<m>\d{1,2}) ?(?P=s) ?(?P<d>\d{1,2})(?![\d]|[/\-.]\d)"
)
_NUMBERS_DAY_FIRST = re.compile(
    r"(?<![\d.,/\-])(?P<d>\d{1,2}) ?(?P<s>[-/.]) ?(?P<m>\d{1,2}) ?(?P=s) ?(?P<y>\d{4})(?![\d]|[/\-.]\d)"
)
_ORDINAL = re.compile(
    rf"(?<!\w)(?P<d>{'|'.join(ORDINAL_DAYS)}) (?:من )?(?:شهر )?{_TWO},? ?(?:عام |سنه )?{_YEAR}"
)
_NOT_THE_DAY = re.compile(  # the third week, or the first Saturday, of a month
    rf"(?:الاسبوع|الربع|الثلث|النصف|الشهر|العقد|الفصل|العدد|{WEEKDAYS}) $"
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
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d{1,6})?")

# ---------------------------------------------------------------- clock and zone

_MERIDIEM_WORDS = "|".join(re.escape(word) for word in sorted(MERIDIEM_OF, key=len, reverse=True))
_CLOCK = re.compile(
    r"(?<![\d:.,])(?P<h>\d{1,2})(?P<sep> ?: ?|\.(?=\d\d ?(?:ص|م|am|pm)(?!\w))|"
    r"h(?=\d\d))(?P<mi>\d{2})(?:(?: ?: ?)(?P<s>\d{2})(?:\.\d{1,6})?)?"
    rf"(?![\d:])(?: ?[,(]? ?(?P<mer>{_MERIDIEM_WORDS})(?!\w))?"
)
_BEFORE_CLOCK = re.compile(r"(?<!\w)(?P<mer>صباحا|مساء|مساءا|ظهرا|عصرا|فجرا|ليلا|am|pm) ?,? ?$")
_HOUR = re.compile(
    rf"(?<![\d:.,/\-])(?:الساعه ?:? ?)?(?P<h>\d{{1,2}})(?![\d:.]) ?(?P<mer>{_MERIDIEM_WORDS})(?!\w)"
)
_OFFSET = r"[+-] ?\d{1,2}(?::?\d{2})?"
_UTC_NAMES = ZONES["UTC"]
_PLACES = "|".join(
    sorted(
        (n for z, names in ZONES.items() if z != "UTC" for n in names.split("|") if not n.isascii()),
        key=len,
        reverse=True,
    )
)
_LATIN = "|".join(
    sorted(
        (n for z, ns in ZONES.items() if z != "UTC" for n in ns.split("|") if n.isascii()),
        key=len,
        reverse=True,
    )
)
_ZONE = re.compile(
    rf"(?:(?:ب?توقيت |بالتوقيت |ب?التوقيت )?\(?(?:{_UTC_NAMES})(?!\w) ?(?P<utc>{_OFFSET})?"
    rf"|(?P<off2>[+-] ?\d{{1,2}}|\d{{1,2}} ?[+-]) ?(?:{_UTC_NAMES})(?!\w)"
    rf"|(?:ب?توقيت|بتوقيت|ب?حسب توقيت) (?:مدينه |العاصمه |دوله )?(?P<place>{_PLACES}|عمان)(?!\w)"
    rf"|(?<![\w.])(?P<latin>{_LATIN})(?![\w.])"
    rf"|(?P<local>(?:ب?التوقيت|بالتوقيت|ب?توقيت) المحلي)"
    rf"|(?<=[\d ])(?P<off>[+-]\d{{2}}:?\d{{2}})(?!\d)|(?<=\d)(?P<z>z)(?!\w))"
)
_UPDATED = re.compile(
    r"(?:اخر (?:تحديث|تعديل)|تاريخ (?:اخر )?(?:التحديث|التعديل)|تم (?:ال)?تحديث\w*|تحديث|"
    r"محدثه?|حدث في|عدل في|last updated?|updated|modified)"
)
_PUBLISHED = re.compile(r"(?:نشر|النشر|نشره|كتب في|اضيف|التاريخ|published|posted)")

_RELATIVE = re.compile(
    rf"(?<!\w)(?:منذ|قبل|من) (?:حوالي |نحو |اكثر من |قرابه )?(?:(?P<n>\d{{1,3}}|"
    rf"{'|'.join(NUMBER_WORDS)}) )?(?P<unit>{'|'.join(sorted(UNIT_OF, key=len, reverse=True))})"
    r"(?: واحده?)?(?: (?:و|مضت|مضي|تقريبا))?(?!\w)"
)
_RELATIVE_ENGLISH = re.compile(
    r"(?<!\w)(?P<n>\d{1,3}|an?|one) (?P<unit>second|minute|min|hour|hr|day|week|month|year)s? ago(?!\w)"
)
_DAY_WORDS = {
    "اليوم": 0,
    "هذا اليوم": 0,
    "today": 0,
    "امس": 1,
    "البارحه": 1,
    "يوم امس": 1,
    "مساء امس": 1,
    "صباح امس": 1,
    "yesterday": 1,
    "اول امس": 2,
    "امس الاول": 2,
    "اول من امس": 2,
    "قبل امس": 2,
    "اول البارحه": 2,
}
_DAY_WORD = re.compile(rf"(?:{'|'.join(sorted(_DAY_WORDS, key=len, reverse=True))})(?!\w)")
_NOW = re.compile(r"(?:الان|just now|now|قبل قليل|منذ قليل|قبل لحظات|منذ لحظات)")
_FRINGE = re.compile(
    rf"[\W_]+|(?:تاريخ النشر|تاريخ|النشر|نشر(?:ت)?(?: في| يوم)?|تم النشر|تم نشره|اخر تحديث|"
    rf"تحديث|في|يوم|بتاريخ|الساعه|عند|على|علي|{WEEKDAYS})(?!\w)"
)
_EDGE = re.compile(r"[\W_]*(?:\w+ ?){0,4}[\W_]*")


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; an unknown one is UTC, since a page must not stop for it."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return ZoneInfo("UTC")


def _offset(text: str) -> timezone | None:
    number = re.sub(r"[^\d+-]", "", text)
    if number and number[-1] in "+-":
        number = number[-1] + number[:-1]
    sign = -1 if number.startswith("-") else 1
    figures = number.lstrip("+-")
    hours, minutes = (int(figures[:-2]), int(figures[-2:])) if len(figures) > 2 else (int(figures or 0), 0)
    if hours > 14 or minutes > 59:
        return None
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    second: int
    precision: Precision


def _with_meridiem(hour: int, word: str | None) -> int | None:
    """Return the hour of 24, or None where the marker contradicts it."""
    part = MERIDIEM_OF.get(word or "")
    if part is None or hour > 12:
        return hour if hour < 24 else None
    if hour == 0:
        return 0 if part in ("am", "night") else None
    if part == "am":
        return hour % 12
    if part == "pm":
        return hour % 12 + 12
    if part == "noon":
        return hour if hour >= 10 else hour + 12
    return 0 if hour == 12 else hour if hour <= 5 else hour + 12


def _clock(match: re.Match[str], before: str) -> _Clock | None:
    hour, minute = int(match["h"]), int(match["mi"])
    second = int(match["s"]) if match["s"] else 0
    word = match["mer"]
    if word is None:
        earlier = _BEFORE_CLOCK.search(before)
        word = earlier["mer"] if earlier else None
    if word and match["sep"] == " : " and not match["s"]:
        # Two runs of a right-to-left line: `50 : 03 ص` is 3:50. Where either order is possible, neither is.
        if hour <= 12 and minute <= 12 and hour != minute:
            return None
        if hour > 12 and minute <= 12:
            hour, minute = minute, hour
    resolved = _with_meridiem(hour, word)
    if resolved is None or minute > 59 or second > 59:
        return None
    return _Clock(resolved, minute, second, "second" if match["s"] else "minute")


def _hour_alone(match: re.Match[str]) -> _Clock | None:
    hour = int(match["h"])
    resolved = _with_meridiem(hour, match["mer"]) if 1 <= hour <= 12 else None
    return None if resolved is None else _Clock(resolved, 0, 0, "hour")


def _find_zone(text: str, site: str) -> ZoneInfo | timezone | None:
    """Return the zone that a piece of text beside a clock reading states, or None."""
    for match in _ZONE.finditer(text):
        if match["place"]:
            if match["place"] == "عمان":  # Amman or Oman: only the site can tell
                return zone_of(site) if site in ("Asia/Amman", "Asia/Muscat") else None
            return zone_of(ZONE_OF.get(match["place"], "UTC"))
        if match["latin"]:
            return zone_of(ZONE_OF[match["latin"]])
        if match["local"]:
            return zone_of(site)
        stated = match["utc"] or match["off2"] or match["off"]
        if stated:
            return _offset(stated)
        return UTC
    return None


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
    """Whether a day number ends a range: `20-25 مايو 2024`."""
    return (
        re.search(r"(?<![\d:])(?:\d{1,2}) ?(?:-|الي|و|حتي|/) ?$", text[max(0, start - 8) : start]) is not None
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
            if pattern is _DAY_MONTH_YEAR and _is_range(text, match.start()):
                taken.append(match.span())
                continue
            add(match, int(match["y"]), _month(match), int(match["d"]), "gregorian")
    for match in _ORDINAL.finditer(text):
        if _NOT_THE_DAY.search(text[max(0, match.start() - 14) : match.start()]):
            taken.append(match.span())
            continue
        add(match, int(match["y"]), _month(match), ORDINAL_DAYS[match["d"]], "gregorian")
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


def _american(match: re.Match[str], text: str) -> bool:
    """Whether a date is printed by an American .NET server: slashes, no leading zeros, seconds, AM or PM."""
    if match["s"] != "/" or match["d"].startswith("0") or match["m"].startswith("0"):
        return False
    return _AMERICAN.match(text, match.end()) is not None


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


def _finish(
    day: date, clock: _Clock | None, zone: ZoneInfo | timezone | None, site: str, calendar: Calendar, raw: str
) -> ParsedDate:
    if clock is None:
        return ParsedDate(day, "day", calendar, raw)
    value = datetime.combine(day, time(clock.hour, clock.minute, clock.second), zone or zone_of(site))
    return ParsedDate(value, clock.precision, calendar, raw, zoned=zone is not None)


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
            zone = UTC if not re.search(r"\d", stated) else _offset(stated)
        return _finish(
            day,
            _Clock(hour, minute, min(second, 59), "second" if match["S"] else "minute"),
            zone,
            site,
            "gregorian",
            raw,
        )
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        number = int(epoch[1])
        if len(epoch[1]) >= 12:
            number //= 1000
        value = datetime.fromtimestamp(number, zone_of(site))
        if value.year >= 1990 and _believable(value.date(), now):
            return ParsedDate(value, "second", "gregorian", raw, zoned=True)
    return None


def _relative(text: str, raw: str, site: str, now: datetime) -> ParsedDate | None:
    """Read what is counted from now; only where the text says little else."""
    here = now.astimezone(zone_of(site))
    match = _RELATIVE.search(text) or _RELATIVE_ENGLISH.search(text)
    if match and len(text) <= 90 and _stands_alone(text, match):
        unit = UNIT_OF.get(match["unit"], match["unit"])
        unit = {"min": "minute", "hr": "hour"}.get(unit, unit)
        given = match["n"]
        if given is None or given in ("a", "an", "one"):
            number = (
                2 if match["unit"].endswith(("تين", "تان", "مين", "مان", "عين", "عان", "رين", "ران")) else 1
            )
            if match["unit"] in (
                "ثوان",
                "ثواني",
                "لحظات",
                "دقايق",
                "دقائق",
                "ساعات",
                "ايام",
                "اسابيع",
                "اشهر",
                "شهور",
                "سنوات",
            ):
                return None  # "hours ago": how many is not said
        else:
            number = NUMBER_WORDS.get(given) or int(given)
        return _before(here, unit, number, raw)
    if _NOW.fullmatch(text.strip(" .,")):
        return ParsedDate(here.replace(microsecond=0), "minute", "gregorian", raw, relative=True)
    position = 0
    while (fringe := _FRINGE.match(text, position)) and fringe.end() > position:
        word = _DAY_WORD.match(text, position)
        if word:
            break
        position = fringe.end()
    word = _DAY_WORD.match(text, position)
    if word is None:
        return None
    day = here.date() - timedelta(days=_DAY_WORDS[word[0]])
    rest = text[word.end() :]
    clock, zone, left = _time_in(rest, site)
    if re.sub(r"(?:الساعه|في|عند|\W|_)+", "", left):
        return None  # `اليوم السابع`: a name, or a sentence
    parsed = _finish(day, clock, zone, site, "gregorian", raw)
    return ParsedDate(parsed.value, parsed.precision, "gregorian", raw, zoned=parsed.zoned, relative=True)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether nothing follows but punctuation, and what precedes ends in punctuation or is a label."""
    if re.search(r"\w", re.sub(r"(?:مضت|مضي|تقريبا|ago)", "", text[match.end() :])):
        return False
    before = text[: match.start()].rstrip()
    return (
        not before
        or not before[-1].isalnum()
        or bool(_PUBLISHED.search(before[-16:]) or _UPDATED.search(before[-24:]))
    )


def _before(here: datetime, unit: str, number: int, raw: str) -> ParsedDate | None:
    if unit in ("second", "minute", "hour"):
        seconds = number * {"second": 1, "minute": 60, "hour": 3600}[unit]
        value = (here.astimezone(UTC) - timedelta(seconds=seconds)).astimezone(here.tzinfo)
        precision: Precision = "hour" if unit == "hour" else "minute"
        return ParsedDate(value.replace(second=0, microsecond=0), precision, "gregorian", raw, relative=True)
    if unit == "day":
        return ParsedDate(here.date() - timedelta(days=number), "day", "gregorian", raw, relative=True)
    if unit in ("week", "month"):  # "two weeks ago" is not a day
        return ParsedDate(None, "month", "gregorian", raw, relative=True)
    return ParsedDate(None, "year", "gregorian", raw, relative=True)


def _time_in(text: str, site: str) -> tuple[_Clock | None, ZoneInfo | timezone | None, str]:
    """Return the clock reading in a short text, its zone, and what is left of the text."""
    match = _CLOCK.search(text)
    if match:
        clock = _clock(match, text[: match.start()])
    else:
        match = _HOUR.search(text)
        clock = _hour_alone(match) if match else None
    if match is None:
        return None, None, text
    around = text[: match.start()] + " " + text[match.end() :]
    # The reading's last character stays in sight: an offset and a `Z` must touch it.
    zone = _find_zone(text[match.end() - 1 : match.end() + 40], site)
    zone = zone or _find_zone(text[: match.start()][-30:], site)
    return clock, zone, _ZONE.sub(" ", around)


_AFTER, _BEFORE = 48, 34  # characters between a date and the clock reading that belongs to it


def _clock_beside(
    text: str, day: _Day, others: list[_Day], site: str
) -> tuple[_Clock | None, ZoneInfo | timezone | None]:
    """Return the clock reading that belongs to a date: after it, else before it."""
    if day.clock is not None:
        clock, zone, _ = _time_in(day.clock, site)
        return clock, zone
    end = day.end
    for other in others:  # `23 نوفمبر 2023 - 9 جمادى الأولى 1445 10:30 ص` is one date in two calendars
        if other.calendar != day.calendar and 0 <= other.start - end <= 12:
            end = other.end
    after_end = min([end + _AFTER, *(o.start for o in others if o.start >= end)])
    after = text[end:after_end]
    # The era of a year is no afternoon: `2020م - 10:30`.
    after = re.sub(r"^ ?(?:م|هـ?)(?!\w)\.?", lambda m: " " * len(m[0]), after)
    clock, zone, _ = _time_in(after, site)
    if clock is not None or _CLOCK.search(after):
        if zone is None and clock is not None:
            zone = _find_zone(text[max(0, day.start - 12) : day.start], site)
        return clock, zone
    before_start = max([0, day.start - _BEFORE, *(o.end for o in others if o.end <= day.start)])
    before = text[before_start : day.start]
    clock, zone, _ = _time_in(before, site)
    if clock is not None and zone is None:
        zone = _find_zone(after[:32], site)
    return clock, zone


def parse(text: str, *, timezone: str, now: datetime | None) -> ParsedDate | None:
    """Return the time that `text` states, or None where it states none.

    `timezone` is the IANA name of the site's zone, for readings without one of their own. `now` (aware) is
    what relative times are counted from; without it they are not answered. Never raises.
    """
    raw = clean(text[: _LENGTH * 2])[:_LENGTH]
    simple = plain(raw)
    if not simple:
        return None
    if now is not None and now.tzinfo is None:
        now = now.replace(tzinfo=UTC)
    if simple[0].isdigit() and len(simple) <= 48:
        parsed = _machine(simple, raw, timezone, now)
        if parsed is not None:
            return parsed
        iso = _ISO.fullmatch(simple)
        if (iso and not 1300 <= int(iso["y"]) < 1500) or _EPOCH.fullmatch(simple):
            return None
    days = _days(simple) if any(map(str.isdigit, simple)) else []
    stated = [
        (day, value) for day in days if (value := _gregorian(day)) is not None and _believable(value, now)
    ]
    if stated:
        day, value = _main(simple, stated)
        clock, zone = _clock_beside(simple, day, [d for d in days if d is not day], timezone)
        return _finish(value, clock, zone, timezone, day.calendar, raw)
    if now is not None:
        relative = _relative(simple, raw, timezone, now)
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
    updated = [m.start() for m in _UPDATED.finditer(before)]
    published = [m.start() for m in _PUBLISHED.finditer(before)]
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
    simple = plain(clean(text[: _LENGTH * 2])[:_LENGTH])
    match = _UPDATED.search(simple)
    if whole is None or match is None:
        return Stamps(whole, None)
    head, tail = simple[: match.start()], simple[match.end() :]
    published = parse(head, timezone=timezone, now=now) if head.strip(" ,-:(") else None
    if published is not None and published.value is None:
        published = None
    next_published = _PUBLISHED.search(tail)
    if published is None and next_published:
        published = parse(tail[next_published.start() :], timezone=timezone, now=now)
        tail = tail[: next_published.start()]
    modified = parse(tail, timezone=timezone, now=now)
    if modified is None and published is not None and published.value is not None:
        clock, zone, _ = _time_in(tail[:60], timezone)
        if clock is not None:
            day = published.value.date() if isinstance(published.value, datetime) else published.value
            modified = _finish(day, clock, zone, timezone, published.calendar, whole.raw)
    return Stamps(published, modified)


_LINE_WORDS = frozenset(
    word
    for name in (*MONTHS, *HIJRI_MONTHS, *MERIDIEM_OF, *ZONE_OF, *UNIT_OF, *_DAY_WORDS)
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
    return bool(
        _days(simple) or _CLOCK.search(simple) or _RELATIVE.search(simple) or _DAY_WORD.search(simple)
    )

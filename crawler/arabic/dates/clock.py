"""The clock reading beside a date (`07:00 ص`, `14h30`, `الساعة العاشرة والنصف صباحا`), and its zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from crawler.arabic.dates.stated import Calendar, ParsedDate, Precision
from crawler.arabic.dates.words import (
    HOUR_PARTS,
    HOUR_WORDS,
    MERIDIEM_OF,
    NUMBER_WORDS,
    ZONE_OF,
    ZONES,
    any_of,
)

_MERIDIEM_WORDS = "|".join(re.escape(word) for word in sorted(MERIDIEM_OF, key=len, reverse=True))
CLOCK = re.compile(
    r"(?<![\d:.,])(?P<h>\d{1,2})(?P<sep> ?: ?|\.(?=\d\d ?(?:ص|م|am|pm)(?!\w))|"
    r"h(?=\d\d))(?P<mi>\d{2})(?:(?: ?: ?)(?P<s>\d{2})(?:\.\d{1,6})?)?"
    rf"(?![\d:])(?: ?[,(]? ?(?P<mer>{_MERIDIEM_WORDS})(?!\w))?"
)
_BEFORE_CLOCK = re.compile(r"(?<!\w)(?P<mer>صباحا|مساء|مساءا|مسايا|ظهرا|عصرا|فجرا|ليلا|am|pm) ?,? ?$")
_PART = (
    rf"(?: ?(?P<sign>و|الا) ?(?:(?P<part>{any_of(HOUR_PARTS)})(?!\w)"
    rf"|(?P<number>\d{{1,2}}|{any_of(NUMBER_WORDS)}) (?:دقيقه|دقايق)))?"
)
# Hours without their minutes: the part of the day must be stated, or nothing tells 10 from 22.
_HOUR = re.compile(
    rf"(?<![\d:.,/\-])(?:الساعه ?:? ?)?(?P<h>\d{{1,2}})(?![\d:.]){_PART} ?(?P<mer>{_MERIDIEM_WORDS})(?!\w)"
)
_SPOKEN = re.compile(
    rf"(?:(?<!\w)الساعه ?:? ?|^[\W_]*|[,(\-] ?)(?P<h>{any_of(HOUR_WORDS)})(?!\w){_PART}"
    rf" ?,? ?(?P<mer>{_MERIDIEM_WORDS})(?!\w)"
)
_HOUR_AND_MINUTES = re.compile(  # `الساعة 14 و30 دقيقة`
    rf"(?<!\w)الساعه ?:? ?(?P<h>\d{{1,2}}) ?و ?(?P<mi>\d{{1,2}})(?![\d:.])(?: ?دقيقه)?"
    rf"(?: (?P<mer>{_MERIDIEM_WORDS})(?!\w))?"
)
_UNTIL = re.compile(  # `من 9:00 إلى 17:00`: opening hours, no moment
    rf"[, ]*(?:(?:الي|حتي) (?:الساعه )?\d{{1,2}}(?::\d|[ .]+(?:{_MERIDIEM_WORDS})(?!\w))"
    r"|- ?\d{1,2}:\d{2}(?!:?\d))"
)
_LENGTH_OF = re.compile(
    r"(?:مده|المده|طول|مدته|مدتها)(?: \w+){0,2} ?:? ?$"
)  # a reading after it is a duration
_MINUTES = re.compile(r" ?(?:دقيقه|دقايق|ثانيه)")
_OTHER_ZONE = re.compile(r"[\W_]*(?:ب|حسب |وفق )?(?:ال)?توقيت (?!المحلي|الصيفي|الشتوي|النشر)\w")
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
    rf"|(?:(?<=\d)|(?<=[\dصم] ))\( ?(?P<beside>{_PLACES}) ?\)"  # `14:08 (مكة المكرمة)`
    rf"|(?<![\w.])(?P<latin>{_LATIN})(?![\w.])"
    rf"|(?P<local>(?:ب?التوقيت|بالتوقيت|ب?توقيت) المحلي)"
    rf"|(?<=[\d ])(?P<off>[+-]\d{{2}}:?\d{{2}})(?!\d)|(?<=\d)(?P<z>z)(?!\w))"
)


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """Return the zone of an IANA name; an unknown one is UTC, since a page must not stop for it."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return ZoneInfo("UTC")


def offset_of(text: str) -> timezone | None:
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
class Clock:
    hour: int
    minute: int
    second: int
    precision: Precision


def _with_meridiem(hour: int, word: str | None) -> int | None:
    """Return the hour of 24, or None where the marker contradicts it."""
    part = MERIDIEM_OF.get(word or "")
    if part is None or hour > 12:
        return hour if hour < 24 else None
    if part == "midnight":
        return None
    if hour == 0:
        return 0 if part in ("am", "night") else None
    if part == "am":
        return hour % 12
    if part == "pm":
        return hour % 12 + 12
    if part == "noon":
        return hour if hour >= 10 else hour + 12
    return 0 if hour == 12 else hour if hour <= 5 else hour + 12


def _clock(match: re.Match[str], before: str) -> Clock | None:
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
    return Clock(resolved, minute, second, "second" if match["s"] else "minute")


def _hour_alone(match: re.Match[str], hour: int) -> Clock | None:
    resolved = _with_meridiem(hour, match["mer"]) if 1 <= hour <= 12 else None
    if resolved is None:
        return None
    if match["sign"] is None:
        return Clock(resolved, 0, 0, "hour")
    stated = match["number"]
    minutes = (
        HOUR_PARTS[match["part"]] if stated is None else int(stated) if stated.isdigit() else spoken(stated)
    )
    if not 0 < minutes < 60:
        return None
    if match["sign"] == "الا":
        resolved, minutes = (resolved - 1) % 24, 60 - minutes
    return Clock(resolved, minutes, 0, "minute")


def _hour_and_minutes(match: re.Match[str]) -> Clock | None:
    hour, minute = _with_meridiem(int(match["h"]), match["mer"]), int(match["mi"])
    return None if hour is None or minute > 59 else Clock(hour, minute, 0, "minute")


def spoken(words: str) -> int:
    """Return the number that words state: `خمس وعشرين`, its blanks as they may stand."""
    return NUMBER_WORDS[re.sub(r" ?و ?(?=(?:عشر|ثلاث|اربع|خمس)[يو]ن$)", " و", words)]


def find_zone(text: str, site: str) -> ZoneInfo | timezone | None:
    """Return the zone that a piece of text beside a clock reading states, or None."""
    for match in _ZONE.finditer(text):
        if match["place"]:
            if match["place"] == "عمان":  # Amman or Oman: only the site can tell
                return zone_of(site) if site in ("Asia/Amman", "Asia/Muscat") else None
            return zone_of(ZONE_OF.get(match["place"], "UTC"))
        if match["beside"]:
            return zone_of(ZONE_OF.get(match["beside"], "UTC"))
        if match["latin"]:
            return zone_of(ZONE_OF[match["latin"]])
        if match["local"]:
            return zone_of(site)
        stated = match["utc"] or match["off2"] or match["off"]
        if stated:
            return offset_of(stated)
        return UTC
    return None


def time_in(text: str, site: str) -> tuple[Clock | None, ZoneInfo | timezone | None, str]:
    """Return the clock reading in a short text, its zone, and what is left of the text.

    A length (`مدة الفيديو 02:35`) is no reading; a span, and one in a zone that we do not know, is not
    answered.
    """
    match = next((m for m in CLOCK.finditer(text) if not _is_length(m, text)), None)
    if match:
        clock = _clock(match, text[: match.start()])
    elif match := _HOUR_AND_MINUTES.search(text):
        clock = _hour_and_minutes(match)
    elif match := _SPOKEN.search(text):
        clock = _hour_alone(match, HOUR_WORDS[match["h"]])
    elif match := _HOUR.search(text):
        clock = _hour_alone(match, int(match["h"]))
    else:
        return None, None, text
    around = text[: match.start()] + " " + text[match.end() :]
    # The reading's last character stays in sight: an offset and a `Z` must touch it.
    zone = find_zone(text[match.end() - 1 : match.end() + 40], site)
    if (zone is None and _OTHER_ZONE.match(text, match.end())) or _UNTIL.match(text, match.end()):
        clock = None
    zone = zone or find_zone(text[: match.start()][-30:], site)
    return clock, zone, _ZONE.sub(" ", around)


def _is_length(match: re.Match[str], text: str) -> bool:
    return bool(
        _MINUTES.match(text, match.end())
        or _LENGTH_OF.search(text[max(0, match.start() - 30) : match.start()])
    )


def finish(
    day: date, clock: Clock | None, zone: ZoneInfo | timezone | None, site: str, calendar: Calendar, raw: str
) -> ParsedDate:
    if clock is None:
        return ParsedDate(day, "day", calendar, raw)
    value = datetime.combine(day, time(clock.hour, clock.minute, clock.second), zone or zone_of(site))
    return ParsedDate(value, clock.precision, calendar, raw, zoned=zone is not None)

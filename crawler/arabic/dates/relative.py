"""Times counted back from now: `منذ ساعتين و10 دقائق`, `أمس 22:10`, `2 days ago`."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from crawler.arabic.dates.clock import finish, spoken, time_in, zone_of
from crawler.arabic.dates.stated import ParsedDate, Precision
from crawler.arabic.dates.words import (
    HOUR_PARTS,
    NUMBER_WORDS,
    PUBLISHED,
    UNIT_OF,
    UPDATED,
    WEEKDAY_OF,
    WEEKDAYS,
    any_of,
)

_PARTS = "نصف|النصف|ربع|ربعا|الربع|ثلث|ثلثا|الثلث"
_PART_OF = rf"(?: ?و ?| الا )(?:{_PARTS})(?: ?(?:ال)?ساعه)?(?!\w)"
_AMOUNT = (
    rf"(?:(?:\d{{1,3}}|{any_of(NUMBER_WORDS)}) )?(?:{any_of(UNIT_OF)})(?!\w)(?: واحده?(?!\w))?(?:{_PART_OF})?"
    r"|(?:نصف|ربع|ثلث) ساعه(?!\w)"
)
_SHORT = r"\d{1,3} ?[سد](?!\w)"
_ABOUT = r"(?:(?:حوالي|نحو|اكثر من|قرابه|ما يقارب|تقريبا) )?"
_PAST = r"(?: (?:و|مضت|مضي|خلت|تقريبا))?(?!\w)"
_AMOUNTS = rf"(?:{_AMOUNT})(?:(?: ?, ?| )و? ?(?:{_AMOUNT}))*"
RELATIVE = re.compile(
    rf"(?<!\w)(?:(?:منذ|قبل) {_ABOUT}(?P<short>{_SHORT})"
    rf"|(?:منذ|قبل|من|مضي|مضت|مرت) {_ABOUT}(?P<amounts>{_AMOUNTS})){_PAST}"
    rf"|(?<![\w.,:/])(?P<after>{_AMOUNTS}) (?:مضت|مضي|خلت)(?!\w)"
)
_ONE_AMOUNT = re.compile(
    rf"(?:(?P<n>\d{{1,3}}|{any_of(NUMBER_WORDS)}) )?(?P<unit>{any_of(UNIT_OF)})(?!\w)(?: واحده?(?!\w))?"
    rf"(?: ?(?P<sign>و|الا) ?(?P<part>{_PARTS})(?: ?(?:ال)?ساعه)?(?!\w))?"
    r"|(?P<fraction>نصف|ربع|ثلث) ساعه(?!\w)"
)
_ENGLISH = (
    r"(?:\d{1,3} ?|an? |one )(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[hd])(?!\w)"
)
_RELATIVE_ENGLISH = re.compile(
    rf"(?<!\w)(?P<amounts>{_ENGLISH}(?:(?: ?, ?| )(?:and )?{_ENGLISH})*) ago(?!\w)"
)
_ONE_ENGLISH = re.compile(
    r"(?P<n>\d{1,3}|an?|one) ?(?P<unit>second|min|hour|hr|day|week|month|year|h(?!\w)|d(?!\w))"
)
_ENGLISH_UNITS = {"min": "minute", "hr": "hour", "h": "hour", "d": "day"}
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_HOW_MANY = frozenset(  # plurals: without a number they do not say how many
    ("ثوان", "ثواني", "لحظات", "دقايق", "ساعات", "ايام", "اسابيع", "اشهر", "شهور", "سنوات", "سنين", "اعوام")
)
_TWO = ("تين", "تان", "مين", "مان", "عين", "عان", "رين", "ران")
DAY_WORDS = {
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
DAY_WORD = re.compile(rf"(?:{'|'.join(sorted(DAY_WORDS, key=len, reverse=True))})(?!\w)")
_WEEKDAY = re.compile(rf"(?<!\w)(?:ال)?({'|'.join(WEEKDAY_OF)})(?!\w)")
_NOW = re.compile(r"(?:الان|just now|now|قبل قليل|منذ قليل|قبل لحظات|منذ لحظات|(?:قبل|منذ) اقل من دقيقه)")
_FRINGE = re.compile(
    rf"[\W_]+|(?:تاريخ النشر|تاريخ|النشر|نشر(?:ت)?(?: في| يوم)?|تم النشر|تم نشره|اخر تحديث|"
    rf"تحديث|في|يوم|بتاريخ|الساعه|عند|على|علي|{WEEKDAYS})(?!\w)"
)


def counted_back(text: str, raw: str, site: str, now: datetime) -> ParsedDate | None:
    """Return what is counted from now, only where the text says little else. `text` is `plain`."""
    here = now.astimezone(zone_of(site))
    match = RELATIVE.search(text) or _RELATIVE_ENGLISH.search(text)
    if match and len(text) <= 90 and _stands_alone(text, match):
        english = match.re is _RELATIVE_ENGLISH
        amounts = _english(match["amounts"]) if english else _arabic(match)
        return _before(here, amounts, raw) if amounts else None
    if _NOW.fullmatch(text.strip(" .,")):
        return ParsedDate(here.replace(microsecond=0), "minute", "gregorian", raw, relative=True)
    position = 0
    while (fringe := _FRINGE.match(text, position)) and fringe.end() > position:
        word = DAY_WORD.match(text, position)
        if word:
            break
        position = fringe.end()
    word = DAY_WORD.match(text, position)
    lead = ""
    if word is None:  # `10:30 اليوم`
        _, _, left = time_in(text, site)
        word = DAY_WORD.fullmatch(left.strip(" ,-"))
        lead = text
    if word is None:
        return None
    day = here.date() - timedelta(days=DAY_WORDS[word[0]])
    weekday = _WEEKDAY.search(text, word.end()) if not lead else None
    if weekday and WEEKDAY_OF[weekday[1]] != day.weekday():
        return None  # written on another day
    rest = lead or text[word.end() :]
    clock, zone, left = time_in(rest, site)
    if not lead and re.sub(rf"(?:الساعه|في|عند|{WEEKDAYS}|\W|_)+", "", left):
        return None  # `اليوم السابع`: a name, or a sentence
    parsed = finish(day, clock, zone, site, "gregorian", raw)
    return ParsedDate(parsed.value, parsed.precision, "gregorian", raw, zoned=parsed.zoned, relative=True)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether nothing follows but punctuation, and what precedes ends in punctuation or is a label."""
    if re.search(r"\w", re.sub(r"(?:مضت|مضي|خلت|تقريبا|ago)", "", text[match.end() :])):
        return False
    before = text[: match.start()].rstrip()
    return (
        not before
        or not before[-1].isalnum()
        or bool(PUBLISHED.search(before[-16:]) or UPDATED.search(before[-24:]))
    )


def _arabic(match: re.Match[str]) -> list[tuple[str, int]] | None:
    """Return what is counted back, as units and numbers, the parts of an hour as minutes; None: not said."""
    short = match["short"]
    if short:
        return [("hour" if short.endswith("س") else "minute", int(short[:-1]))]
    out: list[tuple[str, int]] = []
    for one in _ONE_AMOUNT.finditer(match["amounts"] or match["after"]):
        if one["fraction"]:
            out.append(("minute", HOUR_PARTS[one["fraction"]]))
            continue
        word, given = one["unit"], one["n"]
        if given is None and word in _HOW_MANY:
            return None
        if given is None:
            number = 2 if word.endswith(_TWO) else 1
        else:
            number = int(given) if given.isdigit() else spoken(given)
        out.append((UNIT_OF[word], number))
        if one["part"]:
            if UNIT_OF[word] != "hour":
                return None  # half a day is no time of day
            minutes = HOUR_PARTS[one["part"]]
            out.append(("minute", minutes if one["sign"] == "و" else -minutes))
    return out


def _english(text: str) -> list[tuple[str, int]]:
    return [
        (_ENGLISH_UNITS.get(one["unit"], one["unit"]), int(one["n"]) if one["n"].isdigit() else 1)
        for one in _ONE_ENGLISH.finditer(text)
    ]


def _before(here: datetime, amounts: list[tuple[str, int]], raw: str) -> ParsedDate:
    """Count back. The smallest unit decides how exact the answer is: two weeks ago is not a day."""
    smallest = amounts[-1][0]
    if any(unit == "year" for unit, _ in amounts):
        return ParsedDate(None, "year", "gregorian", raw, relative=True)
    if smallest == "week" or any(unit == "month" for unit, _ in amounts):
        return ParsedDate(None, "month", "gregorian", raw, relative=True)
    back = timedelta(seconds=sum(_SECONDS[unit] * number for unit, number in amounts))
    if smallest == "day":
        return ParsedDate(here.date() - back, "day", "gregorian", raw, relative=True)
    value = (here.astimezone(UTC) - back).astimezone(here.tzinfo)
    precision: Precision = "hour" if smallest == "hour" else "minute"
    return ParsedDate(value.replace(second=0, microsecond=0), precision, "gregorian", raw, relative=True)

"""Which timezone a page's own clock is in, where no site file says so.

In this order: a zone that the page names (an IANA name, or `بتوقيت القاهرة`), the country of `<html lang>` or
`og:locale`, the country of the domain, the offset that its JSON-LD states, the country that its menus
and headlines name clearly most, else Arabia's (UTC+3), which most Arabic newsrooms share.
"""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from crawler.arabic.countries import AT_HOME, CLOCKS
from crawler.arabic.fold import fold
from crawler.extraction.page import Page

DEFAULT = "Asia/Riyadh"

# Country to the zone of its capital.
COUNTRIES = {
    "eg": "Africa/Cairo",
    "sa": "Asia/Riyadh",
    "ae": "Asia/Dubai",
    "qa": "Asia/Qatar",
    "kw": "Asia/Kuwait",
    "bh": "Asia/Bahrain",
    "om": "Asia/Muscat",
    "ye": "Asia/Aden",
    "iq": "Asia/Baghdad",
    "jo": "Asia/Amman",
    "lb": "Asia/Beirut",
    "sy": "Asia/Damascus",
    "ps": "Asia/Gaza",
    "ly": "Africa/Tripoli",
    "tn": "Africa/Tunis",
    "dz": "Africa/Algiers",
    "ma": "Africa/Casablanca",
    "mr": "Africa/Nouakchott",
    "sd": "Africa/Khartoum",
    "so": "Africa/Mogadishu",
    "dj": "Africa/Djibouti",
    "km": "Indian/Comoro",
    "il": "Asia/Jerusalem",
    "tr": "Europe/Istanbul",
    "ir": "Asia/Tehran",
    "fr": "Europe/Paris",
    "de": "Europe/Berlin",
    "uk": "Europe/London",
    "gb": "Europe/London",
    "ru": "Europe/Moscow",
}
_READ = 4000  # characters of menus, and of headlines, that are enough to tell
_MENU = 45  # characters: a longer link is a headline, which may be about any country
_CONTINENTS = ("Africa/", "Asia/", "Europe/")
_IANA = re.compile(r"(?:Africa|Asia|Europe)/[A-Z][A-Za-z_]{2,20}\b")
_CLOCK_OF = re.compile(r"توقيت(?: المحلي)?\s*:?\s+((?:[^\W\d_]+\s?){1,2})")
_LANG = re.compile(r"^ar[-_]([a-z]{2})\b")
_OFFSET = re.compile(r'"date(?:Published|Modified|Created)"\s*:\s*"[^"]{10,30}?([+-])(\d\d):?(\d\d)"')


@lru_cache(maxsize=256)
def _exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):
        return False
    return True


def timezone_of(page: Page) -> str:
    """Return the IANA name of the zone in which the page prints times without one."""
    site = page.site
    if site.support != "generic" or site.timezone != "UTC":
        return site.timezone
    for continent in _CONTINENTS:
        at = page.text.find(continent)
        named = _IANA.match(page.text, at) if at >= 0 else None
        if named and _exists(named[0]):
            return named[0]
    if "توقيت" in page.text:
        for found in _CLOCK_OF.finditer(page.text):
            words = fold(found[1]).split()
            for size in (2, 1):
                zone = CLOCKS.get(" ".join(words[:size]))
                if zone is not None:
                    return zone
    for stated in (page.html_lang, page.meta.get("og:locale", "").lower()):
        country = _LANG.match(stated)
        if country and country[1] in COUNTRIES:
            return COUNTRIES[country[1]]
    tail = page.site.domain.rsplit(".", 1)[-1]
    if len(tail) == 2 and tail in COUNTRIES:
        return COUNTRIES[tail]
    offset = _OFFSET.search(page.text)
    if offset and (offset[2], offset[3]) != ("00", "00") and offset[3] == "00":
        name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
        if _exists(name):
            return name
    return _by_menu(page) or DEFAULT


def _by_menu(page: Page) -> str | None:
    """Return the zone of the country that the site's menus name clearly most, or None."""
    menus: list[str] = []
    headlines: list[str] = []
    for line in page.flow.lines:
        if line.linked:
            (menus if len(line.text) <= _MENU else headlines).append(line.text)
    for text, least in ((" ".join(menus)[:_READ], 2), (" ".join(headlines)[:_READ], 4)):
        counts = sorted(
            ((sum(text.count(word) for word in words), zone) for zone, words in AT_HOME.items()),
            reverse=True,
        )
        if counts[0][0] >= least and counts[0][0] >= 2 * counts[1][0]:
            return counts[0][1]
    return None

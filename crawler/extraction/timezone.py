"""Which timezone a page's own clock is in, where no site file says so.

In this order: where the newsroom is known to be, the country of the domain, an IANA name on the page, the
only clock that the page names (`بتوقيت القاهرة`), a country in the domain's name (`libyaakhbar.com`), the
country of `<html lang>` or `og:locale`, the offset that its JSON-LD states, its postal address and telephone
numbers, the country in its own name, the months as only one country calls them (`غشت`), the country that its
menus and headlines name clearly most, else Arabia's (UTC+3), which most Arabic newsrooms share.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from crawler.arabic.countries import AT_HOME, CLOCKS
from crawler.arabic.fold import fold
from crawler.arabic.newsrooms import COUNTRY_OF
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
    "es": "Europe/Madrid",
    "it": "Europe/Rome",
    "se": "Europe/Stockholm",
    "ru": "Europe/Moscow",
    "cn": "Asia/Shanghai",
    "td": "Africa/Ndjamena",
    "sn": "Africa/Dakar",
    "er": "Africa/Asmara",
}
_READ = 4000  # characters of menus, and of headlines, that are enough to tell
_LOOKED_AT = 40
_DATED = 120  # characters of a line with a date
_MENU = 45  # characters: a longer link is a headline, which may be about any country
_CONTINENTS = ("Africa/", "Asia/", "Europe/")
_IANA = re.compile(r"(?:Africa|Asia|Europe)/[A-Z][A-Za-z_]{2,20}\b")
_CLOCK_OF = re.compile(r"توقيت(?: المحلي)?\s*:?\s+((?:[^\W\d_]+\s?){1,2})")
_NAMES = 3  # IANA names: more of them within _LIST characters are a list to choose from
_LIST = 400
_IN_DOMAIN = {
    country: re.compile(pattern)
    for country, pattern in (
        ("eg", "egypt|masr|misr(?!ata)|cairo|alexandria"),
        ("sa", r"saudi|\bksa|ksa\b|riyadh|makkah|jeddah"),
        ("ae", "emarat|emirates|dubai|uae|abudhabi|sharjah"),
        ("qa", "qatar|doha"),
        ("kw", "kuwait|kwt"),
        ("bh", "bahrain|bahrein"),
        ("om", r"\boman|of-?oman|muscat"),
        ("jo", "jordan|alordon|urdun|zarqa|irbid"),
        ("lb", "lebanon|leban|lubnan|loubnan|beirut|beyrouth|saida|tripolilb"),
        ("sy", "syria|souria|surya|damas|aleppo|halab|deirezzor|swaida"),
        ("iq", "iraq|baghdad|basra|mosul|kirkuk|najaf"),
        ("ye", r"yemen|\baden|sanaa|hadramau?t|hadhramau?t|taiz|mareb|shabwa"),
        ("ps", "palest|filast|filist|falast|gaza|ghazza|jerusalem|nablus|hebron"),
        ("ly", "libya|lybia|libye|benghazi|misrata"),
        ("tn", "tunis|sfax|sousse|kairouan"),
        ("dz", "alger|djazair|jazaer|wahran|dzair"),
        ("ma", "maroc|morocco|maghrib|tanja|tanger|rabat|agadir|oujda|nador|marrakech|kech24|tetouan"),
        ("mr", "mauritan|mouritan|mori?tani|nouakchott"),
        ("sd", "sudan|soudan|khartoum|darfur"),
        ("so", "somal"),
        ("dj", "djibouti"),
        ("tr", "turkey|turkpress|istanbul"),
    )
}
_HOSTED = ("blogspot.com", "wordpress.com")  # the newsroom's name stands before it
_SUFFIX = re.compile(r"-(eg|sa|ksa|ae|uae|qa|kw|bh|om|jo|lb|sy|iq|ye|ps|ly|tn|dz|ma|mr|sd)$")
_OTHER_CODES = {"ksa": "sa", "uae": "ae"}
_ADDRESS = re.compile(
    r'"addressCountry"\s*:\s*(?:\{[^{}]{0,80}?"name"\s*:\s*)?"([^"]{2,40})"|"telephone"\s*:\s*"([+0][^"]{6,20})"'
)
_DIAL = re.compile(r'href="tel:(?:%20)?((?:\+|00)[^"]{7,20})')
_TELEPHONE = re.compile(r"\+(?<=[\s>:]\+)[\d(][\d\s()-]{8,18}\d")  # a needle to look for comes first
_DIALLED = {
    "20": "eg", "966": "sa", "971": "ae", "974": "qa", "965": "kw", "973": "bh", "968": "om", "967": "ye",
    "964": "iq", "962": "jo", "961": "lb", "963": "sy", "970": "ps", "218": "ly", "216": "tn", "213": "dz",
    "212": "ma", "222": "mr", "249": "sd", "252": "so", "253": "dj", "269": "km", "90": "tr", "33": "fr",
    "49": "de", "44": "uk",
}  # fmt: skip
_CALLED = {
    fold(name): country
    for country, names in (
        ("eg", "Egypt|مصر|جمهورية مصر العربية"),
        ("sa", "Saudi Arabia|KSA|السعودية|المملكة العربية السعودية"),
        ("ae", "UAE|United Arab Emirates|الإمارات|الإمارات العربية المتحدة"),
        ("qa", "Qatar|قطر"),
        ("kw", "Kuwait|الكويت"),
        ("bh", "Bahrain|البحرين"),
        ("om", "Oman|عمان|سلطنة عمان"),
        ("jo", "Jordan|الأردن"),
        ("lb", "Lebanon|لبنان|Liban"),
        ("sy", "Syria|سوريا|سورية"),
        ("iq", "Iraq|العراق"),
        ("ye", "Yemen|اليمن"),
        ("ps", "Palestine|فلسطين"),
        ("ly", "Libya|ليبيا"),
        ("tn", "Tunisia|تونس|Tunisie"),
        ("dz", "Algeria|الجزائر|Algérie"),
        ("ma", "Morocco|المغرب|Maroc"),
        ("mr", "Mauritania|موريتانيا|Mauritanie"),
        ("sd", "Sudan|السودان"),
        ("tr", "Turkey|Türkiye|تركيا"),
    )
    for name in names.split("|")
}
_MOROCCAN_MONTHS = ("يوليوز", "غشت", "شتنبر", "نونبر", "دجنبر")
_MONTHS_OF_ALGIERS = ("جانفي", "فيفري", "أفريل", "جوان", "جويلية", "أوت")  # and of Tunis
_MOROCCAN = re.compile(rf"[\d٠-٩] (?:{'|'.join(_MOROCCAN_MONTHS)}) [\d٠-٩]{{4}}")
_OF_ALGIERS = re.compile(rf"[\d٠-٩] (?:{'|'.join(_MONTHS_OF_ALGIERS)}) [\d٠-٩]{{4}}")
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
    domain = site.domain.lower()
    if domain in COUNTRY_OF:
        return COUNTRIES[COUNTRY_OF[domain]]
    tail = domain.rpartition(".")[2]
    if len(tail) == 2 and tail in COUNTRIES:
        return COUNTRIES[tail]
    named = _named(page.text)
    if named is not None:
        return named
    clock = _only_clock(page.text)
    if clock is not None:
        return clock
    country = _in_domain(domain, site.host)
    if country is not None:
        return COUNTRIES[country]
    for stated in (page.html_lang, page.meta.get("og:locale", "").lower()):
        spoken = _LANG.match(stated)
        if spoken and spoken[1] in COUNTRIES:
            return COUNTRIES[spoken[1]]
    offset = _OFFSET.search(page.text)
    if offset and (offset[2], offset[3]) != ("00", "00") and offset[3] == "00":
        name = f"Etc/GMT{'-' if offset[1] == '+' else '+'}{int(offset[2])}"
        if _exists(name):
            return name
    country = _reached_at(page.text)
    if country is not None:
        return COUNTRIES[country]
    return _by_name(page) or _by_months(_short_lines(page)) or _by_menu(page) or DEFAULT


def _named(text: str) -> str | None:
    """Return the first IANA name on the page, unless it lists many."""
    for continent in _CONTINENTS:
        at = text.find(continent)
        name = _IANA.match(text, at) if at >= 0 else None
        if name and _exists(name[0]) and len(set(_IANA.findall(text, at, at + _LIST))) <= _NAMES:
            return name[0]
    return None


def _only_clock(text: str) -> str | None:
    """Return the zone of the only place by whose clock the page tells times, or None."""
    zones: set[str] = set()
    if "توقيت" in text:
        for found in islice(_CLOCK_OF.finditer(text), _LOOKED_AT):
            words = fold(found[1]).split()
            zone = CLOCKS.get(" ".join(words[:2])) or CLOCKS.get(words[0])
            if zone is not None:
                zones.add(zone)
    return zones.pop() if len(zones) == 1 else None


def _in_domain(domain: str, host: str) -> str | None:
    """Return the country that a domain names: `libyaakhbar`, `cbc-eg`, `ma.example.com`."""
    labels = host.lower().split(":")[0].split(".")
    name = labels[0] if domain in _HOSTED else domain.split(".")[0]
    suffix = _SUFFIX.search(name)
    if suffix:
        return _OTHER_CODES.get(suffix[1], suffix[1])
    said = [country for country, pattern in _IN_DOMAIN.items() if pattern.search(name)]
    if len(said) == 1:
        return said[0]
    edition = _SUFFIX.search(f"-{labels[0]}") if len(labels) > 2 else None
    return edition[1] if edition and edition[1] in COUNTRIES else None


def _reached_at(text: str) -> str | None:
    """Return the country of the page's postal address, or of its telephone numbers where all share one."""
    countries: set[str] = set()
    numbers: list[str] = []
    if '"addressCountry"' in text or '"telephone"' in text:
        for found in islice(_ADDRESS.finditer(text), _LOOKED_AT):
            if found[1]:
                stated = found[1].strip().lower()
                country = stated if stated in COUNTRIES else _CALLED.get(fold(found[1]))
                if country is not None:
                    return country
            else:
                numbers.append(found[2])
    if "tel:" in text:
        numbers += [found[1] for found in islice(_DIAL.finditer(text), _LOOKED_AT)]
    if not numbers:
        numbers += [found[0] for found in islice(_TELEPHONE.finditer(text), _LOOKED_AT)]
    for number in numbers:
        digits = re.sub(r"\D", "", number).lstrip("0")
        country = _DIALLED.get(digits[:3]) or _DIALLED.get(digits[:2])
        if country is not None:
            countries.add(country)
    return countries.pop() if len(countries) == 1 else None


def _by_name(page: Page) -> str | None:
    """Return the zone of the one country that the site has in its own name."""
    names = [
        page.meta.get(key, "") for key in ("og:site_name", "application-name", "apple-mobile-web-app-title")
    ]
    name = " ".join(names)[:200]
    zones = [zone for zone, words in AT_HOME.items() if any(word in name for word in words)]
    return zones[0] if len(zones) == 1 else None


def _short_lines(page: Page) -> str:
    """Return the lines that may be dates: a tenth of the page, and all that a reader sees of its dates."""
    return "\n".join(line.text for line in page.flow.lines if len(line.text) <= _DATED)


def _by_months(text: str) -> str | None:
    """Return the zone of the countries that call the months of the page's dates as no others do."""
    if any(name in text for name in _MOROCCAN_MONTHS) and _MOROCCAN.search(text):
        return "Africa/Casablanca"
    if any(name in text for name in _MONTHS_OF_ALGIERS) and _OF_ALGIERS.search(text):
        return "Africa/Algiers" if text.count("جزائر") > text.count("تونس") else "Africa/Tunis"
    return None


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

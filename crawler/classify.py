"""What a URL leads to: an article, a hub (a page of links), or nothing that we ask for.

A site file's patterns decide for the sites that have one. For every other site the address is read as a
person reads it: words for "article" and "section", numbers that are ids, dates, headlines as slugs. Where
the address says too little, the words of the link do: a headline is long, the name of a section is short.

Addresses that grow without end (calendars, sessions, permutations of parameters, repeated segments) are
skipped here, so that they never reach the ledger.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from crawler.site import Site
from crawler.url_words import (
    ARTICLE,
    AUTHOR,
    CONTAINER,
    DATE_KEY,
    DEAD,
    DEAD_HOST,
    DEAD_QUERY,
    DEAD_TITLES,
    FOREIGN,
    MEDIA,
    PAGE_KEY,
    SOUND,
    TAG,
)
from crawler.urls import decoded

PageClass = Literal["article", "hub", "skip"]

_DEVICE = re.compile(r"^(?:(?:www\d?|m|mobile|amp|wap)\.)+(?=[^.]+\.)")
_MAX_SEGMENTS = 12
_MAX_KEYS = 6
_MAX_PAGE = 5000

_PAGE_SUFFIX = re.compile(
    r"\.(?:html?|xhtml|shtml|phtml|php\d?|aspx?|jspx?|cfm|ece|do|action|amp|story|page)\Z", re.I
)
_EXTENSION = re.compile(r"\.([a-z0-9]{2,5})\Z", re.I)

_DEAD_START = re.compile(
    r"(?:privacy|terms-(?:of|and)|cookies?-|about-(?:us|the-)|contact-|advertis\w+-|copyright|disclaimer"
    r"|editorial-(?:policy|standards|guidelines)|سياسة-(?:الخصوصية|التحرير|ملفات|الاستخدام)|شروط-(?:الاستخدام|الخدمة|النشر)"
    r"|من-نحن|اتصل-بنا|تواصل-معنا|[اأ]علن-معنا|هيئة-التحرير|خريطة-الموقع)"
)
_ID_QUERY = re.compile(
    r"(?:(?:news|article|art|story|post|item|content|topic|doc|n|a|s|p|record|material)?_?-?(?:id|no|num|number|guid)|p|nid|aid|sid"
    r"|article|story|news|node)\Z"
)
_SECTION_QUERY = re.compile(r"(?:cat|category|sec|section|dept|type|tag|portal|channel)_?-?(?:id|name|no)?\Z")
_YEAR = r"(?:19|20)\d\d"
_ISO_DATE = re.compile(rf"({_YEAR})[-_.](0?[1-9]|1[0-2])[-_.](0?[1-9]|[12]\d|3[01])(?=\Z|[^0-9])")
_COMPACT_DATE = re.compile(rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?=\Z|[-_])")
_YEAR_ONLY = re.compile(rf"{_YEAR}\Z")
_DAY_OR_MONTH = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01]|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april"
    r"|august|september|october|november|december)\Z"
)
_GUID = re.compile(r"\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?", re.I)
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{5,20}(?![0-9])")
_CODE = re.compile(r"(?=[a-z0-9]*[0-9])(?=[a-z0-9]*[a-z])[a-z0-9]{8,24}\Z", re.I)
_PREFIXED = re.compile(r"(?:[a-z]{1,12}[-_]?)(\d{3,})\Z", re.I)
# /1234-headline, /headline-1234; not /elections-2026
_NUMBERED_SLUG = re.compile(
    r"(?!(?:19|20)[0-9]{2}[-_])[0-9]{4,}[-_].|.*[-_](?!(?:19|20)[0-9]{2}\Z)[0-9]{4,}\Z"
)
_WORDS = re.compile(r"[-_+ .,،]+")
_ROOT_PAGE = re.compile(r"://[^/]+(?:/ar)?/pages?/[0-9]+/?\Z")
_PAGE_TITLE = re.compile(r"[\d٠-٩\s.…<>«»‹›|-]*\Z")
_NEXT_TITLE = re.compile(r"التالي|السابق|المزيد|next|prev|more|older|صفحة|page", re.I)

_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ـ": None, "ً": None, "ّ": None})
_DEAD_TITLES = frozenset(" ".join(title.translate(_FOLD).split()) for title in DEAD_TITLES)


def classify(url: str, site: Site, title: str = "") -> PageClass:
    """Return what `url` leads to; `title` is the text of the link to it, where there is one."""
    kind, _ = weigh(url, site, title)
    return kind


def weigh(url: str, site: Site, title: str = "") -> tuple[PageClass, bool]:
    """Return the class of `url` and whether its address alone settles it.

    A caller that knows more (an entry of a feed is an article, whatever it looks like) may overrule a class
    that is not settled.
    """
    links = site.links
    known = bool(links.skip or links.article or links.hub)
    domain = site.domain if known else _home(site.domain, site.host)
    kind, sure = _read(url, domain, site.aliases, site.language)
    if known:
        if kind == "skip" and _elsewhere(url, site.domain, site.aliases):
            return "skip", True
        text = decoded(url)
        if _any(links.skip, text):
            return "skip", True
        if _any(links.article, text):
            return ("skip", True) if _another_view(text) else ("article", True)
        if _any(links.hub, text):
            return "hub", True
        if links.article and kind == "article":
            # The site's own pattern knows its articles better than we do.
            kind, sure = "skip", False
    if sure or not title:
        return kind, sure
    if _ROOT_PAGE.search(url) and not is_pagination_title(title):
        return "skip", False
    return _by_title(kind, title, allowed=not links.article), False


def _by_title(kind: PageClass, title: str, *, allowed: bool) -> PageClass:
    words = title.split()
    if len(words) <= 4 and _folded(title) in _DEAD_TITLES:
        return "skip"
    if len(words) >= 5 and len(title) >= 24 and allowed:
        return "article"
    if len(words) <= 3 and len(title) < 24 and kind == "article":
        return "hub"
    return kind


def _folded(title: str) -> str:
    return " ".join(title.translate(_FOLD).lower().split())


def _any(patterns: str | tuple[str, ...], text: str) -> bool:
    return any(_compiled(pattern).search(text) for pattern in patterns)


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_VIEW_PATH = re.compile(r"/(?:amp|print|printpage|printable)(?:/|\Z)|\.amp\Z|\.amp\.html\Z", re.I)
_VIEW_QUERY = re.compile(
    r"(?:^|&)(?:amp(?:=1)?|print(?:able)?=[^&]*|output(?:type)?=(?:amp|print)|share=[a-z]+)(?:&|\Z)"
)


def _another_view(text: str) -> bool:
    """Whether the address is the AMP, print or share form of a page that has a plain address too."""
    path, _, query = text.partition("?")
    return bool(_VIEW_PATH.search(path) or (query and _VIEW_QUERY.search(query)))


@lru_cache(maxsize=4096)
def _home(domain: str, host: str) -> str:
    """Return the domain that an unknown site's pages are on.

    A seed on a name of its own (arabic.broadcaster.example) stands beside other sites of the same domain,
    other languages mostly; www and mobile hosts stand for the whole domain.
    """
    host = _DEVICE.sub("", host.partition(":")[0])
    return host if host.endswith("." + domain) else domain


def _elsewhere(url: str, domain: str, aliases: tuple[str, ...]) -> bool:
    host = url.partition("://")[2].partition("/")[0].partition("?")[0].partition(":")[0].lower()
    return not any(host == d or host.endswith("." + d) for d in (domain, *aliases))


@lru_cache(maxsize=1 << 13)
def _read(url: str, domain: str, aliases: tuple[str, ...], language: str) -> tuple[PageClass, bool]:
    """Read the address alone: its class, and whether it is settled."""
    if _elsewhere(url, domain, aliases) or len(url) > 3000:
        return "skip", True
    text = decoded(url)
    scheme, _, rest = text.partition("://")
    if scheme not in ("http", "https"):
        return "skip", True
    rest, _, query = rest.partition("?")
    host, _, path = rest.partition("/")
    own = next((d for d in (domain, *aliases) if host.endswith("." + d)), "")
    for label in host[: -len(own) - 1].split(".") if own else ():
        if label in DEAD_HOST or (language == "ar" and label in FOREIGN):
            return "skip", True
    if _another_view(text):
        return "skip", True
    if ";" in path:
        path = path.partition(";")[0]
    segments = [s for s in path.split("/") if s]
    if len(segments) > _MAX_SEGMENTS or _repeats(segments):
        return "skip", True
    last = segments[-1] if segments else ""
    suffix = _PAGE_SUFFIX.search(last)
    if suffix:
        last = last[: suffix.start()]
        segments[-1] = last
    elif last and (extension := _EXTENSION.search(last)) and extension[1].lower() in MEDIA:
        return "skip", True
    names = [s.lower() for s in segments if s]
    pairs = [(k.lower(), v) for k, _, v in (p.partition("=") for p in query.split("&") if p)]
    if len(pairs) > _MAX_KEYS or len({k for k, _ in pairs}) < len(pairs):
        return "skip", True
    if language == "ar" and names and names[0] in FOREIGN:
        return "skip", True
    by_path = _read_path(names)
    return _with_query(by_path, names, pairs, script=bool(suffix)) if pairs else by_path


def _repeats(segments: list[str]) -> bool:
    """Whether a segment comes three times: a relative link that grows with each page."""
    return len(segments) > 4 and any(segments.count(s) > 2 for s in segments if not s.isdigit())


def _read_path(names: list[str]) -> tuple[PageClass, bool]:
    if names and names[0] in ("ar", "arabic", "ar-ae", "ar-eg", "ar-qa", "ar-sa", "m", "amp", "mobile"):
        names = names[1:]
    if names and names[-1] in ("index", "default", "home"):
        names = names[:-1]  # /2026/world/11/22/summit/index.html
    if len(names) > 2 and names[-1] in ("ar", "arabic"):
        names = names[:-1]  # /news/70122/headline/ar
    if not names:
        return "hub", True
    for i, name in enumerate(names):
        if name in DEAD or (i == len(names) - 1 and _DEAD_START.match(name)):
            return "skip", True
        if name in TAG:
            return "skip", True
        if (
            name in AUTHOR
            and not (i and names[i - 1] in ARTICLE)
            and len(names) - i <= (5 if "page" in names else 3)
        ):
            return "skip", True
    last = names[-1]
    paged = _pagination(names)
    if paged is not None:
        return paged
    if names[0] in SOUND or (len(names) > 1 and names[-2] in SOUND):
        return "skip", len(names) > 1
    after = _after_date(names)
    if after is not None:
        if not after:
            return "hub", False  # a day's or a month's list
        if _has_letter(after[-1]) or after[-1].isdigit():
            name = after[-1]
            return "article", not (name.isascii() and name.isalpha() and len(name) <= 12)
    words = [w for w in _WORDS.split(last) if w]
    container = any(n in CONTAINER for n in names[:-1])
    worded = any(n in ARTICLE for n in names[:-1])
    if _has_number(last):
        # With a container before it a number is a section's, unless it is as long as only articles' are.
        digits = _number_length(last)
        if not container or len(words) > 3 or digits >= 6:
            return "article", True
        return "hub", digits < 5
    if len(names) > 1 and _has_number(names[-2]) and (len(words) > 1 or not last.isascii()):
        return ("hub", True) if container and _number_length(names[-2]) < 6 else ("article", True)
    before = names[-2] if len(names) > 1 else ""
    if worded and not container and before.isdigit() and len(before) >= 4 and not _YEAR_ONLY.match(before):
        return "article", True  # /details/1234/1
    if _NUMBERED_SLUG.match(last) and not container:
        return "article", True
    if any(_number_length(n) >= 6 for n in names[:-1]) and (worded or not container):
        return "article", worded
    if len(names) > 1 and names[-2].isdigit() and last.isdigit():
        return "hub", False  # /section/65/2
    if last.isdigit():
        if worded and not container and len(last) >= 3 and not _YEAR_ONLY.match(last):
            return "article", True
        return "hub", container
    if worded and not container and len(names) > 1 and names[-2].isdigit() and len(names[-2]) >= 3:
        return "article", True  # /news/1234/word
    if (prefixed := _PREFIXED.match(last)) and (len(prefixed[1]) >= 4 or worded) and not container:
        return "article", True
    if _CODE.match(last) and not container:
        return "article", worded or sum(c.isdigit() for c in last) > 1
    if last in CONTAINER:
        return "hub", True
    if len(words) >= 5 or (len(words) >= 4 and len(last) >= 20) or (len(words) == 1 and len(last) > 60):
        return ("article", len(words) >= 6) if container else ("article", True)
    if container:
        return "hub", len(words) <= 2
    if len(words) == 4 or (worded and len(words) == 3):
        return "article", False
    if last in ARTICLE and len(names) == 1:
        return "hub", True
    return "hub", False


def _pagination(names: list[str]) -> tuple[PageClass, bool] | None:
    if len(names) > 1 and names[-2] in ("page", "pages", "صفحة", "pg") and names[-1].isdigit():
        if int(names[-1][:8]) > _MAX_PAGE:
            return "skip", True
        # At the root it may as well be the site's page number 3: the words of the link say which.
        return "hub", len(names) > 2
    return None


def _with_query(
    by_path: tuple[PageClass, bool], names: list[str], pairs: list[tuple[str, str]], *, script: bool
) -> tuple[PageClass, bool]:
    kind, sure = by_path
    if kind == "skip" and sure:
        return by_path
    keys = dict(pairs)
    if any(k in DEAD_QUERY for k in keys) and not any(_is_article_value(v) for v in keys.values()):
        return "skip", True
    if keys.get("view") == "article" or (
        keys.get("option") == "com_content" and keys.get("view") != "category"
    ):
        return "article", True
    number = next((v for k, v in pairs if k in PAGE_KEY and v[:8].isdigit()), None)
    if number is not None:
        if kind == "article" and sure and not script:
            return "skip", True  # the second page of an article
        return ("hub", True) if int(number[:8]) <= _MAX_PAGE * 20 else ("skip", True)
    name = names[-1] if names else ""
    values = {v.lower() for v in keys.values()}  # main.php?mod=news&id=5
    front = name in ("index", "default", "main", "home")
    container = any(n in CONTAINER for n in (names[:-1] if front else names)) or not values.isdisjoint(
        CONTAINER
    )
    container = container or any(n in name for n in ("section", "categor", "list"))
    ids = [v for k, v in pairs if _ID_QUERY.match(k)]
    if any(_is_article_value(v) for v in ids) and not (container and max(map(len, ids)) < 6):
        return "article", True
    if any(v.isdigit() for v in ids) and not container:
        worded = name in ARTICLE or any(
            w in name for w in ("detail", "article", "story", "news", "view", "show")
        )
        worded = worded or not values.isdisjoint(ARTICLE)
        return "article", worded or ((front or not names) and "p" in keys)
    if name in ARTICLE and any(_is_article_value(v) and len(v) > 4 for v in keys.values()):
        return "article", True
    if any(k in DATE_KEY for k in keys):
        return "hub", False
    if container or any(_SECTION_QUERY.match(k) for k in keys) or ids:
        return "hub", True
    if kind == "article":
        return by_path
    # Keys that we cannot read: a list that is sorted another way, a poll, a form.
    return "skip", False


def _is_article_value(value: str) -> bool:
    return bool(_GUID.fullmatch(value) or (value.isdigit() and 4 <= len(value) <= 20))


def _after_date(names: list[str]) -> list[str] | None:
    """Return the segments after a date in the path (`2026/11/22`, `22/11/2026`, `2026-11-22`), or None.

    A date that is the beginning of a segment leaves the rest of that segment.
    """
    for i, name in enumerate(names):
        found = _ISO_DATE.match(name) or _COMPACT_DATE.match(name)
        if found:
            rest = name[found.end() :].strip("-_.")
            return ([rest] if rest else []) + names[i + 1 :]
        if (
            _YEAR_ONLY.match(name)
            and len(names) > i + 4
            and all(map(_DAY_OR_MONTH.match, names[i + 2 : i + 4]))
        ):
            return names[i + 4 :]  # /2026/world/11/22/headline
        if _YEAR_ONLY.match(name) and i + 1 < len(names) and _DAY_OR_MONTH.match(names[i + 1]):
            day = i + 2 < len(names) and _DAY_OR_MONTH.match(names[i + 2])
            return names[i + (3 if day else 2) :]
        if (
            _DAY_OR_MONTH.match(name)
            and i + 2 < len(names)
            and _DAY_OR_MONTH.match(names[i + 1])
            and _YEAR_ONLY.match(names[i + 2])
        ):
            return names[i + 3 :]
    return None


def _has_letter(segment: str) -> bool:
    return any(c.isalpha() for c in segment)


def _has_number(segment: str) -> bool:
    """Whether the segment holds a number that is long enough for an article's id."""
    return bool(_LONG_NUMBER.search(segment) or _GUID.search(segment))


def _number_length(segment: str) -> int:
    return max((len(n) for n in _LONG_NUMBER.findall(segment)), default=36 if _GUID.search(segment) else 0)


def is_pagination_title(title: str) -> bool:
    """Whether the words of a link are those of a link to another page of the same list."""
    return bool(_PAGE_TITLE.match(title)) or bool(len(title) < 30 and _NEXT_TITLE.search(title))

"""Which link of a list leads to its next page.

A list is walked page by page, each naming the next, and not by all the numbers it prints: so a later run can
stop where the known articles begin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.classify import is_pagination_title
from crawler.url_words import PAGE_KEY
from crawler.urls import decoded

NEXT = re.compile(
    r"(?:(?:ال)?صفحة\s+)?(?:التالي|التالية|القادمة|اللاحقة|الأقدم|أقدم)"
    r"|اليوم السابق|الأخبار السابقة|أخبار أقدم|أخبار أخرى"
    r"|(?:(?:تحميل|عرض|شاهد|اعرض|حمل|إظهار|اظهار|اقرأ|قراءة)\s+)?(?:ال)?مزيد(?:\s+من\s+\S+(?:\s+\S+)?)?"
    r"|next(?: page)?|older(?: posts?| entries)?|(?:load|show|view|see) more|more|suivant",
    re.I,
)
ARROW = re.compile(r"[»›>]{1,2}|[←→]|&raquo;")
BACK = re.compile(r"previous|prev|newer|السابقة?|الأحدث|اليوم التالي", re.I)
CLASS = re.compile(
    r"(?:^|[\s_-])(?:next|older|load-?more|show-?more|more-?posts|infinite|nextpage)(?:$|[\s_-])",
    re.I,
)
NUMBER = re.compile(r"[0-9٠-٩۰-۹]{1,5}\Z")

_PATH_PAGE = re.compile(r"/(?:page|pages|pg|p|صفحة)[/-]?([0-9]{1,5})(?=/?\Z|\.html?\Z)", re.I)
_LAST_NUMBER = re.compile(r"[/_-]([0-9]{1,4})(?:/|\.html?)?\Z", re.I)
_DATE = re.compile(r"(?:19|20)\d\d[-/](?:0?[1-9]|1[0-2])(?:[-/](?:0?[1-9]|[12]\d|3[01]))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands: in which list, on which page of it (None: it names none)."""

    key: str
    page: int | None


def place(url: str, *, numbered: bool = False) -> Place:
    """Read the page number out of a URL; with `numbered`, a bare number at its end counts too."""
    path, _, query = decoded(url).partition("?")
    kept, number = [], None
    for pair in query.split("&") if query else ():
        key, _, value = pair.partition("=")
        if key.lower() in PAGE_KEY and value.isdigit() and len(value) < 7:
            number = int(value)
        elif pair:
            kept.append(pair)
    if number is None:
        found = _PATH_PAGE.search(path) or (_LAST_NUMBER.search(path) if numbered else None)
        if found:
            number = int(found[1])
            path = path[: found.start()]
    path = path.partition("://")[2].removeprefix("www.").rstrip("/")
    return Place(f"{path}?{'&'.join(sorted(kept))}" if kept else path, number)


def dated(url: str) -> tuple[int, int, int] | None:
    """Return year, month and day (1 where it names none) of a list by date, or None."""
    found = _DATE.search(decoded(url))
    if found is None:
        return None
    numbers = [int(n) for n in re.split("[-/]", found[0])]
    year, month, day = (*numbers, 1)[:3]
    return year, month, day


def choose(current: str, candidates: list[tuple[str, str, bool]]) -> tuple[str | None, set[str]]:
    """Return the next page of the list at `current`, and every link that is one of its pages.

    `candidates`: address, text of the link, whether the page marks it as the next one.
    """
    here = place(current)
    pages: dict[str, int] = {}
    marked: list[str] = []
    mine = here.page
    for url, text, is_next in candidates:
        if url == current or not (is_next or is_pagination_title(text)):
            continue  # also /page/3 under the words "about us"
        number = NUMBER.match(text)
        there = place(url)
        if there.key == here.key and (there.page is not None or here.page is not None):
            pages[url] = 1 if there.page is None else there.page
        elif (key := _only_change(url, current)) and (number or is_next):
            # A key that we do not know, under a number: ?safha=2, ?before=2026-11-20T10:00
            value, own = _value(url, key), _value(current, key)
            if value.isdigit() and own.isdigit():
                mine, pages[url] = int(own[:9]), int(value[:9])
            elif number:
                pages[url] = int(number[0])
        elif number or is_next:
            # /politics/2 beside /politics, or /politics/3 beside /politics/2
            there = place(url, numbered=True)
            own_place = here if there.key == here.key else place(current, numbered=True)
            if there.page is not None and there.key == own_place.key:
                if number and int(number[0]) != there.page:
                    continue
                pages[url] = there.page
                mine = own_place.page if own_place is not here else mine
        if is_next:
            marked.append(url)
    if marked:
        return marked[0], set(pages) | set(marked)
    if mine is None:
        # The page we are on is the number that is no link; of offsets, the one before the first.
        mine = next(
            n
            for n in range(min(1, *pages.values()) if pages else 1, len(pages) + 3)
            if n not in pages.values()
        )
    further = [(number_, url) for url, number_ in pages.items() if number_ > mine]
    return (min(further)[1] if further else None), set(pages)


def _only_change(url: str, current: str) -> str:
    """Return the one query key in which two addresses of a path differ, or nothing."""
    path, _, query = url.partition("?")
    own_path, _, own_query = current.partition("?")
    if path.rstrip("/") != own_path.rstrip("/"):
        return ""
    one, other = (dict(p.partition("=")[::2] for p in q.split("&") if p) for q in (query, own_query))
    changed = [k for k in one.keys() | other.keys() if one.get(k) != other.get(k)]
    return changed[0] if len(changed) == 1 else ""


def _value(url: str, key: str) -> str:
    pairs = dict(p.partition("=")[::2] for p in url.partition("?")[2].split("&"))
    return pairs.get(key, "")


def following(url: str, page: int, last: int) -> str | None:
    """Return the address of the page after `page` where the address itself names `page`, or None."""
    if page >= last:
        return None
    changed, count = re.subn(
        rf"([?&](?:{'|'.join(sorted(PAGE_KEY))})=){page}(?=&|\Z)",
        rf"\g<1>{page + 1}",
        url,
        count=1,
        flags=re.I,
    )
    return changed if count else None


_NUMBERED = re.compile(
    r"([?&](?:page|paged|pg|p|pageno|page_no|pagenum|pagenumber|pageindex)=)([0-9]{1,5})(?=&|\Z)", re.I
)


def next_number(url: str) -> str | None:
    """Return the address of the page after the one that a query key of `url` names, or None."""
    found = _NUMBERED.search(url)
    if found is None:
        return None
    return f"{url[: found.start(2)]}{int(found[2]) + 1}{url[found.end(2) :]}"

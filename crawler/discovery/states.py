"""Addresses in the JSON that pages carry for their scripts, and in what list APIs answer.

Names of fields differ from site to site; what an address is follows from the address and from the texts
beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crawler.discovery.dates import iso
from crawler.discovery.feeds import plain

MAX_NODES = 60_000
_MAX_LENGTH = 2000

_KEY = re.compile(r"[^a-z]")
_URL = re.compile(
    r"(?:(?:canonical|full|share|web|article|news|post|story|details?|target|slug|seo|friendly|page|item)?"
    r"(?:url|link|uri|href|path)|permalink|canonical|to)\Z"
)
_NEXT = re.compile(
    r"(?:next|older)(?:page|api|cursor)?(?:url|link|href)?\Z|(?:load)?more(?:url|href|link)?\Z"
)
_MORE = ("hasmore", "hasnext", "hasnextpage", "more")
_API = re.compile(r"(?:api|ajax|data|source|feed|list)(?:url|endpoint)?\Z|endpoint\Z")
_TITLE = ("title", "headline", "name", "maintitle", "articletitle", "newstitle", "label", "text", "subject")
_DATE = (
    "updatedat",
    "modifiedat",
    "publishedat",
    "datepublished",
    "publishdate",
    "published",
    "date",
    "pubdate",
)
_PAGE = ("page", "currentpage", "current", "pagenumber", "pageindex", "pageno")
_LAST = ("lastpage", "totalpages", "pagecount", "pages", "numpages", "total_pages", "pagescount")
_IMAGE_PARENT = re.compile(
    r"image|photo|thumb|logo|media|avatar|icon|picture|video|file|asset|share|social", re.I
)


@dataclass(slots=True)
class StateLinks:
    """What JSON names: links with title and date, further pages, APIs of lists, pieces of HTML."""

    links: list[tuple[str, str, str | None]] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    apis: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    page: int | None = None
    last_page: int | None = None
    ended: bool = False  # it says that there is no next page


def state_links(values: list[Any]) -> StateLinks:
    """Walk JSON values (in order, at most `MAX_NODES` nodes) for addresses. Never raises."""
    out = StateLinks()
    for node in _objects(values):
        _read(node, out)
    return out


def _objects(values: list[Any]) -> Iterator[dict[str, Any]]:
    waiting: list[tuple[Any, int]] = [(v, 0) for v in reversed(values)]
    seen = 0
    while waiting and seen < MAX_NODES:
        value, depth = waiting.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            inner = [
                v for k, v in value.items() if isinstance(v, dict | list) and not _IMAGE_PARENT.search(k)
            ]
        elif isinstance(value, list):
            inner = [v for v in value[:5000] if isinstance(v, dict | list)]
        else:
            continue
        if depth < 60:
            waiting.extend((v, depth + 1) for v in reversed(inner))


def _read(node: dict[str, Any], out: StateLinks) -> None:
    texts: dict[str, str] = {}
    for key, value in node.items():
        name = _KEY.sub("", str(key).lower())
        if not value and (name in _MORE or _NEXT.match(name)):
            out.ended = True
        if isinstance(value, str):
            if value and len(value) <= _MAX_LENGTH:
                texts.setdefault(name, value)
            if "<a " in value and len(value) < 4_000_000:
                out.html.append(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            if name in _PAGE and out.page is None:
                out.page = value
            elif name in _LAST and out.last_page is None:
                out.last_page = value
        elif isinstance(value, dict) and isinstance(value.get("rendered"), str):
            texts.setdefault(name, value["rendered"][:_MAX_LENGTH])  # WordPress
        elif isinstance(value, dict) and _NEXT.match(name) and isinstance(value.get("href"), str):
            out.further.append(value["href"])
    addresses = [texts[name] for name in texts if _URL.match(name) and is_address(texts[name])]
    if addresses:
        title = next((plain(texts[name]) for name in _TITLE if texts.get(name)), "")
        stated = next((moment for name in _DATE if name in texts and (moment := iso(texts[name]))), None)
        out.links.extend((address, title, stated) for address in addresses)
    out.further.extend(texts[name] for name in texts if _NEXT.match(name) and is_address(texts[name]))
    if not addresses:
        out.apis.extend(texts[name] for name in texts if _API.match(name) and is_address(texts[name]))


def is_address(value: str) -> bool:
    """Whether a string of JSON is an address that could be asked for, and not a route's pattern."""
    value = value.strip()
    return (
        value.startswith(("/", "http://", "https://", "?"))
        and not any(c in value for c in "[]{}<>*\n ")
        and "/:" not in value.replace("://", "")
    )

"""The links of a parsed page or of a piece of one, in document order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.discovery.pagination import ARROW, BACK, CLASS, NEXT
from crawler.urls import aligned, normalise

MAX_LINKS = 3000

# Seen in the raw attribute, before anything is computed.
_USELESS = re.compile(
    r"\s*(?:#|javascript:|mailto:|tel:|sms:|whatsapp:|viber:|tg:|fb-|data:|about:|blob:|file:)", re.I
)
_LOCATION = re.compile(r"(?:location(?:\.href)?|window\.open)\s*(?:=|\()\s*['\"]([^'\"]+)['\"]")
_ADDRESS_ATTRIBUTES = (
    "data-url",
    "data-href",
    "data-next",
    "data-next-url",
    "data-next-page",
    "data-nextpage",
    "data-more",
    "data-more-url",
    "data-load-more",
    "data-load-url",
    "data-loadmore",
    "data-ajax",
    "data-ajax-url",
    "data-endpoint",
    "data-api",
    "data-api-url",
    "data-path",
    "data-action",
    "data-target-url",
    "data-source",
    "data-src-url",
    "data-remote",
    "data-page-url",
    "data-link",
    "hx-get",
    "data-hx-get",
    "ic-get-from",
    "up-href",
)
_ELEMENTS = ", ".join(f"[{name}]" for name in _ADDRESS_ATTRIBUTES)
_PLACEHOLDER = re.compile(
    r"(?:\{+\$?|%7B|:|__|\[|#|@@)(?:page|p|n|next|num|number|pageno|pagenumber)(?:\}+|%7D|__|\]|#|@@)?(?=&|/|\Z)",
    re.I,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp4|mp3|m3u8|css|js)(?:\?|\Z)", re.I)
_MORE_CLASS = re.compile(r"more|next|load|pag|infinite|scroll|older", re.I)


@dataclass(slots=True)
class Anchor:
    """One address and what the page says of it; `node` is the first element that links to it."""

    url: str
    text: str
    is_next: bool
    node: LexborNode


def anchors(tree: LexborHTMLParser, base: str, page_url: str) -> list[Anchor]:
    """Return the links of `tree`, one for each address with its longest text, in document order."""
    out: dict[str, Anchor] = {}
    addresses: dict[str, str | None] = {}
    for count, node in enumerate(tree.css("a[href], area[href]")):
        if count >= MAX_LINKS:
            break
        attributes = node.attributes
        href = attributes.get("href") or ""
        if href in addresses:
            url = addresses[href]
        else:
            url = None if _USELESS.match(href) or not href.strip() else normalise(href, base)
            if url is not None:
                url = aligned(url, page_url)
            addresses[href] = url
        if url is None:
            continue
        text = _text(node, attributes)
        is_next = _is_next(attributes, text)
        known = out.get(url)
        if known is None:
            out[url] = Anchor(url, text, is_next, node)
        else:
            known.is_next = known.is_next or is_next
            if len(text) > len(known.text):
                known.text = text
    return list(out.values())


def _text(node: LexborNode, attributes: dict[str, str | None]) -> str:
    text = " ".join(node.text().split())
    if not text:
        text = attributes.get("title") or attributes.get("aria-label") or ""
        if not text and (image := node.css_first("img[alt]")) is not None:
            text = image.attributes.get("alt") or ""
        text = " ".join(text.split())
    return text[:300]


def _is_next(attributes: dict[str, str | None], text: str) -> bool:
    relation = (attributes.get("rel") or "").lower().split()
    if "next" in relation:
        return True
    if "prev" in relation or len(text) > 40:
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if CLASS.search(named) and not BACK.fullmatch(text):
        return True
    label = text.strip("»«›‹<>→←… .")
    if not label:
        return bool(ARROW.fullmatch(text.strip()))
    return bool(NEXT.fullmatch(label))


def asked_for_more(tree: LexborHTMLParser, base: str) -> Iterator[str]:
    """Yield the addresses that buttons and markers of "load more" ask for, the next page filled in."""
    for node in tree.css(_ELEMENTS):
        attributes = node.attributes
        if node.tag == "a" and _usable(attributes.get("href")):
            continue  # read as a link; its attributes feed counters
        value = next((v for name in _ADDRESS_ATTRIBUTES if (v := attributes.get(name)) and _usable(v)), None)
        if value is None or not _looks_like_address(value):
            continue
        named = " ".join(attributes.get(n) or "" for n in ("class", "id", "role", "name"))
        text = " ".join(node.text().split())[:60]
        if not (_MORE_CLASS.search(named) or NEXT.search(text) or _MORE_CLASS.search(" ".join(attributes))):
            continue
        page = next(
            (
                int(v)
                for n in ("data-page", "data-next-page", "data-paged", "data-pageno")
                if (v := attributes.get(n) or "").isdigit()
            ),
            None,
        )
        if _PLACEHOLDER.search(value):
            value = _PLACEHOLDER.sub(str(page or 2), value, count=1)
        elif page is not None and not re.search(r"page|start|offset", value, re.I):
            value = f"{value}{'&' if '?' in value else '?'}page={page}"
        url = normalise(value, base)
        if url is not None and not _FILE.search(url):
            yield url


def scripted(tree: LexborHTMLParser, base: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses (and texts) of elements that a click takes somewhere without being links."""
    for node in tree.css("[onclick]"):
        found = _LOCATION.search(node.attributes.get("onclick") or "")
        url = normalise(found[1], base) if found else None
        if url is not None:
            yield url, " ".join(node.text().split())[:300]


def _usable(href: str | None) -> bool:
    return bool(href and href.strip() and not _USELESS.match(href))


def _looks_like_address(value: str) -> bool:
    value = value.strip()
    return value.startswith(("/", "?", "http://", "https://", "./")) or bool(
        re.match(r"[\w./-]+\.(?:php|aspx?|ashx|html?)\b", value)
    )

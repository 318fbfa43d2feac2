"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed, read with recovery.

What real feeds hold: no XML declaration or a broken one (`<xml version=…>`), HTML entities, bare ampersands,
control characters, an encoding that is not the declared one, blank lines before the first tag. Document types
are cut away before parsing, so that no entity of a feed is ever expanded or fetched.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from crawler.classify import weigh
from crawler.discovery.dates import iso
from crawler.extraction.encoding import decode
from crawler.extraction.nesting import shallow
from crawler.found import Found
from crawler.site import Site
from crawler.urls import aligned, normalise

MAX_ENTRIES = 2000

_DECLARATION = re.compile(r"<\??xml\b[^>]{0,200}>", re.I)
_ROOT = re.compile(r"<(?:rss|feed|(?:[\w-]+:)?rdf)\b", re.I)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)(?:([A-Za-z]\w{1,12});)?"
)
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_TAGS = re.compile(r"<[^<>]{0,500}>")
_FEED_LINK = re.compile(r"/(?:rss|feeds?|atom)\b|rss(?:feed)?s?[/.?]|\.(?:rss|atom)\b|/rssfeed/", re.I)


def read_feed(body: bytes, url: str, site: Site) -> list[Found]:
    """Return the articles of the feed at `url`, and further pages of it (`kind="feed"`), in its order.

    An HTML page in the place of a feed (an index of feeds) gives the feeds it links to.
    What cannot be read gives an empty list.
    """
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        entries = _json_entries(body)
    elif re.match(rb"<!doctype html|<html", head, re.I):
        return _index_of_feeds(body, url, site)
    else:
        entries = _xml_entries(body, url)
    out: dict[str, Found] = {}
    for address, title, stated, kind in entries:
        found = _found(address, title, stated, kind, url, site)
        if found is not None:
            out.setdefault(found.url, found)
        if len(out) >= MAX_ENTRIES:
            break
    return list(out.values())


Entry = tuple[list[str], str, str, str]  # addresses by preference, title, date, "article" or "feed"


def _found(addresses: list[str], title: str, stated: str, kind: str, url: str, site: Site) -> Found | None:
    for address in addresses:
        target = normalise(html.unescape(address) if "&" in address else address, url)
        if target is None:
            continue
        target = aligned(target, url)
        if kind == "feed":
            return Found(target, "feed", "feed") if target != url else None
        title = plain(title)
        # An entry of a feed is an article, unless its address can be nothing of the sort.
        judged, sure = weigh(target, site, title)
        if judged == "article" or not sure:
            return Found(target, "article", "feed", title, iso(stated))
    return None


def plain(text: str) -> str:
    """Return a title without markup, entities and runs of blanks."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAGS.sub(" ", html.unescape(text)))
    return " ".join(text.split())[:500]


def _xml_entries(body: bytes, url: str) -> Iterator[Entry]:
    root = _root(decode(body)[0])
    if root is None:
        return
    for node in root.iter():
        name = _name(node)
        if name in ("item", "entry"):
            yield _entry(node)
        elif name == "link" and node.get("rel") == "next" and node.get("href"):
            yield [node.get("href") or ""], "", "", "feed"


def _root(text: str) -> Any:
    text = _CONTROL.sub("", text)
    start = _ROOT.search(text)
    text = text[start.start() :] if start else _without_doctype(_DECLARATION.sub("", text, count=2)).lstrip()
    # Entities are resolved here, outside CDATA, where they are plain text.
    parts = _CDATA.split(text)
    parts[::2] = [_ENTITY.sub(_resolve, part) if "&" in part else part for part in parts[::2]]
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8"
    )
    try:
        return etree.fromstring("".join(parts).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _without_doctype(text: str) -> str:
    """Cut a document type away, with the entities it declares."""
    at = text.find("<!DOCTYPE", 0, 5000)
    if at < 0:
        return text
    end = text.find(">", at)
    subset = text.find("[", at)
    if 0 <= subset < end:
        closed = text.find("]", subset)
        end = text.find(">", closed) if closed >= 0 else -1
    return text[:at] + (text[end + 1 :] if end >= 0 else "")


def _resolve(match: re.Match[str]) -> str:
    if not match[1]:
        return "&amp;"
    resolved = html.unescape(match[0])
    return (
        "&amp;" + match[0][1:]
        if resolved == match[0]
        else resolved.replace("&", "&amp;").replace("<", "&lt;")
    )


def _name(node: Any) -> str:
    tag = node.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _entry(node: Any) -> Entry:
    original, alternate, link, permalink, other = "", "", "", "", node.get(_RDF_ABOUT) or ""
    title = stated = ""
    for child in node:
        name = _name(child)
        text = "".join(child.itertext()).strip() if name else ""
        if name == "link":
            if text:
                link = link or text
            elif child.get("href"):
                relation = child.get("rel") or "alternate"
                if relation == "alternate":
                    alternate = alternate or child.get("href")
        elif name == "origlink":
            original = text
        elif name == "guid":
            if (child.get("isPermaLink") or "true").lower() != "false" or text.startswith("http"):
                permalink = text
        elif name == "id" and text.startswith("http"):
            other = other or text
        elif name == "title" and not title:
            title = text
        elif name in ("pubdate", "published", "date", "issued", "created"):
            stated = stated or text
        elif name in ("updated", "modified"):
            stated = text or stated
    return [a for a in (original, alternate, link, permalink, other) if a], title, stated, "article"


_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def _json_entries(body: bytes) -> Iterator[Entry]:
    try:
        feed = json.loads(decode(body)[0])
    except (ValueError, RecursionError):
        return
    if not isinstance(feed, dict):
        return
    items = feed.get("items")
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        addresses = [item[k] for k in ("url", "external_url", "id") if isinstance(item.get(k), str)]
        title = item.get("title")
        stated = item.get("date_modified") or item.get("date_published")
        yield (
            addresses,
            title if isinstance(title, str) else "",
            stated if isinstance(stated, str) else "",
            "article",
        )
    if isinstance(feed.get("next_url"), str):
        yield [feed["next_url"]], "", "", "feed"


def _index_of_feeds(body: bytes, url: str, site: Site) -> list[Found]:
    out: dict[str, Found] = {}
    for node in LexborHTMLParser(shallow(decode(body)[0])).css("a[href], link[href]"):
        href = node.attributes.get("href") or ""
        if not _FEED_LINK.search(href) or "comment" in href:
            continue
        target = normalise(href, url)
        if target and target != url and site.owns(target.split("/")[2].partition(":")[0]):
            out.setdefault(target, Found(target, "feed", "feed", " ".join(node.text().split())[:200]))
        if len(out) >= 30:
            break
    return list(out.values())

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
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from crawler.classify import weigh
from crawler.discovery.dates import iso
from crawler.discovery.told import Told, may_be_whole
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
    return read_entries(body, url, site)[0]


def read_entries(body: bytes, url: str, site: Site) -> tuple[list[Found], dict[str, Told]]:
    """Return what `read_feed` does, and by address what the feed tells of an article beside its title."""
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"{", b"["):
        entries = _json_entries(body)
    elif re.match(rb"<!doctype html|<html", head, re.I):
        return _index_of_feeds(body, url, site), {}
    else:
        entries = _xml_entries(body, url)
    out: dict[str, Found] = {}
    told: dict[str, Told] = {}
    for entry in entries:
        found = _found(entry, url, site)
        if found is not None and found.url not in out:
            out[found.url] = found
            if may_be_whole(entry.html):
                published = iso(entry.published) or ""
                told[found.url] = Told(found.title, entry.html, published, plain(entry.author)[:100])
        if len(out) >= MAX_ENTRIES:
            break
    return list(out.values()), told


@dataclass(slots=True)
class _Entry:
    """One entry as it is written."""

    addresses: list[str]  # by preference
    title: str = ""
    stated: str = ""  # the last date of all
    published: str = ""
    author: str = ""
    html: str = ""  # the longest text
    kind: Literal["article", "feed"] = "article"


def _found(entry: _Entry, url: str, site: Site) -> Found | None:
    for address in entry.addresses:
        target = normalise(html.unescape(address) if "&" in address else address, url)
        if target is None:
            continue
        target = aligned(target, url)
        if entry.kind == "feed":
            return Found(target, "feed", "feed") if target != url else None
        title = plain(entry.title)
        # An entry of a feed is an article, unless its address can be nothing of the sort.
        judged, sure = weigh(target, site, title)
        if judged == "article" or not sure:
            return Found(target, "article", "feed", title, iso(entry.stated))
    return None


def plain(text: str) -> str:
    """Return a title without markup, entities and runs of blanks."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAGS.sub(" ", html.unescape(text)))
    return " ".join(text.split())[:500]


def _xml_entries(body: bytes, url: str) -> Iterator[_Entry]:
    root = _root(decode(body)[0])
    if root is None:
        return
    for node in root.iter():
        name = _name(node)
        if name in ("item", "entry"):
            yield _entry(node)
        elif name == "link" and node.get("rel") == "next" and node.get("href"):
            yield _Entry([node.get("href") or ""], kind="feed")


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


def _entry(node: Any) -> _Entry:
    original, alternate, link, permalink, other = "", "", "", "", node.get(_RDF_ABOUT) or ""
    entry = _Entry([])
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
        elif name == "title" and not entry.title:
            entry.title = text
        elif name in ("pubdate", "published", "date", "issued", "created"):
            entry.published = entry.published or text
            entry.stated = entry.stated or text
        elif name in ("updated", "modified"):
            entry.stated = text or entry.stated
        elif name in ("creator", "author"):
            entry.author = entry.author or next((t.strip() for t in child.itertext() if t.strip()), "")
        elif name in ("encoded", "content", "description", "summary"):
            if len(child):  # Atom's XHTML: markup that is no text
                text = etree.tostring(child, encoding="unicode", method="html")
            entry.html = max(entry.html, text, key=len)
    entry.addresses = [a for a in (original, alternate, link, permalink, other) if a]
    return entry


_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def _json_entries(body: bytes) -> Iterator[_Entry]:
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
        published = _text(item, "date_published")
        authors = item.get("authors")
        author = authors[0] if isinstance(authors, list) and authors else item.get("author")
        yield _Entry(
            addresses,
            _text(item, "title"),
            _text(item, "date_modified") or published,
            published,
            _text(author, "name"),
            _text(item, "content_html") or _paragraphs(_text(item, "content_text")),
        )
    if isinstance(feed.get("next_url"), str):
        yield _Entry([feed["next_url"]], kind="feed")


def _text(item: Any, name: str) -> str:
    value = item.get(name) if isinstance(item, dict) else None
    return value if isinstance(value, str) else ""


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(part)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())


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

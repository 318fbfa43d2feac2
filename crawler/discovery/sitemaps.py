"""Sitemaps: lists of addresses, indexes of lists, news sitemaps, plain text, gzip.

Read as a stream of records with a small scanner and not with an XML parser: templates write sitemaps, with
bare ampersands, half a file after a crash and anything else, and 50,000 rows must not become a tree.
"""

from __future__ import annotations

import codecs
import html
import re
import zlib
from collections.abc import Iterator

from crawler.classify import weigh
from crawler.discovery.dates import iso
from crawler.discovery.feeds import plain, read_feed
from crawler.found import Channel, Found
from crawler.site import Site
from crawler.urls import aligned, normalise

# The protocol's own limits. A file beyond them is cut off there: what a bomb holds is not read.
MAX_ROWS = 50_000
MAX_BYTES = 50 << 20
_CHUNK = 1 << 16
_LONGEST_RECORD = 1 << 18

_RECORD_END = re.compile(r"</(?:[\w-]+:)?(?:url|sitemap)\s*>", re.I)
_INDEX_START = re.compile(r"<(?:[\w-]+:)?sitemap[\s>]", re.I)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_FIELD = re.compile(
    r"<((?:[\w-]+:)?(?:loc|lastmod|title|publication_date))(?:\s[^>]*)?>\s*"
    r"(?:<!\[CDATA\[)?([^<]{0,8000}?)\s*(?:\]\]>\s*)?</\1\s*>",
    re.I,
)
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", re.I)
# Parts of an index that list no articles: pictures, labels, people, fixed pages, other languages. Only names
# that say so plainly: `sitemap-section-3.xml` may well hold the articles of section 3.
_NOT_ARTICLES = re.compile(
    r"/(?:image|photo|video|category|categories|post_tag|tag|author|user|page|post_format|taxonomy|podcast)s?"
    r"[-_]sitemap[-_]?\d*\.xml|sitemap[-_]?(?:images?|videos?|tags?|authors?|pages?|categories|keywords?)\.xml"
    r"|wp-sitemap-(?:taxonomies|users|posts-page)-|/(?:en|fr|tr|fa|ur|de|es|ru|english|french)/[^/]*sitemap",
    re.I,
)
_NEWS = re.compile(r"news[-_]?sitemap|sitemap[-_]?(?:google)?[-_]?news|googlenews|google[-_]news", re.I)


def read_sitemap(body: bytes, url: str, site: Site) -> Iterator[Found]:
    """Yield the articles of a sitemap (at most `MAX_ROWS`) and, of an index, the sitemaps; in their order.

    `body` may be packed with gzip, twice even, whatever its name says. Never raises.
    """
    pieces = _unpacked(iter((body,)))
    first = next(pieces, b"")
    while len(first) < 512 and (more := next(pieces, b"")):
        first += more
    head = first[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"<!doctype html|<html", head, re.I):
        return
    if re.search(rb"<(?:rss|feed|rdf:RDF)\b", head, re.I):
        yield from read_feed(b"".join((first, *pieces)), url, site)
        return
    texts = _decoded(first, pieces)
    channel: Channel = "news_sitemap" if _NEWS.search(url) else "sitemap"
    records = _lines(texts) if head[:1] not in (b"<", b"\x00", b"\xff", b"\xfe") else _records(texts)
    seen: set[str] = set()
    for row, (address, title, stated, index) in enumerate(records):
        if row >= MAX_ROWS:
            return
        target = normalise(address, url)
        if target is None:
            continue
        target = aligned(target, url)
        if target in seen:
            continue
        seen.add(target)
        if index:
            if target != url and not _NOT_ARTICLES.search(target):
                yield sitemap(target, iso(stated))
            continue
        # A sitemap lists pages of all kinds, mostly articles: what the address leaves open is one.
        judged, sure = weigh(target, site, title)
        if judged == "article" or not sure:
            yield Found(target, "article", "news_sitemap" if title else channel, title, iso(stated))


def sitemap(url: str, lastmod: str | None = None) -> Found:
    """Return the sitemap at `url` as found: a news sitemap where its name says so."""
    return Found(url, "sitemap", "news_sitemap" if _NEWS.search(url) else "sitemap", "", lastmod)


def _unpacked(pieces: Iterator[bytes], depth: int = 0) -> Iterator[bytes]:
    """Yield the bytes in pieces of bounded size, unpacked as often as packed (three times at most)."""
    first = next(pieces, b"")
    while 0 < len(first) < 2 and (more := next(pieces, b"")):
        first += more
    if first[:2] != b"\x1f\x8b" or depth >= 3:
        total = 0
        for piece in _chain(first, pieces):
            for at in range(0, len(piece), _CHUNK):
                part = piece[at : at + _CHUNK][: MAX_BYTES - total]
                total += len(part)
                if not part:
                    return
                yield part
        return
    yield from _unpacked(_inflated(_chain(first, pieces)), depth + 1)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack gzip members as far as they are whole; a broken tail ends the stream."""
    machine = zlib.decompressobj(wbits=31)
    total = 0
    for piece in pieces:
        while piece:
            try:
                out = machine.decompress(piece, _CHUNK)
            except zlib.error:
                return
            total += len(out)
            if out:
                yield out
            if total >= MAX_BYTES:
                return
            if machine.eof:
                piece = machine.unused_data.lstrip(b"\x00")
                machine = zlib.decompressobj(wbits=31)
                if piece[:2] != b"\x1f\x8b":
                    return
            else:
                piece = machine.unconsumed_tail


def _decoded(first: bytes, pieces: Iterator[bytes]) -> Iterator[str]:
    name = "utf-8"
    if first[:2] in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16"
    elif declared := _ENCODING.search(first[:1000]):
        name = declared[1].decode("ascii")
    try:
        decoder = codecs.getincrementaldecoder(name)("replace")
    except LookupError:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for piece in _chain(first, pieces):
        try:
            yield decoder.decode(piece)
        except (ValueError, TypeError):
            return


Record = tuple[str, str, str, bool]  # address, title, date, whether it is of an index


def _records(texts: Iterator[str]) -> Iterator[Record]:
    """Yield the records of a stream of XML, keeping no more of it than one record needs."""
    waiting = ""
    for text in texts:
        waiting += text
        start, limit = 0, len(waiting)
        if "<!--" in waiting:
            waiting = _COMMENT.sub("", waiting)
            opened = waiting.find("<!--")
            limit = opened if opened >= 0 else len(waiting)
        for end in _RECORD_END.finditer(waiting, 0, limit):
            record = _record(waiting[start : end.end()])
            start = end.end()
            if record is not None:
                yield record
        waiting = waiting[start:][-_LONGEST_RECORD:]
    # The last record of a file that was cut off may still be whole enough.
    record = _record(waiting)
    if record is not None:
        yield record


def _record(text: str) -> Record | None:
    if "<" not in text:
        return None
    address = title = stated = published = ""
    for field in _FIELD.finditer(text):
        prefix, _, name = field[1].lower().rpartition(":")
        if prefix in ("image", "video", "xhtml", "mobile"):
            continue
        if name == "loc":
            address = address or field[2]
        elif name == "title":
            title = title or field[2]
        elif name == "lastmod":
            stated = field[2]
        else:
            published = field[2]
    if not address:
        return None
    return html.unescape(address), plain(title), stated or published, bool(_INDEX_START.search(text))


def _lines(texts: Iterator[str]) -> Iterator[Record]:
    waiting = ""
    for text in texts:
        *lines, waiting = (waiting + text).split("\n")
        waiting = waiting[:_CHUNK]
        for line in lines:
            if line.lstrip("\ufeff \t").startswith("http"):
                yield line, "", "", False
    if waiting.lstrip("\ufeff \t").startswith("http"):
        yield waiting, "", "", False

"""The texts that feeds carry: which are whole articles, and the article that such a text makes.

For a page that answers and has no text of its own: never for one that is refused, gone or kept for those who
pay.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from collections import OrderedDict
from dataclasses import astuple, dataclass

from crawler.arabic.fold import fold
from crawler.arabic.label_words import PAYWALL_LABELS
from crawler.extraction import extract_page
from crawler.extraction.page import Page
from crawler.items import Article

LEAST = 400  # characters of a body
LEAST_PARAGRAPHS = 2
_MOST = 300_000  # characters of markup
_KEPT_BYTES = 16 << 20
_END = 400  # characters at the end of a text in which it may say that it goes on

_INLINE = re.compile(r"<(?:/?(?:span|b|i|u|em|strong|font|bdi)\b[^<>]{0,2000}|/a\s*)>", re.I)
_TAG = re.compile(r"<[^<>]{0,2000}>")
# What WordPress writes below every entry, whole or not.
_APPEARED = re.compile(
    r"(?:the post\b.{0,300}\bappeared first on\b|ظهرت المقالة\b.{0,300}أولا).{0,200}\Z", re.I | re.S
)
# The last words of a text that goes on elsewhere, and a last line that is nothing but an invitation.
_CUT = re.compile(
    r"(?:\.\.+|…|>>"
    r"|(?<!\w)(?:(?:اقرأ|إقرأ|اقرا|قراءة|لقراءة|عرض|شاهد) المزيد|للمزيد|read more|continue reading))"
    r"[\s.:»>→←\])}\u200e\u200f]*\Z",
    re.I,
)
_INVITES = re.compile(
    r"(?:اقرأ|إقرأ|اقرا|لقراءة|قراءة|تابع|لمتابعة|متابعة|للمزيد|المزيد|التفاصيل|عرض|شاهد"
    r"|(?:read|continue|view|see)\s+(?:more|reading|the|full)|more)(?:\s+\S+){0,6}",
    re.I,
)
_SHUT = re.compile(
    r"isaccessibleforfree[\"']?\s*[:=]\s*[\"']?\s*(?:content=[\"'])?(?:false|no)\b"
    r"|content_tier[\"']?\s+content=[\"']?(?:locked|metered)"
    r"|(?:class|id)=[\"'][^\"'<>]{0,200}(?:paywall|subscribers?-only|members?-only|premium-wall|regwall|login-wall)",
    re.I,
)
_READ_TEXT = 40_000
_PAYWALL = tuple(fold(label) for label in PAYWALL_LABELS)


@dataclass(slots=True, frozen=True)
class Told:
    """What a feed tells of an article: title, text as HTML, time (ISO 8601, or nothing), author."""

    title: str
    html: str
    published: str = ""
    author: str = ""

    def as_page(self) -> bytes:
        """Return it as a page of which the article can be read as of any other."""
        head = f'<meta charset="utf-8"><title>{html.escape(self.title)}</title>'
        if self.published:
            head += f'<meta property="article:published_time" content="{html.escape(self.published)}">'
        if self.author:
            head += f'<meta name="author" content="{html.escape(self.author)}">'
        text = self.html[: -3 * _END] + _APPEARED.sub("", self.html[-3 * _END :])
        return (
            f"<!doctype html><html><head>{head}</head><body><article><h1>{html.escape(self.title)}</h1>"
            f'<div class="entry-content">{text}</div></article></body></html>'
        ).encode("utf-8", "replace")


def may_be_whole(markup: str) -> bool:
    """Whether a text is long and does not say that it goes on elsewhere. Cheap: nothing is parsed."""
    if not LEAST <= len(markup) <= _MOST:
        return False
    end = _INLINE.sub(" ", _APPEARED.sub("", markup[-3 * _END :]))
    return not _goes_on(_TAG.sub("\n", end))


def _goes_on(text: str) -> bool:
    text = html.unescape(text)[-_END:].rstrip()
    last = text.rpartition("\n")[2].strip(" .:»>→←[]")
    return bool(_CUT.search(text)) or (len(last) < 80 and bool(_INVITES.fullmatch(last)))


def article_of(told: Told, page: Page) -> Article | None:
    """Return the article that a feed holds whole, in the place of `page`, which has no text; or None."""
    if shut(page):
        return None
    read = extract_page(
        Page.parse(told.as_page(), page.url, page.site, fetched_at=page.fetched_at, encoding="utf-8")
    )
    article = read.article
    if article is None or article.paywalled or not _is_whole(article.body):
        return None
    article.canonical_url = page.canonical or ""
    article.provenance = dict.fromkeys(article.provenance, "feed")
    return article


def _is_whole(body: str) -> bool:
    paragraphs = body.split("\n\n")
    return len(body) >= LEAST and len(paragraphs) >= LEAST_PARAGRAPHS and not _goes_on(paragraphs[-1])


def shut(page: Page) -> bool:
    """Whether a page says that its text is for those who pay or sign in."""
    if _SHUT.search(page.text):
        return True
    body = page.tree.body
    said = fold(body.text(separator=" ")[:_READ_TEXT]) if body is not None else ""
    return any(label in said for label in _PAYWALL)


class Texts:
    """What feeds told of articles that are not read yet: packed, and the oldest make room for new ones."""

    def __init__(self, size: int = _KEPT_BYTES) -> None:
        self._size = size
        self._held = 0
        self._packed: OrderedDict[bytes, bytes] = OrderedDict()

    def keep(self, key: bytes, told: Told) -> None:
        """Remember what was told of the article that the ledger knows as `key`."""
        self.take(key)
        packed = zlib.compress(json.dumps(astuple(told)).encode(), 1)
        self._packed[key] = packed
        self._held += len(packed)
        while self._held > self._size:
            self._held -= len(self._packed.popitem(last=False)[1])

    def take(self, key: bytes) -> Told | None:
        """Return what was told of an article, and forget it."""
        packed = self._packed.pop(key, None)
        if packed is None:
            return None
        self._held -= len(packed)
        return Told(*json.loads(zlib.decompress(packed)))

    def __contains__(self, key: bytes) -> bool:
        return key in self._packed

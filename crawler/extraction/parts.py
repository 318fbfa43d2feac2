"""Articles whose text goes on at other addresses: `?page=2`, `/2`, `عرض الكل`.

A link leads to another page of the same article only if its address is the article's own with a page's
mark: pagers of sections and links to the next article lead elsewhere. What such a page adds counts only if it
has the same headline and new paragraphs: the pager of a comment list shows the same text again. `Parts` says
what to ask for and joins what was read; asking is the caller's business.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from crawler.arabic.fold import digits, fold
from crawler.extraction.flow import Element, Flow
from crawler.extraction.hints import AD, CARD, COMMENT, RELATED
from crawler.extraction.page import Page
from crawler.items import Article
from crawler.url_words import PAGE_KEY
from crawler.urls import decoded

MAX_PARTS = 20  # pages of one article
_MAX_BODY = 1_000_000  # characters of the joined text
_MAX_LINKS = 2000  # short links of a page that are looked at
_MAX_TEXT = 40  # characters of a link in a pager
_PAGE_KEYS = PAGE_KEY | {"p", "part", "pn", "pagenumber", "currentpage", "slide", "صفحة"}
_SUFFIX = re.compile(r"\.(?:html?|xhtml|shtml|php|aspx?)\Z", re.IGNORECASE)
_MARK = re.compile(r"(?:/|/page[/-]|/p|/صفحة[/-]|-page-|_page_|_|-)(\d{1,3})\Z", re.IGNORECASE)
_ALL_KEYS = frozenset(
    ("page", "view", "show", "showall", "all", "full", "single", "singlepage", "onepage", "mode")
)
_ALL_VALUES = frozenset(
    ("all", "full", "single", "1", "true", "yes", "onepage", "single-page", "view-all", "-1")
)
_ALL_SEGMENT = re.compile(r"/(?:all|full|single|single-page|view-all|onepage)\Z", re.IGNORECASE)
_NEXT = frozenset(
    fold(text)
    for text in (
        "التالي",
        "التالية",
        "الصفحة التالية",
        "الصفحه التاليه",
        "تابع القراءة",
        "أكمل القراءة",
        "next",
        "next page",
    )
)
_NEXT_SIGNS = frozenset(("»", "›", ">", ">>", "←", "→", "«", "‹"))
_ALL = frozenset(
    fold(text)
    for text in (
        "عرض الكل",
        "الكل",
        "عرض المقال كاملا",
        "المقال كاملا",
        "اقرأ المقال كاملا",
        "عرض كامل",
        "النص الكامل",
        "عرض في صفحة واحدة",
        "في صفحة واحدة",
        "صفحة واحدة",
        "كل الصفحات",
        "جميع الصفحات",
        "عرض كل الصفحات",
        "view all",
        "show all",
        "all pages",
        "single page",
        "view as one page",
    )
)
_ELSEWHERE = COMMENT | RELATED | CARD | AD  # themes call a pager `nav-links` too, so not UNRELATED


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the article of a page goes on: at its next page, and whole at one address, where it is linked."""

    following: str | None = None
    whole: str | None = None


def pager(page: Page, flow: Flow, head: Element | None, *, first: str, number: int = 1) -> Pager:
    """Return where the article goes on whose page `number` this is; `first` is the address of its page 1."""
    numbered = following = whole = None
    looked_at = 0
    start = head.start if head is not None else 0
    for element in flow.anchors:
        if element.start < start or not 0 < element.end - element.start < 4:
            continue
        if element.hints & _ELSEWHERE or sum(map(len, flow.runs[element.start : element.end])) > _MAX_TEXT:
            continue
        text = flow.text(element)
        href = element.get("href") or ""
        if not href or "#comment" in href:
            continue
        looked_at += 1
        if looked_at > _MAX_LINKS:
            break
        if text.strip("[]() ").isdecimal():
            if numbered is None and int(digits(text.strip("[]() "))) == number + 1:
                numbered = _own(page, href, first)
        elif text in _NEXT_SIGNS or fold(text) in _NEXT or 'rel="next' in element.attrs:
            if following is None:
                following = _own(page, href, first)
        elif whole is None and fold(text) in _ALL:
            whole = _own(page, href, first, whole=True)
    if numbered is None and following is None:
        node = page.first('link[rel="next"][href]')
        following = _own(page, node.attributes.get("href") or "", first) if node is not None else None
    following = numbered or following
    return Pager(following, whole if following else None)


def _own(page: Page, href: str, first: str, *, whole: bool = False) -> str | None:
    """Return the address behind `href` if it is the article's own with a page's mark."""
    url = page.absolute(href)
    if url is None or url in (page.url, first):
        return None
    for own in {first, page.canonical or first}:
        if _is_whole(url, own) if whole else _mark_of(url, own) is not None:
            return url
    return None


def is_part(url: str, own: str) -> bool:
    """Whether `url` is the address of another page of the article at `own`."""
    return _mark_of(url, own) is not None


def _split(url: str) -> tuple[str, str, list[tuple[str, str]]]:
    parts = urlsplit(decoded(url))
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return host, parts.path.rstrip("/"), parse_qsl(parts.query, keep_blank_values=True)


def _mark_of(url: str, own: str) -> int | None:
    """Return the number in the page's mark by which `url` differs from the article's own address, or None."""
    host, path, query = _split(url)
    own_host, own_path, own_query = _split(own)
    if host != own_host:
        return None
    marks = [(k, v) for k, v in query if k.lower() in _PAGE_KEYS and (k, v) not in own_query]
    if path == own_path:
        rest = [pair for pair in query if pair not in marks]
        kept = [(k, v) for k, v in own_query if k.lower() not in {k.lower() for k, _ in marks}]
        same = len(marks) == 1 and sorted(rest) == sorted(kept)
        return int(marks[0][1]) if same and re.fullmatch(r"\d{1,4}", marks[0][1]) else None
    if sorted(query) != sorted(own_query):
        return None
    for bare, own_bare in ((path, own_path), (_SUFFIX.sub("", path), _SUFFIX.sub("", own_path))):
        if bare.startswith(own_bare) and own_bare and (found := _MARK.fullmatch(bare[len(own_bare) :])):
            return int(found[1])
    return None


def _is_whole(url: str, own: str) -> bool:
    host, path, query = _split(url)
    own_host, own_path, own_query = _split(own)
    if host != own_host:
        return False
    if path == own_path:
        more = [pair for pair in query if pair not in own_query]
        return len(more) == 1 and more[0][0].lower() in _ALL_KEYS and more[0][1].lower() in _ALL_VALUES
    return path.startswith(own_path) and bool(_ALL_SEGMENT.fullmatch(path[len(own_path) :]))


@dataclass(slots=True)
class Parts:
    """An article while its further pages are asked for; `article` is what is known so far."""

    article: Article
    first: str
    waiting: Pager
    number: int = 1
    asked: set[str] = field(default_factory=set)

    def next(self) -> str | None:
        """Return the address to ask for, or None where the article is complete."""
        url = self.waiting.whole or self.waiting.following
        if url is None or url in self.asked or len(self.asked) >= MAX_PARTS:
            return None
        self.asked.add(url)
        return url

    def add(self, part: Article | None, goes_on: Pager) -> None:
        """Join what was read at the address that `next` gave last; nothing of this article ends it."""
        if self.waiting.whole is not None:
            whole, self.waiting = part, dataclasses.replace(self.waiting, whole=None)
            if whole is not None and self._same(whole) and self._holds_first(whole):
                self._merge(whole, whole.body)
                self.waiting = Pager()
            return
        self.waiting = Pager()
        if part is None or not self._same(part):
            return
        new = self._new_paragraphs(part.body)
        if not new or len(self.article.body) > _MAX_BODY:
            return
        self._merge(part, "\n\n".join([self.article.body, *new]))
        self.number += 1
        self.waiting = Pager(goes_on.following)

    def _same(self, part: Article) -> bool:
        mine, its = fold(self.article.headline), fold(part.headline)
        return not its or mine in its or its in mine

    def _holds_first(self, whole: Article) -> bool:
        """Whether the whole text begins as the first page does, and is longer."""
        its = {fold(line) for line in whole.body.split("\n\n")}
        mine = [fold(line) for line in self.article.body.split("\n\n")]
        return len(whole.body) > len(self.article.body) and sum(line in its for line in mine) * 2 > len(mine)

    def _new_paragraphs(self, body: str) -> list[str]:
        known = {fold(line) for line in self.article.body.split("\n\n")}
        known |= {fold(self.article.standfirst or ""), fold(self.article.headline)}
        return [line for line in body.split("\n\n") if fold(line) not in known]

    def _merge(self, part: Article, body: str) -> None:
        article = self.article
        similar = {one.url for one in article.similar} | {self.first, *self.asked}
        images = {one.url for one in article.images}
        videos = {one.url for one in article.videos}
        self.article = dataclasses.replace(
            article,
            body=body,
            authors=article.authors or part.authors,
            tags=article.tags or part.tags,
            source=article.source or part.source,
            modified_at=article.modified_at or part.modified_at,
            embedded=article.embedded or part.embedded,
            similar=[*article.similar, *(one for one in part.similar if one.url not in similar)],
            images=[*article.images, *(one for one in part.images if one.url not in images)],
            videos=[*article.videos, *(one for one in part.videos if one.url not in videos)],
            provenance={**part.provenance, **article.provenance},
        )

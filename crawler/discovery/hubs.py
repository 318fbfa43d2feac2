"""Hubs: front and section pages, lists by date, and what "load more" and list APIs answer.

Channels of what is found: `hub` for articles and sections, `archive` for further pages and lists by date,
`api` for the addresses that scripts of the page ask. Only the next page of a list is named, see `pagination`.
"""

from __future__ import annotations

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.classify import weigh
from crawler.discovery.anchors import Anchor, anchors, asked_for_more, scripted
from crawler.discovery.pagination import choose, dated, following, next_number, place
from crawler.discovery.shapes import article_shapes, shape
from crawler.discovery.states import StateLinks, state_links
from crawler.extraction.encoding import decode
from crawler.extraction.lenient_json import loads
from crawler.extraction.nesting import shallow
from crawler.extraction.page import Page
from crawler.found import Channel, Found, PageKind
from crawler.site import Site
from crawler.urls import aligned, normalise, page_key

MAX_HUBS = 200  # of one page: sections, and lists by date
_MAX_DATED = 40
_MAX_FEEDS = 6
_FULL_PAGE = 5  # articles of a fragment

_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed|rdf)\+(?:xml|json)|application/(?:rss|atom)", re.I)
_COMMENTS = re.compile(r"comment|تعليق", re.I)
_FURNITURE = re.compile(
    r"side|widget|footer|header|nav|menu|most|latest|trend|ticker|breaking|popular|related", re.I
)


def read_hub(page: Page, site: Site) -> list[Found]:
    """Return what a hub leads to: articles in its order, then the next page, sections, feeds, sitemaps."""
    reader = _Reader(site, page.url, page.base_url, year=page.fetched_at.year)
    reader.head(page.tree)
    reader.tree(page.tree)
    if page.state:
        reader.state(state_links(page.state))
    return reader.found()


def read_fragment(body: bytes, url: str, site: Site) -> list[Found]:
    """Return what the answer of a "load more" or of a list API leads to: HTML, JSON, or HTML inside JSON."""
    text, _ = decode(body)
    reader = _Reader(site, url, url, year=None)
    start = text.lstrip("\ufeff \t\r\n)]}',;")[:1]
    value: Any = (
        loads(text) if start in ("{", "[") or text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else None
    )
    ended = False
    if isinstance(value, dict | list):
        state = state_links([value])
        reader.state(state)
        ended = state.ended
    else:
        reader.tree(LexborHTMLParser(shallow(text) or " "))
    if not ended:
        reader.count_on()
    return reader.found()


class _Reader:
    """Collects what one page leads to."""

    def __init__(self, site: Site, url: str, base: str, *, year: int | None) -> None:
        self.site, self.base, self.year = site, base, year
        self.url = normalise(url) or url
        self.host = _host(self.url)
        self.articles: dict[str, Found] = {}  # by page key
        self.hubs: dict[str, Found] = {}
        self.further: dict[str, Found] = {}
        self.announced: dict[str, Found] = {}

    def found(self) -> list[Found]:
        """Return everything, each address once."""
        out: dict[str, Found] = {}
        for group in (self.articles, self.further, self.hubs, self.announced):
            for one in group.values():
                if one.url != self.url:
                    out.setdefault(one.url, one)
        return list(out.values())

    # ---------------------------------------------------------------- markup

    def head(self, tree: LexborHTMLParser) -> None:
        """Feeds and sitemaps that the page announces."""
        for node in tree.css("link[href][rel]"):
            attributes = node.attributes
            relation = (attributes.get("rel") or "").lower()
            href = attributes.get("href") or ""
            if "sitemap" in relation:
                self._announce(href, "sitemap", "sitemap")
            elif "alternate" in relation and _FEED_TYPE.search(attributes.get("type") or ""):
                said = f"{attributes.get('title') or ''} {href}"
                if not _COMMENTS.search(said) and len(self.announced) < _MAX_FEEDS:
                    self._announce(href, "feed", "feed")

    def _announce(self, href: str, kind: PageKind, channel: Channel) -> None:
        url = self._own(href)
        if url is not None:
            self.announced.setdefault(url, Found(url, kind, channel))

    def tree(self, tree: LexborHTMLParser) -> None:
        """Links, pages of the list, "load more"."""
        links = anchors(tree, self.base, self.url)
        marked = {url for node in self._marked(tree) if (url := self._own(node.attributes.get("href") or ""))}
        candidates = [(a.url, a.text, a.is_next or a.url in marked) for a in links]
        candidates += [(url, "", True) for url in marked if all(a.url != url for a in links)]
        following_page, pages = choose(self.url, [c for c in candidates if self._is_own(c[0])])
        days = 0
        own = False
        judged = [(link, *weigh(link.url, self.site, link.text)) for link in links if link.url not in pages]
        shapes: set[str] = set()
        if any(kind == "hub" and not sure for _, kind, sure in judged):
            shapes = article_shapes([(a.url, a.text, kind == "article") for a, kind, _ in judged])
        for link, kind, sure in judged:
            if kind == "hub" and not sure and self._is_short_headline(link, shapes):
                kind = "article"
            if kind == "article":
                own = own or not _in_furniture(link.node)
                self._article(link.url, link.text)
            elif kind == "hub":
                if dated(link.url) is not None:
                    days += 1
                    if days > _MAX_DATED:
                        continue
                self._hub(link, sure)
        for url, text in scripted(tree, self.base):
            if weigh(url, self.site, text)[0] == "article":
                self._article(aligned(url, self.url), text)
        if self._is_further() and not own:
            # A list by page or date with nothing of its own: whatever comes after it has nothing either.
            self.further.clear()
            return
        if following_page is not None and (following_page in pages or self._lists(following_page)):
            self.further[following_page] = Found(following_page, "hub", "archive")
        for url in asked_for_more(tree, self.base):
            if self._is_own(url):
                self.further.setdefault(url, Found(url, "hub", "api"))

    @staticmethod
    def _is_short_headline(link: Anchor, shapes: set[str]) -> bool:
        """Whether a link that reads like a section is made like the articles of the page."""
        making = shape(link.url)
        if making not in shapes or _in_furniture(link.node):
            return False
        return len(link.text.split()) >= 3 or not making.partition("?")[0].endswith("slug")

    def _marked(self, tree: LexborHTMLParser) -> list[LexborNode]:
        selectors = (
            [self.site.links.next_page]
            if isinstance(self.site.links.next_page, str)
            else self.site.links.next_page
        )
        nodes = tree.css("link[rel=next][href]")
        for selector in selectors:
            if selector:
                nodes += tree.css(selector)
        return nodes

    def _is_further(self) -> bool:
        number = place(self.url).page
        return (number is not None and number > 1) or dated(self.url) is not None

    def _lists(self, url: str) -> bool:
        """Whether an address marked as the next page may be one: not an article, not another view."""
        kind, sure = weigh(url, self.site)
        return kind == "hub" or not (sure or kind == "article") or place(url).page is not None

    def _article(self, url: str, title: str, stated: str | None = None) -> None:
        key = page_key(url, self.site)
        known = self.articles.get(key)
        if known is None:
            self.articles[key] = Found(url, "article", "hub", title, stated)
            return
        # Variants of one address: the one on the host of this page, with the longest text of all.
        plain = known.url if _host(known.url) == self.host or _host(url) != self.host else url
        longest = max(known.title, title, key=len)
        if plain != known.url or longest != known.title:
            self.articles[key] = Found(plain, "article", "hub", longest, known.lastmod or stated)

    def _hub(self, link: Anchor, sure: bool) -> None:
        if not sure and not link.text:
            return  # an address that says nothing behind a picture: a logo, a banner
        self._list(link.url, link.text)

    def _list(self, url: str, title: str) -> None:
        day = dated(url)
        if day is not None and not self._plausible(day):
            return
        number = place(url).page
        if day is not None or (number is not None and number > 1):
            self.further.setdefault(url, Found(url, "hub", "archive", title))
        elif len(self.hubs) < MAX_HUBS:
            self.hubs.setdefault(url, Found(url, "hub", "hub", title))

    def _plausible(self, day: tuple[int, int, int]) -> bool:
        """Whether news can be of that day: calendars link on into the next century."""
        return self.year is None or self.year - 40 <= day[0] <= self.year

    # ---------------------------------------------------------------- data

    def state(self, state: StateLinks) -> None:
        """Links and further pages in JSON."""
        sections = False
        for address, title, stated in state.links:
            url = self._own(address)
            if url is None:
                continue
            kind, sure = weigh(url, self.site, title)
            if kind == "article":
                self._article(url, title, stated)
            elif kind == "hub" and (sure or title):
                sections = True
                self._list(url, title)
        for piece in state.html:
            self.tree(LexborHTMLParser(shallow(piece)))
        for address in state.further:
            url = self._own(address)
            if url is not None:
                self.further.setdefault(url, Found(url, "hub", "api"))
        if not sections:
            # The same lists for scripts: only where there are no pages of them.
            for address in state.apis[:MAX_HUBS]:
                url = self._own(address)
                if url is not None:
                    self.further.setdefault(url, Found(url, "hub", "api"))
        if not state.further and state.page is not None and state.last_page is not None and self.articles:
            after = following(self.url, state.page, state.last_page)
            if after is not None:
                self.further.setdefault(after, Found(after, "hub", "api"))

    def count_on(self) -> None:
        """Ask for the page after a full one whose answer names none: scripts count on by themselves."""
        if len(self.articles) < _FULL_PAGE or self.further:
            return
        after = next_number(self.url)
        if after is not None:
            self.further[after] = Found(after, "hub", "api")

    def _own(self, href: str) -> str | None:
        url = normalise(href, self.base)
        return aligned(url, self.url) if url is not None and self._is_own(url) else None

    def _is_own(self, url: str) -> bool:
        return self.site.owns(_host(url).partition(":")[0])


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]


def _in_furniture(node: LexborNode) -> bool:
    """Whether a link stands in what every page of the site shows: a sidebar, a menu, the foot."""
    parent = node.parent
    for _ in range(8):
        if parent is None or parent.tag in ("body", "html", "main"):
            return False
        if parent.tag in ("aside", "nav", "footer", "header"):
            return True
        attributes = parent.attributes
        if _FURNITURE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        parent = parent.parent
    return False

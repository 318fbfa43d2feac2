"""A page: bytes decoded and parsed once, and what every layer reads from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.extraction.encoding import decode
from crawler.extraction.flow import MARK, Flow
from crawler.extraction.lenient_json import loads
from crawler.extraction.nesting import shallow
from crawler.site import Selector, Site
from crawler.urls import normalise

MAX_BYTES = 8 << 20  # what the downloader accepts; the rest of a longer page is not read

_MAX_TITLE = 2000  # characters of <title> that are read
_LIGATURE = "\ufdfa"  # of eighteen letters
_MAX_LIGATURES = 1000
_MAX_DEPTH = 100  # of a container
_MAX_CONTAINERS = 20

_SCRIPT_TYPE = re.compile(r"ld\+json", re.IGNORECASE)
_ATTR = re.compile(r"^(.*?)::(?:attr\(([\w-]+)\)|text)\s*$")


@dataclass(eq=False)
class Page:
    """One page. `url` is where it was found after redirects, `fetched_at` is aware."""

    url: str
    site: Site
    text: str
    encoding: str
    tree: LexborHTMLParser
    fetched_at: datetime
    _marks: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def parse(
        cls, html: bytes, url: str, site: Site, *, fetched_at: datetime, encoding: str | None = None
    ) -> Page:
        """Decode and parse `html`; `encoding` is what the HTTP header says. Never raises on any input."""
        text, name = decode(html[:MAX_BYTES], site.encoding or encoding)
        if _LIGATURE in text and text.count(_LIGATURE) > _MAX_LIGATURES:  # it would grow eighteenfold
            text = text.replace(_LIGATURE, "")
        return cls(url, site, text, name, LexborHTMLParser(shallow(text) or " "), fetched_at)

    # ------------------------------------------------------------------ the tree

    def css(self, selector: Selector) -> Iterator[LexborNode]:
        """Yield the elements that a selector (or several, in order) matches; a broken one matches nothing."""
        for bare in _bare(selector):
            try:
                yield from self.tree.css(bare)
            except (SelectolaxError, ValueError):
                continue

    def first(self, selector: Selector) -> LexborNode | None:
        """Return the first element that a selector matches, or None."""
        for bare in _bare(selector):
            try:
                found = self.tree.css_first(bare)
            except (SelectolaxError, ValueError):
                continue
            if found is not None:
                return found
        return None

    @cached_property
    def base_url(self) -> str:
        """What relative addresses are resolved against."""
        base = self.first("base[href]")
        stated = base.attributes.get("href") if base is not None else None
        return (normalise(stated, self.url) if stated else None) or self.url

    def absolute(self, href: str) -> str | None:
        """Return the normalised address that a link of this page points to, or None."""
        return normalise(href, self.base_url)

    # ------------------------------------------------------------------ what the head says

    @cached_property
    def meta(self) -> dict[str, str]:
        """`name`, `property`, `itemprop` or `http-equiv` (lower case) to the first content that is not
        empty.
        """
        out: dict[str, str] = {}
        for name, content in self._meta_pairs:
            out.setdefault(name, content)
        return out

    @cached_property
    def _meta_pairs(self) -> list[tuple[str, str]]:
        out: list[tuple[str, str]] = []
        for node in self.tree.css("meta[content]"):
            attributes = node.attributes
            content = (attributes.get("content") or "").strip()
            name = (
                attributes.get("property")
                or attributes.get("name")
                or attributes.get("itemprop")
                or attributes.get("http-equiv")
            )
            if name and content:
                out.append((name.strip().lower(), content))
        return out

    def meta_all(self, name: str) -> list[str]:
        """Return every content of a meta name, in order."""
        return [content for key, content in self._meta_pairs if key == name]

    @cached_property
    def title(self) -> str:
        """The text of <title>."""
        node = self.tree.css_first("head > title") or self.tree.css_first("title")
        return " ".join(node.text()[:_MAX_TITLE].split()) if node is not None else ""

    @cached_property
    def html_lang(self) -> str:
        """The lang attribute of <html>, lower case, or an empty string."""
        root = self.tree.root
        if root is None:
            return ""
        attributes = root.attributes
        return (attributes.get("lang") or attributes.get("xml:lang") or "").strip().lower()

    @cached_property
    def canonical(self) -> str | None:
        """The address that the page declares as its own (rel=canonical, else og:url), absolute."""
        node = self.first('link[rel="canonical"][href]')
        href = node.attributes.get("href") if node is not None else None
        href = href or self.meta.get("og:url")
        return self.absolute(href) if href else None

    # ------------------------------------------------------------------ embedded data

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        """Every JSON-LD object of the page, @graph and lists opened, broken JSON repaired where possible."""
        if "ld+json" not in self.text and "LD+JSON" not in self.text:
            return []
        out: list[dict[str, Any]] = []
        for node in self.tree.css("script[type]"):
            if not _SCRIPT_TYPE.search(node.attributes.get("type") or ""):
                continue
            waiting = [loads(node.text())]
            while waiting and len(out) < 500:
                value = waiting.pop(0)
                if isinstance(value, list):
                    waiting[:0] = value[:500]
                elif isinstance(value, dict):
                    if value.get("@type") or not value.get("@graph"):
                        out.append(value)
                    graph = value.get("@graph")
                    if isinstance(graph, list | dict):
                        waiting[:0] = graph[:500] if isinstance(graph, list) else [graph]
        return out

    @cached_property
    def state(self) -> list[Any]:
        """JSON that the page carries for its scripts (`__NEXT_DATA__`, `window.__STATE__ = …`), parsed."""
        from crawler.extraction.state import read_state

        return read_state(self)

    # ------------------------------------------------------------------ the flow

    def mark(self, name: str, selector: Selector) -> None:
        """Let `flow.marked[name]` hold what a selector matches. Only before `flow` is first read."""
        found = False
        for node in self.css(selector):
            before = node.attributes.get(MARK) or ""
            node.attrs[MARK] = f"{before} {name}".strip()
            found = True
        if found:
            self._marks[name] = (selector,) if isinstance(selector, str) else tuple(selector)

    @cached_property
    def flow(self) -> Flow:
        """The body of the page in reading order: the site's containers, where they hold the site's body."""
        if self.site.fields.container:
            parts = Flow("".join(self._contained()), marked=bool(self._marks))
            if "body" in parts.marked and ("headline" in parts.marked or "headline" not in self._marks):
                return parts
        body = self.tree.body
        return Flow((body.html or "") if body is not None else "", marked=bool(self._marks))

    def _contained(self) -> Iterator[str]:
        """Yield the markup of the site's containers; one inside another comes with it."""
        whole: list[LexborNode] = []
        for node in islice(self.css(self.site.fields.container), _MAX_CONTAINERS):
            if not any(_is_below(node, outer) for outer in whole):
                whole.append(node)
                yield node.html or ""


def _is_below(node: LexborNode, outer: LexborNode) -> bool:
    """Whether `outer` is `node` or holds it; what stands deeper than any article is not looked at."""
    at: LexborNode | None = node
    for _ in range(_MAX_DEPTH):
        if at is None:
            return False
        if at.mem_id == outer.mem_id:
            return True
        at = at.parent
    return False


def _bare(selector: Selector) -> Iterator[str]:
    """Yield the selectors in order, without the attributes that they ask for."""
    for one in (selector,) if isinstance(selector, str) else selector:
        bare, _ = split_attribute(one)
        if bare:
            yield bare


@lru_cache(maxsize=1 << 12)
def split_attribute(selector: str) -> tuple[str, str | None]:
    """Split `css::attr(name)` into the selector and the attribute that is meant."""
    found = _ATTR.match(selector)
    return (found[1].strip(), found[2]) if found else (selector.strip(), None)

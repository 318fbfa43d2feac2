"""Links from the article to other articles: boxes, read-also lines, links inside sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from crawler.classify import classify
from crawler.extraction.flow import Element, Flow
from crawler.extraction.page import Page
from crawler.extraction.parts import is_part
from crawler.items import Relation, SimilarLink
from crawler.urls import page_key

_MIN_TITLE = 8


class Links:
    """Collects links to other articles: each once, in order, with the fullest title."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: dict[str, SimilarLink] = {}
        self._stem = (
            page.url.rsplit(".", 1)[0] if "." in page.url.rsplit("/", 1)[-1] else page.url.rstrip("/")
        )
        self._own = {page_key(page.url, page.site)}
        if page.canonical:
            self._own.add(page_key(page.canonical, page.site))

    def add(self, href: str | None, title: str, relation: Relation) -> bool:
        """Add a link when it leads to another article of this site (or any, from a labelled box)."""
        if not href or href.startswith(("#", "javascript:", "mailto:")):
            return False
        url = self.page.absolute(href)
        if url is None:
            return False
        site = self.page.site
        if classify(url, site, title) != "article":
            return False
        key = page_key(url, site)
        if key in self._own or (url.startswith(self._stem) and is_part(url, self.page.url)):
            return False
        known = self.found.get(key)
        if known is not None and relation == "similar" and known.relation == "read_also":
            # The headline of an embedded article is a link, and the box of similar ones lists it too.
            del self.found[key]
            self.found[key] = dataclasses.replace(known, relation=relation)
        elif known is None:
            self.found[key] = SimilarLink(url=url, title=title or None, relation=relation)
        elif title and len(title) > len(known.title or ""):
            known.title = title
        return True

    def add_elements(self, flow: Flow, elements: Iterable[Element], relation: Relation) -> int:
        """Add the links of <a> elements; return how many were new or known articles."""
        count = 0
        for element in elements:
            title = title_of(flow, element)
            count += self.add(element.get("href"), title, relation)
        return count

    def list(self) -> list[SimilarLink]:
        """Return what was collected."""
        return list(self.found.values())


def title_of(flow: Flow, link: Element) -> str:
    """Return a link's title: its heading where it holds a whole card, else its text, else its title
    attribute.
    """
    lines = [x for x in flow.lines_of(link) if x.end <= link.end]
    if len(lines) > 1:
        heading = next((x.text for x in lines if x.heading), None)
        text = heading or max((x.text for x in lines[:4]), key=len)
    else:
        text = flow.text(link)
    return (text or link.get("title") or link.get("aria-label") or "").strip()[:300]

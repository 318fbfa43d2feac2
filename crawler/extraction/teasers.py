"""Pages of teasers that read like a text: sections with long leads, results of a search, albums of pictures.

What tells them is where their lines stand: each in a card of its own, beside a link that leads away.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.page import Page

_LEVELS = 5  # from a line to the card that holds it
_CARD_RUNS = 40
_CARD_LINKS = 40
_CARD_LINES = 4  # of text; a card with more is a text
_FEW_CARDS = 4
_SHARE = 0.6  # of the characters


def is_list(page: Page, lines: list[Line]) -> bool:
    """Whether most of a text stands in the cards of other pages: four of them or more."""
    flow = page.flow
    size = sum(len(line.text) for line in lines)
    own = _place(page.url)
    cards: dict[int, int] = {}
    for line in lines:
        card = _card_of(page, flow, line, own)
        if card is not None:
            cards[card.index] = cards.get(card.index, 0) + len(line.text)
    return len(cards) >= _FEW_CARDS and sum(cards.values()) >= _SHARE * size


def leads_away(page: Page, head: Element | None) -> bool:
    """Whether the headline is a link to another page: the first story of a section."""
    if head is None:
        return False
    flow = page.flow
    link = next((flow.link_of[i] for i in range(head.start, head.end) if flow.link_of[i] is not None), None)
    return link is not None and _is_elsewhere(page, link, _place(page.url))


def _card_of(page: Page, flow: Flow, line: Line, own: str) -> Element | None:
    """Return the innermost element that holds a line and, outside of it, a link that leads away."""
    for level, element in enumerate(line.element.up()):
        if (
            level > _LEVELS
            or element.end - element.start > _CARD_RUNS
            or element.tag in ("body", "article", "main")
        ):
            return None
        beside = [
            a for a in flow.links_in(element) if a.start < line.start or a.end > line.end or a.end == a.start
        ]
        if not beside:
            continue
        if len(beside) > _CARD_LINKS:
            return None
        texts = sum(1 for x in flow.lines_of(element) if not x.linked and len(x.text) >= 25)
        if texts > _CARD_LINES:
            return None
        if any(_is_elsewhere(page, a, own) for a in beside):
            return element
    return None


def _is_elsewhere(page: Page, link: Element, own: str) -> bool:
    href = link.get("href") or ""
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    url = page.absolute(href)
    place = _place(url) if url else ""
    return bool(place.partition("/")[2]) and place != own


def _place(url: str) -> str:
    """Return host, path and query, to tell whether two addresses are one page."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return unquote((parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/") + query)

"""Texts that a page builder parts: one article in several blocks of one class, a column or a row each."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extraction.flow import Element, Flow
from crawler.extraction.hints import CARD, NOT_TEXT, RELATED

_NUMBER = re.compile(r"\d+")
_CLASS = re.compile(r'(?:^|\s)class="([^"]+)"')
_MAX_BLOCKS = 60
_MAX_SLOT = 400  # runs in one place: more is no block of a text
_NEAR = 5  # levels from a block to the element that holds all


def blocks_like(flow: Flow, top: Element) -> list[Element]:
    """Return the blocks of a text that a page builder parts into several of one class, `top` among them.

    A block counts where nothing stands beside it in its place of the page but pictures: the cards of other
    articles and the comments of readers have titles and names there.
    """
    name = _class_of(top)
    if not name:
        return [top]
    alike = [
        e
        for e in flow.elements
        if e.tag == top.tag
        and e.end > e.start
        and e.hints & (NOT_TEXT | RELATED | CARD) == top.hints & (NOT_TEXT | RELATED | CARD)
        and _class_of(e) == name
    ]
    if not 1 < len(alike) <= _MAX_BLOCKS:
        return [top]
    found = [top]
    for other in alike:
        if other is top or other.within(top) or top.within(other):
            continue
        place = _shared_ancestor(top, other)
        if place is None:
            continue
        slots = (_child_of(place, top), _child_of(place, other))
        if all(s is not None and _is_alone(flow, s, name) for s in slots):
            found.append(other)
    return sorted(found, key=lambda e: e.start)


def _class_of(element: Element) -> str:
    """Return the class names of an element, their numbers left out: `et_pb_text_3`."""
    return _class_in(element.attrs) if "class=" in element.attrs else ""


@lru_cache(maxsize=1 << 12)
def _class_in(attrs: str) -> str:
    found = _CLASS.search(attrs)
    return _NUMBER.sub("", found[1]) if found else ""


def _shared_ancestor(one: Element, other: Element) -> Element | None:
    above = {id(e) for e in list(one.up())[1 : _NEAR + 1]}
    for element in list(other.up())[1 : _NEAR + 1]:
        if id(element) in above:
            return None if element.tag in ("body", "#root", "html") else element
    return None


def _child_of(holder: Element, inner: Element) -> Element | None:
    for element in inner.up():
        if element.parent is holder:
            return element
    return None


def _is_alone(flow: Flow, slot: Element, name: str) -> bool:
    """Whether all lines of a slot stand in blocks of the class `name`."""
    if slot.end - slot.start > _MAX_SLOT:
        return False
    return all(
        any(_class_of(e) == name for e in line.element.up() if e.depth >= slot.depth)
        for line in flow.lines_of(slot)
    )

"""Where the article belongs: the last editorial step of its breadcrumb, or the category by its headline."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.arabic.fold import fold
from crawler.arabic.phrases import HOME, SECTIONS
from crawler.classify import classify
from crawler.extraction.around import Around
from crawler.extraction.facts import Facts
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import (
    AUTHOR,
    CARD,
    CHROME,
    COMMENT,
    CRUMBS,
    RELATED,
    SECTION,
    SHARE,
    UNRELATED,
)
from crawler.extraction.labels import Labels
from crawler.extraction.page import Page
from crawler.items import Layer

_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT
_CRUMB_CUT = re.compile(r"\s*(?:[»«>›‹/\\|]|::|→|←)\s*")
_STEP_CUT = re.compile(r"[»«>›‹/\\]|::|→|←")
_OF_HOME = re.compile(r'href="(?:\.?/|https?://[^"/]+/?|(?:\.?/)?(?:index|default|home)\.\w{3,4})"', re.I)
_UNDER = 12  # runs after the text in which its category may stand


def sections(
    flow: Flow, labels: Labels, headline: str, around: Around, facts: Facts, names: set[str]
) -> tuple[str | None, Layer | None]:
    """Return the last editorial step of the breadcrumb, or what a label says."""
    marked = flow.marked.get("section")
    if marked:
        texts = [flow.text(e) for e in marked]
        texts = [t for t in texts if t and fold(t) not in HOME]
        return (texts[-1], "selector") if texts else (None, None)
    plain = fold(headline)
    best: tuple[int, str] | None = None
    for element in flow.hinted(CRUMBS):
        if element.end == element.start or element.end - element.start > 24 or element.start >= around.stop:
            continue
        steps = _steps(flow, element)
        kept = [t for t in steps if is_step(t, plain, names)]
        if kept:
            rank = 2 if len(steps) > 1 else 1
            if best is None or rank > best[0]:
                best = (rank, kept[-1])
    if best is not None:
        return best[1], "generic"
    for region in labels.regions:
        line = region.label
        if region.kind == "section" and not around.apart(line.element, _ELSEWHERE | CHROME, line.hints):
            near = flow.lines[line.index + 1 : line.index + 2]
            text = region.rest or (near[0].text if near else "")
            if is_step(text, plain, names) and len(text) <= 30:
                return text, "label"
    for text, _ in facts.get("section", ()):
        if is_step(text, plain, names) and len(text) <= 30:
            return text, "label"
    trail = _unnamed_trail(flow, around.head, plain, names)
    if trail is not None:
        return trail, "generic"
    return None, None


def category(page: Page, flow: Flow, headline: str, around: Around, names: set[str]) -> str | None:
    """Return the category link printed near the headline or under the text: where a class or rel says that it
    is one, where it stands alone above the headline, or where it repeats an entry of the site's menu.
    """
    plain = fold(headline)
    start, end = around.start, around.end
    top = around.top - 12
    below: str | None = None
    for element in flow.hinted(SECTION):  # a class, or rel="category"
        near = top <= element.start <= start
        if not (near or end <= element.start <= end + _UNDER) or element.end - element.start > 3:
            continue
        if around.apart(element, _ELSEWHERE | CHROME):
            continue
        links = [a for a in flow.links_in(element) if a.end > a.start]
        if any(around.apart(a, _ELSEWHERE | CHROME) for a in links):
            continue  # it holds a menu, or a teaser
        if not near and len(links) != 1 and element.tag != "a":
            continue
        name = flow.text(links[0]) if links else flow.text(element)
        if is_step(name, plain, names) and len(name) < 40 and not re.search(r"\d", name):
            if near:
                return name
            below = below or name
    return (
        below
        or _link_above(page, flow, plain, around, names)
        or _of_menu(flow, plain, around, names)
        or _by_name(flow, around)
    )


def is_step(text: str, headline: str, names: set[str]) -> bool:
    """Whether a step of a breadcrumb is a section: not the site, its front page, or the (folded) headline."""
    plain = fold(text)
    cut = plain.rstrip(". …")
    return (
        bool(plain)
        and 1 < len(text) <= 60
        and plain not in HOME
        and plain != headline
        and plain not in names
        and not (len(cut) > 20 and (headline.startswith(cut) or cut.startswith(headline)))
    )


def _link_above(page: Page, flow: Flow, plain: str, around: Around, names: set[str]) -> str | None:
    """A link of one to three words that has its line to itself above the headline, and leads to a list."""
    head = around.head
    if head is None:
        return None
    for line in reversed(flow.lines_between(max(0, head.start - 3), head.start)):
        if len(line.links) != 1 or not line.linked:
            continue
        beside = _list_of(flow, line)
        if len(beside) > 4 or (len(beside) > 1 and fold(beside[0].text) not in HOME):
            continue  # a menu, and no breadcrumb
        if around.apart(line.element, _ELSEWHERE | CHROME | SHARE | AUTHOR, line.hints):
            continue
        url = page.absolute(line.links[0].get("href") or "")
        text = line.text
        if url is None or len(text) > 30 or text.count(" ") > 2 or re.search(r"\d", text):
            continue
        parts = urlsplit(url)
        inside = bool(parts.path.strip("/") or parts.query) and page.site.owns(parts.hostname or "")
        if inside and is_step(text, plain, names) and classify(url, page.site) != "article":
            return text
    return None


def _list_of(flow: Flow, line: Line) -> list[Line]:
    """Return the links of the list that a link at its end stands in; the link alone where it is in none."""
    holder = line.element.parent
    if line.element.tag not in ("li", "td") or holder is None:
        return [line]
    beside = flow.lines[max(0, line.index - 8) : line.index + 2]
    return [x for x in beside if x.linked and x.element.parent is holder]


def _by_name(flow: Flow, around: Around) -> str | None:
    """A piece of a line by the headline that is what sections are called everywhere: `محلي | 2017-08-30`."""
    head = around.head
    if head is None or head.start >= around.start:
        return None
    lines = flow.lines_between(max(0, head.start - 3), head.start)
    for line in lines + flow.lines_between(head.end, around.start)[:3]:
        if line.linked or len(line.text) > 100 or line.end - line.start > 8:
            continue
        if around.apart(line.element, _ELSEWHERE | CHROME | SHARE, line.hints):
            continue
        for n in range(line.start, line.end):
            text = flow.between(n, n + 1).strip(" |-–—/:•·")
            if len(text) <= 24 and fold(text) in SECTIONS:
                return text
    return None


def menu_of(flow: Flow, before: int) -> set[str]:
    """Return the folded texts of the short links that stand before a run: the menus of the page."""
    return {
        fold(flow.text(a))
        for a in flow.anchors
        if a.end <= before and 0 < a.end - a.start < 3 and len(flow.runs[a.start]) <= 40
    }


def _of_menu(flow: Flow, plain: str, around: Around, names: set[str]) -> str | None:
    """A short line by the headline that says word for word what an entry of the menu above it says."""
    head = around.head
    if head is None or head.start >= around.start:
        return None
    near = [*reversed(flow.lines_between(max(0, head.start - 4), head.start))]
    near = [x for x in near if not x.linked] + flow.lines_between(head.end, around.start)
    near = [x for x in near if len(x.text) <= 120 and not x.heading]
    if not near:
        return None
    menu = menu_of(flow, head.start)
    for line in near:
        if around.apart(line.element, _ELSEWHERE | CHROME | SHARE | AUTHOR, line.hints):
            continue
        for text in (line.text, *(flow.text(a) for a in line.links[:5] if a.start >= head.end)):
            short = 1 < len(text) <= 30 and text.count(" ") <= 2
            if short and fold(text) in menu and is_step(text, plain, names):
                return text
    return None


def _steps(flow: Flow, element: Element) -> list[str]:
    links = [a for a in flow.links_in(element) if a.end > a.start]
    out = [flow.text(a) for a in links]
    tail = flow.between(links[-1].end, element.end) if links else flow.text(element)
    out.extend(t for t in _CRUMB_CUT.split(tail))
    return [t.strip(" -–•»«>›/\\|:") for t in out if t.strip(" -–•»«>›/\\|:")]


def _unnamed_trail(flow: Flow, head: Element | None, headline: str, names: set[str]) -> str | None:
    """A line such as `الرئيسية > سياسة` above the headline, in markup without names."""
    limit = head.start if head is not None else 1 << 60
    for line in flow.lines:
        if line.start > limit and head is not None:
            break
        if len(line.text) > 160 or len(line.links) > 6:
            continue
        if not line.links:
            steps = _CRUMB_CUT.split(line.text)
            if 1 < len(steps) <= 4 and fold(steps[0]) in HOME and is_step(steps[-1], headline, names):
                return steps[-1]
            continue
        parted = len(line.links) > 1 and _STEP_CUT.search(line.text) is not None
        if not parted and not any(word in line.text for word in ("رئيس", "هنا", "ome")):
            continue
        first = flow.text(line.links[0])
        home = fold(first) in HOME or fold(_CRUMB_CUT.split(line.text)[0]) in HOME
        if not home and not (parted and _OF_HOME.search(line.links[0].attrs)):
            continue
        if not _CRUMB_CUT.search(line.text.replace(" - ", " > ")) and len(line.links) > 3:
            continue
        steps = [flow.text(a) for a in line.links]
        steps += list(_CRUMB_CUT.split(flow.between(line.links[-1].end, line.end)))
        kept = [t.strip(" -–|") for t in steps if is_step(t.strip(" -–|"), headline, names)]
        if not home:
            kept = [t for t in kept if t != first]
        if kept and "|" not in line.text and len(line.links) <= 4:
            return kept[-1]
    return None

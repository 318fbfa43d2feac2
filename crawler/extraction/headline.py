"""The headline: what the page shows, agreed with what it says of itself, minus the site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.arabic.fold import fold
from crawler.arabic.names import is_place
from crawler.arabic.outlets import outlet_of, outlet_of_domain
from crawler.arabic.phrases import HOME
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import CARD, CHROME, COMMENT, HIDDEN, RELATED, TITLE, UNRELATED, Hint
from crawler.extraction.labels import Labels
from crawler.extraction.page import Page
from crawler.extraction.structured import Stated
from crawler.items import Layer

_OUTLET = 60  # characters of a newsroom's name
# Publishing systems sign the keywords of pages to which nobody gave any.
_SYSTEMS = frozenset(("joomla", "wordpress", "drupal", "php nuke", "xoops", "blogger", "typo3", "vbulletin"))
_SEPARATOR = re.compile(r"\s+[|\-–—:•»«·/~]+\s+|\s*[|»«•]\s*|\s+::\s+|\s+[-–—]|[-–—]\s+")
_HOME = re.compile(r'(?:https?:)?//[^"/]+/?(?:index\.\w+|default\.aspx?|ar/?)?"')
_TYPE = re.compile("^(?:وكاله (?:ال)?انباء|صحيفه|جريده|موقع|بوابه|قناه|وكاله|شبكه|مجله) ")
_MAX_NAMES = 200
_RANK = {"h1": 34, "h2": 16, "h3": 6, "h4": 2}
_WRAPPERS = frozenset(("body", "html", "header", "section", "main", "article"))
_BIG_FONT = re.compile(
    r"font-size\s*:\s*(?:x*-?large|[2-9]\d|1\.[5-9]|[2-9](?:\.\d)?r?em)|\bsize=\"(?:[4-7]|\+[1-4])\""
)

_STEPS = re.compile(r"\s*[>»›|/]+\s*|\s+[-–—:]+\s+")
_FONT_SIZE = re.compile(r'\bsize="(\d)"')
_SIDES = re.compile(r"\s*[-–—ـ/]+\s+|\s+[-–—ـ/]+\s*|:")


@dataclass(slots=True)
class Headline:
    text: str
    layer: Layer
    element: Element | None  # where it is shown
    trusted: bool = True  # False: only <title> says so, which may be the site's name


def site_names(page: Page, stated: list[Stated], flow: Flow) -> set[str]:
    """Return the folded names under which the site calls itself: in metadata, and where it links to its
    home.
    """
    names = {s.publisher for s in stated} | {page.site.publisher or "", page.meta.get("og:site_name", "")}
    names |= {page.meta.get("application-name", ""), page.meta.get("apple-mobile-web-app-title", "")}
    names.add(page.site.domain.split(".")[0])
    for link in flow.anchors:
        if len(names) > _MAX_NAMES:
            break
        if 0 < link.end - link.start < 4 and _leads_home(link.attrs):
            names.add(flow.text(link)[:80])
    return {fold(name) for name in names if name} - {""}


class Brand:
    """The names under which a site speaks of itself, in any spacing: `فرانس24`, `فرانس 24 / France 24`."""

    def __init__(self, page: Page, stated: list[Stated]) -> None:
        names = {page.site.publisher or "", *(s.publisher for s in stated)}
        names |= {
            page.meta.get(key, "")
            for key in ("og:site_name", "application-name", "apple-mobile-web-app-title")
        }
        self._title = page.title[:300]
        self._domain = page.site.domain
        labels = self._domain.split(".")
        self._names = {labels[0], "".join(labels[:-1])} if len(labels) > 1 else set()
        outlet = outlet_of_domain(self._domain)
        if outlet is not None:
            names |= {outlet.name, *outlet.variants}
        for name in names:
            for part in (name, *_SEPARATOR.split(name)):
                if part:
                    folded = fold(part)
                    self._names |= {folded.replace(" ", ""), _TYPE.sub("", folded).replace(" ", "")}
        self._names = {name for name in self._names if len(name) > 1}

    def is_named(self, text: str) -> bool:
        """Whether the whole text names the site."""
        folded = fold(text)
        if len(self._domain) > 3 and self._domain in text.lower():
            return True  # `Deutsche Welle (www.dw.de)`
        return folded.replace(" ", "") in self._names or _TYPE.sub("", folded).replace(" ", "") in self._names

    def topics_of(self, keywords: list[str], title: str, names: set[str]) -> list[str]:
        """Return the keywords of a page without the site's own name; `names`: folded, where it links home.

        Where that name is among them they are the site's, the same on every page, and not the article's:
        unless its headline is full of them.
        """
        plain = f" {fold(title)} "
        folded = [fold(k) for k in keywords]
        tails = [fold(part) for part in _SEPARATOR.split(self._title)]
        others = names | {_TYPE.sub("", tail) for tail in tails if tail and f" {tail} " not in plain}
        own = [
            f in _SYSTEMS or f in others or self.is_named(k) or _TYPE.match(f) is not None
            for k, f in zip(keywords, folded, strict=True)
        ]
        if not any(own):
            return keywords
        rest = [k for k, is_own in zip(keywords, own, strict=True) if not is_own]
        said = sum(f" {fold(k)} " in plain for k in rest)
        return rest if said and 2 * said >= len(rest) else []


def _leads_home(attrs: str) -> bool:
    """Whether the attributes of a link point to the top of a site."""
    at = attrs.find('href="')
    if at < 0 or (at > 0 and not attrs[at - 1].isspace()):
        return False
    return attrs.startswith('/"', at + 6) or _HOME.match(attrs, at + 6) is not None


def without_site(title: str, names: set[str]) -> str:
    """Return a title without the site's name at either end."""
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title
        last, first = cuts[-1], cuts[0]
        tail, head = fold(title[last.end() :]), fold(title[: first.start()])
        if tail in names or any(
            n and (tail == n or (len(n) > 4 and tail.startswith(n + " ") and len(tail) < len(n) + 25))
            for n in names
        ):
            title = title[: last.start()].rstrip()
        elif head in names:
            title = title[first.end() :].lstrip()
        else:
            return title
    return title


def candidates(page: Page, stated: list[Stated], names: set[str]) -> list[str]:
    """Return what metadata offers as the headline, best first, the site's name taken off."""
    out: list[str] = []
    for text in [s.headline for s in stated if s.headline] + [page.title]:
        text = without_site(text, names)
        steps = _STEPS.split(text)
        if len(steps) > 2 and any(fold(step) in HOME for step in steps):
            # `شؤون خليجية > الرئيسية > التفاصيل` says where, and what only in its last step.
            text = steps[-1] if steps[-1].count(" ") > 2 else ""
        if len(text) < _OUTLET and outlet_of(text) is not None:
            continue  # the site's name, where nothing else says that it is
        if text and fold(text) and fold(text) not in names and text not in out:
            out.append(text)
    return out


def choose(page: Page, flow: Flow, labels: Labels, stated: list[Stated], names: set[str]) -> Headline | None:
    """Return the headline as shown where one agrees with the metadata, or is the page's only real heading."""
    offers = candidates(page, stated, names)
    folded = [fold(o) for o in offers]
    sure = any(s.headline and fold(s.headline) not in names for s in stated)
    headings = [e for e in flow.elements if e.tag in _RANK or (e.hint & TITLE and e.tag not in _WRAPPERS)]
    longest = max(flow.lines, key=lambda line: len(line.text), default=None)
    around = longest.hints if longest is not None else 0  # a page may stand in a form as a whole
    best: tuple[float, Element, str] | None = None
    for first in (True, False):
        for element in headings:
            if (element.tag == "h1") is not first or not 0 < element.end - element.start < 30:
                continue
            text = flow.text(element)
            plain = fold(text) if 6 <= len(text) <= 400 else ""
            if not plain or plain in names:
                continue
            score = _prominence(page, flow, labels, element, plain, around)
            score += 70 * max((_agreement(plain, f) for f in folded), default=0.0)
            if best is None or score > best[0] + 0.001:
                best = (score, element, text)
        if best is not None and best[0] >= 90:
            break  # an <h1> that says word for word what the metadata says
    if best is not None and best[0] >= (28 if sure else 22):
        agrees = max((_agreement(fold(best[2]), f) for f in folded), default=0.0)
        if agrees > 0.3 or not sure or best[0] >= 40 or best[1].tag == "h1":
            text = best[2]
            if agrees < 0.25 and sure and len(folded[0]) > 14 and _agreed(stated, offers):
                return Headline(offers[0], _layer_of(offers[0], stated, names), None, bool(sure))
            return Headline(text, "generic", best[1])
    if offers:
        shown = _shown(flow, labels, [*folded, *_parts(page.title)])
        if shown is not None:
            return Headline(shown.text, "generic", _element(shown))
        if len(folded[0]) >= 10:
            return Headline(offers[0], _layer_of(offers[0], stated, names), None, bool(sure))
    return None


def _prominence(page: Page, flow: Flow, labels: Labels, element: Element, plain: str, around: Hint) -> float:
    """How much an element looks like the page's headline, whatever it says."""
    score = float(_RANK.get(element.tag, 0) + (10 if element.hint & TITLE else 0))
    if 'itemprop="headline' in element.attrs:
        score += 25
    if element.hints & (UNRELATED | RELATED | COMMENT | CARD):
        score -= 45
    if element.hints & CHROME & ~around:
        score -= 30
    if element.hints & HIDDEN:
        score -= 25
    line = next(iter(flow.lines_of(element)), None)
    if line is not None and line.index in labels.match:
        score -= 60
    link = next(
        (flow.link_of[i] for i in range(element.start, element.end) if flow.link_of[i] is not None), None
    )
    if link is not None and page.absolute(link.get("href") or "") not in (page.url, page.canonical):
        score -= 35
    if len(plain) < 12:
        score -= 10
    if plain.count(" ") < 2:
        score -= 12
    return score


def above(flow: Flow, labels: Labels, start: int, names: set[str]) -> Headline | None:
    """Return the most prominent line above the body: for pages with no heading and no title of their own."""
    best: tuple[float, Line] | None = None
    before = [x for x in flow.lines if x.end <= start]
    text_lines = flow.lines_between(start, start + 1)
    outside = (CHROME | UNRELATED | RELATED | CARD | COMMENT) & ~(text_lines[0].hints if text_lines else 0)
    for distance, line in enumerate(reversed(before[-40:])):
        text = line.text
        if not 10 <= len(text) <= 300 or line.index in labels.taken or line.linked or fold(text) in names:
            continue
        if line.hints & outside:
            continue
        score = -2.0 * distance
        if line.heading:
            score += _RANK.get(line.heading, 0) + 8
        if flow.bold(line):
            score += 12
        owner = flow.owners[line.start]
        for element in [e for e, _ in zip(owner.up(), range(5), strict=False)]:
            if _BIG_FONT.search(element.attrs):
                score += 12
                size = _FONT_SIZE.search(element.attrs)
                score += 2 * (int(size[1]) - 4) if size is not None else 0
                break
        if owner.hints & TITLE:
            score += 12
        if text.count(" ") < 2:
            score -= 10
        if len(text) < 45 and any(is_place(side) for side in _SIDES.split(text.strip(" :"))):
            score -= 20  # `بغداد - الضفاف` opens the text
        if len(text) < 45 and 5 * sum(map(str.isdigit, text)) > len(text):  # a date, a counter, a number
            score -= 10
        if best is None or score > best[0]:
            best = (score, line)
    if best is None or best[0] < 2:
        return None
    return Headline(best[1].text, "generic", _element(best[1]))


def _agreement(shown: str, stated: str) -> float:
    """How much of two folded titles is the same, 0 to 1."""
    if shown == stated:
        return 1.0
    if not shown or not stated:
        return 0.0
    short, long = sorted((shown, stated), key=len)
    if len(short) >= 12 and short in long:
        return 0.55 + 0.4 * len(short) / len(long)
    a, b = set(shown.split()), set(stated.split())
    return len(a & b) / max(len(a), len(b)) * 0.8


def _agreed(stated: list[Stated], offers: list[str]) -> bool:
    """Whether two layers state the same headline."""
    return sum(1 for s in stated if s.headline and _agreement(fold(s.headline), fold(offers[0])) > 0.6) >= 2


def _parts(title: str) -> list[str]:
    """Return a title cut at each of its separators: one part of it may be the headline, the other the
    site.
    """
    out: list[str] = []
    for cut in list(_SEPARATOR.finditer(title))[-4:]:
        out += [fold(title[: cut.start()]), fold(title[cut.end() :])]
    return [part for part in out if part.count(" ") >= 2]


def _shown(flow: Flow, labels: Labels, folded: list[str]) -> Line | None:
    """Return the longest line that is word for word one of the offers."""
    wanted = set(folded)
    best: Line | None = None
    for line in flow.lines:
        if not 10 <= len(line.text) <= 400 or line.linked or line.index in labels.taken:
            continue
        if fold(line.text) in wanted and (best is None or len(line.text) > len(best.text)):
            best = line
    return best


def _element(line: Line) -> Element:
    """Return an element that covers just this line: text between two <br> has none of its own."""
    if line.element.start == line.start and line.element.end == line.end:
        return line.element
    at = line.element
    return Element(
        "#line", "", at, line.start, 0, at.hints, at.heading, line.end, at.depth + 1, at.last, at.last
    )


def _layer_of(text: str, stated: list[Stated], names: set[str]) -> Layer:
    for s in stated:
        if s.headline and without_site(s.headline, names) == text:
            return s.layer
    return "generic"

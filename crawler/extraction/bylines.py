"""Who wrote it: the lines by the headline and the text that name somebody, raw."""

from __future__ import annotations

import re
from collections.abc import Callable

from crawler.arabic.attribution import byline_of, credits_of, signature_of
from crawler.arabic.fold import fold
from crawler.arabic.lexicon import label_of
from crawler.arabic.names import is_given_name, is_place
from crawler.arabic.phrases import BY_ALONE, BY_NAME, BYLINE_NAME, DATE_TAIL
from crawler.extraction.around import Around
from crawler.extraction.facts import Facts
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import (
    AUTHOR,
    CAPTION,
    CARD,
    CHROME,
    COMMENT,
    DATE,
    RELATED,
    SHARE,
    TAGS,
    UNRELATED,
)
from crawler.extraction.labels import Labels
from crawler.items import Layer

_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT
_ROLE = re.compile(r"(?:^|[\s,])Author, ([^,|]+)")  # for those who do not see the picture beside it
_SIDES = re.compile(r"\s*[-–—ـ/:]+\s+|\s+[-–—ـ/:]+\s*")
_WORD_END = re.compile(r"[\s.]+")
_LEFT = re.compile(r'\balign="left"|text-align:\s*left')
_NAME_MARKS = ('rel="author', 'itemprop="name', 'class="fn"')
_BRACKETED = re.compile(r"\s*\(([^()]{2,30})\)$")
_PARTICLES = frozenset(("في", "من", "على", "إلى", "عن", "حول", "بين", "بعد", "قبل", "مع", "أن"))
_BAR = re.compile(r"\s*[|•]\s*")
_OF_AUTHOR = re.compile(
    r'href="[^"]*(?:author|writer|editor|columnist|journalist|reporter|/(?:ar/)?auteur)', re.I
)
# A class that says what the author is, not who.
_JOB = re.compile(
    r'(?:class|itemprop)="[^"]*(?:\b|_)(?:desc(?:ription)?|bio(?:graphy)?|job-?(?:title)?|jobtitle|role|position|about)'
    r"(?:\b|_)",
    re.I,
)
_LOGIN = re.compile(r"[a-z][a-z0-9._\-]*")
_MAX_BYLINES = 30
_MAX_INSIDE = 40  # elements of one that names authors
_MAX_BYLINE = 1000  # characters of markup's text, blanks included


def bylines(
    flow: Flow, labels: Labels, around: Around, facts: Facts, is_own: Callable[[str], bool]
) -> tuple[list[str], Layer | None]:
    """Return the bylines that a reader sees about the headline and the body, raw.

    `is_own` answers whether a text names the site.
    """
    found, layer = _marked(flow, labels, around)
    if layer != "selector" and not credits_of(found).people:  # nothing, or a place and a desk
        named = _unmarked(flow, labels, around, facts, is_own)
        if named:
            return [*found, *named], "generic"
    return found, layer


def _marked(flow: Flow, labels: Labels, around: Around) -> tuple[list[str], Layer | None]:
    """Return the bylines that a selector, a class or a label names."""
    top = around.top - 40
    limit = min(around.end + 12, around.stop)
    marked = flow.marked.get("authors")
    if marked:
        return [t for t in (flow.text(e) for e in marked) if t and len(t) < 200], "selector"
    out: list[str] = []
    for element in flow.hinted(AUTHOR):  # a class, rel="author" or itemprop="author"
        if len(out) >= _MAX_BYLINES:
            break
        if (
            not top <= element.start < limit
            or element.end - element.start > 16
            or around.apart(element, _ELSEWHERE | SHARE)
            or any(e.tag == "blockquote" for e, _ in zip(element.up(), range(4), strict=False))
            or sum(map(len, flow.runs[element.start : element.end])) > _MAX_BYLINE
        ):
            continue
        for text in _named(flow, element):
            text = _cut_dates(_before_labels(text))
            if _is_name(text) and text not in out and fold(text) not in BY_ALONE:
                out.append(text)
    out = [t for t in out if not any(t != o and o in t for o in out) or t.count("،") > 0]
    if out:
        return out, "generic"
    for region in labels.regions:
        line = region.label
        if (
            region.kind != "byline"
            or not (top <= line.start < limit or _in_facts(flow, labels, line))
            or _is_of_menu(flow, line, region.rest)
            or around.apart(line.element, _ELSEWHERE | CAPTION, line.hints)
        ):
            continue
        links = [flow.text(a) for a in line.links if (a.get("href") or "#") != "#"]
        if len(links) > 1 and all(_is_name(x) for x in links):
            return links, "label"
        value = _before_labels(region.rest)
        if not value and line.index + 1 < len(flow.lines):
            following = flow.lines[line.index + 1]
            holder = line.element.parent
            inside = holder is not None and following.start < holder.end
            if inside or is_given_name(following.text.split()[0]):
                value = following.text
        if value and len(value) < 160 and _is_name(_cut_dates(value)):
            return [_cut_dates(value)], "label"
    return [], None


def is_login(text: str) -> bool:
    """Whether an author is only the name of an account (`nisreen`, `editor23`), which no reader is shown."""
    return _LOGIN.fullmatch(text) is not None


def _named(flow: Flow, element: Element) -> list[str]:
    """Return the texts in which an element for authors names them."""
    holder = element.parent
    title = element.get("id")
    if holder is not None and title and holder.get("aria-labelledby") == title:
        element = holder  # it is the title of the region, not what the region says
    for line in flow.lines_of(element):
        told = _ROLE.search(line.text)
        if told:
            return [told[1]]
    inside = flow.elements[element.index + 1 : min(element.last, element.index + _MAX_INSIDE)]
    inner = [e for e in inside if any(mark in e.attrs for mark in _NAME_MARKS)]
    if inner:
        return [flow.text(e) for e in inner]
    if element is holder:
        return []
    links = [a for a in flow.links_in(element) if a.end > a.start and _OF_AUTHOR.search(a.attrs)]
    names = [flow.text(a) for a in links]
    if names and all(1 < len(name.split()) <= 5 and label_of(name) is None for name in names):
        rest = set(flow.text(element).split()).difference(*(name.split() for name in names))
        if not any(is_given_name(word) or is_given_name(word.removeprefix("و")) for word in rest):
            return names  # what stands beside a linked name is a job, a city, a date
    if _JOB.search(element.attrs):
        return []
    return [_without_others(flow, element, inside)]


def _is_of_menu(flow: Flow, line: Line, rest: str) -> bool:
    """Whether a label is a link of a menu: `كتب` says books there."""
    return line.linked and (not rest or (len(line.links) > 1 and flow.link_of[line.start] is not None))


def _in_facts(flow: Flow, labels: Labels, line: Line) -> bool:
    """Whether a labelled line is one of a box of facts about the article: `تاريخ …`, `الكاتب …`, `وسوم …`."""
    holder = line.element.parent
    for other in flow.lines[max(0, line.index - 1) : line.index + 2]:
        found = labels.match.get(other.index)
        if (
            other is line
            or found is None
            or found.kind not in ("date", "updated", "tags", "section", "source")
        ):
            continue
        if holder is not None and other.element.parent is holder and bool(found.rest or other.links):
            return True
    return False


def _unmarked(
    flow: Flow, labels: Labels, around: Around, facts: Facts, is_own: Callable[[str], bool]
) -> list[str]:
    """A byline between headline and text that no class and no label names: `أضيف بواسطة …`, or a bare
    name.
    """
    if around.head is None:
        return []
    first = next((x.start for x in flow.lines_between(around.start, around.end) if len(x.text) > 90), 0)
    before = flow.lines_between(around.head.end, max(first, around.start))
    linked = [
        flow.text(a)
        for line in before
        for a in line.links
        if not a.hints & (SHARE | RELATED | UNRELATED) and _OF_AUTHOR.search(a.attrs)
    ]
    linked = [name for name in linked if _is_name(name) and len(name.split()) > 1 and label_of(name) is None]
    if linked:
        return linked[:_MAX_BYLINES]
    # `2018-03-14 | كتب: عاطف بدر، محمد القماش |`
    told = [_cut_dates(value) for value, _ in facts.get("byline", ())]
    told = [value for value in told if _is_name(value)]
    if told:
        return told[:_MAX_BYLINES]
    for line in before:
        if line.heading or len(line.text) > 140:
            continue
        if around.apart(line.element, _ELSEWHERE | CHROME | CAPTION, line.hints):
            continue
        by = BY_NAME.search(line.text) or BYLINE_NAME.match(line.text)
        if by is not None:
            return [by[1]]
        if line.index in labels.match:
            continue
        if byline_of(line.text):
            return [line.text]
        if line.start >= around.start:
            continue
        for n in range(line.start, line.end):
            text = _cut_dates(flow.between(n, n + 1))
            text = _beside(text, is_own)
            if len(text) <= 40 and _is_bare_name(_WORD_END.split(text)):
                return [text]
    # A name alone under the text signs it, or ends it beside the site's name.
    last = flow.lines_between(around.start, around.end)[-1:]
    if last and len(last[0].text) <= 60 and not last[0].linked:
        name = _beside(last[0].text, is_own)
        if name != last[0].text and signature_of(name):
            return [name]
    signing = [x for x in last + flow.lines_between(around.end, around.end + 1) if not x.links]
    for line in signing:
        short = len(line.text) <= 30 and _is_words(line.text.split())
        if short and line.index not in labels.match and _at_left(line):
            return [line.text]
    for line in signing:
        if len(line.text) <= 60 and byline_of(line.text):
            return [line.text]
    for line in flow.lines_between(around.end, around.end + 3)[:1]:
        text = _beside(line.text, is_own)
        if (
            _is_bare_name(text.split())
            and not line.links
            and line.index not in labels.match
            and not around.apart(line.element, _ELSEWHERE | CHROME | CAPTION | TAGS, line.hints)
        ):
            return [text]
    return []


def _is_words(words: list[str]) -> bool:
    """Whether there are as many words as a name has, and nothing else."""
    return 2 <= len(words) <= 4 and all(word.isalpha() for word in words)


def _is_bare_name(words: list[str]) -> bool:
    """Whether words that stand alone are somebody's name."""
    return _is_words(words) and is_given_name(words[0])


def _at_left(line: Line) -> bool:
    """Whether a line is set at the left of a page that reads from the right: as signatures are."""
    return any(_LEFT.search(e.attrs) for e, _ in zip(line.element.up(), range(3), strict=False) if e.attrs)


def _beside(text: str, is_own: Callable[[str], bool]) -> str:
    """Return a name without the place or the site beside it: `ليلى حسن (جدة)`, `الواحة - ليلى حسن`."""
    if len(text) > 80:
        return text
    sides = [side for side in _SIDES.split(_BRACKETED.sub(r" - \1", text)) if side.strip()]
    if len(sides) != 2:
        return text
    others = [side for side in sides if not is_place(side) and not is_own(side)]
    return others[0].strip() if len(others) == 1 else text


def _without_others(flow: Flow, element: Element, inside: list[Element]) -> str:
    """Return an element's text without the times and the jobs that stand in it, `بواسطة` and the name set
    apart.
    """
    others = [
        e
        for e in inside
        if e.tag == "time" or (e.hint & DATE and not e.hint & AUTHOR) or (e.attrs and _JOB.search(e.attrs))
    ]
    kept = [n for n in range(element.start, element.end) if not any(t.start <= n < t.end for t in others)]
    return " ".join(" ".join(flow.between(n, n + 1) for n in kept).split())


def _before_labels(text: str) -> str:
    """Return the value of a label without what other labels on the line say: `إعداد: … | المصدر: …`."""
    parts = _BAR.split(text)
    return next((" | ".join(parts[:n]) for n in range(1, len(parts)) if label_of(parts[n])), text)


def _cut_dates(text: str) -> str:
    return DATE_TAIL.sub("", text).strip(" |-–—")


def _is_name(text: str) -> bool:
    words = text.split()
    if not 2 < len(text) <= 120 or len(words) > 16 or re.search(r"\d{3,}|https?:|@", text):
        return False
    # `تقرير: سعر قطرة الماء في عمّان` names a report, and no reporter.
    return len(words) < 4 or is_given_name(words[0]) or not any(w in _PARTICLES for w in words[1:])

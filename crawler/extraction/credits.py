"""By whose copy it is: the line, the link or the logo that credits another outlet, raw."""

from __future__ import annotations

import re
from bisect import bisect_left

from crawler.arabic.dates import is_date_line
from crawler.arabic.lexicon import label_of
from crawler.extraction.around import Around
from crawler.extraction.facts import Facts
from crawler.extraction.flow import Element, Flow, Picture
from crawler.extraction.hints import (
    AD,
    AUTHOR,
    CAPTION,
    CARD,
    CHROME,
    COMMENT,
    HIDDEN,
    RELATED,
    SHARE,
    SOURCE,
    UNRELATED,
)
from crawler.extraction.labels import Labels, Region
from crawler.items import Layer

_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT
_OF_PICTURE = re.compile(r"(?:photo|image|img|picture|media|gallery)", re.IGNORECASE)
_WHOLE = frozenset(("article", "main", "section", "body", "html", "#root"))
_FEW_RUNS = 8  # what a picture's box holds beside it: caption, credit, a button
_CAPTION_LENGTH = 300  # characters: more is a text, not a caption with its credit
# `لمتابعة الخبر من المصدر: …`, `يمكن قراءة الخبر من المصدر …`
_READ_THERE = re.compile(r"\s(?:من|في|على|عبر)\s+(?:موقع\s+)?المصدر(?:\s+الأصلي)?\s*[:：\-–]?\s+(\S.{1,50})$")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.،]\s")  # not in `أ. ف. ب`
_TRIM = ' .:،-–()[]«»"'


def credit(flow: Flow, labels: Labels, around: Around, facts: Facts) -> tuple[str, str, Layer] | None:
    """Return whom the page credits for the copy: name, the literal line, layer; None where nothing does."""
    marked = flow.marked.get("source")
    if marked:
        text = flow.text(marked[0])
        if text:
            return text, text, "selector"
    for region in labels.regions:
        line = region.label
        if region.kind != "source" or line.start >= around.stop:
            continue
        if around.apart(line.element, COMMENT | UNRELATED | RELATED | HIDDEN | CARD, line.hints):
            continue
        if line.hints & CAPTION and of_picture(flow, line.element):
            continue
        if any(r.embedded and r.label.start < line.start for r in labels.regions):
            break
        dated = is_date_line(region.rest)
        name, value = "" if dated else _first_sentence(region.rest).strip(_TRIM), region.rest
        if not name or region.lines:
            logo = _logo(flow, region)
            if logo:
                name = value = logo
        if name and len(name) <= 120:
            return name, line.text if value in line.text else f"{line.text} {value}", "label"
    for value, line in facts.get("source", ()):  # `إعداد: … | المصدر: … | 2024-05-02`
        if 1 < len(value) <= 60:
            return value.strip(" .:،"), line.text, "label"
    return _called_source(flow, around) or _read_there(flow, around)


def _first_sentence(text: str) -> str:
    """Return a label's value without what is said after it: `بوابة الوسط. إدارة الموقع غير مسؤولة عن …`."""
    if len(text) <= 40:
        return text
    cut = _SENTENCE_END.search(text)
    return text[: cut.start()] if cut is not None else text


def _logo(flow: Flow, region: Region) -> str:
    """Return the alternative text of the picture that stands where a label's value would."""
    line = region.label
    first = bisect_left(flow.pictures, line.start + 1, key=_place)
    for picture in flow.pictures[first : first + 2]:
        if picture.at > line.end:
            break
        near = line.element.parent or line.element
        if not any(e is line.element or e is near for e in picture.element.up()):
            break
        text = _alternative(picture)
        if text:
            return text
    return ""


def _logo_in(flow: Flow, element: Element) -> str:
    """Return the alternative text of a picture that an element holds."""
    first = bisect_left(flow.pictures, element.start, key=_place)
    near = [p for p in flow.pictures[first : first + 3] if p.element.within(element)]
    return next((text for text in map(_alternative, near) if text), "")


def _alternative(picture: Picture) -> str:
    image = Element("img", picture.attrs, None, 0, 0)
    text = " ".join((image.get("alt") or "").split())
    return text if 2 < len(text) <= 60 else ""


def _called_source(flow: Flow, around: Around) -> tuple[str, str, Layer] | None:
    """What a class calls the source, near the headline or under the text: a name, a link, or a logo."""
    start, end = around.start, around.end
    for element in flow.hinted(SOURCE):
        if not start - 30 <= element.start <= min(end + 20, around.stop) or element.end - element.start > 3:
            continue
        if around.apart(element, _ELSEWHERE | CHROME | HIDDEN | SHARE):
            continue
        if element.hints & CAPTION and of_picture(flow, element):
            continue
        links = [a for a in flow.links_in(element) if a.end > a.start]
        text = flow.text(links[0]) if links else _logo_in(flow, element) or flow.text(element)
        if 2 < len(text) <= 50 and label_of(text) is None and sum(map(str.isdigit, text)) < 3:
            return text, text, "generic"
    return None


def _read_there(flow: Flow, around: Around) -> tuple[str, str, Layer] | None:
    """A line at the end of the text that sends readers to the source: `لمتابعة الخبر من المصدر: …`."""
    lines = flow.lines_between(around.start, min(around.end + 6, around.stop))
    for line in lines[-10:]:
        if "المصدر" in line.text and len(line.text) <= 120 and line.links:
            found = _READ_THERE.search(line.text)
            if found is not None and len(found[1].split()) <= 5:
                return found[1].strip(_TRIM), line.text, "label"
    return None


def of_picture(flow: Flow, element: Element) -> bool:
    """Whether what is called a caption or a credit is a picture's: its class says so, or it stands by one."""
    for holder in element.up():
        if holder.tag in ("figure", "figcaption", "caption", "picture"):
            return True
        if holder.hint & CAPTION and _OF_PICTURE.search(holder.attrs):
            return True
        if holder.tag in _WHOLE or holder.end - holder.start > _FEW_RUNS:
            return False
        if sum(map(len, flow.runs[holder.start : holder.end])) > _CAPTION_LENGTH:
            return False
        first = bisect_left(flow.pictures, holder.start, key=_place)
        for picture in flow.pictures[first : first + _FEW_RUNS]:
            if picture.at > holder.end:
                break
            if picture.element.hints & (_ELSEWHERE | CHROME | SHARE | AD | AUTHOR):
                continue
            # One at its end may be the next box's; one at its start is what it follows, or holds.
            if picture.at < holder.end or any(e is holder for e in picture.element.up()):
                return True
    return False


def _place(picture: Picture) -> int:
    return picture.at

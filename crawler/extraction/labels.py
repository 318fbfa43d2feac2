"""Words that say what follows: `المصدر:`, `كلمات دلالية`, `إقرأ أيضاً`, `مقالات مشابهة`, and the region each
governs.

Works on lines, whatever the markup: a label may have its line to itself (a heading, a cell, a bold
paragraph) or share it with its value. The region is what follows inside the smallest element that holds the
label and something after it; where that element is the whole page, the text itself says where the region
ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.arabic.fold import fold
from crawler.arabic.lexicon import LabelKind, LabelMatch, label_of
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import CHROME, COMMENT, MAIN, RELATED, TITLE, UNRELATED

LONG = 110  # characters: a line this long is text, not a title, a date or a label
_STOPS: frozenset[LabelKind] = frozenset(
    ("related", "read_also", "unrelated", "comments", "tags", "source", "share")
)
_LISTS: frozenset[LabelKind] = frozenset(("related", "read_also", "unrelated", "comments", "navigation"))
_NO_LINKS: frozenset[LabelKind] = frozenset(
    ("source", "section", "share", "navigation", "byline", "photographer", "caption", "date", "updated")
)
_WORDS = 20  # characters
_SOME_TEXT = 200  # characters of running text after which the article is under way
_MAX_LINKS = 60
_MAX_REGIONS = 400  # a page with more labels than this is a trap
_FAR = 600  # lines after a label that can belong to it
_ADS = frozenset(fold(x) for x in ("إعلان", "إعلانات", "اعلان ممول", "Advertisement"))


@dataclass(slots=True, eq=False)
class Region:
    """A label and what it governs."""

    kind: LabelKind
    label: Line
    rest: str  # the value on the label's own line
    lines: list[Line] = field(default_factory=list)  # after the label's line
    links: list[Element] = field(default_factory=list)
    embedded: bool = False  # another article's text follows, not (only) links
    head: Line | None = None  # the embedded article's headline


def _is_headline(found: LabelMatch, line: Line) -> bool:
    """Whether what looks like a byline is a sentence: «تقرير: أكثر من نصف السكان يرون أن الصفقة سيئة»."""
    if found.kind != "byline":
        return False
    rest = found.rest
    if line.heading == "h1" or (line.heading and line.hints & TITLE and _GENRE.match(line.text)):
        return bool(rest)
    return bool(_QUOTED.search(rest)) or (rest.count(" ") > 6 and not _BETWEEN_NAMES.search(rest))


_GENRE = re.compile(r"\W*(?:تقرير|تحقيق|حوار|تحليل|متابعة|تغطية)\b")  # of a text, or what its author did
_VIDEO = re.compile("فيديو|شاهد")  # what follows is shown, and the text goes on after it
_QUOTED = re.compile('["«»“”]')
_BETWEEN_NAMES = re.compile(r"[،,;؛/&|()\d]|\s[-–—]\s|\sو\s")


_REPEATED = 120  # characters of a line that other pages may hold too


@lru_cache(maxsize=1 << 14)
def _short_label(text: str) -> LabelMatch | None:
    """`label_of` for lines that many pages of a site repeat: menus, buttons, headlines in boxes."""
    return label_of(text)


class Labels:
    """All labelled regions of a page, in order, and which lines they take."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.match: dict[int, LabelMatch] = {}
        for line in flow.lines:
            found = self._label(line)
            if found is not None and not _is_headline(found, line):
                self.match[line.index] = found
        self.regions: list[Region] = []
        self.taken: dict[int, Region] = {}  # index of a line -> the region that holds it
        said = False  # a line that is no link and no word or two
        text_before = 0  # characters of running text so far
        ended = False  # a source or tag label stood after enough text: the article is over
        for line in flow.lines:
            label = self.match.get(line.index)
            if line.index in self.taken:
                continue
            if label is None:
                said = said or (not line.linked and len(line.text) > _WORDS)
                if not line.linked and not line.hints & CHROME and len(line.text) > 60:
                    text_before += len(line.text)
                continue
            if label.kind == "tags" and line.linked and not label.rest and text_before < _SOME_TEXT:
                continue  # an item of a menu: «ملفات»
            if label.kind == "comments" and not said:
                continue  # nothing was said yet that could be commented on
            if len(self.regions) >= _MAX_REGIONS:
                break
            region = Region(label.kind, line, label.rest)
            if label.kind in _LISTS:
                self._list(region, ended)
            elif label.kind in ("tags", "source"):
                if text_before > _SOME_TEXT:
                    ended = True
                self._value(region)
            self.regions.append(region)
            self.taken[line.index] = region
            for inner in region.lines:
                self.taken[inner.index] = region

    def _label(self, line: Line) -> LabelMatch | None:
        text = line.text
        if len(text) > 160 and ":" not in text[:60]:
            return None
        found = _short_label(text) if len(text) <= _REPEATED else label_of(text)
        if found is None:
            return self._apart(line) or self._of_tabs(line)
        if found.rest and line.links and found.kind in _LISTS and not found.colon and line.linked:
            # "المزيد من التفاصيل" as the text of a single link is a link, not a label.
            first = self.flow.link_of[line.start]
            if first is not None and first.start <= line.start and first.end >= line.end:
                return None
        if not found.rest and line.linked and found.kind in _NO_LINKS:
            return None  # an item of a menu: «كتب» are books there
        if found.rest and not found.colon and len(found.rest) > 200 and found.kind not in ("tags", "source"):
            return None
        return found

    def _apart(self, line: Line) -> LabelMatch | None:
        """A label without a colon whose value stands in other elements: `<b>وسوم</b> <a>…`."""
        if line.end - line.start < 2 or len(line.text) > 400:
            return None
        flow = self.flow
        first = flow.owners[line.start]
        link = flow.link_of[line.start]
        if link is not None:
            if not (link.get("href") or "").startswith("#") or link.end >= line.end:
                return None
            # `<a href="#end">تخط …</a>قصص مقترحة`
            return label_of(flow.between(link.end, line.end))
        end = line.start + 1
        if first is not line.element and first.end > line.start:
            end = min(first.end, line.end)
        if end >= line.end:
            return None
        head = flow.between(line.start, end)
        if not head or len(head) > 40:
            return None
        found = label_of(head)
        if found is None or found.rest:
            return None
        if first is line.element and flow.link_of[end] is None:
            return None
        return LabelMatch(found.kind, flow.between(end, line.end), found.colon)

    def _of_tabs(self, line: Line) -> LabelMatch | None:
        """The label of the tab that is open: `<a href="#">مقالات مشابهة</a><a href="#">المزيد للكاتب</a>`."""
        if not line.linked or len(line.links) < 2 or len(line.text) > LONG:
            return None
        if any((a.get("href") or "#") != "#" for a in line.links):
            return None
        found = label_of(self.flow.text(line.links[0]))
        return found if found is not None and not found.rest else None

    # ------------------------------------------------------------------ regions

    def _after(self, line: Line) -> tuple[list[Line], Element]:
        """Return the lines after `line` in the smallest element that holds it and any of them."""
        flow = self.flow
        lines = flow.lines
        following = next(
            (x for x in lines[line.index + 1 : line.index + 6] if not self._is_more(x)),
            lines[line.index + 1] if line.index + 1 < len(lines) else None,
        )
        for element in line.element.up():
            if following is not None and following.start < element.end:
                last = line.index + 1
                while last < len(lines) and last - line.index <= _FAR and lines[last].start < element.end:
                    last += 1
                return lines[line.index + 1 : last], element
        return [], line.element

    def _is_more(self, line: Line) -> bool:
        """Whether a line is the "more" link that stands beside the title of a box."""
        label = self.match.get(line.index)
        return label is not None and label.kind == "more" and not label.rest

    def _value(self, region: Region) -> None:
        """A label with a value: on its line, or the line or the links that follow."""
        line = region.label
        region.links = list(line.links)
        if region.rest:
            if region.kind == "tags" and not region.links and region.rest.rstrip().endswith((":", "،")):
                pass
            else:
                return
        if region.links:
            return
        after, holder = self._after(line)
        wide = holder.hint & MAIN or holder.tag in ("body", "td", "#root") or len(after) > 40
        if region.kind == "source":
            for other in after[:1]:
                if other.index not in self.match and len(other.text) <= 60:
                    region.rest = other.text
                    region.links = list(other.links)
                    region.lines = [other]
            return
        for other in after[:_MAX_LINKS]:
            if len(other.text) > LONG * 3:
                break
            if other.index in self.match and not _is_alike(other, region.links):
                break
            if other.links:
                if other.linked or other.link_chars * 2 > len(other.text):
                    region.links.extend(other.links)
                    region.lines.append(other)
                    continue
                break
            if region.links and wide:
                break
            if not region.links and not region.rest and _is_list(other.text):
                region.rest = other.text
                region.lines.append(other)
                break
            if other.text.startswith("#") or not any(c.isalnum() for c in other.text):
                region.rest = f"{region.rest} {other.text}".strip()
                region.lines.append(other)
                continue
            if wide or len(other.text) > 40:
                break
            region.rest = f"{region.rest}، {other.text}" if region.rest else other.text
            region.lines.append(other)

    def _list(self, region: Region, ended: bool) -> None:
        """A label of links, or of a whole embedded article."""
        line = region.label
        if fold(line.text) in _ADS:
            return
        # A tab that shows the box below is a link too, and leads nowhere.
        region.links = [a for a in line.links if not (a.get("href") or "#").startswith(("#", "javascript:"))]
        after, holder = self._after(line)
        if region.links:
            # Label and link on one line; a list may go on below it.
            if region.kind not in ("read_also", "related"):
                return
            for other in after[:_MAX_LINKS]:
                if (
                    not other.linked
                    or other.index in self.match
                    or line.element.tag == "p" != other.element.tag
                ):
                    break
                region.links.extend(other.links)
                region.lines.append(other)
            return
        if line.linked and region.kind not in ("read_also", "related"):
            return  # an item of a menu
        if region.rest and len(region.rest) > 25 and region.kind in ("read_also", "related"):
            return  # the title of another article, without its link
        if self._is_embedded(region, after, ended):
            self._embedded(region, after, holder, ended)
            return
        closed = self._closed(holder, line)
        last = 0
        cards: set[int] = set()
        for n, other in enumerate(after[: _MAX_LINKS * 6], 1):
            label = self.match.get(other.index)
            if label is not None and label.kind in _STOPS and not other.linked:
                break
            if other.hints & (COMMENT | CHROME) & ~line.hints:
                break
            if other.heading == "h1":
                break
            if other.links and (other.linked or len(other.text) < LONG):
                region.links.extend(other.links)
                last = n
                card = _below(other.element, holder)
                if card is not None:
                    cards.add(id(card))
                continue
            card = _below(other.element, holder)
            if card is not None and card is not other.element and (id(card) in cards or self._has_link(card)):
                last = n if id(card) in cards else last
                continue
            if (
                other.heading
                and (not closed or self.flow.bold(other))
                and region.links
                and len(other.text) < LONG
            ):
                break
            if len(other.text) >= LONG or (len(other.text) > 60 and not (region.links and closed)):
                break
        region.lines = after[:last]
        if region.kind == "comments" and closed and not any(x.heading == "h1" for x in after):
            region.lines = self._until_list_label(after)

    def _until_list_label(self, after: list[Line]) -> list[Line]:
        out: list[Line] = []
        for other in after:
            label = self.match.get(other.index)
            if label is not None and label.kind in ("related", "read_also", "tags") and not other.linked:
                break
            out.append(other)
        return out

    def _closed(self, holder: Element, line: Line) -> bool:
        """Whether `holder` is a box of its own: little text stands in it before the label."""
        size = 0
        for n in range(line.index - 1, max(-1, line.index - _FAR), -1):
            before = self.flow.lines[n]
            if before.start < holder.start or size >= LONG:
                break
            size += 0 if before.linked else len(before.text)
        return size < LONG

    def _has_link(self, card: Element) -> bool:
        return any(
            self.flow.link_of[i] is not None for i in range(card.start, min(card.end, card.start + 40))
        )

    def _is_embedded(self, region: Region, after: list[Line], ended: bool) -> bool:
        if region.kind != "read_also" and not (region.kind == "related" and ended):
            return False
        if _VIDEO.search(region.label.text) and not ended:
            return False
        size = 0
        linked = 0
        for n, other in enumerate(after[:400]):
            label = self.match.get(other.index)
            if label is not None and label.kind in _STOPS:
                break
            if other.hints & (COMMENT | CHROME | UNRELATED) & ~region.label.hints:
                break
            if other.linked:
                linked += 1
                if (n == 0 and not ended) or linked > 2:
                    return False
                if size < LONG and n > 0:
                    return False
                continue
            size += len(other.text) if len(other.text) > 40 else 0
        if region.kind == "related" and linked:
            return False
        return size >= 150

    def _embedded(self, region: Region, after: list[Line], holder: Element, ended: bool) -> None:
        region.embedded = True
        out: list[Line] = []
        outside = region.label.hints
        for other in after:
            label = self.match.get(other.index)
            if label is not None and label.kind in ("related", "unrelated", "comments", "tags"):
                break
            if label is not None and label.kind == "read_also" and not label.rest:
                break
            if other.hints & (COMMENT | CHROME | UNRELATED | RELATED) & ~outside and out and other.linked:
                break
            out.append(other)
        region.lines = out
        if out and len(out[0].text) <= 250:
            region.head = out[0]
            region.links = list(out[0].links)


def _is_alike(line: Line, links: list[Element]) -> bool:
    """Whether a line that reads like a label is one more tag: a hashtag, or a link to where `links` lead."""
    if not line.linked or not line.links:
        return False
    place = _folder(line.links[0])
    return line.text.startswith("#") or (place.count("/") > 0 and any(_folder(a) == place for a in links))


def _folder(link: Element) -> str:
    """Return the address of a link without its last part: `/tag/` of `/tag/gaza/`."""
    return (link.get("href") or "").rstrip("/").rpartition("/")[0]


def _below(element: Element, holder: Element) -> Element | None:
    """Return the child of `holder` that `element` is in, or None when it is `holder` itself."""
    child: Element | None = None
    for e in element.up():
        if e is holder:
            return child
        child = e
    return None


def _is_list(text: str) -> bool:
    """Whether a text is a list of short things: parted by commas, bars, or written as hashtags."""
    for mark in ("،", "؛", ",", "|", "•", "#", " / ", ";"):
        parts = [p for p in text.split(mark) if p.strip()]
        if len(parts) > 1 and max(map(len, parts)) < 60:
            return True
    return text.startswith("#")

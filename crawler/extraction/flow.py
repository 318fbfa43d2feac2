"""The page as a reader meets it: one linear pass over the tree, as runs of text, lines and elements.

lexbor's own serialisation is canonical (balanced tags, quoted attributes, `<` and `>` escaped in text and in
attribute values), so cutting it at its tags with one regular expression gives the document in reading order
at C speed, without recursion: linear up to the 8 MB that we accept, and indifferent to 5,000 nested divs.
What a tag means is read once and remembered: the pages of a site repeat nearly all of their tags.

Positions are run indexes: an element covers `runs[start:end]`, so does a line, and containment is a
comparison.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from crawler.extraction.hints import (
    CAPTION,
    CARD,
    CHROME,
    HIDDEN,
    NOT_TEXT,
    RELATED,
    TAGS,
    Hint,
    hint_of,
    tag_hint,
)

_TAG = re.compile(r"<([^>]*)>")
_SHOWN_AS_BLOCK = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)\b", re.I)
_UNREAD = re.compile(r"<(?:(script|style|noscript|svg|template|iframe|select|object|canvas)\b|!--)")
_ATTRIBUTE = re.compile(r'([^\s="]+)(?:="([^"]*)")?')

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "keygen",
        "basefont",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "rb",
        "rt",
        "rp",
        "wbr",
        "img",
        "amp-img",
        "picture",
        "video",
        "audio",
        "button",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "legend", "summary"))
MARK = "data-crawler-mark"  # set on what a site's selectors match, before the tree is serialised
MAX_CHARS = 4 << 20  # of markup without scripts: what follows is no article's text
MAX_LINES = 20_000
MAX_NAMED = 15_000  # elements; of later ones only the tag is looked at
_TEASER = CARD | RELATED | CAPTION | TAGS
_NOT_WHOLE = _TEASER | (NOT_TEXT & ~HIDDEN)
_MOST = 0.6  # of the runs of a page: what holds so many is the page
_MOST_HEADS = 50
_FEW_HEADS = 2  # a page with more of <h1> uses them for its teasers
_PARAGRAPH = 100  # characters
_PARAGRAPHS = 3
MAX_DEPTH = 512  # elements nested deeper than this add nothing; their text goes to the last one that counts


@dataclass(slots=True, eq=False)
class Element:
    """One element: its tag, the raw attributes, and the runs of text that it covers."""

    tag: str
    attrs: str
    parent: Element | None
    start: int
    hint: Hint  # of its own tag, class and id
    hints: Hint = 0  # of all that hold it too
    heading: str = ""  # h1 to h6, when it is one or stands in one
    end: int = 0
    depth: int = 0
    index: int = 0  # in Flow.elements
    last: int = 0  # where its descendants end there
    shown_as_block: bool = False  # an inline element that its style sets apart

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, unescaped, or None."""
        if name not in self.attrs:
            return None
        for key, value in _ATTRIBUTE.findall(self.attrs):
            if key == name:
                return html.unescape(value)
        return None

    def up(self) -> Iterator[Element]:
        """Yield the element and all that hold it, innermost first."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent

    def within(self, other: Element) -> bool:
        """Whether `other` is this element or holds it."""
        return any(e is other for e in self.up())


@dataclass(slots=True, eq=False)
class Line:
    """Text between two block boundaries: a paragraph, a cell, a heading, or what stands between two <br>."""

    text: str
    start: int
    end: int
    element: Element  # innermost element that holds the whole line
    links: Sequence[Element] = ()
    link_chars: int = 0
    index: int = 0
    broken: bool = False  # ends at a <br>, not at the end of a block
    hints: Hint = 0  # of the line's element and of all that hold it
    heading: str = ""  # h1 to h6, when the line stands in one
    linked: bool = False  # (nearly) all of the line is links


@dataclass(slots=True, eq=False)
class Picture:
    """An <img>: where it stands, and its raw attributes."""

    element: Element
    at: int
    attrs: str


class Flow:
    """Runs, lines and elements of a page or of a part of it."""

    __slots__ = (
        "_hinted",
        "_lines_at",
        "anchors",
        "elements",
        "lines",
        "link_of",
        "marked",
        "owners",
        "pictures",
        "root",
        "runs",
    )

    def __init__(self, markup: str, *, marked: bool = False) -> None:
        self.runs: list[str] = []
        self.owners: list[Element] = []
        self.link_of: list[Element | None] = []
        self.lines: list[Line] = []
        self.elements: list[Element] = []
        self.anchors: list[Element] = []  # every <a>
        self.pictures: list[Picture] = []
        self.root = Element("#root", "", None, 0, 0)
        self._lines_at: list[int] = []
        self._hinted: list[Element] | None = None
        self.marked: dict[str, list[Element]] = {}
        self._read(markup)
        self._acquit()
        if marked:
            for element in self.elements:
                if MARK in element.attrs:
                    for name in (element.get(MARK) or "").split():
                        self.marked.setdefault(name, []).append(element)

    def _acquit(self) -> None:
        """Take back what class names say of an element that holds the article itself.

        `article.has-post-thumbnail` and `div.article-card` are no teasers where the headline or the text
        stands in them, and a <form> around the whole page is no form.
        """
        heads = [line.element for line in self.lines if line.heading == "h1"]
        # As many paragraphs take as many runs: the cards of a page stop here.
        teasers = [e for e in self.hinted(_TEASER) if e.end - e.start >= _PARAGRAPHS]
        weighed = self._weights() if teasers or heads else []
        wrong = [e for h in heads for e in h.up() if e.hint & _TEASER] if len(heads) <= _FEW_HEADS else []
        wrong += [e for e in teasers if self._is_article(e, weighed)]
        most = _MOST * len(self.runs)
        whole = {
            id(e): e
            for h in heads[:_MOST_HEADS]
            for e in h.up()
            if e.hint & _NOT_WHOLE
            and (e.end - e.start > most or (e.tag == "form" and self._weigh(e, weighed)[0] >= _PARAGRAPHS))
        }
        found = {**{id(e): e for e in wrong if e.tag not in HEADINGS}, **whole}
        for element in found.values():
            element.hint &= ~(_NOT_WHOLE if id(element) in whole else _TEASER)
        until = -1
        for element in sorted(found.values(), key=_index):
            if element.index < until:
                continue  # inside one that has been seen
            until = element.last
            element.hints = (element.parent.hints if element.parent else 0) | element.hint
            for inner in self.inside(element):
                inner.hints = (inner.parent.hints if inner.parent else 0) | inner.hint
            for line in self.lines_of(element):
                # The whole line may be furniture that an inline element sets apart.
                inline = self.owners[line.start].hints if line.end - line.start == 1 else 0
                line.hints = line.element.hints | (inline & (CHROME | HIDDEN))
        if found:
            self._hinted = None

    def _is_article(self, element: Element, weighed: list[tuple[int, int, int]]) -> bool:
        """Whether paragraphs stand in an element, and more text than links."""
        paragraphs, own, linked = self._weigh(element, weighed)
        return paragraphs >= _PARAGRAPHS and own > 2 * linked

    def _weights(self) -> list[tuple[int, int, int]]:
        """Return for every line what stands before it: paragraphs, characters of text, and of links."""
        paragraphs = own = linked = 0
        out = [(0, 0, 0)]
        for line in self.lines:
            size = len(line.text)
            if line.linked:
                linked += size
            else:
                own += size
                paragraphs += size >= _PARAGRAPH
            out.append((paragraphs, own, linked))
        return out

    def _weigh(self, element: Element, weighed: list[tuple[int, int, int]]) -> tuple[int, int, int]:
        """Return the number of paragraphs of an element, and the characters of its text and of its links."""
        if len(self._lines_at) != len(self.lines):
            self._lines_at = [line.start for line in self.lines]
        first = weighed[bisect_left(self._lines_at, element.start)]
        last = weighed[bisect_left(self._lines_at, element.end)]
        return last[0] - first[0], last[1] - first[1], last[2] - first[2]

    # ------------------------------------------------------------------ reading

    def _read(self, markup: str) -> None:
        # The hottest loop of a crawl: a page has a thousand tags, so what every tag pays for is kept small.
        runs, owners, link_of = self.runs, self.owners, self.link_of
        elements, root = self.elements, self.root
        current = root
        link: Element | None = None
        count = 0  # of runs
        line_start = 0
        room = MAX_LINES
        skipped = 0  # open elements beyond MAX_DEPTH
        known = _TAGS.get
        parts = _TAG.split(_readable(markup)[:MAX_CHARS])
        parts.append("")
        for text, markup_tag in zip(parts[::2], parts[1::2], strict=True):
            if text:
                if text.isspace():
                    if count > line_start:
                        runs[-1] += " "
                else:
                    if "\n" in text and (
                        current.tag == "pre" or "\n\n" in text or _BLANK_LINE.search(text) is not None
                    ):
                        cut = (
                            text.split("\n", MAX_LINES)
                            if current.tag == "pre"
                            else _BLANK_LINE.split(text, MAX_LINES)
                        )
                        for piece in cut[:-1]:
                            if piece and not piece.isspace():
                                runs.append(piece)
                                owners.append(current)
                                link_of.append(link)
                                count += 1
                            if count > line_start:
                                self._line(line_start, count, current, True)
                                line_start = count
                        text = cut[-1]
                        room = MAX_LINES - len(self.lines)
                        if room <= 0:
                            break
                    if text and not text.isspace():
                        runs.append(text)
                        owners.append(current)
                        link_of.append(link)
                        count += 1
            kind, name, attrs, hint = known(markup_tag) or _learn(markup_tag)
            if kind <= _CLOSING:
                if count > line_start and (kind == _CLOSING or current.shown_as_block):
                    self._line(line_start, count, current, False)
                    line_start = count
                    room -= 1
                    if room <= 0:
                        break
                if skipped:
                    skipped -= 1
                elif name == current.tag:
                    current.end = count
                    current.last = len(elements)
                    if current is link:
                        link = None
                    current = current.parent or root
                elif _opened(current, name):
                    while True:
                        current.end = count
                        current.last = len(elements)
                        closed, current = current, current.parent or root
                        if closed is link:
                            link = None
                        if closed.tag == name:
                            break
                continue
            if kind >= _BREAKING and count > line_start:
                self._line(line_start, count, current, kind == _BR)
                line_start = count
                room -= 1
                if room <= 0:
                    break
            if kind <= _VOID:
                if kind == _PICTURE:
                    self.pictures.append(Picture(current, count, attrs))
                continue
            if _BR <= kind <= _HR:
                continue
            depth = current.depth
            if depth >= MAX_DEPTH:
                skipped += 1
                continue
            index = len(elements)
            if index >= MAX_NAMED:
                hint = tag_hint(name)
            current = Element(
                name,
                attrs,
                current,
                count,
                hint,
                current.hints | hint,
                name if name in HEADINGS else current.heading,
                0,
                depth + 1,
                index,
                0,
                kind == _SHOWN_INLINE,
            )
            elements.append(current)
            if name == "a":
                link = current
                self.anchors.append(current)
        if count > line_start and room > 0:
            self._line(line_start, count, current, False)
        while current is not root and current.parent is not None:
            current.end = count
            current.last = len(elements)
            current = current.parent
        root.end = count

    def _line(self, start: int, end: int, current: Element, broken: bool) -> None:
        runs, lines = self.runs, self.lines
        raw = runs[start] if end - start == 1 else "".join(runs[start:end])
        if "&" in raw:
            raw = html.unescape(raw)
        text = " ".join(raw.split())
        if not text:
            return
        while current.start > start and current.parent is not None:
            current = current.parent
        first = self.owners[start]
        hints = current.hints
        links: Sequence[Element] = ()
        chars = 0
        if end - start == 1:
            # The whole line may be furniture that an inline element sets apart.
            hints |= first.hints & (CHROME | HIDDEN)
            link = self.link_of[start]
            if link is not None:
                run = runs[start]
                chars = len(run) - run.count(" ") - run.count("\n")
                links = (link,)
        elif any(self.link_of[start:end]):
            several: list[Element] = []
            for link, run in zip(self.link_of[start:end], runs[start:end], strict=True):
                if link is not None:
                    chars += len(run) - run.count(" ") - run.count("\n")
                    if not several or several[-1] is not link:
                        several.append(link)
            links = several
        linked = bool(links) and chars * 10 >= (len(text) - text.count(" ")) * 7
        heading = current.heading or first.heading
        lines.append(
            Line(text, start, end, current, links, chars, len(lines), broken, hints, heading, linked)
        )

    # ------------------------------------------------------------------ asking

    def text(self, element: Element) -> str:
        """Return the element's text, white space collapsed; parts of different lines are set apart."""
        return self.between(element.start, element.end)

    def between(self, start: int, end: int) -> str:
        """Return the text of `runs[start:end]`."""
        raw = "".join(self.runs[start:end])
        return " ".join((html.unescape(raw) if "&" in raw else raw).split())

    def hinted(self, hint: Hint) -> list[Element]:
        """Return the elements whose own tag, class or id says any of `hint`, in order."""
        if self._hinted is None:
            self._hinted = [e for e in self.elements if e.hint]
        return [e for e in self._hinted if e.hint & hint]

    def inside(self, element: Element) -> list[Element]:
        """Return the elements below `element`, in order."""
        return self.elements[element.index + 1 : element.last]

    def links_in(self, element: Element) -> list[Element]:
        """Return the <a> elements below `element`, in order."""
        first = bisect_right(self.anchors, element.index, key=_index)
        return self.anchors[first : bisect_left(self.anchors, element.last, first, key=_index)]

    def lines_of(self, element: Element) -> list[Line]:
        """Return the lines that begin inside `element`."""
        return self.lines_between(element.start, element.end)

    def lines_between(self, start: int, end: int) -> list[Line]:
        """Return the lines that begin in `runs[start:end]`."""
        if len(self._lines_at) != len(self.lines):
            self._lines_at = [line.start for line in self.lines]
        first = bisect_left(self._lines_at, start)
        return self.lines[first : bisect_left(self._lines_at, end, first)]

    def bold(self, line: Line) -> bool:
        """Whether the whole line stands in bold type or in a heading."""
        return all(
            any(e.tag in BOLD for e in _short_way_up(self.owners[i], line.element))
            for i in range(line.start, line.end)
        )


_index = attrgetter("index")
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n\s*")

# What a tag does to the reading; from _BREAKING on, an opening one ends a line.
_CLOSING_INLINE, _CLOSING = 0, 1
_IGNORED, _PICTURE, _VOID = 2, 3, 4
_INLINE = 5
_BREAKING = _BR = 6
_HR, _SHOWN_INLINE, _BLOCK = 7, 8, 9
_Tag = tuple[int, str, str, Hint]  # kind, name, raw attributes, what they say
_TAGS: dict[str, _Tag] = {"": (_IGNORED, "", "", 0)}
_MAX_TAGS = 1 << 14  # of them, 100 characters each at the most
_KEPT = 160  # characters: longer tags are those of one link or picture


def _learn(tag: str) -> _Tag:
    """Read what stands between `<` and `>`; short ones are remembered."""
    if len(_TAGS) >= _MAX_TAGS:
        for old in list(islice(_TAGS, 1, _MAX_TAGS // 2)):
            del _TAGS[old]
    read = _read_tag(tag)
    if len(tag) < _KEPT:
        _TAGS[tag] = read
    return read


def _read_tag(tag: str) -> _Tag:
    if tag[0] == "/":
        name = tag[1:]
        return _CLOSING_INLINE if name in INLINE else _CLOSING, name, "", 0
    if tag[0] == "!":
        return _IGNORED, "", "", 0
    name, blank, attrs = tag.partition(" ")
    if name in VOID:
        kind = _PICTURE if name == "img" else _BR if name == "br" else _HR if name == "hr" else _VOID
        return kind, name, attrs, 0
    hint = hint_of(name, attrs) if blank else tag_hint(name)
    if name not in INLINE:
        return _BLOCK, name, attrs, hint
    block = "display" in attrs and _SHOWN_AS_BLOCK.search(attrs) is not None
    return _SHOWN_INLINE if block else _INLINE, name, attrs, hint


def _readable(markup: str) -> str:
    """Cut out what no reader sees: scripts, styles, comments and the like."""
    out: list[str] = []
    at = 0
    while True:
        found = _UNREAD.search(markup, at)
        if found is None:
            out.append(markup[at:])
            return "".join(out)
        out.append(markup[at : found.start()])
        close = "-->" if found[1] is None else f"</{found[1]}>"
        end = markup.find(close, found.end())
        if end < 0:
            return "".join(out)
        at = end + len(close)


def _opened(current: Element, name: str) -> bool:
    """Whether an element called `name` is open not far above (foreign content may be unbalanced)."""
    at: Element | None = current
    for _ in range(8):
        if at is None:
            return False
        if at.tag == name:
            return True
        at = at.parent
    return False


def _short_way_up(element: Element, stop: Element) -> Iterator[Element]:
    for e in element.up():
        yield e
        if e is stop:
            return

"""The page as a reader meets it: one linear pass over the tree, as runs of text, lines and elements.

lexbor's own serialisation is canonical (balanced tags, quoted attributes, `<` and `>` escaped in text and in
attribute values), so cutting it at its tags with one regular expression gives the document in reading order
at C speed, without a Python object a node and without recursion: about 0.5 ms for a page of 84 KB, linear up
to the 8 MB that we accept, and indifferent to 5,000 nested divs.

Positions are run indexes: an element covers `runs[start:end]`, so does a line, and containment is a
comparison.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from crawler.extraction.hints import CHROME, HIDDEN, Hint, hint_of, tag_hint

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
    links: list[Element] = field(default_factory=list)
    link_chars: int = 0
    index: int = 0
    broken: bool = False  # ends at a <br>, not at the end of a block
    hints: Hint = 0  # of the line's element and of all that hold it
    heading: str = ""  # h1 to h6, when the line stands in one

    @property
    def linked(self) -> bool:
        """Whether (nearly) all of the line is links."""
        return self.link_chars * 10 >= len(self.text.replace(" ", "")) * 7 and bool(self.links)


@dataclass(slots=True, eq=False)
class Picture:
    """An <img>: where it stands, and its raw attributes."""

    element: Element
    at: int
    attrs: str


class Flow:
    """Runs, lines and elements of a page or of a part of it."""

    __slots__ = ("_lines_at", "elements", "lines", "link_of", "marked", "owners", "pictures", "root", "runs")

    def __init__(self, markup: str, *, marked: bool = False) -> None:
        self.runs: list[str] = []
        self.owners: list[Element] = []
        self.link_of: list[Element | None] = []
        self.lines: list[Line] = []
        self.elements: list[Element] = []
        self.pictures: list[Picture] = []
        self.root = Element("#root", "", None, 0, 0)
        self._lines_at: list[int] = []
        self.marked: dict[str, list[Element]] = {}
        self._read(markup)
        if marked:
            for element in self.elements:
                if MARK in element.attrs:
                    for name in (element.get(MARK) or "").split():
                        self.marked.setdefault(name, []).append(element)

    # ------------------------------------------------------------------ reading

    def _read(self, markup: str) -> None:
        # The hottest loop of a crawl: a page has a thousand tags, so what every tag pays for is kept small.
        runs, owners, link_of = self.runs, self.owners, self.link_of
        elements, lines, root = self.elements, self.lines, self.root
        current = root
        link: Element | None = None
        line_start = 0
        skipped = 0  # open elements beyond MAX_DEPTH
        blocks: set[Element] = set()  # inline elements that their style shows as blocks
        parts = _TAG.split(_readable(markup)[:MAX_CHARS])
        parts.append("")
        for text, tag in zip(parts[::2], parts[1::2], strict=True):
            if len(lines) >= MAX_LINES:
                break
            if text:
                if text.isspace():
                    if len(runs) > line_start:
                        runs[-1] += " "
                else:
                    if "\n" in text and ("\n\n" in text or _BLANK_LINE.search(text) or current.tag == "pre"):
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
                            if len(runs) > line_start:
                                self._line(line_start, current, True)
                                line_start = len(runs)
                        text = cut[-1]
                    if text and not text.isspace():
                        runs.append(text)
                        owners.append(current)
                        link_of.append(link)
            if tag[:1] == "/":
                name = tag[1:]
                if len(runs) > line_start and (name not in INLINE or (blocks and current in blocks)):
                    self._line(line_start, current, False)
                    line_start = len(runs)
                if skipped:
                    skipped -= 1
                elif name == current.tag:
                    current.end = len(runs)
                    current.last = len(elements)
                    if current is link:
                        link = None
                    current = current.parent or root
                elif _opened(current, name):
                    while True:
                        current.end = len(runs)
                        current.last = len(elements)
                        closed, current = current, current.parent or root
                        if closed is link:
                            link = None
                        if closed.tag == name:
                            break
                continue
            name, blank, attrs = tag.partition(" ")
            if name in VOID:
                if name == "img":
                    self.pictures.append(Picture(current, len(runs), attrs))
                elif (name == "br" or name == "hr") and len(runs) > line_start:
                    self._line(line_start, current, name == "br")
                    line_start = len(runs)
                continue
            if not tag or tag[0] == "!":
                continue
            block = "display" in attrs and name in INLINE and _SHOWN_AS_BLOCK.search(attrs) is not None
            if len(runs) > line_start and (block or name not in INLINE):
                self._line(line_start, current, False)
                line_start = len(runs)
            depth = current.depth
            if depth >= MAX_DEPTH:
                skipped += 1
                continue
            hint = hint_of(name, attrs) if blank and len(elements) < MAX_NAMED else tag_hint(name)
            current = Element(
                name,
                attrs,
                current,
                len(runs),
                hint,
                current.hints | hint,
                name if name in HEADINGS else current.heading,
                0,
                depth + 1,
                len(elements),
            )
            elements.append(current)
            if block:
                blocks.add(current)
            if name == "a":
                link = current
        if len(runs) > line_start:
            self._line(line_start, current, False)
        while current is not root and current.parent is not None:
            current.end = len(runs)
            current.last = len(elements)
            current = current.parent
        root.end = len(runs)

    def _line(self, start: int, current: Element, broken: bool) -> None:
        runs, link_of = self.runs, self.link_of
        end = len(runs)
        raw = runs[start] if end - start == 1 else "".join(runs[start:end])
        if "&" in raw:
            raw = html.unescape(raw)
        text = " ".join(raw.split())
        if not text:
            return
        while current.start > start and current.parent is not None:
            current = current.parent
        links: list[Element] = []
        chars = 0
        for link, run in zip(link_of[start:], runs[start:], strict=True):
            if link is not None:
                chars += len(run) - run.count(" ") - run.count("\n")
                if not links or links[-1] is not link:
                    links.append(link)
        first = self.owners[start]
        heading = current.heading or first.heading
        hints = current.hints
        if end - start == 1:  # the whole line may be furniture that an inline element sets apart
            hints |= first.hints & (CHROME | HIDDEN)
        self.lines.append(
            Line(text, start, end, current, links, chars, len(self.lines), broken, hints, heading)
        )

    # ------------------------------------------------------------------ asking

    def text(self, element: Element) -> str:
        """Return the element's text, white space collapsed; parts of different lines are set apart."""
        return self.between(element.start, element.end)

    def between(self, start: int, end: int) -> str:
        """Return the text of `runs[start:end]`."""
        raw = "".join(self.runs[start:end])
        return " ".join((html.unescape(raw) if "&" in raw else raw).split())

    def inside(self, element: Element) -> list[Element]:
        """Return the elements below `element`, in order."""
        return self.elements[element.index + 1 : element.last]

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


_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n\s*")


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

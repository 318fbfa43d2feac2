"""What stands among the paragraphs of an article and is none of them: boxes with an end mark for those who do
not see them, sentences shown twice, captions that no class tells; and the rows of tables, whose cells are one
line to a reader.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import groupby

from crawler.arabic.fold import fold
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.labels import Labels

ENDED = re.compile(r"[\s:،.-]+(?:نهاية|end)\W*$")  # `الأكثر قراءة نهاية`, for those who do not see the box
_SKIP = re.compile(r"\W*(?:تخط|تجاوز|skip)", re.IGNORECASE)
_MANY = 200  # pictures, links or quotations of a text that are looked at
_MANY_LINES = 1000
_CAPTION_RUNS = 24
_BOX_TEXT = 1200  # characters: a link over more than this skips to the text
_TITLE = 80  # characters of a box's title and its end mark
_BOX = 60  # lines between the title of a box and its end mark
_CAPTION = 160  # characters
_PICTURE_CLASS = re.compile(r"(?:class|id)=\"[^\"]*(?:image|img|photo|pic|figure|media|صورة)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.؟!…»\"]\s*$")
_CELL = 80  # characters: a longer cell holds text of its own
_SHOWN_AGAIN = 240  # characters of a sentence that a page shows in large type too
_MIN_SHOWN = 8
_QUOTES = frozenset(("blockquote", "aside"))
_QUOTE_RUNS = 8
_ROW_LEVELS = 8
_BETWEEN = " | "  # the cells of a row
_NUMBER = re.compile(r"\d")


def spans(flow: Flow, holders: list[Element]) -> list[tuple[int, int]]:
    """Return the runs of all that stands in the elements of a text and is none of its paragraphs."""
    return [
        span
        for holder in holders
        for found in (
            _ended(flow.lines_of(holder)),
            _skippable(flow, holder),
            _captions(flow, holder),
            _shown_again(flow, holder),
        )
        for span in found
    ]


def _ended(lines: list[Line]) -> list[tuple[int, int]]:
    """Return the runs of boxes that say where they end: from their title to `<title> نهاية`."""
    found = []
    for n, line in enumerate(lines):
        mark = ENDED.search(line.text) if len(line.text) < _TITLE else None
        if mark is None:
            continue
        for before in reversed(lines[max(0, n - _BOX) : n]):
            if before.text == line.text[: mark.start()]:
                found.append((before.start, line.end))
                break
    return found


def _skippable(flow: Flow, holder: Element) -> list[tuple[int, int]]:
    """Return the runs from a link that skips a box (`<a href="#end-of-box">تخط …`) to where it leads."""
    found = []
    for link in [a for a in flow.links_in(holder) if '"#' in a.attrs][:_MANY]:
        href = link.get("href") or ""
        if len(href) < 2 or href[0] != "#" or not _SKIP.match(flow.text(link)):
            continue
        target = next(
            (
                e
                for e in flow.elements[link.index : holder.last]
                if href[1:] in e.attrs and e.get("id") == href[1:]
            ),
            None,
        )
        if target is not None and _text_size(flow, link.start, target.end) < _BOX_TEXT:
            found.append((link.start, target.end))
    return found


def _text_size(flow: Flow, start: int, end: int) -> int:
    return sum(len(line.text) for line in flow.lines_between(start, end) if not line.linked)


def _captions(flow: Flow, holder: Element) -> list[tuple[int, int]]:
    """Return the runs of elements that hold a picture, a short line or two, and nothing else."""
    found = []
    for picture in [p for p in flow.pictures if holder.start <= p.at < holder.end][:_MANY]:
        for element in picture.element.up():
            if element is holder or element.tag in ("p", "body", "article", "main", "li"):
                break
            if element.end == element.start:
                continue
            if element.end - element.start > _CAPTION_RUNS:
                break
            lines = flow.lines_of(element)
            size = sum(len(line.text) for line in lines)
            if size > _CAPTION or len(lines) > 2 or any(x.linked or x.heading for x in lines):
                break
            named = _PICTURE_CLASS.search(element.attrs)
            if lines and (named or not any(_SENTENCE.search(x.text) for x in lines)):
                found.append((element.start, element.end))
                break
    return found


def _shown_again(flow: Flow, holder: Element) -> list[tuple[int, int]]:
    """Return the runs of quotations set apart whose sentence stands in a paragraph too."""
    quotes = [
        e
        for e in flow.inside(holder)
        if 0 < e.end - e.start < _QUOTE_RUNS
        and (e.tag in _QUOTES or (e.attrs and ("quote" in e.attrs or "pull" in e.attrs)))
        and _MIN_SHOWN <= len(flow.text(e)) <= _SHOWN_AGAIN
    ]
    if not quotes:
        return []
    text = [(line, fold(line.text)) for line in flow.lines_of(holder)[:_MANY_LINES] if len(line.text) >= 60]
    found = []
    for quote in quotes[:_MANY]:
        words = fold(flow.text(quote))
        if words and any(
            words in folded and not quote.start <= line.start < quote.end for line, folded in text
        ):
            found.append((quote.start, quote.end))
    return found


def rows(lines: list[Line], kept: set[int], labels: Labels) -> list[Line]:
    """Return the lines that are kept (their indices are in `kept`), the cells of a row joined into one.

    A row is that of a table of numbers: two cells or more, each of them short, and no label among them.
    Verses stand in tables too.
    """
    in_cells = [line for line in lines if len(line.text) <= _CELL and _row_of(line) is not None]
    numbers = {_table_of(line) for line in in_cells if _NUMBER.search(line.text)}
    if not numbers:
        return [line for line in lines if line.index in kept]
    out: list[Line] = []
    for row, group in groupby(lines, key=_row_of):
        cells = list(group)
        if (
            row is not None
            and len(cells) > 1
            and _table_of(cells[0]) in numbers
            and all(len(x.text) <= _CELL and x.index not in labels.taken for x in cells)
            and any(x.index in kept for x in cells)
            and all(x.index in kept or not any(map(str.isalpha, x.text)) for x in cells)
        ):
            first = cells[0]
            out.append(
                dataclasses.replace(first, text=_BETWEEN.join(x.text for x in cells), end=cells[-1].end)
            )
        else:
            out.extend(x for x in cells if x.index in kept)
    return out


def is_row(line: Line) -> bool:
    """Whether a line is a row that `rows` made of cells."""
    return _BETWEEN in line.text and _row_of(line) is not None


def _table_of(line: Line) -> int | None:
    """Return what tells the table that a line stands in, or None where it stands in none."""
    for level, element in enumerate(line.element.up()):
        if element.tag == "table":
            return element.index
        if level > _ROW_LEVELS:
            return None
    return None


def _row_of(line: Line) -> int | None:
    """Return what tells the row of a table that a line stands in, or None where it stands in none."""
    cell = False
    for level, element in enumerate(line.element.up()):
        if element.tag == "tr":
            return element.index if cell else None
        cell = cell or element.tag in ("td", "th")
        if level > _ROW_LEVELS or element.tag in ("table", "body"):
            return None
    return None

"""Where the text begins and ends: the lines before the first paragraph and after the last that are not it.

Bylines, places, dates, the names of sections, the caption of the picture above, the initials of an agency's
desk: what they have in common is that they are short and no sentences. Between the paragraphs such lines are
sub-headings, verses and items of lists, and stay.
"""

from __future__ import annotations

import re

from crawler.arabic.dates import is_date_line, parse
from crawler.arabic.phrases import COMMENT_RULES, END_MARK
from crawler.extraction.asides import is_row
from crawler.extraction.flow import Flow, Line
from crawler.extraction.hints import AUTHOR, DATE, SECTION, SOURCE

_SENTENCE = re.compile(r"[.،:؟!؛…»\"”)\]]\W*$")
_PARAGRAPH = 60  # characters: a line this long that ends like a sentence is the text's
_SHORT = 70  # characters of a line at an edge that may be furniture
_NAMES = 30  # characters of a place and a name: more in bold type may be a sub-heading
_CAPTION = 140
_CREDIT = re.compile(r"\(([^()]{2,40})\)\W*$|(?:الصورة|صورة|تصوير|عدسة)\s*[:/]")
_ABOVE = 2  # lines above a text without paragraphs (verses) that may be a date
_INSIDE = 6  # lines looked at from an edge
# What parts names and agencies: `طشقند/ صالح إبراهيم/ الأناضول`, `بريدة - منصور الجفن`.
_PARTED = re.compile(r"\s[-–—|]\s|\S\s?[/|]\s?\S")
# `س ع م / ر ج`, `أ ش أ`, `- مل -`, `NNNN`: the initials of those who wrote and sent it.
_INITIALS = re.compile(
    r"^\W*[^\W\d_]{1,2}(?:[\s./،-]+[^\W\d_]{1,2}){1,8}\W*$|\bN{3,4}\W*$|^\s*[-–—]\s*[^\W\d_]{1,6}\s*[-–—]\s*$"
)
# `www.agency.example/1331407`, `13:12 ت م`, `صحيفة النهر - العدد 3833 - الأربعاء 06 مارس 2013م`
_PRINTED = re.compile(
    r"^\W*(?:https?://|www\.)\S+\W*$|^\W*\d{1,2}[:.]\d{2}\s*(?:ت\W{0,2}م|جمت|غرينتش|gmt)\W*$|\bالعدد\W{0,3}\d",
    re.IGNORECASE,
)
# `وام/أحمد البوتلي/عوض مختار`: an agency or a place, and those who signed.
_SLASHED = re.compile(r"^\W*[^\W\d_][^/\d]{1,30}/\s?[^/\d]{2,30}(?:/\s?[^/\d]{2,30})*\W*$")
_FOREIGN = re.compile(r"^[A-Za-z][A-Za-z .,'-]{1,30}$")  # a place in another language
# Texts, questions and items of lists begin so.
_OPENS = re.compile(r"^\W*(?:بسم الله|س\s*[:/\d]|ج\s*[:/\d]|[-–•*]|\d+\s*[-.)])")


def trim(flow: Flow, lines: list[Line]) -> list[Line]:
    """Return `lines` without those at both ends that are not the text."""
    while len(lines) > 1 and (lines[-1].heading or _ends(lines[-1])):
        lines = lines[:-1]
    first = _first_paragraph(lines)
    if first is None:
        above = [x for x in lines[:_ABOVE] if not _is_date(x)]
        return above + lines[_ABOVE:] or lines
    return [x for x in lines[:first] if not _precedes(flow, x)] + lines[first:]


def _first_paragraph(lines: list[Line]) -> int | None:
    for n, line in enumerate(lines[:_INSIDE]):
        if len(line.text) >= _PARAGRAPH and _SENTENCE.search(line.text):
            return n
    return None


def _precedes(flow: Flow, line: Line) -> bool:
    """Whether a line above the first paragraph belongs to the head of the page."""
    text = line.text
    if line.heading or is_row(line):
        return False
    if _is_date(line):
        return True
    if len(text) <= _CAPTION and _is_caption(flow, line):
        return True
    if len(text) > _SHORT or _SENTENCE.search(text) or _OPENS.match(text):
        return False
    return bool(
        line.hints & (AUTHOR | DATE | SECTION | SOURCE)
        or "author" in line.element.tag
        or "byline" in line.element.tag
        or _FOREIGN.match(text)
        or (_PARTED.search(text) and (len(text) <= _NAMES or not flow.bold(line)))
        or _has_date(text)
    )


def _is_caption(flow: Flow, line: Line) -> bool:
    """Whether a line stands right under a picture and reads as its caption."""
    if not any(line.start - 1 <= p.at <= line.start for p in flow.pictures):
        return False
    return bool(_CREDIT.search(line.text)) or (not _SENTENCE.search(line.text) and not flow.bold(line))


def _ends(line: Line) -> bool:
    """Whether the last line is a mark of the end, a house rule, a date or a signature."""
    text = line.text
    if END_MARK.match(text) or COMMENT_RULES.match(text) or _is_date(line):
        return True
    if len(text) <= _CAPTION and _PRINTED.search(text) and ("العدد" not in text or _has_date(text)):
        return True
    if len(text) > _SHORT or line.element.tag in ("li", "td"):
        return False
    return bool(_INITIALS.search(text) or (_SLASHED.match(text) and not _SENTENCE.search(text)))


def _is_date(line: Line) -> bool:
    """Whether a line at the edge of the text is nothing but a date."""
    return len(line.text) <= 60 and len(line.text.split()) <= 9 and _has_date(line.text)


def _has_date(text: str) -> bool:
    if not any(c.isdigit() for c in text):
        return False
    if text.endswith((".", "؟", "!")) and not is_date_line(text):
        return False  # a sentence
    found = parse(text, timezone="UTC", now=None)
    return found is not None and found.value is not None

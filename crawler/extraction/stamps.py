"""Where a page states its times: every candidate is collected here, crawler.arabic.dates chooses."""

from __future__ import annotations

import re

from crawler.arabic.dates import Candidate
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import (
    CARD,
    CHROME,
    COMMENT,
    DATE,
    HIDDEN,
    LIVE,
    META,
    RELATED,
    SOURCE,
    UNRELATED,
    UPDATED,
)
from crawler.extraction.labels import Labels
from crawler.extraction.structured import Stated
from crawler.items import Layer

_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT
_DIGIT = re.compile(r"[\d٠-٩۰-۹]")
_AGO = re.compile(r"منذ|قبل|أمس|امس|اليوم|الآن")
_UPDATED = re.compile(r"تحديث|تعديل|محدث|updated|modified", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|entry-date|post-date|module-date|posted")
_ENOUGH = 30  # candidates
_MAX = 160  # characters of a line that states a time
Found = list[tuple[Candidate, int, bool]]  # candidate, run, whether it is called an update


def stated(sources: list[Stated], role: str) -> list[Candidate]:
    """Return the candidates of metadata."""
    out: list[Candidate] = []
    for s in sources:
        raw = s.published if role == "published" else s.modified
        if raw:
            out.append(Candidate(raw[:200], s.layer))
    return out


def shown(flow: Flow, labels: Labels, head: Element | None, start: int, end: int) -> Found:
    """Return what a reader sees: elements and lines about the headline and the body, nearest the top first.

    `start` and `end` are the runs of the body.
    """
    first = max(0, (_line_at(flow, head.start) if head is not None else _line_at(flow, start)) - 12)
    limit = end if end else start
    top = flow.lines[first].start if flow.lines and first < len(flow.lines) else 0
    out: Found = []
    taken: set[int] = set()
    inside = range(start, end)
    for element in flow.hinted(DATE | UPDATED):  # <time> is hinted as DATE
        if len(out) >= _ENOUGH:
            break
        if element.hints & (_ELSEWHERE | LIVE) or element.start < top or element.start > limit + 25:
            continue
        if element.start in inside and element.tag != "time":
            continue
        if element.start in inside and element.start > start + 1 and not element.hint & (META | DATE):
            continue
        if element.end - element.start > 14:
            continue
        text = flow.text(element)
        raw = (
            element.get("datetime") or element.get("content")
            if element.tag in ("time", "span", "div", "abbr")
            else None
        )
        update = bool(_UPDATED.search(text[:40])) or bool(
            element.hint & UPDATED and not _PUBLISHED.search(element.attrs)
        )
        layer: Layer = "generic"
        if 'itemprop="date' in element.attrs:
            layer = "microdata"
        if raw:
            out.append((Candidate(raw[:100], "microdata"), element.start, update))
        if text and len(text) <= _MAX and (_DIGIT.search(text) or _AGO.search(text)):
            hidden = bool(element.hints & HIDDEN)
            out.append(
                (
                    Candidate(
                        text,
                        "label"
                        if layer != "generic" or element.tag == "time" or element.hint & DATE
                        else "generic",
                        not hidden,
                    ),
                    element.start,
                    update,
                )
            )
            taken.add(_line_at(flow, element.start))
    for region in labels.regions:
        line = region.label
        if region.kind not in ("date", "updated") or line.hints & _ELSEWHERE:
            continue
        if line.start < top or line.start > limit + 25:
            continue
        text = line.text
        if not _DIGIT.search(text) and line.index + 1 < len(flow.lines):
            text = f"{text} {flow.lines[line.index + 1].text[:80]}"
        if len(text) <= _MAX:
            out.append((Candidate(text, "label", True), line.start, region.kind == "updated"))
            taken.add(line.index)
    body_line = _line_at(flow, start)
    for line in flow.lines[first : body_line + 1]:
        if line.index in taken or line.hints & (_ELSEWHERE | SOURCE) or line.linked or len(line.text) > _MAX:
            continue
        if line.hints & CHROME and head is not None and line.start < head.start:
            continue
        if line.heading or (not _DIGIT.search(line.text) and not _AGO.search(line.text)):
            continue
        if not _looks_dated(line):
            continue
        out.append((Candidate(line.text, "generic", True), line.start, bool(_UPDATED.search(line.text))))
    if not any(not update for _, _, update in out):
        # A theme that calls its only time "updated" means the publication: only words make it an update.
        out = [(c, run, bool(_UPDATED.search(c.raw))) for c, run, _ in out]
    if head is not None:
        # Nearest to the headline first: a page may print today's date at its top.
        out.sort(key=lambda item: (item[1] < head.start, abs(item[1] - head.start)))
    return out[:_ENOUGH]


_DATED = re.compile(
    r"[\d٠-٩۰-۹]{1,4}\s*[/\-.\\]\s*[\d٠-٩۰-۹]{1,2}\s*[/\-.\\]\s*[\d٠-٩۰-۹]{1,4}|(?:19|20|١٩|٢٠|14"
    r"|١٤)[\d٠-٩۰-۹]{2}|منذ|قبل|أمس"
)


def _looks_dated(line: Line) -> bool:
    return bool(_DATED.search(line.text))


def _line_at(flow: Flow, run: int) -> int:
    """Return the index of the line that holds a run (the last line before it)."""
    low, high = 0, len(flow.lines)
    while low < high:
        middle = (low + high) // 2
        if flow.lines[middle].end <= run:
            low = middle + 1
        else:
            high = middle
    return min(low, max(0, len(flow.lines) - 1))

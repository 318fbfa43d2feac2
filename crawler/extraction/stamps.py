"""Where a page states its times: every candidate is collected here, crawler.arabic.dates chooses."""

from __future__ import annotations

import re

from crawler.arabic.dates import Candidate, is_date_line, parse
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
_OPENING = 12  # runs
_BELOW = 6  # lines after the text in which its date may stand
_CARD = 40  # runs of a teaser
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
        if _is_elsewhere(flow, element, LIVE) or element.start < top or element.start > limit + 25:
            continue
        if element.start in inside and element.tag != "time" and not _opens(flow, element, start):
            continue
        if element.start in inside and element.start > start + 1 and not element.hint & (META | DATE):
            continue
        if element.end - element.start > 14:
            continue
        text = _apart(flow, element)
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
    body_line, body_end = _line_at(flow, start), _line_at(flow, end)
    for line in flow.lines[first : body_line + 1]:
        if (
            line.index in taken
            or line.hints & SOURCE
            or _is_elsewhere(flow, line.element)
            or line.linked
            or len(line.text) > _MAX
        ):
            continue
        if line.hints & CHROME and head is not None and line.start < head.start:
            continue
        if line.heading or (not _DIGIT.search(line.text) and not _AGO.search(line.text)):
            continue
        if not _looks_dated(line):
            continue
        out.append((Candidate(line.text, "generic", True), line.start, bool(_UPDATED.search(line.text))))
    if not any(_states_a_day(c.raw) for c, _, _ in out):
        # Some papers sign and date below the text.
        for line in flow.lines[body_end : body_end + _BELOW]:
            if not line.hints & (_ELSEWHERE | CHROME) and not line.linked and is_date_line(line.text):
                out.append((Candidate(line.text, "generic", True), line.start, False))
                break
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


_GLUED = re.compile(r"(?:19|20)\d\d\d{1,2}\s*[/\-.]")


def _states_a_day(text: str) -> bool:
    found = parse(text, timezone="UTC", now=None)
    return bool(_AGO.match(text)) or (found is not None and found.value is not None)


def _opens(flow: Flow, element: Element, start: int) -> bool:
    """Whether an element among the first lines of the text is a date and no more, below a summary."""
    near = element.start - start < _OPENING and element.end - element.start < _OPENING
    return near and bool(element.hint & DATE) and is_date_line(_apart(flow, element))


def _apart(flow: Flow, element: Element) -> str:
    """Return an element's text; two dates that touch (one is for those who do not see) are set apart."""
    text = flow.text(element)
    if not _GLUED.search(text):
        return text
    return " ".join(flow.between(n, n + 1) for n in range(element.start, element.end))


def _is_elsewhere(flow: Flow, element: Element, more: int = 0) -> bool:
    """Whether an element belongs to another article or to a reader. A card without a link is none."""
    if element.hints & (_ELSEWHERE & ~CARD | more):
        return True
    if not element.hints & CARD:
        return False
    card = next((e for e in element.up() if e.hint & CARD), None)
    return card is None or card.end - card.start > _CARD or bool(flow.links_in(card))


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

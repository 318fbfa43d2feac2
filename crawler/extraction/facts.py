"""Labels inside a line: `5 مايو 2024 <span>مصدر الخبر: قناة المدينة</span> <span>القسم: طيران</span>`."""

from __future__ import annotations

import re

from crawler.arabic.lexicon import LabelKind, LabelMatch, label_of
from crawler.extraction.around import Around
from crawler.extraction.flow import Flow, Line
from crawler.extraction.hints import CAPTION, CARD, CHROME, COMMENT, HIDDEN, RELATED, UNRELATED

_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT | CHROME | HIDDEN | CAPTION
_BAR = re.compile(r"\s*[|•·]\s*")
_LONGEST = 250  # characters of a line of facts
_MOST = 16  # runs
_BEFORE = 30  # runs before the text in which facts stand
_AFTER = 6


Facts = dict[LabelKind, list[tuple[str, Line]]]


def facts(flow: Flow, around: Around) -> Facts:
    """Return the values that labels have within the lines about the text, and those lines, by kind.

    The label that begins a line is none of them: it governs its line, and is found with its region.
    """
    out: Facts = {}
    lines = flow.lines_between(max(0, around.start - _BEFORE), around.start)
    lines += flow.lines_between(around.end, min(around.end + _AFTER, around.stop))
    for line in lines:
        several = 1 < line.end - line.start <= _MOST
        if len(line.text) > _LONGEST or not (several or "|" in line.text or "•" in line.text):
            continue
        if around.apart(line.element, _ELSEWHERE, line.hints):
            continue
        told = _in_runs(flow, line) if several else []
        kinds = {kind for kind, _ in told}
        parts = [label_of(part) for part in _BAR.split(line.text)[1:]]
        told += [(label.kind, label.rest) for label in parts if label is not None and label.kind not in kinds]
        for kind, value in told:
            if value:
                out.setdefault(kind, []).append((value, line))
    return out


def _in_runs(flow: Flow, line: Line) -> list[tuple[LabelKind, str]]:
    """Return the values of labels that begin a run: after the label, or in the run that follows it."""
    texts = [flow.between(n, n + 1).strip(" |•·-–") for n in range(line.start, line.end)]
    labels: list[LabelMatch | None] = [label_of(text) if 0 < len(text) < 80 else None for text in texts]
    out: list[tuple[LabelKind, str]] = []
    for n, label in enumerate(labels):
        if label is None or (n == 0 and not label.rest):
            continue
        if label.rest:
            out.append((label.kind, _BAR.split(label.rest)[0]))
        elif label.colon or n > 0:
            after = next(((t, x) for t, x in zip(texts[n + 1 :], labels[n + 1 :], strict=True) if t), None)
            if after is not None and after[1] is None:
                several = flow.between(line.start + n + 1, line.end) if label.kind == "byline" else after[0]
                out.append((label.kind, _BAR.split(several.lstrip(": "))[0]))
    return out

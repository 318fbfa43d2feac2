"""Where the article stands in its page: its headline, its text, and what is apart from both."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from crawler.extraction.flow import Element, Flow
from crawler.extraction.hints import Hint
from crawler.extraction.labels import Labels

_FAR = 1 << 60
_STEPS = 40  # up, in which a box is found


@dataclass(frozen=True, slots=True)
class Around:
    """Headline and text of the article, as positions in the flow."""

    head: Element | None
    start: int  # of the text
    end: int
    common: Hint = 0  # what the classes of the whole page say: of the text itself, too
    stop: int = _FAR  # where the next article of an endless page begins

    @property
    def top(self) -> int:
        """Where the article begins: at its headline, or at its text."""
        return self.head.start if self.head is not None else self.start

    def apart(self, element: Element, mask: Hint, hints: Hint = 0) -> bool:
        """Whether `element` (with the further `hints` of its line) stands in a box that is called `mask` and
        does not hold the text.
        """
        if not (element.hints | hints) & mask:
            return False
        if hints & ~element.hints & mask or not self.common & mask:
            return True
        near = islice(element.up(), _STEPS)
        return any(e.hint & mask and not e.start <= self.start < e.end for e in near)


def around(flow: Flow, labels: Labels, head: Element | None, start: int, end: int) -> Around:
    """Return where the article stands: its headline, and its text from run `start` to `end`."""
    text = flow.lines_between(start, end)[:3]
    common = -1 if text else 0
    for line in text:
        common &= line.element.hints
    stop = next(
        (x.start for x in flow.lines_between(end, _FAR) if x.heading == "h1" and x.index not in labels.match),
        _FAR,
    )
    return Around(head, start, end, common, stop)

"""Where the article stands in its page: its headline, its text, and what is apart from both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from crawler.extraction.flow import Element, Flow
from crawler.extraction.hints import AUTHOR, CARD, CHROME, Hint
from crawler.extraction.labels import Labels

_FAR = 1 << 60
_FOOT = re.compile(r'class="[^"]*(?:article|entry|post|story|single|news|content)[\w-]*foot', re.IGNORECASE)
_STEPS = 40  # up, in which a box is found


@dataclass(frozen=True, slots=True)
class Around:
    """Headline and text of the article, as positions in the flow."""

    head: Element | None
    start: int  # of the text
    end: int
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
        if hints & ~element.hints & mask:
            return True
        for box in islice(element.up(), _STEPS):
            if box.hint & mask and not box.start <= self.start < box.end:
                return not (self._is_foot(box, mask) or _is_card_of_author(box, mask))
        return False

    def _is_foot(self, box: Element, mask: Hint) -> bool:
        """Whether a box is called a footer and is the article's own: it ends what holds the text."""
        if box.hint & mask != CHROME or box.start < self.start:
            return False
        if _FOOT.search(box.attrs):
            return True
        held = any(e.tag == "article" and e.start <= self.start for e in islice(box.up(), 8))
        return box.tag == "footer" and held


def _is_card_of_author(box: Element, mask: Hint) -> bool:
    """Whether a box is called a card, and an author's: no teaser."""
    return box.hint & mask == CARD and bool(box.hint & AUTHOR)


def around(flow: Flow, labels: Labels, head: Element | None, start: int, end: int) -> Around:
    """Return where the article stands: its headline, and its text from run `start` to `end`."""
    stop = next(
        (x.start for x in flow.lines_between(end, _FAR) if x.heading == "h1" and x.index not in labels.match),
        _FAR,
    )
    return Around(head, start, end, stop)

"""What listings say of stored articles: a later time, another headline. Heard where the site is mostly right.

A feed or sitemap may stamp every address anew each time it is made, and a front page may word its teasers
anew: what such claims led to is counted by site, and claims of a kind that are mostly false are left aside.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from crawler.arabic.fold import fold

Claim = Literal["time", "teaser"]

UNTRIED = 100  # looks that a site may cost before it is known how often it is right
TESTED = 20  # looks after which it is known
TRUE_SHARE = 0.05  # of the looks that brought a change; the marks alone bring fewer
PROBES = 5  # looks in a run at what a site says that is mostly wrong: it may have been mended
_MEMORY = 200  # looks after which older ones weigh half

TEASERS = 3  # wordings of one teaser that are remembered; a row that shows more of them says nothing
_LEAST_WORDS = 3
_BYTES = 6


@dataclass(slots=True)
class Trust:
    """How right the claims of one kind were that one site made."""

    true: int = 0
    false: int = 0
    heard: int = 0  # in this run

    @classmethod
    def read(cls, written: str | None) -> Trust:
        """Read what `written` gave; what cannot be read is nothing."""
        numbers = [int(part) for part in (written or "").split() if part.isascii() and part.isdigit()]
        return cls(*numbers) if len(numbers) == 2 else cls()

    def written(self) -> str:
        """Return it as text."""
        return f"{self.true} {self.false}"

    def hears(self) -> bool:
        """Whether one claim more is followed; counts it if so."""
        tested = self.true + self.false
        if tested < TESTED:
            most = UNTRIED
        elif self.true >= TRUE_SHARE * tested:
            return True
        else:
            most = PROBES
        self.heard += 1
        return self.heard <= most

    def learn(self, *, true: bool) -> None:
        """Note how a claim turned out."""
        if true:
            self.true += 1
        else:
            self.false += 1
        if self.true + self.false > _MEMORY:
            self.true //= 2
            self.false //= 2


@dataclass(slots=True)
class Claims:
    """The claims of a run: which rows were opened for them, and how far each site is trusted."""

    trust: dict[tuple[Claim, str], Trust] = field(default_factory=dict)
    opened: dict[int, tuple[Claim, str]] = field(default_factory=dict)  # by row

    def settle(self, row: int, *, changed: bool) -> None:
        """Learn from the look at `row`, if a claim led to it."""
        if (claim := self.opened.pop(row, None)) is not None:
            self.trust[claim].learn(true=changed)


def teaser(hashes: str | None, title: str) -> tuple[str | None, bool]:
    """Compare what a listing shows of an article with the headline that is held.

    `hashes`: as `revisit.digest` made them, and as this function returned them. Returns them with the wording
    remembered (None: nothing to write), and whether the article is likely to have changed: the wording is
    neither the headline nor one that was seen before, and one was seen before.
    """
    if not hashes or "@" not in hashes or len(title.split()) < _LEAST_WORDS:
        return None, False
    parts, _, rules = hashes.partition("@")
    headline, body, tags, *rest = [*parts.split("."), "", "", ""]
    seen = [one for one in rest[0].split("~") if one]
    now = hashlib.blake2b(fold(title).encode("utf-8", "replace"), digest_size=_BYTES).hexdigest()
    if now in seen or len(seen) >= TEASERS:
        return None, False
    kept = f"{headline}.{body}.{tags}.{'~'.join([*seen, now])}@{rules}"
    return kept, bool(seen) and now != headline

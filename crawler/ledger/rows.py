"""What passes between the event loop and the ledger's thread: plain records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from crawler.found import Channel, PageKind

State = Literal["waiting", "done", "stored", "duplicate", "rejected", "gone", "blocked", "failed"]
LineKind = Literal["articles", "duplicates", "revisions", "quarantine"]


@dataclass(slots=True, frozen=True)
class Offer:
    """A URL that some channel found."""

    site: str
    key: bytes
    url: str
    kind: PageKind
    channel: Channel
    parent: int | None  # row id
    depth: int
    newest: float = 0.0


@dataclass(slots=True, frozen=True)
class Lease:
    """A row that this run works on."""

    id: int
    site: str
    key: bytes
    url: str
    kind: PageKind
    channel: Channel
    parent_url: str | None
    depth: int
    tries: int
    first_seen_at: float


@dataclass(slots=True, frozen=True)
class Outcome:
    """How the work on a row ended."""

    site: str
    key: bytes
    state: State
    reason: str = ""
    retry_at: float | None = None
    tries: int = 0
    kind: PageKind | None = None  # when the page turned out to be of another kind
    article_id: str | None = None
    of: str | None = None
    published_at: str | None = None
    written: LineKind | None = None


@dataclass(slots=True, frozen=True)
class Line:
    """One line of JSONL, without its newline, and the outcome that is committed with it."""

    kind: LineKind
    site: str
    data: bytes
    outcome: Outcome


@dataclass(slots=True)
class Work:
    """What one call of the ledger takes along."""

    offers: list[Offer] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.offers or self.outcomes or self.released or self.lines)

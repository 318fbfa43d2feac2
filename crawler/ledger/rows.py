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
    title: str = ""  # as a listing words it, in a run that looks again


@dataclass(slots=True, frozen=True)
class Answered:
    """What an answer says about its page: validators, and the time by the site's own clock."""

    etag: str | None = None
    last_modified: str | None = None
    site_now: float | None = None


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
    parent: int | None = None  # row id
    # What an earlier visit left; of an article that has a line, this visit is a revisit.
    written: LineKind | None = None
    article_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    hashes: str | None = None
    revision: int = 0
    missing: int = 0
    since_at: float | None = None
    since_site: float | None = None
    revisit_after: float | None = None

    @property
    def revisits(self) -> bool:
        """Whether an article is looked at whose line is written."""
        return self.written in ("articles", "duplicates")


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
    row: int | None = None
    hashes: str | None = None
    answer: Answered | None = None
    interval: float | None = None  # of a listing that was read: the one before this visit, 0 for none


@dataclass(slots=True, frozen=True)
class Visit:
    """How a revisit ended: the row's outcome stays what it is."""

    row: int
    revisit_after: float | None
    answer: Answered | None = None
    hashes: str | None = None  # None: as they were
    revision: int = 0
    missing: int = 0
    gone: bool = False
    retry_at: float | None = None
    tries: int = 0


@dataclass(slots=True, frozen=True)
class Line:
    """One line of JSONL, without its newline, and the outcome that is committed with it."""

    kind: LineKind
    site: str
    data: bytes
    outcome: Outcome | Visit


@dataclass(slots=True)
class Work:
    """What one call of the ledger takes along."""

    offers: list[Offer] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    released: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    clocks: dict[str, float | None] = field(default_factory=dict)  # sites that spoke first: their time

    def __bool__(self) -> bool:
        return bool(self.offers or self.outcomes or self.visits or self.released or self.lines or self.clocks)

"""How far it is worth walking lists page by page: what their pages brought in this run.

A list may have no end (the last page for ever, one page under every number, a calendar), and one that is
walked for the articles of some days ends where older ones begin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from crawler.ledger.rows import Lease, Offer
from crawler.ledger.schema import pages

# Pages of a list in a row that bring nothing unknown. So many, as a sitemap may hold the first thousand
# articles of a list that goes on behind them.
MOST_DRY = 20
LEAST_OLDER = 5  # articles, of those that only this page lists, that tell that the days wanted lie behind

_PAGES_BACK = 6
_LOOKED_AT = 200  # articles of one page
_FURTHER = frozenset({"archive", "api"})


def is_further(kind: str, channel: str) -> bool:
    """Whether a page is a further one of a list."""
    return kind == "hub" and channel in _FURTHER


@dataclass(slots=True)
class Lists:
    """The lists of one run. `since`: the first day that it wants (ISO), or nothing."""

    since: str = ""
    brought: set[int] = field(default_factory=set)  # rows whose page brought an article that was unknown
    _dry: dict[int, int] = field(default_factory=dict)  # by row: pages before it in a row that brought none
    _next: dict[bytes, int] = field(default_factory=dict)  # the same by key, of pages that are not leased yet
    _told: set[bytes] = field(default_factory=set)  # articles that a list of this run named
    _above: dict[int, int] = field(default_factory=dict)  # by row: the page before it in its list
    _first: dict[int, list[bytes]] = field(default_factory=dict)  # by row: those that it named first

    def take(self, offers: Iterable[Offer]) -> None:
        """Note which articles each list names, where days are wanted."""
        if not self.since:
            return
        for offer in offers:
            if offer.kind != "article" or offer.channel != "hub" or offer.parent is None:
                continue
            if offer.key not in self._told:
                self._told.add(offer.key)
                self._first.setdefault(offer.parent, []).append(offer.key)

    def goes_on(self, offer: Offer) -> bool:
        """Whether a further page is worth asking for after those before it; True of any other page."""
        if offer.parent is None or not is_further(offer.kind, offer.channel):
            return True
        dry = 0 if offer.parent in self.brought else self._dry.get(offer.parent, 0) + 1
        self._next[offer.key] = dry
        return dry <= MOST_DRY

    def leased(self, lease: Lease) -> None:
        """Note that a page is asked for."""
        if self.since and lease.parent is not None and is_further(lease.kind, lease.channel):
            self._above[lease.id] = lease.parent
        if lease.key in self._next:
            self._dry[lease.id] = self._next.pop(lease.key)

    def ended(self, connection: Connection, lease: Lease) -> bool:
        """Whether a page before this one in its list had only articles from before the days wanted.

        Any of the last few: a page may be due before the articles of the one before it were read.
        """
        if not self.since or not is_further(lease.kind, lease.channel):
            return False
        above = lease.parent
        for _ in range(_PAGES_BACK):
            if above is None:
                break
            if self._is_older(connection, lease.site, above):
                return True
            above = self._above.get(above)
        return False

    def _is_older(self, connection: Connection, site: str, row: int) -> bool:
        keys = self._first.get(row, ())[:_LOOKED_AT]
        if len(keys) < LEAST_OLDER:
            return False
        named = (pages.c.site == site, pages.c.key.in_(keys), pages.c.published_at.is_not(None))
        days = connection.scalars(select(pages.c.published_at).where(*named)).all()
        return len(days) >= LEAST_OLDER and max(days)[:10] < self.since

"""Which article of a group of copies is the original, as far as is known by now.

The index never changes what it once said; roles are worked out from all members when they are asked for, so
that an original which was found late takes its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import sqlalchemy as sa

from crawler.dedup.index import articles


@dataclass(slots=True, frozen=True)
class Member:
    """An article of a group."""

    id: str
    site: str
    credit: str  # site key of the source that the page credits
    day: float | None
    seq: int  # the order in which they were found


@dataclass(slots=True, frozen=True)
class Cluster:
    """A group of at least two copies; the original first."""

    name: str
    members: tuple[Member, ...]

    @property
    def original(self) -> str:
        """The id of the original."""
        return self.members[0].id


def clusters(connection: sa.Connection) -> Iterator[Cluster]:
    """Yield all groups, in the order of their names."""
    columns = articles.c
    query = sa.select(
        columns.cluster, columns.id, columns.site, columns.credit, columns.day, columns.seq
    ).order_by(columns.cluster, columns.seq)
    rows = connection.execution_options(yield_per=5_000).execute(query)
    for name, group in groupby(rows, key=lambda row: str(row.cluster)):
        members = [Member(row.id, row.site, row.credit, row.day, row.seq) for row in group]
        if len(members) > 1:
            yield Cluster(name, ordered(members))


def ordered(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return the members with the original first.

    The original is the article of the publisher whom the others credit most, else the earliest that credits
    nobody else, else the earliest. Where dates are missing the order of finding decides.
    """
    credited = Counter(member.credit for member in members if member.credit and member.credit != member.site)

    def rank(member: Member) -> tuple[int, bool, float, int]:
        borrowed = bool(member.credit) and member.credit != member.site
        early = float("inf") if member.day is None else member.day
        return -credited[member.site], borrowed, early, member.seq

    return tuple(sorted(members, key=rank))

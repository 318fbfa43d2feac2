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
    credit: str  # site key of the source that the page credits; its name where no site of it is known
    day: float | None


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
    query = sa.select(columns.cluster, columns.id, columns.site, columns.credit, columns.day)
    rows = connection.execute(
        query.order_by(columns.cluster, columns.seq), execution_options={"yield_per": 5_000}
    )
    for name, group in groupby(rows, key=lambda row: str(row.cluster)):
        members = [Member(row.id, row.site, row.credit, row.day) for row in group]
        if len(members) > 1:
            yield Cluster(name, ordered(members))


def ordered(members: Sequence[Member]) -> tuple[Member, ...]:
    """Return the members with the original first.

    The original is the article of the publisher whom the others credit most, else the earliest that credits
    nobody else, else the earliest; and where that one credits a publisher whose own article is here, that
    article. The order in which they were found does not matter, nor therefore the order of crawls.
    """
    credited = Counter(member.credit for member in members if _borrowed(member))

    def rank(member: Member) -> tuple[int, bool, float, str]:
        early = float("inf") if member.day is None else member.day
        return -credited[member.site], _borrowed(member), early, member.id

    ranked = sorted(members, key=rank)
    first, passed = ranked[0], {ranked[0].site}
    while _borrowed(first) and first.credit not in passed:
        passed.add(first.credit)
        first = next((member for member in ranked if member.site == first.credit), first)
    return first, *(member for member in ranked if member is not first)


def _borrowed(member: Member) -> bool:
    """Whether the page credits somebody else."""
    return bool(member.credit) and member.credit != member.site

"""Who of each group of copies stands for it: the roles of `clusters`, to be asked for by id.

The roles of a group follow from all its members, while lines are read one after the other. So they lie in a
scratch file on disk, and memory stays flat however many groups there are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from crawler.dedup.clusters import Cluster
from crawler.dedup.index import stored
from crawler.dedup.judge import Verdict, compare

_MANY = 500  # ids in one question


@dataclass(slots=True, frozen=True)
class Role:
    """What an article is in its group."""

    cluster: str
    original: str  # id of the group's original
    kept: bool  # whether it stands for the group


class Roles:
    """The roles of all members of groups; an article that is no copy of any has none."""

    def __init__(self, path: Path) -> None:
        """`path`: a scratch file, made here; its folder is the caller's to remove."""
        self._file = sqlite3.connect(path)
        self._file.execute("PRAGMA journal_mode=OFF")
        self._file.execute("PRAGMA synchronous=OFF")
        self._file.execute(
            "CREATE TABLE role (id TEXT PRIMARY KEY, cluster TEXT, original TEXT, kept INTEGER) WITHOUT ROWID"
        )

    def fill(self, groups: Iterable[Cluster], here: Callable[[str], bool]) -> None:
        """Take in groups; `here` says of a site's key whether its articles are at hand.

        The first member that is at hand stands for the group, be it the original or not.
        """
        self._file.executemany("INSERT OR REPLACE INTO role VALUES (?, ?, ?, ?)", self._rows(groups, here))
        self._file.commit()

    @staticmethod
    def _rows(groups: Iterable[Cluster], here: Callable[[str], bool]) -> Iterator[tuple[str, str, str, bool]]:
        for group in groups:
            kept = next((member.id for member in group.members if here(member.site)), None)
            for member in group.members:
                yield member.id, group.name, group.original, member.id == kept

    def of(self, ids: Sequence[str]) -> dict[str, Role]:
        """Return the roles of those that have one."""
        found = {}
        for start in range(0, len(ids), _MANY):
            some = ids[start : start + _MANY]
            marks = ",".join("?" * len(some))
            query = f"SELECT id, cluster, original, kept FROM role WHERE id IN ({marks})"
            for id_, cluster, original, kept in self._file.execute(query, some):
                found[id_] = Role(cluster, original, bool(kept))
        return found

    def close(self) -> None:
        """Close the scratch file."""
        self._file.close()


def verdicts(connection: sa.Connection, pairs: Sequence[tuple[str, str]]) -> dict[str, Verdict]:
    """Judge articles of the index, each against the original of its group: (its id, the original's)."""
    marks = stored(connection, {id_ for pair in pairs for id_ in pair})
    return {
        id_: compare(marks[id_], marks[original])[0]
        for id_, original in pairs
        if id_ in marks and original in marks
    }

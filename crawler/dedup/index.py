"""The index: which article already stored is the same as this one.

Two tables in the ledger's database. `dedup_article` holds one row an article: its words as numbers, and a
sketch of its shingles. Postings are not rows: they are arrays in memory (`postings`), built from the sketches
of one stretch of time when an article of that time is first looked up, because random inserts into a large
B-tree cost more than everything else here together.

Near duplicates are sought among articles published within `window_days` of each other, equal texts always.
An article without any date is near to all others.

Several processes may write: each sees the others' articles from its next `flush` on.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from crawler.dedup.fingerprint import Fingerprint, Tokens, fingerprint
from crawler.dedup.judge import SHORT, Verdict, compare
from crawler.dedup.postings import Postings
from crawler.dedup.sketch import sketch
from crawler.items import Article

metadata = sa.MetaData()
_bigint = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

articles = sa.Table(
    "dedup_article",
    metadata,
    sa.Column("seq", _bigint, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("credit", sa.Text, nullable=False),
    sa.Column("cluster", sa.Text, nullable=False),
    sa.Column("of", sa.Text),  # id of the cluster's original; null for the original itself
    sa.Column("day", sa.Float),
    sa.Column("epoch", sa.Integer, nullable=False, index=True),
    sa.Column("digest", sa.BigInteger, nullable=False, index=True),
    sa.Column("sketch", sa.LargeBinary, nullable=False),
    sa.Column("title", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

UNDATED = -(10**6)  # the epoch of articles without any date


@dataclass(slots=True, frozen=True)
class _Entry:
    """An article in the index."""

    mark: Fingerprint
    cluster: str
    of: str | None
    epoch: int
    sketch: NDArray[np.uint32]


class _Stretch:
    """The postings of one epoch."""

    def __init__(self) -> None:
        self.postings = Postings()
        self.ids: list[str] = []
        self.last = 0  # the highest `seq` that was read

    def add(self, id_: str, sketch: NDArray[np.uint32]) -> None:
        self.postings.add(len(self.ids), sketch)
        self.ids.append(id_)


class Index:
    """Articles seen so far. Not for use by two threads at once."""

    def __init__(
        self, engine: sa.Engine, *, window_days: int = 45, candidates: int = 8, background: object = None
    ) -> None:
        self._engine = engine
        self._window = float(window_days)
        self._candidates = candidates
        self._stretches: dict[int, _Stretch] = {}
        self._pending: dict[str, _Entry] = {}
        self._digests: dict[int, str] = {}  # of what is pending
        self._recent: OrderedDict[str, _Entry] = OrderedDict()
        metadata.create_all(engine)

    def find(
        self, article: Article | Mapping[str, Any], connection: sa.Connection | None = None
    ) -> Verdict | None:
        """Return the verdict on the best match, or None where nothing is the same article.

        An article whose id is already known is a revision of itself, or exactly itself.
        """
        with self._reading(connection) as reading:
            return self._find(fingerprint(article), reading)

    def add(self, article: Article | Mapping[str, Any], connection: sa.Connection | None = None) -> None:
        """Remember the article; it counts from now on, and is written by the next `flush`."""
        mark = fingerprint(article)
        with self._reading(connection) as reading:
            verdict = self._find(mark, reading)
            if verdict is not None and verdict.of == mark.id:
                return
            of = verdict.of if verdict else None
            cluster = (verdict.cluster if verdict else None) or mark.id
            entry = _Entry(mark, cluster, of, self._epoch(mark), sketch(mark))
            self._stretch(entry.epoch, reading).add(mark.id, entry.sketch)
        self._pending[mark.id] = entry
        self._digests.setdefault(mark.digest, mark.id)

    def flush(self, connection: sa.Connection) -> int:
        """Write what is pending inside the caller's transaction; return how many articles that was."""
        written = len(self._pending)
        if self._pending:
            connection.execute(articles.insert(), [_row(entry) for entry in self._pending.values()])
            for entry in self._pending.values():
                self._remember(entry)
        self._pending.clear()
        self._digests.clear()
        return written

    def discard(self) -> None:
        """Forget what is pending, as when its transaction failed."""
        self._pending.clear()
        self._digests.clear()
        self._stretches.clear()
        self._recent.clear()

    @contextmanager
    def _reading(self, connection: sa.Connection | None) -> Iterator[sa.Connection]:
        if connection is not None:
            yield connection
        else:
            with self._engine.connect() as own:
                yield own

    def _find(self, mark: Fingerprint, connection: sa.Connection) -> Verdict | None:
        known = self._entries([mark.id], connection).get(mark.id)
        if known is not None:
            return self._answer(known, compare(mark, known.mark), itself=True)
        best: tuple[_Entry, Verdict] | None = None
        exact = self._exact(mark, connection)
        if exact is not None:
            best = (exact, compare(mark, exact.mark))
        if best is None or not best[1].duplicate:
            for entry in self._candidate_entries(mark, connection):
                verdict = compare(mark, entry.mark)
                if verdict.duplicate and (best is None or verdict.similarity > best[1].similarity):
                    best = (entry, verdict)
        return self._answer(*best) if best and best[1].duplicate else None

    @staticmethod
    def _answer(entry: _Entry, verdict: Verdict, *, itself: bool = False) -> Verdict:
        of = entry.mark.id if itself else (entry.of or entry.mark.id)
        return dataclasses.replace(verdict, of=of, cluster=entry.cluster)

    def _exact(self, mark: Fingerprint, connection: sa.Connection) -> _Entry | None:
        if not mark.body.size:
            return None
        query = sa.select(articles.c.id).where(articles.c.digest == mark.digest).order_by(articles.c.seq)
        found = connection.execute(query.limit(1)).scalar_one_or_none() or self._digests.get(mark.digest)
        return self._entries([found], connection).get(found) if found else None

    def _candidate_entries(self, mark: Fingerprint, connection: sa.Connection) -> list[_Entry]:
        if mark.body.size < SHORT:
            return []
        wanted = sketch(mark)
        scored: list[tuple[float, str]] = []
        for epoch in self._epochs(mark):
            stretch = self._stretch(epoch, connection)
            numbers, weights = stretch.postings.find(wanted, most=256)
            top = np.argsort(-weights, kind="stable")[: self._candidates]
            scored += [(float(weights[i]), stretch.ids[numbers[i]]) for i in top.tolist()]
        scored.sort(key=lambda pair: (-pair[0], pair[1]))
        ids = [id_ for _, id_ in scored[: self._candidates]]
        entries = self._entries(ids, connection)
        return [entries[id_] for id_ in ids if id_ in entries and self._within(mark, entries[id_].mark)]

    def _within(self, a: Fingerprint, b: Fingerprint) -> bool:
        return a.day is None or b.day is None or abs(a.day - b.day) <= self._window

    def _epoch(self, mark: Fingerprint) -> int:
        return UNDATED if mark.day is None else int(mark.day // self._window)

    def _epochs(self, mark: Fingerprint) -> Iterable[int]:
        middle = self._epoch(mark)
        if middle == UNDATED:
            return sorted({UNDATED, *self._stretches})
        return (UNDATED, middle - 1, middle, middle + 1)

    def _stretch(self, epoch: int, connection: sa.Connection) -> _Stretch:
        stretch = self._stretches.get(epoch)
        if stretch is None:
            stretch = self._stretches[epoch] = _Stretch()
            query = sa.select(articles.c.id, articles.c.sketch).where(articles.c.epoch == epoch)
            for id_, blob in connection.execute(query.order_by(articles.c.seq)):
                stretch.add(id_, np.frombuffer(blob, np.uint32))
        return stretch

    def _entries(self, ids: list[str], connection: sa.Connection) -> dict[str, _Entry]:
        found = {}
        missing = []
        for id_ in ids:
            entry = self._pending.get(id_) or self._recent.get(id_)
            if entry is None:
                missing.append(id_)
            else:
                found[id_] = entry
        if missing:
            for row in connection.execute(sa.select(articles).where(articles.c.id.in_(missing))):
                found[row.id] = _entry(row)
                self._remember(found[row.id])
        return found

    def _remember(self, entry: _Entry) -> None:
        self._recent[entry.mark.id] = entry
        if len(self._recent) > 2_000:
            self._recent.popitem(last=False)


def _row(entry: _Entry) -> dict[str, Any]:
    mark = entry.mark
    return {
        "id": mark.id,
        "site": mark.site,
        "url": mark.url,
        "credit": mark.credit,
        "cluster": entry.cluster,
        "of": entry.of,
        "day": mark.day,
        "epoch": entry.epoch,
        "digest": mark.digest,
        "sketch": entry.sketch.tobytes(),
        "title": mark.title.tobytes(),
        "body": mark.body.tobytes(),
    }


def _entry(row: Any) -> _Entry:
    mark = Fingerprint(
        body=_array(row.body),
        title=_array(row.title),
        day=row.day,
        digest=row.digest,
        id=row.id,
        url=row.url,
        site=row.site,
        credit=row.credit,
    )
    return _Entry(mark, row.cluster, row.of, row.epoch, _array(row.sketch))


def _array(blob: bytes) -> Tokens:
    return np.frombuffer(blob, np.uint32)

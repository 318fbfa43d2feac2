"""The index: which article already stored is the same as this one.

One table in the ledger's database, one row an article: its words as numbers, and a sketch of its shingles.
Postings are not rows: they are arrays in memory (`postings`), built from the sketches of one stretch of time
when an article of that time is first looked up, because random inserts into a large B-tree would cost more
than everything else here together.

Near duplicates are sought among articles published within `window_days` of each other, equal texts always.
An article without any date is found by all that come after it, and finds those that have no date either. Each
joins the group (`cluster`) of its best match, and points to that group's first article, so that a copy of a
copy points to what is stored.

Several processes may write: each sees the others' articles from its next `flush` on.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa

from crawler.dedup.background import Background, shipped
from crawler.dedup.fingerprint import Fingerprint, Tokens, fingerprint
from crawler.dedup.judge import Verdict, compare
from crawler.dedup.known import Known, key_of
from crawler.dedup.postings import Numbers, Postings
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
    sa.Column("of", sa.Text),  # id of the group's first article; null for that one itself
    sa.Column("day", sa.Float),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("digest", sa.BigInteger, nullable=False, index=True),
    sa.Column("sketch", sa.LargeBinary, nullable=False),
    sa.Column("title", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("dedup_article_epoch_seq", "epoch", "seq"),
    sqlite_autoincrement=True,
)
_same = sa.select(articles).where(
    (articles.c.id == sa.bindparam("id")) | (articles.c.digest == sa.bindparam("digest"))
)
_same = _same.order_by(articles.c.seq).limit(20)

_by_id = sa.select(articles).where(articles.c.id.in_(sa.bindparam("ids", expanding=True)))

UNDATED = -(10**6)  # the epoch of articles without any date
RECENT = 2_000  # entries kept in memory beside those that are pending
SURE = 6.0  # a score that a better candidate needn't be sought for
LEAST = 2  # shingles that a candidate shares
COMMON = 200  # a shingle in more articles of one epoch than this leads nowhere
LOCK = 0x64656475  # PostgreSQL's advisory lock for writers: `seq` must rise in the order of commits


@dataclass(slots=True, frozen=True)
class _Entry:
    """An article in the index."""

    mark: Fingerprint
    cluster: str
    of: str | None
    epoch: int
    sketch: Numbers


class _Stretch:
    """The postings of one epoch, and whose they are."""

    def __init__(self) -> None:
        self.postings = Postings(COMMON)
        self.ids: list[str] = []

    def add(self, id_: str, sketch: Numbers) -> None:
        self.postings.add(len(self.ids), sketch)
        self.ids.append(id_)

    def load(self, connection: sa.Connection, epoch: int, last: int) -> None:
        """Read what was written up to `last`."""
        query = sa.select(articles.c.id, articles.c.sketch)
        query = query.where(articles.c.epoch == epoch, articles.c.seq <= last).order_by(articles.c.seq)
        rows = connection.execution_options(yield_per=25_000).execute(query)
        for part in rows.partitions():
            sizes = [len(blob) // 4 for _, blob in part]
            numbers = np.arange(len(self.ids), len(self.ids) + len(part), dtype=np.uint32)
            hashes = np.frombuffer(b"".join(blob for _, blob in part), np.uint32)
            self.postings.extend(np.repeat(numbers, sizes), hashes)
            self.ids += [id_ for id_, _ in part]


class Index:
    """Articles seen so far. Not for use by two threads at once."""

    def __init__(
        self,
        engine: sa.Engine,
        *,
        window_days: int = 45,
        candidates: int = 8,
        most_postings: int = 8_000_000,
        background: Background | None = None,
    ) -> None:
        """Create the table where it is missing.

        `candidates` is how many of the likeliest articles are compared word by word with a new one.
        Beyond `most_postings` (8 bytes each, about 25 an article) the stretches of time that were not asked
        for lately are put out of memory.
        """
        self.engine = engine
        self._window = float(window_days)
        self._candidates = candidates
        self._most = most_postings
        self._background = background or shipped()
        self._stretches: OrderedDict[int, _Stretch] = OrderedDict()  # the one used last stands last
        self._known: Known | None = None
        self._last = 0  # the highest `seq` that was read
        self._own: set[str] = set()  # ids that were added here and not read back yet
        self._pending: dict[str, _Entry] = {}
        self._digests: dict[int, str] = {}  # of what is pending
        self._recent: OrderedDict[str, _Entry] = OrderedDict()
        self._asked: tuple[object, Fingerprint, Verdict | None] | None = None  # the last `find`
        metadata.create_all(engine)

    def find(
        self, article: Article | Mapping[str, Any] | Fingerprint, connection: sa.Connection | None = None
    ) -> Verdict | None:
        """Return the verdict on the best match, or None where nothing is the same article.

        An article whose id is already known is a revision of itself, or exactly itself.
        """
        mark = article if isinstance(article, Fingerprint) else fingerprint(article)
        with self._reading(connection) as reading:
            self._begin(reading)
            verdict = self._find(mark, reading)
        self._asked = (article, mark, verdict)
        return verdict

    def add(
        self, article: Article | Mapping[str, Any] | Fingerprint, connection: sa.Connection | None = None
    ) -> None:
        """Remember the article; it counts from now on, and is written by the next `flush`.

        An article whose id is already known is left as it was first seen.
        """
        if self._asked is None or self._asked[0] is not article:
            self.find(article, connection)
        assert self._asked is not None
        _, mark, verdict = self._asked
        self._asked = None
        if verdict is not None and verdict.of == mark.id:
            return
        with self._reading(connection) as reading:
            self._put(mark, verdict, reading)

    def put(self, mark: Fingerprint, connection: sa.Connection | None = None) -> None:
        """Remember an article that is known to be new, without looking for copies."""
        with self._reading(connection) as reading:
            self._begin(reading)
            self._put(mark, None, reading)

    def _put(self, mark: Fingerprint, verdict: Verdict | None, connection: sa.Connection) -> None:
        of = verdict.of if verdict else None
        cluster = (verdict.cluster if verdict else None) or mark.id
        entry = _Entry(mark, cluster, of, self._epoch(mark), sketch(mark, self._background))
        self._stretch(entry.epoch, connection).add(mark.id, entry.sketch)
        assert self._known is not None
        self._known.add(key_of(mark.id), mark.digest)
        self._own.add(mark.id)
        self._pending[mark.id] = entry
        self._digests.setdefault(mark.digest, mark.id)

    def flush(self, connection: sa.Connection, ids: Collection[str] | None = None) -> int:
        """Write what is pending inside the caller's transaction; return how many articles that was.

        `ids`: only these; the others, whose lines the transaction does not hold, wait for theirs.
        """
        entries = [entry for id_, entry in self._pending.items() if ids is None or id_ in ids]
        if entries:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            connection.execute(articles.insert(), [_row(entry) for entry in entries])
            for entry in entries:
                self._remember(entry)
                del self._pending[entry.mark.id]
        self._digests.clear()
        for id_, entry in self._pending.items():
            self._digests.setdefault(entry.mark.digest, id_)
        self._read(connection)
        while (
            len(self._stretches) > 4 and sum(len(s.postings) for s in self._stretches.values()) > self._most
        ):
            self._stretches.popitem(last=False)
        return len(entries)

    def discard(self) -> None:
        """Forget what is pending, as when its transaction failed; the rest is read anew."""
        self._asked = self._known = None
        self._last = 0
        self._own.clear()
        self._pending.clear()
        self._digests.clear()
        self._stretches.clear()
        self._recent.clear()

    @contextmanager
    def _reading(self, connection: sa.Connection | None) -> Iterator[sa.Connection]:
        if connection is not None:
            yield connection
        else:
            with self.engine.connect() as own:
                yield own

    def _begin(self, connection: sa.Connection) -> None:
        """Read at first use which ids and texts there are."""
        if self._known is None:
            self._known = Known()
            query = sa.select(articles.c.seq, articles.c.id, articles.c.digest).order_by(articles.c.seq)
            for seq, id_, digest in connection.execution_options(yield_per=10_000).execute(query):
                self._last = seq
                self._known.add(key_of(id_), digest)

    def _read(self, connection: sa.Connection) -> None:
        """Take in what was written since the last time, by anyone."""
        columns = (articles.c.seq, articles.c.id, articles.c.epoch, articles.c.digest, articles.c.sketch)
        query = sa.select(*columns).where(articles.c.seq > self._last).order_by(articles.c.seq)
        for seq, id_, epoch, digest, blob in connection.execute(query):
            self._last = seq
            if id_ in self._own:
                self._own.discard(id_)
                continue
            if self._known is not None:
                self._known.add(key_of(id_), digest)
            if epoch in self._stretches:
                self._stretches[epoch].add(id_, _array(blob))

    def _find(self, mark: Fingerprint, connection: sa.Connection) -> Verdict | None:
        same = self._same(mark, connection)
        for entry in same:
            if entry.mark.id == mark.id:
                return self._answer(entry, compare(mark, entry.mark, self._background)[0], itself=True)
        for entry in same:
            verdict, _ = compare(mark, entry.mark, self._background)
            if verdict.duplicate:
                return self._answer(entry, verdict)
        best: tuple[float, _Entry, Verdict] | None = None
        for entry in self._likely(mark, connection):
            verdict, score = compare(mark, entry.mark, self._background)
            if verdict.duplicate and (best is None or score > best[0]):
                best = (score, entry, verdict)
                if score > SURE:
                    break
        return self._answer(best[1], best[2]) if best else None

    @staticmethod
    def _answer(entry: _Entry, verdict: Verdict, *, itself: bool = False) -> Verdict:
        of = entry.mark.id if itself else (entry.of or entry.mark.id)
        return dataclasses.replace(verdict, of=of, cluster=entry.cluster)

    def _same(self, mark: Fingerprint, connection: sa.Connection) -> list[_Entry]:
        """Return the articles with the same id or the same text, the earliest first."""
        assert self._known is not None
        if mark.digest not in self._known and key_of(mark.id) not in self._known:
            return []
        rows = connection.execute(_same, {"id": mark.id, "digest": mark.digest})
        found = [_entry(row) for row in rows]
        waiting = (self._pending.get(id_ or "") for id_ in (mark.id, self._digests.get(mark.digest)))
        return found + [entry for entry in waiting if entry is not None]

    def _likely(self, mark: Fingerprint, connection: sa.Connection) -> list[_Entry]:
        """Return the articles that share the rarest phrases with this one, the likeliest first."""
        wanted = sketch(mark, self._background)
        scored: list[tuple[int, str]] = []
        for epoch in self._epochs(mark):
            stretch = self._stretch(epoch, connection)
            if not stretch.ids:
                continue
            found = stretch.postings.find(wanted, LEAST, self._candidates)
            scored += [(weight, stretch.ids[number]) for weight, number in found]
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
            return (UNDATED,)
        return (UNDATED, middle - 1, middle, middle + 1)

    def _stretch(self, epoch: int, connection: sa.Connection) -> _Stretch:
        stretch = self._stretches.get(epoch)
        if stretch is None:
            stretch = self._stretches[epoch] = _Stretch()
            stretch.load(connection, epoch, self._last)
            for entry in self._pending.values():  # of a stretch that was put out of memory meanwhile
                if entry.epoch == epoch:
                    stretch.add(entry.mark.id, entry.sketch)
        else:
            self._stretches.move_to_end(epoch)
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
            for row in connection.execute(_by_id, {"ids": missing}):
                found[row.id] = _entry(row)
                self._remember(found[row.id])
        return found

    def _remember(self, entry: _Entry) -> None:
        self._recent[entry.mark.id] = entry
        if len(self._recent) > RECENT:
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

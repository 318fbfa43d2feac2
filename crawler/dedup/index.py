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
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from crawler.dedup.background import Background, shipped
from crawler.dedup.fingerprint import Fingerprint, Tokens, fingerprint
from crawler.dedup.judge import Verdict, compare
from crawler.dedup.known import Known, key_of
from crawler.dedup.names import Names
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
_last = sa.select(sa.func.max(articles.c.seq))
_same = sa.select(articles).where(
    (articles.c.id == sa.bindparam("id")) | (articles.c.digest == sa.bindparam("digest"))
)
_same = _same.order_by(articles.c.seq).limit(20)

_by_ids = sa.select(articles).where(articles.c.id.in_(sa.bindparam("ids", expanding=True)))

UNDATED = -(10**6)  # the epoch of articles without any date
RECENT = 3_000  # entries kept in memory beside those that are pending
SURE = 6.0  # a score that a better candidate needn't be sought for
SHARE = 0.1  # of the smaller sketch that a candidate shares: of 9,000 pairs of copies none had less
COMMON = 200  # a shingle in more articles of one epoch than this leads nowhere
_MANY = 400  # ids in one question: older builds of SQLite take 999
LOCK = 0x64656475  # PostgreSQL's advisory lock for writers: `seq` must rise in the order of commits


@dataclass(slots=True, frozen=True)
class _Entry:
    """An article in the index."""

    mark: Fingerprint
    cluster: str
    of: str | None
    epoch: int
    sketch: Numbers


class Reader:
    """A connection that is opened when something is first asked: most articles ask nothing."""

    def __init__(self, engine: sa.Engine, given: sa.Connection | None = None) -> None:
        self._engine = engine
        self._connection = given
        self._own: sa.Connection | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            self._own.close()

    def execute(
        self, statement: sa.Select[Any], parameters: Mapping[str, Any] | None = None
    ) -> sa.CursorResult[Any]:
        """Ask the database."""
        return self._asked().execute(statement, parameters)

    def batches(self, statement: sa.Select[Any]) -> Iterator[Sequence[sa.Row[Any]]]:
        """Ask for many rows and yield a part of them at a time."""
        return self._asked().execute(statement, execution_options={"yield_per": 10_000}).partitions()

    def _asked(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._own = self._engine.connect()
        return self._connection


class Stretch:
    """The postings of one epoch, and whose they are."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        self.postings = Postings(COMMON)
        self.ids = Names()
        self._last = 0  # the highest `seq` that was read

    def add(self, id_: str, sketch: Numbers) -> None:
        """Add an article's sketch."""
        self.postings.add(len(self.ids), sketch)
        self.ids.append(id_)

    def load(self, reader: Reader, last: int, without: Container[str] = ()) -> None:
        """Read what was written up to `last` and was not read before."""
        query = sa.select(articles.c.id, articles.c.sketch)
        query = query.where(articles.c.epoch == self.epoch, articles.c.seq.between(self._last + 1, last))
        for batch in reader.batches(query.order_by(articles.c.seq)):
            rows = [row for row in batch if row.id not in without] if without else batch
            sizes = [len(row.sketch) // 4 for row in rows]
            numbers = np.arange(len(self.ids), len(self.ids) + len(rows), dtype=np.uint32)
            self.postings.extend(np.repeat(numbers, sizes), _array(b"".join(row.sketch for row in rows)))
            self.ids.extend(row.id for row in rows)
        self._last = last


class Index:
    """Articles seen so far. Not for use by two threads at once."""

    def __init__(
        self,
        engine: sa.Engine,
        *,
        window_days: int = 45,
        candidates: int = 5,
        most_postings: int = 8_000_000,
        background: Background | None = None,
    ) -> None:
        """Create the table where it is missing.

        `candidates` is how many of the likeliest articles are compared word by word with a new one. Of 20,000
        articles four were judged otherwise with eight.
        Beyond `most_postings` (8 bytes each, about 25 an article) the stretches of time that were not asked
        for lately are put out of memory.
        """
        self.engine = engine
        self._window = float(window_days)
        self._candidates = candidates
        self._most = most_postings
        ids: list[sa.BindParameter[str]] = [sa.bindparam(f"id{n}") for n in range(candidates)]
        self._by_id = sa.select(articles).where(articles.c.id.in_(ids))
        self._background = background or shipped()
        self._stretches: OrderedDict[int, Stretch] = OrderedDict()  # the one used last stands last
        self._known: Known | None = None
        self._last = 0  # the highest `seq` that was read
        self._settled = 0  # the same before the last `flush`: committed for certain
        self._pending: dict[str, _Entry] = {}
        self._flushed: dict[str, _Entry] = {}  # what the last `flush` wrote
        self._digests: dict[int, str] = {}  # of what is pending or was just written
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
        with Reader(self.engine, connection) as reader:
            known = self._begin(reader)
            verdict = self._find(mark, known, reader)
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
        with Reader(self.engine, connection) as reader:
            self._put(mark, verdict, reader)

    def expect(self, marks: Collection[Fingerprint]) -> None:
        """Say which articles `find` will soon be asked for; this only saves time."""
        for epoch, stretch in self._stretches.items():
            near = [mark for mark in marks if epoch in self._epochs(mark.day)] if stretch.ids else []
            if near:
                stretch.postings.expect(sketch(mark, self._background) for mark in near)

    def prepare(self, day: float | None) -> None:
        """Read in what `find` needs for articles of `day`; else its first call does, which may take long."""
        with Reader(self.engine) as reader:
            self._begin(reader)
            for epoch in self._epochs(day):
                self._stretch(epoch, reader)

    def absent(self, day: float | None) -> list[Stretch]:
        """Return the stretches that `find` would have to read for an article of `day`.

        `fetch` may read them in another thread while this index is used; `take` then brings them up to date.
        """
        if self._known is None:
            self.prepare(None)
        return [Stretch(epoch) for epoch in self._epochs(day) if epoch not in self._stretches]

    def fetch(self, stretch: Stretch) -> None:
        """Read a stretch from the database; for any thread."""
        with Reader(self.engine) as reader:
            stretch.load(reader, self._settled)

    def take(self, stretch: Stretch) -> None:
        """Use a stretch that was fetched."""
        if stretch.epoch not in self._stretches:
            with Reader(self.engine) as reader:
                self._take(stretch, reader)

    def _put(self, mark: Fingerprint, verdict: Verdict | None, reader: Reader) -> None:
        known = self._begin(reader)
        of = verdict.of if verdict else None
        cluster = (verdict.cluster if verdict else None) or mark.id
        entry = _Entry(mark, cluster, of, self._epoch(mark.day), sketch(mark, self._background))
        self._stretch(entry.epoch, reader).add(mark.id, entry.sketch)
        known.add(key_of(mark.id), mark.digest)
        self._pending[mark.id] = entry
        self._digests.setdefault(mark.digest, mark.id)

    def flush(self, connection: sa.Connection, ids: Collection[str] | None = None) -> int:
        """Write what is pending inside the caller's transaction; return how many articles that was.

        `ids`: only these; the others, whose lines the transaction does not hold, wait for theirs.
        """
        entries = [entry for id_, entry in self._pending.items() if ids is None or id_ in ids]
        wrote = 0
        if entries:
            write: Any = sqlite.insert
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                write = postgresql.insert
            # Where another process wrote the same id meanwhile, the first stays.
            statement = write(articles).on_conflict_do_nothing(index_elements=["id"])
            wrote = connection.execute(statement, [_row(entry) for entry in entries]).rowcount
        self._settled = self._last
        self._read(connection, wrote)
        self._flushed = {entry.mark.id: entry for entry in entries}
        for entry in entries:
            self._remember(entry)
            del self._pending[entry.mark.id]
        self._digests.clear()
        for id_, entry in (*self._flushed.items(), *self._pending.items()):
            self._digests.setdefault(entry.mark.digest, id_)
        while (
            len(self._stretches) > 4 and sum(len(s.postings) for s in self._stretches.values()) > self._most
        ):
            self._stretches.popitem(last=False)
        return len(entries)

    def discard(self) -> None:
        """Forget what is pending, as when its transaction failed; the rest is read anew."""
        self._asked = self._known = None
        self._last = self._settled = 0
        self._pending.clear()
        self._flushed.clear()
        self._digests.clear()
        self._stretches.clear()
        self._recent.clear()

    def _begin(self, reader: Reader) -> Known:
        """Read at first use which ids and texts there are."""
        if self._known is None:
            self._known = Known()
            self._last = self._settled = reader.execute(_last).scalar() or 0
            # Each from its own index, which is much smaller than the table.
            for rows in reader.batches(sa.select(articles.c.digest)):
                self._known.extend(row.digest for row in rows)
            for rows in reader.batches(sa.select(articles.c.id)):
                self._known.extend(key_of(row.id) for row in rows)
        return self._known

    def _read(self, connection: sa.Connection, wrote: int) -> None:
        """Take in what others wrote since the last time; `wrote` rows since then are this index's own."""
        last = connection.execute(_last).scalar() or 0
        if last - self._last == wrote:  # no number is left over for anyone else's row
            self._last = last
            return
        columns = (articles.c.seq, articles.c.id, articles.c.epoch, articles.c.digest, articles.c.sketch)
        query = sa.select(*columns).where(articles.c.seq > self._last).order_by(articles.c.seq)
        for seq, id_, epoch, digest, blob in connection.execute(query):
            self._last = seq
            if id_ in self._pending:  # written just now
                continue
            if self._known is not None:
                self._known.add(key_of(id_), digest)
            if epoch in self._stretches:
                self._stretches[epoch].add(id_, _array(blob))

    def _find(self, mark: Fingerprint, known: Known, reader: Reader) -> Verdict | None:
        same = self._same(mark, known, reader)
        for entry in same:
            if entry.mark.id == mark.id:
                return self._answer(entry, compare(mark, entry.mark, self._background)[0], itself=True)
        for entry in same:
            verdict, _ = compare(mark, entry.mark, self._background)
            if verdict.duplicate:
                return self._answer(entry, verdict)
        best: tuple[float, _Entry, Verdict] | None = None
        matched: set[str] = set()
        for entry in self._likely(mark, reader):
            if entry.cluster in matched:  # one more of the same group would not change the answer
                continue
            verdict, score = compare(mark, entry.mark, self._background)
            if verdict.duplicate:
                matched.add(entry.cluster)
                if best is None or score > best[0]:
                    best = (score, entry, verdict)
                if score > SURE:
                    break
        return self._answer(best[1], best[2]) if best else None

    @staticmethod
    def _answer(entry: _Entry, verdict: Verdict, *, itself: bool = False) -> Verdict:
        of = entry.mark.id if itself else (entry.of or entry.mark.id)
        return dataclasses.replace(verdict, of=of, cluster=entry.cluster)

    def _same(self, mark: Fingerprint, known: Known, reader: Reader) -> list[_Entry]:
        """Return the articles with the same id or the same text, the earliest first."""
        if not known.any(mark.digest, key_of(mark.id)):
            return []
        rows = reader.execute(_same, {"id": mark.id, "digest": mark.digest})
        found = [_entry(row) for row in rows]
        for id_ in (mark.id, self._digests.get(mark.digest, "")):
            entry = self._flushed.get(id_) or self._pending.get(id_)
            if entry is not None:
                found.append(entry)
        return found

    def _likely(self, mark: Fingerprint, reader: Reader) -> list[_Entry]:
        """Return the articles that share the rarest phrases with this one, the likeliest first."""
        wanted = sketch(mark, self._background)
        scored: list[tuple[int, str, int]] = []
        for epoch in self._epochs(mark.day):
            stretch = self._stretch(epoch, reader)
            if stretch.ids:
                found = stretch.postings.find(wanted, self._candidates)
                scored += [(weight, stretch.ids[number], shared) for weight, number, shared in found]
        scored.sort(key=lambda row: (-row[0], row[1]))
        likely = {id_: shared for _, id_, shared in scored[: self._candidates]}
        return [
            entry
            for entry in self._entries(list(likely), reader)
            if self._within(mark, entry.mark)
            and likely[entry.mark.id] >= SHARE * min(wanted.size, entry.sketch.size)
        ]

    def _within(self, a: Fingerprint, b: Fingerprint) -> bool:
        return a.day is None or b.day is None or abs(a.day - b.day) <= self._window

    def _epoch(self, day: float | None) -> int:
        return UNDATED if day is None else int(day // self._window)

    def _epochs(self, day: float | None) -> tuple[int, ...]:
        """Return the stretches of time in which copies of an article of that day may lie."""
        middle = self._epoch(day)
        return (UNDATED,) if middle == UNDATED else (UNDATED, middle - 1, middle, middle + 1)

    def _stretch(self, epoch: int, reader: Reader) -> Stretch:
        stretch = self._stretches.get(epoch)
        if stretch is not None:
            self._stretches.move_to_end(epoch)
            return stretch
        stretch = Stretch(epoch)
        self._take(stretch, reader)
        return stretch

    def _take(self, stretch: Stretch, reader: Reader) -> None:
        """Bring a stretch up to what this index knows, and use it from now on."""
        # What the last `flush` wrote may not be committed yet, so that others can't read it.
        stretch.load(reader, self._last, self._flushed)
        for entry in (*self._flushed.values(), *self._pending.values()):
            if entry.epoch == stretch.epoch:
                stretch.add(entry.mark.id, entry.sketch)
        self._stretches[stretch.epoch] = stretch

    def _entries(self, ids: list[str], reader: Reader) -> list[_Entry]:
        found = {}
        missing = []
        for id_ in ids:
            entry = self._pending.get(id_)
            if entry is None and id_ in self._recent:
                entry = self._recent[id_]
                self._recent.move_to_end(id_)
            if entry is None:
                missing.append(id_)
            else:
                found[id_] = entry
        if missing:
            # One statement for one or several: of a list SQLAlchemy would make a new one each time.
            names = {f"id{n}": missing[min(n, len(missing) - 1)] for n in range(self._candidates)}
            for row in reader.execute(self._by_id, names):
                found[row.id] = _entry(row)
                self._remember(found[row.id])
        return [found[id_] for id_ in ids if id_ in found]

    def _remember(self, entry: _Entry) -> None:
        self._recent[entry.mark.id] = entry
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)


def stored(connection: sa.Connection, ids: Collection[str]) -> dict[str, Fingerprint]:
    """Return the fingerprints of those articles that the index holds, by id."""
    found = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _MANY):
        for row in connection.execute(_by_ids, {"ids": wanted[start : start + _MANY]}):
            found[row.id] = _entry(row).mark
    return found


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

"""The ledger: the frontier, the memory and the account book of a crawl, one row a URL.

Synchronous: one worker thread makes all the calls (ledger/frontier.py). Every write is one transaction.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    TextClause,
    and_,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, SQLAlchemyError

from crawler.ledger.claims import Claim, Claims, Trust, teaser
from crawler.ledger.errors import DamageError, DiskFullError, LedgerError, UnwritableError
from crawler.ledger.lists import Lists
from crawler.ledger.migration import migrate
from crawler.ledger.rank import rank
from crawler.ledger.revisit import EARLY, Revisits, elapsed, next_interval, next_mark
from crawler.ledger.rows import Answered, Lease, Line, Offer, Outcome, Visit, Work
from crawler.ledger.schema import (
    FAILED,
    LISTING,
    OUT_OF_RANGE,
    OWNED,
    VERSION,
    facts,
    files,
    metadata,
    pages,
    runs,
)
from crawler.ledger.watch import close_reopened, reopen, settle_visits

LEASE_SECONDS = 600.0
MAX_TRIES = 9  # failures in a row, over several runs, before a page is given up
# How often an article is asked for that answers "not found": by another article's link, by a listing. Pages
# link to what is not out yet, and listings name it when it is.
_NOT_FOUND_LINKED = 2
_NOT_FOUND_LISTED = 4
_LINKED = frozenset({"similar", "read_also", "inline"})
_CHUNK = 400  # keys in one IN (...): SQLite takes 32,766 variables, older builds 999


class Mark(Protocol):
    """How much of a file is committed."""

    @property
    def path(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def lines(self) -> int: ...


class Files(Protocol):
    """Where lines go: `crawler.storage.jsonl.JsonlFiles`."""

    def path_of(self, kind: str, site: str) -> str: ...
    def unmarked(self, paths: Mapping[str, tuple[str, str]]) -> Sequence[Mark]: ...
    def adopt(self, marks: Iterable[Any]) -> None: ...
    def append(self, batch: Mapping[str, list[bytes]]) -> Sequence[Mark]: ...


class Ledger:
    """One ledger, opened by one process for the sites whose locks it holds."""

    def __init__(self, url: str) -> None:
        """Connect to `url` (SQLAlchemy's form) and make the tables that are missing."""
        try:
            parsed = make_url(url)
            if parsed.drivername.startswith("sqlite") and parsed.database in (None, "", ":memory:"):
                raise LedgerError(f"LEDGER_URL names no file, and a ledger in memory is lost: {url!r}.")
            self.engine = _engine(url)
        except (ArgumentError, ImportError) as error:
            raise LedgerError(
                f"LEDGER_URL is not a database's address, such as sqlite:////srv/news/ledger.sqlite: {url!r} "
                f"({error})."
            ) from error
        self.path = (
            Path(parsed.database) if parsed.drivername.startswith("sqlite") and parsed.database else None
        )
        # Files on another machine are not ours to check; a SQLite ledger travels with its folder.
        self.machine = "" if self.path else socket.gethostname()
        self.run = 0
        self.owner = ""
        self._lists = Lists()
        self._anew: set[str] = set()  # sites of which this run wants older articles than those before it
        self._asked_since = ""
        self.revisits: Revisits | None = None
        self._clocks: dict[str, float | None] = {}  # by site: how far its clock is ahead of ours
        self._left: dict[str, int] = {}  # of the revisits that a site may cost in this run
        self._claims = Claims()
        self._renewed = time.time()
        with explained(f"the ledger {parsed.render_as_string(hide_password=True)}"):
            if self.path:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self.create(metadata)
            with self._write() as connection:
                self._check_version(connection)

    def create(self, tables: MetaData) -> None:
        """Make the tables that are missing, in a transaction that waits for other processes."""
        with self._write() as connection:
            tables.create_all(connection)

    def _check_version(self, connection: Connection) -> None:
        found = connection.scalar(select(facts.c.value).where(facts.c.name == "version"))
        if found is None:
            connection.execute(insert(facts).values(name="version", value=str(VERSION)))
        elif found != str(VERSION):
            if not migrate(connection, found):
                newer = found.isdigit() and int(found) > VERSION
                hint = " A newer version of this program wrote it: use that one." if newer else ""
                raise DamageError(
                    f"The ledger is of version {found}, this program reads version {VERSION}.{hint}"
                )
            connection.execute(update(facts).where(facts.c.name == "version").values(value=str(VERSION)))

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    # -- runs ---------------------------------------------------------------------------------------------

    def begin_run(
        self, sites: Sequence[str], owner: str, seeds: Sequence[Offer], revisits: Revisits | None = None
    ) -> None:
        """Start a run over `sites`, whose locks are held: take back their leases, let their hubs fall due.

        A run with `revisits` begins with the seeds. What else is due again is decided when a site has first
        answered, since its clock may count (`Work.clocks`).
        """
        now = time.time()
        with self._write() as connection:
            begun = insert(runs).values(owner=owner, sites=" ".join(sites), started_at=now)
            self.run = connection.execute(begun.returning(runs.c.id)).scalar_one()
            self.owner = f"{owner}#{self.run}"
            self._lists = Lists()
            self._anew.clear()
            self._asked_since = ""
            self.revisits = revisits
            self._clocks.clear()
            self._left.clear()
            self._claims = Claims()
            ours = pages.c.site.in_(sites)
            connection.execute(update(pages).where(ours, OWNED).values(owner=null(), lease_until=null()))
            close_reopened(connection, sites)
            self._offer(connection, seeds)
            alive = pages.c.state.not_in(("gone", "rejected"))
            due = [pages.c.channel == "seed", and_(alive, pages.c.state != "done")]
            if revisits is None:
                due += [
                    and_(alive, pages.c.kind == "feed"),
                    # Further pages of a list fall due where the page before brought news.
                    and_(alive, pages.c.depth <= 1, pages.c.channel != "archive"),
                ]
            connection.execute(update(pages).where(ours, LISTING, or_(*due)).values(due_at=now))
            connection.execute(
                update(pages)
                .where(ours, FAILED, pages.c.due_at.is_(None), pages.c.tries < MAX_TRIES)
                .values(due_at=now)
            )

    def reopen_in_range(self, sites: Sequence[str], since: str | None, until: str | None) -> None:
        """Let articles fall due that an earlier run left out for their day and that this run wants.

        `since`, `until`: ISO days; `until` is inclusive.
        """
        wanted: list[ColumnElement[bool] | TextClause] = [pages.c.site.in_(sites), OUT_OF_RANGE]
        if since:
            wanted.append(pages.c.published_at >= since)
        if until:
            wanted.append(pages.c.published_at < until + "~")  # after every time of that day
        with self._write() as connection:
            connection.execute(
                update(pages).where(*wanted).values(due_at=time.time(), state="waiting", reason=null())
            )
        self._asked_since = since or ""
        self._lists.since = self._asked_since
        for site in sites:
            covered = self.remembered(_covered(site)).get(_covered(site))
            if covered is None:
                self.remember(_covered(site), self._asked_since)
            elif self._asked_since < covered:
                # What its lists named and was too old then was not kept: they are walked again.
                self._anew.add(site)

    def end_run(self, reason: str) -> None:
        """Give back what is still leased, note how the run ended and how right the listings were."""
        for (claim, site), trust in self._claims.trust.items():
            self.remember(_fact(claim, site), trust.written())
        for site in self._anew if reason == "finished" else ():
            self.remember(_covered(site), self._asked_since)
        with self._write() as connection:
            connection.execute(
                update(pages).where(pages.c.owner == self.owner).values(owner=null(), lease_until=null())
            )
            connection.execute(
                update(runs)
                .where(runs.c.id == self.run)
                .values(finished_at=time.time(), finish_reason=reason)
            )

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    # -- the crawl ----------------------------------------------------------------------------------------

    def turn(
        self,
        work: Work,
        wants: Mapping[str, int],
        files: Files | None = None,
        flush: Callable[[Connection, Collection[str]], None] | None = None,
    ) -> tuple[list[Lease], float | None]:
        """Take in `work`, then lease up to `wants[site]` rows of each site, in one transaction.

        Lines are written and fsynced before the transaction that accounts for them. `flush` writes into the
        same transaction whatever belongs to the lines (fingerprints). Returns the leases and the time at
        which the next row falls due (None when none will).
        """
        outcomes, visits = work.outcomes, work.visits
        marks: Sequence[Mark] = ()
        if work.lines:
            assert files is not None
            lines, refused = self._first_copies(work.lines)
            ends = [line.outcome for line in lines]
            outcomes = [*outcomes, *refused, *(end for end in ends if isinstance(end, Outcome))]
            revised = [end for end in ends if isinstance(end, Visit)]
            for visit in revised:
                self._claims.settle(visit.row, changed=True)
            visits = [*visits, *revised]
            marks = self._append(lines, files)
        with self._write() as connection:
            self._reopen(connection, work.clocks)
            self._offer(connection, work.offers)
            self._settle(connection, outcomes)
            settle_visits(connection, visits, time.time())
            for visit in work.visits:
                if visit.answer is not None:  # the page was read
                    self._claims.settle(visit.row, changed=False)
            self._release(connection, work.released)
            self._mark(connection, marks)
            if work.lines and flush:
                flush(connection, _ids(work.lines))
            leases = [lease for site, room in wants.items() for lease in self._lease(connection, site, room)]
            # Only where nothing could be leased: else this would read every row that waits.
            next_due = self._next_due(connection, wants) if wants and not leases else None
            self._renew(connection)
        if files is not None:
            files.adopt(marks)
        return leases, next_due

    def adopt(self, offer: Offer) -> Lease | None:
        """Lease the row of a page that came under another address; None where it is stored or leased.

        The row is made where it is missing, and taken too where an earlier visit refused it.
        """
        with self._write() as connection:
            self._offer(connection, [offer])
            free = update(pages).where(
                pages.c.site == offer.site,
                pages.c.key == offer.key,
                pages.c.owner.is_(None),
                pages.c.state != "stored",
                pages.c.state != "duplicate",
            )
            row_id = connection.scalar(free.values(**self._held()).returning(pages.c.id))
            if row_id is None:
                return None
            return Lease(**connection.execute(_LEASES.where(pages.c.id == row_id)).one()._mapping)

    def stored_at(self, site: str, key: bytes) -> str | None:
        """Return the id of the article that the row of `key` stored, or None."""
        with self.engine.connect() as connection:
            return connection.scalar(
                select(pages.c.article_id).where(pages.c.site == site, pages.c.key == key)
            )

    def waiting(self, sites: Iterable[str], most: int = 50_000) -> dict[str, int]:
        """Return how many rows of each site are due and not leased, counted up to `most`."""
        due = (pages.c.owner.is_(None), pages.c.due_at.is_not(None), pages.c.due_at <= time.time() + 60)
        with self.engine.connect() as connection:
            return {
                site: connection.scalar(
                    select(func.count()).select_from(
                        select(pages.c.id).where(pages.c.site == site, *due).limit(most).subquery()
                    )
                )
                or 0
                for site in sites
            }

    def remember(self, name: str, value: str) -> None:
        """Keep a fact under `name`, in the place of an older one."""
        with self._write() as connection:
            statement = _upsert(connection)(facts).values(name=name, value=value)
            connection.execute(
                statement.on_conflict_do_update(index_elements=["name"], set_={"value": value})
            )

    def remembered(self, start: str) -> dict[str, str]:
        """Return the facts whose names begin with `start`."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(facts.c.name, facts.c.value).where(facts.c.name.startswith(start, autoescape=True))
            )
            return {row.name: row.value for row in rows}

    def marks(self, sites: Sequence[str]) -> list[Mapping[str, Any]]:
        """Return what is committed of the files of `sites` on this machine, as fields of a `Mark`."""
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(files.c.path, files.c.site, files.c.kind, files.c.offset, files.c.lines).where(
                    files.c.machine == self.machine, files.c.site.in_(sites)
                )
            )
            return [dict(row._mapping) for row in rows]

    # -- inside a transaction -----------------------------------------------------------------------------

    def _first_copies(self, lines: list[Line]) -> tuple[list[Line], list[Outcome]]:
        """Split off lines whose article another row has stored already: they settle as duplicates of it."""
        ends = [line.outcome for line in lines]
        ids = [end.article_id for end in ends if isinstance(end, Outcome) and end.article_id]
        known: dict[str, bytes] = {}
        with self.engine.connect() as connection:
            for some in _chunks(ids):
                rows = connection.execute(
                    select(pages.c.article_id, pages.c.key).where(pages.c.article_id.in_(some))
                )
                known.update((row.article_id, row.key) for row in rows)
        kept, refused = [], []
        for line in lines:
            outcome = line.outcome
            if isinstance(outcome, Visit) or outcome.article_id is None:
                kept.append(line)
            elif outcome.article_id in known:
                if known[outcome.article_id] != outcome.key:
                    refused.append(
                        Outcome(outcome.site, outcome.key, "duplicate", "same-id", of=outcome.article_id)
                    )
            else:
                known[outcome.article_id] = outcome.key
                kept.append(line)
        return kept, refused

    def _append(self, lines: list[Line], into: Files) -> Sequence[Mark]:
        batch: dict[str, list[bytes]] = {}
        of: dict[str, tuple[str, str]] = {}
        for line in lines:
            path = into.path_of(line.kind, line.site)
            of[path] = (line.kind, line.site)
            batch.setdefault(path, []).append(line.data)
        if new := into.unmarked(of):
            with self._write() as connection:
                self._mark(connection, new)
            into.adopt(new)
        return into.append(batch)

    def _mark(self, connection: Connection, marks: Sequence[Mark]) -> None:
        if not marks:
            return
        statement = _upsert(connection)(files).values(
            [
                {
                    "machine": self.machine,
                    "path": mark.path,
                    "site": mark.site,
                    "kind": mark.kind,
                    "offset": mark.offset,
                    "lines": mark.lines,
                }
                for mark in marks
            ]
        )
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["machine", "path"],
                set_={"offset": statement.excluded.offset, "lines": statement.excluded.lines},
            )
        )

    def _offer(self, connection: Connection, offers: Sequence[Offer]) -> None:
        """Insert the URLs that are new; let known hubs fall due again where their page brought news."""
        if not offers:
            return
        first: dict[tuple[str, bytes], Offer] = {}
        for offer in offers:
            first.setdefault((offer.site, offer.key), offer)
        known = self._known(connection, first)
        now = time.time()
        fresh = [offer for place, offer in first.items() if place not in known]
        self._lists.take(first.values())
        self._lists.brought.update(o.parent for o in fresh if o.parent is not None and o.kind == "article")
        fresh = [offer for offer in fresh if self._lists.goes_on(offer)]
        if fresh:
            connection.execute(
                _upsert(connection)(pages).on_conflict_do_nothing(),
                [_row(offer, now) for offer in fresh],
            )
        again = []
        noted: dict[int, dict[str, Any]] = {}
        for offer in offers:
            row = known.get((offer.site, offer.key))
            if row is None or row.due_at is not None or row.visited_run == self.run:
                continue
            news = offer.parent is None or offer.parent in self._lists.brought
            if offer.site in self._anew:
                news = news or self._lists.goes_on(offer)
            if self.revisits and row.kind != "article" and row.depth <= 1 and self._rests(row, now):
                continue
            if row.state == "gone" and row.kind == "article" and not row.written:
                most = _NOT_FOUND_LINKED if offer.channel in _LINKED else _NOT_FOUND_LISTED
                if row.missing < most:
                    again.append(row.id)
                continue
            if row.written in ("articles", "duplicates"):
                if self.revisits and self._says_changed(connection, offer, row, noted):
                    again.append(row.id)
                continue
            listed = offer.kind == "sitemap" and (
                not offer.newest or offer.newest > (row.visited_at or 0) or offer.site in self._anew
            )
            if (row.kind == "hub" and news) or (row.kind == "sitemap" and listed):
                again.append(row.id)
        if again:
            connection.execute(update(pages).where(pages.c.id.in_(again)).values(due_at=now))
        if noted:
            connection.execute(_NOTE, list(noted.values()))

    def _known(
        self, connection: Connection, places: Iterable[tuple[str, bytes]]
    ) -> dict[tuple[str, bytes], Any]:
        by_site: dict[str, list[bytes]] = {}
        for site, key in places:
            by_site.setdefault(site, []).append(key)
        columns = (
            pages.c.id,
            pages.c.key,
            pages.c.kind,
            pages.c.due_at,
            pages.c.visited_run,
            pages.c.visited_at,
            pages.c.site,
            pages.c.state,
            pages.c.written,
            pages.c.hashes,
            pages.c.newest,
            pages.c.missing,
            pages.c.depth,
            pages.c.since_at,
            pages.c.since_site,
            pages.c.revisit_after,
        )
        found: dict[tuple[str, bytes], Any] = {}
        for site, keys in by_site.items():
            for some in _chunks(keys):
                rows = connection.execute(select(*columns).where(pages.c.site == site, pages.c.key.in_(some)))
                found.update(((site, row.key), row) for row in rows)
        return found

    def _settle(self, connection: Connection, outcomes: Sequence[Outcome]) -> None:
        if not outcomes:
            return
        now = time.time()
        values = [
            {
                "at_site": outcome.site,
                "at_key": outcome.key,
                "new_state": outcome.state,
                "new_reason": outcome.reason or None,
                "new_due": outcome.retry_at,
                "new_tries": outcome.tries,
                "new_kind": outcome.kind,
                "new_article": outcome.article_id,
                "new_of": outcome.of,
                "new_published": outcome.published_at,
                "new_written": outcome.written,
                "more_missing": int(outcome.state == "gone"),
                **self._remembered(outcome, now),
            }
            for outcome in outcomes
        ]
        connection.execute(_SETTLE, values)

    def _remembered(self, outcome: Outcome, now: float) -> dict[str, Any]:
        """Return what the next visit needs to know; None leaves what is there."""
        article = outcome.written in ("articles", "duplicates")
        if not article and outcome.interval is None:
            return dict.fromkeys(_MEMORY)
        news = outcome.row in self._lists.brought
        answer = outcome.answer or Answered()
        return {
            "new_since": now,
            "new_since_site": answer.site_now,
            "new_after": next_mark(0.0) if article else next_interval(outcome.interval or None, news=news),
            "new_etag": answer.etag or "",
            "new_modified": answer.last_modified or "",
            "new_hashes": outcome.hashes,
        }

    def _reopen(self, connection: Connection, clocks: Mapping[str, float | None]) -> None:
        if self.revisits is None:
            return
        now = time.time()
        for site, site_now in clocks.items():
            self._clocks[site] = None if site_now is None else site_now - now
            opened = reopen(
                connection, site, now=now, site_now=site_now, revisits=self.revisits, run=self.run
            )
            self._left[site] = self.revisits.most - opened

    def _says_changed(
        self, connection: Connection, offer: Offer, row: Any, noted: dict[int, dict[str, Any]]
    ) -> bool:
        """Whether a listing says that a stored article changed, as far as it is heard.

        `noted` gets, by row, what is remembered of what was said.
        """
        claim: Claim | None = None
        wording, other = teaser(row.hashes, offer.title) if offer.title else (None, False)
        if other:
            claim = "teaser"
        # A site whose clock is behind ours states earlier times; one that states a later one says it once.
        behind = min(0.0, self._clocks.get(offer.site) or 0.0)
        if offer.newest > max(row.newest, (row.visited_at or 0.0) + behind):
            claim = "time"
        if claim is not None:
            if row.id in self._claims.opened or self._left.get(offer.site, 0) <= 0:
                return False
            if not self._trust(connection, claim, offer.site).hears():
                return False
            self._claims.opened[row.id] = (claim, offer.site)
            self._left[offer.site] -= 1
        if claim == "time" or wording is not None:
            said = offer.newest if claim == "time" else row.newest
            noted[row.id] = {"at_row": row.id, "new_hashes": wording or row.hashes, "new_newest": said}
        return claim is not None

    def _trust(self, connection: Connection, claim: Claim, site: str) -> Trust:
        known = self._claims.trust.get((claim, site))
        if known is None:
            name = _fact(claim, site)
            known = Trust.read(connection.scalar(select(facts.c.value).where(facts.c.name == name)))
            self._claims.trust[claim, site] = known
        return known

    def _rests(self, row: Any, now: float) -> bool:
        """Whether a hub is left alone for now, in a run that asks hubs by how often they change."""
        if row.revisit_after is None:
            return False
        ahead = self._clocks.get(row.site)
        site_now = None if ahead is None else now + ahead
        span = elapsed(now, row.since_at, site_now, row.since_site)
        return span < float(row.revisit_after) * (1 - EARLY)

    def _release(self, connection: Connection, ids: Sequence[int]) -> None:
        for some in _chunks(ids):
            connection.execute(
                update(pages).where(pages.c.id.in_(some)).values(owner=null(), lease_until=null())
            )

    def _lease(self, connection: Connection, site: str, room: int) -> list[Lease]:
        now = time.time()
        rows = connection.execute(_LEASABLE, {"of_site": site, "now": now, "room": room}).all()
        if not rows:
            return []
        connection.execute(
            update(pages).where(pages.c.id.in_([row.id for row in rows])).values(**self._held())
        )
        leases = [Lease(**row._mapping) for row in rows]
        over = {lease.id for lease in leases if self._lists.ended(connection, lease)}
        if over:
            ended = update(pages).where(pages.c.id.in_(over))
            connection.execute(
                ended.values(state="done", reason="older", due_at=null(), owner=null(), lease_until=null())
            )
            leases = [lease for lease in leases if lease.id not in over]
        for lease in leases:
            self._lists.leased(lease)
        return leases

    def _held(self) -> dict[str, Any]:
        now = time.time()
        return {
            "owner": self.owner,
            "lease_until": now + LEASE_SECONDS,
            "visited_at": now,
            "visited_run": self.run,
        }

    def _next_due(self, connection: Connection, sites: Iterable[str]) -> float | None:
        soonest: float | None = connection.scalar(
            select(func.min(pages.c.due_at)).where(
                pages.c.site.in_(list(sites)), pages.c.due_at.is_not(None), pages.c.owner.is_(None)
            )
        )
        return soonest

    def _renew(self, connection: Connection) -> None:
        now = time.time()
        if now - self._renewed < LEASE_SECONDS / 3:
            return
        self._renewed = now
        connection.execute(
            update(pages).where(pages.c.owner == self.owner).values(lease_until=now + LEASE_SECONDS)
        )


_parent = pages.alias("parent_page")

_LEASES = select(
    pages.c.id,
    pages.c.site,
    pages.c.key,
    pages.c.url,
    pages.c.kind,
    pages.c.channel,
    _parent.c.url.label("parent_url"),
    pages.c.parent,
    pages.c.depth,
    pages.c.tries,
    pages.c.first_seen_at,
    pages.c.written,
    pages.c.article_id,
    pages.c.etag,
    pages.c.last_modified,
    pages.c.hashes,
    pages.c.revision,
    pages.c.missing,
    pages.c.since_at,
    pages.c.since_site,
    pages.c.revisit_after,
).outerjoin(_parent, _parent.c.id == pages.c.parent)

_LEASABLE = (
    _LEASES.where(
        pages.c.site == bindparam("of_site"),
        pages.c.owner.is_(None),
        pages.c.due_at.is_not(None),
        pages.c.due_at <= bindparam("now"),
    )
    .order_by(pages.c.rank, pages.c.newest.desc(), pages.c.id)
    .limit(bindparam("room"))
)

_MEMORY = ("new_since", "new_since_site", "new_after", "new_etag", "new_modified", "new_hashes")

_NOTE = (
    update(pages)
    .where(pages.c.id == bindparam("at_row"))
    .values(hashes=bindparam("new_hashes"), newest=bindparam("new_newest"))
)

# What is stored stays stored: a second outcome for the same row changes nothing.
_SETTLE = (
    update(pages)
    .where(
        pages.c.site == bindparam("at_site"),
        pages.c.key == bindparam("at_key"),
        pages.c.state != "stored",
        pages.c.state != "duplicate",
    )
    .values(
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        due_at=bindparam("new_due"),
        tries=bindparam("new_tries"),
        kind=func.coalesce(bindparam("new_kind"), pages.c.kind),
        article_id=bindparam("new_article"),
        of=bindparam("new_of"),
        published_at=bindparam("new_published"),
        written=bindparam("new_written"),
        missing=pages.c.missing + bindparam("more_missing"),
        since_at=func.coalesce(bindparam("new_since"), pages.c.since_at),
        since_site=func.coalesce(bindparam("new_since_site"), pages.c.since_site),
        revisit_after=func.coalesce(bindparam("new_after"), pages.c.revisit_after),
        etag=func.coalesce(bindparam("new_etag"), pages.c.etag),
        last_modified=func.coalesce(bindparam("new_modified"), pages.c.last_modified),
        hashes=func.coalesce(bindparam("new_hashes"), pages.c.hashes),
        owner=null(),
        lease_until=null(),
    )
)


def _covered(site: str) -> str:
    """Return the name of the fact that says from which day on the lists of a site were read."""
    return f"lists since {site}"


def _fact(claim: Claim, site: str) -> str:
    return f"claims {claim} {site}"


def _ids(lines: Iterable[Line]) -> set[str]:
    ends = (line.outcome for line in lines)
    return {end.article_id for end in ends if isinstance(end, Outcome) and end.article_id}


def _row(offer: Offer, now: float) -> dict[str, Any]:
    return {
        "site": offer.site,
        "key": offer.key,
        "url": offer.url,
        "kind": offer.kind,
        "channel": offer.channel,
        "parent": offer.parent,
        "depth": offer.depth,
        "newest": offer.newest,
        "rank": rank(offer.kind, offer.channel, offer.depth),
        "due_at": now,
        "first_seen_at": now,
    }


def _upsert(connection: Connection) -> Any:
    """Return the dialect's INSERT that knows ON CONFLICT."""
    # Each dialect takes a fiftieth of a second to import, and a run speaks one.
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    return insert


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn the errors of a database or of the disk into the sentence that stops the run."""
    try:
        yield
    except OSError as error:
        kind = DiskFullError if error.errno in _FULL else UnwritableError
        raise kind(f"Cannot write {error.filename or what}: {error.strerror}.") from error
    except SQLAlchemyError as error:
        words = " ".join(str(error.orig if isinstance(error, DatabaseError) else error).split()).rstrip(".")
        if "disk is full" in words:
            raise DiskFullError(f"Cannot write {what}: no space left on the disk.") from error
        if any(sign in words for sign in ("readonly", "unable to open", "read-only")):
            raise UnwritableError(f"Cannot write {what}: {words}.") from error
        if any(sign in words for sign in ("malformed", "not a database", "disk I/O", "corrupt")):
            raise DamageError(
                f"Cannot read {what}: {words}. Restore it, or start with another one."
            ) from error
        raise LedgerError(f"Trouble with {what}: {words}.") from error


def url_in(folder: Path) -> str:
    """Return the address of the ledger in DATA_DIR, whatever the folder is called."""
    return f"sqlite:///{str(folder / 'ledger.sqlite').replace('%', '%25').replace('?', '%3F')}"


_FULL = (28, 122)  # ENOSPC, EDQUOT


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # Lines are fsynced before the transaction that counts them. If power fails and takes the last
        # transactions along, the files are longer than the ledger says and are cut: nothing is lost.
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once when another process wrote between.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine

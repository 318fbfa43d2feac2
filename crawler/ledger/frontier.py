"""The event loop's side of the ledger: buffers, the window of leases, and the one thread that writes.

Callbacks and stages append to buffers and return at once; every call of the ledger takes the buffers along.
All methods belong to the event loop's thread, unless they say otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from crawler.found import Found
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import MAX_TRIES, Files, Ledger, explained
from crawler.ledger.revisit import LOOKS_BEFORE_GONE, elapsed, next_look
from crawler.ledger.rows import Answered, Lease, Line, LineKind, Offer, Outcome, State, Visit, Work

logger = logging.getLogger(__name__)

T = TypeVar("T")

BATCH_LINES = 50
BATCH_SECONDS = 1.0
RETRY_WITHIN = 60.0  # a run waits for a retry that falls due within so many seconds
# Failures in a row, without any answer, before a site is left alone for this run: of a site that has answered
# in this run, and of one that has not.
UNREACHABLE_AFTER = 20
DEAD_AFTER = 2
_MANY_OFFERS = 5_000  # are not kept in memory until there is another reason to call the ledger
_LOOK = 4  # leases that a site without work asks for
_LISTS = frozenset({"hub", "feed", "news_sitemap"})  # what words teasers of articles
_RECENT = 50_000  # offered URLs that are remembered: two generations of so many


class Recent:
    """A bounded memory of what was offered lately: two generations of hashes, the older one is forgotten."""

    def __init__(self, size: int = _RECENT) -> None:
        self._size = size
        self._young: set[int] = set()
        self._old: set[int] = set()

    def add(self, value: str) -> bool:
        """Remember `value`; return whether it was known."""
        number = hash(value)
        if number in self._young or number in self._old:
            return True
        self._young.add(number)
        if len(self._young) >= self._size:
            self._old, self._young = self._young, set()
        return False


class Claim:
    """Travels in a request's meta and dies with the last request or response that holds it.

    Scrapy drops some requests without a word (a redirect refused on a signal reaches neither errback nor
    callback). A claim that dies before its lease is settled is how that is noticed.
    """

    __slots__ = ("_dropped", "lease")

    def __init__(self, lease: Lease, dropped: Callable[[Lease], None]) -> None:
        self.lease = lease
        self._dropped = dropped

    def __del__(self) -> None:
        self._dropped(self.lease)


class Frontier:
    """What the spider, its middleware and the stages know of the ledger."""

    def __init__(
        self,
        ledger: Ledger,
        files: Files,
        worker: ThreadPoolExecutor,
        sites: Iterable[str],
        *,
        window: int,
        flush: Callable[[Connection, Collection[str]], None] | None = None,
        retry_delays: Sequence[float] = (5.0, 30.0),
    ) -> None:
        """`window`: how many leases may be out; `flush` writes what belongs to lines, by article.

        `retry_delays`: seconds after the first, second, ... failure of a page in a run; after one more the
        page is left to another run.
        """
        self.counts: Counter[str] = Counter()  # pages of this run by how their last visit ended
        self.articles: dict[str, Counter[str]] = {site: Counter() for site in sites}  # outcomes by site
        self.failure: LedgerError | None = None
        self.stopping = False
        self._ledger = ledger
        self._files = files
        self._worker = worker
        self._window = window
        self._flush = flush
        self._retry_delays = retry_delays
        self._work = Work()
        self._oldest_line = 0.0
        self._leased: dict[int, Lease] = {}
        self._by_url: dict[tuple[str, str], Lease] = {}
        self._answers: dict[int, Answered] = {}  # to leases that are out
        self._ahead: dict[str, float | None] = {}  # by site that spoke: how far its clock is ahead of ours
        self._failing: dict[int, tuple[str, ...]] = {}  # rows whose last visit failed: what counts them
        self._asked_as: dict[int, str] = {}  # adopted leases: the address that was asked for instead
        self._claimed_at: dict[str, int] = dict.fromkeys(sites, 0)  # leases out, by site
        self._quiet: set[str] = set()  # sites that had nothing leasable at the last look
        self._unanswered: Counter[str] = Counter()
        self.unreachable: dict[str, str] = {}  # site -> the last error
        self.answered: set[str] = set()
        self.useful: set[str] = set()  # sites of which a page could be read
        self.last_trouble: dict[str, str] = {}
        self._recent = Recent()
        self._dropped: deque[Lease] = deque()
        self._wake = asyncio.Event()

    # -- what callbacks do --------------------------------------------------------------------------------

    def seen(self, found: Found) -> bool:
        """Whether offering `found` (as the page wrote it) would tell the ledger nothing new."""
        if found.kind != "article":
            return False
        # What states a time may tell that a stored article changed, though another page named it before.
        return self._recent.add(found.url) and not (found.lastmod and self._ledger.revisits)

    def offer(
        self, site: str, key: bytes, found: Found, *, parent: Lease | None, newest: float = 0.0
    ) -> None:
        """Tell the ledger of a URL; `newest`: the time the listing states, in seconds since the epoch."""
        depth = parent.depth + 1 if parent else (0 if found.channel == "seed" else 1)
        self._work.offers.append(
            Offer(
                site,
                key,
                found.url,
                found.kind,
                found.channel,
                parent.id if parent else None,
                depth,
                newest,
                found.title if self._ledger.revisits and found.channel in _LISTS else "",
            )
        )
        if len(self._work.offers) >= _MANY_OFFERS:
            self._wake.set()

    def lease_of(self, site: str, url: str) -> Lease | None:
        """Return the lease under which `url` was asked for, while it is out."""
        return self._by_url.get((site, url))

    def claim(self, lease: Lease) -> Claim:
        """Return the token that the lease's request carries."""
        return Claim(lease, self._dropped.append)

    def settle(
        self,
        lease: Lease,
        state: State,
        reason: str = "",
        *,
        outcome: Outcome | None = None,
        line: Line | None = None,
    ) -> bool:
        """End the work on `lease`; return False when it was settled before (then nothing happens)."""
        if lease.revisits:
            return self._missed(lease, reason) if state == "gone" else self._looked(lease, "unread", reason)
        answer = self._answers.get(lease.id)
        if not self._forget(lease):
            return False
        self._spoke(lease)
        if state in ("done", "stored", "duplicate"):
            self.useful.add(lease.site)
        else:
            self.last_trouble[lease.site] = reason or state
        self._count(lease, state, reason)
        if line is not None:
            assert isinstance(line.outcome, Outcome)
            self._write(replace(line, outcome=replace(line.outcome, answer=answer)))
        else:
            ended = outcome or Outcome(lease.site, lease.key, state, reason)
            if lease.kind != "article" and state == "done":
                interval = lease.revisit_after or 0.0
                ended = replace(ended, row=lease.id, answer=answer, interval=interval)
            self._work.outcomes.append(ended)
        self._wake_if_room()
        return True

    def write(self, kind: LineKind, data: bytes, lease: Lease, outcome: Outcome) -> bool:
        """Settle `lease` with a line that is committed together with `outcome`."""
        return self.settle(lease, outcome.state, outcome.reason, line=Line(kind, lease.site, data, outcome))

    def fail(
        self, lease: Lease, reason: str, *, after: float = 0.0, answered: bool = False, again: bool = True
    ) -> bool:
        """Settle `lease` as failed, to be tried again after a growing delay of at least `after` seconds.

        `answered`: the server spoke, so the site is not out of reach. `again`: in this run.
        """
        if not self._forget(lease):
            return False
        tries = lease.tries + 1
        self._count_failure(lease, reason, tries)
        step = (tries - 1) % (len(self._retry_delays) + 1)
        delay = max(self._retry_delays[step], after) if again and step < len(self._retry_delays) else after
        retry_at = time.time() + delay if delay else None
        if lease.revisits:  # still due: another run looks again
            self._work.visits.append(replace(_as_it_was(lease), retry_at=retry_at, tries=tries))
        else:
            failed = Outcome(lease.site, lease.key, "failed", reason, retry_at=retry_at, tries=tries)
            self._work.outcomes.append(failed)
        if answered:
            self._spoke(lease)
        else:
            self._unanswered[lease.site] += 1
            most = UNREACHABLE_AFTER if lease.site in self.answered else DEAD_AFTER
            if self._unanswered[lease.site] >= most and lease.site not in self.unreachable:
                self.unreachable[lease.site] = reason
                logger.error("%s does not answer (%s): left alone for this run", lease.site, reason)
        self.last_trouble[lease.site] = reason
        self._wake_if_room()
        return True

    # -- revisits: the row of an article that has a line keeps its outcome ---------------------------------

    @property
    def run(self) -> int:
        """The number of this run in the ledger."""
        return self._ledger.run

    def heard(self, lease: Lease, answer: Answered, site_now: float | None) -> None:
        """Note what came for `lease`; `site_now`: the site's time in seconds, where the answer states it."""
        now = time.time()
        ahead = None if site_now is None else site_now - now
        if lease.site not in self._ahead:
            self._ahead[lease.site] = ahead
            self._work.clocks[lease.site] = site_now
        known = self._ahead[lease.site]
        # A page out of a cache may carry the time at which it was put there.
        if ahead is not None and (known is None or ahead > known):
            self._ahead[lease.site] = known = ahead
        if lease.id in self._leased:
            self._answers[lease.id] = replace(answer, site_now=None if known is None else now + known)

    def unchanged(self, lease: Lease, hashes: str | None = None) -> bool:
        """End a revisit that found the article as it is held; without `hashes`, as a 304 said."""
        return self._looked(lease, "unchanged", hashes=hashes, worth=hashes is None)

    def revise(self, lease: Lease, data: bytes, hashes: str) -> bool:
        """End a revisit with the line of a changed article."""
        visit = replace(self._visit(lease, worth=True), hashes=hashes, revision=lease.revision + 1)
        if not self._forget(lease):
            return False
        self._spoke(lease)
        self.useful.add(lease.site)
        self._recover(lease)
        self.counts["revisit/revision"] += 1
        self._write(Line("revisions", lease.site, data, visit))
        self._wake_if_room()
        return True

    def _looked(
        self, lease: Lease, how: str, reason: str = "", *, hashes: str | None = None, worth: bool = False
    ) -> bool:
        visit = replace(self._visit(lease, worth=worth), hashes=hashes)
        if how == "unread":  # its validators are of a page that could not be read
            visit = replace(visit, answer=None)
        return self._end(lease, visit, how, reason)

    def _missed(self, lease: Lease, reason: str) -> bool:
        """Count an answer that the article does not exist; a site may err once."""
        missing = lease.missing + 1
        gone = missing >= LOOKS_BEFORE_GONE or reason == "http-410"
        visit = replace(_as_it_was(lease), missing=missing, gone=gone)
        if gone:
            visit = replace(visit, revisit_after=None)
        elif self._retry_delays:
            visit = replace(visit, retry_at=time.time() + self._retry_delays[0])
        return self._end(lease, visit, "gone" if gone else "missing", reason if gone else "")

    def _end(self, lease: Lease, visit: Visit, how: str, reason: str) -> bool:
        if not self._forget(lease):
            return False
        self._spoke(lease)
        self._recover(lease)
        if how == "unchanged":
            self.useful.add(lease.site)
        self.counts[f"revisit/{how}"] += 1
        if reason:
            self.counts[f"revisit/{how}/{reason}"] += 1
        self._work.visits.append(visit)
        self._wake_if_room()
        return True

    def _visit(self, lease: Lease, *, worth: bool) -> Visit:
        """Return a visit that was answered; `worth` its price, as `next_look` has it."""
        answer = self._answers.get(lease.id)
        now = time.time()
        span = elapsed(now, lease.since_at, answer.site_now if answer else None, lease.since_site)
        return Visit(lease.id, next_look(span, worth=worth), answer, revision=lease.revision)

    def _write(self, line: Line) -> None:
        if not self._work.lines:
            self._oldest_line = time.monotonic()
        self._work.lines.append(line)

    def _spoke(self, lease: Lease) -> None:
        self.answered.add(lease.site)
        self._unanswered[lease.site] = 0

    def release(self, lease: Lease) -> None:
        """Give `lease` back as it was: the row waits for another run."""
        if self._forget(lease):
            self._work.released.append(lease.id)
            self._wake_if_room()

    async def adopt(self, lease: Lease, key: bytes, url: str, article_id: str) -> bool:
        """Move the work from `lease` to the row of `url`, the same article's own address.

        `lease` settles as a duplicate of `article_id`. False where that row is stored or worked on: then
        nothing is left to do.
        """
        own = Offer(lease.site, key, url, "article", lease.channel, lease.id, lease.depth)
        answer = self._answers.get(lease.id)
        taken = await self._call(partial(self._ledger.adopt, own))
        outcome = Outcome(lease.site, lease.key, "duplicate", "same-page", of=article_id)
        self.settle(lease, "duplicate", "same-page", outcome=outcome)
        if taken is None:
            return False
        if answer is not None:  # its validators belong to the address that was asked for
            self._answers[taken.id] = Answered(site_now=answer.site_now)
        self._leased[taken.id] = taken
        self._claimed_at[taken.site] += 1
        self._by_url[lease.site, lease.url] = taken
        self._asked_as[taken.id] = lease.url
        return True

    async def stored_at(self, site: str, key: bytes) -> str | None:
        """Return the id of the article that the page of `key` gave, or None."""
        return await self._call(partial(self._ledger.stored_at, site, key))

    async def waiting(self) -> dict[str, int]:
        """Return how many pages of each site are due and not leased."""
        return await self._call(partial(self._ledger.waiting, list(self._claimed_at)))

    async def remember(self, name: str, value: str) -> None:
        """Keep a fact for other runs."""
        await self._call(partial(self._ledger.remember, name, value))

    # -- the loop -----------------------------------------------------------------------------------------

    async def next_leases(self) -> list[Lease]:
        """Wait until there is work and room for it; an empty list is the end of the run."""
        while not self.stopping:
            self._sweep()
            # Taken before the query: what the last callback found is in the buffers that the query takes.
            idle = not self._leased and not self._work
            wants = self._wants()
            leases, next_due = await self._turn(wants)
            if leases:
                return leases
            asked = set(wants) | set(self.unreachable)
            if (
                idle
                and asked >= set(self._claimed_at)
                and (next_due is None or next_due > time.time() + RETRY_WITHIN)
            ):
                return []
            await self._rest(next_due)
        return []

    async def close(self, reason: str) -> None:
        """Write whatever is buffered and give back the leases; raise `LedgerError`."""
        self.stopping = True
        while self._work:
            await self._turn({}, everything=True)
        await self._call(partial(self._ledger.end_run, reason))

    async def _turn(
        self, wants: Mapping[str, int], *, everything: bool = False
    ) -> tuple[list[Lease], float | None]:
        work, self._work = self._work, Work()
        due = (
            everything
            or not self._leased
            or len(work.lines) >= BATCH_LINES
            or time.monotonic() - self._oldest_line >= BATCH_SECONDS
        )
        if work.lines and not due:
            self._work.lines, work.lines = work.lines, []
        leases, next_due = await self._call(partial(self._ledger.turn, work, wants, self._files, self._flush))
        got = Counter(lease.site for lease in leases)
        for site in wants:
            if got[site] < wants[site]:
                self._quiet.add(site)
            else:
                self._quiet.discard(site)
        for lease in leases:
            self._leased[lease.id] = lease
            self._by_url[lease.site, lease.url] = lease
            self._claimed_at[lease.site] += 1
        return leases, next_due

    async def _call(self, call: Callable[[], T]) -> T:
        """Make one call of the ledger in its thread; a failure stops the run."""
        if self.failure is not None:
            raise self.failure
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, _explain, call)
        except LedgerError as error:
            self.failure = error
            self.stopping = True
            raise

    def _wants(self) -> dict[str, int]:
        """Share the window among the sites that have work; the others are asked for a little."""
        sites = [site for site in self._claimed_at if site not in self.unreachable]
        busy = [site for site in sites if site not in self._quiet or self._claimed_at[site]]
        share = max(1, self._window // (len(busy) or 1))
        room = self._window - len(self._leased)
        wants = {}
        for site in sorted(sites, key=self._claimed_at.__getitem__):
            if site in self._quiet and not self._claimed_at[site]:
                wants[site] = min(share, _LOOK)
                continue
            wanted = min(room, share - self._claimed_at[site])
            if wanted > 0:
                wants[site] = wanted
                room -= wanted
        return wants

    def _wake_if_room(self) -> None:
        if len(self._leased) <= self._window * 3 // 4 or len(self._work.lines) >= BATCH_LINES:
            self._wake.set()

    async def _rest(self, next_due: float | None) -> None:
        """Sleep until there is something to do, at most for a batch's time."""
        self._wake.clear()
        seconds = BATCH_SECONDS
        if next_due is not None:
            seconds = min(seconds, max(0.05, next_due - time.time()))
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    def _sweep(self) -> None:
        """Settle the leases whose requests vanished."""
        while self._dropped:
            lease = self._dropped.popleft()
            # A traceback may keep a claim alive into the row's next lease: that one is not lost.
            if self._leased.get(lease.id) is lease and not self.stopping:
                logger.error("Lost: neither an answer nor an error came for %s", lease.url)
                self.fail(lease, "lost", answered=True)

    def _forget(self, lease: Lease) -> bool:
        if self._leased.pop(lease.id, None) is None:
            return False
        self._by_url.pop((lease.site, self._asked_as.pop(lease.id, lease.url)), None)
        self._claimed_at[lease.site] -= 1
        self._answers.pop(lease.id, None)
        return True

    def _count_failure(self, lease: Lease, reason: str, tries: int) -> None:
        """Count a page as failed, until another visit of it ends."""
        self._recover(lease)
        kind = "revisit" if lease.revisits else lease.kind
        names: tuple[str, ...] = (f"{kind}/failed", f"{kind}/failed/{reason}")
        if tries >= MAX_TRIES:
            names += (f"given-up/{kind}",)
        self.counts.update(names)
        self._failing[lease.id] = names
        if kind == "article":
            self.articles[lease.site]["failed"] += 1

    def _recover(self, lease: Lease) -> None:
        names = self._failing.pop(lease.id, ())
        for name in names:
            self.counts[name] -= 1
            if not self.counts[name]:
                del self.counts[name]
        if "article/failed" in names:
            self.articles[lease.site]["failed"] -= 1

    def _count(self, lease: Lease, state: State, reason: str) -> None:
        self._recover(lease)
        kind = "article" if state in ("stored", "duplicate") else lease.kind  # also what was taken for a hub
        self.counts[f"{kind}/{state}"] += 1
        if kind == "article":
            self.articles[lease.site][state] += 1
        if reason:
            self.counts[f"{kind}/{state}/{reason}"] += 1


def _as_it_was(lease: Lease) -> Visit:
    return Visit(lease.id, lease.revisit_after, revision=lease.revision, missing=lease.missing)


def _explain(call: Callable[[], T]) -> T:
    with explained("the ledger"):
        return call()

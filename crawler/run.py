"""One run: the sites' locks, the ledger, the files and the fingerprints, opened and closed together."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from crawler.arguments import Arguments
from crawler.dedup import Index, Verdict
from crawler.dedup import index as dedup_tables
from crawler.dedup.fingerprint import day_of
from crawler.dedup.index import Stretch
from crawler.items import Article
from crawler.ledger.errors import DamageError, LedgerError, SiteLockedError
from crawler.ledger.frontier import Frontier
from crawler.ledger.ledger import Ledger, explained, url_in
from crawler.ledger.lock import AdvisoryLock, SiteLock
from crawler.ledger.rows import Offer
from crawler.site import Site
from crawler.storage.jsonl import DamagedFileError, JsonlFiles, Mark

logger = logging.getLogger(__name__)

Policy = Literal["divert", "mark", "off"]
# Reasons for which a run ends that did what it was told to.
GOOD_ENDS = frozenset(
    {
        "finished",
        "limit",
        "shutdown",
        "closespider_itemcount",
        "closespider_pagecount",
        "closespider_timeout",
        "closespider_timeout_no_item",
        "closespider_pagecount_no_item",
    }
)
POLICIES: tuple[Policy, ...] = ("divert", "mark", "off")


class Fingerprints:
    """The index of `dedup`, used by two threads: looked up in the event loop, written in the ledger's."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._coming: dict[int, asyncio.Future[None]] = {}  # stretches of time that are being read
        index.prepare(time.time() / 86_400)

    async def ready(self, article: Article) -> None:
        """Read in what `find` needs, in another thread: that may be much, where much is stored."""
        day = day_of(article.published_at) or day_of(article.fetched_at)
        with self._lock:
            absent = self._index.absent(day)
        for stretch in absent:
            if stretch.epoch not in self._coming:
                self._coming[stretch.epoch] = asyncio.ensure_future(self._bring(stretch))
            await asyncio.shield(self._coming[stretch.epoch])

    async def _bring(self, stretch: Stretch) -> None:
        try:
            await asyncio.to_thread(self._index.fetch, stretch)
            with self._lock:
                self._index.take(stretch)
        finally:
            del self._coming[stretch.epoch]

    def find(self, article: Article) -> Verdict | None:
        """Return what `article` repeats, adds that are not yet committed included."""
        with self._lock:
            return self._index.find(article)

    def add(self, article: Article) -> None:
        """Remember `article`; written by the next `flush`."""
        with self._lock:
            self._index.add(article)

    def flush(self, connection: Connection, ids: Collection[str]) -> None:
        """Write what was added of `ids`, inside the transaction that commits their lines."""
        with self._lock:
            self._index.flush(connection, ids)


class Run:
    """What `NewsSpider.start` opens and `spider_closed` closes; nothing else touches the disk."""

    def __init__(
        self,
        sites: Mapping[str, Site],
        arguments: Arguments,
        *,
        data_dir: str,
        ledger_url: str,
        lenient: bool = False,
    ) -> None:
        """`lenient`: a site that is locked or damaged is left out, as long as there are others."""
        self.sites = sites
        self.refused: dict[str, LedgerError] = {}  # sites that were left out, and why
        self.root = Path(data_dir)
        self.fingerprints: Fingerprints | None = None
        self.ledger: Ledger
        self.frontier: Frontier
        self._keys = sorted(sites)
        self._arguments = arguments
        self._url = ledger_url or url_in(self.root)
        self._worker: ThreadPoolExecutor | None = None
        self._lenient = lenient
        self._locks: dict[str, list[SiteLock | AdvisoryLock]] = {}

    def open(
        self, seeds: Sequence[Offer], *, window: int, policy: Policy, retry_delays: Sequence[float]
    ) -> None:
        """Take the locks, check the files, start the run; raise `LedgerError`."""
        self._probe()
        self.ledger = Ledger(self._url)
        beside = self.ledger.path.parent if self.ledger.path else self.root
        with explained("the ledger"):
            for key in self._keys:
                with self._apart(key):
                    self._take(key, SiteLock(beside / "locks", key))
                    if self.ledger.path is None:
                        self._take(key, AdvisoryLock(self.ledger.engine, key))
            self._leave_out()
            files = self._files(beside)
            self._leave_out()
            ours = [seed for seed in seeds if seed.site not in self.refused]
            self.ledger.begin_run(
                self._keys, f"{socket.gethostname()}:{os.getpid()}", ours, self._arguments.revisit
            )
            self.ledger.reopen_in_range(self._keys, _iso(self._arguments.since), _iso(self._arguments.until))
            if policy != "off":
                self.ledger.create(dedup_tables.metadata)
                self.fingerprints = Fingerprints(Index(self.ledger.engine))
        _collect_rarely()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        self.frontier = Frontier(
            self.ledger,
            files,
            self._worker,
            self._keys,
            window=window,
            flush=self.fingerprints.flush if self.fingerprints else None,
            retry_delays=retry_delays,
        )

    async def close(self, reason: str) -> None:
        """Commit what is buffered, give back what is leased, free the locks; raise `LedgerError`."""
        try:
            if self._worker is not None:
                await self.frontier.close(reason)
        finally:
            if self._worker is not None:
                self._worker.shutdown(wait=True)
                self.ledger.close()
            for key in list(self._locks):
                self._free(key)

    def _take(self, key: str, lock: SiteLock | AdvisoryLock) -> None:
        lock.take()
        self._locks.setdefault(key, []).append(lock)

    def _free(self, key: str) -> None:
        for lock in self._locks.pop(key, ()):
            lock.free()

    @contextmanager
    def _apart(self, key: str) -> Iterator[None]:
        """Note what is wrong with one site, where it shall not stop the others."""
        try:
            yield
        except (SiteLockedError, DamageError) as error:
            if not self._lenient:
                raise
            self.refused[key] = error

    def _leave_out(self) -> None:
        for key in self.refused:
            self._free(key)
        self._keys = [key for key in self._keys if key not in self.refused]
        if not self._keys:
            raise next(iter(self.refused.values()))

    def _probe(self) -> None:
        with explained(f"DATA_DIR {self.root}"):
            self.root.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".writable-{os.getpid()}"
            probe.touch()
            probe.unlink()

    def _files(self, beside: Path) -> JsonlFiles:
        # A ledger inside DATA_DIR moves with it; one that serves several folders names files in full.
        inside = self.ledger.path is not None and beside.resolve() == self.root.resolve()
        marks = [Mark(**mark) for mark in self.ledger.marks(self._keys)]
        root = self.root if inside else self.root.resolve()
        files = JsonlFiles(root, marks, absolute=not inside)
        cut = 0
        for key in self._keys:
            with self._apart(key):
                try:
                    cut += files.recover([key])
                except DamagedFileError as error:
                    raise DamageError(str(error)) from error
        if cut:
            logger.info("Cut %d bytes that an interrupted run had not committed", cut)
        return files


def _iso(day: object) -> str | None:
    return str(day) if day else None


def _collect_rarely() -> None:
    """Let the cycle collector look less often (as `settings` does), and never at what was loaded before.

    What is garbage by now stays; there was none when it was counted, and to look takes a tenth of a second.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)

"""One live process per site: a file lock, and on PostgreSQL an advisory lock; both die with their holder."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from crawler.ledger.errors import SiteLockedError, UnwritableError


class SiteLock:
    """The lock of one site; held from `take` to `free`."""

    def __init__(self, folder: Path, site: str) -> None:
        self._site = site
        self._path = folder / (re.sub(r"[^\w.-]", "_", site) + ".lock")
        self._file: int | None = None

    def take(self) -> None:
        """Take the lock or raise `SiteLockedError` at once."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise UnwritableError(f"Cannot write {self._path}: {error.strerror}.") from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(file, 20).decode("ascii", "replace").strip()
            os.close(file)
            who = f"process {holder}" if holder else "another process"
            raise SiteLockedError(
                f"{self._site} is being crawled by {who}: one process a site. Wait for it or stop it."
            ) from error
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        self._file = file

    def free(self) -> None:
        """Let go; the file stays, since removing it would let two processes hold different files."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class AdvisoryLock:
    """The same between machines that share a PostgreSQL ledger; freed when the connection ends."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine = engine
        self._site = site
        digest = hashlib.blake2b(f"crawl {site}".encode(), digest_size=8).digest()
        self._number = int.from_bytes(digest, "big", signed=True)
        self._connection: Connection | None = None

    def take(self) -> None:
        """Take the lock or raise `SiteLockedError` at once."""
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not connection.scalar(select(func.pg_try_advisory_lock(self._number))):
            connection.close()
            raise SiteLockedError(
                f"{self._site} is being crawled by another process or machine: one process a site. "
                "Wait for it or stop it."
            )
        self._connection = connection

    def free(self) -> None:
        """Let go: the connection is closed for good, since the pool would keep it and the lock."""
        if self._connection is not None:
            # A server notices that a connection is closed a little later.
            with contextlib.suppress(SQLAlchemyError):
                self._connection.scalar(select(func.pg_advisory_unlock(self._number)))
            self._connection.detach()
            self._connection.close()
            self._connection = None

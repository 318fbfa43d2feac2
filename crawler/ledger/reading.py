"""A ledger that is only looked at: also on a disk that cannot be written, and while a crawl holds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from crawler.ledger.errors import LedgerError, UnwritableError
from crawler.ledger.ledger import Ledger, explained
from crawler.ledger.schema import VERSION, facts


@dataclass(slots=True, frozen=True)
class Reading:
    """What reading takes of a `Ledger`."""

    engine: Engine
    machine: str


def path_of(url: str) -> Path | None:
    """Return the file of a SQLite ledger; None for other databases. Raises `ArgumentError` of SQLAlchemy."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.drivername.startswith("sqlite") and parsed.database else None


@contextmanager
def reading(url: str) -> Iterator[Reading]:
    """Open a ledger that is there, brought up to date where it can be written; raise `LedgerError`."""
    try:
        path = path_of(url)
    except ArgumentError:
        path = None  # which `Ledger` tells
    if path is not None and not path.exists():
        raise LedgerError(f"There is no ledger at {path}: nothing was crawled yet.")
    try:
        ledger = Ledger(url)
    except UnwritableError:
        if path is None or not path.is_file():
            raise
        engine = as_it_lies(path)
        found = Reading(engine, "")
        with explained("the ledger"), engine.connect() as connection:
            version = connection.scalar(select(facts.c.value).where(facts.c.name == "version"))
            if version != str(VERSION):
                raise LedgerError(
                    f"The ledger is of version {version}, this program reads version {VERSION}, and {path} "
                    "cannot be written to bring it up to date: copy it to where it can."
                ) from None
    else:
        found = Reading(ledger.engine, ledger.machine)
    try:
        yield found
    except SQLAlchemyError as error:
        with explained("the ledger"):
            raise error
    finally:
        found.engine.dispose()


def as_it_lies(path: Path) -> Engine:
    """Return an engine that writes nothing, not even what SQLite keeps beside a database that it reads."""
    engine = _engine(path, "mode=ro")
    journal = path.with_name(f"{path.name}-wal")
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_master"))
    except OperationalError:
        if journal.is_file() and journal.stat().st_size:  # what it holds would not be seen
            return engine
        return _engine(path, "mode=ro&immutable=1")
    return engine


def _engine(path: Path, how: str) -> Engine:
    address = f"file:{quote(str(path.absolute()))}?{how}"
    return create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool)

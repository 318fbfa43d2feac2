"""Brings the tables of an older ledger up to date, in place, inside the transaction that opens it."""

from __future__ import annotations

import time

from sqlalchemy import Connection, Index, inspect, update
from sqlalchemy.schema import CreateColumn

from crawler.ledger.revisit import MARKS, next_mark
from crawler.ledger.schema import pages


def migrate(connection: Connection, version: str) -> bool:
    """Bring the tables from `version` to the present one; return False where nobody knows how."""
    if version != "1":
        return False
    _add_columns(connection)
    # What version 1 stored within the last week is watched from now on. Its text was not hashed: the first
    # look only remembers it.
    since = time.time() - MARKS[-1]
    connection.execute(
        update(pages)
        .where(
            pages.c.kind == "article",
            pages.c.written.in_(("articles", "duplicates")),
            pages.c.visited_at >= since,
        )
        .values(since_at=pages.c.visited_at, revisit_after=next_mark(0.0))
    )
    return True


def _add_columns(connection: Connection) -> None:
    known = inspect(connection)
    there = {column["name"] for column in known.get_columns("pages")}
    table = connection.dialect.identifier_preparer.format_table(pages)
    for column in pages.columns:
        if column.name not in there:
            said = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {said}")
    indexed = {index["name"] for index in inspect(connection).get_indexes("pages")}
    for index in pages.indexes:
        assert isinstance(index, Index)
        if index.name not in indexed:
            index.create(connection)

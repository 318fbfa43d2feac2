"""The ledger's tables: one schema for SQLite and PostgreSQL.

Times are seconds since the epoch (UTC). A page's `key` is a 16-byte hash of what its URL's variants share, so
that five million rows keep a small unique index.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

VERSION = 2  # ledger/migration.py brings older ones here

metadata = MetaData()

# SQLite numbers rows by itself only for INTEGER keys; PostgreSQL's INTEGER ends at two thousand million.
_row_id = BigInteger().with_variant(Integer, "sqlite")

pages = Table(
    "pages",
    metadata,
    Column("id", _row_id, primary_key=True),
    Column("site", Text, nullable=False),
    Column("key", LargeBinary(16), nullable=False),
    Column("url", Text, nullable=False),
    Column("kind", Text, nullable=False),  # article, hub, feed, sitemap
    Column("state", Text, nullable=False, server_default="waiting"),  # the last outcome
    Column("reason", Text),
    Column("rank", Integer, nullable=False),  # the order of leases: ledger/rank.py
    Column("newest", Float, nullable=False, server_default="0"),  # the time a feed or sitemap states, else 0
    Column("due_at", Float),  # null: nothing is to be done
    Column("owner", Text),
    Column("lease_until", Float),
    Column("tries", Integer, nullable=False, server_default="0"),  # failures since the last success
    Column("channel", Text, nullable=False),
    Column("parent", _row_id),  # the row whose page led here
    Column("depth", Integer, nullable=False, server_default="0"),
    Column("first_seen_at", Float, nullable=False),
    Column("visited_at", Float),
    Column("visited_run", Integer),
    Column("article_id", Text),  # of the line this row wrote into articles/
    Column("of", Text),  # of a duplicate: the article that it repeats
    Column("published_at", Text),
    Column("written", Text),  # the kind of file that holds this row's line
    # What a revisit needs (ledger/revisit.py). Of an article the clock starts when it is stored, of a hub or
    # feed at every visit.
    Column("since_at", Float),
    Column("since_site", Float),  # the same moment by the site's own clock
    Column("revisit_after", Float),  # seconds from then; null: not watched
    Column("etag", Text),
    Column("last_modified", Text),
    Column("hashes", Text),  # of the last version that is held
    Column("revision", Integer, nullable=False, server_default="0"),  # lines in revisions/
    Column("missing", Integer, nullable=False, server_default="0"),  # answers in a row that it does not exist
    Column("gone_at", Float),  # a stored article that its site took away
)

Index("pages_key", pages.c.site, pages.c.key, unique=True)
Index(
    "pages_article",
    pages.c.article_id,
    unique=True,
    sqlite_where=pages.c.article_id.is_not(None),
    postgresql_where=pages.c.article_id.is_not(None),
)
# Only what can be leased is in this index, in the order of leases: small when a site is read to its end.
_leasable = text("due_at IS NOT NULL AND owner IS NULL")
Index(
    "pages_due",
    pages.c.site,
    pages.c.rank,
    pages.c.newest.desc(),
    pages.c.id,
    sqlite_where=_leasable,
    postgresql_where=_leasable,
)
# What a run looks for when it starts, among millions of articles that it must not read. Queries name these
# conditions literally: a bound value would hide from SQLite that the index holds all that is asked for.
OWNED = text("owner IS NOT NULL")
LISTING = text("kind <> 'article'")
FAILED = text("state = 'failed'")
OUT_OF_RANGE = text("reason = 'out-of-range'")
WATCHED = text("kind = 'article' AND revisit_after IS NOT NULL")
REOPENED = text("due_at IS NOT NULL AND (state = 'stored' OR state = 'duplicate')")
for _name, _rows in (
    ("pages_owned", OWNED),
    ("pages_listing", LISTING),
    ("pages_failed", FAILED),
    ("pages_out_of_range", OUT_OF_RANGE),
    ("pages_watched", WATCHED),
    ("pages_reopened", REOPENED),
):
    Index(_name, pages.c.site, sqlite_where=_rows, postgresql_where=_rows)

files = Table(
    "files",
    metadata,
    Column("machine", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("site", Text, nullable=False),
    Column("kind", Text, nullable=False),  # articles, duplicates, revisions, quarantine
    Column("offset", BigInteger, nullable=False),  # bytes that are committed
    Column("lines", BigInteger, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("sites", Text, nullable=False),  # keys, separated by spaces
    Column("started_at", Float, nullable=False),
    Column("finished_at", Float),
    Column("finish_reason", Text),
)

facts = Table(
    "facts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

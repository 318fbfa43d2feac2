"""The statements of revisits: what falls due again, and how a look at a stored article ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, literal, null, or_, select, update

from crawler.ledger.rank import ARTICLE
from crawler.ledger.revisit import EARLY, Revisits
from crawler.ledger.rows import Visit
from crawler.ledger.schema import LISTING, REOPENED, WATCHED, pages


def close_reopened(connection: Connection, sites: Sequence[str]) -> None:
    """Take back what an earlier run let fall due and did not get to: only a run that revisits asks again."""
    connection.execute(update(pages).where(pages.c.site.in_(sites), REOPENED).values(due_at=null()))


def reopen(
    connection: Connection, site: str, *, now: float, site_now: float | None, revisits: Revisits, run: int
) -> int:
    """Let what is due of `site` be leased: hubs, feeds, and articles up to the budget. Return their number.

    `now`, `site_now`: seconds by our clock and by the site's.
    """
    free = [pages.c.site == site, pages.c.owner.is_(None), pages.c.due_at.is_(None)]
    due = _due(now, site_now, literal(1.0))
    chosen = (
        select(pages.c.id)
        .where(*free, WATCHED, *([] if revisits.mode == "all" else [due]))
        # What is young changes; a bare day sorts before the times of that day, which does no harm.
        .order_by(func.coalesce(pages.c.published_at, "").desc(), pages.c.id.desc())
        .limit(revisits.most)
    )
    # Among the articles that wait, revisits take the place of what another article or a sitemap told.
    opened = connection.execute(
        update(pages).where(pages.c.id.in_(chosen)).values(due_at=now, rank=ARTICLE)
    ).rowcount
    connection.execute(
        update(pages)
        .where(
            *free,
            LISTING,
            pages.c.state.not_in(("gone", "rejected")),
            or_(pages.c.kind == "feed", and_(pages.c.depth <= 1, pages.c.channel != "archive")),
            or_(pages.c.visited_run.is_(None), pages.c.visited_run != run),
            or_(pages.c.revisit_after.is_(None), _due(now, site_now, literal(1 - EARLY))),
        )
        .values(due_at=now)
    )
    return opened


def _due(now: float, site_now: float | None, share: ColumnElement[float]) -> ColumnElement[bool]:
    after = pages.c.revisit_after * share
    ours = literal(now) - pages.c.since_at >= after
    return ours if site_now is None else or_(ours, literal(site_now) - pages.c.since_site >= after)


def settle_visits(connection: Connection, visits: Sequence[Visit], now: float) -> None:
    """Write down how revisits ended; their rows stay stored, or duplicates."""
    if not visits:
        return
    values: list[dict[str, Any]] = [
        {
            "at_row": visit.row,
            "new_after": visit.revisit_after,
            "new_etag": (visit.answer.etag or "") if visit.answer else None,
            "new_modified": (visit.answer.last_modified or "") if visit.answer else None,
            "new_hashes": visit.hashes,
            "new_revision": visit.revision,
            "new_missing": visit.missing,
            "new_gone": now if visit.gone else None,
            "new_due": visit.retry_at,
            "new_tries": visit.tries,
        }
        for visit in visits
    ]
    connection.execute(_VISIT, values)


_VISIT = (
    update(pages)
    .where(pages.c.id == bindparam("at_row"))
    .values(
        revisit_after=bindparam("new_after"),
        etag=func.coalesce(bindparam("new_etag"), pages.c.etag),
        last_modified=func.coalesce(bindparam("new_modified"), pages.c.last_modified),
        hashes=func.coalesce(bindparam("new_hashes"), pages.c.hashes),
        revision=bindparam("new_revision"),
        missing=bindparam("new_missing"),
        gone_at=bindparam("new_gone"),
        due_at=bindparam("new_due"),
        tries=bindparam("new_tries"),
        owner=null(),
        lease_until=null(),
    )
)

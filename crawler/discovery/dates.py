"""The dates that feeds and sitemaps state, as ISO 8601."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parsedate_to_datetime


def iso(text: str) -> str | None:
    """Return an RFC 822 or ISO 8601 date as ISO 8601 with the precision it has, or None.

    A time without a zone stays without one, a bare day a bare day. Years before 1990 and after 2100 are
    the marks of an empty field.
    """
    text = " ".join(text.split())
    if not text or len(text) > 60:
        return None
    moment: datetime | date | None
    try:
        moment = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return moment.isoformat() if 1990 <= moment.year <= 2100 else None

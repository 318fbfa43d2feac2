"""How pages that are asked for and pages that are found are known to the ledger."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crawler.found import Found
from crawler.ledger.rows import Lease
from crawler.site import Site
from crawler.urls import page_key

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


def lease_of(response: Response | Request) -> Lease | None:
    """Return the lease under which a page was asked for, where there is one."""
    claim = response.meta.get("claim")
    return claim.lease if claim is not None else None


def ledger_key(url: str, site: Site) -> bytes:
    """Return the 16 bytes under which the ledger knows the page at `url`."""
    return hashlib.blake2b(page_key(url, site).encode("utf-8", "replace"), digest_size=16).digest()


def newest(found: Found) -> float:
    """Return the time that a listing states for a URL, in seconds since the epoch; 0 where it states none."""
    if not found.lastmod:
        return 0.0
    try:
        stated = datetime.fromisoformat(found.lastmod)
        return max(0.0, (stated if stated.tzinfo else stated.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return 0.0

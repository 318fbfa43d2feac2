"""A URL that a page, feed or sitemap led us to, before the ledger knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PageKind = Literal["article", "hub", "feed", "sitemap"]
Channel = Literal[
    "seed", "feed", "sitemap", "news_sitemap", "hub", "similar", "read_also", "inline", "archive", "api"
]


@dataclass(frozen=True, slots=True)
class Found:
    """One discovered URL (absolute; the ledger normalises it)."""

    url: str
    kind: PageKind
    channel: Channel
    title: str = ""
    lastmod: str | None = None  # ISO 8601, as the sitemap or feed states it

"""Ours: extraction and the item stages, with the site files, or `--site news` as on an unknown site."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from protocol import main

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scrapy.utils.project import get_project_settings

from crawler.extraction import extract
from crawler.items import Reject
from crawler.refine import refine
from crawler.site import Site
from crawler.sites import known_sites, site_of

_GENERIC = os.environ.get("SITE") == "news"
_SITES = {} if _GENERIC else known_sites(get_project_settings())
_NOW = datetime.now(UTC)  # for pages of which nobody knows when they were fetched


def read(html: bytes, page: dict[str, Any]) -> dict[str, Any]:
    url = page["url"]
    site = Site.generic(url) if _GENERIC else site_of(url, _SITES)
    fetched_at = datetime.fromisoformat(page["fetched_at"]) if page.get("fetched_at") else _NOW
    found = extract(html, url, site, fetched_at=fetched_at, encoding=page.get("encoding"))
    article = refine(found.article, site) if found.article is not None else None
    return {} if article is None or isinstance(article, Reject) else article.to_dict()


if __name__ == "__main__":
    main(read)

"""From the bytes of a page to an article: `extract` (DESIGN.md, section 4). Pure; no Scrapy, no clock."""

from __future__ import annotations

from datetime import datetime

from crawler.extraction.article import EXTRACTOR, Extraction, extract_page, extract_part
from crawler.extraction.page import Page
from crawler.extraction.parts import Parts
from crawler.site import Site

__all__ = ["EXTRACTOR", "Extraction", "Page", "Parts", "extract", "extract_page", "extract_part"]


def extract(
    html: bytes, url: str, site: Site, *, fetched_at: datetime, encoding: str | None = None
) -> Extraction:
    """Return the article of a page, or why it holds none, and the links that lead on.

    `encoding` is what the HTTP header says. Never raises, whatever the bytes are.
    """
    return extract_page(Page.parse(html, url, site, fetched_at=fetched_at, encoding=encoding))

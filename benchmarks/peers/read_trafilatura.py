"""trafilatura: text and metadata of any page."""

from __future__ import annotations

from typing import Any

import trafilatura
from protocol import main, moment, text_of


def read(html: bytes, page: dict[str, Any]) -> dict[str, Any]:
    # It detects encodings by itself, so that only what the header says is decided for it.
    source = text_of(html, page) if page.get("encoding") else html
    found = trafilatura.bare_extraction(source, url=page["url"], with_metadata=True, include_comments=False)
    if found is None:
        return {}
    article = found if isinstance(found, dict) else found.as_dict()
    return {
        "headline": article.get("title"),
        "body": article.get("text"),
        "authors": [name for name in (article.get("author") or "").split("; ") if name],
        "published_at": moment(article.get("date")),
        "tags": article.get("tags") or [],
        "section": next(iter(article.get("categories") or []), None),
    }


if __name__ == "__main__":
    main(read)

"""A second opinion on the body, for pages where ours finds (nearly) nothing: trafilatura."""

from __future__ import annotations

import logging

logging.getLogger("trafilatura").setLevel(logging.ERROR)  # that it finds nothing is an answer, not a warning

_MAX = 1 << 20  # characters: it is slow, and a longer page without text of ours is no article


def paragraphs(text: str, url: str) -> list[str]:
    """Return the paragraphs that trafilatura finds, or none. Never raises."""
    if len(text) > _MAX:
        return []
    import trafilatura  # imported late: it is big, and most pages never need it

    try:
        found = trafilatura.extract(
            text, url=url, include_comments=False, include_tables=True, fast=True, favor_precision=True
        )
    except Exception:  # what it raises on broken pages is not documented, and its answer is optional
        return []
    return [p for p in (found or "").split("\n") if p.strip()]

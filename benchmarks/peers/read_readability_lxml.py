"""readability-lxml: title and text, nothing else."""

from __future__ import annotations

from typing import Any

from protocol import lines_of, main, text_of
from readability import Document


def read(html: bytes, page: dict[str, Any]) -> dict[str, Any]:
    document = Document(text_of(html, page), url=page["url"])
    return {"headline": document.short_title(), "body": lines_of(document.summary(html_partial=True))}


if __name__ == "__main__":
    main(read)

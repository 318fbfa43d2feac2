"""What every reader of a peer shares: pages in as JSON lines, predictions out, CPU time of each page.

Runs inside the peer's own environment, so nothing but the standard library is imported here.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

Read = Callable[[bytes, dict[str, Any]], "dict[str, Any] | None"]  # the bytes, and the page's line of input

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"(?i)</(?:p|div|h[1-6]|li|blockquote|td|tr|section|article)>|<br[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def main(read: Read) -> None:
    """Read the pages that `argv[1]` lists, write one prediction a line to `argv[2]`."""
    # `passes`: how often a page is read; the quickest counts.
    pages = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    if pages:
        _attempt(read, pages[0])  # imports and caches are not what is measured
    with Path(sys.argv[2]).open("w", encoding="utf-8") as out:
        for page in pages:
            out.write(json.dumps(_attempt(read, page), ensure_ascii=False, default=str) + "\n")


def _attempt(read: Read, page: dict[str, Any]) -> dict[str, Any]:
    html = Path(page["file"]).read_bytes()
    spent = float("inf")
    for _ in range(int(page.get("passes", 1))):
        started = time.process_time()
        try:
            found = read(html, page)
            failure = {} if found is not None else {"skipped": True}
        except Exception as error:  # a page that a peer cannot read is a page without a prediction
            found, failure = None, {"error": f"{type(error).__name__}: {error}"[:200]}
        spent = min(spent, time.process_time() - started)
    return {**(found or {}), **failure, "url": page["url"], "cpu": spent}


def text_of(html: bytes, page: dict[str, Any]) -> str:
    """Decode a page as a browser would: the header's encoding, else the declared one, else UTF-8."""
    declared = _CHARSET.search(html[:4096])
    for name in (page.get("encoding"), declared[1].decode("ascii") if declared else None, "utf-8"):
        try:
            return html.decode(name or "utf-8", "replace")
        except LookupError:
            continue
    return html.decode("utf-8", "replace")


def lines_of(markup: str) -> str:
    """Return the text of an HTML fragment, a line for each paragraph."""
    text = unescape(_TAG.sub("", _PARAGRAPH_END.sub("\n", markup)))
    return "\n\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())


def moment(value: Any) -> str | None:
    """Return a datetime, or the text of one, as ISO 8601."""
    if value is None or value == "":
        return None
    return value.isoformat() if hasattr(value, "isoformat") else str(value).replace(" ", "T", 1)

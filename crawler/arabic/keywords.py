"""Keywords that a page prints as one text, parted."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"\s*[،؛,;|•·\n]+\s*|(?:^|\s+)#(?=\S)")
_DASHES = re.compile(r"\s+[-–—/]\s+|\s{2,}")


def parted(text: str, *, alone: bool = False) -> list[str]:
    """Return what separators part in `text`; `alone`, where it holds all keywords: dashes part them too."""
    parts = [part for part in _SEPARATORS.split(text) if part]
    if alone and len(parts) == 1:
        parts = [part for part in _DASHES.split(parts[0]) if part]
    return parts

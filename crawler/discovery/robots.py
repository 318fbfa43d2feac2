"""The sitemaps that robots.txt names."""

from __future__ import annotations

import re

from crawler.discovery.sitemaps import sitemap
from crawler.found import Found
from crawler.urls import aligned, normalise

MAX_SITEMAPS = 50

_LINE = re.compile(rb"^[ \t\xef\xbb\xbf]*sitemap[ \t]*:[ \t]*([^\r\n#]+)", re.I | re.M)


def sitemaps(body: bytes, url: str | None = None) -> list[Found]:
    """Return the sitemaps named in the robots.txt at `url`, in its order; relative ones only with `url`."""
    out: dict[str, Found] = {}
    for line in _LINE.finditer(body[: 1 << 20]):
        target = normalise(line[1].decode("utf-8", "replace"), url)
        if target:
            target = aligned(target, url) if url else target
            out.setdefault(target, sitemap(target))
        if len(out) >= MAX_SITEMAPS:
            break
    return list(out.values())

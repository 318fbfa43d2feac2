"""Addresses of one making on one page are one kind of thing: the many settle what the doubtful ones are."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from crawler.url_words import ARTICLE, CONTAINER
from crawler.urls import decoded

_LEAST = 3  # headlines that it takes to know the shape of an article's address
_SHARE = 0.4

_DIGITS = re.compile(r"[0-9]+")
_WORD_BREAK = re.compile(r"[-_+ ]")


@lru_cache(maxsize=1 << 13)
def shape(url: str) -> str:
    """Return the making of an address: known words, numbers by length, slugs, codes, query keys."""
    rest, _, query = decoded(url).partition("://")[2].partition("?")
    host, _, path = rest.partition("/")
    parts = [_part(segment) for segment in path.lower().split("/") if segment]
    keys = sorted(f"{k}={_part(v)}" for k, _, v in (pair.partition("=") for pair in query.split("&") if pair))
    return f"{host.removeprefix('www.')}/{'/'.join(parts)}?{'&'.join(keys)}"


def _part(segment: str) -> str:
    stem, dot, ending = segment.rpartition(".")
    if dot and len(ending) <= 5 and ending.isalpha():
        return f"{_part(stem)}.{ending}"
    if segment in ARTICLE or segment in CONTAINER:
        return segment
    if segment.isdigit():
        return f"9*{min(len(segment), 6)}"
    if _WORD_BREAK.search(segment):
        return "slug9" if _DIGITS.search(segment) else "slug"
    return "code" if _DIGITS.search(segment) else "word"


def article_shapes(links: list[tuple[str, str, bool]]) -> set[str]:
    """Return the shapes that are articles'. `links`: address, text, whether its text is a headline's."""
    total: Counter[str] = Counter()
    headlines: Counter[str] = Counter()
    for url, text, headline in links:
        if text:
            making = shape(url)
            total[making] += 1
            headlines[making] += headline
    return {s for s, n in total.items() if headlines[s] >= max(_LEAST, _SHARE * n)}

"""Saved pages to articles, one line a page, in the order of the input; articles on several pages are joined.

A line waits until the further pages of its article have come, as long as they come soon: a crawl archives
them within a few pages of the first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from crawler.arabic import dates
from crawler.extraction import Extraction, Page, Parts, extract_page, extract_part
from crawler.items import Article, Reject
from crawler.network import blocks
from crawler.refine import refine
from crawler.site import Site, SiteError
from crawler.storage.saved import MAX_BYTES, SavedPage, Unreadable
from crawler.urls import normalise

HELD = 500  # lines that wait behind an article whose further pages have not come

Chooser = Callable[[str], Site]  # URL -> its site; may raise ValueError, SiteError
Say = Callable[[str], None]


@dataclass(slots=True)
class _Line:
    """A line of the output; `parts` while further pages of its article may come."""

    url: str
    fields: dict[str, Any] | None = None
    parts: Parts | None = None
    page: SavedPage | None = None  # where the article begins
    awaits: bool = False


def read_again(
    entries: Iterable[SavedPage | Unreadable], choose: Chooser, say: Say
) -> Iterator[dict[str, Any]]:
    """Yield the line of each entry: the article, or `{"url", "rejected": reason}`.

    `joined` is the reason of a page that another article goes on at. Sentences about what could not be read
    go to `say`; an entry of which not even the URL is known has no line.
    """
    held: deque[_Line] = deque()
    awaited: dict[str, _Line] = {}  # URL -> the line whose article goes on there

    def finished(line: _Line) -> dict[str, Any]:
        if line.fields is None:
            assert line.parts is not None
            assert line.page is not None
            line.fields = _finish(line.parts.article, line.page, choose, say)
        return line.fields

    for entry in entries:
        if isinstance(entry, Unreadable):
            say(f"{entry.where}: {entry.why}.")
            if entry.url is None:
                continue
            held.append(_Line(entry.url, {"url": entry.url, "rejected": "unreadable"}))
        elif (
            (first := awaited.pop(normalise(entry.url) or "", None)) is not None
            and first.fields is None
            and _joins(first, entry, choose)
        ):
            _await(first, awaited)
            held.append(_Line(entry.url, {"url": entry.url, "rejected": "joined"}))
        else:
            line = _begin(entry, choose, say)
            _await(line, awaited)
            held.append(line)
        while held and (not held[0].awaits or len(held) > HELD):
            yield finished(held.popleft())
    yield from map(finished, held)


def _await(line: _Line, awaited: dict[str, _Line]) -> None:
    """Let `line` wait for its article's next page; without one it is complete."""
    url = line.parts.next() if line.parts is not None else None
    line.awaits = url is not None
    if url is not None:
        awaited[url] = line


def _begin(page: SavedPage, choose: Chooser, say: Say) -> _Line:
    try:
        extraction = _extracted(page, choose)
    except (ValueError, SiteError):
        return _Line(page.url, {"url": page.url, "rejected": "bad-url"})
    except Exception as error:  # a page that breaks a rule of ours must not cost the other pages
        say(f"{page.url}: {type(error).__name__} while it was extracted: {error}")
        return _Line(page.url, {"url": page.url, "rejected": "error"})
    if isinstance(extraction, Reject):
        return _Line(page.url, {"url": page.url, "rejected": extraction.reason})
    if extraction.article is None:
        return _Line(page.url, {"url": page.url, "rejected": extraction.reason or "no-article"})
    goes_on = extraction.goes_on
    if extraction.article.kind != "live" and goes_on.following:
        return _Line(page.url, parts=Parts(extraction.article, page.url, goes_on), page=page)
    return _Line(page.url, _finish(extraction.article, page, choose, say))


def _joins(line: _Line, page: SavedPage, choose: Chooser) -> bool:
    """Join a further page to the article of `line`; False where nothing of it belongs there."""
    parts = line.parts
    assert parts is not None
    try:
        extraction = _extracted(page, choose, parts)
    except Exception:  # the page is then read by itself, where what is wrong is said
        return False
    if isinstance(extraction, Reject):
        return False
    before = parts.article.body
    parts.add(extraction.article, extraction.goes_on)
    return parts.article.body != before


def _extracted(page: SavedPage, choose: Chooser, parts: Parts | None = None) -> Extraction | Reject:
    if len(page.body) > MAX_BYTES:
        return Reject("too-large")
    blocked = blocks.verdict(page.status, dict(page.headers), page.body)
    if blocked:
        return Reject(f"blocked/{blocked}")
    if page.status != 200:
        return Reject(f"http-{page.status}")
    # Extraction needs a time; where none is known, what was counted from it is taken back below.
    fetched_at = page.fetched_at or datetime.now(UTC)
    parsed = Page.parse(page.body, page.url, choose(page.url), fetched_at=fetched_at, encoding=page.encoding)
    return extract_page(parsed) if parts is None else extract_part(parsed, parts.first, parts.number + 1)


def _finish(article: Article, page: SavedPage, choose: Chooser, say: Say) -> dict[str, Any]:
    """Let the stages' functions do their part; return the line."""
    site = choose(page.url)
    article = replace(article, requested_url=article.requested_url or page.url)
    if page.fetched_at is None:
        article = _without_clock(article, site)
    else:
        article = replace(article, fetched_at=page.fetched_at.isoformat(timespec="seconds"))
    try:
        refined = refine(article, site)
    except Exception as error:  # as above
        say(f"{page.url}: {type(error).__name__} while it was extracted: {error}")
        return {"url": page.url, "rejected": "error"}
    if isinstance(refined, Reject):
        return {"url": page.url, "rejected": refined.reason}
    return {**refined.to_dict(), "url": page.url}


def _without_clock(article: Article, site: Site) -> Article:
    """Take back the times that were counted from a time of fetching that nobody knows."""
    raw = article.published_raw or ""
    now = datetime.now(UTC)
    counted = (
        dates.parse(raw, timezone=site.timezone, now=None) is None
        and dates.parse(raw, timezone=site.timezone, now=now) is not None
    )
    published = None if counted else article.published_at
    return replace(article, published_at=published, fetched_at=None)

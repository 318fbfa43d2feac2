"""The account of a run at its end: what was stored, what was not and why, and where the lines are."""

from __future__ import annotations

import json
import sys
import textwrap
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals

from crawler.monitoring.bidi import isolate
from crawler.monitoring.counts import Counts

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.arguments import Arguments

_NAMES = {
    "stored": "stored",
    "duplicate": "duplicates",
    "rejected": "rejected",
    "gone": "gone",
    "blocked": "blocked",
    "failed": "errors",
}
_REVISITS = {"revision": "revisions", "unchanged": "unchanged", "unread": "unread"}  # of what is stored
_MOST_FILES = 4
_ARTICLE_LINES = 12


def summary(
    counts: Counts,
    *,
    sites: Sequence[str],
    pages: int,
    seconds: float,
    reason: str,
    files: Sequence[Path],
    days: str = "",
    browser: str = "",
) -> str:
    """Return the account of a run as a few lines of text.

    `days`: those that it was asked for, in words; `browser`: what it cost (`in_the_browser`).
    """
    who = ", ".join(sites[:5]) + (f" and {len(sites) - 5} more" if len(sites) > 5 else "")
    end = "" if reason == "finished" else f", ended by {reason}"
    lines = [f"{who or 'no site'}: {pages} pages in {seconds:.0f} s{end}"]
    for outcome, name in _NAMES.items():
        again = counts.revisits[outcome]  # gone, failed: said of stored articles too
        number = counts.outcomes[outcome] + again
        if number or outcome in ("stored", "duplicate", "rejected", "failed"):
            why = [counts.why(outcome), f"{again} of them stored before" if again else ""]
            if outcome == "failed" and number:
                why.append(_and_then(number - counts.given_up, counts.given_up))
            lines.append(f"  {name:<11}{number:>7}  {', '.join(filter(None, why))}".rstrip())
    for outcome, name in _REVISITS.items():
        number = counts.revisits[outcome]
        # A run that looks again says what it found, also where that is nothing.
        if number or (counts.revisits and outcome in ("revision", "unchanged")):
            lines.append(f"  {name:<11}{number:>7}  {counts.why_revisit(outcome)}".rstrip())
    if days and not counts.outcomes["stored"] and not counts.outcomes["duplicate"]:
        lines.append(f"  Nothing new {days} was found.")
    if browser:
        lines.append(f"  {'browser':<11}{browser}")
    shown = [str(path) for path in files[:_MOST_FILES]]
    if len(files) > _MOST_FILES:
        shown.append(f"and {len(files) - _MOST_FILES} more")
    lines += [f"  {'articles' if not place else '':<11}{path}" for place, path in enumerate(shown)]
    return "\n".join(lines)


def _and_then(waiting: int, given_up: int) -> str:
    """Say what becomes of articles that failed."""
    if not waiting:
        return "given up"
    rest = f", {given_up} given up" if given_up else ""
    return f"another run tries {waiting if given_up else 'them'} again{rest}"


def as_text(article: Mapping[str, Any], width: int = 88) -> str:
    """Return one line of JSONL as something to read on a terminal."""
    source = article.get("source") or {}
    facts = [
        article.get("published_at"),
        ", ".join(isolate(name) for name in article.get("authors") or ()),
        isolate(f"المصدر: {source['name']}") if source.get("name") else "",
    ]
    lines = [isolate(article.get("headline") or ""), " · ".join(fact for fact in facts if fact)]
    lines += [article.get("url") or "", ""]
    for paragraph in (article.get("body") or "").split("\n\n"):
        lines += [isolate(part) for part in textwrap.wrap(paragraph, width)]
    body = len(lines)
    if body > _ARTICLE_LINES:
        lines = [*lines[:_ARTICLE_LINES], "…"]
    if article.get("tags"):
        lines += ["", " · ".join(isolate(tag) for tag in article["tags"])]
    return "\n".join(lines)


class Summary:
    """Extension: prints the account to stderr, whatever the log level. SUMMARY: off, on, article."""

    wall: Callable[[], float] = staticmethod(time.time)

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._mode = str(crawler.settings.get("SUMMARY", "on"))
        self._started = 0.0
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.engine_stopped, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Summary:
        return cls(crawler)

    def spider_opened(self) -> None:
        self._started = self.wall()

    def engine_stopped(self) -> None:
        """Print, where a ledger was opened: `parse`, `shell` and `fetch` open none."""
        spider, stats = self._crawler.spider, self._crawler.stats
        # A run that never began: the sentence that says why is all there is to say.
        if self._mode == "off" or stats is None or not getattr(spider, "began", False):
            return
        every = stats.get_stats()
        counts = {
            name.removeprefix("ledger/"): int(value)
            for name, value in every.items()
            if name.startswith("ledger/")
        }
        sites = sorted(getattr(spider, "sites", {}))
        files = written(Path(self._crawler.settings["DATA_DIR"]), sites, since=self._started)
        said = summary(
            Counts.read(counts),
            sites=sites,
            pages=int(every.get("response_received_count", 0)),
            seconds=self.wall() - self._started,
            reason=str(every.get("finish_reason", "an error")),
            files=files,
            days=asked_days(getattr(spider, "arguments", None)),
            browser=in_the_browser(every),
        )
        if self._mode == "article" and files:
            said += f"\n\n{_last_article(files[-1])}"
        print(f"\n{said}", file=sys.stderr)


def asked_days(asked: Arguments | None) -> str:
    """Say which days of publication a run was asked for; nothing where it was asked for all."""
    parts = []
    if asked is not None and asked.since:
        parts.append(f"from {asked.since}")
    if asked is not None and asked.until:
        parts.append(f"{'to' if parts else 'up to'} {asked.until}")
    return " ".join(parts)


def in_the_browser(stats: Mapping[str, Any]) -> str:
    """Say what the pages cost that Chromium opened: seconds and MB each, and its memory; "" without any."""
    pages = int(stats.get("browser/pages", 0))
    if not pages:
        return ""
    seconds, megabytes = (
        stats.get("browser/seconds", 0.0) / pages,
        stats.get("browser/bytes", 0) / pages / 1e6,
    )
    size = f"{megabytes:.1f}" if megabytes >= 0.1 else f"{megabytes:.3f}"
    said = f"{pages:>7}  pages of {seconds:.1f} s and {size} MB each"
    held = int(stats.get("browser/memory_mb", 0))
    return f"{said}, Chromium {held} MB" if held else said


def written(data_dir: Path, sites: Sequence[str], *, since: float) -> list[Path]:
    """Return the files of articles that were written to since a time in seconds since the epoch."""
    # Clocks of file systems are coarser than ours.
    return [
        path
        for site in sites
        for path in sorted((data_dir / "articles" / site).glob("*.jsonl"))
        if path.stat().st_mtime >= since - 2.0
    ]


def _last_article(path: Path) -> str:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 1_000_000))
        tail = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        article = json.loads(tail)
    except ValueError:
        return ""
    return as_text(article) if isinstance(article, dict) else ""

"""`scrapy reextract INPUT... -o OUT.jsonl`: extraction and the item stages over saved pages."""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.arabic import dates
from crawler.extraction import extract
from crawler.items import Article, Reject
from crawler.network import blocks
from crawler.refine import refine
from crawler.site import Site, SiteError
from crawler.sites import known_sites, site_of
from crawler.storage.jsonl import to_line
from crawler.storage.saved import INDEX, MAX_BYTES, SavedPage, Unreadable, read_folder
from crawler.storage.warc import read_warc

GENERIC = "news"


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "INPUT... -o OUT.jsonl [--site NAME]"

    def short_desc(self) -> str:
        return "Extract articles again from saved pages: WARC files, or folders with an index.jsonl"

    def long_desc(self) -> str:
        return (
            "Runs extraction and the item stages over saved pages, without network, ledger and dedup. "
            'INPUT is a WARC file, or a folder with an index.jsonl of {"file", "url", "encoding"?, '
            '"fetched_at"?}. One line a page, in the order of the input. Exit status: 0 when everything '
            "could be read, 1 when something could not (it is named, and the rest is done), 2 when nothing "
            "was done."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where the JSON lines go; - is stdout")
        parser.add_argument(
            "--site",
            metavar="NAME",
            help=f"read every page as one of this site; {GENERIC}: as one of an unknown site",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        sources = [_source(name) for name in _inputs(args)]
        if not opts.output:
            raise UsageError("-o OUT.jsonl says where the articles go.", print_help=False)
        if any(_overwrites(opts.output, path) for _, path in sources):
            raise UsageError(
                f"{opts.output} is part of the input and would be overwritten.", print_help=False
            )
        assert self.settings is not None
        choose = _chooser(opts.site, known_sites(self.settings))
        started, counts = time.monotonic(), Counter[str]()
        unread = 0
        try:
            with _opened(opts.output) as out:
                for source in sources:
                    for entry in _entries(*source):
                        unread += isinstance(entry, Unreadable)
                        line = _line(entry, choose)
                        if line is not None:
                            counts[str(line.get("rejected", ""))] += 1
                            out.write(to_line(line) + b"\n")
        except BrokenPipeError:
            self.exitcode = 1
            return
        except OSError as error:
            _say(f"{opts.output} cannot be written: {error.strerror}.")
            self.exitcode = 1
            return
        _say(_summary(counts, unread, time.monotonic() - started, opts.output))
        self.exitcode = 1 if unread or counts["error"] else 0


Reader = Callable[[Path], Iterator[SavedPage | Unreadable]]
Chooser = Callable[[str], Site]


def _inputs(args: list[str]) -> list[str]:
    for name in args:
        if name.startswith("-"):
            raise UsageError(f"There is no option {name}.", print_help=False)
    if not args:
        raise UsageError(
            "What is to be read? Name WARC files, or folders with an index.jsonl.", print_help=False
        )
    return args


def _source(name: str) -> tuple[Reader, Path]:
    path = Path(name)
    if path.is_dir():
        if not (path / INDEX).is_file():
            raise UsageError(f"There is no {INDEX} in {name}.", print_help=False)
        return read_folder, path
    if not path.exists():
        raise UsageError(f"There is no file or folder {name}.", print_help=False)
    if path.name == INDEX:
        return read_folder, path.parent
    return read_warc, path


def _overwrites(output: str, source: Path) -> bool:
    path = Path(output).resolve()
    return path in (source.resolve(), (source / INDEX).resolve())


def _entries(read: Reader, path: Path) -> Iterator[SavedPage | Unreadable]:
    try:
        yield from read(path)
    except OSError as error:
        yield Unreadable(where=str(path), why=error.strerror or str(error))


def _chooser(name: str | None, known: Mapping[str, Site]) -> Chooser:
    """Return how the site of a URL is found: by its host, or the one that the user named."""
    if name is None:
        return lambda url: site_of(url, known)
    if name == GENERIC:
        return Site.generic
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f" Did you mean {near[0]}?" if near else " `scrapy sites` lists them."
        raise UsageError(f"There is no site {name!r}.{hint}", print_help=False)
    site = known[name]
    return lambda _: site


def _line(entry: SavedPage | Unreadable, choose: Chooser) -> dict[str, Any] | None:
    """Return the output line of one entry; None where not even its URL is known."""
    if isinstance(entry, Unreadable):
        _say(f"{entry.where}: {entry.why}.")
        return None if entry.url is None else {"url": entry.url, "rejected": "unreadable"}
    try:
        article = _article(entry, choose)
    except (ValueError, SiteError):
        return {"url": entry.url, "rejected": "bad-url"}
    except Exception as error:  # a page that breaks a rule of ours must not cost the other pages
        _say(f"{entry.url}: {type(error).__name__} while it was extracted: {error}")
        return {"url": entry.url, "rejected": "error"}
    if isinstance(article, Reject):
        return {"url": entry.url, "rejected": article.reason}
    return {**article.to_dict(), "url": entry.url}


def _article(page: SavedPage, choose: Chooser) -> Article | Reject:
    if len(page.body) > MAX_BYTES:
        return Reject("too-large")
    blocked = blocks.verdict(page.status, dict(page.headers), page.body)
    if blocked:
        return Reject(f"blocked/{blocked}")
    if page.status != 200:
        return Reject(f"http-{page.status}")
    site = choose(page.url)
    # Extraction needs a time; where none is known, what was counted from it is taken back below.
    fetched_at = page.fetched_at or datetime.now(UTC)
    found = extract(page.body, page.url, site, fetched_at=fetched_at, encoding=page.encoding)
    if found.article is None:
        return Reject(found.reason or "no-article")
    article = found.article
    article.requested_url = article.requested_url or page.url
    article.fetched_at = fetched_at.isoformat(timespec="seconds")
    if page.fetched_at is None:
        article = _without_clock(article, site, fetched_at)
    return refine(article, site)


def _without_clock(article: Article, site: Site, now: datetime) -> Article:
    """Take back the times that were counted from a time of fetching that nobody knows."""
    raw = article.published_raw or ""
    counted = (
        dates.parse(raw, timezone=site.timezone, now=None) is None
        and dates.parse(raw, timezone=site.timezone, now=now) is not None
    )
    published = None if counted else article.published_at
    return replace(article, published_at=published, fetched_at=None)


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        yield out


def _summary(counts: Counter[str], unread: int, seconds: float, output: str) -> str:
    rejected = {reason: n for reason, n in counts.most_common() if reason}
    parts = [f"{counts.total()} pages, {counts['']} articles"]
    if rejected:
        parts.append(
            f"{sum(rejected.values())} rejected ({', '.join(f'{r} {n}' for r, n in rejected.items())})"
        )
    if unread:
        parts.append(f"{unread} could not be read")
    return f"{', '.join(parts)}; {seconds:.1f} s -> {output}"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)

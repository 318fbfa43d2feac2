"""`scrapy reextract INPUT... -o OUT.jsonl`: extraction and the item stages over saved pages."""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, ClassVar

from scrapy.exceptions import UsageError

from crawler.options import CheckedCommand, known, output, stoppable
from crawler.packed import lines
from crawler.reextraction import Chooser, read_again
from crawler.site import Site
from crawler.sites import known_sites, site_of
from crawler.storage.jsonl import to_line
from crawler.storage.saved import INDEX, SavedPage, Unreadable, read_folder
from crawler.storage.warc import read_warc

GENERIC = "news"


class Command(CheckedCommand):
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
            '"fetched_at"?}. One line a page, in the order of the input; further pages of an article that '
            "follow it are joined to it. Exit status: 0 when everything "
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
        sources = [_source(name) for name in _inputs(known(args, "reextract"))]
        if not opts.output:
            raise UsageError("-o OUT.jsonl says where the articles go.", print_help=False)
        if opts.output != "-":
            output(opts.output)
        if any(_overwrites(opts.output, path) for _, path in sources):
            raise UsageError(
                f"{opts.output} is part of the input and would be overwritten.", print_help=False
            )
        assert self.settings is not None
        choose = _chooser(opts.site, known_sites(self.settings))
        started, counts, unread = time.monotonic(), Counter[str](), Counter[str]()
        try:
            with stoppable(f"What was read so far is in {opts.output}."), _opened(opts.output) as out:
                for source in sources:
                    for line in read_again(_entries(*source, unread), choose, _say):
                        counts[str(line.get("rejected", ""))] += 1
                        out.write(to_line(line) + b"\n")
        except BrokenPipeError:
            self.exitcode = 1
            return
        except OSError as error:
            _say(f"{opts.output} cannot be written: {error.strerror}.")
            self.exitcode = 1
            return
        _say(_summary(counts, unread.total(), time.monotonic() - started, opts.output))
        self.exitcode = 1 if unread.total() or counts["error"] else 0


Reader = Callable[[Path], Iterator[SavedPage | Unreadable]]


def _inputs(args: Sequence[str]) -> Sequence[str]:
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
    if not _may_be_warc(path):
        raise UsageError(
            f"{name} is no WARC file. Saved pages are a WARC, or a folder with an {INDEX}.", print_help=False
        )
    return read_warc, path


def _may_be_warc(path: Path) -> bool:
    """Whether a file begins as a WARC or an ARC does, packed or not; one that is empty or unreadable may."""
    try:
        with path.open("rb") as file:
            start = next(lines(file), b"").lstrip()
    except OSError:
        return True
    return not start or start.startswith((b"WARC/", b"filedesc:"))


def _overwrites(output: str, source: Path) -> bool:
    path = Path(output).resolve()
    return path in (source.resolve(), (source / INDEX).resolve())


def _entries(read: Reader, path: Path, unread: Counter[str]) -> Iterator[SavedPage | Unreadable]:
    try:
        for entry in read(path):
            unread[str(path)] += isinstance(entry, Unreadable)
            yield entry
    except OSError as error:
        unread[str(path)] += 1
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

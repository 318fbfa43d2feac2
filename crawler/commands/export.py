"""`scrapy export [SITE...] -o OUT`: what is stored, each article once, by what is known of copies by now."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import orjson
import sqlalchemy as sa
from scrapy.exceptions import UsageError

from crawler.dedup.clusters import clusters
from crawler.dedup.index import articles as index_table
from crawler.dedup.judge import Verdict
from crawler.dedup.roles import Role, Roles, verdicts
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import explained, url_in
from crawler.ledger.reading import Reading, reading
from crawler.ledger.schema import files, pages
from crawler.options import CheckedCommand, known, output, stoppable
from crawler.packed import appearing
from crawler.storage.jsonl import KINDS as WRITTEN
from crawler.storage.jsonl import folder_name, to_line

KINDS = ("articles", "duplicates")  # folders of DATA_DIR that hold articles as they were first stored
BATCH = 500  # lines whose roles are asked for at once
_STEP = 1 << 20  # bytes between two looks of the progress bar
NAMED = 5  # broken lines that are named; the others are counted


class Command(CheckedCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[SITE...] -o OUT.jsonl [--copies]"

    def short_desc(self) -> str:
        return "Write what is stored as one file of JSON lines, each article once"

    def long_desc(self) -> str:
        return (
            "Reads articles and duplicates of DATA_DIR and asks the ledger's index which of them are copies "
            "of each other by now: of each group the original is written, which is not always the one that "
            "was found first. OUT may end in .gz or .zst, or be - for the standard output. Exit status: 0 "
            "when everything could be read, 1 when lines or files were broken (they are named, and the rest "
            "is done), 2 when nothing was done."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where the articles go")
        parser.add_argument(
            "--copies", action="store_true", help="copies too, each with the original that it repeats"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if not opts.output:
            raise UsageError("-o OUT.jsonl says where the articles go.", print_help=False)
        root = Path(self.settings["DATA_DIR"])
        url = self.settings["LEDGER_URL"] or url_in(root)
        inputs = _inputs(root, known(args, "export"))
        target = None if opts.output == "-" else output(opts.output)
        if target and any(target.resolve().is_relative_to((root / kind).resolve()) for kind in WRITTEN):
            raise UsageError(f"{target} would lie among the data: write it elsewhere.", print_help=False)
        report = Report()
        try:
            with stoppable("Nothing was exported."), explained(opts.output), reading(url) as ledger:
                _limit(inputs, ledger, root, report)
                with (
                    appearing(target) if target else nullcontext(sys.stdout.buffer) as out,
                    _progress(inputs) as advance,
                    _resolver(ledger.engine, inputs) as resolver,
                ):
                    for lines in _batches(_lines(inputs, report, advance)):
                        for data in resolver.resolve(lines, report, copies=opts.copies):
                            out.write(data)
                    out.flush()
        except LedgerError as error:
            if isinstance(error.__cause__, BrokenPipeError):  # the reader has seen enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            else:
                sys.stderr.write(f"{error} Nothing was exported.\n")
            self.exitcode = 2
            return
        sys.stderr.write(f"{report}\n")
        self.exitcode = 1 if report.broken else 0


@dataclass(slots=True)
class Report:
    """What an export did."""

    counts: Counter[str] = field(default_factory=Counter)
    sites: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)  # sentences, the first few of them

    def fault(self, sentence: str) -> None:
        """Note what could not be read."""
        self.counts["broken"] += 1
        if len(self.broken) < NAMED:
            self.broken.append(sentence)

    def __str__(self) -> str:
        text = (
            f"{self.counts['written']} articles of {len(self.sites)} sites written; "
            f"{self.counts['left']} copies left out, {self.counts['turned']} articles in another role than "
            "when they were stored"
        )
        more = self.counts["broken"] - len(self.broken)
        faults = [*self.broken, *([f"and {more} more like these"] if more else [])]
        return "\n".join([text, *faults])


@dataclass(slots=True)
class Source:
    """A file of lines, and how much of it is committed."""

    path: Path
    folder: str  # of the site
    size: int


@dataclass(slots=True, frozen=True)
class Line:
    """A line that holds an article."""

    data: bytes
    article: dict[str, Any]
    id: str
    of: str | None  # what it repeated when it was stored


def _inputs(root: Path, sites: Sequence[str]) -> list[Source]:
    """Return the files of the sites, of each site what was first stored first."""
    if not root.is_dir():
        raise UsageError(f"There is no folder {root}: DATA_DIR names what a crawl wrote.", print_help=False)
    stored = sorted({path.name for kind in KINDS for path in (root / kind).glob("*") if path.is_dir()})
    for site in sites:
        if folder_name(site) not in stored:
            there = ", ".join(stored) or "nothing"
            raise UsageError(f"{root} holds nothing of {site}; it holds {there}.", print_help=False)
    if not stored:
        raise UsageError(f"{root} holds no articles yet.", print_help=False)
    chosen = [name for name in stored if not sites or name in {folder_name(site) for site in sites}]
    return [
        Source(path, name, path.stat().st_size)
        for name in chosen
        for kind in KINDS
        for path in sorted((root / kind / name).glob("*.jsonl"))
    ]


def _limit(inputs: Iterable[Source], ledger: Reading, root: Path, report: Report) -> None:
    """Leave out what a crawl that runs now has not committed yet."""
    query = sa.select(files.c.path, files.c.offset).where(files.c.machine == ledger.machine)
    with ledger.engine.connect() as connection:
        if not _knows_anything(connection):  # made anew, where the old one was lost
            raise LedgerError(
                "The ledger is empty and cannot know the copies; `scrapy dedupe` finds them without one."
            )
        committed = {(root / row.path).resolve(): row.offset for row in connection.execute(query)}
    for source in inputs:
        offset = committed.get(source.path.resolve(), source.size)
        if source.size < offset:
            report.fault(f"{source.path} has {source.size} bytes, the ledger accounts for {offset}.")
        source.size = min(source.size, offset)


def _knows_anything(connection: sa.Connection) -> bool:
    tables = [table for table in (pages, index_table) if sa.inspect(connection).has_table(table.name)]
    return any(connection.execute(sa.select(table).limit(1)).first() is not None for table in tables)


class Resolver:
    """Says of lines what their articles are by now."""

    def __init__(self, roles: Roles, connection: sa.Connection) -> None:
        self._roles = roles
        self._connection = connection

    def resolve(self, lines: Sequence[Line], report: Report, *, copies: bool) -> Iterator[bytes]:
        """Yield the lines that are to be written, with `duplicate` as it holds now."""
        roles = self._roles.of([line.id for line in lines])
        moved = [
            (line.id, roles[line.id].original)
            for line in lines
            if line.id in roles and roles[line.id].original not in (line.id, line.of)
        ]
        judged = verdicts(self._connection, moved)
        for line in lines:
            role = roles.get(line.id)
            if not copies and not (role.kept if role else line.of is None):
                report.counts["left"] += 1
                continue
            duplicate = line.article.get("duplicate")
            if role:
                duplicate = _duplicate(line, role, judged.get(line.id))
            report.counts["written"] += 1
            report.sites.add(str(line.article.get("site")))
            if duplicate == line.article.get("duplicate"):
                yield line.data
            else:
                report.counts["turned"] += 1
                yield to_line({**line.article, "duplicate": duplicate}) + b"\n"


@contextmanager
def _resolver(engine: sa.Engine, inputs: Iterable[Source]) -> Iterator[Resolver]:
    """Yield the resolver of this ledger; `inputs` say whose articles are at hand."""
    here = {source.folder for source in inputs}
    with (
        tempfile.TemporaryDirectory() as folder,
        engine.connect() as connection,
        closing(Roles(Path(folder) / "roles")) as roles,
    ):
        if sa.inspect(connection).has_table(index_table.name):  # none where dedup was always off
            roles.fill(clusters(connection), lambda site: folder_name(site) in here)
        yield Resolver(roles, connection)


def _duplicate(line: Line, role: Role, verdict: Verdict | None) -> dict[str, Any] | None:
    """Return what the article repeats by now."""
    if role.original == line.id:
        return None
    was = line.article.get("duplicate") or {}
    found = {"of": role.original, "cluster": role.cluster}
    if verdict is None:  # it repeats the same article as when it was stored
        return {**was, **found}
    # Two copies of one article may be too far apart to be called copies of each other.
    kind = verdict.kind if verdict.duplicate else was.get("kind", "near")
    how = {"similarity": verdict.similarity, "same_publisher": verdict.same_publisher}
    return {**found, "kind": kind, **how}


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while batch := list(islice(lines, BATCH)):
        yield batch


def _lines(inputs: Iterable[Source], report: Report, advance: Callable[[int], None]) -> Iterator[Line]:
    for source in inputs:
        left, read = source.size, 0
        try:
            with source.path.open("rb") as file:
                for number, data in enumerate(file, 1):
                    if left <= 0:
                        break
                    left -= len(data)
                    read += len(data)
                    if read > _STEP:
                        advance(read)
                        read = 0
                    line = _line(data) if left >= 0 else None
                    if line is not None:
                        yield line
                    elif data.strip():
                        report.fault(f"{source.path}, line {number}, is no article.")
        except OSError as error:
            report.fault(f"{source.path} cannot be read: {error.strerror}.")
        advance(read)


def _line(data: bytes) -> Line | None:
    try:
        article = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(article, dict) or not isinstance(article.get("id"), str) or not data.endswith(b"\n"):
        return None
    duplicate = article.get("duplicate")
    of = duplicate.get("of") if isinstance(duplicate, dict) else None
    return Line(data, article, article["id"], of if isinstance(of, str) else None)


@contextmanager
def _progress(inputs: Sequence[Source]) -> Iterator[Callable[[int], None]]:
    # Scrapy imports the modules of all commands for any of them.
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = ("[progress.percentage]{task.percentage:>3.0f}%", BarColumn(), DownloadColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=sum(source.size for source in inputs))
        yield lambda read: bar.advance(task, read)

"""`scrapy dedupe INPUT... -o OUT.jsonl`: keep one of each article of existing files."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import UsageError
from sqlalchemy.exc import SQLAlchemyError

from crawler.dedup.bulk import KINDS, beside, collect_rarely, deduplicate, rejected
from crawler.options import CheckedCommand, known, output, stoppable


class Command(CheckedCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "INPUT... -o OUT.jsonl [--duplicates FILE] [--mark] [--window DAYS] [--workers N]"

    def short_desc(self) -> str:
        return "Keep one of each article of JSON-lines files, with the judge and the index of a crawl"

    def long_desc(self) -> str:
        return (
            "INPUT is a file of JSON lines with at least a text under `body` in each, packed (gzip, "
            "Zstandard) or not, or a folder of such files (.jsonl, .jsonl.gz, .jsonl.zst), or - for the "
            "standard input. "
            "`headline`, `published_at`, `site`, `url` and `id` are compared too where they are given. The "
            "first of each group of copies is kept, in the order of the input; the others go to a second "
            "file, lines that are no article to a third. What ends in .gz or .zst is packed. Exit status: 0 "
            "when all lines were articles, 1 when some were not or a file could not be read to its end, 2 "
            "when nothing was done."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("-o", "--output", metavar="FILE", help="where the kept articles go")
        parser.add_argument("--duplicates", metavar="FILE", help="where copies go (OUT.duplicates.jsonl)")
        parser.add_argument("--mark", action="store_true", help="leave copies in OUT, marked as duplicates")
        parser.add_argument("--window", type=int, default=45, metavar="DAYS", help="between near copies (45)")
        parser.add_argument(
            "--workers", type=int, default=os.cpu_count() or 1, metavar="N", help="processes that read (all)"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if not known(args, "dedupe"):
            raise UsageError("dedupe takes files or folders of JSON lines.", print_help=False)
        if not opts.output:
            raise UsageError("-o OUT.jsonl says where the kept articles go.", print_help=False)
        if "-" in (opts.output, opts.duplicates):
            raise UsageError("dedupe writes files, which appear at its end: - is none.", print_help=False)
        if opts.window < 1 or opts.workers < 1:
            raise UsageError("--window and --workers are whole numbers from 1.", print_help=False)
        kept = output(opts.output)
        copies = output(opts.duplicates) if opts.duplicates else beside(kept, "duplicates")
        inputs = [path for name in args for path in _files(name)]
        written = {path.resolve() for path in (kept, copies, rejected(copies))}
        if any(path.resolve() in written for path in inputs):
            raise UsageError("An input would be overwritten by the output.", print_help=False)
        if len(written) < 3:
            raise UsageError("The kept articles and the copies go to different files.", print_help=False)
        started = time.monotonic()
        collect_rarely()
        faults: list[str] = []
        try:
            with stoppable("Nothing was written."):
                counts = self._deduplicate(inputs, kept, copies, opts, faults)
        except (OSError, SQLAlchemyError, BrokenProcessPool) as error:
            sys.stderr.write(f"Nothing was written: {_words(error)}.\n")
            self.exitcode = 2
            return
        said = summary(counts, time.monotonic() - started, kept, copies, mark=opts.mark)
        sys.stderr.write("".join(f"{line}\n" for line in [said, *faults]))
        self.exitcode = 1 if counts["rejected"] or faults else 0

    def _deduplicate(
        self, inputs: list[Path], kept: Path, copies: Path, opts: argparse.Namespace, faults: list[str]
    ) -> Counter[str]:
        # Scrapy imports the modules of all commands for any of them.
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

        console = Console(stderr=True)
        columns = ("[progress.percentage]{task.percentage:>3.0f}%", BarColumn(), DownloadColumn())
        with Progress(
            *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
        ) as bar:
            task = bar.add_task("", total=sum(path.stat().st_size for path in inputs))
            return deduplicate(
                inputs,
                kept,
                copies,
                policy="mark" if opts.mark else "divert",
                window_days=opts.window,
                workers=opts.workers,
                progress=lambda read: bar.advance(task, read),
                fault=lambda path, why: faults.append(f"{path} was not read to its end: {why}."),
            )


def _files(name: str) -> list[Path]:
    path = Path("/dev/stdin" if name == "-" else name)
    if path.is_dir():
        found = sorted(p for end in ("", ".gz", ".zst") for p in path.rglob(f"*.jsonl{end}") if p.is_file())
        if found:
            return found
        raise UsageError(f"There are no files .jsonl, .jsonl.gz or .jsonl.zst in {name}.", print_help=False)
    if not path.exists():
        raise UsageError(f"There is no file or folder {name}.", print_help=False)
    return [path]


def _words(error: Exception) -> str:
    if isinstance(error, BrokenProcessPool):
        return (
            "a process that read was ended from outside, perhaps for want of memory (--workers 1 takes less)"
        )
    if isinstance(error, OSError):
        named = f"{error.filename}: " if error.filename else ""
        return f"{named}{error.strerror or error}"
    return " ".join(str(getattr(error, "orig", None) or error).split())


def summary(counts: Counter[str], seconds: float, kept: Path, copies: Path, *, mark: bool = False) -> str:
    """Return the account of what was done, as a few lines."""
    total = sum(counts[kind] for kind in ("kept", "rejected", *KINDS))
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
    speed = f"{seconds:.0f} s, {total / max(seconds, 0.01):.0f}/s"
    lines = [f"{total} lines: {counts['kept']} kept; {kinds}; {counts['rejected']} were no articles; {speed}"]
    lines.append(f"  kept      {kept}{' (copies too, marked)' if mark else ''}")
    if any(counts[kind] for kind in KINDS) and not mark:
        lines.append(f"  copies    {copies}")
    if counts["rejected"]:
        why = ", ".join(
            f"{name.removeprefix('rejected/')} {number}"
            for name, number in counts.most_common()
            if name.startswith("rejected/")
        )
        lines.append(f"  rejected  {rejected(copies)}: {why}")
    if counts["ids"]:
        lines.append(f"  {counts['ids']} ids stood for another text before: those articles count as others")
    return "\n".join(lines)

"""`scrapy dedupe INPUT... -o OUT.jsonl`: keep one of each article of existing files."""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import zstandard
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.dedup.bulk import collect_rarely, deduplicate, rejected


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "INPUT... -o OUT.jsonl [--duplicates FILE] [--mark] [--window DAYS] [--workers N]"

    def short_desc(self) -> str:
        return "Keep one of each article of JSON-lines files, with the judge and the index of a crawl"

    def long_desc(self) -> str:
        return (
            "INPUT is a file of JSON lines (.jsonl, .jsonl.gz, .jsonl.zst) with at least a body in each, or "
            "a folder of such files. The first of each group of copies is kept, in the order of the input; "
            "the others go to a second file. Exit status: 0 when all lines were articles, 1 when some were "
            "not (they are in OUT.duplicates.rejected.jsonl), 2 when nothing was done."
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
        if not args:
            raise UsageError("dedupe takes files or folders of JSON lines.", print_help=False)
        if not opts.output:
            raise UsageError("-o OUT.jsonl says where the kept articles go.", print_help=False)
        if opts.window < 1 or opts.workers < 1:
            raise UsageError("--window and --workers are whole numbers from 1.", print_help=False)
        output = Path(opts.output)
        copies = Path(opts.duplicates or output.with_name(f"{output.stem}.duplicates{output.suffix}"))
        inputs = [path for name in args for path in _files(Path(name))]
        written = {path.resolve() for path in (output, copies, rejected(copies))}
        if any(path.resolve() in written for path in inputs):
            raise UsageError("An input would be overwritten by the output.", print_help=False)
        if len(written) < 3:
            raise UsageError("The kept articles and the copies go to different files.", print_help=False)
        started = time.monotonic()
        collect_rarely()
        try:
            counts = self._deduplicate(inputs, output, copies, opts)
        except (OSError, EOFError, gzip.BadGzipFile, zstandard.ZstdError) as error:
            sys.stderr.write(f"Nothing was written: {error}\n")
            self.exitcode = 2
            return
        sys.stderr.write(f"{summary(counts, time.monotonic() - started)}\n")
        self.exitcode = 1 if counts["rejected"] else 0

    def _deduplicate(
        self, inputs: list[Path], output: Path, copies: Path, opts: argparse.Namespace
    ) -> Counter[str]:
        console = Console(stderr=True)
        columns = ("[progress.percentage]{task.percentage:>3.0f}%", BarColumn(), DownloadColumn())
        with Progress(
            *columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal
        ) as bar:
            task = bar.add_task("", total=sum(path.stat().st_size for path in inputs))
            return deduplicate(
                inputs,
                output,
                copies,
                policy="mark" if opts.mark else "divert",
                window_days=opts.window,
                workers=opts.workers,
                progress=lambda read: bar.advance(task, read),
            )


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(p for end in ("", ".gz", ".zst") for p in path.rglob(f"*.jsonl{end}"))
        if found:
            return found
    elif path.is_file():
        return [path]
    raise UsageError(f"There are no JSON lines at {path}.", print_help=False)


def summary(counts: Counter[str], seconds: float) -> str:
    """Return one line about what was done."""
    total = sum(counts.values())
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in ("exact", "near", "contained", "revision"))
    refused = f"; {counts['rejected']} lines were no articles" if counts["rejected"] else ""
    speed = f"{seconds:.0f} s, {total / max(seconds, 0.01):.0f}/s"
    return f"{total} lines: {counts['kept']} kept; {kinds}{refused}; {speed}"

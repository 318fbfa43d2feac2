"""What the commands share: settings that are checked, options that nobody knows, outputs, an early end."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.wrong_settings import unread, wrong

# Endings that promise something else than JSON lines.
_OTHER_FORMATS = frozenset({".csv", ".tsv", ".xml", ".parquet", ".arrow", ".xlsx", ".sqlite"})


class CheckedCommand(ScrapyCommand):
    """A command that refuses settings that cannot be meant, before it starts."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that has no Arabic gets no traceback
            sys.stdout.reconfigure(errors="backslashreplace")
        if (sentence := wrong(self.settings)) is not None:
            raise UsageError(sentence, print_help=False)
        for name in unread(self.settings):
            sys.stderr.write(f"Nothing here reads the setting {name}.\n")


def known(args: Sequence[str], command: str) -> Sequence[str]:
    """Return the names among `args`; Scrapy takes an option that it does not know for one."""
    for name in args:
        if name.startswith("-") and name != "-":
            raise UsageError(
                f"There is no option {name}: `scrapy {command} -h` lists them.", print_help=False
            )
    return args


def output(name: str, *, lines: bool = True) -> Path:
    """Return where JSON lines (or what the name says) are to be written, its folder made.

    Raises `UsageError` with a sentence.
    """
    path = Path(name)
    ending = path.suffix.lower()
    if lines and ending in _OTHER_FORMATS:
        raise UsageError(f"{name} would hold JSON lines: name it .jsonl, not {ending}.", print_help=False)
    if path.is_dir():
        raise UsageError(f"{name} is a folder; name a file.", print_help=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}.", print_help=False) from None
    return path


@contextmanager
def stoppable(sentence: str) -> Iterator[None]:
    """End with `sentence` and the usual status where a person stops the command (Ctrl-C)."""
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(f"\nStopped. {sentence}\n")
        raise SystemExit(130) from None

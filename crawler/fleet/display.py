"""What `crawlall` shows while it runs: the table of `fleet.table` on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from rich.console import Console
from rich.live import Live
from rich.text import Text

from crawler.fleet.figures import Figures
from crawler.fleet.table import failures, line, table
from crawler.monitoring.bidi import isolate


class Display:
    """The table on a terminal, else a line every `every` seconds (0: none); what is logged goes above it."""

    def __init__(self, every: float) -> None:
        self._console = Console(file=sys.stderr, soft_wrap=False, highlight=False)
        self._every = every
        self._last = time.monotonic()
        self._live: Live | None = None
        self._ended: set[str] = set()
        if self._console.is_terminal:
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()

    def log(self, said: str) -> None:
        if self._live is not None:
            self._console.print(Text(isolate(said)))
        else:
            self.say(said)

    def update(self, sites: Sequence[Figures]) -> None:
        if self._live is not None:
            self._live.update(
                table(sites, rows=self._console.height - 4, width=self._console.width), refresh=True
            )
            return
        now = time.monotonic()
        if self._every > 0 and now - self._last >= self._every:
            self._last = now
            self.say(line(sites))

    def end(self, sites: Sequence[Figures]) -> None:
        """Show the whole table, and a sentence for each site that failed."""
        if self._live is not None:
            self._live.stop()
        wide = self._console.is_terminal
        Console(file=sys.stderr, soft_wrap=not wide, highlight=False, width=None if wide else 120).print(
            table(sites, width=self._console.width if wide else None)
        )
        for sentence in failures(sites):
            self.say(sentence)

    def say(self, said: str) -> None:
        """Write one line, in whatever the terminal can show."""
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(said.encode(encoding, "replace").decode(encoding) + "\n")
        sys.stderr.flush()

"""The processes of `crawlall`: started, listened to, ended; what one of them leaves behind is tried again."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crawler.fleet.figures import Figures
from crawler.fleet.orders import Orders

WORKER = "crawler.fleet.worker"
SILENT = 300.0  # seconds without a word after which a process is taken for hung
PATIENCE = 60.0  # seconds that a process may take to end once it was told to
_LINE = 1 << 20


class Jobs:
    """Runs shares of sites, so many at a time."""

    def __init__(
        self,
        shares: Sequence[Sequence[str]],
        order: Callable[[Sequence[str]], Orders],
        *,
        jobs: int,
        log: Callable[[str], None],
        environment: Mapping[str, str],
    ) -> None:
        """`order` makes the orders of a share; `log` gets each line that a process logs."""
        self.figures = {site: Figures(site) for share in shares for site in share}
        self.stopping = False
        self._order = order
        self._jobs = jobs
        self._log = log
        self._environment = environment
        self._waiting: deque[tuple[list[str], bool]] = deque((list(share), False) for share in shares)
        self._running: dict[Process, float] = {}  # when each said something last

    async def run(self) -> None:
        """Run all shares to their end."""
        await asyncio.gather(*(self._slot() for _ in range(self._jobs)))

    def stop(self) -> None:
        """Start nothing more and let every process end in its own order; a second call kills them."""
        again, self.stopping = self.stopping, True
        for process in self._running:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL if again else signal.SIGTERM)

    async def _slot(self) -> None:
        while self._waiting and not self.stopping:
            sites, again = self._waiting.popleft()
            status = await self._crawl(sites)
            unfinished = [site for site in sites if self.figures[site].phase == "running"]
            if not unfinished:
                continue
            sentence = f"Its process {_ended(status)}."
            if again or self.stopping:
                for site in unfinished:
                    self.figures[site].end(sentence)
                continue
            # One of them brought the process down. Each by itself, that one harms no other; the ledger knows
            # how far they got.
            self._log(f"A process {_ended(status)}: its {len(unfinished)} sites are run one by one.")
            for site in unfinished:
                self.figures[site].phase = "waiting"
                self._waiting.append(([site], True))

    async def _crawl(self, sites: list[str]) -> int:
        """Run one process to its end and return its exit status, below zero for a signal."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            WORKER,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=dict(self._environment),
            limit=_LINE,
            start_new_session=True,  # Ctrl-C is ours to pass on: two of them would end a crawl in disorder
        )
        assert process.stdin and process.stdout and process.stderr
        for site in sites:
            self.figures[site].phase = "running"
        self._running[process] = time.monotonic()
        watch = asyncio.create_task(self._watch(process))
        try:
            process.stdin.write(self._order(sites).line().encode())
            if self.stopping:
                process.terminate()
            await asyncio.gather(self._listen(process), self._pass_on(process.stderr))
            return await process.wait()
        finally:
            watch.cancel()
            del self._running[process]

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self._running[process] = time.monotonic()
            try:
                said = json.loads(line)
                figures = self.figures[said["site"]]
            except (ValueError, KeyError, TypeError):
                self._log(line.decode("utf-8", "replace").rstrip())  # a library that prints
                continue
            self._heard(figures, said)

    def _heard(self, figures: Figures, said: Mapping[str, Any]) -> None:
        if "ended" not in said:
            figures.take(said)
        else:
            figures.end(said["failure"])

    async def _pass_on(self, stream: asyncio.StreamReader) -> None:
        async for line in stream:
            self._log(line.decode("utf-8", "replace").rstrip())

    async def _watch(self, process: Process) -> None:
        """Kill a process that says nothing for long, or that does not end when it should."""
        asked: float | None = None
        while True:
            await asyncio.sleep(1.0)
            now = time.monotonic()
            if self.stopping and asked is None:
                asked = now
            if now - self._running[process] > SILENT or (asked is not None and now - asked > PATIENCE):
                process.kill()
                return


def _ended(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"


def environment(root: str) -> dict[str, str]:
    """Return this process's environment, in which the project under `root` can be imported."""
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}

"""The processes of `crawlall`: started, listened to, ended; what one of them leaves behind is tried again."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any

from crawler.fleet.figures import Figures
from crawler.fleet.orders import Orders

WORKER = "crawler.fleet.worker"
SILENT = 300.0  # seconds without a word after which a process is taken for hung
PATIENCE = 60.0  # seconds that a process may take to end once it was told to
WATCH = 1.0  # seconds between two looks at a process
_GRACE = 5.0  # seconds in which what an ended process said is read: its own children may hold the pipe open
_LINE = 1 << 16  # bytes of a line that are read


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
        await asyncio.gather(*(self._slot() for _ in range(min(self._jobs, self._most()))))

    def _most(self) -> int:
        """Return how many processes there can ever be: one a site at most."""
        return max(1, len(self.figures))

    def stop(self) -> None:
        """Start nothing more and let every process end in its own order; a second call kills them."""
        again, self.stopping = self.stopping, True
        for process in self._running:
            if process.returncode is None:
                if again:
                    _kill(process)
                else:
                    process.send_signal(signal.SIGTERM)

    async def _slot(self) -> None:
        while not self.stopping:
            if not self._waiting:
                if not self._running:
                    return
                await asyncio.sleep(WATCH)  # one that runs may leave sites behind
                continue
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
            start_new_session=True,  # Ctrl-C is ours to pass on: two of them would end a crawl in disorder
        )
        assert process.stdin and process.stdout and process.stderr
        for site in sites:
            self.figures[site].phase = "running"
        self._running[process] = time.monotonic()
        readers = {
            asyncio.create_task(self._listen(process)),
            asyncio.create_task(self._pass_on(process.stderr)),
        }
        try:
            process.stdin.write(self._order(sites).line().encode())
            if self.stopping:
                process.terminate()
            await self._watch(process, readers)
            return process.returncode if process.returncode is not None else await process.wait()
        finally:
            del self._running[process]

    async def _listen(self, process: Process) -> None:
        assert process.stdout is not None
        async for line in _lines(process.stdout):
            self._running[process] = time.monotonic()
            try:
                said = json.loads(line)
                self._heard(self.figures[said["site"]], said)
            except (ValueError, KeyError, TypeError):
                self._log(line)  # a library that prints

    def _heard(self, figures: Figures, said: Mapping[str, Any]) -> None:
        if "ended" not in said:
            figures.take(said)
        else:
            figures.end(said["failure"])

    async def _pass_on(self, stream: asyncio.StreamReader) -> None:
        async for line in _lines(stream):
            self._log(line)

    async def _watch(self, process: Process, readers: set[asyncio.Task[None]]) -> None:
        """Wait for a process; kill it where it says nothing for long, or does not end when it should."""
        asked: float | None = None
        ended: float | None = None
        reading = readers
        while reading := (await asyncio.wait(reading, timeout=WATCH))[1]:
            now = time.monotonic()
            if self.stopping and asked is None:
                asked = now
            if process.returncode is not None:
                ended = ended or now
                if now - ended > _GRACE:
                    _kill(process)  # what is left of its group
                if now - ended > 2 * _GRACE:
                    for reader in reading:
                        reader.cancel()
            elif now - self._running[process] > SILENT or (asked is not None and now - asked > PATIENCE):
                _kill(process)
        for reader in readers:
            if not reader.cancelled():
                reader.result()


def _kill(process: Process) -> None:
    """Kill a process and those it started: a browser would outlive it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """Yield the lines of a stream, without their ends; very long ones cut."""
    waiting = b""
    while piece := await stream.read(_LINE):
        *whole, waiting = (waiting + piece).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip()
        waiting = waiting[:_LINE]
    if waiting:
        yield waiting.decode("utf-8", "replace").rstrip()


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

"""How much memory the processes below this one hold, as Linux tells it; 0 where nothing does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_MOST = 500  # processes that are looked at


def memory_of_children(name: str, process: int | None = None) -> float:
    """Return the MB that no other process shares, of the descendants whose program's name holds `name`.

    `process`: whose descendants, by default this one's.
    """
    pages = 0
    for child in _descendants(os.getpid() if process is None else process):
        try:
            if name not in (_PROC / str(child) / "comm").read_text(encoding="utf-8", errors="replace"):
                continue
            resident, shared = (_PROC / str(child) / "statm").read_text(encoding="ascii").split()[1:3]
            pages += int(resident) - int(shared)
        except (OSError, ValueError):  # it has ended
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _descendants(process: int) -> Iterator[int]:
    waiting, seen = [process], 0
    while waiting and seen < _MOST:
        one = waiting.pop()
        for tasks in (_PROC / str(one) / "task").glob("*/children"):
            try:
                found = [int(child) for child in tasks.read_text(encoding="ascii").split()]
            except (OSError, ValueError):
                continue
            yield from found
            waiting += found
            seen += len(found)

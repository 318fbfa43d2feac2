"""`python crippled.py HOW N ARGUMENTS…`: scrapy with ARGUMENTS, in a process to which something happens.

HOW is what happens, at the Nth commit of lines (or to the Nth request):
`before-fsync` killed with the lines written and not yet safe; `before-commit` killed with the lines safe and
the transaction not begun; `full` the disk is full from then on; `lose` Scrapy drops it without a word.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from scrapy.cmdline import execute
from scrapy.core.engine import ExecutionEngine

from crawler.storage import jsonl

count = 0


def nth(number: int) -> bool:
    """Count; return whether the moment has come or is past."""
    global count
    count += 1
    return count >= number


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def before_fsync(number: int) -> None:
    fsync = os.fsync

    def patched(file: int) -> None:
        if nth(number):
            die()
        fsync(file)

    jsonl.os.fsync = patched  # type: ignore[attr-defined]


def before_commit(number: int) -> None:
    append = jsonl.JsonlFiles.append

    def patched(self: jsonl.JsonlFiles, batch: Any) -> Any:
        marks = append(self, batch)
        if nth(number):
            die()
        return marks

    jsonl.JsonlFiles.append = patched  # type: ignore[method-assign]


def full(number: int) -> None:
    fsync = os.fsync

    def patched(file: int) -> None:
        if nth(number):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(file)

    jsonl.os.fsync = patched  # type: ignore[attr-defined]


def lose(number: int) -> None:
    schedule = ExecutionEngine._schedule_request

    def patched(self: ExecutionEngine, request: Any) -> None:
        if request.meta.get("kind") == "article":
            global count
            count += 1
            if count == number:
                return
        schedule(self, request)

    ExecutionEngine._schedule_request = patched  # type: ignore[method-assign]


HOWS: dict[str, Callable[[int], None]] = {
    "before-fsync": before_fsync,
    "before-commit": before_commit,
    "full": full,
    "lose": lose,
}

if __name__ == "__main__":
    HOWS[sys.argv[1]](int(sys.argv[2]))
    sys.argv[:] = ["scrapy", *sys.argv[3:]]
    execute()

"""What a process says of its sites, once a second, and what is made of it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Phase = Literal["waiting", "running", "done", "failed"]
WINDOW = 20.0  # seconds over which pages a second are counted


@dataclass(slots=True)
class Figures:
    """One site of the run."""

    site: str
    phase: Phase = "waiting"
    queue: int = 0
    fetched: int = 0
    stored: int = 0
    duplicates: int = 0
    rejects: int = 0
    errors: int = 0
    sentence: str = ""  # why it failed
    speed: float = 0.0  # pages a second: of late while it runs, over all its time once it ended
    _seen: deque[tuple[float, int]] = field(default_factory=deque)
    began: float | None = None  # on the monotonic clock
    ended: float | None = None

    def take(self, said: Mapping[str, Any], now: float | None = None) -> None:
        """Take over what the site's process said, heard at `now` on the monotonic clock."""
        for name in ("queue", "fetched", "stored", "duplicates", "rejects", "errors"):
            setattr(self, name, int(said[name]))
        now = time.monotonic() if now is None else now
        if self.began is None:
            self.began = now
        self._seen.append((now, self.fetched))
        while len(self._seen) > 2 and now - self._seen[0][0] > WINDOW:
            self._seen.popleft()
        since, before = self._seen[0]
        self.speed = (self.fetched - before) / (now - since) if now > since else 0.0

    def end(self, sentence: str | None, now: float | None = None) -> None:
        """Note the end of the site's crawl; `sentence` says why it failed."""
        now = time.monotonic() if now is None else now
        self.phase = "failed" if sentence else "done"
        self.sentence = sentence or ""
        self.ended = now
        spent = now - self.began if self.began is not None else 0.0
        self.speed = self.fetched / spent if spent > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the queue will take; None where nobody knows."""
        if self.phase != "running" or not self.queue or not self.speed:
            return None
        return self.queue / self.speed


def total(sites: Iterable[Figures]) -> Figures:
    """Return the sum of all sites; its speed is of those that run, or of the whole run once none does."""
    every = list(sites)
    running = [one for one in every if one.phase == "running"]
    summed = Figures("all", phase="running" if running else "done")
    for name in ("queue", "fetched", "stored", "duplicates", "rejects", "errors"):
        setattr(summed, name, sum(getattr(one, name) for one in every))
    if running:
        summed.speed = sum(one.speed for one in running)
        return summed
    begun = [one.began for one in every if one.began is not None]
    ended = [one.ended for one in every if one.ended is not None]
    if begun and ended and max(ended) > min(begun):
        summed.speed = summed.fetched / (max(ended) - min(begun))
    return summed


def time_left(sites: Iterable[Figures]) -> float | None:
    """Return the seconds until the slowest site is through its queue; None where nobody knows."""
    every = list(sites)
    if any(one.phase == "waiting" for one in every):
        return None  # what waits for a process has not been counted
    return max((one.left for one in every if one.left is not None), default=None)

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
    _began: float | None = None

    def take(self, said: Mapping[str, Any], now: float | None = None) -> None:
        """Take over what the site's process said, heard at `now` on the monotonic clock."""
        for name in ("queue", "fetched", "stored", "duplicates", "rejects", "errors"):
            setattr(self, name, int(said[name]))
        now = time.monotonic() if now is None else now
        if self._began is None:
            self._began = now
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
        spent = now - self._began if self._began is not None else 0.0
        self.speed = self.fetched / spent if spent > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds that the queue will take; None where nobody knows."""
        if self.phase != "running" or not self.queue or not self.speed:
            return None
        return self.queue / self.speed


def total(sites: Iterable[Figures]) -> Figures:
    """Return the sum of all sites."""
    summed = Figures("all", phase="running")
    for one in sites:
        for name in ("queue", "fetched", "stored", "duplicates", "rejects", "errors", "speed"):
            setattr(summed, name, getattr(summed, name) + getattr(one, name))
    return summed

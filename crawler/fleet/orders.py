"""What `crawlall` tells each of its processes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

_LEAST, _MOST = 16, 256


@dataclass(slots=True, frozen=True)
class Orders:
    """The sites of one process, its settings and the arguments of the spider.

    `own`: the one site's spider adds code of its own, and is what crawls it.
    """

    sites: list[str]
    own: bool
    settings: dict[str, Any]
    arguments: dict[str, str]

    @classmethod
    def read(cls, line: str) -> Orders:
        return cls(**json.loads(line))

    def line(self) -> str:
        """Return the orders as one line."""
        return json.dumps(asdict(self)) + "\n"


def concurrency(sites: int, per_site: int) -> int:
    """Return CONCURRENT_REQUESTS of a process: enough that no site waits for another one's pace."""
    return max(_LEAST, min(_MOST, sites * per_site))

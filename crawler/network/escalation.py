"""Which articles are asked for with the browser though no site file says so.

An article page that comes as an empty frame (`extraction.shell`) is asked for again in Chromium, and from
then on every address of the same making at once; what worked is remembered over runs. Kinds of pages that
give nothing in the browser either are left, and a run opens at most BROWSER_PAGES such pages.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from crawler.discovery.shapes import shape
from crawler.network.chromium import find_chromium

Mode = Literal["off", "marked", "auto"]
MODES: tuple[Mode, ...] = ("off", "marked", "auto")

_HOPELESS = 3  # pages of one making that gave nothing in the browser, and none that gave something
_MOST_SHAPES = 200  # of a site
FACT = "browser:"  # and the site's key: the ledger's name for what worked


class Escalation:
    """The decisions of one run."""

    def __init__(self, mode: Mode, *, most: int, known: Mapping[str, str]) -> None:
        """`known`: what the ledger remembers, by name (`FACT` and the site's key), as JSON."""
        self.possible = mode == "auto" and find_chromium() is not None
        self._left = most
        self._proved: dict[str, set[str]] = {
            name.removeprefix(FACT): set(_shapes(value)) for name, value in known.items()
        }
        self._tried: dict[str, set[str]] = {}
        self._failures: Counter[tuple[str, str]] = Counter()

    @property
    def spent(self) -> bool:
        """Whether this run may open no more such pages."""
        return self._left <= 0

    def takes(self, site: str, url: str) -> bool:
        """Whether `url` is to be opened in the browser at once; then it counts."""
        if not self.possible or self._left <= 0 or not (site in self._proved or site in self._tried):
            return False
        making = shape(url)
        if making not in self._proved.get(site, ()) and making not in self._tried.get(site, ()):
            return False
        self._left -= 1
        return True

    def notice(self, site: str, url: str) -> bool:
        """Note that `url` came as a shell; return whether the browser will be tried."""
        making = shape(url)
        if not self.possible or self._left <= 0 or self._failures[site, making] >= _HOPELESS:
            return False
        tried = self._tried.setdefault(site, set())
        if len(tried) < _MOST_SHAPES:
            tried.add(making)
        return making in tried or making in self._proved.get(site, ())

    def failed(self, site: str, url: str) -> None:
        """Note that the browser found no article at `url` either."""
        making = shape(url)
        if making in self._proved.get(site, ()):
            return
        self._failures[site, making] += 1
        if self._failures[site, making] >= _HOPELESS:
            self._tried.get(site, set()).discard(making)

    def worked(self, site: str, url: str) -> tuple[str, str] | None:
        """Note that the browser found an article; return what the ledger shall remember, if that is new."""
        proved = self._proved.setdefault(site, set())
        making = shape(url)
        if making in proved or len(proved) >= _MOST_SHAPES:
            return None
        proved.add(making)
        return FACT + site, json.dumps(sorted(proved), ensure_ascii=False)


def _shapes(value: str) -> Iterable[str]:
    try:
        read = json.loads(value)
    except ValueError:
        return ()
    return (making for making in read if isinstance(making, str)) if isinstance(read, list) else ()

"""Which ids and texts were seen before: 64-bit keys in a sorted array, and the newest in a set.

Most articles are new; this spares them a question to the database. It may say yes wrongly (never no), so a
yes is always asked for there.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import xxhash

_FRESH = 16_384
_BITS = (1 << 64) - 1


def key_of(text: str) -> int:
    """Return the key of an id."""
    return xxhash.xxh3_64_intdigest(text.encode("utf-8", "replace"))


class Known:
    """A set of 64-bit keys, eight bytes each."""

    def __init__(self) -> None:
        self._fresh: set[int] = set()
        self._old = np.empty(0, np.uint64)

    def add(self, *keys: int) -> None:
        """Add keys; of a signed one its bits count."""
        self.extend(keys)

    def extend(self, keys: Iterable[int]) -> None:
        """Add many keys."""
        self._fresh.update(key & _BITS for key in keys)
        if len(self._fresh) > _FRESH + self._old.size // 64:
            self._old = np.union1d(self._old, np.fromiter(self._fresh, np.uint64, len(self._fresh)))
            self._fresh = set()

    def any(self, *keys: int) -> bool:
        """Return whether one of them was seen."""
        bits = [key & _BITS for key in keys]
        if not self._fresh.isdisjoint(bits):
            return True
        wanted = np.array(bits, np.uint64)
        places = self._old.searchsorted(wanted)
        return bool((self._old.take(places, mode="clip") == wanted).any()) if self._old.size else False

    def __contains__(self, key: int) -> bool:
        return self.any(key)

"""Which ids and texts were seen before: 64-bit keys in a sorted array, and the newest in a set.

Most articles are new; this spares them a question to the database. It may say yes wrongly (never no), so a
yes is always asked for there.
"""

from __future__ import annotations

import hashlib

import numpy as np

_FRESH = 16_384


def key_of(text: str) -> int:
    """Return the key of an id."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


class Known:
    """A set of 64-bit keys, eight bytes each."""

    def __init__(self) -> None:
        self._fresh: set[int] = set()
        self._old = np.empty(0, np.uint64)

    def add(self, *keys: int) -> None:
        """Add keys; of a signed one its bits count."""
        self._fresh.update(key & 0xFFFFFFFFFFFFFFFF for key in keys)
        if len(self._fresh) > _FRESH + self._old.size // 8:
            self._old = np.union1d(self._old, np.fromiter(self._fresh, np.uint64, len(self._fresh)))
            self._fresh = set()

    def __contains__(self, key: int) -> bool:
        key &= 0xFFFFFFFFFFFFFFFF
        if key in self._fresh:
            return True
        place = int(np.searchsorted(self._old, np.uint64(key)))
        return place < self._old.size and int(self._old[place]) == key

"""A list of ids that the collector of garbage need not walk: their bytes, one behind the other.

A million strings in a list are 80 MB, and a fifth of a second whenever Python looks for cycles.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Names:
    """Strings numbered from 0, in the order in which they were added."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode("utf-8", "surrogatepass")

    def append(self, name: str) -> None:
        """Add one."""
        self._bytes += name.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))

    def extend(self, names: Iterable[str]) -> None:
        """Add several."""
        for name in names:
            self.append(name)

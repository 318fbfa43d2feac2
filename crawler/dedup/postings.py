"""Which articles hold a shingle: posting lists in sorted arrays, eight bytes a posting.

A posting is one `uint64`, the shingle's hash in the upper half and the article's number in the lower. New
articles go to a small dictionary; when that is full it becomes a sorted array, and arrays of like size are
merged, so that a lookup searches a handful of arrays however many articles there are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FRESH = 32_768  # postings held in the dictionary before they become an array
_HALF = np.uint64(32)


class Postings:
    """Posting lists of articles numbered from 0."""

    def __init__(self) -> None:
        self._fresh: dict[int, list[int]] = {}
        self._fresh_size = 0
        self._arrays: list[NDArray[np.uint64]] = []  # each sorted; the longest first

    def __len__(self) -> int:
        return self._fresh_size + sum(array.size for array in self._arrays)

    def add(self, number: int, sketch: NDArray[np.uint32]) -> None:
        """Add one article's hashes."""
        for value in sketch.tolist():
            self._fresh.setdefault(value, []).append(number)
        self._fresh_size += sketch.size
        if self._fresh_size >= _FRESH:
            pairs = [(value << 32) | n for value, numbers in self._fresh.items() for n in numbers]
            self._fresh, self._fresh_size = {}, 0
            self._push(np.sort(np.array(pairs, np.uint64)))

    def extend(self, numbers: NDArray[np.uint32], hashes: NDArray[np.uint32]) -> None:
        """Add many postings at once: `hashes[i]` occurs in article `numbers[i]`."""
        if hashes.size:
            self._push(np.sort((hashes.astype(np.uint64) << _HALF) | numbers))

    def find(self, sketch: NDArray[np.uint32], most: int) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
        """Return the articles that share hashes with `sketch`, and for each the weight of what it shares.

        A hash that `n` articles hold weighs `1 / (1 + log2(n))`, and one that more than `most` hold says
        nothing and is left out: a formula of the trade, not a trace of a copy.
        """
        lists: list[NDArray[np.uint32]] = []
        sizes = np.zeros(sketch.size, np.int64)
        bounds = []
        lower = sketch.astype(np.uint64) << _HALF
        upper = (sketch.astype(np.uint64) + np.uint64(1)) << _HALF
        for array in self._arrays:
            starts, ends = np.searchsorted(array, lower), np.searchsorted(array, upper)
            bounds.append((array, starts, ends))
            sizes += ends - starts
        fresh = [self._fresh.get(value) for value in sketch.tolist()] if self._fresh else []
        for position, numbers in enumerate(fresh):
            if numbers:
                sizes[position] += len(numbers)
        useful = np.flatnonzero((sizes > 0) & (sizes <= most))
        weights: list[NDArray[np.float64]] = []
        for position in useful.tolist():
            weight = 1.0 / (1.0 + np.log2(sizes[position]))
            for array, starts, ends in bounds:
                if ends[position] > starts[position]:
                    part = array[starts[position] : ends[position]].astype(np.uint32)
                    lists.append(part)
                    weights.append(np.full(part.size, weight))
            if fresh and fresh[position]:
                part = np.array(fresh[position], np.uint32)
                lists.append(part)
                weights.append(np.full(part.size, weight))
        if not lists:
            return np.empty(0, np.uint32), np.empty(0)
        found, places = np.unique(np.concatenate(lists), return_inverse=True)
        return found, np.bincount(places, np.concatenate(weights)).astype(np.float64)

    def _push(self, array: NDArray[np.uint64]) -> None:
        self._arrays.append(array)
        while len(self._arrays) > 1 and self._arrays[-2].size < 3 * self._arrays[-1].size:
            last, before = self._arrays.pop(), self._arrays.pop()
            merged = np.concatenate((before, last))
            merged.sort(kind="stable")  # two sorted runs: a merge
            self._arrays.append(merged)

"""Which articles hold a shingle: posting lists in sorted arrays, eight bytes a posting.

A posting is one `uint64`, the shingle's hash in the upper half and the article's number in the lower. New
articles go to a small dictionary; when that is full it becomes a sorted array, and arrays of like size are
merged, so that a lookup searches a handful of arrays however many articles there are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FRESH = 16_384  # postings held in the dictionary before they become an array
_RATIO = 8  # an array is merged with the next one when it is less than so many times longer
_NEAR = np.arange(32)
_HALF = np.uint64(32)

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]


class Postings:
    """Posting lists of articles numbered from 0."""

    def __init__(self) -> None:
        self._fresh: dict[int, list[int]] = {}
        self._fresh_size = 0
        self._arrays: list[_Sorted] = []  # the longest first

    def __len__(self) -> int:
        return self._fresh_size + sum(array.size for array in self._arrays)

    def add(self, number: int, sketch: Numbers) -> None:
        """Add one article's hashes."""
        for value in sketch.tolist():
            self._fresh.setdefault(value, []).append(number)
        self._fresh_size += sketch.size
        if self._fresh_size >= _FRESH:
            pairs = [(value << 32) | n for value, numbers in self._fresh.items() for n in numbers]
            self._fresh, self._fresh_size = {}, 0
            self._push(np.sort(np.array(pairs, np.uint64)))

    def extend(self, numbers: Numbers, hashes: Numbers) -> None:
        """Add many postings at once: `hashes[i]` occurs in article `numbers[i]`."""
        if hashes.size:
            self._push(np.sort((hashes.astype(np.uint64) << _HALF) | numbers.astype(np.uint64)))

    def find(self, sketch: Numbers, most: int) -> tuple[Numbers, NDArray[np.int64], NDArray[np.float64]]:
        """Return the articles that share hashes with `sketch`; for each how many, and their weight.

        A hash that `n` articles hold weighs `1 / (1 + log2(n))`, and one that more than `most` hold says
        nothing and is left out: a formula of the trade, not a trace of a copy.
        """
        lower = sketch.astype(np.uint64) << _HALF
        sizes = np.zeros(sketch.size, np.int64)
        bounds = []
        for array in self._arrays:
            starts, counts = array.ranges(lower)
            sizes += counts
            if counts.any():
                bounds.append((array.values, starts, counts))
        fresh: list[tuple[int, list[int]]] = []
        if self._fresh:
            for position, value in enumerate(sketch.tolist()):
                numbers = self._fresh.get(value)
                if numbers:
                    fresh.append((position, numbers))
                    sizes[position] += len(numbers)
        useful = sizes <= most
        weights = 1.0 / (1.0 + np.log2(np.maximum(sizes, 1)))
        lists = [np.empty(0, np.uint32)]
        gains = [np.empty(0)]
        for values, starts, counts in bounds:
            counts = np.where(useful, counts, 0)
            ends = np.cumsum(counts)
            places = np.repeat(starts - ends + counts, counts) + np.arange(ends[-1])
            lists.append(values[places].astype(np.uint32))
            gains.append(np.repeat(weights, counts))
        for position, numbers in fresh:
            if useful[position]:
                lists.append(np.array(numbers, np.uint32))
                gains.append(np.full(len(numbers), weights[position]))
        found, places, shared = np.unique(np.concatenate(lists), return_inverse=True, return_counts=True)
        return found, shared, np.bincount(places, np.concatenate(gains), found.size).astype(np.float64)

    def _push(self, values: NDArray[np.uint64]) -> None:
        while self._arrays and self._arrays[-1].size < _RATIO * values.size:
            values = np.concatenate((self._arrays.pop().values, values))
            values.sort()
        self._arrays.append(_Sorted(values))


class _Sorted:
    """A sorted array of postings, and where each stretch of hashes starts in it.

    In a large array every step of a binary search is a miss of the cache; with the starts known there is one
    for each hash, and the rest is looked for by hand in the few postings that follow.
    """

    def __init__(self, values: NDArray[np.uint64]) -> None:
        self.values = values
        self.size = values.size
        buckets = 1 << max(0, (values.size // 8).bit_length() - 1)
        # Sketches hold small hashes only, short texts' excepted: those share the last bucket.
        self._shift = np.uint64(32 + 29 - (buckets.bit_length() - 1))
        self._last = np.uint64(buckets)
        edges = np.arange(buckets + 1, dtype=np.uint64) << self._shift
        self._starts = np.append(np.searchsorted(values, edges), values.size).astype(np.uint32)

    def ranges(self, lower: NDArray[np.uint64]) -> tuple[Places, Places]:
        """Return where the postings of each hash start, and how many there are."""
        bucket = np.minimum(lower >> self._shift, self._last).astype(np.int64)
        low = self._starts[bucket].astype(np.int64)
        long = self._starts[bucket + 1] - low
        near = low[:, None] + _NEAR
        values = self.values[np.minimum(near, self.size - 1)]
        inside = long[:, None] > _NEAR
        starts = low + ((values < lower[:, None]) & inside).sum(axis=1)
        counts = (((values >> _HALF) == (lower >> _HALF)[:, None]) & inside).sum(axis=1)
        more = np.flatnonzero(long > _NEAR.size)
        if more.size:
            starts[more] = np.searchsorted(self.values, lower[more])
            counts[more] = np.searchsorted(self.values, lower[more] + (np.uint64(1) << _HALF)) - starts[more]
        return starts, counts

"""Which articles hold a shingle: posting lists in sorted arrays, eight bytes a posting.

A posting is one `uint64`, the shingle's hash in the upper half and the article's number in the lower. New
articles go to a small dictionary; when that is full it becomes a sorted array, and arrays of like size are
merged, so that a lookup searches a handful of arrays however many articles there are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.fingerprint import distinct

_FRESH = 16_384  # postings held in the dictionary before they become an array
_RATIO = 8  # an array is merged with the next one when it is less than so many times longer
_HALF = np.uint64(32)
_EDGES = np.array([0, (1 << 32) - 1], np.uint64)  # the numbers between which all articles' lie
_LARGE = 1 << 20  # postings that do not fit into the processor's cache
_NEAR = np.arange(16)
_COUNT = 16  # bits in which shared hashes are counted, below the weight
_SHARED = (1 << _COUNT) - 1

Numbers = NDArray[np.uint32]
Packed = NDArray[np.uint64]
Places = NDArray[np.int64]


class Postings:
    """Posting lists of articles numbered from 0."""

    def __init__(self, most: int) -> None:
        """`most`: a hash that more articles hold says nothing: a formula of the trade, no trace of a copy."""
        self._most = most
        self._gains = [int(2**20 / (1 + math.log2(max(n, 1)))) << _COUNT | 1 for n in range(most + 1)]
        self._fresh: dict[int, list[int]] = {}  # the numbers of each hash
        self._added: list[Packed] = []  # what is in the dictionary
        self._waiting = 0  # postings in it
        self._arrays: list[_Sorted] = []  # the longest first
        self._looked: dict[int, list[int]] = {}  # what the arrays hold of the hashes that are expected
        self._covered: frozenset[int] = frozenset()  # these hashes

    def __len__(self) -> int:
        return self._waiting + sum(array.size for array in self._arrays)

    def add(self, number: int, sketch: Numbers) -> None:
        """Add one article's hashes."""
        fresh = self._fresh
        for value in sketch.tolist():
            if value in fresh:
                fresh[value].append(number)
            else:
                fresh[value] = [number]
        self._added.append(_packed(sketch, np.uint64(number)))
        self._waiting += sketch.size
        if self._waiting >= _FRESH:
            values = np.concatenate(self._added)
            self._fresh, self._added, self._waiting = {}, [], 0
            self._push(np.sort(values))

    def extend(self, numbers: Numbers, hashes: Numbers) -> None:
        """Add many postings at once: `hashes[i]` occurs in article `numbers[i]`."""
        if hashes.size:
            self._push(np.sort(_packed(hashes, numbers.astype(np.uint64))))

    def find(self, sketch: Numbers, best: int) -> list[tuple[int, int, int]]:
        """Return up to `best` articles that share two hashes or more with `sketch`.

        Each as its weight, its number, and how many it shares; the heaviest first, of equal ones the
        earliest. A hash that `n` articles hold weighs `2**20 / (1 + log2(n))`; in whole numbers, so that the
        order of adding does not matter.
        """
        values = sketch.tolist()
        looked = self._looked if self._covered.issuperset(values) else self._look(sketch)
        fresh = self._fresh
        lists = []
        once: set[int] = set()
        twice: set[int] = set()  # few; only these are weighed
        for value in values:
            numbers = looked.get(value)
            if value in fresh:
                numbers = numbers + fresh[value] if numbers else fresh[value]
            if numbers and len(numbers) <= self._most:
                lists.append(numbers)
                twice.update(once.intersection(numbers))
                once.update(numbers)
        scores = dict.fromkeys(twice, 0)  # the weight, and in the lowest bits how many hashes are shared
        for numbers in lists if twice else ():
            for number in twice.intersection(numbers):
                scores[number] += self._gains[len(numbers)]
        found = [(score >> _COUNT, number, score & _SHARED) for number, score in scores.items()]
        found.sort(key=lambda row: (-row[0], row[1]))
        return found[:best]

    def expect(self, sketches: Iterable[Numbers]) -> None:
        """Look at once for what `find` will soon be asked for: in a large array that costs a fifth."""
        values = distinct(np.concatenate([np.empty(0, np.uint32), *sketches]))
        self._looked, self._covered = self._look(values), frozenset(values.tolist())

    def _look(self, sketch: Numbers) -> dict[int, list[int]]:
        """Return the articles that hold each hash, as far as they are in arrays; too many are cut short."""
        found: dict[int, list[int]] = {}
        lower = sketch.astype(np.uint64) << _HALF
        for array in self._arrays:
            lows, highs = array.ranges(lower)
            sizes = np.minimum(highs - lows, self._most + 1)
            places = np.flatnonzero(sizes)
            if not places.size:
                continue
            sizes = sizes[places]
            ends = sizes.cumsum()
            held = array.values.take(np.arange(ends[-1]) + np.repeat(lows[places] - ends + sizes, sizes))
            every = held.astype(np.uint32).tolist()
            start = 0
            for value, end in zip(sketch[places].tolist(), ends.tolist(), strict=True):
                found[value] = found[value] + every[start:end] if value in found else every[start:end]
                start = end
        return found

    def _push(self, values: Packed) -> None:
        self._looked, self._covered = {}, frozenset()
        while self._arrays and self._arrays[-1].size < _RATIO * values.size:
            values = np.concatenate((self._arrays.pop().values, values))
            values.sort()
        self._arrays.append(_Sorted(values))


class _Sorted:
    """A sorted array of postings, and of a large one where each stretch of hashes starts in it.

    In a large array every step of a binary search is a miss of the cache; with the starts known there is one
    for each hash, and the rest is looked for by hand in the few postings that follow.
    """

    def __init__(self, values: Packed) -> None:
        self.values = values
        self.size = values.size
        self._starts: NDArray[np.uint32] | None = None
        if self.size >= _LARGE:
            buckets = 1 << ((self.size // 8).bit_length() - 1)
            # Sketches hold small hashes only, short texts' excepted: those share the last bucket.
            self._shift = np.uint64(32 + 29 - (buckets.bit_length() - 1))
            self._last = np.uint64(buckets)
            edges = np.arange(buckets + 1, dtype=np.uint64) << self._shift
            self._starts = np.append(np.searchsorted(values, edges), self.size).astype(np.uint32)

    def ranges(self, lower: Packed) -> tuple[Places, Places]:
        """Return where the postings of each hash start and end; `lower`: the least posting it could have."""
        if self._starts is None:
            bounds = self.values.searchsorted((lower[:, None] | _EDGES).ravel())
            return bounds[::2], bounds[1::2]
        bucket = np.minimum(lower >> self._shift, self._last).astype(np.int64)
        first = self._starts[bucket].astype(np.int64)
        long = self._starts[bucket + 1] - first
        values = self.values.take(first[:, None] + _NEAR, mode="clip")
        inside = long[:, None] > _NEAR
        lows = first + ((values < lower[:, None]) & inside).sum(axis=1)
        highs = first + ((values < (lower | _EDGES[1])[:, None]) & inside).sum(axis=1)
        more = np.flatnonzero(long > _NEAR.size)
        if more.size:
            lows[more] = self.values.searchsorted(lower[more])
            highs[more] = self.values.searchsorted(lower[more] | _EDGES[1])
        return lows, highs


def _packed(hashes: Numbers, numbers: NDArray[np.uint64] | np.uint64) -> Packed:
    packed: Packed = hashes.astype(np.uint64)
    packed <<= _HALF
    packed |= numbers
    return packed

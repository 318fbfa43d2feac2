"""Which articles hold a shingle: posting lists in sorted arrays, eight bytes a posting.

A posting is one `uint64`, the shingle's hash in the upper half and the article's number in the lower. New
articles go to a small dictionary; when that is full it becomes a sorted array, and arrays of like size are
merged, so that a lookup searches a handful of arrays however many articles there are.

Most of what a lookup finds leads nowhere: somebody holds nearly every phrase, but few articles share two. So
what was found stays in arrays, where sorting tells those few, and nothing is made of the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.fingerprint import distinct

_FRESH = 16_384  # postings held in the dictionary before they become an array
_RATIO = 8  # an array is merged with the next one when it is less than so many times longer
_HALF = np.uint64(32)
_EDGES = np.array([0, (1 << 32) - 1], np.uint64)  # the numbers between which all articles' lie
_LARGE = 1 << 18  # postings that do not fit into the processor's cache
_BUCKET = 8  # postings, or up to twice as many, between two starts
_LONG = 128  # postings of a bucket that is searched rather than read
_COUNT = 16  # bits in which shared hashes are counted, below the weight
_SHARED = (1 << _COUNT) - 1

Numbers = NDArray[np.uint32]
Packed = NDArray[np.uint64]
Places = NDArray[np.int64]
_NOBODY, _NOWHERE = np.empty(0, np.uint32), np.empty(0, np.int64)


@dataclass(slots=True, frozen=True)
class _Held:
    """What the arrays hold of some hashes: `numbers[starts[i] : starts[i + 1]]` are the articles with one."""

    hashes: frozenset[int]
    found: dict[int, int]  # `i` of those hashes that anybody holds
    starts: Places
    numbers: Numbers

    def of(self, values: list[int]) -> tuple[Places, Numbers]:
        """Return what is held of hashes that are all among these: which of them, and by which article."""
        found = self.found
        held = [(place, found[value]) for place, value in enumerate(values) if value in found]
        if not held:
            return _NOWHERE, _NOBODY
        pairs = np.array(held)
        lows = self.starts.take(pairs[:, 1])
        sizes = self.starts.take(pairs[:, 1] + 1) - lows
        return pairs[:, 0].repeat(sizes), self.numbers.take(_runs(lows, sizes))


class Postings:
    """Posting lists of articles numbered from 0."""

    def __init__(self, most: int) -> None:
        """`most`: a hash that more articles hold says nothing: a formula of the trade, no trace of a copy."""
        self._most = most
        gains = [int(2**20 / (1 + math.log2(max(n, 1)))) << _COUNT | 1 for n in range(most + 1)]
        self._gains = np.array(gains, np.int64)
        self._fresh: dict[int, list[int]] = {}  # the numbers of each hash
        self._added: list[Packed] = []  # what is in the dictionary
        self._waiting = 0  # postings in it
        self._arrays: list[_Sorted] = []  # the longest first
        self._looked: _Held | None = None  # what the arrays hold of the hashes that are expected

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
        places, numbers = self._found(sketch)
        twice = _repeated(numbers)
        if not twice.size:
            return []
        holders = np.bincount(places, minlength=sketch.size)
        if holders.max() > self._most:
            kept = holders.take(places) <= self._most
            places, numbers = places[kept], numbers[kept]
            twice = _repeated(numbers)
            if not twice.size:
                return []
        at = twice.searchsorted(numbers)
        at[at == twice.size] = 0
        telling = twice.take(at) == numbers
        # Sums of whole numbers below 2**53, which are exact.
        gains = self._gains.take(holders.take(places[telling]))
        scores = np.bincount(at[telling], gains).astype(np.int64)
        weights = scores >> _COUNT
        order = np.lexsort((twice, -weights))[:best]
        shared = scores.take(order) & _SHARED
        return list(
            zip(weights.take(order).tolist(), twice.take(order).tolist(), shared.tolist(), strict=True)
        )

    def expect(self, sketches: Iterable[Numbers]) -> None:
        """Look at once for what `find` will soon be asked for: in a large array that costs a fifth."""
        values = distinct(np.concatenate([_NOBODY, *sketches]))
        places, numbers = self._look(values)
        sizes = np.bincount(places, minlength=values.size)
        held = np.flatnonzero(sizes)
        self._looked = _Held(
            hashes=frozenset(values.tolist()),
            found={value: i for i, value in enumerate(values[held].tolist())},
            starts=np.append(0, sizes[held].cumsum()),
            numbers=numbers.take(places.argsort(kind="stable")),
        )

    def _found(self, sketch: Numbers) -> tuple[Places, Numbers]:
        """Return all postings of the hashes: which of them, and by which article."""
        values = sketch.tolist()
        looked = self._looked
        if looked is not None and looked.hashes.issuperset(values):
            places, numbers = looked.of(values)
        else:
            places, numbers = self._look(sketch)
        fresh = self._fresh
        held = [(place, fresh[value]) for place, value in enumerate(values) if value in fresh]
        if not held:
            return places, numbers
        more = [number for _, each in held for number in each]
        whose = [place for place, each in held for _ in each]
        return np.concatenate((places, whose)), np.concatenate((numbers, np.array(more, np.uint32)))

    def _look(self, sketch: Numbers) -> tuple[Places, Numbers]:
        """Return the postings of the hashes in the arrays; of one array no more than one too many."""
        lower = sketch.astype(np.uint64) << _HALF
        found = [array.held(lower, self._most + 1) for array in self._arrays]
        if len(found) == 1:
            return found[0]
        if not found:
            return _NOWHERE, _NOBODY
        places, numbers = zip(*found, strict=True)
        return np.concatenate(places), np.concatenate(numbers)

    def _push(self, values: Packed) -> None:
        self._looked = None
        while self._arrays and self._arrays[-1].size < _RATIO * values.size:
            values = np.concatenate((self._arrays.pop().values, values))
            values.sort()
        self._arrays.append(_Sorted(values))


class _Sorted:
    """A sorted array of postings, and of a large one where each bucket of hashes starts in it.

    In a large array every step of a binary search is a miss of the cache; with the starts known there is one
    for each hash: its whole bucket is read, and what belongs to other hashes is left out.
    """

    def __init__(self, values: Packed) -> None:
        self.values = values
        self.size = values.size
        self._starts: NDArray[np.uint32] | None = None
        if self.size >= _LARGE:
            buckets = 1 << ((self.size // _BUCKET).bit_length() - 1)
            # Sketches hold small hashes only, short texts' excepted: those share the last bucket.
            self._shift = np.uint64(32 + 29 - (buckets.bit_length() - 1))
            self._last = np.uint64(buckets)
            edges = np.arange(buckets + 1, dtype=np.uint64) << self._shift
            self._starts = np.append(np.searchsorted(values, edges), self.size).astype(np.uint32)

    def held(self, lower: Packed, most: int) -> tuple[Places, Numbers]:
        """Return the postings of each hash, `most` at most: which hash it is, and the article's number.

        `lower`: the least posting that each hash could have.
        """
        if self._starts is None:
            lows, highs = self._searched(lower)
            sizes = np.minimum(highs - lows, most)
            return _spread(sizes), self.values.take(_runs(lows, sizes)).astype(np.uint32)
        bucket = np.minimum(lower >> self._shift, self._last).astype(np.int64)
        lows = self._starts.take(bucket).astype(np.int64)
        sizes = self._starts.take(bucket + 1) - lows
        if sizes.max(initial=0) > _LONG:
            long = np.flatnonzero(sizes > _LONG)
            lows[long], highs = self._searched(lower[long])
            sizes[long] = np.minimum(highs - lows[long], most)
        places = _spread(sizes)
        beyond = self.values.take(_runs(lows, sizes)) - lower.take(places)
        own = beyond <= _EDGES[1]  # of a smaller hash the difference runs over, and is large too
        return places[own], beyond[own].astype(np.uint32)

    def _searched(self, lower: Packed) -> tuple[Places, Places]:
        bounds = self.values.searchsorted((lower[:, None] | _EDGES).ravel())
        return bounds[::2], bounds[1::2]


def _spread(sizes: Places) -> Places:
    """Return 0 as often as the first says, 1 as often as the second says, and so on."""
    return np.arange(sizes.size).repeat(sizes)


def _runs(starts: Places, sizes: Places) -> Places:
    """Return the numbers of each run, one run behind the other."""
    ends = sizes.cumsum()
    return np.asarray(np.arange(ends[-1] if ends.size else 0) + (starts - ends + sizes).repeat(sizes))


def _repeated(numbers: Numbers) -> Numbers:
    """Return which numbers occur more than once, sorted, each once."""
    if numbers.size < 2:
        return _NOBODY
    ordered = np.sort(numbers)
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return distinct(again) if again.size else again


def _packed(hashes: Numbers, numbers: NDArray[np.uint64] | np.uint64) -> Packed:
    packed: Packed = hashes.astype(np.uint64)
    packed <<= _HALF
    packed |= numbers
    return packed

"""The few shingles of an article by which others find it.

FracMinHash: a shingle is taken when its hash lies below a fixed bound, so that two articles that share `n`
shingles share about `n / RATE` of their sketches, whatever their lengths: a short article is found inside a
long one, which sketches of a fixed size do not do. Phrases that recur on many days are passed over, for they
lead to half the index. Short texts take their `FEWEST` smallest hashes, and long ones no more than `MOST`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.background import Background
from crawler.dedup.fingerprint import Fingerprint

RATE = 8
FEWEST = 12
MOST = 64
_BOUND = np.uint64((1 << 32) // RATE)


def sketch(mark: Fingerprint, background: Background) -> NDArray[np.uint32]:
    """Return the sketch, sorted, without repetitions; computed once."""
    found = mark.derived.get("sketch")
    if found is None:
        found = mark.derived["sketch"] = _sketch(mark, background)
    return found


def _sketch(mark: Fingerprint, background: Background) -> NDArray[np.uint32]:
    hashes = mark.shingles
    low = np.unique(hashes[hashes < _BOUND])
    telling = low[~background.recurs(low)]
    if telling.size < FEWEST:
        hashes = np.unique(hashes)
        telling = hashes[~background.recurs(hashes)][:FEWEST]
        if telling.size < FEWEST:
            telling = hashes[:FEWEST]
    return telling[:MOST].astype(np.uint32)

"""The few shingles of an article by which others find it.

FracMinHash: a shingle is taken when its hash lies below a fixed bound, so that two articles that share `n`
shingles share about `n / RATE` of their sketches, whatever their lengths: a short article is found inside a
long one, which sketches of a fixed size do not do. Short texts take their `FEWEST` smallest hashes, and long
ones no more than their `MOST` smallest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.fingerprint import Fingerprint

RATE = 8
FEWEST = 12
MOST = 64


def sketch(mark: Fingerprint) -> NDArray[np.uint32]:
    """Return the sketch, sorted, without repetitions."""
    hashes = np.unique(mark.shingles)
    count = int(np.searchsorted(hashes, np.uint64((1 << 32) // RATE)))
    return hashes[: min(MOST, max(FEWEST, count))].astype(np.uint32)

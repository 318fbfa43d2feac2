"""What Arabic news says all the time: common words, and phrases that recur on many days.

A phrase that returns day after day is furniture (titles of ministers, the wording of telegrams and weather
reports), and two articles that share nothing else are not copies. The shipped statistics were counted over
71,773 articles of 20 publishers; only hashes and rounded counts are kept, no text. `train` makes the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from crawler.dedup.fingerprint import Hashes, Tokens

FILE = "background.npz"
_BITS = 25  # of a phrase's 32-bit hash that are kept; one phrase in 180 is then taken for a recurring one
_RARE = 1.0  # the weight of a word that is not in the table


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Corpus statistics; all arrays may be empty."""

    words: Tokens  # sorted
    weights: NDArray[np.float64]  # of `words`: 0 for one in every article, 1 for a rare one
    phrases: NDArray[np.uint32]  # sorted: the upper bits of the hashes of recurring shingles
    _table: NDArray[np.uint8] = field(
        default_factory=lambda: np.zeros(1 << (_BITS - 3), np.uint8), repr=False
    )

    def __post_init__(self) -> None:
        bits = np.left_shift(1, self.phrases & 7).astype(np.uint8)
        np.bitwise_or.at(self._table, self.phrases >> 3, bits)

    def weight(self, words: Tokens) -> NDArray[np.float64]:
        """Return how much each word says, from 0 to 1."""
        if not self.words.size:
            return np.full(words.size, _RARE)
        places = np.searchsorted(self.words, words)
        places[places == self.words.size] = 0
        return np.where(self.words[places] == words, self.weights[places], _RARE)

    def recurs(self, shingles: Hashes) -> NDArray[np.bool_]:
        """Return which shingles are known to recur on many days."""
        upper = upper_bits(shingles)
        return np.asarray((self._table[upper >> 3] >> (upper & 7)) & 1, np.bool_)

    def save(self) -> bytes:
        """Return the bytes of the file: differences of the sorted hashes, and rounded weights."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            words=np.diff(self.words, prepend=np.uint32(0)),
            weights=np.round(self.weights * 50).astype(np.uint8),
            phrases=np.diff(self.phrases, prepend=np.uint32(0)),
        )
        return buffer.getvalue()

    @staticmethod
    def load(data: bytes) -> Background:
        """Read what `save` wrote."""
        with np.load(io.BytesIO(data)) as file:
            return Background(
                words=np.cumsum(file["words"], dtype=np.uint32),
                weights=file["weights"] / 50.0,
                phrases=np.cumsum(file["phrases"], dtype=np.uint32),
            )


def upper_bits(shingles: Hashes) -> NDArray[np.uint32]:
    """Return what of the hashes the background knows."""
    return (shingles >> np.uint64(32 - _BITS)).astype(np.uint32)


NOTHING = Background(np.empty(0, np.uint32), np.empty(0), np.empty(0, np.uint32))


@cache
def shipped() -> Background:
    """Return the statistics that come with the package."""
    return Background.load(resources.files(__package__).joinpath(FILE).read_bytes())

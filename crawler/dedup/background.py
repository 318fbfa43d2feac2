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
_HINTS = 1 << 22  # one for each upper 22 bits of a phrase's hash: most phrases are known to be absent by it
_RARE = 1.0  # the weight of a word that is not in the table


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Corpus statistics; all four arrays may be empty."""

    words: Tokens  # sorted
    weights: NDArray[np.float64]  # of `words`: 0 for one in every article, 1 for a rare one
    phrases: Hashes  # sorted hashes of shingles
    days: NDArray[np.float64]  # of `phrases`: on how many days each was seen
    _hints: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(_HINTS, bool), repr=False)

    def __post_init__(self) -> None:
        self._hints[self.phrases >> np.uint64(10)] = True

    def weight(self, words: Tokens) -> NDArray[np.float64]:
        """Return how much each word says, from 0 to 1."""
        return _look_up(self.words, self.weights, words, _RARE)

    def recurrence(self, phrases: Hashes) -> NDArray[np.float64]:
        """Return on how many days each shingle is known to recur; 1 where nothing is known."""
        days = np.ones(phrases.size)
        likely = np.flatnonzero(self._hints[phrases >> np.uint64(10)])
        if likely.size:
            days[likely] = _look_up(self.phrases, self.days, phrases[likely], 1.0)
        return days

    def save(self) -> bytes:
        """Return the bytes of the file: differences of the sorted hashes, and rounded levels."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            words=np.diff(self.words, prepend=np.uint32(0)),
            weights=np.round(self.weights * 50).astype(np.uint8),
            phrases=np.diff(self.phrases, prepend=np.uint64(0)).astype(np.uint32),
            days=np.round(np.log2(self.days) * 4).astype(np.uint8),
        )
        return buffer.getvalue()

    @staticmethod
    def load(data: bytes) -> Background:
        """Read what `save` wrote."""
        with np.load(io.BytesIO(data)) as file:
            return Background(
                words=np.cumsum(file["words"], dtype=np.uint32),
                weights=file["weights"] / 50.0,
                phrases=np.cumsum(file["phrases"], dtype=np.uint64),
                days=np.exp2(file["days"] / 4.0),
            )


NOTHING = Background(np.empty(0, np.uint32), np.empty(0), np.empty(0, np.uint64), np.empty(0))


@cache
def shipped() -> Background:
    """Return the statistics that come with the package."""
    return Background.load(resources.files(__package__).joinpath(FILE).read_bytes())


def _look_up(
    keys: NDArray[np.unsignedinteger],
    values: NDArray[np.float64],
    wanted: NDArray[np.unsignedinteger],
    absent: float,
) -> NDArray[np.float64]:
    if not keys.size:
        return np.full(wanted.size, absent)
    places = np.searchsorted(keys, wanted)
    places[places == keys.size] = 0
    return np.where(keys[places] == wanted, values[places], absent)

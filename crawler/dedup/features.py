"""What two articles have in common, as numbers that a person can read.

`a` is always the shorter body, so that the order of the two never matters. Terms:

- a *block* is a run of words that stands in both texts in the same order (longest common subsequence);
- a word's *density* is the share of its eleven neighbours that lie in blocks, and its *agreement* rises from
  0 at a density of 0.2 to 1 at 0.7: a reworded sentence agrees, one that is only in one text doesn't;
- a *site* is a place between two blocks where both texts have something short and different: where a template
  has its slots, and an editor his changes;
- a phrase *recurs* when the background knows it from many days.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from crawler.dedup.background import Background
from crawler.dedup.fingerprint import Fingerprint, Tokens, member

WINDOW = 11  # words over which density is taken
START = 100  # words that are the beginning of an article
SHORT_START = 30  # words that are, where one text is shorter than that
SLOT = 12  # words that a site may hold on either side
WEEK = 7.0  # days after which more time says no more
UNKNOWN_GAP = 1.0  # days between articles of which one has no date
TELLING = 0.3  # weight above which a word says something
Mask = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Features:
    """The measured values, all of which the judge weighs.

    Tried and left out, as they added nothing on top of these: cosine and Jaccard measures, the share of rare
    words that one text lacks, names that differ at sites, where in the longer text the shorter one stands.
    """

    start: float  # agreement of the first 100 words, or as many as `a` has; the worse of the two
    lead: float  # agreement of the first 40 words; the better of the two
    opening: float  # agreement of the first 15 words; the worse of the two
    slots: float  # share of all places where the texts part in which only the numbers differ
    numbers_exact: float  # share of the numbers in step that differ, times the share of `a` in blocks
    distinctive: float  # log of how many shared phrases don't recur
    repeated: float  # log of how many words occur twice in one text and never in the other; the lesser
    repeated_b: float  # the same for the longer text alone
    fragments: float  # blocks for ten matched words
    same_site: float  # 1 where both come from one publisher, who seldom prints an article twice
    recurring_days: float  # share of the shared phrases that recur, times the weeks between the two
    edited_days: float  # share of the shorter text outside blocks, times the weeks between the two
    title_recurring: float  # what the headlines share, times the share of the shared phrases that recur

    def vector(self, names: tuple[str, ...]) -> NDArray[np.float64]:
        """Return the named values in that order."""
        return np.array([getattr(self, name) for name in names])


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Details:
    """Counts for the reason that a person reads."""

    numbers_differ: int
    numbers_in_step: int
    recurring: float  # share of the shared phrases that recur
    a_in_b: float  # share of the shorter text's words in blocks
    b_in_a: float


def shorter_first(one: Fingerprint, other: Fingerprint) -> tuple[Fingerprint, Fingerprint]:
    """Return the two in the order in which they are measured."""
    if (one.body.size, one.digest) <= (other.body.size, other.digest):
        return one, other
    return other, one


def measure(
    one: Fingerprint, other: Fingerprint, background: Background, shared: NDArray[np.bool_] | None = None
) -> tuple[Features, Details]:
    """Compare two bodies that both have words; `shared`: which phrases of the shorter the other holds."""
    a, b = shorter_first(one, other)
    starts_a, starts_b, sizes = _blocks(a.body, b.body)
    in_a, in_b = _mask(starts_a, sizes, a.body.size), _mask(starts_b, sizes, b.body.size)
    agree_a, agree_b = _agreement(in_a), _agreement(in_b)
    gaps = _gaps(starts_a, starts_b, sizes, a.body.size, b.body.size)
    differ = _conflicts(a.body, b.body, gaps)
    in_step = int(in_a[(a.body & 1).astype(bool)].sum())
    shared_a = member(a.shingles, b.shingles) if shared is None else shared
    shared_b = member(b.shingles, a.shingles[shared_a])
    recurs_a = background.recurs(a.shingles[shared_a])
    recurs_b = background.recurs(b.shingles[shared_b])
    recurring = float(recurs_a.sum()) / recurs_a.size if recurs_a.size else 0.0
    only_a, only_b = _repeated(a, b, background), _repeated(b, a, background)
    start = min(START, max(a.body.size, SHORT_START))
    gap = UNKNOWN_GAP if a.day is None or b.day is None else abs(a.day - b.day)
    weeks = min(gap, WEEK) / WEEK
    matched = float(in_a.sum()) / in_a.size
    features = Features(
        start=min(_mean(agree_a, start), _mean(agree_b, start)),
        lead=max(_mean(agree_a, 40), _mean(agree_b, 40)),
        opening=min(_mean(agree_a, 15), _mean(agree_b, 15)),
        slots=differ / (len(gaps) + 2),
        numbers_exact=differ / (differ + in_step + 1) * matched,
        distinctive=float(np.log1p(min((~recurs_a).sum(), (~recurs_b).sum()))),
        repeated=float(np.log1p(min(only_a, only_b))),
        repeated_b=float(np.log1p(only_b)),
        fragments=10 * sizes.size / (float(sizes.sum()) + 1),
        same_site=float(bool(a.site) and a.site == b.site),
        recurring_days=recurring * weeks,
        edited_days=(1 - matched) * weeks,
        title_recurring=_title(a.title, b.title, background) * recurring if recurring else 0.0,
    )
    return features, Details(differ, in_step, recurring, matched, float(in_b.sum()) / in_b.size)


def _blocks(a: Tokens, b: Tokens) -> tuple[Places, Places, Places]:
    """Return where each block starts in either text, and its length."""
    found = LCSseq.editops(a.tolist(), b.tolist()).as_matching_blocks()
    table = np.array([(block.a, block.b, block.size) for block in found if block.size], np.int64)
    table = table.reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _mask(starts: Places, sizes: Places, length: int) -> Mask:
    edges = np.zeros(length + 1)
    edges[starts] += 1
    edges[starts + sizes] -= 1
    mask: Mask = np.cumsum(edges[:-1])
    return mask


def _agreement(mask: Mask) -> Mask:
    """Return the agreement of the first `START` words."""
    half = WINDOW // 2
    total = np.zeros(min(mask.size, START + half) + 1)
    np.cumsum(mask[: START + half], out=total[1:])
    here = np.arange(min(mask.size, START))
    low, high = np.maximum(here - half, 0), np.minimum(here + half + 1, total.size - 1)
    agreement: Mask = np.minimum(
        np.maximum(((total[high] - total[low]) / (high - low) - 0.2) * 2.0, 0.0), 1.0
    )
    return agreement


def _mean(agreement: Mask, words: int) -> float:
    part = agreement[:words]
    return float(part.sum()) / part.size


def _gaps(
    starts_a: Places, starts_b: Places, sizes: Places, length_a: int, length_b: int
) -> list[tuple[int, int, int, int]]:
    """Return the places where the texts part: from and to in `a`, from and to in `b`."""
    low_a, low_b = np.concatenate(([0], starts_a + sizes)), np.concatenate(([0], starts_b + sizes))
    high_a, high_b = np.concatenate((starts_a, [length_a])), np.concatenate((starts_b, [length_b]))
    rows = np.column_stack((low_a, high_a, low_b, high_b))
    return [tuple(row) for row in rows[(high_a > low_a) | (high_b > low_b)].tolist()]


def _conflicts(a: Tokens, b: Tokens, gaps: list[tuple[int, int, int, int]]) -> int:
    """Return at how many sites the numbers differ.

    Not where both texts have both numbers somewhere: then one was only moved, or written the other way round.
    """
    odd_a, odd_b = (a & 1).tolist(), (b & 1).tolist()
    if not any(odd_a) or not any(odd_b):
        return 0
    words_a, words_b = a.tolist(), b.tolist()
    here = {word for word in words_a if word & 1}
    there = {word for word in words_b if word & 1}
    found = 0
    for low, high, start, end in gaps:
        if 0 < high - low <= SLOT and 0 < end - start <= SLOT:
            these = {word for word in words_a[low:high] if word & 1}
            those = {word for word in words_b[start:end] if word & 1}
            if these and those and not these & those:
                found += not (these <= there and those <= here)
    return found


def _repeated(mark: Fingerprint, other: Fingerprint, background: Background) -> int:
    """Return how many words say something, occur twice or more in one text, and never in the other."""
    twice = mark.twice[~member(mark.twice, other.ordered)]
    return int((background.weight(twice) > TELLING).sum())


def _title(a: Tokens, b: Tokens, background: Background) -> float:
    """Return the weighted share of common words; between none and half where a headline is missing."""
    if not a.size or not b.size:
        return 0.3
    either = np.union1d(a, b)
    weights = background.weight(either)
    return float(weights[member(either, a) & member(either, b)].sum() / max(weights.sum(), 1e-9))

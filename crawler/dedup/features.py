"""What two articles have in common, as numbers that a person can read.

`a` is always the shorter body, so that the order of the two never matters. Terms:

- a *block* is a run of words that stands in both texts in the same order (longest common subsequence);
- a word's *density* is the share of its eleven neighbours that lie in blocks, and its *agreement* rises from
  0 at a density of 0.2 to 1 at 0.7: a reworded sentence agrees, one that is only in one text doesn't;
- a *site* is a place between two blocks where both texts have something short and different: where a template
  has its slots, and an editor his changes;
- a phrase *recurs* when the background knows it from many days;
- a word is *foreign* when the other article holds it nowhere, headline included.

Several features count only where both articles come from one publisher. A publisher who prints the same words
under another beginning has news; another paper has edited an agency's copy.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from crawler.dedup.background import Background
from crawler.dedup.fingerprint import Fingerprint, Tokens, among, member

WINDOW = 11  # words over which density is taken
START = 100  # words that are the beginning of an article
SHORT_START = 30  # words that are, where one text is shorter than that
OPENING = 15
NEWS = 80  # words in which an article tells what is new
SLOT = 12  # words that a site may hold on either side
NAME = 8  # words that a site of names may hold on either side
PASSAGE = 5  # words of a block that is more than a chance
FAR = 999  # words before the first block, beyond which more of them say no more
WEEK = 7.0  # days after which more time says no more
UNKNOWN_GAP = 1.0  # days between articles of which one has no date
TELLING = 0.3  # weight above which a word says something
FIGURE = 0.7  # weight of a number in a headline, however common
FURNITURE = 0.5, 0.9  # share of recurring phrases from which, and at which, a text is all furniture
Agreement = NDArray[np.float64]
Places = NDArray[np.int64]
_LOW = np.maximum(np.arange(START) - WINDOW // 2, 0)
_HIGH = np.arange(START) + WINDOW // 2 + 1


@dataclass(frozen=True, slots=True)
class Features:
    """The measured values, all of which the judge weighs.

    Tried and left out, as they added nothing on top of these: cosine and Jaccard measures, the share of rare
    words that one text lacks, agreement wherever in the text the words stand, the end of the texts, words of
    one headline in the other text.
    """

    start: float  # agreement of the first 100 words, or as many as `a` has; the worse of the two
    opening: float  # agreement of the first 15 words; the worse of the two
    matched: float  # share of `a` in blocks
    longest: float  # log of the words of the longest block
    before: float  # log of the words that stand before the first block, in both together
    numbers_exact: float  # share of the numbers in step that differ, times the share of `a` in blocks
    slots: float  # share of all places where the texts part in which only the numbers differ
    filled: float  # `slots`, in a text of furniture
    distinctive: float  # log of how many shared phrases don't recur
    repeated: float  # log of how many foreign words occur twice in one text; the lesser
    repeated_b: float  # the same for the longer text alone
    repeated_start: float  # `repeated` times `start`
    subject: float  # weight of what headline and text of one share, foreign to the other; the lesser
    news: float  # share of the first 80 words' weight in foreign words; the greater
    same_site: float  # 1 where both come from one publisher, who seldom prints an article twice
    own_opening: float  # 1 - `opening`, where both come from one publisher
    own_lead: float  # share of `b` that stands before the first passage in common, where they do
    own_numbers: float  # `numbers_exact`, where they do
    recurring_days: float  # share of the shared phrases that recur, times the weeks between the two
    names_days: float  # share of the places where other rare words stand, times the weeks between the two
    title_recurring: float  # what the headlines share, times the share of the shared phrases that recur

    def vector(self, names: tuple[str, ...]) -> NDArray[np.float64]:
        """Return the named values in that order."""
        return np.array([getattr(self, name) for name in names])


NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Details:
    """Counts for the rules, and for the reason that a person reads."""

    numbers_differ: int
    numbers_in_step: int
    names_differ: int  # foreign words that occur twice or more in one text; the lesser
    days: float  # between the two
    recurring: float  # share of the shared phrases that recur
    own_headline: bool  # whether one publisher prints both under the same headline
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
    common = int(sizes.sum())
    matched = common / a.body.size
    agree_a, agree_b = _agreements(starts_a, starts_b, sizes, a.body.size, b.body.size)
    words = min(START, max(a.body.size, SHORT_START))
    start = min(_mean(agree_a, words), _mean(agree_b, words))
    opening = min(_mean(agree_a, OPENING), _mean(agree_b, OPENING))

    gaps = _gaps(starts_a, starts_b, sizes, a.body.size, b.body.size)
    differ = _conflicts(a.body, b.body, gaps)
    in_step = _in_step(a.body, starts_a, sizes)
    numbers_exact = differ / (differ + in_step + 1) * matched
    slots = differ / (len(gaps) + 2)

    shared_a = member(a.shingles, b.shingles) if shared is None else shared
    shared_b = member(b.shingles, a.shingles[shared_a])
    recurs_a, recurs_b = _recurs(a, background)[shared_a], _recurs(b, background)[shared_b]
    often_a, often_b = np.count_nonzero(recurs_a), np.count_nonzero(recurs_b)
    recurring = float(often_a / recurs_a.size) if recurs_a.size else 0.0
    template = min(max((recurring - FURNITURE[0]) / (FURNITURE[1] - FURNITURE[0]), 0.0), 1.0)

    only_a, subject_a = _repeated(a, b, background)
    only_b, subject_b = _repeated(b, a, background)
    repeated = float(np.log1p(min(only_a, only_b)))
    news_a, rare_a = _foreign(a, b, background)
    news_b, rare_b = _foreign(b, a, background)
    gap = UNKNOWN_GAP if a.day is None or b.day is None else abs(a.day - b.day)
    weeks = min(gap, WEEK) / WEEK
    own = float(bool(a.site) and a.site == b.site)
    features = Features(
        start=start,
        opening=opening,
        matched=matched,
        longest=float(np.log1p(sizes.max(initial=0))),
        before=_before(starts_a, starts_b),
        numbers_exact=numbers_exact,
        slots=slots,
        filled=slots * template,
        distinctive=float(np.log1p(min(recurs_a.size - often_a, recurs_b.size - often_b))),
        repeated=repeated,
        repeated_b=float(np.log1p(only_b)),
        repeated_start=repeated * start,
        subject=min(subject_a, subject_b, 1.5),
        news=max(news_a, news_b),
        same_site=own,
        own_opening=own * (1 - opening),
        own_lead=_lead(starts_b, sizes) / b.body.size if own and common else own,
        own_numbers=own * numbers_exact,
        recurring_days=recurring * weeks,
        names_days=_renamed(gaps, rare_a, rare_b) / (len(gaps) + 2) * weeks if weeks else 0.0,
        title_recurring=_title(a, b, background) * recurring if recurring else 0.0,
    )
    details = Details(
        numbers_differ=differ,
        numbers_in_step=in_step,
        names_differ=min(only_a, only_b),
        days=gap,
        recurring=recurring,
        own_headline=bool(own and a.headline.size) and np.array_equal(a.headline, b.headline),
        a_in_b=matched,
        b_in_a=common / b.body.size,
    )
    return features, details


def _blocks(a: Tokens, b: Tokens) -> tuple[Places, Places, Places]:
    """Return where each block starts in either text, and its length."""
    found = LCSseq.editops(a.tolist(), b.tolist()).as_matching_blocks()
    table = np.array([(block.a, block.b, block.size) for block in found if block.size], np.int64)
    table = table.reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _agreements(
    starts_a: Places, starts_b: Places, sizes: Places, length_a: int, length_b: int
) -> tuple[Agreement, Agreement]:
    """Return the agreement of the first `START` words of either text, or of as many as it has."""
    reach = START + WINDOW // 2
    edges = np.zeros((2, reach + 1))
    for row, starts in zip(edges, (starts_a, starts_b), strict=True):
        row[np.minimum(starts, reach)] += 1
        row[np.minimum(starts + sizes, reach)] -= 1
    total = np.zeros((2, reach + 1))
    edges[:, :-1].cumsum(axis=1).cumsum(axis=1, out=total[:, 1:])
    high = np.minimum(_HIGH, [[length_a], [length_b]])
    matched = np.take_along_axis(total, high, axis=1) - total[:, _LOW]
    density = matched / np.maximum(high - _LOW, 1)
    agreement = np.minimum(np.maximum((density - 0.2) * 2.0, 0.0), 1.0)
    return agreement[0, :length_a], agreement[1, :length_b]


def _mean(agreement: Agreement, words: int) -> float:
    part = agreement[:words]
    return float(np.add.reduce(part)) / part.size


def _in_step(a: Tokens, starts: Places, sizes: Places) -> int:
    """Return how many numbers of `a` stand in blocks."""
    numbers = np.flatnonzero(a & 1)
    if not numbers.size or not starts.size:
        return 0
    block = starts.searchsorted(numbers, "right") - 1
    return int(np.count_nonzero((block >= 0) & (numbers < starts[block] + sizes[block])))


def _gaps(starts_a: Places, starts_b: Places, sizes: Places, length_a: int, length_b: int) -> Places:
    """Return the places where the texts part, one row each: from and to in `a`, from and to in `b`."""
    rows = np.empty((sizes.size + 1, 4), np.int64)
    rows[0, 0] = rows[0, 2] = 0
    rows[1:, 0], rows[1:, 2] = starts_a + sizes, starts_b + sizes
    rows[:-1, 1], rows[:-1, 3] = starts_a, starts_b
    rows[-1, 1], rows[-1, 3] = length_a, length_b
    return rows[(rows[:, 1] > rows[:, 0]) | (rows[:, 3] > rows[:, 2])]


def _sites(gaps: Places, most: int) -> Places:
    """Return the places at which both texts have something, of so many words at most."""
    long_a, long_b = gaps[:, 1] - gaps[:, 0], gaps[:, 3] - gaps[:, 2]
    return gaps[(long_a > 0) & (long_b > 0) & (long_a <= most) & (long_b <= most)]


def _conflicts(a: Tokens, b: Tokens, gaps: Places) -> int:
    """Return at how many sites the numbers differ.

    Not where both texts have both numbers somewhere: then one was only moved, or written the other way round.
    """
    numbers_a, numbers_b = np.flatnonzero(a & 1), np.flatnonzero(b & 1)
    if not numbers_a.size or not numbers_b.size:
        return 0
    here, there = set(a[numbers_a].tolist()), set(b[numbers_b].tolist())
    found = 0
    for low, high, start, end in _holding(_sites(gaps, SLOT), numbers_a, numbers_b).tolist():
        these = {word for word in a[low:high].tolist() if word & 1}
        those = {word for word in b[start:end].tolist() if word & 1}
        if not these & those:
            found += not (these <= there and those <= here)
    return found


def _holding(sites: Places, marks_a: Places, marks_b: Places) -> Places:
    """Return the sites that hold one of the marked places (sorted) in either text."""
    held_a = marks_a.searchsorted(sites[:, :2])
    held_b = marks_b.searchsorted(sites[:, 2:])
    return sites[(held_a[:, 1] > held_a[:, 0]) & (held_b[:, 1] > held_b[:, 0])]


def _renamed(gaps: Places, rare_a: Places, rare_b: Places) -> int:
    """Return at how many sites either text has a rare word that is foreign to the other."""
    if not rare_a.size or not rare_b.size:
        return 0
    return len(_holding(_sites(gaps, NAME), rare_a, rare_b))


def _foreign(mark: Fingerprint, other: Fingerprint, background: Background) -> tuple[float, Places]:
    """Return the share of foreign words in what is new, by weight, and where the rare ones stand."""
    weights = _weights(mark, background)
    foreign = ~among(mark.body, other.ordered)
    head = weights[:NEWS]
    news = float(np.add.reduce(head[foreign[:NEWS]]) / (np.add.reduce(head) + 1))
    return news, np.flatnonzero(foreign & (weights > TELLING))


def _weights(mark: Fingerprint, background: Background) -> NDArray[np.float64]:
    return mark.by(background, "weights", lambda: background.weight(mark.body))


def _recurs(mark: Fingerprint, background: Background) -> NDArray[np.bool_]:
    return mark.by(background, "recurs", lambda: background.recurs(mark.shingles))


def _repeated(mark: Fingerprint, other: Fingerprint, background: Background) -> tuple[int, float]:
    """Return how many foreign words say something and occur twice or more, and the weight of the headline's.

    What headline and text share is what the article is about. In a headline, numbers always say something.
    """
    twice = mark.twice[~among(mark.twice, other.ordered)]
    if not twice.size:
        return 0, 0.0
    weights = background.weight(twice)
    about = member(twice, mark.title)
    subject = np.where(twice & 1, FIGURE, weights)[about].sum()
    return int(np.count_nonzero(weights > TELLING)), float(subject)


def _before(starts_a: Places, starts_b: Places) -> float:
    if not starts_a.size:
        return float(np.log1p(2 * FAR))
    return float(np.log1p(min(int(starts_a[0]), FAR) + min(int(starts_b[0]), FAR)))


def _lead(starts: Places, sizes: Places) -> float:
    """Return how many words stand before the first passage in common, the longest block where none is one."""
    passages = np.flatnonzero(sizes >= PASSAGE)
    return float(starts[passages[0] if passages.size else int(sizes.argmax())])


def _title(a: Fingerprint, b: Fingerprint, background: Background) -> float:
    """Return the weighted share of common words; between none and half where a headline is missing."""
    if not a.title.size or not b.title.size:
        return 0.3
    weights_a, weights_b = background.weight(a.headline), background.weight(b.headline)
    common = float(weights_a[among(a.headline, b.headline)].sum())
    return common / max(float(weights_a.sum() + weights_b.sum()) - common, 1e-9)

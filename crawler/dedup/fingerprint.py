"""What of an article is compared: its words as numbers, its date, and a sketch of its word shingles.

Everything here works on arrays: a text of 1,500 letters is folded, split into words and hashed without a
Python loop (about 0.1 ms), because an index must do this for every article.

A *token* is a `uint32`: a hash of one folded word, whose lowest bit says whether the word is a number.
Letters and digits that touch are two words (`12طنا`), so that numbers can be compared by themselves. Digits
are never folded away: they are what tells one day's gold prices from the next day's.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crawler.arabic.fold import fold
from crawler.items import Article

Tokens = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

MAX_CHARACTERS = 60_000  # of a text that are compared: about 10,000 words; bounds the cost of hostile pages
MAX_TITLE = 600
SHINGLE = 3  # words

_SEPARATOR, _LETTER, _DIGIT, _DROPPED = 0, 1, 2, 3
_ALEF, _LAM = ord("ا"), ord("ل")


def _letter_set(letters: str) -> NDArray[np.bool_]:
    table = np.zeros(65_536, bool)
    table[[ord(letter) for letter in letters]] = True
    return table


_THOUSANDS = _letter_set(",.\u060c\u066c")  # the last two: Arabic comma, Arabic thousands separator
_CONJUNCTIONS = _letter_set("وف")
_PREPOSITIONS = _letter_set("بك")
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 1 << 64)


@dataclass(slots=True, frozen=True, eq=False)
class Fingerprint:
    """An article as the judge and the index see it."""

    body: Tokens
    title: Tokens
    day: float | None  # days since 1970-01-01 UTC; None where the article has no date
    digest: int  # signed 64 bits over the folded body: equal bodies have equal digests
    id: str = ""
    url: str = ""
    site: str = ""
    credit: str = ""  # site key of the source that the page credits
    derived: dict[str, NDArray[Any]] = field(default_factory=dict, repr=False)  # what was computed from these

    @property
    def shingles(self) -> Hashes:
        """Hashes of all word shingles, in the order of the text."""
        return self._once("shingles", lambda: shingles(self.body))

    @property
    def ordered(self) -> Tokens:
        """The words of body and headline, sorted."""
        return self._once("ordered", lambda: np.sort(np.concatenate((self.body, self.title))))

    @property
    def twice(self) -> Tokens:
        """The words that occur more than once in body and headline, sorted."""
        ordered = self.ordered
        return self._once("twice", lambda: np.unique(ordered[1:][ordered[1:] == ordered[:-1]]))

    def _once(self, name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        found = self.derived.get(name)
        if found is None:
            found = self.derived[name] = make()
        return found


def fingerprint(article: Article | Mapping[str, Any]) -> Fingerprint:
    """Return the fingerprint of an Article or of a mapping with the same names; absent names are empty."""
    get = article.get if isinstance(article, Mapping) else lambda name: getattr(article, name, None)
    source = get("source")
    credit = source.get("site") if isinstance(source, Mapping) else getattr(source, "site", None)
    title, body, letters = _read(_text(get("headline"))[:MAX_TITLE], _text(get("body")))
    return Fingerprint(
        body=body,
        title=title,
        day=next((d for d in map(day_of, (get("published_at"), get("fetched_at"))) if d is not None), None),
        digest=_digest(letters),
        id=_text(get("id")),
        url=_text(get("canonical_url")) or _text(get("url")),
        site=_text(get("site")),
        credit=_text(credit),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def tokens(text: str) -> Tokens:
    """Return the words of `text`, folded, stripped of their prefixes and hashed, in their order."""
    return _read("", text)[1]


def _read(title: str, body: str) -> tuple[Tokens, Tokens, NDArray[np.uint16]]:
    """Return the words of the headline and of the body, and the body's folded letters and digits.

    Both in one go: half of what a short text costs is the same for a long one.
    """
    folds, kinds = _tables()
    head = f"{title}\n"
    codes = _codes(head, body)
    if (kinds[codes] > _DROPPED).any():  # rare: letters that fold to several, by the slow road
        head = f"{fold(head)}\n"
        codes = _codes(head, fold(body[:MAX_CHARACTERS]))
    kind = kinds[codes]
    kept = (kind != _DROPPED) & ~_grouping(codes, kind == _DIGIT)
    before = int(kept[: len(_encode(head)) // 2].sum())
    letters, kind = folds[codes[kept]], kind[kept]
    words, places = _words(letters, kind)
    split = int(np.searchsorted(places, before))
    return words[:split], words[split:], letters[before:][kind[before:] != _SEPARATOR]


def _encode(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _codes(head: str, body: str) -> NDArray[np.uint16]:
    return np.frombuffer(_encode(head + body[:MAX_CHARACTERS]), np.uint16)[: MAX_CHARACTERS + MAX_TITLE]


def _grouping(codes: NDArray[np.uint16], digit: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which characters separate thousands: `41,882` and `41882` are one number."""
    if codes.size < 5 or not digit.any():
        return np.zeros(codes.size, bool)
    wide = np.concatenate((digit, np.zeros(4, bool)))
    n = codes.size
    followed = wide[1 : n + 1] & wide[2 : n + 2] & wide[3 : n + 3] & ~wide[4 : n + 4]
    found: NDArray[np.bool_] = _THOUSANDS[codes] & followed
    found[1:] &= digit[:-1]
    found[0] = False
    return found


def _words(codes: NDArray[np.uint16], kind: NDArray[np.uint8]) -> tuple[Tokens, NDArray[np.int64]]:
    """Hash each run of letters or of digits; return also where each ends."""
    if not codes.size:
        return np.empty(0, np.uint32), np.empty(0, np.int64)
    edges = np.flatnonzero(kind[1:] != kind[:-1]) + 1
    starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [codes.size]))
    words = kind[starts] != _SEPARATOR
    starts, ends = starts[words], ends[words]
    numbers = kind[starts] == _DIGIT
    starts = starts + _prefix(codes, starts, ends - starts)
    powers, inverses = _powers()
    sums = np.zeros(codes.size + 1, np.uint64)
    np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * powers[: codes.size], out=sums[1:])
    hashes = _mix((sums[ends] - sums[starts]) * inverses[starts]) >> np.uint64(32)
    marked: Tokens = (hashes.astype(np.uint32) & np.uint32(0xFFFFFFFE)) | numbers.astype(np.uint32)
    return marked, ends


def _prefix(
    codes: NDArray[np.uint16], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many letters of each word are a conjunction, a preposition or the article.

    Editors move these about (`بالطائف`, `في الطائف`, `والطائف`) when they change nothing else. Three letters
    always remain.
    """
    padded = np.concatenate((codes, np.zeros(4, np.uint16)))
    skip = np.zeros(starts.size, np.int64)
    skip += _CONJUNCTIONS[padded[starts]] & (sizes >= 5)
    skip += (
        _PREPOSITIONS[padded[starts + skip]]
        & (padded[starts + skip + 1] == _ALEF)
        & (padded[starts + skip + 2] == _LAM)
        & (sizes - skip >= 6)
    )
    article = (padded[starts + skip + 1] == _LAM) & (sizes - skip >= 5)
    article &= (padded[starts + skip] == _ALEF) | (padded[starts + skip] == _LAM)
    return np.asarray(skip + 2 * article, np.int64)


def shingles(words: Tokens) -> Hashes:
    """Return a 32-bit hash (in `uint64`) of each run of `SHINGLE` words; a shorter text is one run."""
    wide = words.astype(np.uint64)
    if wide.size == 0:
        return wide
    if wide.size < SHINGLE:
        wide = np.concatenate((wide, np.zeros(SHINGLE - wide.size, np.uint64)))
    total = wide[: wide.size - SHINGLE + 1] * np.uint64(0xD6E8FEB86659FD93)
    for offset, factor in ((1, 0xA0761D6478BD642F), (2, 0xE7037ED1A0B428DB)):
        total = total + wide[offset : wide.size - SHINGLE + 1 + offset] * np.uint64(factor)
    return _mix(total) >> np.uint64(32)


def _digest(letters: NDArray[np.uint16]) -> int:
    raw = hashlib.blake2b(letters.astype("<u2").tobytes(), digest_size=8).digest()
    return int.from_bytes(raw, "little", signed=True)


def day_of(value: object) -> float | None:
    """Return days since 1970 of an ISO or RFC 2822 date, a `date` or a `datetime`; None for anything else.

    A time without a zone counts as UTC: a few hours don't matter to what is compared.
    """
    if isinstance(value, str):
        value = _parse(value.strip())
    if isinstance(value, datetime.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
        return (aware - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)).total_seconds() / 86_400
    if isinstance(value, datetime.date):
        return float((value - datetime.date(1970, 1, 1)).days)
    return None


def _parse(text: str) -> datetime.datetime | None:
    for reader in (
        datetime.datetime.fromisoformat,
        parsedate_to_datetime,
        lambda value: datetime.datetime.strptime(value, "%d/%m/%Y"),
    ):
        try:
            return reader(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def member(wanted: NDArray[np.unsignedinteger], among: NDArray[np.unsignedinteger]) -> NDArray[np.bool_]:
    """Return which of `wanted` occur in `among`: what `np.isin` does, faster on short arrays."""
    if not among.size:
        return np.zeros(wanted.size, bool)
    ordered = np.sort(among)  # almost free where it is sorted already
    places = np.searchsorted(ordered, wanted)
    places[places == ordered.size] = 0
    return np.asarray(ordered[places] == wanted)


def _mix(value: Hashes) -> Hashes:
    """Spread every bit over the upper half."""
    value = (value ^ (value >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return (value ^ (value >> np.uint64(32))) * np.uint64(0xCA5A826395121157)


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse: a word's hash is the same wherever in the text it stands."""
    base = np.full(MAX_CHARACTERS + MAX_TITLE + 1, _BASE, np.uint64)
    inverse = np.full(MAX_CHARACTERS + MAX_TITLE + 1, _INVERSE, np.uint64)
    base[0] = inverse[0] = 1
    return np.multiply.accumulate(base), np.multiply.accumulate(inverse)


@cache
def _tables() -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """What `fold` does to each character alone, as two tables over the Basic Multilingual Plane.

    A kind above `_DROPPED` marks what folds to several characters, or lies beyond the plane.
    """
    folds = np.arange(65_536, dtype=np.uint16)
    kinds = np.full(65_536, _DROPPED + 1, np.uint8)
    codes = [code for code in range(65_536) if not 0xD800 <= code < 0xE000]
    # All in one text; each between two letters, because a folding may trim or join what stands at the ends.
    text = fold(" zqz ".join(f"ا{chr(code)}ا" for code in codes))
    for code, folded in zip(codes, text.split(" zqz "), strict=True):
        inner = folded[1:-1]
        if not inner:
            kinds[code] = _DROPPED
        elif inner.isspace():
            kinds[code] = _SEPARATOR
        elif len(inner) == 1 and ord(inner) < 65_536:
            folds[code], kinds[code] = ord(inner), _DIGIT if inner.isdigit() else _LETTER
    return folds, kinds

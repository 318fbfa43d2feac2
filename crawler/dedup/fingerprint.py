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
from collections.abc import Callable, Iterable, Mapping
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

# Kinds of characters. Odd are those that fold to several, or lie beyond the Basic Multilingual Plane.
_SEPARATOR, _LETTER, _DIGIT, _DROPPED, _COMMA, _ODD = range(6)
_TOGETHER = 16_000  # characters that are read at once: their arrays stay in the processor's cache
_ALEF, _LAM = ord("ا"), ord("ل")


def _letter_set(letters: str) -> NDArray[np.bool_]:
    table = np.zeros(65_536, bool)
    table[[ord(letter) for letter in letters]] = True
    return table


_THOUSANDS = ",.\u060c\u066c"  # the last two: Arabic comma, Arabic thousands separator
_CONJUNCTIONS = _letter_set("وف")
_PREPOSITIONS = _letter_set("بك")
# Chinese and Korean letters, which fold to themselves, and what is for private use, which is dropped: two
# thirds of all characters. To fold them one by one would take as long as the reading of a thousand articles.
_PLAIN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xAC00, 0xD7A4), range(0xE000, 0xF900))
_FIRST = np.ones(1, bool)
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
    credit: str = ""  # site key of the source that the page credits; its name where no site of it is known
    derived: dict[str, Any] = field(default_factory=dict, repr=False)  # what was computed from these

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
        return self._once("twice", lambda: _repeated(self.ordered))

    @property
    def headline(self) -> Tokens:
        """The words of the headline, sorted, each once."""
        return self._once("headline", lambda: np.array(sorted(set(self.title.tolist())), np.uint32))

    def by(self, source: object, name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """Return what `make` returned when it was first asked for by this name with this source."""
        found: tuple[object, NDArray[Any]] | None = self.derived.get(name)
        if found is None or found[0] is not source:
            found = self.derived[name] = (source, make())
        return found[1]

    def _once(self, name: str, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        found: NDArray[Any] | None = self.derived.get(name)
        if found is None:
            found = self.derived[name] = make()
        return found


def _repeated(ordered: Tokens) -> Tokens:
    """Return which of the sorted words occur more than once, each once."""
    again = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.asarray(again[np.append(True, again[1:] != again[:-1])[: again.size]])


def fingerprint(article: Article | Mapping[str, Any]) -> Fingerprint:
    """Return the fingerprint of an Article or of a mapping with the same names; absent names are empty."""
    return fingerprints((article,))[0]


def fingerprints(articles: Iterable[Article | Mapping[str, Any]]) -> list[Fingerprint]:
    """Return the fingerprint of each; several at once cost half of what they cost one by one."""
    found: list[Fingerprint] = []
    waiting: list[_Unread] = []
    size = 0
    for article in articles:
        waiting.append(_unread(article))
        size += len(waiting[-1].title) + len(waiting[-1].body) + 2
        if size >= _TOGETHER:
            found += _fingerprints(waiting)
            waiting, size = [], 0
    return found + _fingerprints(waiting) if waiting else found


@dataclass(slots=True, frozen=True)
class _Unread:
    """What of an article is compared, as text, and the further fields of its fingerprint."""

    title: str
    body: str
    fields: dict[str, Any]


def _unread(article: Article | Mapping[str, Any]) -> _Unread:
    get = article.get if isinstance(article, Mapping) else lambda name: getattr(article, name, None)
    day = day_of(get("published_at"))
    fields = {
        "day": day_of(get("fetched_at")) if day is None else day,
        "id": _text(get("id")),
        "url": _text(get("canonical_url")) or _text(get("url")),
        "site": _text(get("site")),
        "credit": _credit(get("source"), _text(get("publisher"))),
    }
    return _Unread(_text(get("headline"))[:MAX_TITLE], _text(get("body")), fields)


def _credit(source: object, publisher: str) -> str:
    """Return whom the page credits but its own publisher: a site's key, else the name that it gives."""
    if source is None:
        return ""
    if isinstance(source, Mapping):
        site, name = _text(source.get("site")), _text(source.get("name"))
    else:
        site, name = _text(getattr(source, "site", None)), _text(getattr(source, "name", None))
    return site or (name if fold(name) != fold(publisher) else "")


def _fingerprints(waiting: list[_Unread]) -> list[Fingerprint]:
    return [
        Fingerprint(body=body, title=title, digest=_digest(letters), **unread.fields)
        for unread, (title, body, letters) in zip(
            waiting, _read([(unread.title, unread.body) for unread in waiting]), strict=True
        )
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def tokens(text: str) -> Tokens:
    """Return the words of `text`, folded, stripped of their prefixes and hashed, in their order."""
    return _read([("", text)])[0][1]


def _read(
    texts: list[tuple[str, str]], *, folded: bool = False
) -> list[tuple[Tokens, Tokens, NDArray[np.uint16]]]:
    """Return the words of each headline and body, and the body's folded letters and digits.

    All in one array: most of what a short text costs is the same for a long one.
    """
    folds, addends, kinds = _tables()
    heads = [_encode(f"{title}\n") for title, _ in texts]
    parts = [
        (head + _encode(body[:MAX_CHARACTERS]))[: 2 * (MAX_CHARACTERS + MAX_TITLE)]
        for head, (_, body) in zip(heads, texts, strict=True)
    ]
    line = _encode("\n")  # before, between and behind the texts, so that one can look ahead
    codes = np.frombuffer(b"".join((line, line.join(parts), 5 * line)), np.uint16).astype(np.intp)
    ends = np.cumsum([1, *(len(part) // 2 + 1 for part in parts)])
    limits = np.empty(2 * len(parts), np.int64)  # where each headline and each body ends
    limits[0::2] = ends[:-1] + [len(head) // 2 for head in heads]
    limits[1::2] = ends[1:]
    kind = kinds.take(codes)
    odd: set[int] = set()  # the texts of letters that fold to several
    if kind.max() == _ODD and not folded:
        odd.update(np.searchsorted(ends[1:], np.flatnonzero(kind == _ODD), "right").tolist())
    _join_thousands(kind)
    dropped = np.flatnonzero(kind == _DROPPED)
    if dropped.size:
        kept = kind != _DROPPED
        codes, kind = codes[kept], kind[kept]
        limits -= np.searchsorted(dropped, limits)
    letters = folds.take(codes)
    words, places = _words(letters, addends.take(codes), kind)
    found = []
    begin = 0
    bounds = np.column_stack((limits, np.searchsorted(places, limits))).reshape(-1, 4)
    for low, middle, high, end in bounds.tolist():
        text = letters[low:high]
        found.append((words[begin:middle], words[middle:end], text[kind[low:high] != _SEPARATOR]))
        begin = end
    for n in odd:  # rare: by the slow road
        title, body = texts[n]
        found[n] = _read([(fold(title), fold(body[:MAX_CHARACTERS]))], folded=True)[0]
    return found


def _encode(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _join_thousands(kind: NDArray[np.uint8]) -> None:
    """Drop what separates thousands (`41,882` and `41882` are one number); other commas separate words."""
    commas = np.flatnonzero(kind == _COMMA)
    kind[commas] = _SEPARATOR
    inside = commas[kind[commas - 1] == _DIGIT]
    if inside.size:
        digit = kind == _DIGIT
        grouping = digit[inside + 1] & digit[inside + 2] & digit[inside + 3] & ~digit[inside + 4]
        kind[inside[grouping]] = _DROPPED


def _words(
    letters: NDArray[np.uint16], addends: Hashes, kind: NDArray[np.uint8]
) -> tuple[Tokens, NDArray[np.int64]]:
    """Hash each run of letters or of digits; return also where each ends. First and last are separators."""
    edges = np.flatnonzero(kind[1:] != kind[:-1]) + 1
    kinds = kind.take(edges)
    words = np.flatnonzero(kinds)  # not separators
    starts, ends = edges.take(words), edges.take(words + 1)
    starts += _prefix(letters, starts, ends - starts)
    powers, inverses = _powers()
    addends *= powers[: kind.size]
    sums = np.cumsum(addends)
    sums -= addends  # of what stands before each place
    hashes = sums.take(ends)
    hashes -= sums.take(starts)
    hashes *= inverses.take(starts)
    marked: Tokens = (_mix(hashes) >> np.uint64(32)).astype(np.uint32)
    marked &= np.uint32(0xFFFFFFFE)
    marked |= kinds.take(words) == _DIGIT
    return marked, ends


def _prefix(
    letters: NDArray[np.uint16], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many letters of each word are a conjunction, a preposition or the article.

    Editors move these about (`بالطائف`, `في الطائف`, `والطائف`) when they change nothing else. Three letters
    always remain.
    """
    skip = (_CONJUNCTIONS.take(letters.take(starts)) & (sizes >= 5)).astype(np.int64)
    at, left = starts + skip, sizes - skip
    first, second = letters.take(at), letters.take(at + 1)
    lam = second == _LAM
    article = ((first == _ALEF) | (first == _LAM)) & lam & (left >= 5)
    preposition = (
        _PREPOSITIONS.take(first) & (second == _ALEF) & (letters.take(at + 2) == _LAM) & (left >= 6)
    )  # before the article
    skip += 2 * (article | preposition)
    skip += preposition
    return skip


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


def member(wanted: NDArray[np.unsignedinteger], group: NDArray[np.unsignedinteger]) -> NDArray[np.bool_]:
    """Return which of `wanted` occur in `group`: what `np.isin` does, faster on short arrays."""
    return among(wanted, np.sort(group))


def among(wanted: NDArray[np.unsignedinteger], ordered: NDArray[np.unsignedinteger]) -> NDArray[np.bool_]:
    """Return which of `wanted` occur in `ordered`, which is sorted."""
    if not ordered.size:
        return np.zeros(wanted.size, bool)
    places = ordered.searchsorted(wanted)
    places[places == ordered.size] = 0
    return np.asarray(ordered[places] == wanted)


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """Return the values sorted, each once: what `np.unique` does, faster on short arrays."""
    ordered = np.sort(values)
    first = np.concatenate((_FIRST[: ordered.size], ordered[1:] != ordered[:-1]))
    return np.asarray(ordered[first])


def _mix(value: Hashes) -> Hashes:
    """Spread every bit over the upper half."""
    value = (value ^ (value >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return (value ^ (value >> np.uint64(32))) * np.uint64(0xCA5A826395121157)


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse: a word's hash is the same wherever in the text it stands."""
    size = 2 * _TOGETHER + MAX_CHARACTERS + MAX_TITLE + 10  # characters beyond the plane count twice
    base, inverse = np.full(size, _BASE, np.uint64), np.full(size, _INVERSE, np.uint64)
    base[0] = inverse[0] = 1
    return np.multiply.accumulate(base), np.multiply.accumulate(inverse)


@cache
def _tables() -> tuple[NDArray[np.uint16], Hashes, NDArray[np.uint8]]:
    """What `fold` does to each character alone, as tables over the Basic Multilingual Plane.

    The folded letter, the same as a number to be added to a hash, and the kind.
    """
    folds = np.arange(65_536, dtype=np.uint16)
    kinds = np.full(65_536, _ODD, np.uint8)
    for plain in _PLAIN:
        for code in plain:
            kinds[code] = _LETTER if chr(code).isalnum() else _DROPPED
    apart = {*range(0xD800, 0xE000)}.union(*_PLAIN)
    codes = [code for code in range(65_536) if code not in apart]
    # All in one text; each between two letters, because a folding may trim or join what stands at the ends.
    text = fold(" zqz ".join(f"ا{chr(code)}ا" for code in codes))
    for code, folded in zip(codes, text.split(" zqz "), strict=True):
        inner = folded[1:-1]
        if not inner:
            kinds[code] = _DROPPED
        elif inner.isspace():
            kinds[code] = _COMMA if chr(code) in _THOUSANDS else _SEPARATOR
        elif len(inner) == 1 and ord(inner) < 65_536:
            folds[code], kinds[code] = ord(inner), _DIGIT if inner.isdigit() else _LETTER
    return folds, folds.astype(np.uint64) + np.uint64(1), kinds

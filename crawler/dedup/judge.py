"""Are these two the same article, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from crawler.dedup.fingerprint import Fingerprint, fingerprint
from crawler.items import Article

Kind = Literal["exact", "near", "contained", "revision", "distinct"]
SHORT = 12  # words: equal bodies below this say nothing unless the headlines agree


@dataclass(slots=True, frozen=True, kw_only=True)
class Verdict:
    """What the judge found; `of` and `cluster` are known only to the index."""

    duplicate: bool
    kind: Kind
    similarity: float
    reason: str
    of: str | None = None
    cluster: str | None = None
    same_publisher: bool = False


def judge(
    a: Article | Mapping[str, Any], b: Article | Mapping[str, Any], *, background: object = None
) -> Verdict:
    """Judge two articles, or mappings with `headline, body, published_at, site` and where known `id, url`.

    The order of the two does not matter. What stands in `embedded` is never compared.
    """
    return compare(fingerprint(a), fingerprint(b))


def compare(a: Fingerprint, b: Fingerprint) -> Verdict:
    """Judge two fingerprints."""
    same_page = bool(a.id and a.id == b.id) or bool(a.url and a.url == b.url)
    same_publisher = bool(a.site and a.site == b.site)

    def verdict(kind: Kind, similarity: float, reason: str) -> Verdict:
        return Verdict(
            duplicate=kind != "distinct",
            kind=kind,
            similarity=round(similarity, 4),
            reason=reason,
            same_publisher=same_publisher,
        )

    titles = _share(a.title, b.title)
    if a.digest == b.digest and (a.body.size >= SHORT or (a.body.size and titles >= 0.6)):
        return verdict("exact", 1.0, "same text" if titles == 1 else "same text, new headline")
    if same_page:
        return verdict("revision", _share(a.shingles, b.shingles), "same page, new text")
    ab, ba = _covered(a.shingles, b.shingles), _covered(b.shingles, a.shingles)
    lead = min(_covered(a.shingles[:30], b.shingles), _covered(b.shingles[:30], a.shingles))
    numbers_a, numbers_b = (set(x.body[x.body & 1 == 1].tolist()) for x in (a, b))
    other = min(len(numbers_a - numbers_b), len(numbers_b - numbers_a))
    share = other / max(1, min(len(numbers_a), len(numbers_b)))
    if min(ab, ba) >= 0.4 and lead >= 0.3 and share < 0.25:
        return verdict("near", min(ab, ba), f"same text, {1 - min(ab, ba):.0%} of the phrases differ")
    if max(ab, ba) >= 0.6 and lead >= 0.3 and share < 0.25:
        return verdict("contained", max(ab, ba), "one holds the other")
    if share >= 0.25 and max(ab, ba) > 0.4:
        return verdict("distinct", max(ab, ba), f"same template, {other} numbers differ")
    return verdict("distinct", max(ab, ba), "different text")


def _covered(part: np.ndarray[Any, Any], whole: np.ndarray[Any, Any]) -> float:
    return float(np.isin(part, whole).mean()) if part.size else 0.0


def _share(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    if not a.size or not b.size:
        return 0.0
    return float(np.intersect1d(a, b).size / np.union1d(a, b).size)

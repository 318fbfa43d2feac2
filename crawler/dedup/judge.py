"""Are these two the same article, and why.

Equal folded bodies are equal articles. Otherwise the features of `features.py` are weighed by a logistic
regression,

    score = bias + sum of weight_i * (feature_i - mean_i) / scale_i,      duplicate when score > 0,

whose numbers are data (`weights.json`, written by `train`). Above it stand rules that need no weights. Two
texts are one template, filled in twice,

- where three numbers or more differ and half of all differing places hold nothing but numbers;
- where most shared phrases recur, other days lie between, and a number differs, or three names;
- where nearly all shared phrases recur, other days lie between, and the wording is not quite the same;
- where one publisher prints the same headline two days later or more over a text a fifth of which is new, as
  over a weekly list or a column: a reprint is nearly verbatim, and a page that changes is a revision.

Hardly any pair of copies that was labelled by hand looks like that (docs/dedup.md counts them).

What is not a duplicate: a template with other facts, the same event told anew, an update that carries old
text over under a new lead, a page that prints another article inside itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import numpy as np

from crawler.dedup.background import Background, shipped
from crawler.dedup.features import Details, Features, measure, shorter_first
from crawler.dedup.fingerprint import Fingerprint, fingerprint, member
from crawler.items import Article

Kind = Literal["exact", "near", "contained", "revision", "distinct"]
FILE = "weights.json"


@dataclass(slots=True, frozen=True, kw_only=True)
class Verdict:
    """What the judge found; `of` and `cluster` are known only to the index."""

    duplicate: bool
    kind: Kind
    similarity: float  # share of the words in common, 0 to 1; of the shorter text where it is contained
    reason: str
    of: str | None = None
    cluster: str | None = None
    same_publisher: bool = False


@dataclass(slots=True, frozen=True)
class Weights:
    """The numbers of the regression, and the bounds of the rules."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    shortest: int = 12  # words; below, equal bodies need like headlines and others are never duplicates
    template_numbers: int = 3  # numbers that differ
    template_slots: float = 0.5  # share of the differing places that hold nothing but numbers
    furniture: float = 0.6  # share of shared phrases that recur, above which a text is furniture
    other_day: float = 0.6  # days between the two, from which they are not of one day
    template_names: int = 3  # foreign words that either text repeats
    all_furniture: float = 0.87
    quoted: float = 0.8  # share of the shorter text in the longer, from which all furniture is one template
    serial_days: float = 2.0  # days from which a publisher's own headline recurs rather than that he edits
    reprint: float = 0.8  # share of the longer text in the shorter, from which it is printed again
    verbatim: float = 0.97  # share of both texts in common, from which it is no new template but an old text
    least: float = 0.3  # share of the shorter text's phrases that the other holds; no copy had below 0.34
    contained: float = 0.75  # the shorter text's length over the longer's, below which it is contained

    def score(self, features: Features) -> float:
        """Return the log of the odds that the two are one article."""
        total = self.bias
        for name, mean, scale, weight in zip(self.names, self.means, self.scales, self.weights, strict=True):
            total += weight * (getattr(features, name) - mean) / scale
        return total

    @staticmethod
    def read(text: str) -> Weights:
        """Read the JSON form."""
        read: dict[str, Any] = json.loads(text)
        for name in ("names", "means", "scales", "weights"):
            read[name] = tuple(read[name])
        return Weights(**read)


@cache
def trained() -> Weights:
    """Return the weights that come with the package."""
    return Weights.read(resources.files(__package__).joinpath(FILE).read_text("utf-8"))


def judge(
    a: Article | Mapping[str, Any], b: Article | Mapping[str, Any], *, background: Background | None = None
) -> Verdict:
    """Judge two articles, or mappings with `headline, body, published_at, site` and where known `id, url`.

    The order of the two does not matter. What stands in `embedded` is never compared.
    """
    return compare(fingerprint(a), fingerprint(b), background)[0]


def compare(
    a: Fingerprint, b: Fingerprint, background: Background | None = None, weights: Weights | None = None
) -> tuple[Verdict, float]:
    """Judge two fingerprints; return the verdict, and the score by which verdicts can be ranked."""
    weights = weights or trained()
    same_page = bool(a.id and a.id == b.id) or bool(a.url and a.url == b.url)
    same_publisher = bool(a.site and a.site == b.site)

    def verdict(kind: Kind, similarity: float, reason: str) -> Verdict:
        return Verdict(
            duplicate=kind != "distinct",
            kind=kind,
            similarity=round(min(1.0, similarity), 4),
            reason=reason,
            same_publisher=same_publisher,
        )

    if not a.body.size or not b.body.size:
        return verdict("distinct", 0.0, "no text to compare"), -np.inf
    if a.digest == b.digest:
        same_title = _same_title(a, b)
        if a.body.size >= weights.shortest or same_title or same_page:
            return verdict("exact", 1.0, "same text" if same_title else "same text, new headline"), np.inf
    short, long = shorter_first(a, b)
    phrases = member(short.shingles, long.shingles)
    if phrases.sum() < weights.least * phrases.size and not same_page:
        return verdict("distinct", float(phrases.mean()), "different text"), -np.inf
    features, details = measure(short, long, background or shipped(), phrases)
    shared = (details.a_in_b + details.b_in_a) / 2
    if same_page:
        return verdict("revision", shared, f"same page, {_percent(1 - shared)} of the words differ"), np.inf
    if min(a.body.size, b.body.size) < weights.shortest:
        return verdict("distinct", shared, "too short to tell"), -np.inf
    if is_template(features, details, weights):
        return verdict("distinct", shared, _template(details)), -np.inf
    score = weights.score(features)
    if score <= 0:
        return verdict("distinct", shared, _difference(features, details, shared)), score
    headline = "" if _same_title(a, b) else ", new headline"
    if min(a.body.size, b.body.size) < weights.contained * max(a.body.size, b.body.size):
        whole = _percent(min(a.body.size, b.body.size) / max(a.body.size, b.body.size))
        part = _percent(details.a_in_b)
        reason = f"one text holds {part} of the other, which is {whole} as long{headline}"
        return verdict("contained", details.a_in_b, reason), score
    return verdict("near", shared, f"same text{headline}, {_percent(1 - shared)} of the words differ"), score


def is_template(features: Features, details: Details, weights: Weights) -> bool:
    """Return whether the rules that need no weights see one template, filled in twice."""
    if details.own_headline and details.days >= weights.serial_days and details.b_in_a < weights.reprint:
        return True
    if details.a_in_b + details.b_in_a <= 1.0:
        return False
    if details.numbers_differ >= weights.template_numbers and features.slots >= weights.template_slots:
        return True
    if details.recurring < weights.furniture or details.days < weights.other_day:
        return False
    if details.numbers_differ or details.names_differ >= weights.template_names:
        return True
    return (
        details.recurring >= weights.all_furniture
        and details.a_in_b >= weights.quoted
        and min(details.a_in_b, details.b_in_a) < weights.verbatim
    )


def _same_title(a: Fingerprint, b: Fingerprint) -> bool:
    return bool(np.array_equal(np.unique(a.title), np.unique(b.title)))


def _template(details: Details) -> str:
    of = details.numbers_differ + details.numbers_in_step
    if details.numbers_differ:
        return f"same template, {details.numbers_differ} of {of} numbers differ"
    if details.names_differ:
        return "same template, other names"
    return "same template, another day"


def _difference(features: Features, details: Details, shared: float) -> str:
    if details.a_in_b < 0.4:
        return "different text"
    if details.numbers_differ >= 2 and shared > 0.5:
        return _template(details)
    if features.start < 0.6 or features.opening < 0.4:
        return f"a new lead over {_percent(details.a_in_b)} of the same words"
    if details.recurring > 0.4:
        return "the same wording as on many days, other facts"
    return f"told anew, {_percent(shared)} of the words in common"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"

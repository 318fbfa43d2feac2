"""The numbers of a run as a person reads them, from what the frontier counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

OUTCOMES = ("stored", "duplicate", "rejected", "gone", "blocked", "failed")


@dataclass(slots=True, frozen=True)
class Counts:
    """Articles by the outcome of their last visit, and its reasons; looks at stored ones apart."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)
    revisits: Counter[str] = field(default_factory=Counter)
    revisit_reasons: dict[str, Counter[str]] = field(default_factory=dict)
    given_up: int = 0  # of those that failed: no run tries them again

    @classmethod
    def read(cls, counts: Mapping[str, int]) -> Counts:
        """Read `article/<outcome>`, `article/<outcome>/<reason>` and the same of `revisit`."""
        read = cls(given_up=counts.get("given-up/article", 0))
        for name, number in counts.items():
            kind, _, rest = name.partition("/")
            if kind not in ("article", "revisit"):
                continue
            looks = kind == "revisit"
            outcome, _, reason = rest.partition("/")
            if reason:
                reasons = read.revisit_reasons if looks else read.reasons
                reasons.setdefault(outcome, Counter())[reason] += number
            else:
                (read.revisits if looks else read.outcomes)[outcome] += number
        return read

    def why(self, outcome: str, most: int = 6) -> str:
        """Return the reasons of `outcome`, the commonest first: `validate/no-body 11, hub 5`."""
        return _commonest(self.reasons.get(outcome, Counter()), most)

    def why_revisit(self, outcome: str, most: int = 6) -> str:
        """Return the reasons of how revisits ended."""
        return _commonest(self.revisit_reasons.get(outcome, Counter()), most)


def _commonest(counted: Counter[str], most: int) -> str:
    reasons = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    parts = [f"{reason} {number}" for reason, number in reasons[:most]]
    rest = sum(number for _, number in reasons[most:])
    return ", ".join([*parts, f"others {rest}"] if rest else parts)

"""The numbers of a run as a person reads them, from the counts of the ledger's visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

OUTCOMES = ("stored", "duplicate", "rejected", "gone", "blocked", "failed")
_PREFIX = "article/"


@dataclass(slots=True, frozen=True)
class Counts:
    """Visits of articles by outcome, and the reasons of each outcome."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, counts: Mapping[str, int]) -> Counts:
        """Read `article/<outcome>` and `article/<outcome>/<reason>`, as the frontier counts them."""
        read = cls()
        for name, number in counts.items():
            if not name.startswith(_PREFIX):
                continue
            outcome, _, reason = name.removeprefix(_PREFIX).partition("/")
            if reason:
                read.reasons.setdefault(outcome, Counter())[reason] += number
            else:
                read.outcomes[outcome] += number
        return read

    def why(self, outcome: str, most: int = 6) -> str:
        """Return the reasons of `outcome`, the commonest first: `validate/no-body 11, hub 5`."""
        reasons = sorted(self.reasons.get(outcome, {}).items(), key=lambda pair: (-pair[1], pair[0]))
        parts = [f"{reason} {number}" for reason, number in reasons[:most]]
        rest = sum(number for _, number in reasons[most:])
        return ", ".join([*parts, f"others {rest}"] if rest else parts)

"""The account of a ledger: what was found, and where every piece of it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from crawler.ledger.schema import files, pages

OUTCOMES = ("stored", "duplicate", "rejected", "gone", "blocked", "failed", "waiting")
LINE_KINDS = ("articles", "duplicates", "revisions", "quarantine")


@dataclass(slots=True)
class Balance:
    """The articles of one site. `found` is their number; the outcomes and `waiting` add up to it."""

    site: str
    found: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)  # "rejected/no-body"
    pages: dict[str, Counter[str]] = field(default_factory=dict)  # hub, feed, sitemap -> states
    leased: int = 0
    due: int = 0
    lines: Counter[str] = field(default_factory=Counter)  # kind of file -> committed lines
    written: Counter[str] = field(default_factory=Counter)  # kind of file -> rows that say they wrote a line
    revisions: int = 0
    gone_since: int = 0  # stored articles that their site took away
    faults: list[str] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Whether every number adds up."""
        return not self.faults

    def check(self) -> None:
        """Fill `faults` with a sentence for each number that does not add up."""
        settled = sum(self.outcomes[name] for name in OUTCOMES)
        if settled != self.found:
            strange = sorted(set(self.outcomes) - set(OUTCOMES))
            self.faults.append(f"{self.found} articles were found, {settled} are accounted for ({strange}).")
        for kind in LINE_KINDS:
            if self.lines[kind] != self.written[kind]:
                self.faults.append(
                    f"{self.lines[kind]} lines are committed to {kind}/, {self.written[kind]} rows wrote one."
                )
        if self.written["articles"] + self.written["duplicates"] < self.outcomes["stored"]:
            self.faults.append("An article is stored without a line.")

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "site": self.site,
            "found": self.found,
            **{name: self.outcomes[name] for name in OUTCOMES},
            "reasons": dict(sorted(self.reasons.items())),
            "revisions": self.revisions,
            "gone_since": self.gone_since,
            "pages": {kind: dict(sorted(states.items())) for kind, states in sorted(self.pages.items())},
            "due": self.due,
            "leased": self.leased,
            "lines": {kind: self.lines[kind] for kind in LINE_KINDS if self.lines[kind]},
            "balanced": self.balanced,
            "faults": self.faults,
        }


def balances(engine: Engine, site: str | None = None) -> list[Balance]:
    """Return the account of `site`, or of every site, in the order of their names."""
    found: dict[str, Balance] = {}
    of_site = [pages.c.site == site] if site else []
    columns = (pages.c.site, pages.c.kind, pages.c.state, pages.c.reason, pages.c.written)
    counted = select(
        *columns,
        func.count().label("number"),
        func.count(pages.c.owner).label("leased"),
        func.count(pages.c.due_at).label("due"),
        func.sum(pages.c.revision).label("revisions"),
        func.count(pages.c.gone_at).label("gone_since"),
    )
    with engine.connect() as connection:
        for row in connection.execute(counted.where(*of_site).group_by(*columns)):
            balance = found.setdefault(row.site, Balance(row.site))
            balance.leased += row.leased
            balance.due += row.due
            balance.revisions += row.revisions
            balance.written["revisions"] += row.revisions
            balance.gone_since += row.gone_since
            if row.written:
                balance.written[row.written] += row.number
            if row.kind != "article":
                balance.pages.setdefault(row.kind, Counter())[row.state] += row.number
                continue
            balance.found += row.number
            balance.outcomes[row.state] += row.number
            if row.reason and row.state != "waiting":
                balance.reasons[f"{row.state}/{row.reason}"] += row.number
        of_files = [files.c.site == site] if site else []
        for row in connection.execute(select(files).where(*of_files)):
            found.setdefault(row.site, Balance(row.site)).lines[row.kind] += row.lines
    for balance in found.values():
        balance.check()
    return [found[key] for key in sorted(found)]


def check_files(engine: Engine, machine: str, root: Path, found: list[Balance]) -> None:
    """Add a fault where a file of this machine is shorter than what is committed of it."""
    by_site = {balance.site: balance for balance in found}
    with engine.connect() as connection:
        for row in connection.execute(select(files).where(files.c.machine == machine)):
            path = root / row.path
            size = path.stat().st_size if path.exists() else 0
            if row.site in by_site and size < row.offset:
                by_site[row.site].faults.append(f"{path} has {size} bytes, {row.offset} are committed.")

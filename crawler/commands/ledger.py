"""`scrapy ledger`: the balance of every site, and whether it adds up."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import UsageError

from crawler.ledger.balance import OUTCOMES, Balance, balances, check_files
from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import url_in
from crawler.ledger.reading import reading
from crawler.options import CheckedCommand, known


class Command(CheckedCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[--site NAME] [--json]"

    def short_desc(self) -> str:
        return "Show what was found and what became of it; status 1 where it does not add up"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--site", metavar="NAME", help="one site only")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if known(args, "ledger"):
            raise UsageError("ledger takes --site and --json only", print_help=False)
        root = Path(self.settings["DATA_DIR"])
        url = self.settings["LEDGER_URL"] or url_in(root)
        try:
            with reading(url) as ledger:
                found = balances(ledger.engine, opts.site)
                check_files(ledger.engine, ledger.machine, root, found)
            if opts.site and not found:
                raise LedgerError(f"The ledger knows no site {opts.site!r}.")
            if not found:
                raise LedgerError("The ledger is empty: nothing was crawled yet.")
        except LedgerError as error:
            sys.stderr.write(f"{error}\n")
            self.exitcode = 1
            return
        balanced = all(balance.balanced for balance in found)
        self.exitcode = 0 if balanced else 1
        account = {"balanced": balanced, "sites": [balance.to_dict() for balance in found]}
        with contextlib.suppress(BrokenPipeError):  # `scrapy ledger | head`
            print(
                json.dumps(account, ensure_ascii=False, indent=1) if opts.json else table(found), flush=True
            )


def table(found: list[Balance]) -> str:
    """Return the account as text, one line a site."""
    names = ("found", *OUTCOMES)
    width = max([len("site"), *(len(balance.site) for balance in found)])
    rows = [(b.found, *(b.outcomes[name] for name in OUTCOMES)) for b in found]
    wide = (
        [max(len(name), *(len(str(row[n])) for row in rows)) for n, name in enumerate(names)] if rows else []
    )
    lines = [
        " ".join([f"{'site':<{width}}", *(f"{name:>{w}}" for name, w in zip(names, wide, strict=False))])
    ]
    for balance, numbers in zip(found, rows, strict=True):
        cells = (f"{number:>{w}}" for number, w in zip(numbers, wide, strict=True))
        lines.append(" ".join([f"{balance.site:<{width}}", *cells]))
        lines += [f"  {number:>7} {reason}" for reason, number in balance.reasons.most_common()]
        lines += [
            f"  {sum(states.values()):>7} {kind}s: "
            + ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
            for kind, states in sorted(balance.pages.items())
        ]
        lines += [f"  {balance.revisions:>7} revisions"] if balance.revisions else []
        lines += [f"  {balance.gone_since:>7} stored and taken away since"] if balance.gone_since else []
        lines += [f"  {balance.leased:>7} leased"] if balance.leased else []
        lines += [f"  does not add up: {fault}" for fault in balance.faults] or ["  it adds up"]
    return "\n".join(lines)

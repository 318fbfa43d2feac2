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
from crawler.ledger.ledger import Ledger, explained
from crawler.options import CheckedCommand


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
        if args:
            raise UsageError("ledger takes --site and --json only", print_help=False)
        root = Path(self.settings["DATA_DIR"])
        url = self.settings["LEDGER_URL"] or f"sqlite:///{root / 'ledger.sqlite'}"
        try:
            if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
                raise LedgerError(
                    f"There is no ledger at {url.removeprefix('sqlite:///')}: nothing was crawled yet."
                )
            ledger = Ledger(url)
            with explained("the ledger"):
                found = balances(ledger.engine, opts.site)
                check_files(ledger.engine, ledger.machine, root, found)
                ledger.close()
            if opts.site and not found:
                raise LedgerError(f"The ledger knows no site {opts.site!r}.")
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
    lines = [" ".join([f"{'site':<{width}}", *(f"{name:>9}" for name in names)])]
    for balance in found:
        numbers = (balance.found, *(balance.outcomes[name] for name in OUTCOMES))
        lines.append(" ".join([f"{balance.site:<{width}}", *(f"{number:>9}" for number in numbers)]))
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

"""`scrapy sites`: every site that has a file, how well it is known, and how its last run went."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from scrapy.exceptions import UsageError
from sqlalchemy import Engine, create_engine, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from crawler.ledger.balance import Balance, balances
from crawler.ledger.ledger import url_in
from crawler.ledger.reading import as_it_lies, path_of
from crawler.ledger.schema import runs
from crawler.monitoring.bidi import isolate
from crawler.options import CheckedCommand, known
from crawler.site import Site
from crawler.sites import known_sites

Health = Literal["ok", "empty", "failing"]


class Command(CheckedCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[--json]"

    def short_desc(self) -> str:
        return "List the sites: publisher, country, how well each is known, and its last run"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="a list of objects as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if known(args, "sites"):
            raise UsageError("sites takes --json only.", print_help=False)
        assert self.settings is not None
        url = self.settings["LEDGER_URL"] or url_in(Path(self.settings["DATA_DIR"]))
        ends, accounts = _remembered(url)
        rows = [
            describe(site, ends.get(key), accounts.get(key))
            for key, site in known_sites(self.settings).items()
        ]
        try:
            print(json.dumps(rows, ensure_ascii=False, indent=1) if opts.json else table(rows), flush=True)
        except BrokenPipeError:  # the reader has seen enough; Python would complain once more at its exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def describe(site: Site, last_run: float | None, account: Balance | None) -> dict[str, Any]:
    """Return what is said of one site; `last_run` in seconds since the epoch."""
    channels = ["hubs"] if site.seeds else []
    channels += ["feeds"] if site.feeds else []
    channels += ["sitemaps"] if site.sitemaps else []
    return {
        "key": site.key,
        "publisher": site.publisher,
        "domain": site.domain,
        "country": site.country,
        "support": site.support,
        "channels": channels,
        "rendering": site.rendering,
        "last_run": None
        if last_run is None
        else datetime.fromtimestamp(last_run, UTC).isoformat(timespec="seconds"),
        "health": health(account),
    }


def health(account: Balance | None) -> Health | None:
    """Judge a site by its account: `failing` where most of what was tried failed, None where nothing was."""
    if account is None:
        return None
    outcomes = account.outcomes
    good = outcomes["stored"] + outcomes["duplicate"]
    bad = outcomes["failed"] + outcomes["blocked"]
    hubs = account.pages.get("hub", Counter())
    if good + bad + outcomes["rejected"] + outcomes["gone"] == 0:
        return "failing" if hubs["failed"] + hubs["blocked"] else "empty" if hubs else None
    if good == 0:
        return "failing" if bad else "empty"
    return "failing" if bad > good else "ok"


def table(rows: list[dict[str, Any]]) -> str:
    """Return the sites as text, the Arabic names last, where they turn nothing around."""
    names = ("key", "domain", "country", "support", "rendering", "last_run", "health")
    cells = [[_short(name, row[name]) for name in names] for row in rows]
    widths = (
        [max(len(name), *(len(row[n]) for row in cells)) for n, name in enumerate(names)] if cells else []
    )
    lines = [
        "  ".join([*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)), last]).rstrip()
        for row, last in zip(
            [list(names), *cells],
            ["publisher", *(isolate(row["publisher"] or "") for row in rows)],
            strict=True,
        )
    ]
    return "\n".join(lines) if rows else "There are no sites."


def _short(name: str, value: Any) -> str:
    text = str(value or "-")
    return text[:16].replace("T", " ") if name == "last_run" else text  # to the minute, in UTC as all times


def _remembered(url: str) -> tuple[Mapping[str, float], Mapping[str, Balance]]:
    """Return the start of each site's last run and its account; nothing where there is no ledger yet.

    Opens the ledger for reading only: a crawl may hold it, and a list must not make one.
    """
    try:
        path = path_of(url)
        if path is not None and not path.exists():
            return {}, {}
        engine = as_it_lies(path) if path else create_engine(url)
        try:
            return _ends(engine), {balance.site: balance for balance in balances(engine)}
        finally:
            engine.dispose()
    except (SQLAlchemyError, ImportError) as error:
        words = " ".join(str(getattr(error, "orig", None) or error).split()).rstrip(".")
        sys.stderr.write(f"The ledger cannot be read, so runs are not shown: {words}.\n")
        return {}, {}


def _ends(engine: Engine) -> dict[str, float]:
    if not inspect(engine).has_table(runs.name):
        return {}
    last: dict[str, float] = {}
    with engine.connect() as connection:
        for row in connection.execute(select(runs.c.sites, runs.c.started_at).order_by(runs.c.id)):
            last.update(dict.fromkeys(row.sites.split(), row.started_at))
    return last

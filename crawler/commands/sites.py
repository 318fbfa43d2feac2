"""`scrapy sites`: every site with a file, how far it was checked, and how its last run ended."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from sqlalchemy import select

from crawler.ledger.errors import LedgerError
from crawler.ledger.ledger import Ledger, explained
from crawler.ledger.schema import runs
from crawler.site import Site
from crawler.sites import known_sites


class Command(ScrapyCommand):
    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        return "[--json]"

    def short_desc(self) -> str:
        return "List the sites with what is known of each"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="one JSON array")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageError("sites takes --json only", print_help=False)
        root = Path(self.settings["DATA_DIR"])
        url = self.settings["LEDGER_URL"] or f"sqlite:///{root / 'ledger.sqlite'}"
        try:
            last = last_runs(url)
        except LedgerError as error:
            sys.stderr.write(f"{error}\n")
            self.exitcode = 1
            return
        found = [
            described(site, last.get(site.key)) for _, site in sorted(known_sites(self.settings).items())
        ]
        print(json.dumps(found, ensure_ascii=False, indent=1) if opts.json else table(found))


def last_runs(url: str) -> dict[str, tuple[float, str | None]]:
    """Return when each site's last run started, and why it ended; {} where nothing was crawled."""
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return {}
    ledger = Ledger(url)
    with explained("the ledger"), ledger.engine.connect() as connection:
        rows = connection.execute(select(runs).order_by(runs.c.id))
        last = {site: (row.started_at, row.finish_reason) for row in rows for site in row.sites.split()}
    ledger.close()
    return last


def described(site: Site, last: tuple[float, str | None] | None) -> dict[str, Any]:
    """Return one site as the JSON has it. `health`: ok, unfinished (killed or running), or what was wrong."""
    channels = {"hub": site.seeds, "feed": site.feeds, "sitemap": site.sitemaps}
    reason = last[1] if last else None
    good = reason in ("finished", "limit", "shutdown") or (reason or "").startswith("closespider_")
    return {
        "key": site.key,
        "publisher": site.publisher,
        "domain": site.domain,
        "country": site.country,
        "support": site.support,
        "channels": [name for name, places in channels.items() if places],
        "rendering": site.rendering,
        "last_run": datetime.fromtimestamp(last[0], UTC).isoformat(timespec="seconds") if last else None,
        "health": ("ok" if good else reason or "unfinished") if last else None,
    }


def table(found: list[dict[str, Any]]) -> str:
    """Return the sites as text; the Arabic name comes last, where it cannot upset the columns."""
    columns = ("key", "domain", "country", "support", "rendering", "last_run", "health")
    rows = [columns, *(tuple(str(site[name] or "-") for name in columns) for site in found)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(columns))]
    names = ["publisher", *(str(site["publisher"]) for site in found)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=True)), name])
        for row, name in zip(rows, names, strict=True)
    )

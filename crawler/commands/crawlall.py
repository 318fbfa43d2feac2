"""`scrapy crawlall`: many sites at once in a few processes, and one table of them all."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Sequence
from inspect import isroutine
from pathlib import Path
from typing import Any

from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict

import crawler
from crawler.arguments import ArgumentError, Arguments
from crawler.fleet.figures import Figures
from crawler.fleet.jobs import Jobs, environment
from crawler.fleet.orders import Orders, concurrency
from crawler.fleet.shares import shares
from crawler.options import CheckedCommand
from crawler.site import Site
from crawler.sites import known_sites

_COMMAND_LINE = 40  # Scrapy's priority of `-s`
_REDRAW = 0.5  # seconds


class Command(CheckedCommand):
    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Crawl all sites, or chosen ones, in a few processes"

    def long_desc(self) -> str:
        return (
            "Crawl every site that has a file, several in each process, at the pace of each. A site that is "
            "locked, damaged or out of reach is left out; the exit status says that there was one."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--country", help="only sites of these countries: ISO 3166, such as EG or EG,SA")
        parser.add_argument("--sites", help="only these sites, separated by commas")
        parser.add_argument("--jobs", help="processes (default: one for each core)")
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="as of scrapy crawl"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        # Scrapy imports the modules of all commands for any of them: what draws is imported where it is used.
        from crawler.fleet.display import Display

        assert self.settings is not None
        if args:
            raise UsageError("crawlall takes options only; --sites a,b names sites.", print_help=False)
        jobs = _number(opts.jobs, os.cpu_count() or 1)
        if jobs is None:
            self._refuse(f"--jobs takes a number from 1 on, not {opts.jobs!r}.")
            return
        try:
            spider_arguments = arglist_to_dict(opts.spargs)
        except ValueError:
            raise UsageError("Invalid -a value, use -a NAME=VALUE", print_help=False) from None
        try:
            asked = Arguments.read(spider_arguments)
            if asked.urls:
                raise ArgumentError("crawlall crawls sites that have a file: url is an argument of `news`.")
            broken = self._broken()
            chosen = self._chosen(opts, broken)
        except ArgumentError as error:
            self._refuse(str(error))
            return
        coded = self._with_code(chosen)
        # A limit is one of each site, so each gets a run of its own.
        split = shares(chosen, jobs, alone=coded if asked.limit is None else {site.key for site in chosen})
        own = self._own_settings()

        def order(keys: Sequence[str]) -> Orders:
            settings = own | self._settings_of(len(keys))
            return Orders(list(keys), keys[0] in coded, settings, spider_arguments)

        show = Display(float(self.settings.getfloat("PROGRESS_EVERY", 10.0)))
        root = str(Path(crawler.__file__).resolve().parent.parent)
        fleet = Jobs(split, order, jobs=jobs, log=show.log, environment=environment(root))
        for name, sentence in broken.items():
            fleet.figures[name] = Figures(name)
            fleet.figures[name].end(sentence)
        figures = list(fleet.figures.values())
        asyncio.run(_crawl(fleet, lambda: show.update(figures)))
        show.end(figures)
        if any(one.stored for one in figures):
            show.say(f"articles   {Path(self.settings['DATA_DIR']) / 'articles'}")
        if any(one.phase == "failed" for one in figures):
            self.exitcode = 1

    def _broken(self) -> dict[str, str]:
        """Return the sites whose files cannot be read, and why; only the others are loaded from here on."""
        assert self.settings is not None
        loader = get_spider_loader(self.settings)
        good = sorted({loader.load(name).__module__ for name in loader.list()})
        self.settings.set("SPIDER_MODULES", good, priority="cmdline")
        return dict(getattr(loader, "broken", {}))

    def _chosen(self, opts: argparse.Namespace, broken: dict[str, str]) -> list[Site]:
        """Return the sites that were asked for; keep in `broken` only those that were."""
        assert self.settings is not None
        known = known_sites(self.settings)
        chosen = list(known.values())
        if opts.sites is not None:
            names = [name.strip() for name in opts.sites.split(",") if name.strip()]
            if not names:
                raise ArgumentError("--sites names no site. `scrapy list` names them all.")
            if unknown := [name for name in names if name not in known and name not in broken]:
                raise ArgumentError(f"There is no site {', '.join(unknown)}. `scrapy list` names them all.")
            chosen = [known[name] for name in dict.fromkeys(names) if name in known]
            for name in broken.keys() - set(names):
                del broken[name]
        if opts.country is not None:
            countries = {code.strip().upper() for code in opts.country.split(",")}
            for code in sorted(countries):
                if not (len(code) == 2 and code.isascii() and code.isalpha()):
                    raise ArgumentError(
                        f"--country takes codes of two letters, such as EG or EG,SA, not {code!r}."
                    )
                if not any(site.country == code for site in chosen):
                    raise ArgumentError(
                        f"There is no site of {code} to crawl. `scrapy sites` shows them all."
                    )
            chosen = [site for site in chosen if site.country in countries]
            broken.clear()  # where they are from is not known
        if not chosen and not broken:
            raise ArgumentError("There is no site to crawl. `scrapy sites` shows them all.")
        return chosen

    def _with_code(self, sites: Sequence[Site]) -> set[str]:
        """Return the sites whose spiders are more than a specification (an API): only they can crawl them."""
        assert self.settings is not None
        loader = get_spider_loader(self.settings)
        return {site.key for site in sites if any(map(isroutine, vars(loader.load(site.key)).values()))}

    def _own_settings(self) -> dict[str, Any]:
        """Return what the command line sets, for every process."""
        assert self.settings is not None
        given = {
            name: self.settings[name]
            for name in self.settings
            if self.settings.getpriority(name) == _COMMAND_LINE
        }
        quiet = {"LOG_LEVEL": "WARNING"} if "LOG_LEVEL" not in given else {}
        extensions = dict(self.settings.getdict("EXTENSIONS"))
        extensions["crawler.fleet.reporter.Reporter"] = 500
        return (
            quiet
            | given
            | {
                "EXTENSIONS": extensions,
                "SUMMARY": "off",
                "PROGRESS_EVERY": 0,
            }
        )

    def _settings_of(self, sites: int) -> dict[str, Any]:
        assert self.settings is not None
        if self.settings.getpriority("CONCURRENT_REQUESTS") == _COMMAND_LINE:
            return {}
        each = self.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        return {"CONCURRENT_REQUESTS": concurrency(sites, each)}

    def _refuse(self, sentence: str) -> None:
        sys.stderr.write(f"{sentence}\n")
        self.exitcode = 2


def _number(written: str | None, usual: int) -> int | None:
    """Return the number of processes that is asked for; None where that is none."""
    if written is None:
        return usual
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 0
    return number or None


async def _crawl(fleet: Jobs, redraw: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, fleet.stop)
    work = asyncio.create_task(fleet.run())
    while not work.done():
        await asyncio.wait([work], timeout=_REDRAW)
        redraw()
    await work

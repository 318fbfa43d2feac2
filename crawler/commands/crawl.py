"""`scrapy crawl`: Scrapy's own, with an exit status that tells how the run ended."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.arguments import ArgumentError, Arguments
from crawler.monitoring.feeds import FAILED
from crawler.options import CheckedCommand, known, output
from crawler.run import GOOD_ENDS


class Command(CheckedCommand, ScrapyCrawl):
    def syntax(self) -> str:
        return "SITE [-a NAME=VALUE]... [-s NAME=VALUE]..."

    def short_desc(self) -> str:
        return "Crawl a site, or any with `news` and -a url=https://any.site/"

    def long_desc(self) -> str:
        return (
            "SITE is a name that `scrapy list` shows, or `news`, which crawls the home pages that -a url= "
            "names, separated by commas. -a since=2026-11-01 and until=2026-11-20: only what was published "
            "from and to these days. limit=500: stop after so many stored articles. depth=3: follow links at "
            "most so far from a seed. similar=0: not those to similar articles. revisit=1, revisits=500: "
            "look again at stored articles, at most so many a site. Where everything goes: -s "
            "DATA_DIR=folder. Who can be asked about the crawl: -s CONTACT=you@example.org. Exit status: 0 "
            "when the run did what it was told, 1 when it did not, 2 when it never began."
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        for uri in self.settings.getdict("FEEDS"):
            if (path := _local(str(uri))) is not None:
                output(path, lines=False)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        known(args, "crawl")
        if len(args) != 1:
            raise UsageError("crawl takes the name of one site, or `news` with -a url=", print_help=False)
        name = args[0]
        try:
            spider_class: Any = self.crawler_process.spider_loader.load(name)
        except KeyError:
            self._refuse(self._unknown(name))
            return
        crawler = self._create_crawler(spider_class)
        try:
            spider_class.check(Arguments.read(opts.spargs))
        except ArgumentError as error:
            self._refuse(str(error))
            return
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        reason = crawler.stats.get_value("finish_reason") if crawler.spider else None
        failure = getattr(crawler.spider, "failure", None)
        if self.crawler_process.bootstrap_failed or failure or reason not in GOOD_ENDS:
            self.exitcode = 1
        if failure:
            sys.stderr.write(f"{failure}\n")
        if any(name.startswith(FAILED) for name in crawler.stats.get_stats()):
            self.exitcode = 1
            sys.stderr.write(
                f"The file of -o or -O could not be written whole: the log says why. What was stored is in "
                f"{Path(crawler.settings['DATA_DIR']) / 'articles'}.\n"
            )

    def _unknown(self, name: str) -> str:
        assert self.crawler_process is not None
        loader = self.crawler_process.spider_loader
        if (why := getattr(loader, "broken", {}).get(name)) is not None:
            return f"{name} cannot be crawled: {why}"
        known = loader.list()
        near = difflib.get_close_matches(name, known, 3, 0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`scrapy list` names them all."
        return f"There is no site {name!r}. {hint} Any other site: scrapy crawl news -a url=https://…"

    def _refuse(self, sentence: str) -> None:
        sys.stderr.write(f"{sentence}\n")
        self.exitcode = 2


def _local(uri: str) -> str | None:
    """Return the path of a feed that is a file here, without what only Scrapy fills in; None for others."""
    scheme = urlsplit(uri).scheme
    if scheme not in ("", "file") or "%(" in uri:
        return None
    return uri.removeprefix("file://")

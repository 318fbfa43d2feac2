"""`scrapy crawl`: Scrapy's own, with an exit status that tells how the run ended."""

from __future__ import annotations

import argparse
import difflib
import sys
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.arguments import ArgumentError, Arguments
from crawler.run import GOOD_ENDS


class Command(ScrapyCrawl):
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
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

    def _unknown(self, name: str) -> str:
        assert self.crawler_process is not None
        known = self.crawler_process.spider_loader.list()
        near = difflib.get_close_matches(name, known, 3, 0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`scrapy list` names them all."
        return f"There is no site {name!r}. {hint} Any other site: scrapy crawl news -a url=https://…"

    def _refuse(self, sentence: str) -> None:
        sys.stderr.write(f"{sentence}\n")
        self.exitcode = 2

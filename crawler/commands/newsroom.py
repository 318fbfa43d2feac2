"""`scrapy newsroom`: crawl the built-in newsroom end to end, offline, and show one article of it."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import crawler
from crawler.commands.crawl import Command as CrawlCommand
from crawler.monitoring.bidi import isolate, shorten
from crawler.network.chromium import find_chromium
from crawler.options import known

_PACKAGE = "crawler.newsroom"
_LEAST = 30  # articles: fewer have not all that is to be mastered
_QUIET = 0.02  # seconds between two requests to one site: they are all ours


class Command(CrawlCommand):
    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Crawl the built-in newsroom"

    def long_desc(self) -> str:
        return (
            "Serve the built-in Arabic newsroom on loopback and crawl it. A second run goes on where "
            "the first one ended, and finds nothing new; --fresh begins again."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--articles", type=int, default=60, help=f"articles in all (default 60, at least {_LEAST})"
        )
        parser.add_argument("--seed", type=int, default=1, help="another seed is another world")
        parser.add_argument("--fresh", action="store_true", help="forget what earlier runs stored")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        world = f"newsroom-{opts.articles}" + (f"-seed-{opts.seed}" if opts.seed != 1 else "")
        chosen = {
            "DATA_DIR": str(Path(self.settings["DATA_DIR"]) / world),
            "DOWNLOAD_DELAY": _QUIET,
            "PROGRESS_EVERY": 1,
            # The live coverage is a site of its own, since only a browser reads it.
            "SPIDER_MODULES": [*self.settings.getlist("SPIDER_MODULES"), f"{_PACKAGE}.live"],
        }
        self._own_folder = self.settings.getpriority("DATA_DIR") != _COMMAND_LINE
        # Scrapy's own account of itself, from its versions on, would bury ours.
        self._quiet = self.settings.getpriority("LOG_LEVEL") != _COMMAND_LINE
        if self._quiet:
            chosen["LOG_LEVEL"] = "WARNING"
        for name, value in chosen.items():
            if self.settings.getpriority(name) != _COMMAND_LINE:
                self.settings.set(name, value, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if known(args, "newsroom"):
            self._refuse("newsroom takes no site: it crawls its own.")
            return
        if opts.articles < _LEAST:
            self._refuse(f"--articles takes a number from {_LEAST} on, not {opts.articles}.")
            return
        data = Path(self.settings["DATA_DIR"])
        if opts.fresh:
            if not self._own_folder:
                self._refuse(f"--fresh removes only folders that newsroom chose; remove {data} yourself.")
                return
            shutil.rmtree(data, ignore_errors=True)
        if self._quiet:
            self.settings.set("LOG_LEVEL", "INFO", priority="cmdline")
            for name in ("scrapy", "scrapy-playwright"):
                logging.getLogger(name).setLevel(logging.WARNING)
        try:
            with _served(opts.articles, opts.seed) as (proxy, homes):
                before = len(_stored(data))
                os.environ.update({"http_proxy": proxy, "https_proxy": proxy, "no_proxy": ""})
                if find_chromium() is None:
                    sys.stderr.write("Without Chromium the live coverage is left out (`make browser`).\n")
                    homes = homes[1:]
                opts.spargs = {"url": ",".join(homes)} | opts.spargs
                super().run(["news"], opts)
        except OSError as error:
            self._refuse(f"The newsroom does not start: {error}")
            return
        if self.exitcode == 2:  # it never began
            return
        articles = _stored(data)
        if articles and len(articles) == before and not self.exitcode:
            print("\nNothing new: an earlier run stored all of it. --fresh begins again.", file=sys.stderr)
        if articles:
            if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that has no Arabic gets no traceback
                sys.stdout.reconfigure(errors="replace")
            # The aggregator's pages have most to show.
            path, article = max(articles, key=lambda found: _richness(found[1]))
            print(f"\n{_readable(article)}\n\n{path}")


_COMMAND_LINE = 40  # Scrapy's priority of `-s`


@contextlib.contextmanager
def _served(articles: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Serve a newsroom in a process of its own; yields its proxy and home pages, the live one first."""
    root = str(Path(crawler.__file__).resolve().parent.parent)
    command = [
        sys.executable,
        "-m",
        _PACKAGE,
        "--articles",
        str(articles),
        "--seed",
        str(seed),
        "--until-eof",
    ]
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    # A session of its own: Ctrl-C is for the crawl, which still reads what it has asked for. Its input is
    # a pipe of ours, which closes with us, however we end.
    with subprocess.Popen(
        command,
        env=os.environ | {"PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            if not said:
                raise OSError("the server ended at once")
            ready: dict[str, Any] = json.loads(said)
            yield ready["proxy"], [ready["live"], *ready["homes"]]
        finally:
            process.terminate()


def _stored(data: Path) -> list[tuple[Path, dict[str, Any]]]:
    return [
        (path, json.loads(line))
        for path in sorted((data / "articles").glob("*/*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def _richness(article: dict[str, Any]) -> tuple[int, int, int]:
    filled = sum(1 for name in ("source", "tags", "authors", "embedded", "section") if article[name])
    return filled, len(article["similar"]), -len(article["body"])


def _readable(article: dict[str, Any]) -> str:
    """Return an article for a terminal: each Arabic part isolated, so that labels stay at their side."""
    source = article.get("source") or {}
    facts = {
        "headline": article["headline"],
        "published": article["published_at"] or "",
        "section": article["section"] or "",
        "by": "، ".join(article["authors"]),
        "source": source.get("name") or "",
        "tags": "، ".join(article["tags"]),
        "similar": f"{len(article['similar'])} links" if article["similar"] else "",
        "embedded": "، ".join(other["headline"] or "" for other in article["embedded"]),
        "url": article["url"],
    }
    lines = [f"  {name:<10} {isolate(shorten(value, 100))}" for name, value in facts.items() if value]
    start = article["body"].split("\n\n")[:2]
    return "\n".join([*lines, "", *(f"  {isolate(shorten(paragraph, 300))}" for paragraph in start)])

"""Pages that only a browser can read: what they cost, and whether Chromium grows with them.

    .venv/bin/python -m benchmarks.crawl_browser [--pages 500]

The newsroom serves its stories by a script that asks for them and writes them a moment later; every page has
a frame that tries to leave. Prints, every fifty pages, the memory of the crawl and that of its Chromium, and
at the end what a page cost.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import crawl
from benchmarks.crawl_memory import resident
from crawler.network.browser_memory import memory_of_children
from crawler.newsroom import world
from crawler.newsroom.server import Newsroom
from crawler.newsroom.world import SADA

_EVERY = 50


async def _serve(pages: int) -> None:
    made = world.build(seed=1, articles=4 * pages)
    own = [story for story in made.of(SADA) if story.relation == "original" and not story.series]
    for number, story in enumerate(own):
        story.rendering = "browser" if number < pages else "static"
    print(await Newsroom(made).start(), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--set", action="append", default=[], help="a setting, NAME=VALUE")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(_serve(arguments.pages))
        return 0
    serve = [sys.executable, "-m", "benchmarks.crawl_browser", "--serve", "--pages", str(arguments.pages)]
    environment = os.environ | {"PYTHONPATH": str(crawl.ROOT), "no_proxy": ""}
    with (
        tempfile.TemporaryDirectory() as name,
        subprocess.Popen(
            serve, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=crawl.ROOT, env=environment, text=True
        ) as server,
    ):
        assert server.stdout is not None
        environment["http_proxy"] = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        folder = Path(name)
        command = [sys.executable, "-m", "scrapy", "crawl", "newsroom_live"]
        given = ["SPIDER_MODULES=spiders,crawler.newsroom.live", f"DATA_DIR={folder}", "DOWNLOAD_DELAY=0"]
        for setting in [*given, "LOG_LEVEL=WARNING", "PROGRESS_EVERY=0", *arguments.set]:
            command += ["-s", setting]
        print(f"{'pages':>6}{'crawl MB':>10}{'Chromium MB':>13}{'seconds':>9}")
        begun, due = time.monotonic(), _EVERY
        with subprocess.Popen(command, cwd=crawl.ROOT, env=environment) as crawling:
            while crawling.poll() is None:
                time.sleep(0.5)
                if (done := crawl.lines(folder)) >= due:
                    due += _EVERY
                    memory, held = resident(crawling.pid), memory_of_children("chrom", crawling.pid)
                    seconds = time.monotonic() - begun
                    print(f"{done:>6}{memory:>10.0f}{held:>13.0f}{seconds:>9.0f}", flush=True)
        print(f"{crawl.lines(folder)} articles in all, exit status {crawling.returncode}")
        server.terminate()
    return crawling.returncode


if __name__ == "__main__":
    sys.exit(main())

"""Where a page's CPU goes in a whole crawl of ours: `python benchmarks/crawl_shares.py`.

Crawls the pages of `crawl_web.py` three times: few pages and all of them, for what a process costs before its
first page and what each page adds; then once more under the sampling profiler py-spy, whose shares are
applied to the second crawl's CPU. `pip install py-spy`, or `--py-spy PATH`.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from crawl import HOSTS, lines, measure, ours, served

FEW = 200

# The first that occurs in a stack, outermost frame first, is what the sample is charged to.
_PARTS = (
    ("starting up: imports", r"<frozen importlib"),
    ("waiting", r"(?:_worker \(concurrent/futures/thread|wait \(threading)[^;]*$"),
    ("ledger's thread", r"concurrent/futures/thread"),
    ("stage \\1", r"process_item \(pipelines/(\w+)"),
    ("extraction", r"extract_page|extraction/page\.py"),
    ("discovery of hubs", r"crawler/discovery"),
    ("spider and offers", r"crawler/(?:spider|offers)"),
    ("ledger's buffers", r"crawler/ledger"),
    ("run: opening and closing", r"crawler/run"),
    ("network: client", r"aiohttp/|crawler/network/downloader|downloader/handlers/"),
    (
        "network: middlewares",
        r"crawler/(?:network|redirects)|core/downloader/middleware|downloadermiddlewares",
    ),
    ("Scrapy: downloader", r"scrapy/core/downloader"),
    ("Scrapy: scraper", r"scrapy/core/scraper"),
    ("Scrapy: engine", r"scrapy/core"),
    ("event loop", r"twisted|asyncio"),
)


def part_of(stack: str) -> str:
    """Return the name of the part of the program that a stack (`outer;...;inner`) is at work for."""
    for name, pattern in _PARTS:
        if found := re.search(pattern, stack):
            return found.expand(name)
    return "starting up: the rest"


def shares(samples: Iterable[str]) -> dict[str, float]:
    """Return the share of each part, greatest first, from py-spy's raw lines `outer;...;inner COUNT`."""
    counted: Counter[str] = Counter()
    for line in samples:
        stack, _, count = line.rpartition(" ")
        counted[part_of(stack)] += int(count)
    del counted["waiting"]
    return {name: count / counted.total() for name, count in counted.most_common()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--kilobytes", type=int, default=84)
    beside = Path(sys.executable).parent / "py-spy"
    parser.add_argument("--py-spy", default=str(beside) if beside.exists() else shutil.which("py-spy"))
    arguments = parser.parse_args()
    if arguments.py_spy is None:
        sys.exit("py-spy is not installed: pip install py-spy, or --py-spy PATH.")
    cpu: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder, raw = Path(name) / "data", Path(name) / "samples"
        for pages in (min(FEW, arguments.pages // 2), arguments.pages):
            with served(pages, arguments.kilobytes * 1000, 1) as web:
                seconds, *_ = measure(ours(HOSTS[:1], folder), web["port"])
                cpu[lines(folder)] = seconds
                if pages == arguments.pages:
                    sampler = [arguments.py_spy, "record", "--gil", "-r", "500", "-f", "raw", "-o", str(raw)]
                    measure([[*sampler, "--", *ours(HOSTS[:1], folder)[0]]], web["port"])
        found = shares(raw.read_text(encoding="utf-8").splitlines())
    (few, least), (many, most) = cpu.items()
    each = (most - least) / (many - few)
    print(
        f"starting up {least - each * few:.2f} s, then {each * 1000:.2f} ms a page: {most / many * 1000:.2f}"
    )
    for part, share in found.items():
        print(f"{part:<28}{share * most / many * 1000:>8.2f} ms{share:>8.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

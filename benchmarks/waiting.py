"""A crawl while a million URLs wait: memory of the process, and what a lease and a row cost.

    .venv/bin/python -m benchmarks.waiting [--urls 1000000] [--pages 500]

Fills a ledger with URLs of a newsroom site, then crawls 500 pages of it as a user would and prints the peak
memory of the crawl beside that of the same crawl with an empty ledger.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from crawler.ledger.ledger import Ledger
from crawler.ledger.rows import Offer, Work
from crawler.offers import ledger_key
from crawler.site import Site

ROOT = Path(__file__).resolve().parent.parent


def fill(folder: Path, home: str, urls: int) -> tuple[float, float]:
    """Offer `urls` articles; return microseconds a row and milliseconds a lease of 32."""
    site = Site.generic(home)
    ledger = Ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    ledger.begin_run([site.key], "benchmark", [])
    started = time.process_time()
    for first in range(0, urls, 5_000):
        offers = []
        for number in range(first, min(first + 5_000, urls)):
            url = f"{home}article/{90_000_000 + number}"
            offers.append(Offer(site.key, ledger_key(url, site), url, "article", "sitemap", None, 1))
        ledger.turn(Work(offers=offers), {})
    row = (time.process_time() - started) / urls * 1e6
    started = time.process_time()
    for _ in range(100):
        leases, _ = ledger.turn(Work(), {site.key: 32})
        ledger.turn(Work(released=[lease.id for lease in leases]), {})
    lease = (time.process_time() - started) / 100 * 1e3
    ledger.end_run("finished")
    ledger.close()
    return row, lease


def crawl(folder: Path, ready: dict[str, str], home: str, pages: int) -> float:
    """Crawl and return the peak memory of the process in MB."""
    command = [sys.executable, "-m", "scrapy", "crawl", "news", "-a", f"url={home}"]
    for setting in (
        f"DATA_DIR={folder}",
        "DOWNLOAD_DELAY=0",
        f"CLOSESPIDER_PAGECOUNT={pages}",
        "LOG_LEVEL=ERROR",
        "SUMMARY=off",
        "PROGRESS_EVERY=0",
        "BROWSER=off",
    ):
        command += ["-s", setting]
    environment = os.environ | {"http_proxy": ready["proxy"], "no_proxy": ""}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"The crawl ended with status {os.waitstatus_to_exitcode(status)}.")
    return usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--urls", type=int, default=1_000_000)
    parser.add_argument("--pages", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = subprocess.Popen(
            [sys.executable, "-m", "crawler.newsroom", "--articles", "300", "--until-eof"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            assert server.stdout is not None
            ready = json.loads(server.stdout.readline())
            home = ready["homes"][0]
            (folder / "full").mkdir()
            row, lease = fill(folder / "full", home, options.urls)
            empty = crawl(folder / "empty", ready, home, options.pages)
            full = crawl(folder / "full", ready, home, options.pages)
        finally:
            server.communicate()
        print(f"site {urlsplit(home).hostname}, {options.pages} pages a crawl")
        print(f"offer one URL          {row:8.1f} µs CPU")
        print(f"lease and return 32    {lease:8.2f} ms CPU")
        print(f"peak memory, none waiting      {empty:6.0f} MB")
        print(f"peak memory, {options.urls:,} waiting {full:6.0f} MB ({full / empty:.2f} times)")


if __name__ == "__main__":
    main()

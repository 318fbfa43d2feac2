"""A signal at any moment ends a crawl in order, also while it is starting."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler

from crawler.stopping import stop_once_started

# Sends itself the signal at the very moment that Scrapy says "Spider opened".
_STRUCK = """
import logging, os
from scrapy.cmdline import execute

def struck(*args, **kwargs):
    record = logging.LogRecord(*args, **kwargs)
    if record.msg == "Spider opened":
        os.kill(os.getpid(), int(os.environ["STRIKE"]))
    return record

logging.setLogRecordFactory(struck)
execute()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_at_the_start(newsroom: Any, crawl: Any, tmp_path: Path, number: int, project: Path) -> None:
    data = tmp_path / "data"
    arguments = ["crawl", "news", "-a", f"url={newsroom.urls}", "-s", f"DATA_DIR={data}"]
    run = subprocess.run(
        [sys.executable, "-c", _STRUCK, *arguments],
        cwd=project,
        env=os.environ | {"STRIKE": str(int(number)), "http_proxy": newsroom.proxy, "no_proxy": ""},
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "Spider closed (shutdown)" in run.stderr
    assert "ended by shutdown" in run.stderr
    told = crawl(newsroom, "ledger", "--json", data=data)
    assert [site["leased"] for site in json.loads(told.stdout)["sites"]] == [0, 0, 0]


def test_a_crawl_that_ended_meanwhile_is_not_waited_for() -> None:
    crawler = Crawler(Spider)
    stop_once_started(crawler)
    asyncio.run(crawler.stop_async())
    assert not crawler.crawling

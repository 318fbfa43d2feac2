"""`scrapy sites`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from crawler.commands.sites import described, table
from crawler.site import Site

SITE = Site(key="annahda", publisher="النهضة", domain="annahda.example", country="EG", feeds=["/rss"])


def test_a_site_that_never_ran() -> None:
    told = described(SITE, None)
    assert told["last_run"] is None
    assert told["health"] is None
    assert told["channels"] == ["hub", "feed"]


def test_health_follows_how_the_last_run_ended() -> None:
    assert described(SITE, (0.0, "finished"))["health"] == "ok"
    assert described(SITE, (0.0, "closespider_itemcount"))["health"] == "ok"
    assert described(SITE, (0.0, None))["health"] == "unfinished"
    assert described(SITE, (0.0, "ledger-damaged"))["health"] == "ledger-damaged"
    assert described(SITE, (0.0, "finished"))["last_run"] == "1970-01-01T00:00:00+00:00"


def test_the_table_has_a_line_a_site() -> None:
    lines = table([described(SITE, None)]).splitlines()
    assert len(lines) == 2
    assert lines[1].endswith("النهضة")


def test_the_command_prints_every_site_as_json(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scrapy", "sites", "--json", "-s", f"DATA_DIR={tmp_path}"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    keys = [site["key"] for site in json.loads(done.stdout)]
    assert keys == sorted(keys)
    assert {"elbalad", "okaz", "ahram", "spa"} <= set(keys)
    assert list(tmp_path.iterdir()) == [], "listing the sites must not make a ledger"

"""`scrapy sites`: the list, and what the ledger adds to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from sqlalchemy import create_engine, insert

from crawler.commands import sites
from crawler.ledger.balance import Balance
from crawler.ledger.schema import metadata, pages, runs


def _run(tmp_path: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool = True) -> Any:
    command = sites.Command()
    command.settings = Settings({"SPIDER_MODULES": ["spiders"], "DATA_DIR": str(tmp_path), "LEDGER_URL": ""})
    command.run([], Namespace(json=as_json))
    said = capsys.readouterr()
    return json.loads(said.out) if as_json else said


def test_every_site_is_listed_without_a_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["key"]: row for row in _run(tmp_path, capsys)}
    assert rows["elbalad"]["publisher"] == "صدى البلد"
    assert set(rows["elbalad"]) == {
        *("key", "publisher", "domain", "country", "support", "channels"),
        *("rendering", "last_run", "health"),
    }
    assert "news" not in rows
    assert {row["last_run"] for row in rows.values()} == {row["health"] for row in rows.values()} == {None}
    assert not list(tmp_path.iterdir())  # a list makes no ledger


def test_runs_and_health_come_from_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    metadata.create_all(engine)
    row = {"site": "elbalad", "kind": "article", "state": "stored", "rank": 1, "channel": "hub"}
    with engine.begin() as connection:
        for started, of in ((1_000_000_000, "elbalad okaz"), (1_100_000_000, "elbalad")):
            connection.execute(insert(runs).values(owner="x", sites=of, started_at=started))
        connection.execute(insert(pages).values(**row, key=b"1" * 16, url="https://e/1", first_seen_at=1.0))
    engine.dispose()
    rows = {row["key"]: row for row in _run(tmp_path, capsys)}
    assert (rows["elbalad"]["last_run"], rows["elbalad"]["health"]) == ("2004-11-09T11:33:20+00:00", "ok")
    assert (rows["okaz"]["last_run"], rows["okaz"]["health"]) == ("2001-09-09T01:46:40+00:00", None)
    assert rows["ahram"]["last_run"] is None
    assert "\u2068صدى البلد\u2069" in _run(tmp_path, capsys, as_json=False).out


def test_a_damaged_ledger_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"no database at all, but long enough to look at" * 100)
    said = _run(tmp_path, capsys, as_json=False)
    assert "elbalad" in said.out
    assert "The ledger cannot be read" in said.err


@pytest.mark.parametrize(
    ("outcomes", "hubs", "verdict"),
    [
        ({"stored": 9, "failed": 1}, {}, "ok"),
        ({"stored": 1, "blocked": 9}, {}, "failing"),
        ({"rejected": 9}, {}, "empty"),
        ({"failed": 9}, {}, "failing"),
        ({"waiting": 9}, {"done": 1}, "empty"),
        ({}, {"failed": 1}, "failing"),
        ({}, {}, None),
    ],
)
def test_health(outcomes: dict[str, int], hubs: dict[str, int], verdict: str | None) -> None:
    account = Balance("x", outcomes=Counter(outcomes), pages={"hub": Counter(hubs)} if hubs else {})
    assert sites.health(account) == verdict


def test_it_takes_no_names() -> None:
    with pytest.raises(UsageError):
        sites.Command().run(["elbalad"], Namespace(json=False))


def test_a_terminal_without_arabic(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "sites", "--json"],
        cwd=project,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "اليوم السابع" in {site["publisher"] for site in json.loads(done.stdout)}

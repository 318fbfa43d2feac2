"""A real Scrapyd in its own environment: login, upload of the egg, a crawl of the newsroom, cancelling."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = "arabic-news-crawler"
LOGIN = ("newsroom", "a-password-for-this-test")


@dataclass(frozen=True)
class Scrapyd:
    """A running server: its address and its folder."""

    url: str
    home: Path

    def ask(self, path: str, fields: list[tuple[str, str]] | None = None, *, login: bool = True) -> Any:
        """GET `path`, or POST `fields` to it; raise `HTTPError` for a status such as 401."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(self.url + path, data=data)
        if login:
            request.add_header("Authorization", "Basic " + b64encode(":".join(LOGIN).encode()).decode())
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=60) as answer:
            text = answer.read().decode()
        return json.loads(text) if path.endswith(".json") or ".json?" in path else text

    def wait_for(self, job: str, state: str, seconds: float = 120) -> None:
        """Wait until a job has `state`."""
        patience = time.monotonic() + seconds
        while (now := self.ask(f"status.json?job={job}")["currstate"]) != state:
            assert time.monotonic() < patience, f"job {job} is {now} after {seconds} s, not {state}"
            time.sleep(0.2)

    def log(self, spider: str, job: str) -> str:
        return self.ask(f"logs/{PROJECT}/{spider}/{job}.log")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def scrapyd(project: Path, newsroom: Any, tmp_path: Path) -> Iterator[Scrapyd]:
    """Scrapyd as deploy/start-scrapyd starts it, whose jobs reach only the newsroom."""
    program = project / ".scrapyd-venv" / "bin" / "scrapyd"
    assert program.exists(), "`make test` (or `make .scrapyd-venv/scrapyd.stamp`) installs Scrapyd first"
    home, port = tmp_path / "scrapyd", free_port()
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment |= {
        "SCRAPYD_HOME": str(home),
        "SCRAPYD_HTTP_PORT": str(port),
        "SCRAPYD_USERNAME": LOGIN[0],
        "SCRAPYD_PASSWORD": LOGIN[1],
        "http_proxy": newsroom.proxy,
        "https_proxy": newsroom.proxy,
        "no_proxy": "",
    }
    server = Scrapyd(f"http://127.0.0.1:{port}/", home)
    with (tmp_path / "scrapyd.log").open("wb") as output:
        process = subprocess.Popen(
            [project / "deploy" / "start-scrapyd"], cwd=project, env=environment, stdout=output, stderr=output
        )
    patience = time.monotonic() + 30
    while True:
        try:
            server.ask("daemonstatus.json")
            break
        except OSError:
            said = (tmp_path / "scrapyd.log").read_text(encoding="utf-8", errors="replace")
            assert process.poll() is None and time.monotonic() < patience, said
            time.sleep(0.1)
    yield server
    process.terminate()
    process.wait(20)


@pytest.fixture
def deployed(project: Path, scrapyd: Scrapyd, tmp_path: Path) -> Scrapyd:
    """The same server with this project's egg, uploaded by `scrapyd-deploy` from a copy of the checkout."""
    copy = tmp_path / "checkout"
    hidden = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "data", "*.egg-info")
    shutil.copytree(project, copy, ignore=hidden)
    config = (copy / "scrapy.cfg").read_text(encoding="utf-8")
    (copy / "scrapy.cfg").write_text(config.replace("http://127.0.0.1:6800/", scrapyd.url), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "scrapyd_client.deploy"],
        cwd=copy,
        env=os.environ | {"SCRAPYD_USERNAME": LOGIN[0], "SCRAPYD_PASSWORD": LOGIN[1], "no_proxy": "*"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert '"status": "ok"' in done.stdout, done.stdout + done.stderr
    return scrapyd


def test_nothing_is_told_without_the_login(scrapyd: Scrapyd) -> None:
    for path in ("", "daemonstatus.json", "listprojects.json", "logs/"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            scrapyd.ask(path, login=False)
        assert refused.value.code == 401
    with pytest.raises(urllib.error.HTTPError) as refused:
        scrapyd.ask("schedule.json", [("project", PROJECT), ("spider", "news")], login=False)
    assert refused.value.code == 401


def test_a_scheduled_crawl_stores_the_newsroom(
    deployed: Scrapyd,
    newsroom: Any,
    project: Path,
    tmp_path: Path,
    lines: Callable[..., list[dict[str, Any]]],
) -> None:
    files = {path.stem for path in (project / "spiders").glob("*.py")} - {"__init__"}
    assert set(deployed.ask(f"listspiders.json?project={PROJECT}")["spiders"]) == files

    data = tmp_path / "articles of this job"
    job = deployed.ask(
        "schedule.json",
        [
            ("project", PROJECT),
            ("spider", "news"),
            ("jobid", "newsroom-1"),
            ("url", newsroom.urls),
            ("setting", f"DATA_DIR={data}"),
            ("setting", "DOWNLOAD_DELAY=0"),
            ("setting", "SPIDER_MODULES=spiders.news"),
        ],
    )
    assert job["jobid"] == "newsroom-1"
    deployed.wait_for("newsroom-1", "finished")

    log = deployed.log("news", "newsroom-1")
    assert "'finish_reason': 'finished'" in log
    assert "Traceback" not in log
    stored = lines(data)
    assert len(stored) > len(newsroom.truth) // 2
    assert len({article["id"] for article in stored}) == len(stored)
    assert not (deployed.home / "items").exists()
    assert deployed.ask("daemonstatus.json")["finished"] == 1


def test_a_cancelled_job_ends_cleanly_and_the_next_one_goes_on(
    deployed: Scrapyd, newsroom: Any, tmp_path: Path, lines: Callable[..., list[dict[str, Any]]]
) -> None:
    data = tmp_path / "data"
    fields = [
        ("project", PROJECT),
        ("spider", "news"),
        ("url", newsroom.urls),
        ("setting", f"DATA_DIR={data}"),
    ]
    deployed.ask("schedule.json", [*fields, ("jobid", "first"), ("setting", "DOWNLOAD_DELAY=0.2")])
    patience = time.monotonic() + 60
    while not newsroom.requests():
        assert time.monotonic() < patience, "the first job asked for nothing"
        time.sleep(0.1)
    assert deployed.ask("cancel.json", [("project", PROJECT), ("job", "first")])["prevstate"] == "running"
    deployed.wait_for("first", "finished")
    assert "'finish_reason': 'shutdown'" in deployed.log("news", "first")

    deployed.ask("schedule.json", [*fields, ("jobid", "second"), ("setting", "DOWNLOAD_DELAY=0")])
    deployed.wait_for("second", "finished")
    stored = lines(data)
    assert len(stored) > len(newsroom.truth) // 2
    assert len({article["id"] for article in stored}) == len(stored)

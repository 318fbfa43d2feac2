"""The simulated Arabic news web of ../shared/websim, and a crawl of it as a user would run one."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


def _free_ports(count: int) -> int:
    """Return the first of `count` neighbouring ports that nobody listens on."""
    for first in range(18900, 28900, 17):
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return first
    raise RuntimeError("no free ports")


@dataclass
class SimulatedWeb:
    """A running simulator: its proxy, its truth, its account of requests."""

    folder: Path
    port: int
    seeds: list[str]
    package: Path

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def control(self, path: str) -> str:
        """Ask the control port, e.g. `/reset?clock=0`."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port + 1}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def crawl(self, data: Path, *arguments: str, spider: str = "news") -> subprocess.CompletedProcess[str]:
        """Run `scrapy crawl` against this web, as fast as it answers."""
        environment = os.environ | {"http_proxy": self.proxy, "https_proxy": self.proxy, "no_proxy": ""}
        command = [sys.executable, "-m", "scrapy", "crawl", spider]
        if spider == "news":
            command += ["-a", "url=" + ",".join(self.seeds)]
        settings = [
            "-s",
            f"DATA_DIR={data}",
            "-s",
            "DOWNLOAD_DELAY=0",
            "-s",
            "CONCURRENT_REQUESTS_PER_DOMAIN=8",
        ]
        settings += ["-s", "LOG_LEVEL=WARNING"]
        root = Path(__file__).resolve().parents[2]
        return subprocess.run(
            [*command, *settings, *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def judge(self, data: Path, *arguments: str) -> dict[str, Any]:
        """Return the judge's figures for what was stored, diverted and revised below `data`."""
        items = data / "items.jsonl"
        with items.open("wb") as target:
            for kind in ("articles", "duplicates", "revisions"):
                for path in sorted((data / kind).glob("*/*.jsonl")):
                    target.write(path.read_bytes())
        options = ["--truth", self.folder / "truth.jsonl", "--ledger", self.folder / "ledger.jsonl"]
        answer = subprocess.run(
            [sys.executable, "-m", "sim.judge", *options, "--items", items, "--json", *arguments],
            cwd=self.package,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert answer.stdout, answer.stderr
        figures: dict[str, Any] = json.loads(answer.stdout)
        return figures


@pytest.fixture
def simulated_web(shared: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """A function that starts a simulator with the given options and gives a `SimulatedWeb`."""
    package = shared / "websim"
    if not package.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{package} is missing: in CI the checks against it must run")
        pytest.skip("../shared/websim is absent: this test crawls the simulated web in it")
    running: list[subprocess.Popen[bytes]] = []

    @contextmanager
    def start(*options: str) -> Iterator[SimulatedWeb]:
        folder = tmp_path / f"web{len(running)}"
        port = _free_ports(3)
        process = subprocess.Popen(
            [sys.executable, "-m", "sim", "--dir", str(folder), "--port", str(port), *options],
            cwd=package,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            stderr=subprocess.PIPE,
        )
        running.append(process)
        try:
            deadline = time.monotonic() + 120
            while not (folder / "ready.json").exists():
                if process.poll() is not None or time.monotonic() > deadline:
                    process.kill()
                    error = process.stderr.read().decode() if process.stderr else ""
                    pytest.fail(f"the simulator did not start: {error}")
                time.sleep(0.1)
            ready = json.loads((folder / "ready.json").read_text())
            yield SimulatedWeb(folder, port, ready["seeds"], package)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)

    yield start

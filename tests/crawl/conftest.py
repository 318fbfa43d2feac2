"""The newsroom as a server of its own, and crawls of it as subprocesses.

`newsroom` is a small one; `start_newsroom(articles=300, delay=0.02)` starts any other; `serve_site` serves
what a test makes up. `crawl` runs `scrapy crawl` to its end, `spawn` starts it and leaves it running: both
against one of these, with a DATA_DIR below the test's own folder.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

import pytest

from crawler.newsroom import world

_READY = 20  # seconds that a server may take to listen
# The newsroom is ours: no reason to be slow. What needs a browser is tested in test_browser.py.
_FAST = {"DOWNLOAD_DELAY": "0", "LOG_LEVEL": "INFO", "BROWSER": "marked"}


@dataclass(frozen=True)
class Served:
    """A newsroom that listens: where, and what is true about it."""

    proxy: str
    homes: list[str]
    truth: list[dict[str, Any]]
    log: Path

    @property
    def urls(self) -> str:
        """The value of `-a url=`."""
        return ",".join(self.homes)

    def requests(self) -> list[dict[str, Any]]:
        """Every request so far: at, method, url, status, agent."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        return [json.loads(line) for line in lines]

    def counts(self) -> Counter[str]:
        """How often each URL was asked for."""
        return Counter(entry["url"] for entry in self.requests())


class StartNewsroom(Protocol):
    def __call__(self, *options: str, articles: int = 60, seed: int = 1, delay: float = 0.0) -> Served: ...


class Run(Protocol):
    def __call__(
        self, served: Served, *arguments: str, data: Path, timeout: float = 240
    ) -> subprocess.CompletedProcess[str]: ...


class Spawn(Protocol):
    def __call__(self, served: Served, *arguments: str, data: Path) -> subprocess.Popen[str]: ...


def environment(served: Served) -> dict[str, str]:
    """Return this process's environment with the newsroom as the only way out."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | {"http_proxy": served.proxy, "https_proxy": served.proxy, "no_proxy": ""}


def crawl_command(served: Served, arguments: Sequence[str], data: Path) -> list[str]:
    """Return the command line of a crawl; without arguments, of the whole newsroom with `news`."""
    settings = [part for name, value in _FAST.items() for part in ("-s", f"{name}={value}")]
    command, *rest = arguments or ["crawl", "news", "-a", f"url={served.urls}"]
    # What a test says last, counts.
    return [sys.executable, "-m", "scrapy", command, "-s", f"DATA_DIR={data}", *settings, *rest]


@contextlib.contextmanager
def serving(
    folder: Path, project: Path, *options: str, articles: int = 60, seed: int = 1, delay: float = 0.0
) -> Iterator[Served]:
    """Serve a newsroom from a process of its own."""
    folder.mkdir()
    ready, log = folder / "ready.json", folder / "requests.jsonl"
    command = [sys.executable, "-m", "crawler.newsroom", "--ready", str(ready), "--log", str(log)]
    command += ["--articles", str(articles), "--seed", str(seed), "--delay", str(delay), *options]
    process = subprocess.Popen(command, cwd=project, stdout=subprocess.DEVNULL)
    try:
        patience = time.monotonic() + _READY
        while not ready.exists():
            assert process.poll() is None, f"the newsroom ended with status {process.returncode}"
            assert time.monotonic() < patience, f"the newsroom does not listen after {_READY} s"
            time.sleep(0.02)
        said = json.loads(ready.read_text(encoding="utf-8"))
        truth = world.truth(seed=seed, articles=articles)
        yield Served(proxy=said["proxy"], homes=said["homes"], truth=truth, log=log)
    finally:
        process.terminate()
        status = process.wait(10)
    assert status == 0, "the newsroom did not end cleanly on SIGTERM"


def run_crawl(
    served: Served, arguments: Sequence[str], data: Path, project: Path, timeout: float
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        crawl_command(served, arguments, data),
        cwd=project,
        env=environment(served),
        text=True,
        capture_output=True,
        timeout=timeout,
        check=False,
    )


def read_lines(data: Path, folder: str = "articles") -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted((data / folder).glob("*/*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@pytest.fixture
def start_newsroom(tmp_path: Path, project: Path) -> Iterator[StartNewsroom]:
    """Start newsrooms; all are ended after the test."""
    with contextlib.ExitStack() as running:
        numbers = itertools.count()

        def start(*options: str, articles: int = 60, seed: int = 1, delay: float = 0.0) -> Served:
            folder = tmp_path / f"newsroom-{next(numbers)}"
            asked = serving(folder, project, *options, articles=articles, seed=seed, delay=delay)
            return running.enter_context(asked)

        yield start


@pytest.fixture
def newsroom(start_newsroom: StartNewsroom) -> Served:
    """A newsroom of 60 articles."""
    return start_newsroom()


@pytest.fixture
def crawl(project: Path) -> Run:
    """Run a scrapy command to its end; the output is kept for the message of a failing test."""

    def run(
        served: Served, *arguments: str, data: Path, timeout: float = 240
    ) -> subprocess.CompletedProcess[str]:
        return run_crawl(served, arguments, data, project, timeout)

    return run


@pytest.fixture
def spawn(project: Path, tmp_path: Path) -> Iterator[Spawn]:
    """Start a scrapy command and return its process; its output goes to `crawl-N.log` in `tmp_path`."""
    running: list[subprocess.Popen[str]] = []

    def start(served: Served, *arguments: str, data: Path) -> subprocess.Popen[str]:
        with (tmp_path / f"crawl-{len(running)}.log").open("w", encoding="utf-8") as output:
            process = subprocess.Popen(
                crawl_command(served, arguments, data),
                cwd=project,
                env=environment(served),
                text=True,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait(10)


Answer = tuple[int, bytes, dict[str, str]]  # status, body, headers beside the content type


@pytest.fixture
def serve_site() -> Iterator[Callable[..., Any]]:
    """Start a proxy before one site: `answer(target)` for each request, `asked` counts them by target."""
    servers: list[ThreadingHTTPServer] = []

    def start(
        home: str, answer: Callable[[str, Counter[str]], Answer], *, named: Callable[[str], str] = str
    ) -> Any:
        asked: Counter[str] = Counter()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                target = self.path.removeprefix(home.rstrip("/"))
                asked[named(target)] += 1
                status, body, headers = answer(target, asked)
                self.send_response(status)
                for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return SimpleNamespace(proxy=f"http://127.0.0.1:{server.server_port}", urls=home, asked=asked)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def lines() -> Callable[..., list[dict[str, Any]]]:
    """Read what a crawl stored: `lines(data)` for articles, `lines(data, "duplicates")` for the rest."""

    return read_lines


@dataclass(frozen=True)
class Crawled:
    """A newsroom that was crawled twice in a row, with what each run did."""

    served: Served
    data: Path
    runs: tuple[subprocess.CompletedProcess[str], subprocess.CompletedProcess[str]]
    articles: list[dict[str, Any]]  # after the first run
    duplicates: list[dict[str, Any]]
    first: list[dict[str, Any]]  # requests of the first run
    second: list[dict[str, Any]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Iterator[Crawled]:
    """Crawl a newsroom of 240 articles twice; many tests look at the result."""
    folder = tmp_path_factory.mktemp("crawled")
    with serving(folder / "newsroom", project, articles=240) as served:
        data = folder / "data"
        first = run_crawl(served, (), data, project, 300)
        articles, duplicates = read_lines(data), read_lines(data, "duplicates")
        asked = served.requests()
        second = run_crawl(served, (), data, project, 300)
        rest = served.requests()[len(asked) :]
        yield Crawled(served, data, (first, second), articles, duplicates, asked, rest)

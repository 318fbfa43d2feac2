"""The network layer against real sockets: a loopback server that counts what reaches it."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

PAGE = "<html><body><p>خبر</p></body></html>".encode()


class Server:
    """Serves `/` pages by path; keeps (host, path, time) of every request, and how many were in flight."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, float]] = []
        self.robots = (404, b"")
        self.busy = 0  # how many of the next pages answer 503
        self.latency = 0.0
        self.in_flight = self.most_in_flight = 0
        self._lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                with outer._lock:
                    outer.seen.append((self.headers["Host"], self.path, time.monotonic()))
                    outer.in_flight += 1
                    outer.most_in_flight = max(outer.most_in_flight, outer.in_flight)
                time.sleep(outer.latency)
                # Before the answer: with its last byte the next request may come.
                with outer._lock:
                    outer.in_flight -= 1
                outer._answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._http.server_port
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def _answer(self, to: BaseHTTPRequestHandler) -> None:
        status, body, headers = 200, PAGE, {"Content-Type": "text/html; charset=utf-8"}
        path = to.path.partition("?")[0]
        if path == "/robots.txt":
            (status, body), headers = self.robots, {"Content-Type": "text/plain"}
        elif self.busy > 0:
            self.busy -= 1
            status, body, headers = 503, b"", {"Retry-After": "1"}
        elif path.startswith("/to/"):
            status, body, headers = 302, b"", {"Location": path.removeprefix("/to/")}
        elif path == "/photo":
            body, headers = b"\xff\xd8\xff" + bytes(3_000_000), {"Content-Type": "image/jpeg"}
        elif path == "/reset":
            to.close_connection = True
            return
        elif path == "/huge":
            headers["Content-Length"] = "30000000"
        elif path == "/short":
            to.send_response(200)
            to.send_header("Content-Length", "5000")
            to.end_headers()
            to.wfile.write(PAGE)
            to.close_connection = True
            return
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name, value)
        if "Content-Length" not in headers:
            to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        try:
            to.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            to.close_connection = True

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.seen if path != "/robots.txt"]

    def gaps(self) -> list[float]:
        times = [moment for _, _, moment in self.seen]
        return [later - earlier for earlier, later in itertools.pairwise(times)]

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def _ask(
    project: Path, *urls: str, env: dict[str, str] | None = None, **settings: Any
) -> dict[str, tuple[str, str]]:
    """Ask for `urls` in a process of its own; return (outcome, detail) by URL."""
    given = {"GUARD_ALLOW_PRIVATE": True, "DOWNLOAD_DELAY": 0, **settings}
    clean = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    done = subprocess.run(
        [sys.executable, str(project / "tests" / "crawl" / "network_probe.py"), json.dumps(given), *urls],
        cwd=project,
        env={**clean, "PYTHONPATH": str(project), **(env or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return {url: (outcome, detail) for url, outcome, detail in map(json.loads, done.stdout.splitlines())}


def _kept_apart(
    project: Path, server: Server, urls: list[str], seconds: float, *, skip: int = 0, **settings: Any
) -> bool:
    """Tell whether a run of three keeps all requests but the first `skip` further apart than `seconds`.

    A thread of the server that is woken late notes its request late, and the gap after it looks shorter than
    it was; a crawler that is too fast is so in every run.
    """
    for _ in range(3):
        server.seen.clear()
        _ask(project, *urls, **settings)
        assert len(server.paths()) == len(urls)
        if min(server.gaps()[skip:]) > seconds:
            return True
    return False


def test_nothing_private_is_ever_connected_to(project: Path, server: Server) -> None:
    port = server.port
    urls = [
        f"http://127.0.0.1:{port}/a",
        f"http://2130706433:{port}/a",
        f"http://0x7f.1:{port}/a",
        f"http://[::ffff:127.0.0.1]:{port}/a",
        f"http://localhost:{port}/a",
    ]
    came = _ask(project, *urls, f"http://rebind.example:{port}/a", GUARD_ALLOW_PRIVATE=False)
    assert {outcome for outcome, _ in came.values()} == {"rejected"}
    assert {detail for _, detail in came.values()} == {"private-address", "private-name"}
    assert came[f"http://rebind.example:{port}/a"] == ("rejected", "private-address")
    assert len(came) == 6
    assert server.seen == []


def test_redirects_are_guarded_too(project: Path, server: Server) -> None:
    here = f"http://www.sada.example:{server.port}"
    came = _ask(
        project,
        f"site:sada {here}/to/http://m.sada.example:{server.port}/moved",
        f"site:sada {here}/to/http://wikala.example:{server.port}/moved",
    )
    assert came[f"http://m.sada.example:{server.port}/moved"] == ("200", "")
    assert came[f"http://wikala.example:{server.port}/moved"] == ("rejected", "offsite")
    assert not any(host.startswith("wikala") for host, _, _ in server.seen)


def test_a_proxy_of_the_operator_may_be_local_and_what_goes_through_it_is_still_read(
    project: Path, server: Server
) -> None:
    proxy = {"http_proxy": f"http://127.0.0.1:{server.port}"}
    came = _ask(
        project,
        "http://www.sada.example/a",
        "http://169.254.169.254/latest",
        "http://localhost/a",
        env=proxy,
        GUARD_ALLOW_PRIVATE=False,
    )
    assert came["http://www.sada.example/a"] == ("200", "")
    assert came["http://169.254.169.254/latest"] == ("rejected", "private-address")
    assert came["http://localhost/a"] == ("rejected", "private-name")
    assert {host for host, _, _ in server.seen} == {"www.sada.example"}


def test_a_photo_is_not_downloaded_and_a_short_body_is_no_page(project: Path, server: Server) -> None:
    here = f"http://www.sada.example:{server.port}"
    came = _ask(project, f"{here}/photo", f"{here}/short", f"{here}/huge", f"{here}/a")
    assert came[f"{here}/huge"] == ("rejected", "too-large")
    assert came[f"{here}/photo"] == ("rejected", "content-image")
    assert came[f"{here}/short"][0] == "ResponseDataLossError"
    assert came[f"{here}/a"] == ("200", "")


def test_robots_of_a_server_in_trouble_closes_the_host(project: Path, server: Server) -> None:
    server.robots = (500, b"User-agent: *\nAllow: /\n")
    here = f"http://www.sada.example:{server.port}"
    came = _ask(project, f"{here}/a", f"{here}/b")
    assert set(came.values()) == {("failed", "robots-unreachable")}
    assert server.paths() == []


def test_one_site_is_never_faster_than_configured(project: Path, server: Server) -> None:
    hosts = ("www.", "m.", "")
    urls = [f"site:sada http://{hosts[n % 3]}sada.example:{server.port}/{n}" for n in range(6)]
    assert _kept_apart(project, server, urls, 0.25, DOWNLOAD_DELAY=0.3)


def test_crawl_delay_is_obeyed(project: Path, server: Server) -> None:
    server.robots = (200, b"User-agent: *\nCrawl-delay: 0.4\n")
    urls = [f"site:sada http://www.sada.example:{server.port}/{n}" for n in range(4)]
    # Nobody knows the delay before robots.txt has come.
    assert _kept_apart(project, server, urls, 0.35, skip=1)


def test_never_more_in_flight_than_configured(project: Path, server: Server) -> None:
    server.latency = 0.05
    urls = [f"site:sada http://www.sada.example:{server.port}/{n}" for n in range(12)]
    _ask(project, *urls, CONCURRENT_REQUESTS_PER_DOMAIN=2)
    assert len(server.paths()) == 12
    assert server.most_in_flight <= 2


def test_retry_after_holds_the_site(project: Path, server: Server) -> None:
    server.busy = 1
    urls = [f"site:sada http://www.sada.example:{server.port}/{n}" for n in range(3)]
    came = _ask(project, *urls, CONCURRENT_REQUESTS_PER_DOMAIN=1)
    assert sorted(outcome for outcome, _ in came.values()) == ["200", "200", "503"]
    pages = [moment for _, path, moment in server.seen if path != "/robots.txt"]
    assert pages[1] - pages[0] >= 0.95


def test_a_broken_connection_is_not_asked_again_behind_our_back(project: Path, server: Server) -> None:
    here = f"http://www.sada.example:{server.port}"
    came = _ask(project, f"{here}/a", f"{here}/reset", f"{here}/b", CONCURRENT_REQUESTS_PER_DOMAIN=1)
    assert came[f"{here}/reset"][0] == "DownloadFailedError"
    assert sorted(server.paths()) == ["/a", "/b", "/reset"]

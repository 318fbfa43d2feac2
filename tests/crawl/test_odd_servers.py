"""The download handler against servers that write what they like: over real sockets, byte by byte."""

from __future__ import annotations

import json
import os
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = b"<p>hello</p>"
KINDS = b"Content-Type: text/html\r\n"
# Path -> what the server writes, whether it closes the connection then, and what comes of it. What is a whole
# answer on a connection that may be kept does not close it: the next request could be on its way by then.
ODD: dict[str, tuple[bytes, bool, str]] = {
    "length": (b"HTTP/1.1 200 OK\r\n" + KINDS + b"Content-Length: 12\r\n\r\n" + PAGE, False, "200"),
    "chunks": (
        b"HTTP/1.1 200 OK\r\n" + KINDS + b"Transfer-Encoding: chunked\r\n\r\n"
        b"c;name=value\r\n<p>hello</p>\r\n0\r\nTrailer: x\r\n\r\n",
        False,
        "200",
    ),
    "until-the-end": (b"HTTP/1.0 200 OK\r\n" + KINDS + b"\r\n" + PAGE, True, "200"),
    "bare-line-feeds": (
        b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 12\n\n" + PAGE,
        False,
        "200",
    ),
    "no-reason": (b"HTTP/1.1 200\r\n" + KINDS + b"Content-Length: 12\r\n\r\n" + PAGE, False, "200"),
    "continue": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + KINDS + b"Content-Length: 12\r\n\r\n" + PAGE,
        False,
        "200",
    ),
    "long-header": (
        b"HTTP/1.1 200 OK\r\n"
        + KINDS
        + b"Set-Cookie: "
        + b"x" * 20_000
        + b"\r\nContent-Length: 12\r\n\r\n"
        + PAGE,
        False,
        "200",
    ),
    "raw-bytes": (
        b"HTTP/1.1 200 OK\r\n"
        + KINDS
        + b"X-Title: \xe3\xd5\xd1 \xd9\x85\r\nContent-Length: 12\r\n\r\n"
        + PAGE,
        False,
        "200",
    ),
    "gone": (b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", False, "410"),
    "cut-short": (
        b"HTTP/1.1 200 OK\r\n" + KINDS + b"Content-Length: 99\r\n\r\n" + PAGE,
        True,
        "ResponseDataLossError",
    ),
    "chunk-cut-short": (
        b"HTTP/1.1 200 OK\r\n" + KINDS + b"Transfer-Encoding: chunked\r\n\r\nff\r\nhello",
        True,
        "ResponseDataLossError",
    ),
    "no-chunk": (
        b"HTTP/1.1 200 OK\r\n" + KINDS + b"Transfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n",
        True,
        "DownloadFailedError",
    ),
    "two-lengths": (
        b"HTTP/1.1 200 OK\r\n" + KINDS + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        True,
        "DownloadFailedError",
    ),
    "no-answer": (b"", True, "DownloadFailedError"),
    "not-http": (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", True, "DownloadFailedError"),
    "endless-head": (b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 40_000, True, "DownloadFailedError"),
}


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Odd)
        self.asked: list[str] = []


class _Odd(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        while line := self.rfile.readline():
            path = line.split()[1].decode("ascii").rsplit("/", 1)[-1]
            while self.rfile.readline().strip():
                pass
            self.server.asked.append(path)
            says, closes, _ = ODD.get(path, (b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", False, ""))
            try:
                self.wfile.write(says)
            except OSError:
                return
            if closes:
                return


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server() as one:
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield one
        one.shutdown()


def test_whatever_a_server_writes_is_a_page_or_a_named_failure(project: Path, server: _Server) -> None:
    here = f"http://www.sada.example:{server.server_address[1]}"
    settings = {"GUARD_ALLOW_PRIVATE": True, "DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    done = subprocess.run(
        [
            sys.executable,
            str(project / "tests" / "crawl" / "network_probe.py"),
            json.dumps(settings),
            *(f"{here}/{path}" for path in ODD),
        ],
        cwd=project,
        env={
            **{k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")},
            "PYTHONPATH": str(project),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    came = {url.rsplit("/", 1)[-1]: outcome for url, outcome, _ in map(json.loads, done.stdout.splitlines())}
    assert came == {path: outcome for path, (_, _, outcome) in ODD.items()}
    assert sorted(set(server.asked)) == sorted([*ODD, "robots.txt"])
    assert len(server.asked) == len(set(server.asked)), "something was asked for twice"

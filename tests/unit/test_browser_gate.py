"""The browser's only way out lets nothing through that the guard would refuse."""

from __future__ import annotations

import asyncio

import pytest

from crawler.network.browser_gate import Gate


class Origin:
    """A server on loopback that remembers what it was sent."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.port = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Origin:
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Keep-alive, and silent about it: the gate has to end the connection itself.
        while head := await reader.readuntil(b"\r\n\r\n"):
            self.heads.append(head.decode())
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: keep-alive\r\n\r\nnews")
            await writer.drain()


async def ask(gate: Gate, request: str) -> bytes:
    """Send one request to the gate as a browser would, and hang up after the answer's first bytes."""
    address = await gate.start()
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]))
    writer.write(request.encode())
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    body = b"" if b"Content-Length: 0" in head else await asyncio.wait_for(reader.read(4), 10)
    writer.close()
    await gate.stop()
    return head + body


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No operator's proxy."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://localhost:8080/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.7]/",
        "http://printer/",
        "ftp://news.example/",
        "http://user@news.example/",
    ],
)
def test_private_places_are_refused(target: str) -> None:
    refused: list[str] = []
    answer = asyncio.run(ask(Gate(refused=refused.append), f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 403")
    assert len(refused) == 1


@pytest.mark.parametrize(
    "target", ["127.0.0.1:443", "10.0.0.7:443", "localhost:443", "news.example:22", "accounts.google.com:443"]
)
def test_tunnels_to_other_places_are_refused(target: str) -> None:
    answer = asyncio.run(ask(Gate(refused=print), f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n"))
    assert answer.startswith(b"HTTP/1.1 403")


def test_a_name_that_resolves_to_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> bytes:
        loop = asyncio.get_running_loop()

        async def resolve(host: str, port: int, **options: object) -> list[object]:
            return [(2, 1, 6, "", ("192.168.1.5", port))]

        monkeypatch.setattr(loop, "getaddrinfo", resolve)
        return await ask(
            Gate(refused=print), "GET http://rebound.example/ HTTP/1.1\r\nHost: rebound.example\r\n\r\n"
        )

    assert asyncio.run(scenario()).startswith(b"HTTP/1.1 403")


def test_a_request_passes_and_its_connection_ends() -> None:
    async def scenario() -> tuple[bytes, list[str]]:
        async with Origin() as origin:
            request = (
                f"POST http://127.0.0.1:{origin.port}/api?x=1 HTTP/1.1\r\nHost: 127.0.0.1:{origin.port}\r\n"
                "Proxy-Connection: keep-alive\r\nContent-Length: 2\r\n\r\n{}"
                # A second request on the same connection, unseen by the guard, must go nowhere.
                f"GET http://169.254.169.254/ HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n"
            )
            return await ask(Gate(refused=print, allow_private=True), request), origin.heads

    answer, heads = asyncio.run(scenario())
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"Connection: close" in answer
    assert b"keep-alive" not in answer
    assert answer.endswith(b"news")
    assert len(heads) == 1
    assert heads[0].startswith("POST /api?x=1 HTTP/1.1\r\n")
    assert "Proxy-Connection" not in heads[0]


def test_the_operators_proxy_is_used_and_private_places_stay_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> tuple[bytes, bytes, list[str]]:
        async with Origin() as proxy:
            monkeypatch.setenv("http_proxy", f"http://me:secret@127.0.0.1:{proxy.port}")
            good = await ask(
                Gate(refused=print), "GET http://news.example/ HTTP/1.1\r\nHost: news.example\r\n\r\n"
            )
            bad = await ask(Gate(refused=print), "GET http://10.0.0.7/ HTTP/1.1\r\nHost: 10.0.0.7\r\n\r\n")
            return good, bad, proxy.heads

    good, bad, heads = asyncio.run(scenario())
    assert good.endswith(b"news")
    assert bad.startswith(b"HTTP/1.1 403")
    assert len(heads) == 1
    assert heads[0].startswith("GET http://news.example/ HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic bWU6c2VjcmV0" in heads[0]


@pytest.mark.parametrize("request_text", ["nonsense\r\n\r\n", "GET http://[ HTTP/1.1\r\n\r\n"])
def test_what_is_not_http_ends_the_connection(request_text: str) -> None:
    assert asyncio.run(ask(Gate(refused=print), request_text)).startswith((b"HTTP/1.1 502", b"HTTP/1.1 403"))

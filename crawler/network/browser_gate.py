"""The one door of the browser: a proxy on loopback through which all of its requests go.

A page can make a browser ask for anything: frames, scripts, redirects, sockets. Scrapy's middlewares see
none of it, and Playwright's routes see no redirect. So Chromium knows no other way out than this one, which
judges each host as the guard does and connects to the very address that it checked.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from crawler.network.addresses import is_public
from crawler.network.guard import refusal

_MAX_HEAD = 64 * 1024
_MAX_BODY = 32 * 1024 * 1024  # bytes that one connection may bring
_CONNECT = 20.0  # seconds
_HOP = frozenset({"connection", "proxy-connection", "keep-alive", "proxy-authorization"})
# Places that Chromium asks for on its own account, whatever its flags say: updates, sign-in, suggestions.
_PHONES_HOME = frozenset(
    {"accounts.google.com", "update.googleapis.com", "safebrowsing.googleapis.com"}
    | {"optimizationguide-pa.googleapis.com", "content-autofill.googleapis.com", "clients2.google.com"}
    | {"clientservices.googleapis.com", "redirector.gvt1.com", "edgedl.me.gvt1.com"}
)


class _RefusedError(Exception):
    """A place that the browser may not go to; the message is the reason."""


class Gate:
    """Listens while the browser lives. `refused` is told the reason of each request that is turned away."""

    def __init__(self, *, refused: Callable[[str], None], allow_private: bool = False) -> None:
        self._refused = refused
        self._allow_private = allow_private
        self._proxies = getproxies()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.brought = 0  # bytes of all answers

    async def start(self) -> str:
        """Listen on loopback and return the address as Chromium wants it."""
        self._server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=_MAX_HEAD)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._server is not None:
            self._server.close()
        for task in tuple(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._pass(reader, writer)
        except _RefusedError as error:
            self._refused(str(error))
            _answer(writer, "403 Forbidden")
        except (TimeoutError, socket.gaierror):
            _answer(writer, "504 Gateway Timeout")
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            _answer(writer, "502 Bad Gateway")
        except asyncio.CancelledError:
            pass  # the browser is closed
        finally:
            self._open.discard(task)
            writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one request or one tunnel; a connection is never used for a second request."""
        first, fields = _split(await reader.readuntil(b"\r\n\r\n"))
        method, target, _ = first.split(" ", 2)
        tunnel = method == "CONNECT"
        url = f"https://{target}/" if tunnel else target
        reason = refusal(url, allow_private=self._allow_private)
        if urlsplit(url).hostname in _PHONES_HOME:
            reason = "browser"
        if reason is not None:
            raise _RefusedError(reason)
        up_reader, up_writer, proxied = await self._reach(url, target if tunnel else None)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _both(_pump(reader, up_writer), self._fetch(up_reader, writer))
                return
            if not proxied:
                parts = urlsplit(target)
                first = (
                    f"{method} {(parts.path or '/') + ('?' + parts.query if parts.query else '')} HTTP/1.1"
                )
            credentials = self._credentials("http") if proxied else []
            up_writer.write(_joined(first, [*fields, *credentials]))
            await _send_body(reader, up_writer, fields)
            await _both(_drain(reader), self._bring(up_reader, writer))
        finally:
            up_writer.close()

    async def _bring(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand a whole answer to the browser, telling it that the connection ends with it."""
        while True:
            first, fields = _split(await reader.readuntil(b"\r\n\r\n"))
            if " 1" not in first[8:10]:  # 100 and 103 come before the answer
                break
        head = _joined(first, fields)
        self.brought += len(head)
        writer.write(head)
        await self._fetch(reader, writer)

    async def _fetch(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on what comes from the net, and count it."""
        await _pump(reader, writer, self._count)

    def _count(self, number: int) -> None:
        self.brought += number

    async def _reach(
        self, url: str, tunnel: str | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter, bool]:
        """Connect to the operator's proxy where there is one, else to a checked address of the host."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        proxy = self._proxies.get(parts.scheme)
        if proxy and not proxy_bypass(host):
            way = urlsplit(proxy if "//" in proxy else f"//{proxy}")
            opening = asyncio.open_connection(way.hostname, way.port or 8080, limit=_MAX_HEAD)
            reader, writer = await asyncio.wait_for(opening, _CONNECT)
            if tunnel is not None:
                head = [("Host", tunnel), *self._credentials("https")]
                writer.write(_joined(f"CONNECT {tunnel} HTTP/1.1", head))
                status, _ = _split(await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _CONNECT))
                if " 200" not in status:
                    writer.close()
                    raise ConnectionRefusedError(status)
            return reader, writer, True
        address = await self._address(host, port)
        opening = asyncio.open_connection(address, port, limit=_MAX_HEAD)
        reader, writer = await asyncio.wait_for(opening, _CONNECT)
        return reader, writer, False

    async def _address(self, host: str, port: int) -> str:
        loop = asyncio.get_running_loop()
        found = await asyncio.wait_for(loop.getaddrinfo(host, port, type=socket.SOCK_STREAM), _CONNECT)
        addresses = [str(entry[4][0]) for entry in found]
        allowed = [address for address in addresses if self._allow_private or is_public(address)]
        if not allowed:
            raise _RefusedError("private-address")
        return allowed[0]

    def _credentials(self, scheme: str) -> list[tuple[str, str]]:
        way = urlsplit(self._proxies.get(scheme, ""))
        if not way.username:
            return []
        said = f"{unquote(way.username)}:{unquote(way.password or '')}".encode()
        return [("Proxy-Authorization", "Basic " + base64.b64encode(said).decode("ascii"))]


def _split(head: bytes) -> tuple[str, list[tuple[str, str]]]:
    """Return the first line and the header fields that are not for the next hop alone."""
    first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first, [(name, value.strip()) for name, _, value in pairs if name.strip().lower() not in _HOP]


def _joined(first: str, fields: list[tuple[str, str]]) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in fields), "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _answer(writer: asyncio.StreamWriter, status: str) -> None:
    with contextlib.suppress(OSError, RuntimeError):
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode("ascii"))


async def _send_body(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fields: list[tuple[str, str]]
) -> None:
    known = {name.lower(): value for name, value in fields}
    if "transfer-encoding" in known:
        raise ValueError("a request body without a length")
    left = int(known.get("content-length", "0"))
    while left > 0:
        some = await reader.readexactly(min(left, 65536))
        left -= len(some)
        writer.write(some)
        await writer.drain()


async def _pump(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, count: Callable[[int], None] | None = None
) -> None:
    left = _MAX_BODY
    while left > 0 and (some := await reader.read(65536)):
        left -= len(some)
        if count is not None:
            count(len(some))
        writer.write(some)
        await writer.drain()


async def _drain(reader: asyncio.StreamReader) -> None:
    """Wait until the browser hangs up; what it still says goes nowhere."""
    while await reader.read(65536):
        pass


async def _both(*ways: Coroutine[Any, Any, None]) -> None:
    """Run two directions until one of them ends."""
    tasks = [asyncio.ensure_future(way) for way in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

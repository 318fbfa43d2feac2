"""HTTP/1.1 on asyncio's transports: connections that are kept, and what comes over them.

Twisted's client costs a third of all that Scrapy does for a page. This one says only what a crawler says, and
hears whatever servers answer: lines without a colon, folded ones, no length at all. Every length is bounded
before it is kept. Knows nothing of Scrapy; names are resolved by whoever calls.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field

Resolve = Callable[[str], Awaitable[str]]

_MAX_HEAD = 64 * 1024  # bytes of a head, which browsers refuse at a quarter of it
_MAX_LINE = 4096  # bytes of a line between two chunks
_MAX_WAITING = 4 << 20  # bytes that came and were not read yet, before the server has to wait
_STATUS = re.compile(rb"HTTP/(\d)\.(\d) +(\d{3})(?: |\r?\n|\Z)")
_CHUNK = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;|\Z)")
# Meant for this connection alone: of no use to who reads the page.
_HOP = frozenset(
    {b"connection", b"content-length", b"keep-alive", b"proxy-connection", b"te", b"trailers"}
    | {b"transfer-encoding", b"upgrade"}
)
_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_BREAKS = re.compile(rb"[\r\n]+")


class BrokenError(Exception):
    """What came is no answer, or stopped before there was one."""


class CutShortError(BrokenError):
    """The connection ended before the body did."""


@dataclass(slots=True, frozen=True)
class Place:
    """Where a connection goes to: the machine, and what it shall be within (TLS, a proxy's tunnel)."""

    host: str
    port: int
    tls: bool
    tunnel: tuple[str, int] | None = None  # host and port behind the proxy at `host`
    credentials: bytes | None = None  # for that proxy


@dataclass(slots=True)
class Head:
    """The beginning of an answer; `length` of its body, None where the answer does not say."""

    status: int
    version: str
    headers: list[tuple[bytes, bytes]]
    length: int | None = None
    chunked: bool = False
    kept: bool = False  # the connection may be used again
    fields: dict[bytes, bytes] = field(default_factory=dict)  # the first of each name, in lower case


def read_head(data: bytes, *, bodiless: bool) -> Head:
    """Read the lines of a head; raise `BrokenError`. `bodiless`: the answer to HEAD."""
    found = _STATUS.match(data)
    if found is None:
        raise BrokenError(f"no HTTP answer: {data[:80]!r}")
    status, minor = int(found[3]), int(found[2])
    headers: list[tuple[bytes, bytes]] = []
    of_all: dict[bytes, list[bytes]] = {}
    for line in _FOLD.sub(b" ", data).split(b"\n")[1:]:
        name, colon, value = line.partition(b":")
        if not colon:
            continue
        name, value = name.strip(), value.strip()
        lowered = name.lower()
        of_all.setdefault(lowered, []).append(value)
        if lowered not in _HOP:
            headers.append((name, value))
    head = Head(status, f"HTTP/{found[1].decode()}.{minor}", headers)
    head.fields = {name: values[0] for name, values in of_all.items()}
    said = b",".join(of_all.get(b"connection", ())).lower()
    head.kept = b"close" not in said and (minor >= 1 or b"keep-alive" in said)
    codings = b",".join(of_all.get(b"transfer-encoding", ())).lower()
    if bodiless or status in (204, 304) or status < 200:
        head.length = 0
    elif b"chunked" in codings:
        head.chunked = True
    elif lengths := set(b",".join(of_all.get(b"content-length", ())).replace(b" ", b"").split(b",")) - {b""}:
        if len(lengths) > 1 or not (only := lengths.pop()).isdigit() or len(only) > 18:
            raise BrokenError("lengths that cannot be")
        head.length = int(only)
    if (head.length is None and not head.chunked) or status == 101:
        head.kept = False  # the body ends with the connection
    return head


def request_head(method: str, target: str, host: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the bytes of a request's head, its last empty line included; no value can begin a line."""
    lines = [f"{method} {target} HTTP/1.1".encode("ascii"), b"Host: " + host]
    lines += [name + b": " + value for name, value in headers]
    return b"\r\n".join([_BREAKS.sub(b" ", line) for line in lines]) + b"\r\n\r\n"


class Connection(asyncio.Protocol):
    """One connection: one request at a time, and its answer as it comes."""

    def __init__(self, place: Place, lost: Callable[[Connection], None]) -> None:
        self.place = place
        self.transport: asyncio.Transport | None = None
        self.peer = ""
        self.used = 0.0  # when it was last put back, on the loop's clock
        self.open = False
        self._lost = lost
        self._buffer = b""
        self._searched = 0
        self._bodiless = False
        self._head: asyncio.Future[Head] | None = None
        self._of: Head | None = None  # the answer whose body is read
        self._left = 0  # bytes of the body, or of the chunk, that are to come
        self._trailers = False
        self._waiting: deque[bytes] = deque()
        self._held = 0
        self._ended = True
        self._failed: Exception | None = None
        self._more: asyncio.Future[None] | None = None
        self._paused = False

    # -- what the client calls ----------------------------------------------------------------------------

    async def ask(self, data: bytes, *, bodiless: bool = False) -> Head:
        """Send a request; return when the head of its answer is there. Raises `BrokenError`."""
        assert self.transport is not None
        if not self.open:
            raise BrokenError("the connection was closed")
        self._bodiless = bodiless
        self._buffer, self._searched = b"", 0
        self._of, self._failed, self._ended, self._trailers = None, None, False, False
        self._waiting.clear()
        self._held = 0
        self._head = asyncio.get_running_loop().create_future()
        self.transport.write(data)
        return await self._head

    async def body(self) -> AsyncIterator[bytes]:
        """Yield the body as it comes. Raises `CutShortError` where it ends too soon."""
        while True:
            while self._waiting:
                yield self._taken()
            if self._failed is not None:
                raise self._failed
            if self._ended:
                return
            self._more = asyncio.get_running_loop().create_future()
            await self._more

    @property
    def reusable(self) -> bool:
        """Whether the last answer was read to its end and another request may follow."""
        return self.open and self._ended and self._failed is None and self._of is not None and self._of.kept

    def abort(self) -> None:
        """Close at once."""
        self.open = False
        if self.transport is not None:
            self.transport.abort()

    # -- what the loop calls ------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # uvloop's is no subclass of asyncio.Transport
        self.open = True
        peer = transport.get_extra_info("peername")
        self.peer = str(peer[0]) if peer else ""

    def data_received(self, data: bytes) -> None:
        if self._ended and self._head is None:
            self.abort()  # nobody asked
            return
        try:
            if self._of is None:
                data = self._begin(data)
            if self._of is not None and (data or self._of.length == 0):
                self._take(data)
        except BrokenError as error:
            self._fail(error)

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.open = False
        if not self._ended or self._head is not None:
            of = self._of
            if of is not None and of.length is None and not of.chunked and exc is None:
                self._finish()  # the end of the connection is that of the body
            elif of is not None:
                self._fail(CutShortError("the connection ended before the page did"))
            else:
                self._fail(BrokenError(f"the connection ended without an answer{f' ({exc})' if exc else ''}"))
        self._lost(self)

    # -- the answer ---------------------------------------------------------------------------------------

    def _begin(self, data: bytes) -> bytes:
        """Read the head when it is whole; return what came of the body."""
        self._buffer += data
        while True:
            end = _END.search(self._buffer, max(0, self._searched - 3))
            if end is None:
                self._searched = len(self._buffer)
                if self._searched > _MAX_HEAD:
                    raise BrokenError("a head that does not end")
                return b""
            if end.start() > _MAX_HEAD:
                raise BrokenError("a head that is too long")
            head = read_head(self._buffer[: end.start()], bodiless=self._bodiless)
            self._buffer, self._searched = self._buffer[end.end() :], 0
            if head.status >= 200 or head.status == 101:
                break
        self._of = head
        self._left = head.length or 0
        rest, self._buffer = self._buffer, b""
        if self._head is not None and not self._head.done():
            self._head.set_result(head)
        self._head = None
        return rest

    def _take(self, data: bytes) -> None:
        of = self._of
        assert of is not None
        if of.chunked:
            self._give(self._unchunked(data))
        elif of.length is None:
            self._give(data)
        else:
            self._give(data[: self._left] if len(data) > self._left else data)
            self._left -= len(data)
            if self._left <= 0:
                of.kept = of.kept and self._left == 0  # more than it said: what follows is no answer of ours
                self._finish()

    def _unchunked(self, data: bytes) -> bytes:
        """Return what `data` holds of the body; lines that are not whole wait for the next piece."""
        data = self._buffer + data if self._buffer else data
        self._buffer = b""
        pieces: list[bytes] = []
        at = 0
        while at < len(data):
            if self._left > 2:  # of a chunk, and of the line break behind it
                piece = data[at : at + self._left - 2]
                pieces.append(piece)
                at += len(piece)
                self._left -= len(piece)
                continue
            if self._left:
                some = data[at : at + self._left]
                if some != b"\r\n"[2 - self._left :][: len(some)]:
                    if some[:1] != b"\n" or self._left != 2:
                        raise CutShortError("a chunk that does not end where it said")
                    some, self._left = some[:1], 1
                at += len(some)
                self._left -= len(some)
                continue
            end = data.find(b"\n", at, at + _MAX_LINE)
            if end < 0:
                if len(data) - at >= _MAX_LINE:
                    raise CutShortError("a line between chunks that does not end")
                self._buffer = data[at:]
                break
            line, at = data[at:end].rstrip(b"\r"), end + 1
            if self._trailers:
                if not line:
                    assert self._of is not None
                    self._of.kept = self._of.kept and at == len(data)
                    self._give(b"".join(pieces))
                    self._finish()
                    return b""
                continue
            size = _CHUNK.match(line)
            if size is None:
                raise CutShortError("a chunk without a length")
            length = int(size[1], 16)
            self._left = length + 2 if length else 0
            self._trailers = not length
        return b"".join(pieces)

    def _give(self, data: bytes) -> None:
        if not data:
            return
        self._waiting.append(data)
        self._held += len(data)
        if self._held > _MAX_WAITING and not self._paused and self.transport is not None and self.open:
            self._paused = True
            self.transport.pause_reading()
        self._wake()

    def _taken(self) -> bytes:
        data = self._waiting.popleft()
        self._held -= len(data)
        if self._paused and self._held < _MAX_WAITING // 2 and self.transport is not None and self.open:
            self._paused = False
            self.transport.resume_reading()
        return data

    def _finish(self) -> None:
        self._ended = True
        self._wake()

    def _fail(self, error: Exception) -> None:
        self._failed, self._ended = error, True
        if self._head is not None and not self._head.done():
            self._head.set_exception(error)
        self._head = None
        self._wake()
        self.abort()

    def _wake(self) -> None:
        if self._more is not None and not self._more.done():
            self._more.set_result(None)
        self._more = None


class Pool:
    """Connections that are kept for the next request to the same place."""

    def __init__(
        self,
        resolve: Resolve,
        *,
        kept: int,
        seconds: float,
        tls: ssl.SSLContext,
        local: tuple[str, int] | None,
    ) -> None:
        """`kept`: idle connections of one place; `seconds`: for so long; `local`: the address to bind to."""
        self._resolve = resolve
        self._kept = kept
        self._seconds = seconds
        self._tls = tls
        self._local = local
        self._idle: dict[Place, deque[Connection]] = {}

    async def connection(self, place: Place) -> Connection:
        """Return an idle connection or a new one. Raises OSError, `BrokenError`, and what `resolve` does."""
        idle = self._idle.get(place)
        now = asyncio.get_running_loop().time()
        while idle:
            known = idle.pop()
            if known.open and now - known.used < self._seconds:
                return known
            known.abort()
        return await self._connected(place)

    def put_back(self, connection: Connection) -> None:
        """Keep a connection whose answer was read to its end; close any other."""
        idle = self._idle.setdefault(connection.place, deque())
        if not connection.reusable or len(idle) >= self._kept:
            connection.abort()
            return
        loop = asyncio.get_running_loop()
        connection.used = loop.time()
        if not idle:
            loop.call_later(self._seconds, self._sweep, connection.place)
        idle.append(connection)

    def close(self) -> None:
        """Close what is idle."""
        for idle in self._idle.values():
            for connection in tuple(idle):
                connection.abort()
        self._idle.clear()

    async def _connected(self, place: Place) -> Connection:
        loop = asyncio.get_running_loop()
        address = await self._resolve(place.host)
        direct = place.tls and place.tunnel is None
        _, connection = await loop.create_connection(
            lambda: Connection(place, self._forget),
            address,
            place.port,
            ssl=self._tls if direct else None,
            server_hostname=place.host if direct else None,
            local_addr=self._local,
        )
        if place.tunnel is not None:
            await self._dig(connection, place.tunnel)
        return connection

    async def _dig(self, connection: Connection, tunnel: tuple[str, int]) -> None:
        """Ask the proxy for a tunnel and shake hands with whoever is behind it."""
        host = b"%s:%d" % (tunnel[0].encode("ascii"), tunnel[1])
        credentials = connection.place.credentials
        headers = [(b"Proxy-Authorization", credentials)] if credentials else []
        try:
            head = await connection.ask(request_head("CONNECT", host.decode(), host, headers), bodiless=True)
            if head.status != 200:
                raise BrokenError(f"the proxy opens no tunnel to {host.decode()}: {head.status}")
            assert connection.transport is not None
            loop = asyncio.get_running_loop()
            secured = await loop.start_tls(
                connection.transport, connection, self._tls, server_hostname=tunnel[0]
            )
            if secured is None:
                raise BrokenError("the connection ended while shaking hands")
            connection.transport = secured
        except BaseException:
            connection.abort()
            raise

    def _forget(self, connection: Connection) -> None:
        idle = self._idle.get(connection.place)
        if idle and connection in idle:
            idle.remove(connection)

    def _sweep(self, place: Place) -> None:
        idle = self._idle.get(place)
        if not idle:
            self._idle.pop(place, None)
            return
        loop = asyncio.get_running_loop()
        while idle and loop.time() - idle[0].used >= self._seconds:
            idle[0].abort()
            idle.popleft()
        if idle:
            loop.call_later(self._seconds - (loop.time() - idle[0].used), self._sweep, place)
        else:
            self._idle.pop(place, None)

"""The HTTP client against servers that write what they like: bytes by bytes, too much, too little."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.network.wire import (
    BrokenError,
    Connection,
    CutShortError,
    Head,
    Place,
    Pool,
    read_head,
    request_head,
)

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class _Transport(asyncio.Transport):
    """Swallows what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.aborted = False
        self.paused = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        pass

    def abort(self) -> None:
        self.aborted = True

    def pause_reading(self) -> None:
        self.paused = True

    def resume_reading(self) -> None:
        self.paused = False


def _heard(pieces: list[bytes], *, ends: bool = True) -> tuple[Head, bytes, bool]:
    """Let a connection hear `pieces`; return head, body, and whether it may be used again."""

    async def listen() -> tuple[Head, bytes, bool]:
        connection = Connection(Place("site.example", 80, False), lambda _: None)
        connection.connection_made(_Transport())
        asked = asyncio.ensure_future(connection.ask(b"GET / HTTP/1.1\r\n\r\n"))
        await asyncio.sleep(0)
        for piece in pieces:
            connection.data_received(piece)
        reusable = connection.reusable
        if ends:
            connection.connection_lost(None)
        head = await asked
        return head, b"".join([some async for some in connection.body()]), reusable

    return asyncio.run(listen())


WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\n6;name=value\r\n world\r\n0\r\nTrailer: x\r\n\r\n"
)


def test_a_body_of_a_stated_length_leaves_the_connection_for_the_next() -> None:
    head, body, reusable = _heard([WHOLE], ends=False)
    assert (head.status, body, reusable) == (200, b"hello", True)
    assert head.headers == [(b"Content-Type", b"text/html")]


def test_chunks_are_joined_and_trailers_are_not_text() -> None:
    head, body, reusable = _heard([CHUNKED], ends=False)
    assert (head.status, body, reusable) == (200, b"hello world", True)
    assert head.headers == []


def test_without_a_length_the_body_ends_with_the_connection() -> None:
    _, body, reusable = _heard([b"HTTP/1.0 200 OK\n\nhello", b" world"])
    assert (body, reusable) == (b"hello world", False)


@pytest.mark.parametrize("whole", [WHOLE, CHUNKED, b"HTTP/1.1 100 Continue\r\n\r\n" + CHUNKED])
@given(cuts=st.lists(st.integers(0, 120), max_size=8))
@settings(max_examples=40, deadline=None)
def test_it_does_not_matter_where_the_network_cuts(whole: bytes, cuts: list[int]) -> None:
    ends = sorted({min(cut, len(whole)) for cut in cuts} | {len(whole)})
    pieces = [whole[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    expected = _heard([whole], ends=False)
    assert _heard([piece for piece in pieces if piece], ends=False) == expected


@given(data=st.binary(max_size=300), cut=st.integers(0, 300))
@settings(max_examples=200, deadline=None)
def test_nothing_that_a_server_says_raises_anything_else(data: bytes, cut: int) -> None:
    for said in (
        data,
        b"HTTP/1.1 200 OK\r\n" + data,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + data,
    ):
        try:
            _heard([piece for piece in (said[:cut], said[cut:]) if piece])
        except BrokenError:
            continue


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello world\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfive\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1" * 5000,
    ],
)
def test_a_body_that_is_cut_short_is_said_to_be(said: bytes) -> None:
    with pytest.raises(CutShortError):
        _heard([said])


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"HTTP/1.1 twohundred\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000,
    ],
)
def test_what_is_no_answer_is_broken(said: bytes) -> None:
    with pytest.raises(BrokenError):
        _heard([said] if said else [])


def test_bytes_behind_the_answer_end_the_connection() -> None:
    _, body, reusable = _heard([WHOLE + b"HTTP/1.1 200 OK\r\n"], ends=False)
    assert (body, reusable) == (b"hello", False)
    _, body, reusable = _heard([CHUNKED + b"more"], ends=False)
    assert (body, reusable) == (b"hello world", False)


def test_odd_lines_of_a_head() -> None:
    head = read_head(
        b"HTTP/1.1 200\r\nno colon here\r\nX-Long: one\r\n  two\r\n"
        b"Set-Cookie: a\r\nset-cookie: b\r\nContent-Length: 3, 3",
        bodiless=False,
    )
    assert head.headers == [(b"X-Long", b"one two"), (b"Set-Cookie", b"a"), (b"set-cookie", b"b")]
    assert head.length == 3
    assert read_head(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 500", bodiless=False).length == 0
    assert read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 500", bodiless=True).length == 0
    assert not read_head(b"HTTP/1.0 200 OK\r\nContent-Length: 5", bodiless=False).kept
    assert read_head(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: Keep-Alive", bodiless=False).kept
    assert not read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close", bodiless=False).kept


def test_a_value_cannot_begin_a_line_of_its_own() -> None:
    head = request_head("GET", "/", b"site.example", [(b"If-None-Match", b'"a"\r\nX-Injected: 1\n\n')])
    assert head == b'GET / HTTP/1.1\r\nHost: site.example\r\nIf-None-Match: "a" X-Injected: 1 \r\n\r\n'


def test_a_body_that_nobody_reads_makes_the_server_wait() -> None:
    async def flooded() -> None:
        transport = _Transport()
        connection = Connection(Place("site.example", 80, False), lambda _: None)
        connection.connection_made(transport)
        asked = asyncio.ensure_future(connection.ask(b""))
        await asyncio.sleep(0)
        connection.data_received(b"HTTP/1.1 200 OK\r\nContent-Length: 90000000\r\n\r\n")
        for _ in range(5):
            connection.data_received(bytes(1 << 20))
        await asked
        assert transport.paused
        read = 0
        async for some in connection.body():
            read += len(some)
            if read == 5 << 20:
                break
        assert not transport.paused

    asyncio.run(flooded())


# -- over real sockets --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody vouches for, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site.example")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    pem = serialization.Encoding.PEM
    (folder / "cert").write_bytes(built.public_bytes(pem))
    (folder / "key").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert", folder / "key"


def _pool(*, kept: int = 4, seconds: float = 30.0) -> Pool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE

    async def resolve(name: str) -> str:
        return "127.0.0.1"

    return Pool(resolve, kept=kept, seconds=seconds, tls=context, local=None)


async def _get(pool: Pool, place: Place) -> bytes:
    connection = await pool.connection(place)
    try:
        await connection.ask(request_head("GET", "/", b"site.example", []))
        return b"".join([some async for some in connection.body()])
    finally:
        pool.put_back(connection)


async def _answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with_close = False
    while not with_close:
        try:
            await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            break
        writer.write(WHOLE)
    writer.close()


def test_a_connection_is_kept_and_used_again() -> None:
    async def twice() -> int:
        made = 0

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal made
            made += 1
            await _answering(reader, writer)

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        place = Place("site.example", server.sockets[0].getsockname()[1], False)
        pool = _pool()
        assert await _get(pool, place) == await _get(pool, place) == b"hello"
        pool.close()
        server.close()
        return made

    assert asyncio.run(twice()) == 1


def test_an_idle_connection_is_closed_in_time_and_one_that_the_server_closed_is_not_used() -> None:
    async def idle() -> None:
        closed = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await _answering(reader, writer)
            closed.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        place = Place("site.example", server.sockets[0].getsockname()[1], False)
        pool = _pool(seconds=0.05)
        await _get(pool, place)
        await asyncio.wait_for(closed.wait(), 5)
        assert await _get(pool, place) == b"hello"
        pool.close()
        server.close()

    asyncio.run(idle())


def test_tls_without_and_behind_a_proxy(certificate: tuple[Path, Path]) -> None:
    async def both() -> tuple[bytes, bytes, bytes]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server = await asyncio.start_server(_answering, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        asked = b""

        async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal asked
            asked = await reader.readuntil(b"\r\n\r\n")
            up, down = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

            async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
                while some := await source.read(1000):
                    sink.write(some)
                sink.close()

            await asyncio.gather(pump(reader, down), pump(up, writer))

        proxy = await asyncio.start_server(tunnel, "127.0.0.1", 0)
        pool = _pool()
        straight = await _get(pool, Place("site.example", port, True))
        through = Place(
            "proxy.example", proxy.sockets[0].getsockname()[1], True, ("site.example", 443), b"Basic eA=="
        )
        behind = await _get(pool, through)
        assert await _get(pool, through) == behind
        pool.close()
        server.close()
        proxy.close()
        return straight, behind, asked

    straight, behind, asked = asyncio.run(both())
    assert straight == behind == b"hello"
    assert asked == (
        b"CONNECT site.example:443 HTTP/1.1\r\nHost: site.example:443\r\n"
        b"Proxy-Authorization: Basic eA==\r\n\r\n"
    )


def test_a_proxy_that_opens_no_tunnel() -> None:
    async def refused() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nnope")
            writer.close()

        proxy = await asyncio.start_server(serve, "127.0.0.1", 0)
        place = Place("proxy.example", proxy.sockets[0].getsockname()[1], True, ("site.example", 443))
        with pytest.raises(BrokenError, match="403"):
            await _pool().connection(place)
        proxy.close()

    asyncio.run(refused())

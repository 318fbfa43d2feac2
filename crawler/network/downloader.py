"""Scrapy's downloader and an HTTP handler, with the limits of a slot kept to the letter.

Measured at a server, Scrapy 2.19 is faster than it is told to be, in three ways. A request counts as under
way when its task first runs, not when it leaves the queue: without a delay a whole queue leaves at once (8 in
flight where 2 were allowed). The delay runs from the moment a request leaves the queue, so that one which
waits for its connection is followed too closely by the next. And its client, Twisted's, sends a request
again, at once and unasked, when a kept connection breaks; `wire` never does.
"""

from __future__ import annotations

import asyncio
import importlib
import ipaddress
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers._base_streaming import BaseStreamingDownloadHandler, _BaseResponseArgs
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Headers
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.ssl import _make_ssl_context
from twisted.internet.error import DNSLookupError

from crawler.network.wire import BrokenError, Connection, CutShortError, Head, Place, Pool, request_head

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

_KEPT_FOR = 30  # seconds; servers close idle connections after a minute or so
_OLD_SERVERS = (
    0x4  # OP_LEGACY_SERVER_CONNECT: Scrapy's own client too speaks to servers that never renegotiate
)


class PacedDownloader(Downloader):
    """For the setting DOWNLOADER."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._leaving: dict[Slot, Request] = {}  # out of the queue, not yet on the wire
        crawler.signals.connect(self.departed, signal=signals.headers_received)

    def leaving(self, request: Request) -> None:
        """Note that `request` waits for its connection; nothing follows it meanwhile, if there is a delay."""
        slot = self.slots.get(request.meta.get(self.DOWNLOAD_SLOT, ""))
        if slot is not None and slot.delay:
            self._leaving[slot] = request

    def departed(self, request: Request) -> None:
        """Start the delay after `request` now, when it was noted as leaving."""
        slot = self.slots.get(request.meta.get(self.DOWNLOAD_SLOT, ""))
        if slot is not None and self._leaving.get(slot) is request:
            del self._leaving[slot]
            slot.lastseen = max(slot.lastseen, monotonic())
            self._process_queue(slot)

    def _process_queue(self, slot: Slot) -> None:
        if slot not in self._leaving:
            super()._process_queue(slot)

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        # Not a coroutine itself: this line runs when the request leaves the queue.
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)

    async def _download(self, slot: Slot, request: Request) -> Response:
        slot.lastseen = max(slot.lastseen, monotonic())
        try:
            return await super()._download(slot, request)
        finally:
            self.departed(request)


class _Answer(NamedTuple):
    connection: Connection
    head: Head


class PacedHandler(BaseStreamingDownloadHandler[_Answer]):
    """Handler of http and https over `wire`, which says when a request is on its way.

    Sizes, signals, and what is said of bodies that are cut short are Scrapy's.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawler = crawler
        tls = _make_ssl_context(crawler.settings)
        tls.options |= _OLD_SERVERS
        self._pool = Pool(
            _resolved,
            kept=self._pool_size_per_host,
            seconds=_KEPT_FOR,
            tls=tls,
            local=self._bind_address,
        )

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_Answer]:
        engine = self._crawler.engine
        downloader = engine.downloader if engine is not None else None
        paced = downloader if isinstance(downloader, PacedDownloader) else None
        if paced is not None:
            paced.leaving(request)
        connection: Connection | None = None
        try:
            async with asyncio.timeout(timeout):
                place, data = _written(request)
                connection = await self._pool.connection(place)
                if paced is not None:
                    # The bytes leave when the loop next polls its sockets: one turn from now at the earliest.
                    loop = asyncio.get_running_loop()
                    loop.call_soon(loop.call_soon, partial(paced.departed, request))
                head = await connection.ask(data, bodiless=request.method == "HEAD")
                yield _Answer(connection, head)
        except TimeoutError as error:
            raise DownloadTimeoutError(
                f"Getting {request.url} took longer than {timeout} seconds."
            ) from error
        except DNSLookupError as error:
            raise CannotResolveHostError(str(error)) from error
        except ConnectionRefusedError as error:
            raise DownloadConnectionRefusedError(str(error)) from error
        except CutShortError:
            raise  # of a body: `_read_response` has judged it
        except (BrokenError, OSError, UnicodeError) as error:
            raise DownloadFailedError(f"{type(error).__name__}: {error}") from error
        finally:
            if connection is not None:
                self._pool.put_back(connection)

    @staticmethod
    def _extract_headers(response: _Answer) -> Headers:
        head = response.head
        headers = Headers(head.headers)
        if head.length is not None:
            headers[b"Content-Length"] = str(head.length)
        return headers

    @staticmethod
    def _build_base_response_args(response: _Answer, request: Request, headers: Headers) -> _BaseResponseArgs:
        return {
            "status": response.head.status,
            "url": request.url,
            "headers": headers,
            "ip_address": ipaddress.ip_address(response.connection.peer)
            if response.connection.peer
            else None,
            "protocol": response.head.version,
        }

    @staticmethod
    def _iter_body_chunks(response: _Answer) -> AsyncIterator[bytes]:
        return response.connection.body()

    @staticmethod
    def _is_dataloss_exception(exc: Exception) -> bool:
        return isinstance(exc, CutShortError)

    async def close(self) -> None:
        self._pool.close()


async def _resolved(host: str) -> str:
    """Return an address of `host`, by the reactor's resolver: GuardedResolver lets no private one through."""
    if ":" in host:  # IPv6, spelled out, which the guard has read
        return host
    reactor: Any = importlib.import_module("twisted.internet.reactor")
    found: str = await maybe_deferred_to_future(reactor.resolve(host))
    return found


def _written(request: Request) -> tuple[Place, bytes]:
    """Return where a request goes to and what is sent there. Raises UnsupportedURLSchemeError."""
    parts = urlparse_cached(request)
    if parts.scheme not in ("http", "https"):
        raise UnsupportedURLSchemeError(f"{parts.scheme}: is not HTTP")
    secure = parts.scheme == "https"
    name, port = parts.hostname or "", parts.port or (443 if secure else 80)
    target = request.url.partition("#")[0]
    proxy: str | None = request.meta.get("proxy")
    credentials = request.headers.get(b"Proxy-Authorization")
    straight = proxy is None or secure  # also through a tunnel
    if proxy:
        way = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        if secure and way.scheme == "https":
            raise NotImplementedError("HTTPS proxies for HTTPS destinations are not supported")
        to = (way.hostname or "", way.port or (443 if way.scheme == "https" else 80))
        place = Place(*to, True, (name, port), credentials) if secure else Place(*to, way.scheme == "https")
    else:
        place = Place(name, port, secure)
    if straight:
        target = target[target.index("//") + 2 :]
        at = min((at for at in map(target.find, "/?") if at >= 0), default=-1)
        target = target[at:] if at >= 0 else "/"
        target = target if target.startswith("/") else f"/{target}"
    host = request.headers.get(b"Host")
    if host is None:
        written = f"[{name}]" if ":" in name else name
        host = (
            f"{written}:{parts.port}" if parts.port not in (None, 443 if secure else 80) else written
        ).encode("ascii")
    headers = [
        (header, value)
        for header, values in request.headers.items()
        if header != b"Host" and (header != b"Proxy-Authorization" or (proxy and not secure))
        for value in values
    ]
    if request.body:
        headers.append((b"Content-Length", b"%d" % len(request.body)))
    return place, request_head(request.method, target, host, headers) + request.body

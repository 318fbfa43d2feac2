"""Scrapy's downloader and an HTTP handler, with the limits of a slot kept to the letter.

Measured at a server, Scrapy 2.19 is faster than it is told to be, in three ways. A request counts as under
way when its task first runs, not when it leaves the queue: without a delay a whole queue leaves at once (8 in
flight where 2 were allowed). The delay runs from the moment a request leaves the queue, so that one which
waits for its connection is followed too closely by the next. And the client sends a request again, at
once and unasked, when a kept connection breaks: Twisted's and aiohttp's both.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, Any

import aiohttp
from scrapy import signals
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.http import Headers
from scrapy.utils.ssl import _make_ssl_context

from crawler.network.resolver import GuardedResolver

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

_KEPT_FOR = 30  # seconds; servers close idle connections after a minute or so
_NAMES_FOR = 300  # seconds that an address of a name is believed
_MAX_LINE = 64 * 1024  # bytes of a header: aiohttp's 8 KB are less than some sites set as cookies
_OLD_SERVERS = 0x4  # OP_LEGACY_SERVER_CONNECT: speak to servers that never renegotiate, as Scrapy does


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


class PacedHandler(AiohttpDownloadHandler):
    """Scrapy's handler over aiohttp, which says when a request is on its way and never sends one twice."""

    experimental = False  # it is pinned, and tested here

    def __init__(self, crawler: Crawler) -> None:
        super(AiohttpDownloadHandler, self).__init__(crawler)  # its session has the limits of aiohttp
        self._crawler = crawler
        self._ssl_context = _make_ssl_context(crawler.settings)
        self._ssl_context.options |= _OLD_SERVERS
        self._asked: ContextVar[Request] = ContextVar("asked")
        self._opened: aiohttp.ClientSession | None = None

    @property
    def _session(self) -> aiohttp.ClientSession:  # type: ignore[override]
        """Opened by the first request: `scrapy shell` makes the handler where no event loop runs."""
        if self._opened is None:
            trace = aiohttp.TraceConfig()
            trace.on_request_headers_sent.append(self._sent)
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    local_addr=self._bind_address,
                    limit=0,  # the slots of the downloader have theirs
                    keepalive_timeout=_KEPT_FOR,
                    ttl_dns_cache=_NAMES_FOR,
                    resolver=GuardedResolver.from_crawler(self._crawler),
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                response_class=_ClientResponse,
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
                max_line_size=_MAX_LINE,
                max_field_size=_MAX_LINE,
                trace_configs=[trace],
            )
            self._opened._retry_connection = False
        return self._opened

    @asynccontextmanager
    async def _make_request(self, request: Request, timeout: float) -> AsyncIterator[_ClientResponse]:
        request.meta["verbatim_url"] = True  # what a server calls its pages is not spelled anew
        paced = self._paced
        if paced is not None:
            paced.leaving(request)
        self._asked.set(request)
        async with super()._make_request(request, timeout) as response:
            yield response

    @property
    def _paced(self) -> PacedDownloader | None:
        engine = self._crawler.engine
        downloader = engine.downloader if engine is not None else None
        return downloader if isinstance(downloader, PacedDownloader) else None

    async def _sent(self, session: aiohttp.ClientSession, context: Any, sent: Any) -> None:
        paced = self._paced
        if paced is not None:
            # The bytes leave when the loop next polls its sockets: one turn from now at the earliest.
            loop = asyncio.get_running_loop()
            loop.call_soon(loop.call_soon, paced.departed, self._asked.get())

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        return Headers(list(response.raw_headers))  # bytes, as they came

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()

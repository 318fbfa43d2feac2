"""Scrapy's downloader and its HTTP handler, with the limits of a slot kept to the letter.

Measured at a server, Scrapy 2.19 is faster than it is told to be, in three ways. A request counts as under
way when its task first runs, not when it leaves the queue: without a delay a whole queue leaves at once (8 in
flight where 2 were allowed). The delay runs from the moment a request leaves the queue, so that one which
waits for its connection is followed too closely by the next. And Twisted sends a request again, at once and
unasked, when a kept connection breaks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.core.downloader import Downloader
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.utils.httpobj import urlparse_cached
from twisted.web.client import HTTPConnectionPool

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred

_KEPT_FOR = 30  # seconds; servers close idle connections sooner than Twisted's four minutes


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


class PacedHandler(HTTP11DownloadHandler):
    """Scrapy's handler of http and https, which says when a request is on the wire."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor

        pool = _Pool(reactor, persistent=True)  # type: ignore[no-untyped-call]
        pool.retryAutomatically = False
        pool.cachedConnectionTimeout = _KEPT_FOR
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        pool._factory = self._pool._factory
        self._pool: _Pool = pool

    async def download_request(self, request: Request) -> Response:
        engine = self._crawler.engine
        downloader = engine.downloader if engine is not None else None
        if isinstance(downloader, PacedDownloader):
            downloader.leaving(request)
            # Until the first suspension everything runs at once, up to and including `getConnection`.
            self._pool.departed = partial(downloader.departed, request)
            self._pool.secure = urlparse_cached(request).scheme == "https"
        return await super().download_request(request)


class _Pool(HTTPConnectionPool):
    """Calls `departed` when the request for which a connection was asked has been written to it.

    A new connection of TLS still shakes hands then: there the answer's headers are the first sure sign, and
    nothing is called.
    """

    departed: Callable[[], None] | None = None
    secure = False
    _fresh = False

    def getConnection(self, key: Hashable, endpoint: Any) -> Deferred[Any]:  # noqa: N802
        departed, self.departed = self.departed, None
        self._fresh = False
        made: Deferred[Any] = super().getConnection(key, endpoint)
        if departed is None or (self._fresh and self.secure):
            return made

        def written_soon(connection: Any) -> Any:
            # The bytes leave when the loop next polls its sockets: one turn from now at the earliest.
            loop = asyncio.get_event_loop()
            loop.call_soon(loop.call_soon, departed)
            return connection

        return made.addCallback(written_soon)

    def _newConnection(self, key: Hashable, endpoint: Any) -> Deferred[Any]:  # noqa: N802
        self._fresh = True
        made: Deferred[Any] = super()._newConnection(key, endpoint)
        return made

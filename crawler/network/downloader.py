"""Scrapy's downloader, with the limits of a slot kept to the letter.

Scrapy 2.19 counts a request as under way when its task first runs, not when it leaves the queue: without a
delay a whole queue leaves at once (8 in flight where 2 were allowed), and with one the clock starts before
the request does. tests/crawl/test_network.py measures both at a server.
"""

from __future__ import annotations

from collections.abc import Coroutine
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader import Downloader

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.http import Response
    from twisted.internet.defer import Deferred


class PacedDownloader(Downloader):
    """For the setting DOWNLOADER."""

    def _wait_for_download(
        self, slot: Slot, request: Request, queue_dfd: Deferred[Response]
    ) -> Coroutine[Any, Any, None]:
        # Not a coroutine itself: this line runs when the request leaves the queue.
        slot.transferring.add(request)
        return super()._wait_for_download(slot, request, queue_dfd)

    async def _download(self, slot: Slot, request: Request) -> Response:
        slot.lastseen = max(slot.lastseen, monotonic())
        return await super()._download(slot, request)

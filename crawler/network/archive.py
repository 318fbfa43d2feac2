"""ARCHIVE=warc: every page that the ledger asked for, as it came, in `warc/<site>/<day>-<run>.warc.gz`.

A page is on its way to the disk before it is handed on: packed and written by a thread, while other pages
are read. `scrapy reextract` reads the files.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.exceptions import IgnoreRequest, NotConfigured

from crawler.offers import lease_of
from crawler.storage.jsonl import folder_name

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

ARCHIVES = ("off", "warc")
_FULL = (28, 122)  # ENOSPC, EDQUOT


class Archive:
    """Downloader middleware between the decompression and whatever judges a page."""

    def __init__(self, crawler: Crawler) -> None:
        if crawler.settings["ARCHIVE"] != "warc":
            raise NotConfigured
        self._crawler = crawler
        self._folder = Path(crawler.settings["DATA_DIR"]) / "warc"
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._broken = False
        crawler.signals.connect(self.engine_stopped, signal=signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Archive:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        lease = lease_of(request)
        frontier = getattr(self._crawler.spider, "frontier", None)
        if lease is None or frontier is None or response.status == 304:
            return response
        # What an article counts from this time ("three hours ago") comes out the same when it is read again.
        fetched_at = request.meta["fetched_at"] = datetime.now(UTC).replace(microsecond=0)
        path = self._folder / folder_name(lease.site) / f"{fetched_at:%Y-%m-%d}-{frontier.run}.warc.gz"
        if self._broken or not await self._write(path, response, fetched_at):
            # A page that is not archived is not read either: it waits for another run.
            frontier.release(lease)
            raise IgnoreRequest("the archive cannot be written")
        return response

    async def _write(self, path: Path, response: Response, fetched_at: datetime) -> bool:
        from crawler.storage.archive import ArchivedPage, append

        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        page = ArchivedPage(response.url, response.status, headers, response.body, fetched_at)
        software = str(self._crawler.settings["USER_AGENT"])
        try:
            await asyncio.get_running_loop().run_in_executor(self._writer, append, path, page, software)
        except OSError as error:
            self._stop(error, path)
            return False
        return True

    def _stop(self, error: OSError, path: Path) -> None:
        if self._broken:
            return
        self._broken = True
        spider: Any = self._crawler.spider
        sentence = f"Cannot write the archive {error.filename or path}: {error.strerror}."
        spider.stop(sentence, "disk_full" if error.errno in _FULL else "unwritable")

    def engine_stopped(self) -> None:
        """Wait for the last record."""
        self._writer.shutdown(wait=True)

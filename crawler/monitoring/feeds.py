"""`-o` and `-O`: a file that can no longer be written is told once, and counts as a failure of the run."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.extensions.feedexport import FeedExporter

logger = logging.getLogger(__name__)

FAILED = "feedexport/failed_count/"  # Scrapy's counter of files that it could not store


class Feeds(FeedExporter):
    """Scrapy's, which writes a traceback an item where a disk is full and calls the rest stored."""

    _broken = False

    def open_spider(self, spider: Spider) -> None:
        """Open the files."""
        try:
            super().open_spider(spider)
        except OSError as error:
            self._break(error)

    def item_scraped(self, item: Any, spider: Spider) -> None:
        """Write an item, as long as all before it could be written."""
        if self._broken:
            return
        try:
            super().item_scraped(item, spider)
        except OSError as error:
            self._break(error)

    def _break(self, error: OSError) -> None:
        self._broken = True
        assert self.crawler.stats is not None
        self.crawler.stats.inc_value(f"{FAILED}{type(self).__name__}")
        logger.error("The file of -o or -O is not written on: %s", error)

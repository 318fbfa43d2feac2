"""What is logged of an item: its address, not two screens of its text."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class Messages(LogFormatter):
    """Scrapy's messages with items named by their URL.

    `every`: whether anyone reads the line a page and the line an item, which are made else and thrown away.
    """

    def __init__(self, *, every: bool = True) -> None:
        self._every = every

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        level = crawler.settings.get("LOG_LEVEL")
        number = logging.getLevelName(level) if isinstance(level, str) else level
        return cls(every=number == logging.DEBUG or number == logging.NOTSET)

    def crawled(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        return super().crawled(request, response, spider) if self._every else None

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        return super().scraped(_name(item), response, spider) if self._every else None

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return super().dropped(_name(item), exception, response, spider)

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return super().item_error(_name(item), exception, response, spider)


def _name(item: Any) -> str:
    return str(getattr(item, "url", None) or type(item).__name__)

"""robots.txt as RFC 9309 has it: 4xx allows everything, a server error or silence forbids everything for now.

Scrapy's own middleware parses whatever body a 500 carries and allows all of the site, and shows a
traceback for a dead host; here the host's pages are given back to the ledger for later.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from crawler.network.refused import Outcome, Refused

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_MAX_BYTES = 512_000  # RFC 9309, 2.5: at least 500 KiB are read
_RETRY_IN = 3600.0


class Closed(RobotParser):
    """A host whose rules are not known: nothing of it may be asked for. `reason` says why."""

    def __init__(self, reason: str, detail: str = "", *, outcome: Outcome = "failed") -> None:
        self.reason = reason
        self.detail = detail
        self.outcome: Outcome = outcome

    @property
    def refusal(self) -> Refused:
        retry_in = _RETRY_IN if self.outcome == "failed" else None
        return Refused(self.outcome, self.reason, self.detail, retry_in=retry_in)

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Closed:
        return cls("robots-unreachable")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


def is_robots(request: Request) -> bool:
    """Whether `request` is for a robots.txt, as this middleware asks for it."""
    return request.callback is NO_CALLBACK and urlparse_cached(request).path == "/robots.txt"


class Robots(RobotsTxtMiddleware):
    """In the place of Scrapy's RobotsTxtMiddleware; ROBOTSTXT_OBEY and its other settings hold."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if isinstance(rp, Closed):
            self._stats.inc_value(f"robotstxt/closed/{rp.reason}")
            raise rp.refusal
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise Refused("rejected", "robots", request.url) from error

    async def robot_parser(self, request: Request) -> RobotParser | None:
        url = urlparse_cached(request)
        known = self._parsers.get(url.netloc)
        if isinstance(known, Deferred):
            return await maybe_deferred_to_future(known)
        if url.netloc in self._parsers:
            return known
        waiting: Deferred[RobotParser | None] = Deferred()
        self._parsers[url.netloc] = waiting
        parser = await self._ask(request)
        self._stats.inc_value("robotstxt/request_count")
        self._parsers[url.netloc] = parser
        waiting.callback(parser)
        return parser

    async def _ask(self, request: Request) -> RobotParser | None:
        """Ask for the robots.txt of the request's host; None where everything is allowed."""
        url = urlparse_cached(request)
        try:
            response = await self._answer(f"{url.scheme}://{url.netloc}/robots.txt")
        except Exception as error:
            if isinstance(error, IgnoreRequest) and not isinstance(error, Refused):
                return None
            self._stats.inc_value(f"robotstxt/exception_count/{type(error)}")
            outcome: Outcome = error.outcome if isinstance(error, Refused) else "failed"
            closed = Closed(_why(error), f"robots.txt of {url.netloc}: {error}", outcome=outcome)
            logger.warning(
                "%s: no robots.txt could be read (%s), so none of its pages is asked for", url.netloc, error
            )
            return closed
        return await self._read(response, request)

    async def _answer(self, url: str) -> Response:
        """Ask for `url`, and once more where the connection broke: it may have been kept for too long."""
        assert self.crawler.engine is not None
        again = False
        while True:
            request = Request(
                url,
                priority=self.DOWNLOAD_PRIORITY,
                meta={"dont_obey_robotstxt": True},
                callback=NO_CALLBACK,
            )
            try:
                return await self.crawler.engine.download_async(request)
            except DownloadFailedError:
                if again:
                    raise
                again = True

    async def _read(self, response: Response, request: Request) -> RobotParser | None:
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            host = urlparse_cached(request).netloc
            logger.warning(
                "%s: robots.txt answers %d, so none of its pages is asked for", host, response.status
            )
            return Closed("robots-unreachable", f"robots.txt of {host} answers {response.status}")
        if response.status != 200:
            return None
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, response.body[:_MAX_BYTES])
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser


def _why(error: Exception) -> str:
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, CannotResolveHostError):
        return "dns"
    if isinstance(error, DownloadConnectionRefusedError):
        return "connection-refused"
    if isinstance(error, DownloadTimeoutError):
        return "timeout"
    return "robots-unreachable"

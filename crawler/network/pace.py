"""How fast one site is asked: never faster than configured or than robots.txt allows, slower in trouble.

www., m. and the bare domain are one site and share one download slot. 429 and 503 hold that slot, and
only that slot: for as long as Retry-After says, else for a time that doubles; then it recovers step by step.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.network.refused import Refused
from crawler.site import Site
from crawler.urls import registrable_domain

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Downloader, Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

BUSY = frozenset({429, 503})
_FIRST_STEP = 1.0  # seconds of the first hold where the site states none and has no delay
_LONGEST_STEP = 60.0
_RETRY_AFTER_CAP = 86_400.0
_CALM = 5  # good answers that take one step back


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date seen at the aware time `now`; None if it is neither.

    Returns seconds from `now`, between 0 and one day.
    """
    if not value:
        return None
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,9})?", value):
        seconds = float(value)
    else:
        moment = http_date(value)
        if moment is None:
            return None
        seconds = (moment - now).total_seconds()
    return min(max(seconds, 0.0), _RETRY_AFTER_CAP)


def http_date(value: str) -> datetime | None:
    """Read an HTTP date as an aware time, None where it is none."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def robots_delay(parser: RobotParser, user_agent: str) -> float | None:
    """Return the seconds between requests that robots.txt asks for, None where it does not.

    The slower of Crawl-delay and Request-rate; what is negative or absurd (over a day) is not a wish.
    """
    asked: list[float] = []
    try:
        delay = parser.crawl_delay(user_agent)
        if delay is not None:
            asked.append(float(delay))
        rate = getattr(getattr(parser, "rp", None), "request_rate", lambda _: None)(user_agent)
        if rate is not None and rate.requests > 0:
            asked.append(float(rate.seconds) / float(rate.requests))
    except (ValueError, TypeError, AttributeError):
        logger.info("robots.txt states a delay that cannot be read; ours holds")
    asked = [seconds for seconds in asked if 0 < seconds <= _RETRY_AFTER_CAP]
    return max(asked, default=None)


@dataclass(slots=True)
class SitePace:
    """What one site is asked at: times in seconds, `held_until` and `held_at` on the monotonic clock."""

    configured: float
    concurrency: int
    robots: dict[str, float] = field(default_factory=dict)  # by host
    level: int = 0
    calm: int = 0
    held_until: float = 0.0
    held_at: float = 0.0

    @property
    def floor(self) -> float:
        return max(self.configured, *self.robots.values()) if self.robots else self.configured

    @property
    def delay(self) -> float:
        if self.level == 0:
            return self.floor
        return max(self.floor, min(self.floor * 2.0**self.level, _LONGEST_STEP))

    def busy(self, now: float, sent: float, asked: float | None) -> float:
        """The site answered 429 or 503 at `now` to a request of `sent`. Return how long to hold it.

        A burst that was under way when the hold began is one sign of trouble, not many.
        """
        if sent >= self.held_at:
            self.level = min(self.level + 1, 10)
        self.calm = 0
        step = min(max(self.floor, _FIRST_STEP) * 2.0 ** (self.level - 1), _LONGEST_STEP)
        hold = asked if asked is not None else step
        self.held_at = now
        self.held_until = max(self.held_until, now + hold)
        return self.held_until - now

    def good(self) -> bool:
        """Count an answer that was no trouble. Return whether the delay changed."""
        if self.level == 0:
            return False
        self.calm += 1
        if self.calm < _CALM:
            return False
        self.calm = 0
        self.level -= 1
        return True


class Pace:
    """Downloader middleware: one slot a site, and its delay."""

    monotonic: Callable[[], float] = staticmethod(time.monotonic)

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._delay = settings.getfloat("DOWNLOAD_DELAY")
        self._concurrency = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._longest_hold = settings.getfloat("PACE_HOLD_MAX", 60.0)
        self._user_agent: str = settings.get("ROBOTSTXT_USER_AGENT") or settings.get("USER_AGENT") or "*"
        self._paces: dict[str, SitePace] = {}
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self.response_downloaded, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Pace:
        return cls(crawler)

    def slot_key(self, request: Request) -> str:
        """Return the site that `request` belongs to: its lease's, the site that owns the host, the domain."""
        leased = request.meta.get("site")
        if leased:
            return str(leased)
        host = urlparse_cached(request).hostname or ""
        for key, site in self._sites().items():
            if site.owns(host):
                return key
        return registrable_domain(host)

    def held_for(self, site_key: str) -> float:
        """Return the seconds for which nothing is sent to a site, 0 where it is free."""
        pace = self._paces.get(site_key)
        return max(0.0, pace.held_until - self.monotonic()) if pace else 0.0

    def hold(self, request: Request, seconds: float) -> None:
        """Send nothing to the site of `request` for `seconds`."""
        key = self.slot_key(request)
        pace = self._pace(key)
        pace.held_until = max(pace.held_until, self.monotonic() + seconds)
        self._apply(key)

    def process_request(self, request: Request) -> None:
        key = self.slot_key(request)
        request.meta["download_slot"] = key
        self._pace(key)
        wait = self.held_for(key)
        if wait > self._longest_hold:
            raise self._later(key, wait)
        if wait > 0:
            self._apply(key)

    def response_downloaded(self, request: Request, response: Response) -> None:
        """Hold or free the site: on this signal, which comes before Scrapy sends the slot's next request."""
        key = self.slot_key(request)
        pace = self._pace(key)
        if response.status in BUSY:
            now = self.monotonic()
            sent = now - float(request.meta.get("download_latency") or 0.0)
            asked = retry_after(_header(response, b"Retry-After"), _server_time(response))
            seconds = pace.busy(now, sent, asked)
            if self._crawler.stats is not None:
                self._crawler.stats.inc_value(f"pace/held/{response.status}")
            logger.info("%s answered %d: nothing is sent to it for %.1f s", key, response.status, seconds)
            self._apply(key)
        elif response.status < 500 and pace.good():
            self._apply(key)
        else:
            self._clamp(key, pace)

    def process_response(self, request: Request, response: Response) -> Response:
        """Give everything back to the ledger where the site is held for long."""
        if response.status in BUSY:
            key = self.slot_key(request)
            seconds = self.held_for(key)
            if seconds > self._longest_hold:
                self._flush(key, seconds)
                raise Refused(
                    "failed", f"http-{response.status}", response.url, retry_in=seconds, answered=True
                )
        return response

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        key = self.slot_key(request)
        asked = robots_delay(robotparser, self._user_agent)
        host = urlparse_cached(request).hostname or ""
        pace = self._pace(key)
        if asked is None or pace.robots.get(host) == asked:
            return
        pace.robots[host] = asked
        if self._crawler.stats is not None:
            self._crawler.stats.max_value("pace/robots_delay", asked)
        if asked > pace.configured:
            logger.info("robots.txt of %s asks for %.1f s between requests", host, asked)
        self._apply(key)

    def _clamp(self, key: str, pace: SitePace) -> None:
        """Keep AutoThrottle, where an operator turned it on, from going below what the site asked for."""
        slot = self._slot(key)
        if slot is not None and slot.delay < pace.delay:
            slot.delay = pace.delay

    def _sites(self) -> Mapping[str, Site]:
        return getattr(self._crawler.spider, "sites", None) or {}

    def _pace(self, key: str) -> SitePace:
        pace = self._paces.get(key)
        if pace is None:
            site = self._sites().get(key)
            delay = site.delay if site is not None and site.delay is not None else self._delay
            width = site.concurrency if site is not None and site.concurrency else self._concurrency
            own: dict[str, Any] = self._per_slot().get(
                key, {}
            )  # the setting DOWNLOAD_SLOTS is an operator's word
            pace = SitePace(
                configured=float(own.get("delay", delay)), concurrency=int(own.get("concurrency", width))
            )
            self._paces[key] = pace
            self._apply(key)
        return pace

    def _apply(self, key: str) -> None:
        """Write the pace of a site into its slot, and into the settings that a later slot is made from."""
        pace = self._paces[key]
        wait = self.held_for(key)
        # A slot without a delay does not look at the clock at all, so a held one gets the least there is.
        delay = max(pace.delay, 0.001) if wait > 0 else pace.delay
        own = {
            **self._per_slot().get(key, {}),
            "delay": delay,
            "concurrency": pace.concurrency,
            "jitter": 0.0,
        }
        self._per_slot()[key] = own
        slot = self._slot(key)
        if slot is None:
            return
        slot.delay, slot.concurrency, slot.jitter = delay, pace.concurrency, 0.0
        if wait > 0:
            slot.lastseen = max(slot.lastseen, pace.held_until - delay)

    def _flush(self, key: str, seconds: float) -> None:
        """Give back what waits in the slot of a site that is held for long: the ledger keeps it better."""
        slot = self._slot(key)
        while slot is not None and slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(Failure(self._later(key, seconds)))  # type: ignore[no-untyped-call]

    def _later(self, key: str, seconds: float) -> Refused:
        words = f"{key} wants no requests for {seconds:.0f} s"
        # Not an answer: after a few of these the frontier leaves the site alone, rather than lease all of it.
        return Refused("failed", "held", words, retry_in=seconds)

    def _downloader(self) -> Downloader | None:
        engine = self._crawler.engine
        return getattr(engine, "downloader", None)

    def _per_slot(self) -> dict[str, dict[str, Any]]:
        downloader = self._downloader()
        return downloader.per_slot_settings if downloader is not None else {}

    def _slot(self, key: str) -> Slot | None:
        downloader = self._downloader()
        return downloader.slots.get(key) if downloader is not None else None


def _header(response: Response, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _server_time(response: Response) -> datetime:
    """The server's own clock where it shows it: its Retry-After date is on that clock."""
    return http_date(_header(response, b"Date") or "") or datetime.now(UTC)

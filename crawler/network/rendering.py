"""One Chromium for a crawl: pages are opened, left to write their text, read, and closed.

It starts at the first page that needs it, and its only way out is `browser_gate.Gate`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.async_api import Error, Page
from playwright.async_api import Request as BrowserRequest
from playwright.async_api import TimeoutError as BrowserTimeoutError
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.network.browser_gate import Gate
from crawler.network.browser_memory import memory_of_children
from crawler.network.chromium import find_chromium
from crawler.network.guard import off_site, refusal
from crawler.network.refused import Refused

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

FLAGS = (
    "--no-sandbox",  # inside containers, and as root, Chromium does not start with it
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--proxy-bypass-list=<-loopback>",  # loopback too goes through the gate, which refuses it
)
PAGES = 2  # open at a time; each takes about 20 MB and half a second of a core
PAGES_PER_CONTEXT = 50  # then a new context: Chromium gives memory back only with the context
WEIGHED_EVERY = 10  # pages, the first among them
TIME_LIMIT = 60.0  # seconds for one page, everything included
SETTLED_AFTER = 0.5  # seconds in which the text has not grown and nothing was asked for
TEXT_LIMIT = 10.0  # seconds; a page that never settles is read as it is then

_UNREAD = frozenset({"image", "media", "font"})  # loaded for eyes only
_TEXTUAL = frozenset({"document", "script", "xhr", "fetch"})  # what may still bring text
_LENGTH = "() => document.body ? document.body.innerText.length : 0"


def abort(request: BrowserRequest) -> bool:
    """Whether a request of a page is not worth sending, or not allowed to be sent."""
    if request.resource_type in _UNREAD:
        return True
    return urlsplit(request.url).scheme not in ("data", "blob") and refusal(request.url) is not None


class _Watch:
    """What a page is doing, from the moment that it is opened."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self._waiting: set[BrowserRequest] = set()

    async def opened(self, page: Page, request: Request) -> None:
        self.page = page
        page.on("request", self._sent)
        page.on("requestfinished", self._done)
        page.on("requestfailed", self._done)

    def _sent(self, request: BrowserRequest) -> None:
        if request.resource_type in _TEXTUAL:
            self._waiting.add(request)

    def _done(self, request: BrowserRequest) -> None:
        self._waiting.discard(request)

    async def settled(self, page: Page) -> None:
        """Return when the page has its text: nothing on its way, no growth for a while; or out of time."""
        loop = asyncio.get_running_loop()
        end, length, since = loop.time() + TEXT_LIMIT, -1, loop.time()
        while loop.time() < end:
            now = await page.evaluate(_LENGTH)
            if now != length or self._waiting:
                length, since = now, loop.time()
            elif loop.time() - since >= SETTLED_AFTER:
                break
            await asyncio.sleep(0.1)


class _Handler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # ships no types
    """scrapy-playwright's, which would wait for a page's last advertisement after each page method."""

    async def _apply_page_methods(self, page: Page, request: Request, spider: Spider) -> None:
        watch: _Watch = request.meta["playwright_page_init_callback"].__self__
        await watch.settled(page)


class Browser:
    """One Chromium, started at the first page and closed with the crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._allow_private = crawler.settings.getbool("GUARD_ALLOW_PRIVATE")
        self._gate = Gate(refused=self._refused, allow_private=self._allow_private)
        self._handler: _Handler | None = None
        self._starting = asyncio.Lock()
        self._places = asyncio.Semaphore(PAGES)
        self._most_memory = crawler.settings.getfloat("BROWSER_MEMORY", 1500.0)
        self._pages = 0
        self._context = 0  # number of the context that pages are opened in
        self._of_context = 0  # pages that were
        self._heavy = False  # Chromium was too large even after its context was closed
        self._under_way = 0
        self._idle = asyncio.Event()
        self._way = ""  # the gate's address, once it listens
        self._missing = False  # no Chromium here: said once

    async def fetch(self, request: Request) -> Response:
        """Return the page as it is after its scripts have run. Raises Scrapy's download errors."""
        async with self._places:
            handler = await self._started()
            begun = monotonic()
            try:
                response = await self._render(handler, request, f"pages-{self._context}")
            finally:
                self._under_way -= 1
                if not self._under_way:
                    self._idle.set()
                self._count("browser/pages")
                self._count("browser/seconds", monotonic() - begun)
                if self._crawler.stats is not None:
                    self._crawler.stats.set_value("browser/bytes", self._gate.brought)
                await self._recycle(handler)
        self._check(request, response)
        return response

    async def close(self) -> None:
        """End Chromium, then its way out."""
        if self._handler is not None:
            await self._handler.close()
            self._handler = None
        await self._gate.stop()

    async def _started(self) -> _Handler:
        """Return the handler of a running Chromium, in which one more page is under way."""
        async with self._starting:
            if self._heavy and self._handler is not None:
                await self._idle.wait()
                self._count("browser/restarts")
                await self._handler.close()
                self._handler, self._heavy = None, False
            if self._handler is None:
                if self._missing:
                    raise Refused("failed", "no-browser")
                self._handler = await self._launched()
            self._under_way += 1
            self._idle.clear()
            return self._handler

    async def _launched(self) -> _Handler:
        logging.getLogger("scrapy-playwright").addFilter(_in_one_line)
        settings = self._crawler.settings
        options: dict[str, Any] = {
            "args": list(FLAGS),
            # The crawl closes the browser when it has read the pages that are open.
            "handle_sigint": False,
            "handle_sigterm": False,
            "handle_sighup": False,
        }
        executable = find_chromium()
        if executable is not None:
            options["executable_path"] = str(executable)
        options |= settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS")
        self._way = self._way or await self._gate.start()
        options["proxy"] = {"server": self._way}
        handler: _Handler = _Handler.from_crawler(self._crawler)
        handler.config.launch_options = options
        handler.config.max_pages_per_context = PAGES
        handler.config.navigation_timeout_ms = settings.getfloat("DOWNLOAD_TIMEOUT") * 1000
        if handler.abort_request is None:
            handler.abort_request = self._abort
        try:
            # It would start by itself with the engine, which is running already.
            await handler._launch()
            await handler._maybe_launch_browser()
        except Error as error:
            await handler.close()
            self._missing = True
            logger.error("Chromium does not start (`make browser` installs one): %s", _first_line(error))
            raise Refused("failed", "no-browser") from None
        return handler

    async def _render(self, handler: _Handler, request: Request, context: str) -> Response:
        watch = _Watch()
        request.meta["playwright_context"] = context
        request.meta["playwright_context_kwargs"] = {"service_workers": "block", "accept_downloads": False}
        request.meta["playwright_page_init_callback"] = watch.opened
        request.meta.setdefault("playwright_page_goto_kwargs", {"wait_until": "domcontentloaded"})
        try:
            async with asyncio.timeout(TIME_LIMIT):
                response: Response = await handler.download_request(request)
                return response
        except (TimeoutError, BrowserTimeoutError) as error:
            raise DownloadTimeoutError(f"{request.url}: the browser took too long") from error
        except Error as error:
            raise DownloadFailedError(f"{request.url}: {_first_line(error)}") from error
        finally:
            if watch.page is not None and not watch.page.is_closed():  # after a time-out or an error
                with contextlib.suppress(Error):
                    await watch.page.close()

    async def _recycle(self, handler: _Handler) -> None:
        """Begin a new context after so many pages or megabytes, and close those that have no page left.

        Where Chromium is still too large when a context is new, it is started anew.
        """
        self._pages += 1
        self._of_context += 1
        heavy = self._pages % WEIGHED_EVERY == 1 and self._weigh() > self._most_memory
        if heavy and self._of_context <= WEIGHED_EVERY:
            self._heavy = True
        elif heavy or self._of_context >= PAGES_PER_CONTEXT:
            self._context, self._of_context = self._context + 1, 0
        with contextlib.suppress(Error):  # Chromium may have died, which the next page will tell
            for name, wrapper in list(handler.context_wrappers.items()):
                if name != f"pages-{self._context}" and not wrapper.context.pages:
                    await wrapper.context.close()

    def _weigh(self) -> float:
        """Return the MB that Chromium holds by itself, and note the most."""
        megabytes = memory_of_children("chrom")
        if self._crawler.stats is not None:
            self._crawler.stats.max_value("browser/memory_mb", round(megabytes))
        return megabytes

    def _abort(self, request: BrowserRequest) -> bool:
        if self._allow_private:
            return request.resource_type in _UNREAD
        return abort(request)

    def _check(self, request: Request, response: Response) -> None:
        """Refuse what the plain way would refuse: another site's page, or one that is too large."""
        sites: Mapping[str, Any] = getattr(self._crawler.spider, "sites", None) or {}
        if off_site(urlsplit(response.url).hostname or "", request.meta.get("site"), sites):
            self._count("guard/offsite")
            raise Refused("rejected", "offsite", response.url)
        limit = self._crawler.settings.getint("DOWNLOAD_MAXSIZE")
        if limit and len(response.body) > limit:
            raise DownloadCancelledError(f"{response.url} is larger than {limit} bytes")

    def _refused(self, reason: str) -> None:
        self._count(f"guard/browser/{reason}")

    def _count(self, name: str, number: float = 1) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(name, number)  # type: ignore[arg-type]  # whole seconds say too little


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def _in_one_line(record: logging.LogRecord) -> bool:
    """scrapy-playwright prints a traceback for each page that fails; the first line is enough."""
    record.msg, record.args, record.exc_info = record.getMessage().partition("\n")[0], (), None
    return True

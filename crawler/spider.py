"""`NewsSpider`: the one crawl loop. A site file is a subclass with a name and a `Site`, and nothing else.

`start()` opens the ledger and leases; callbacks turn pages into links and articles; whoever ends the work on
a row settles it: `store` what became a line, `item_dropped` and `item_error` what a stage refused, callback
and errback the rest. Without the ledger (`scrapy parse`, `scrapy shell`) the callbacks do the same work and
touch nothing.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
import re
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from crawler.arguments import ArgumentError, Arguments
from crawler.classify import classify
from crawler.discovery.feeds import read_entries
from crawler.discovery.hubs import read_fragment, read_hub
from crawler.discovery.periods import (
    Range,
    before,
    instead,
    older_article,
    outside_article,
    outside_sitemap,
)
from crawler.discovery.seeds import guesses, seeds
from crawler.discovery.sitemaps import read_sitemap, sitemap
from crawler.discovery.told import Texts, article_of
from crawler.extraction import Extraction, Parts, extract_page, extract_part
from crawler.extraction.page import Page
from crawler.extraction.pagekind import says_article
from crawler.extraction.shell import is_shell
from crawler.found import Found, PageKind
from crawler.items import Article
from crawler.ledger.errors import LedgerError
from crawler.ledger.frontier import Frontier, Recent
from crawler.ledger.lists import LEAST_OLDER, is_further
from crawler.ledger.rows import Lease, Offer, Outcome, State
from crawler.network.archive import ARCHIVES
from crawler.network.conditional import NotModified
from crawler.network.escalation import FACT, MODES, Escalation
from crawler.network.identity import nobody_to_ask, user_agent
from crawler.offers import lease_of, ledger_key, newest
from crawler.redirects import AlreadyStored
from crawler.run import POLICIES, Run
from crawler.site import Site
from crawler.stage import Refusal
from crawler.stopping import stop_once_started
from crawler.storage.jsonl import to_line
from crawler.urls import normalise

logger = logging.getLogger(__name__)

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_SIMILAR = frozenset({"similar", "read_also", "inline"})
_TRANSIENT = frozenset({408, 425, 429})  # and every status from 500 on
_REFUSED = frozenset({401, 402, 403, 407, 451})
_TEXTLESS = frozenset({"no-body", "no-headline", "no-article"})
_PART_TRIES = 2  # of an article whose further page does not come, before it is kept without its end
_SITEMAP_ROWS = 500  # between two pauses
_KNOWN_LISTS = 20_000  # whose articles are remembered
_KNOWN_HOSTS = 10_000  # whose owner is remembered
_TOO_MANY_FAULTS = 0.05  # share of the articles of a run
# What a person is told of a site that gave nothing.
_IN_WORDS = {
    "dns": "its name is unknown to the network (dns)",
    "connection-refused": "it refuses connections",
    "connection": "no connection could be made",
    "timeout": "it does not answer",
    "private-name": "its name is a private network's",
    "private-address": "its address is a private network's; GUARD_ALLOW_PRIVATE=1 allows it",
    "port": "its port is none that web sites use; GUARD_ALLOW_PRIVATE=1 allows it",
    "robots-unreachable": "its robots.txt does not answer, which forbids everything for now",
    "robots": "its robots.txt forbids it",
}
_WAY = frozenset({"dns", "connection-refused", "connection", "timeout", "robots-unreachable"})  # or a proxy's
# Scrapy's names for what the network did, in the ledger's short words.
_TROUBLE = {
    "CannotResolveHostError": "dns",
    "DownloadConnectionRefusedError": "connection-refused",
    "DownloadTimeoutError": "timeout",
    "ResponseDataLossError": "incomplete",
    "DownloadFailedError": "connection",
}


class NewsSpider(Spider):
    """Crawls one site, or several at once where `homes` says so."""

    site: Site  # of a site file; the generic spider has none
    lenient = False  # of several sites, those that are locked or damaged are left out
    sites: dict[str, Site]
    allowed_domains: list[str]

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        """`arguments`: what `-a` gave; raises `ArgumentError`."""
        super().__init__(name)
        self.arguments = Arguments.read(arguments)
        self.sites = {}
        self.run: Run | None = None
        self._announced: set[str] = set()  # sites that name a feed or a sitemap themselves
        self.escalation: Escalation | None = None
        self.frontier: Frontier | None = None  # while the ledger is open
        self.began = False  # whether it ever was
        self.failure: str | None = None  # the sentence that explains a run that went wrong
        self.failures: dict[str, str] = {}  # the same by site; under "" what concerns all of them
        self._owners: dict[str, Site | None] = {}  # by host
        self._texts = Texts()
        self._read = Recent()
        self._lists: dict[str, int] = {}  # by address: what a list named, as a number
        self._range = Range(self.arguments.since, self.arguments.until)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        site = getattr(cls, "site", None)
        if isinstance(site, Site):
            # `scrapy shell URL` and `scrapy parse URL` find the spider by these.
            cls.allowed_domains = [site.domain, *site.aliases]

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.sites = {site.key: site for site in spider.homes()}
        stop_once_started(crawler)
        connect = crawler.signals.connect
        connect(spider._spider_closed, signal=signals.spider_closed)
        connect(spider._item_dropped, signal=signals.item_dropped)
        connect(spider._item_error, signal=signals.item_error)
        connect(spider._spider_error, signal=signals.spider_error)
        connect(spider._robots_parsed, signal=signals.robots_parsed)
        return spider

    @classmethod
    def check(cls, arguments: Arguments) -> None:
        """Raise `ArgumentError` where this spider cannot do what it is asked."""
        if arguments.urls:
            raise ArgumentError(f"{cls.name} crawls one site: url is an argument of `news`.")

    def homes(self) -> Iterable[Site]:
        """Return the sites of this run."""
        site = getattr(type(self), "site", None)
        return [site.named(self.name)] if isinstance(site, Site) else []

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("USER_AGENT", user_agent(settings["USER_AGENT"], settings["CONTACT"]), priority="spider")

    # -- the loop -----------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        try:
            frontier = self._open()
            while leases := await frontier.next_leases():
                for lease in leases:
                    if (request := self._request(lease, frontier)) is not None:
                        yield request
        except LedgerError as error:
            self._fail(str(error))
            raise CloseSpider(error.reason) from None

    def _open(self) -> Frontier:
        settings = self.crawler.settings
        if settings.get("JOBDIR"):
            raise LedgerError(
                "JOBDIR has no use here: the ledger keeps what waits, and every run resumes it."
            )
        policy = settings["DEDUP_POLICY"]
        if policy not in POLICIES:
            raise LedgerError(f"DEDUP_POLICY is one of {', '.join(POLICIES)}, not {policy!r}.")
        if (archive := settings["ARCHIVE"]) not in ARCHIVES:
            raise LedgerError(f"ARCHIVE is one of {', '.join(ARCHIVES)}, not {archive!r}.")
        if (browser := settings["BROWSER"]) not in MODES:
            raise LedgerError(f"BROWSER is one of {', '.join(MODES)}, not {browser!r}.")
        self.run = Run(
            self.sites,
            self.arguments,
            data_dir=settings["DATA_DIR"],
            ledger_url=settings["LEDGER_URL"],
            lenient=self.lenient,
        )
        try:
            self.run.open(
                list(self._seeds()),
                window=2 * settings.getint("CONCURRENT_REQUESTS"),
                policy=policy,
                retry_delays=[float(seconds) for seconds in settings.getlist("RETRY_DELAYS")],
            )
        finally:
            for key, error in self.run.refused.items():
                self._fail(str(error), key)
        for key in self.run.refused:
            del self.sites[key]
        known = self.run.ledger.remembered(FACT) if browser == "auto" else {}
        self.escalation = Escalation(browser, most=settings.getint("BROWSER_PAGES"), known=known)
        self.frontier = self.run.frontier
        self.began = True
        domains = [site.domain for site in self.sites.values()]
        if (warning := nobody_to_ask(settings["USER_AGENT"], domains)) is not None:
            logger.warning(warning)
        return self.frontier

    def _seeds(self) -> Iterator[Offer]:
        today = datetime.now(UTC).date()
        for site in self.sites.values():
            lasting = {found.url for found in seeds(site)}
            for found in seeds(site, since=self.arguments.since, until=self.arguments.until or today):
                depth = 0 if found.channel == "seed" else 1
                # A day's own sitemap falls due when a run wants that day, not at the start of every run.
                channel = found.channel if found.url in lasting else "archive"
                yield Offer(
                    site.key, ledger_key(found.url, site), found.url, found.kind, channel, None, depth
                )

    def _request(self, lease: Lease, frontier: Frontier) -> Request | None:
        meta: dict[str, Any] = {"claim": frontier.claim(lease)}
        article = lease.kind == "article" and not self._marked(lease.site)
        if article and self.escalation is not None and self.escalation.takes(lease.site, lease.url):
            meta |= {"playwright": True, "escalated": True}
        try:
            return self._page(lease.url, lease.kind, lease.site, meta, priority=-lease.depth)
        except ValueError:  # an address that Scrapy cannot ask for
            frontier.settle(lease, "rejected", "bad-url")
            return None

    def _page(self, url: str, kind: PageKind, site: str, meta: dict[str, Any], priority: int = 0) -> Request:
        meta.update(site=site, kind=kind)
        if kind == "article" and self._marked(site):
            meta["playwright"] = True
        callbacks = {
            "article": self.parse_article,
            "hub": self.parse_hub,
            "feed": self.parse_feed,
            "sitemap": self.parse_sitemap,
        }
        return Request(
            url,
            callback=callbacks[kind],
            errback=self.failed,
            # The ledger knows what was asked for; Scrapy's own filter would lose what is tried again.
            dont_filter=True,
            meta=meta,
            priority=priority,
        )

    def _marked(self, site: str) -> bool:
        return self.sites[site].rendering == "browser" and self.settings["BROWSER"] != "off"

    # -- pages --------------------------------------------------------------------------------------------

    def parse(self, response: Response, **kwargs: Any) -> Any:
        """For `scrapy parse` and `scrapy shell`: read a page as what its address says it is."""
        site = self._site(response)
        if site is None:
            logger.error("%s is on none of the sites of %s", response.url, self.name)
            return ()
        kind = "hub" if classify(response.url, site) == "hub" else "article"
        return self.parse_hub(response) if kind == "hub" else self.parse_article(response)

    def parse_hub(self, response: Response) -> Iterator[Any]:
        """Front and section pages, and what their "load more" answers; or an article taken for one."""
        site = self._site(response)
        assert site is not None
        if _is_fragment(response):
            found = read_fragment(response.body, response.url, site)
        else:
            page = self._parsed(response, site)
            found = read_hub(page, site)
            if (extraction := self._mistaken(page, found, response)) and extraction.article is not None:
                yield from self._links([*extraction.links, *found], response)
                yield from self._keep(extraction.article, response)
                return
        yield from self._links(self._list(found, response), response)
        if site.support == "generic" and _is_seed(response) and site.key not in self._announced:
            yield from self._links(guesses(site), response)
        self._done(response)

    def _list(self, found: list[Found], response: Response) -> list[Found]:
        """Leave out the further pages of a list that names what the page before it named: it has ended."""
        lease = lease_of(response)
        articles = {one.url for one in found if one.kind == "article"}
        if lease is None or not articles:
            return found
        if len(self._lists) >= _KNOWN_LISTS:
            self._lists.clear()
        named = self._lists[lease.url] = hash(frozenset(articles))
        if not is_further(lease.kind, lease.channel) or self._lists.get(lease.parent_url or "") != named:
            return found
        return [one for one in found if not is_further(one.kind, one.channel)]

    def parse_feed(self, response: Response) -> Iterator[Request]:
        """RSS and Atom."""
        site = self._site(response)
        assert site is not None
        found, told = read_entries(response.body, response.url, site)
        if self.frontier is not None:
            for url, text in told.items():
                self._texts.keep(ledger_key(url, site), text)
        yield from self._links(found, response)
        self._done(response)

    async def parse_sitemap(self, response: Response) -> AsyncIterator[Request]:
        """Sitemaps, their indexes and news sitemaps: up to 50,000 rows, so others get their turn between."""
        site = self._site(response)
        assert site is not None
        rows = self._offered(read_sitemap(response.body, response.url, site), response)
        for number, request in enumerate(rows, start=1):
            if request is not None:
                yield request
            if number % _SITEMAP_ROWS == 0:
                await asyncio.sleep(0)
        self._done(response)

    def _mistaken(self, page: Page, found: list[Found], response: Response) -> Extraction | None:
        """Return what was read of a page that was asked for as a hub and looks like an article."""
        if _is_seed(response) or page.site.links.hub:  # a site's file knows its hubs
            return None
        leads_on = any(one.kind == "article" for one in found)
        return extract_page(page) if not leads_on or says_article(page) else None

    async def parse_article(self, response: Response) -> AsyncIterator[Any]:
        """An article and its links; the links first, so that a crash after the article loses none."""
        site = self._site(response)
        assert site is not None
        page = self._parsed(response, site)
        extraction = extract_page(page)
        article = extraction.article
        if article is None or self._leads_on(article, response):
            for request in self._links(extraction.links, response):
                yield request
        if article is None and extraction.reason == "hub":
            for request in self._links(read_hub(page, site), response):
                yield request
            self._done(response, kind="hub")
        elif article is None:
            reason = extraction.reason or "no-article"
            if reason in _TEXTLESS and self._escalated(page, response):
                return
            if reason in _TEXTLESS and (article := self._told(page, response)) is not None:
                for output in self._keep(article, response):
                    yield output
            else:
                self._refuse(response, reason)
        else:
            await self._remember(response)
            for output in self._whole(extraction, article, response):
                yield output

    def _leads_on(self, article: Article, response: Response) -> bool:
        """Whether the links of an article are followed; without an end to them, a site has no end either."""
        # The same text under another address: its links were followed, and may change with every visit.
        if self._read.add(f"{article.site}\n{article.headline}\n{article.body}"):
            return False
        # One step through an article of another day: from one to the next, a run that wants some days would
        # read the whole site.
        lease = lease_of(response)
        return self._in_range(article) or lease is None or lease.channel not in _SIMILAR

    def _whole(self, extraction: Extraction, article: Article, response: Response) -> Iterator[Any]:
        """Hand an article on, or ask for its further pages first: one article, one line, one lease."""
        lease = lease_of(response)
        wanted = (lease and lease.revisits) or self._in_range(article)
        if wanted and article.kind != "live" and extraction.goes_on.following:
            yield from self._next_part(Parts(article, response.url, extraction.goes_on), response)
        else:
            yield from self._keep(article, response)

    def _next_part(self, parts: Parts, about: Response | Request) -> Iterator[Any]:
        url = parts.next()
        site = self._owner(url) if url else None
        if url is None or site is None:
            yield from self._keep(parts.article, about)
            return
        # The same claim: while a further page is on its way, the article's row is leased.
        meta = {key: about.meta[key] for key in ("claim", "playwright") if key in about.meta} | {
            "parts": parts
        }
        request = self._page(url, "article", site.key, meta, priority=1)
        yield request.replace(callback=self.parse_part, errback=self.part_failed)

    def parse_part(self, response: Response) -> Iterator[Any]:
        """Join a further page to its article."""
        parts: Parts = response.meta["parts"]
        site = self._site(response)
        assert site is not None
        extraction = extract_part(self._parsed(response, site), parts.first, parts.number + 1)
        yield from self._links(extraction.links, response)
        parts.add(extraction.article, extraction.goes_on)
        yield from self._next_part(parts, response)

    def part_failed(self, failure: Failure) -> Iterator[Any]:
        """Errback: try the whole article again where that may help, else keep what there is."""
        request: Request = failure.request  # type: ignore[attr-defined]
        lease = lease_of(request)
        # A revision must not be the article without its end.
        patient = lease is not None and bool(lease.revisits or lease.tries < _PART_TRIES)
        if patient and self.frontier is not None and _may_pass(failure.value):
            self.failed(failure)
            return
        yield from self._keep(request.meta["parts"].article, request)

    def _told(self, page: Page, response: Response) -> Article | None:
        """Return the article that a feed of this run held whole, for a page that has no text."""
        lease = lease_of(response)
        told = self._texts.take(lease.key) if lease is not None and not lease.revisits else None
        article = article_of(told, page) if told is not None else None
        if article is not None:
            self.crawler.stats.inc_value("articles/text_from_feed")
        return article

    def _escalated(self, page: Page, response: Response) -> bool:
        """Give a page that only scripts fill to the browser; return whether its row is settled or waits."""
        lease, frontier, escalation = lease_of(response), self.frontier, self.escalation
        if lease is None or frontier is None or escalation is None:
            return False
        if response.meta.get("escalated"):
            escalation.failed(lease.site, lease.url)
        if "playwright" in response.meta or not is_shell(page):
            return False
        if lease.key in self._texts and (escalation.spent or not escalation.possible):
            return False
        if not escalation.possible:
            frontier.settle(lease, "rejected", "needs-browser")
        elif escalation.notice(lease.site, lease.url):
            frontier.release(lease)  # asked for again at once, another way
        elif escalation.spent:
            frontier.fail(lease, "needs-browser", answered=True, again=False)
        else:
            return False
        return True

    async def _remember(self, response: Response) -> None:
        """Keep for other runs that the browser found an article where the plain way had none."""
        lease, frontier, escalation = lease_of(response), self.frontier, self.escalation
        if lease and frontier and escalation and response.meta.get("escalated"):
            fact = escalation.worked(lease.site, lease.url)
            if fact is not None:
                await frontier.remember(*fact)

    def _keep(self, article: Article, about: Response | Request) -> Iterator[Article]:
        """Hand an article on to the stages, where this run wants it."""
        lease = lease_of(about)
        if (lease and lease.revisits) or self._in_range(article):
            self._complete(article, about, lease)
            yield article
        elif lease and self.frontier:
            outcome = Outcome(
                lease.site,
                lease.key,
                "rejected",
                "out-of-range",
                kind="article",
                published_at=article.published_at,
            )
            self.frontier.settle(lease, "rejected", "out-of-range", outcome=outcome)

    def _parsed(self, response: Response, site: Site) -> Page:
        declared = _CHARSET.search(response.headers.get(b"Content-Type") or b"")
        encoding = declared[1].decode("ascii") if declared else None
        fetched_at = response.meta.get("fetched_at") or datetime.now(UTC)
        return Page.parse(response.body, response.url, site, fetched_at=fetched_at, encoding=encoding)

    def _complete(self, article: Article, about: Response | Request, lease: Lease | None) -> None:
        """Fill in what only the crawl knows."""
        article.fetched_at = article.fetched_at or _iso(datetime.now(UTC))
        if lease:
            article.requested_url = lease.url
        elif isinstance(about, Response) and about.request is not None and "parts" not in about.meta:
            article.requested_url = about.request.url
        if lease:
            article.first_seen_at = _iso(datetime.fromtimestamp(lease.first_seen_at, UTC))
            article.channel = lease.channel
            article.parent_url = lease.parent_url
            article.depth = lease.depth

    def _links(self, found: Iterable[Found], response: Response) -> Iterator[Request]:
        """Offer what a page led to; without a ledger, yield requests for it."""
        return (request for request in self._offered(found, response) if request is not None)

    def _offered(self, found: Iterable[Found], response: Response) -> Iterator[Request | None]:
        """The same, with a None for each that the ledger took: it takes two hundred a page, 50,000 a sitemap.

        Hubs come last: whether their page brought news is known then.
        """
        later = []
        for one in self._in_period(found, response) if self._range else found:
            if one.kind in ("feed", "sitemap") and (site := self._site(response)):
                self._announced.add(site.key)
            if self.frontier is not None and self.frontier.seen(one):
                continue
            if (link := self._link(one, response)) is None:
                continue
            if one.kind == "article":
                yield self._offer(*link, response)
            else:
                later.append(link)
        for link in later:
            yield self._offer(*link, response)

    def _offer(self, found: Found, site: Site, response: Response) -> Request | None:
        if self.frontier is not None:
            key = ledger_key(found.url, site)
            self.frontier.offer(site.key, key, found, parent=lease_of(response), newest=newest(found))
            return None
        try:
            return self._page(found.url, found.kind, site.key, {"found": found})
        except ValueError:  # an address that Scrapy cannot ask for
            return None

    def _in_period(self, found: Iterable[Found], response: Response) -> Iterator[Found]:
        """Leave out what is named by a day that is not wanted; ask archives by date for the days that are."""
        news, older = False, 0
        for one in found:
            if one.kind == "article":
                if not outside_article(one.url, self._range):
                    news = True
                    yield one
                elif older_article(one.url, self._range):
                    older += 1
            elif not news and older >= LEAST_OLDER and is_further(one.kind, one.channel):
                continue  # a list, newest first: what comes after it is older still
            elif one.kind == "sitemap":
                if not outside_sitemap(one.url, self._range):
                    yield one
            elif (lists := instead(one.url, self._range) if one.kind == "hub" else None) is None:
                yield one
            else:
                yield from (dataclasses.replace(one, url=url, channel="archive") for url in lists)
        lease = lease_of(response)
        if news and lease is not None and lease.kind == "hub":
            yield from (Found(url, "hub", "archive") for url in before(response.url, self._range))

    def _link(self, found: Found, response: Response) -> tuple[Found, Site] | None:
        """Return what was found with its address normalised, and whose it is; None where it is not wanted."""
        url = normalise(found.url, response.url)
        site = self._owner(url) if url else None
        if url is None or site is None or not self._wanted(found, response):
            return None
        if (
            found.kind == "article"
            and found.channel in _SIMILAR
            and classify(url, site, found.title) == "skip"
        ):
            return None
        return (found if found.url == url else dataclasses.replace(found, url=url)), site

    def _wanted(self, found: Found, response: Response) -> bool:
        lease = lease_of(response)
        asked = self.arguments
        if asked.depth is not None and lease is not None and lease.depth >= asked.depth:
            return False
        if not asked.similar and found.channel in _SIMILAR:
            return False
        if asked.since and found.kind in ("article", "sitemap") and found.lastmod:
            # What changed last before `since` was published before it. A day's slack: zones may be missing.
            stated = newest(found)
            first = datetime(asked.since.year, asked.since.month, asked.since.day, tzinfo=UTC).timestamp()
            return not stated or stated >= first - 86_400
        return True

    def _in_range(self, article: Article) -> bool:
        day = (article.published_at or "")[:10]
        if not day:
            return True
        asked = self.arguments
        return not (
            (asked.since and day < asked.since.isoformat()) or (asked.until and day > asked.until.isoformat())
        )

    def _site(self, response: Response) -> Site | None:
        key = response.meta.get("site")
        return self.sites[key] if key in self.sites else self._owner(response.url)

    def _owner(self, url: str) -> Site | None:
        host = urlsplit(url).hostname or ""
        if host not in self._owners:
            if len(self._owners) >= _KNOWN_HOSTS:
                self._owners.clear()
            self._owners[host] = next((site for site in self.sites.values() if site.owns(host)), None)
        owner = self._owners[host]
        return owner if owner is not None and owner.key in self.sites else None

    # -- settling -----------------------------------------------------------------------------------------

    def _done(self, response: Response, kind: PageKind | None = None) -> None:
        lease = lease_of(response)
        if lease and self.frontier:
            outcome = Outcome(lease.site, lease.key, "done", kind=kind)
            self.frontier.settle(lease, "done", outcome=outcome)

    def _refuse(self, response: Response, reason: str) -> None:
        self.crawler.stats.inc_value(f"dropped/extract/{reason}")
        lease = lease_of(response)
        if lease and self.frontier:
            self.frontier.settle(lease, "gone" if reason == "soft-404" else "rejected", reason)

    def failed(self, failure: Failure) -> None:
        """Errback: settle a page that did not come."""
        request: Request = failure.request  # type: ignore[attr-defined]
        lease, frontier = lease_of(request), self.frontier
        if lease is None or frontier is None:
            return
        error = failure.value
        if isinstance(error, HttpError):
            self._bad_status(lease, frontier, error.response.status)
        elif isinstance(error, NotModified):
            if lease.revisits:
                frontier.unchanged(lease)
            else:
                frontier.settle(lease, "done", "unchanged")
        elif isinstance(error, AlreadyStored):
            known = Outcome(lease.site, lease.key, "duplicate", "redirect", of=error.of)
            frontier.settle(lease, "duplicate", "redirect", outcome=known)
        elif isinstance(error, IgnoreRequest):
            # The network layer says how a refusal settles (`network.refused`); Scrapy's own say nothing.
            outcome: State = getattr(error, "outcome", "rejected")
            reason = getattr(error, "reason", None) or "ignored"
            if reason == "no-browser" and self.escalation is not None:
                self.escalation.possible = False
            if outcome == "failed":
                after = getattr(error, "retry_in", None)
                answered = getattr(error, "answered", False)
                frontier.fail(lease, reason, after=after or 0.0, answered=answered, again=after is not None)
            else:
                frontier.settle(lease, outcome, reason)
        else:
            name = type(error).__name__
            frontier.fail(lease, _TROUBLE.get(name, name))

    def _bad_status(self, lease: Lease, frontier: Frontier, status: int) -> None:
        if status in (404, 410):
            frontier.settle(lease, "gone", f"http-{status}")
        elif status >= 500 or status in _TRANSIENT:
            frontier.fail(lease, f"http-{status}", answered=True)
        elif status in _REFUSED:
            frontier.settle(lease, "blocked", f"http-{status}")
        else:
            frontier.settle(lease, "rejected", f"http-{status}")

    def _item_dropped(self, item: Any, exception: Exception) -> None:
        lease = self._lease_of_item(item)
        if lease is None or self.frontier is None:
            return
        if not isinstance(exception, Refusal):
            self.frontier.settle(lease, "rejected", "dropped")
            return
        outcome = Outcome(
            lease.site, lease.key, "rejected", f"{exception.stage}/{exception.reason}", written="quarantine"
        )
        line = {"reason": outcome.reason, "detail": exception.detail, "item": item}
        self.frontier.write("quarantine", to_line(line), lease, outcome)

    def _item_error(self, item: Any, failure: Failure) -> None:
        lease = self._lease_of_item(item)
        if lease and self.frontier:
            # A fault of ours: the article is not lost for another version of this program.
            reason = f"error/{type(failure.value).__name__}"
            self.frontier.fail(lease, reason, answered=True, again=False)

    def _spider_error(self, failure: Failure, response: Any) -> None:
        request = getattr(response, "request", None)
        if response is None:  # start() itself
            self._fail(f"The crawl loop stopped: {type(failure.value).__name__}: {failure.value}")
        elif request is not None and (lease := lease_of(request)) and self.frontier:
            # A fault of ours: another run, with another version perhaps, tries again.
            self.frontier.fail(lease, f"error/{type(failure.value).__name__}", answered=True, again=False)

    def _lease_of_item(self, item: Any) -> Lease | None:
        if self.frontier is None or not isinstance(item, Article):
            return None
        return self.frontier.lease_of(item.site, item.requested_url)

    # -- the ends -----------------------------------------------------------------------------------------

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Offer the sitemaps that robots.txt names."""
        site = self._owner(request.url)
        if site is None or self.frontier is None:
            return
        for written in getattr(getattr(robotparser, "rp", None), "sitemaps", ()):
            url = normalise(written, request.url)
            if url and site.owns(urlsplit(url).hostname or ""):
                self._announced.add(site.key)
                self.frontier.offer(site.key, ledger_key(url, site), sitemap(url), parent=None)

    async def _spider_closed(self, reason: str) -> None:
        frontier, self.frontier = self.frontier, None
        if self.run is None:
            return
        try:
            await self.run.close(reason)
        except LedgerError as error:
            self._fail(str(error))
        if frontier is None:
            return
        for name, count in sorted(frontier.counts.items()):
            self.crawler.stats.set_value(f"ledger/{name}", count)
        articles = sum(n for name, n in frontier.counts.items() if re.fullmatch(r"article/\w+", name))
        faults = sum(n for name, n in frontier.counts.items() if name.startswith("article/failed/error/"))
        if faults and faults >= _TOO_MANY_FAULTS * articles:
            self._fail(f"{faults} of {articles} articles failed on an error of this program: see the log.")
        if reason == "finished":
            for key in sorted(set(self.sites) - frontier.useful):
                why = frontier.last_trouble.get(key, "no answer")
                self._fail(f"Nothing of {key} could be read: {_in_words(why, self.sites[key])}.", key)

    def stop(self, sentence: str, reason: str) -> None:
        """End the run for what `sentence` says: no page more is asked for, what is read is committed."""
        self._fail(sentence)
        if self.frontier is not None:
            self.frontier.stopping = True
        assert self.crawler.engine is not None
        deferred_from_coro(self.crawler.engine.close_spider_async(reason=reason))

    def _fail(self, sentence: str, site: str = "") -> None:
        self.failures.setdefault(site, sentence)
        if self.failure is None or sentence not in self.failure:
            logger.error(sentence)
            self.failure = f"{self.failure} {sentence}" if self.failure else sentence


def _in_words(why: str, site: Site) -> str:
    """Say why nothing of `site` could be read, and through which proxy it was asked for."""
    if re.fullmatch(r"http-\d{3}", why):
        return f"it answers {why.removeprefix('http-')}"
    said = _IN_WORDS.get(why, why)
    proxy = getproxies().get(site.scheme, "") if why in _WAY and not proxy_bypass(site.domain) else ""
    # Its name and password are nobody's business.
    return f"{said} (asked through the proxy {proxy.rpartition('@')[2]})" if proxy else said


def _may_pass(error: BaseException | None) -> bool:
    """Whether what kept a page from coming may be over at another try."""
    if isinstance(error, HttpError):
        return error.response.status >= 500 or error.response.status in _TRANSIENT
    return not isinstance(error, IgnoreRequest) or getattr(error, "outcome", "") == "failed"


def _is_fragment(response: Response) -> bool:
    """Whether a hub answered with JSON or with a piece of a page, as "load more" does."""
    start = response.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start[:1] in (b"{", b"[") or (
        bool(start) and not start.startswith((b"<!doctype", b"<html", b"<?xml", b"<!--", b"<head"))
    )


def _is_seed(response: Response) -> bool:
    lease = lease_of(response)
    return lease is not None and lease.channel == "seed"


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")

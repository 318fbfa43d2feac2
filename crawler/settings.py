"""Every setting that differs from Scrapy's default, and why."""

from __future__ import annotations

import gc
import os

from scrapy.settings import default_settings

from crawler import layout

layout.check()

# A page makes thousands of objects that die by their reference counts, and imports many that stay. Looking
# for cycles among them after every 700, as Python does, took a fifth of the time of extraction.
gc.set_threshold(20_000, 10, 20)
# Nothing in a crawl multiplies matrices. For those who do, numpy starts a thread for each core, and each of
# them spins for a tenth of a second before it sleeps.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BOT_NAME = "arabic-news-crawler"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"
SPIDER_LOADER_CLASS = "crawler.loading.SiteFiles"  # Scrapy's ends every command where one site file is broken

# -- where things go ----------------------------------------------------------------------------------------
DATA_DIR = "data"  # articles/, duplicates/, revisions/, quarantine/
ARCHIVE = "off"  # "warc" keeps every page as it came, in warc/ of DATA_DIR, for `scrapy reextract`
LEDGER_URL = ""  # empty: ledger.sqlite in DATA_DIR; else any address that SQLAlchemy reads

# -- the way of an item -------------------------------------------------------------------------------------
# canonicalise  before anything that is keyed by URL
# clean         before anything that compares or reads text
# attribute     takes credits out of the body, tag takes labels out of it
# validate      after the last stage that edits
# deduplicate   after validate, so that a broken page never claims a fingerprint
# store         last: only it commits, the line and the fingerprint together
STAGES = ("canonicalise", "clean", "attribute", "tag", "validate", "deduplicate", "store")
ITEM_PIPELINES = {
    f"pipelines.{name}.{name.capitalize()}": place for place, name in enumerate(STAGES, start=1)
}
DEDUP_POLICY = "divert"  # duplicates go to duplicates/; "mark" leaves them in articles/, "off" never looks

# -- the loop -----------------------------------------------------------------------------------------------
CONCURRENT_REQUESTS = 16  # the window of leases is twice this
CONCURRENT_ITEMS = 1  # as many tasks are made for each response, and a page is one item
SPIDER_MIDDLEWARES = {
    # The ledger knows depth and parent, and the length of a URL is bounded where it is normalised.
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
RETRY_ENABLED = False  # the ledger tries again, after a pause, and remembers it over runs
RETRY_DELAYS = [5, 30]  # seconds; after a third failure the page is left to another run
WARN_ON_GENERATOR_RETURN_VALUE = False  # reads the source of every callback

# -- the network --------------------------------------------------------------------------------------------
USER_AGENT = "ArabicNewsCrawler/0.1"  # with CONTACT in brackets
CONTACT = ""  # a page or an e-mail address where a site's owner reaches you; sent with every request
ROBOTSTXT_OBEY = True
DOWNLOADER = "crawler.network.downloader.PacedDownloader"  # Scrapy's lets a burst past its own limits
DOWNLOAD_DELAY = 0.5  # seconds between two requests to one site; a site file may ask for another
CONCURRENT_REQUESTS_PER_DOMAIN = 4
DOWNLOAD_TIMEOUT = 30  # 180 s would let one dead server hold a place for three minutes
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # a news page is below 1 MB; the default would take a whole gigabyte
DOWNLOAD_WARNSIZE = 0  # the limit above is the warning
# No cookies: nothing here logs in, and a session would follow us through the archive. Scrapy imports what its
# own list names, switched off or not: for cookies an HTTP client, which brings the list of public suffixes.
DOWNLOADER_MIDDLEWARES_BASE = {
    name: place
    for name, place in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    if not name.endswith(".CookiesMiddleware")
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.network.guard.Guard": 50,
    "crawler.redirects.Redirects": 60,
    # Off-site hosts are the guard's: Scrapy's own middleware lets what has dont_filter pass.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.network.robots.Robots": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # no site needs it
    "crawler.network.conditional.Conditional": 540,
    "crawler.network.blocks.Blocks": 550,
    "crawler.network.archive.Archive": 555,  # what a site refuses or shows to a robot is kept too
    "crawler.network.content.ContentType": 560,
    "crawler.network.pace.Pace": 570,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "crawler.network.proxy.Proxy": 750,
    "crawler.network.guard.AddressGuard": 870,
}
# The plain way for all, and Chromium for requests of sites that need a browser.
DOWNLOAD_HANDLERS = dict.fromkeys(("http", "https"), "crawler.network.browser.BrowserDownload")
# "marked": Chromium only for sites whose file says so; "auto": for articles that come without text too, where
# one is installed; "off": never.
BROWSER = "auto"
BROWSER_PAGES = 200  # of a run, opened because they came without text; a page costs half a second of a core
BROWSER_MEMORY = 1500  # MB of Chromium, above which its context, then it itself, is started anew
GUARD_ALLOW_PRIVATE = False  # for tests on loopback; an operator's proxy needs no permission
PACE_HOLD_MAX = 60  # seconds; a site that asks for a longer pause (Retry-After) is left to another run
BLOCKS_RETRY_TIMES = 2  # a challenge may pass by itself; nothing tries to get around it
BLOCKS_IN_A_ROW = 10  # refusals, before a site is left alone
BLOCKS_PAUSE = 1800  # seconds for which it is
REDIRECT_MAX_TIMES = 6  # 20 would walk a loop for twenty requests
METAREFRESH_ENABLED = False  # searches the text of every page for something that news pages do not do
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ar,en;q=0.5",
}

# -- the process --------------------------------------------------------------------------------------------
ASYNCIO_EVENT_LOOP = "uvloop.Loop"  # a quarter less CPU a page
TELNETCONSOLE_ENABLED = False  # a debugger on a port
REMOTE_CONTROL_ENABLED = False  # executes Python for whoever holds its token
# As above: for the remote control, which is off, a web server, in a tenth of a second. And progress says more
# than LogStats, our feeds more than its own.
EXTENSIONS_BASE = {
    name: place
    for name, place in default_settings.EXTENSIONS_BASE.items()
    if not name.endswith((".RemoteControl", ".LogStats", ".FeedExporter"))
}
EXTENSIONS = {
    "crawler.monitoring.feeds.Feeds": 0,
    "crawler.monitoring.progress.Progress": 500,
    "crawler.monitoring.summary.Summary": 500,
}
STATS_CLASS = "crawler.monitoring.stats.Stats"  # Scrapy's, and counting costs a twelfth
PROGRESS_EVERY = 10  # seconds between lines where stderr is no terminal; 0: nothing
SUMMARY = "on"  # "article" prints the last stored one too, "off" nothing
LOG_FORMATTER = "crawler.monitoring.log.Messages"  # an error names its item and does not print it whole
LOG_VERSIONS: list[str] = []  # twelve lines before a sentence that matters; `scrapy version -v` has them
LOG_LEVEL = "INFO"  # DEBUG writes a line a page and the whole item
FEED_EXPORT_ENCODING = "utf-8"  # else -O writes Arabic as \uXXXX

"""The crawlers that ours is compared with: `python crawl_scrapy.py bare|tuned|trafilatura HOST PAGES`.

Each asks for every article of the host once, with our concurrency and delay. `tuned` has our event loop and
leaves out the middlewares that we leave out.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

import crawl_web
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

SAME = {
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}
_D, _S = "scrapy.downloadermiddlewares.", "scrapy.spidermiddlewares."
TUNED = {
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop",
    "COOKIES_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "RETRY_ENABLED": False,
    "WARN_ON_GENERATOR_RETURN_VALUE": False,
    "DOWNLOADER_MIDDLEWARES": {
        _D + "offsite.OffsiteMiddleware": None,
        _D + "httpauth.HttpAuthMiddleware": None,
    },
    "SPIDER_MIDDLEWARES": {
        _S + "start.StartSpiderMiddleware": None,
        _S + "urllength.UrlLengthMiddleware": None,
        _S + "depth.DepthMiddleware": None,
        _S + "metacopy.MetaCopyDetectionMiddleware": None,
    },
    "EXTENSIONS": {"scrapy.extensions.logstats.LogStats": None},
}


class Bare(Spider):
    name = "bare"
    urls: list[str]

    async def start(self) -> AsyncIterator[Any]:
        for url in self.urls:
            yield Request(url, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        yield {"url": response.url}


class Trafilatura(Bare):
    name = "trafilatura"

    def parse(self, response: Response, **kwargs: Any) -> Iterator[dict[str, Any]]:
        import trafilatura

        found = trafilatura.bare_extraction(response.body, url=response.url, with_metadata=True)
        yield {"url": response.url, **(found.as_dict() if found is not None else {})}


def main() -> None:
    case, host, pages = sys.argv[1], sys.argv[2], int(sys.argv[3])
    process = AsyncCrawlerProcess({**SAME, **(TUNED if case == "tuned" else {})})
    urls = [f"http://{host}{path}" for path in crawl_web.urls(pages)]
    crawler = process.create_crawler(Trafilatura if case == "trafilatura" else Bare)
    process.crawl(crawler, urls=urls)
    process.start()
    assert crawler.stats is not None
    print(crawler.stats.get_value("item_scraped_count", 0))


if __name__ == "__main__":
    main()

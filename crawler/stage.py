"""What the seven stages share: the site of an item, and how a refusal is said and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem

from crawler.items import Article, Reject
from crawler.site import Site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Refusal(DropItem):
    """A stage keeps an item out of the articles: `stage/reason` is counted and settles the row."""

    def __init__(self, stage: str, reason: str, detail: str = "") -> None:
        # The ledger keeps the reason and the summary counts it; one log line for each would drown the rest.
        super().__init__(f"{stage}/{reason} {detail}".rstrip(), log_level="DEBUG")
        self.stage = stage
        self.reason = reason
        self.detail = detail


class Stage:
    """One step of an item's way, named after its module."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.name = type(self).__module__.rpartition(".")[2]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def spider(self) -> Any:
        return self.crawler.spider

    def site_of(self, article: Article) -> Site:
        """Return the specification of the item's site."""
        site = getattr(self.spider, "sites", {}).get(article.site)
        return site if site is not None else Site.generic(article.url, key=article.site)

    def passed(self, result: Article | Reject) -> Article:
        """Return the article, or raise `Refusal` for what a pure step refused."""
        if isinstance(result, Reject):
            reason = result.reason.rpartition("/")[2]
            self.crawler.stats.inc_value(f"dropped/{self.name}/{reason}")
            raise Refusal(self.name, reason, result.detail)
        return result

"""Hand an article's line and its row's outcome to the ledger, which commits them together."""

from __future__ import annotations

from scrapy.exceptions import DropItem
from scrapy.utils.defer import deferred_from_coro

from crawler.items import Article
from crawler.ledger.revisit import changed, digest
from crawler.ledger.rows import Lease, LineKind, Outcome, State
from crawler.stage import Stage
from crawler.storage.jsonl import to_line


class Store(Stage):
    stored = 0

    def process_item(self, item: Article) -> Article:
        spider = self.spider
        if spider.frontier is None:
            return item
        divert = item.duplicate is not None and self.crawler.settings["DEDUP_POLICY"] == "divert"
        lease = spider.frontier.lease_of(item.site, item.requested_url)
        if lease is None:  # settled already: the page gave the same item twice
            raise DropItem(f"{item.requested_url} is settled", log_level="DEBUG")
        if lease.revisits:
            return self._revise(item, lease)
        limit = spider.arguments.limit
        if limit and self.stored >= limit:
            spider.frontier.release(lease)
            raise DropItem("limit", log_level="DEBUG")
        kind: LineKind = "duplicates" if divert else "articles"
        state: State = "duplicate" if item.duplicate else "stored"
        outcome = Outcome(
            lease.site,
            lease.key,
            state,
            item.duplicate.kind if item.duplicate else "",
            kind="article",  # also where its address looked like a hub's
            article_id=item.id,
            of=item.duplicate.of if item.duplicate else None,
            published_at=item.published_at,
            written=kind,
            hashes=digest(item),
        )
        spider.frontier.write(kind, to_line(item), lease, outcome)
        if spider.run.fingerprints is not None:
            spider.run.fingerprints.add(item)
        self.crawler.stats.inc_value("articles/duplicate" if item.duplicate else "articles/stored")
        if divert:
            raise DropItem(f"{item.url} repeats {outcome.of}", log_level="DEBUG")
        self.stored += 1
        if self.stored == limit:
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="limit"))
        return item

    def _revise(self, item: Article, lease: Lease) -> Article:
        """Write a line where the article changed since it was last read; its content says so, no header."""
        frontier = self.spider.frontier
        if item.id != lease.article_id:
            frontier.settle(lease, "rejected", "another-article")
            raise DropItem(f"{lease.url} holds {item.id} now", log_level="DEBUG")
        hashes = digest(item)
        # A line of an older version of this program was not hashed: this look is the first to compare with.
        item.changed = changed(lease.hashes, hashes) if lease.hashes else []
        if not item.changed:
            frontier.unchanged(lease, hashes)
            raise DropItem(f"{item.url} is as it was", log_level="DEBUG")
        item.revision = lease.revision + 1
        frontier.revise(lease, to_line(item), hashes)
        self.crawler.stats.inc_value("articles/revision")
        if lease.written == "duplicates":
            raise DropItem(f"{item.url} repeats another article", log_level="DEBUG")
        return item

    def close_spider(self) -> None:
        # Requests that Scrapy throws away from here on are not lost: their rows are given back.
        if self.spider.frontier is not None:
            self.spider.frontier.stopping = True

"""Find what an article repeats. `store`, right behind and without a wait between, remembers it."""

from __future__ import annotations

from crawler.dedup import Verdict
from crawler.items import Article, Duplicate
from crawler.offers import ledger_key
from crawler.stage import Refusal, Stage


class Deduplicate(Stage):
    async def process_item(self, item: Article) -> Article:
        run, frontier = self.spider.run, self.spider.frontier
        if frontier is None:
            return item
        if run.fingerprints is not None:
            await run.fingerprints.ready(item)
        lease = frontier.lease_of(item.site, item.requested_url)
        if lease is not None and lease.revisits:
            self._revision(item)
            return item
        if await self._same_page(item):
            raise Refusal(self.name, "same-page", item.id)
        if run.fingerprints is None:
            return item
        verdict = run.fingerprints.find(item)
        if verdict is not None and verdict.duplicate and verdict.of and verdict.of != item.id:
            item.duplicate = _duplicate(verdict, verdict.of)
        return item

    def _revision(self, item: Article) -> None:
        """Say how like its first version a stored article is; the index keeps that and learns nothing."""
        fingerprints = self.spider.run.fingerprints
        verdict = fingerprints.find(item) if fingerprints is not None else None
        if verdict is not None and verdict.of == item.id:
            item.duplicate = _duplicate(verdict, item.id)

    async def _same_page(self, item: Article) -> bool:
        """Whether the item's own row, where it came under another address, is stored or worked on already."""
        frontier = self.spider.frontier
        lease = frontier.lease_of(item.site, item.requested_url)
        url = item.canonical_url or item.url
        key = ledger_key(url, self.site_of(item))
        return lease is not None and key != lease.key and not await frontier.adopt(lease, key, url, item.id)


def _duplicate(verdict: Verdict, of: str) -> Duplicate:
    return Duplicate(
        of=of,
        cluster=verdict.cluster or of,
        kind=verdict.kind if verdict.kind != "distinct" else "near",
        similarity=verdict.similarity,
        same_publisher=bool(verdict.same_publisher),
    )

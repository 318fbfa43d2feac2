"""Settle an article's canonical URL, and with it its id."""

from __future__ import annotations

from crawler.items import Article
from crawler.refine.canonical import canonicalise
from crawler.stage import Stage


class Canonicalise(Stage):
    def process_item(self, item: Article) -> Article:
        return self.passed(canonicalise(item, self.site_of(item)))

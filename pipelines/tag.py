"""Section and tags."""

from __future__ import annotations

from crawler.items import Article
from crawler.refine.tagging import tag
from crawler.stage import Stage


class Tag(Stage):
    def process_item(self, item: Article) -> Article:
        return self.passed(tag(item, self.site_of(item)))

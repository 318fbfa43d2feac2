"""Clean the text faithfully: what is exported, and compared later."""

from __future__ import annotations

from crawler.items import Article
from crawler.refine.cleaning import clean_article
from crawler.stage import Stage


class Clean(Stage):
    def process_item(self, item: Article) -> Article:
        return self.passed(clean_article(item, self.site_of(item)))

"""Keep out what is not a whole article."""

from __future__ import annotations

from crawler.items import Article
from crawler.refine.validation import validate
from crawler.stage import Stage


class Validate(Stage):
    def process_item(self, item: Article) -> Article:
        return self.passed(validate(item, self.site_of(item)))

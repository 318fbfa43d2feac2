"""Authors, dateline and the source that the page credits."""

from __future__ import annotations

from crawler.items import Article
from crawler.refine.attribution import attribute
from crawler.stage import Stage


class Attribute(Stage):
    def process_item(self, item: Article) -> Article:
        return self.passed(attribute(item, self.site_of(item)))

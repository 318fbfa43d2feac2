"""PressBee, aggregator. No page of it was seen; its article addresses are known from links."""

from __future__ import annotations

from crawler.families.aggregator import aggregator
from crawler.site import Links
from crawler.spider import NewsSpider


class PressBeeSpider(NewsSpider):
    name = "pressbee"
    site = aggregator(
        publisher="PressBee",
        domain="pressbee.net",
        host="pressbee.net",
        timezone="UTC",  # nothing is known of the zone of its times
        support="generic",
        links=Links(
            article=(r"/show\d+\.html", r"/show/[^/?#]+"),
            skip=r"//(eng|en|fr)\.",  # editions in other languages
            article_id=r"/show(\d+)\.html",
        ),
    )

"""BBC Arabic, a section of bbc.com (Simorgh). `مواضيع ذات صلة` means topics there, not related articles."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class BbcArabicSpider(NewsSpider):
    name = "bbc_arabic"
    site = Site(
        publisher="بي بي سي عربي",
        domain="bbc.com",
        aliases=("bbc.co.uk", "feeds.bbci.co.uk"),
        country="GB",
        timezone="UTC",
        seeds=["/arabic"],
        feeds=[
            "https://feeds.bbci.co.uk/arabic/rss.xml",
            "https://feeds.bbci.co.uk/arabic/middleeast/rss.xml",
            "https://feeds.bbci.co.uk/arabic/business/rss.xml",
        ],
        support="reported",
        links=Links(
            article=r"bbc\.(?:com|co\.uk)/arabic/(?:articles/[a-z0-9]{10,}|[a-z-]+-\d+)",
            hub=r"bbc\.com/arabic(?:/topics/[a-z0-9]+)?/?(?:\?|$)",
            skip=r"bbc\.(?:com|co\.uk)/(?!arabic)",
        ),
        fields=Fields(headline="main h1", remove="main figcaption"),
    )

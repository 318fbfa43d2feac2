"""Al-Yaum, Saudi daily. The body is bare text split by <br>; keywords are the headline split on blanks."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class AlYaumSpider(NewsSpider):
    name = "alyaum"
    site = Site(
        publisher="اليوم",
        domain="alyaum.com",
        country="SA",
        timezone="Asia/Riyadh",
        feeds=["/rssFeed/1", "/rssFeed/1005"],
        support="verified",
        links=Links(
            article=r"alyaum\.com/(?:m/)?articles?/\d+",
            similar="div.aksa-related-articles-widget div.col-xs-8 a",
            article_id=r"alyaum\.com/(?:m/)?articles?/(\d+)",
        ),
        fields=Fields(
            headline="div.aksa-to1-main h1",
            body="article[id^=post-] div.aksa-articleBody",
            authors="a.aksa-byline",
            section="div.aksa-section a",
            remove="div.row-inner-title",
            container=("div[data-nextarticleid]", "div.aksa-related-articles-widget"),
        ),
    )

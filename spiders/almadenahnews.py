"""Al-Madenah News, Jordan. `og:url` can be a bare IP address; months are written twice (نيسان / أبريل)."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class AlMadenahNewsSpider(NewsSpider):
    name = "almadenahnews"
    site = Site(
        publisher="المدينة نيوز",
        domain="almadenahnews.com",
        country="JO",
        timezone="Asia/Amman",
        feeds=["/rss"],
        support="reported",
        links=Links(
            article=r"almadenahnews\.com/article/\d+-",
            article_id=r"almadenahnews\.com/article/(\d+)-",
        ),
        fields=Fields(
            headline="h1",
            body=".main_article_body p",
            published_at=".article_created",
        ),
        boilerplate=[r"^المدينة نيوز\s*:?\s*-*$"],
    )

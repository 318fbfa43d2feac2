"""The newsroom's live coverage: the site file of a site that only a browser can read."""

from __future__ import annotations

from crawler.newsroom.world import LIVE_HOST, SADA
from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class NewsroomLiveSpider(NewsSpider):
    name = "newsroom_live"
    site = Site(
        publisher=SADA.name,
        domain=LIVE_HOST,
        host=LIVE_HOST,
        scheme="http",
        timezone="Africa/Cairo",
        rendering="browser",
        links=Links(article=r"/story/\d+", article_id=r"/story/(\d+)"),
        fields=Fields(headline="#app h1", body=".story-body p", published_at="#app time"),
    )

"""LBCI, Lebanese broadcaster. The JSON-LD headline is HTML-escaped; copy of agencies ends in their name."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class LbcGroupSpider(NewsSpider):
    name = "lbcgroup"
    site = Site(
        publisher="المؤسسة اللبنانية للإرسال",
        domain="lbcgroup.tv",
        country="LB",
        timezone="Asia/Beirut",
        seeds=["/news/ar"],
        feeds=["/Rss/latest-news/ar"],
        sitemaps=["/newssitemap.xml"],
        support="reported",
        links=Links(
            article=r"lbcgroup\.tv/(?:news/[^/]+/|watch/)\d+/.*/ar$",
            skip=r"/(?:en|fr)/?$",
            article_id=r"lbcgroup\.tv/(?:news/[^/]+/|watch/)(\d+)/",
        ),
        fields=Fields(
            headline="h1.article_details_title",
            body="div.LongDesc div",
            remove="[id*=next_prev_container]",
        ),
    )

"""CNN Arabic. Selectors are of 2013 and 2016; since its rebuilding structured data reads it."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class CnnArabicSpider(NewsSpider):
    name = "cnn_arabic"
    site = Site(
        publisher="سي إن إن العربية",
        domain="arabic.cnn.com",
        host="arabic.cnn.com",
        country="US",
        timezone="Asia/Dubai",  # the stamp says GMT+0400
        feeds=["/api/v1/rss/rss.xml"],
        sitemaps=["/sitemap.xml"],
        support="reported",
        links=Links(article=r"arabic\.cnn\.com/(?:(?:[a-z-]+/)*(?:article|gallery|video)/)?\d{4}/.+"),
        fields=Fields(
            headline=("#cnnContentContainer > h1", "h1.news-headline-desktop"),
            body="div.cnn_strycntntrgt > p",
            published_at=("div.cnn_strytmstmp", "span.news-date"),
            container="#cnnContentContainer",
        ),
    )

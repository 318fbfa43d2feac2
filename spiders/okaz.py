"""Okaz, Saudi daily. The line above the headline is `h3.article-subtitle`; /rss lists the feeds in HTML."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class OkazSpider(NewsSpider):
    name = "okaz"
    site = Site(
        publisher="عكاظ",
        domain="okaz.com.sa",
        country="SA",
        timezone="Asia/Riyadh",
        seeds=[
            "/",
            "/news/local",
            "/news/politics",
            "/economy/saudi",
            "/sport/saudi",
            "/culture/culture",
            "/variety",
        ],
        feeds=["/rssFeed/0", "/rssFeed/1", "/rssFeed/4", "/rssFeed/190"],
        sitemaps=["/sitemaps/news_sitemap.xml"],
        support="reported",
        links=Links(
            article=r"okaz\.com\.sa/(?:[a-z-]+/){1,3}\d{5,8}(?:[/?#]|$)",
            hub=r"okaz\.com\.sa/(?:news|sport|economy|culture|variety|articles|morearticles)(?:/[a-z-]+){0,2}/?$",
            article_id=r"okaz\.com\.sa/(?:[a-z-]+/){1,3}(\d{5,8})(?:[/?#]|$)",
        ),
        fields=Fields(
            headline="h1.autoHeight",
            kicker="h3.article-subtitle",
            body="div.bodyText",
            published_at="li.media_article_publish_time p",
            remove=("div.bodyText div.clear", "div.pagingWrap"),
        ),
    )

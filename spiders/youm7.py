"""Youm7 (Al-Youm Al-Sabea), Egyptian daily. `article:published_time` is Cairo time falsely marked Z."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class Youm7Spider(NewsSpider):
    name = "youm7"
    site = Site(
        publisher="اليوم السابع",
        domain="youm7.com",
        country="EG",
        timezone="Africa/Cairo",
        feeds=[
            "/rss/SectionRss?SectionID=65",
            "/rss/SectionRss?SectionID=203",
            "/rss/SectionRss?SectionID=297",
            "/rss/SectionRss?SectionID=328",
        ],
        sitemaps=["/Sitemap/{Y}/{M}/{D}"],
        support="verified",
        links=Links(
            article=r"/story/\d{4}/\d{1,2}/\d{1,2}/(?:[^/]+/)?\d+",
            hub=r"/Section/",
            similar="div.news-dev8 h3 a",
            article_id=r"/story/\d{4}/\d{1,2}/\d{1,2}/(?:[^/]+/)?(\d+)",
        ),
        fields=Fields(
            headline="div.articleHeader h1",
            body="#articleBody p",
            authors="span.writeBy",
            published_at="span.newsStoryDate",
            section="div.breadcumb a:last-child",
            tags="div.tags h3 a",
            remove="#articleBody div.imgcontainer",
            container="div.article-cont",
        ),
    )

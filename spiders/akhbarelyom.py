"""Akhbar El-Yom portal, Egypt. `article:published_time` is Arabic text; `#Related` alone is related."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class AkhbarElYomSpider(NewsSpider):
    name = "akhbarelyom"
    site = Site(
        publisher="بوابة أخبار اليوم",
        domain="akhbarelyom.com",
        host="akhbarelyom.com",
        country="EG",
        timezone="Africa/Cairo",
        feeds=["/RSS/GetSectionRSS?JournalID=1"],
        sitemaps=["/Sitemap/{Y}/{M}/{D}"],
        support="verified",
        links=Links(
            article=r"/news/newdetails/\d+/\d+",
            hub=r"/news/newssection/",
            similar="#Related h4.RelatedNewsHead a",
            article_id=r"/news/newdetails/(\d+)/",
        ),
        fields=Fields(
            headline="h1.entry-title",
            kicker="div.entry-title > h2",
            body="div.entry-content.HtmlDecode p",
            authors="div.post-meta-author h5",
            published_at="div.post-meta-date",
            section="nav.breadcrumb li.active h6",
            tags="div.post-tags a.post-tags_link h6",
            container="div.col-md-8 article",
        ),
    )

"""Sada El-Balad, Egyptian news site. Server-rendered; a section's label stands before the headline."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class ElBaladSpider(NewsSpider):
    name = "elbalad"
    site = Site(
        publisher="صدى البلد",
        domain="elbalad.news",
        aliases=("el-balad.com",),
        country="EG",
        timezone="Africa/Cairo",
        seeds=["/", "/category/1", "/category/5", "/category/6", "/category/9", "/category/2064"],
        feeds=["/rss.aspx"],
        support="reported",
        links=Links(
            article=r"(?:elbalad\.news|el-balad\.com)/\d{6,8}(?:[/?#]|$)",
            hub=r"/(?:category|list)/\d+",
            skip=r"/search/",
            article_id=r"(?:elbalad\.news|el-balad\.com)/(\d{6,8})(?:[/?#]|$)",
        ),
        fields=Fields(
            headline="article h1",
            body="article .paragraph-list p",
            remove=(".paragraph-list div", ".paragraph-list h2"),
        ),
    )

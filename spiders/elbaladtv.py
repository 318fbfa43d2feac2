"""Sada El-Balad TV, Egypt. WordPress (JNews theme); the sidebar repeats the article's classes."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class ElBaladTvSpider(NewsSpider):
    name = "elbaladtv"
    site = Site(
        publisher="قناة صدى البلد",
        domain="elbaladtv.net",
        host="elbaladtv.net",
        country="EG",
        timezone="Africa/Cairo",
        feeds=["/feed/"],
        support="verified",
        links=Links(
            article=r"elbaladtv\.net/(?!category|tag|author|page|feed|wp-|search)[^/?#]{8,}/?$",
            hub=r"elbaladtv\.net/(?:category|page)/",
            read_also=".jeg_inner_content div.jnews_inline_related_post h3.jeg_post_title a",
        ),
        fields=Fields(
            headline="h1.jeg_post_title",
            body=".jeg_inner_content div.content-inner > p",
            authors=".entry-header div.jeg_meta_author a",
            published_at=".entry-header div.jeg_meta_date a",
            tags=".jeg_inner_content div.jeg_post_tags a",
            remove=("div.jnews_inline_related_post", ".elbalad_manger"),
            container="div.jeg_inner_content",
        ),
    )

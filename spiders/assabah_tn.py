"""Assabah, Tunisian daily. Drupal 7; Tunisian month names; a page states only the day."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class AssabahTnSpider(NewsSpider):
    name = "assabah_tn"
    site = Site(
        publisher="الصباح",
        domain="assabah.com.tn",
        scheme="http",
        country="TN",
        timezone="Africa/Tunis",
        feeds=["/rss-feed.xml"],
        support="verified",
        links=Links(
            article=r"assabah\.com\.tn/article/\d+",
            article_id=r"assabah\.com\.tn/article/(\d+)",
        ),
        fields=Fields(
            headline="h1#page-title",
            standfirst="div.field-name-field-op-subtitle",
            body="div.field-name-body p",
            published_at="div.field-name-field-op-date-paper-online",
            container="#region-content",
        ),
    )

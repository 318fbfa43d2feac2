"""Beirut Observer, Lebanon. WordPress (Sahifa theme); dates in English, the author only in hidden markup."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class BeirutObserverSpider(NewsSpider):
    name = "beirutobserver"
    site = Site(
        publisher="بيروت أوبزرفر",
        domain="beirutobserver.com",
        country="LB",
        timezone="Asia/Beirut",
        feeds=["/feed/"],
        support="reported",
        links=Links(
            article=r"beirutobserver\.com/\d{4}/\d{2}/[^/]+/?$",
            skip=r"/feed/?$",
        ),
        fields=Fields(
            headline="h1.post-title",
            body="div.entry p",
            authors="div.vcard.author",
        ),
    )

"""Sahafah 24, Yemeni aggregator. No page of it was seen: it is read by labels alone."""

from __future__ import annotations

from crawler.families.aggregator import aggregator
from crawler.spider import NewsSpider


class Sahafah24Spider(NewsSpider):
    name = "sahafah24"
    site = aggregator(
        publisher="صحافة 24",
        domain="sahafah24.net",
        country="YE",
        timezone="Asia/Aden",
        support="generic",
    )

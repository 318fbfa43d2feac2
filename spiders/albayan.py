"""Al Bayan, Emirati daily. `article:modified_time` is the template's; the address form is that of 2020."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class AlBayanSpider(NewsSpider):
    name = "albayan"
    site = Site(
        publisher="البيان",
        domain="albayan.ae",
        country="AE",
        timezone="Asia/Dubai",
        feeds=["/cmlink/1.3165164", "/cmlink/1.2547363"],
        support="reported",
        links=Links(
            article=r"albayan\.ae/.+?\d{4}-\d{2}-\d{2}-1\.\d+",
            article_id=r"\d{4}-\d{2}-\d{2}-(1\.\d+)",
        ),
        fields=Fields(
            headline="h1.title",
            body="#articledetails > p:not(.follow-google)",
            published_at="time[itemprop=datePublished]",
            modified_at="time[itemprop=dateModified]",
            section="ul.breadcrumb li",
            source="div.metadata div.source li",
        ),
    )

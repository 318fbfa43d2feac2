"""Sputnik Arabic. Selectors are of 2020; times are printed in GMT. It moved to sarabic.ae since."""

from __future__ import annotations

from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider


class SputnikArabicSpider(NewsSpider):
    name = "sputnik_arabic"
    site = Site(
        publisher="سبوتنيك عربي",
        domain="sarabic.ae",
        aliases=("arabic.sputniknews.com", "sputnikarabic.ae"),
        host="sarabic.ae",
        country="RU",
        timezone="UTC",
        support="reported",
        links=Links(
            article=r"(?:arabic\.sputniknews\.com|sarabic\.ae|sputnikarabic\.ae)/(?:[a-z_]+/)?\d{8,18}",
            similar="dl.b-article__refs-item dd a",
            read_also="div.b-inject__content a",
            article_id=r"/(\d{12,18})(?:[^/]*)$",
        ),
        fields=Fields(
            headline="h1[itemprop=headline]",
            standfirst="div.b-article__lead",
            body="div.b-article__text > p",
            section="a.b-article__refs-rubric",
            tags="div.b-article__refs-tags a",
            remove=("div.b-article__meta", "div.b-inject"),
        ),
    )

"""Al-Ahram, Egypt: the portal (gate.ahram.org.eg, with its business and sport hosts) and the daily."""

from __future__ import annotations

from crawler.site import Expect, Fields, Links, Site
from crawler.spider import NewsSpider


class AhramSpider(NewsSpider):
    name = "ahram"
    site = Site(
        publisher="الأهرام",
        domain="ahram.org.eg",
        host="gate.ahram.org.eg",
        country="EG",
        timezone="Africa/Cairo",
        seeds=[
            "/",
            "/Portal/13/",
            "/Portal/14/",
            "/Portal/25/",
            "/Portal/44/",
            "/Portal/54/",
            "https://www.ahram.org.eg/",
        ],
        feeds=["/rss.aspx"],
        support="reported",
        links=Links(
            article=(
                r"//(?:gate|business|sport)\.ahram\.org\.eg/(?:daily/)?News/\d+\.aspx",
                r"//(?:www\.)?ahram\.org\.eg/News(?:Q|Print)?/(?:\d+/)*\d+(?:/|\.aspx|$)",
            ),
            hub=r"/Portal/\d+",
            skip=(r"//(?:english|hebdo|french)\.", r"/Search/"),
        ),
        fields=Fields(
            headline=("#ContentPlaceHolder1_divTitle", "#txtTitle"),
            standfirst="#txtBrief",
            body=("#ContentPlaceHolder1_divContent > p:not(.st-inarticle-paragraph)", "#txtBody p"),
            authors="#ContentPlaceHolder1_spnSource",
            published_at="#ContentPlaceHolder1_divdate span",
        ),
        expect=Expect(articles_per_day=350),  # as GDELT counted them in 2026
    )

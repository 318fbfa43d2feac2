"""The Saudi Press Agency's API: list answers, detail answers, and whatever else a server may send."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from crawler.extraction import extract
from spiders.spa import SpaSpider, as_html, read_detail, read_list

SITE = SpaSpider.site.named("spa")
DATELINE = "الرياض 8 جمادى الآخرة 1445 هـ الموافق 21 ديسمبر 2023 م واس"
ROW = {
    "uuid": "N2660001",
    "title": "عام / افتتاح معرض الكتاب في مدينة الملك عبدالعزيز",
    "published_at": 1703160000,
    "category": {"name": "ثقافي"},
    "image": {"path": "https://img.example/1.jpg"},
    "tags": [{"name": "معرض الكتاب"}, "الرياض"],
    "content": f"<p>{DATELINE}<br>افتتح اليوم معرض الكتاب بمشاركة مئة دار نشر من عشرين بلدًا عربيًا.</p>"
    "<p>ويستمر المعرض عشرة أيام، وتصاحبه ندوات وأمسيات شعرية تقام في المساء.</p>",
}


def detail(**changes: object) -> bytes:
    return json.dumps({"data": {**ROW, **changes}}).encode()


def test_a_list_leads_to_its_articles_and_to_the_next_page() -> None:
    meta = {"current_page": 2, "last_page": 9}
    found = read_list(json.dumps({"data": [ROW, {"uuid": "../../x"}, None], "meta": meta}).encode())
    assert [one.kind for one in found] == ["article", "hub"]
    assert "/api/v1/news/N2660001?" in found[0].url
    assert found[0].lastmod == "2023-12-21T12:00:00+00:00"
    assert "page=3" in found[1].url


def test_the_last_page_and_an_empty_one_lead_nowhere_else() -> None:
    last = {"data": [ROW], "meta": {"current_page": 9, "last_page": 9}}
    assert [one.kind for one in read_list(json.dumps(last).encode())] == ["article"]
    assert read_list(json.dumps({"data": [], "meta": {"current_page": 1, "last_page": 9}}).encode()) == []


def test_the_desk_before_the_headline_is_no_part_of_it() -> None:
    answer = read_detail(detail())
    assert answer["headline"] == "افتتاح معرض الكتاب في مدينة الملك عبدالعزيز"
    assert answer["section"] == "ثقافي"
    assert read_detail(detail(category=None))["section"] == "عام"
    assert read_detail(detail(title="اتفاق بين 3/4 الدول"))["headline"] == "اتفاق بين 3/4 الدول"


def test_a_detail_answer_becomes_an_article() -> None:
    page = as_html(read_detail(detail()))
    url = "https://www.spa.gov.sa/ar/N2660001"
    article = extract(page, url, SITE, fetched_at=datetime(2023, 12, 22, tzinfo=UTC)).article
    assert article is not None
    assert article.headline == "افتتاح معرض الكتاب في مدينة الملك عبدالعزيز"
    assert article.section == "ثقافي"
    assert datetime.fromisoformat(article.published_at or "") == datetime(2023, 12, 21, 12, tzinfo=UTC)
    assert "جمادى" not in article.body
    assert article.body.endswith("تقام في المساء.")
    assert "مئة دار نشر" in article.body


def test_the_spider_goes_from_the_list_to_articles() -> None:
    spider = get_crawler(SpaSpider)._create_spider("spa")
    address = "https://portalapi.spa.gov.sa/api/v1/news"
    listed = json.dumps({"data": [ROW], "meta": {"current_page": 1, "last_page": 2}}).encode()
    requests = list(
        spider.parse_hub(TextResponse(f"{address}?page=1", body=listed, request=Request(address)))
    )
    assert [request.meta["kind"] for request in requests] == ["article", "hub"]

    async def articles() -> list[Any]:
        request = requests[0]
        return [
            one
            async for one in spider.parse_article(TextResponse(request.url, body=detail(), request=request))
        ]

    (article,) = asyncio.run(articles())
    assert article.url == "https://www.spa.gov.sa/ar/N2660001"
    assert article.requested_url == requests[0].url


def test_plain_text_keeps_its_lines() -> None:
    answer = read_detail(detail(content=f"{DATELINE}\nنص أول < نص آخر\nنص ثان & ثالث"))
    assert b"<br>" in as_html(answer)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["data", "meta", "uuid", "title", "tags", "category", "name", "content", "published_at"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON_VALUES)
def test_no_answer_raises(value: object) -> None:
    body = json.dumps({"data": value, "meta": value}).encode()
    read_list(body)
    as_html(read_detail(body))


@given(st.binary(max_size=60))
def test_no_bytes_raise(body: bytes) -> None:
    read_list(body)
    as_html(read_detail(body))

"""Saudi Press Agency (واس): read through its JSON API, as pages are made by scripts and there is no feed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.extraction.page import Page
from crawler.found import Found
from crawler.site import Fields, Links, Site
from crawler.spider import NewsSpider

API = "https://portalapi.spa.gov.sa/api/v1/news"
# The agency's CDN caches by address alone, so that the language must be part of it.
LIST = API + "?by_latest=1&per_page=50&page={page}&l=ar&locale=ar"
DETAIL = API + "/{id}?w_content=1&w_tag=1&l=ar&locale=ar"

_ID = re.compile(r"[A-Za-z0-9]{5,16}")
_MARKUP = re.compile(r"</?(?:p|br|div|span|strong|b)\b", re.I)
_DESK = re.compile(r"\s*([\u0621-\u064a\s]{2,20}?)\s*/\s+(?=\S)")  # "سياسي / ..." before a headline
# First line of a text: place, Hijri and Gregorian day, agency. The place is kept, the days are fields.
_DATELINE = re.compile(
    r"(?P<tag>^(?:\s|<[^>]{0,200}>)*)(?P<place>[\u0621-\u064a\s]{2,40}?)\s+\d{1,2}\s[^<\n]{5,80}?\sم\s+واس\b[\s.:]*"
)


class SpaSpider(NewsSpider):
    name = "spa"
    site = Site(
        publisher="وكالة الأنباء السعودية",
        domain="spa.gov.sa",
        country="SA",
        timezone="Asia/Riyadh",
        seeds=[LIST.format(page=1)],
        rendering="api",
        support="reported",
        links=Links(
            article=(
                r"spa\.gov\.sa/(?:ar/)?(?:N\d+|[0-9a-f]{10}|\d{5,8})(?:[/?#]|$)",
                r"portalapi\.spa\.gov\.sa/api/v1/news/[A-Za-z0-9]+\?",
            ),
            hub=r"portalapi\.spa\.gov\.sa/api/v1/news\?",
            skip=r"spa\.gov\.sa/en/",
            article_id=r"spa\.gov\.sa/(?:ar/|api/v1/news/)?(N\d+|[0-9a-f]{10}|\d{5,8})(?:[/?#]|$)",
        ),
        fields=Fields(headline="h1", body="article > div", section="article > header"),
    )

    def parse_hub(self, response: Response) -> Iterator[Request]:
        """A page of the list: its articles, and the next page."""
        yield from self._links(read_list(response.body), response)
        self._done(response)

    def _parsed(self, response: Response, site: Site) -> Page:
        answer = read_detail(response.body)
        url = f"https://www.spa.gov.sa/ar/{answer['id']}" if answer else response.url
        return Page.parse(as_html(answer), url, site, fetched_at=datetime.now(UTC), encoding="utf-8")


def read_list(body: bytes) -> list[Found]:
    """Return the articles of a list answer, and the next page where there is one. Never raises."""
    answer = _loads(body)
    rows, meta = answer.get("data"), answer.get("meta")
    found = [
        Found(
            url=DETAIL.format(id=row["uuid"]),
            kind="article",
            channel="api",
            lastmod=_time(row.get("published_at")),
        )
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and _ID.fullmatch(str(row.get("uuid")))
    ]
    page, last = (
        (_number(meta, "current_page"), _number(meta, "last_page")) if isinstance(meta, dict) else (0, 0)
    )
    if found and 0 < page < last:
        found.append(Found(url=LIST.format(page=page + 1), kind="hub", channel="hub"))
    return found


def read_detail(body: bytes) -> dict[str, Any]:
    """Return one article's parts, `content` being HTML or plain text; {} for none. Never raises."""
    row = _loads(body).get("data")
    if not isinstance(row, dict) or not _ID.fullmatch(str(row.get("uuid"))):
        return {}
    headline = html.unescape(_text(row.get("title")))
    desk = _DESK.match(headline)
    category = row.get("category")
    image = row.get("image")
    tags = row.get("tags")
    return {
        "id": row["uuid"],
        "headline": headline[desk.end() :] if desk else headline.strip(),
        "section": _text(category.get("name") if isinstance(category, dict) else "")
        or (desk[1] if desk else ""),
        "published_at": _time(row.get("published_at")),
        "tags": [name for tag in (tags if isinstance(tags, list) else ()) if (name := _name(tag))],
        "image": _text(image.get("path")) if isinstance(image, dict) else "",
        "content": _DATELINE.sub(r"\g<tag>\g<place> (واس) ", _text(row.get("content")), count=1),
    }


def as_html(answer: dict[str, Any]) -> bytes:
    """Return a detail answer as a page, so that it goes the way of every other page."""
    if not answer:
        return b""
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": answer["headline"],
        "datePublished": answer["published_at"],
        "keywords": answer["tags"],
        "image": answer["image"] or None,
    }
    data = json.dumps({k: v for k, v in stated.items() if v}, ensure_ascii=False).replace("<", "\\u003c")
    text = answer["content"]
    if not _MARKUP.search(text):
        text = html.escape(text).replace("\n", "<br>")
    headline, section = html.escape(answer["headline"]), html.escape(answer["section"])
    return (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<script type="application/ld+json">{data}</script></head><body><article>'
        f"<header>{section}</header><h1>{headline}</h1>"
        f"<div>{text}</div></article></body></html>"
    ).encode("utf-8", "replace")


def _loads(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(tag: object) -> str:
    return _text(tag.get("name") or tag.get("title")) if isinstance(tag, dict) else _text(tag)


def _number(meta: dict[str, Any], key: str) -> int:
    value = meta.get(key)
    return value if isinstance(value, int) else 0


def _time(value: object) -> str | None:
    """Return seconds since the epoch as ISO 8601, or None."""
    try:
        return (
            datetime.fromtimestamp(int(value), UTC).isoformat()
            if isinstance(value, (int, float, str))
            else None
        )
    except (ValueError, OverflowError, OSError):
        return None

"""fundus: only the sites that it has a parser for; other pages are left out."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from fundus import PublisherCollection
from protocol import main, moment, text_of


@cache
def _publisher(host: str) -> Any:
    for publisher in PublisherCollection:
        domain = (urlsplit(publisher.domain).hostname or "").removeprefix("www.")
        if domain and (host == domain or host.endswith("." + domain)):
            return publisher
    return None


def read(html: bytes, page: dict[str, Any]) -> dict[str, Any] | None:
    publisher = _publisher((urlsplit(page["url"]).hostname or "").removeprefix("www."))
    if publisher is None:
        return None
    found = publisher.parser(datetime.now()).parse(text_of(html, page), "suppress")
    body = found.get("body")
    return {
        "headline": found.get("title"),
        "body": str(body) if body is not None else None,
        "authors": list(found.get("authors") or []),
        "published_at": moment(found.get("publishing_date")),
        "tags": list(found.get("topics") or []),
    }


if __name__ == "__main__":
    main(read)

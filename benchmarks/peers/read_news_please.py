"""news-please: several extractors, and a vote between them."""

from __future__ import annotations

from typing import Any

from newsplease import NewsPlease
from protocol import main, moment, text_of


def read(html: bytes, page: dict[str, Any]) -> dict[str, Any]:
    article = NewsPlease.from_html(text_of(html, page), url=page["url"], fetch_images=False)
    return {
        "headline": article.title,
        "body": article.maintext,
        "authors": list(article.authors or []),
        "published_at": moment(article.date_publish),
        "modified_at": moment(article.date_modify),
    }


if __name__ == "__main__":
    main(read)

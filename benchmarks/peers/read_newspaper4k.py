"""newspaper4k: articles of newspapers, told that the page is Arabic."""

from __future__ import annotations

from typing import Any

import newspaper
from protocol import main, moment, text_of


def read(html: bytes, page: dict[str, Any]) -> dict[str, Any]:
    article = newspaper.Article(page["url"], language="ar", fetch_images=False)
    article.download(input_html=text_of(html, page))
    article.parse()
    return {
        "headline": article.title,
        "body": article.text,
        "authors": list(article.authors or []),
        "published_at": moment(article.publish_date),
        "tags": sorted(article.tags or []),
    }


if __name__ == "__main__":
    main(read)

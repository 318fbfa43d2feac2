"""goose3, with its stop words of Arabic."""

from __future__ import annotations

from typing import Any

from goose3 import Goose
from goose3.text import StopWordsArabic
from protocol import main, moment, text_of

_GOOSE = Goose({"stopwords_class": StopWordsArabic, "enable_image_fetching": False})


def read(html: bytes, page: dict[str, Any]) -> dict[str, Any]:
    article = _GOOSE.extract(url=page["url"], raw_html=text_of(html, page))
    return {
        "headline": article.title,
        "body": article.cleaned_text,
        "authors": list(article.authors or []),
        "published_at": moment(article.publish_datetime_utc or article.publish_date),
        "tags": sorted(article.tags or []),
    }


if __name__ == "__main__":
    main(read)

"""news-please over the same pages, in its own environment: `python crawl_newsplease.py CASE HOST PAGES`."""

from __future__ import annotations

import sys

from newsplease import NewsPlease


def main() -> None:
    host, pages = sys.argv[2], int(sys.argv[3])
    # As in crawl_web.urls, which needs this project and is not to be had here.
    urls = [f"http://{host}/news/{100_000 + number}/{number % 7}-khabar-{number}" for number in range(pages)]
    found = NewsPlease.from_urls(urls, request_args={"timeout": 30}, fetch_images=False)
    print(sum(1 for article in found.values() if article is not None and getattr(article, "maintext", None)))


if __name__ == "__main__":
    main()

"""The stage `canonicalise`: which address is the article's own, and the id that follows from it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.classify import classify
from crawler.items import Article, Reject
from crawler.site import Site
from crawler.urls import article_id, normalise, page_key, registrable_domain

_NUMBER = re.compile(r"(?<!\d)\d{5,}(?!\d)")


def canonicalise(article: Article, site: Site) -> Article | Reject:
    """Return the article with normalised addresses and its id; the declared canonical URL only where
    believed.
    """
    url = normalise(article.url)
    if url is None:
        return Reject("bad-url", article.url[:200])
    article.url = url
    article.requested_url = article.requested_url or url
    declared = normalise(article.canonical_url, url) if article.canonical_url else None
    article.canonical_url = declared if declared and believable(declared, url, site) else url
    article.id = article_id(article.canonical_url, site)
    return article


def believable(declared: str, url: str, site: Site) -> bool:
    """Whether a page at `url` may say that its own address is `declared`.

    Templates declare the home page, a section, another site, a bare IP or one fixed article for all:
    believed is only an address of the same site that looks like an article and does not carry another
    article's number.
    """
    if page_key(declared, site) == page_key(url, site):
        return True
    here, there = urlsplit(url).hostname or "", urlsplit(declared).hostname or ""
    if not site.owns(there) and registrable_domain(here) != registrable_domain(there):
        return False
    if classify(declared, site) != "article":
        return False
    own, other = (set(_NUMBER.findall(unquote(x))) for x in (url, declared))
    return not (own and other and not own & other)

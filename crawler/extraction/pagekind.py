"""What kind of page this is: an article of some kind, or a hub, a search page, an error, a home page."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.arabic.fold import fold
from crawler.arabic.phrases import MISSING, OPINION, PERHAPS_MISSING
from crawler.classify import weigh
from crawler.extraction import teasers
from crawler.extraction.asides import is_row
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import CARD, CHROME, COMMENT, LIVE, RELATED, UNRELATED
from crawler.extraction.labels import Labels
from crawler.extraction.page import Page
from crawler.extraction.structured import Stated
from crawler.items import Kind
from crawler.site import Site
from crawler.url_words import DEAD_TITLES

_LIST_TYPES = frozenset(
    ("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "AboutPage", "ContactPage")
)
_SERVICES = frozenset(fold(title) for title in DEAD_TITLES)
_NOTICE = 600  # characters: under the name of a service (`تسجيل الدخول`) less than this is no article
_ROWS = 0.7  # of the characters of a body
_SHORT = 120  # characters of a body: less than one paragraph of news
_LIVE_URL = re.compile(r"/live(?:blog|-blog|-news|-updates)?[/-]|live-blog|liveblog", re.IGNORECASE)
_OPINION_URL = re.compile(
    r"/(?:opinions?|columns?|columnists?|articles?-opinion|مقالات|رأي|آراء|blogs?|views?)/", re.IGNORECASE
)
_VIDEO_URL = re.compile(r"/(?:videos?|watch|فيديو)/", re.IGNORECASE)
_GALLERY_URL = re.compile(r"/(?:gallery|galleries|photos?|albums?|photo-gallery|صور|ألبوم)/", re.IGNORECASE)


def kind_of(page: Page, stated: list[Stated], flow: Flow, section: str | None) -> Kind:
    """Return the kind of an article, from JSON-LD, its address and its markup."""
    types = {t for s in stated for t in s.types}
    url = unquote(page.url)
    if "LiveBlogPosting" in types or _LIVE_URL.search(url):
        return "live"
    if types & {"ImageGallery", "MediaGallery"}:
        return "gallery"
    if "VideoObject" in types and not any("Article" in t for t in types):
        return "video"
    if "OpinionNewsArticle" in types:
        return "opinion"
    if _GALLERY_URL.search(url):
        return "gallery"
    if _VIDEO_URL.search(url) or "video.other" in types or "video" in types:
        return "video"
    if _OPINION_URL.search(url) or (section and fold(section) in OPINION):
        return "opinion"
    live = sum(1 for e in flow.hinted(LIVE) if not e.hints & (RELATED | UNRELATED | CHROME))
    if live > 4 and "live" in page.text:
        return "live"
    return "article"


def not_an_article(
    page: Page,
    stated: list[Stated],
    flow: Flow,
    labels: Labels,
    headline: str,
    body: str,
    lines: list[Line],
    head: Element | None,
    *,
    dated: bool,
    signed: bool,
) -> str | None:
    """Return why this page is no article (`hub`, `soft-404`, `home`, `no-article`), or None where it is
    one. `lines` are those of the body; `dated`, `signed`: whether a time and authors were found.
    """
    parts = urlsplit(page.url)
    article_type = any(
        ("Article" in t or "Posting" in t or "Gallery" in t)
        for s in stated
        if s.layer != "opengraph"
        for t in s.types
    )
    og_article = page.meta.get("og:type", "") in ("article", "news", "video.other")
    marked = article_type or og_article or dated or signed
    if _is_missing(page, flow, headline, body, marked=marked, article_type=article_type):
        return "soft-404"
    if parts.path in ("", "/") and not parts.query:
        return "home"
    site = page.site if page.site.owns(parts.hostname or "") else Site.generic(page.url)  # as one was told
    guess, sure = weigh(page.url, site, headline)
    if not article_type and len(body) < _NOTICE and fold(headline) in _SERVICES:
        return "no-article"
    if article_type and len(body) >= 60 and guess == "article":
        return None
    if (
        any(t in _LIST_TYPES for node in page.json_ld[:20] for t in _types(node))
        and not article_type
        and guess != "article"
    ):
        return "hub"
    if guess != "article" and not article_type:
        evidence = og_article or (dated and len(body) >= 200 and not (guess == "skip" and sure))
        if not evidence or (guess == "hub" and len(body) < 300):
            return "hub" if guess == "hub" else "no-article"
        if page.meta.get("og:type") == "profile" or _is_table(lines):
            return "no-article"
        if teasers.leads_away(page, head):
            return "hub"
    if not article_type and not (og_article and guess == "article") and teasers.is_list(page, lines):
        return "hub"
    cards = sum(
        1
        for line in flow.lines
        if line.linked
        and len(line.text) > 25
        and line.index not in labels.taken
        and not line.hints & (CHROME | COMMENT | UNRELATED | RELATED)
    )
    blurbs = sum(1 for line in flow.lines if line.hints & CARD and not line.linked and len(line.text) > 40)
    if not article_type and not og_article:
        # The address of an article tells more than the links beside it: old pages list the day's others.
        a_card = 25 if guess == "article" else 60  # characters of text
        if cards >= 12 and len(body) < a_card * cards and not dated:
            return "hub"
        if (cards >= 8 or blurbs >= 8) and len(body) < 400 and guess != "article":
            return "hub"
    return None


def _is_table(lines: list[Line]) -> bool:
    """Whether a body is rows of a table and little else: rates, times of prayer."""
    size = sum(len(line.text) for line in lines)
    rows = sum(len(line.text) for line in lines if is_row(line))
    return rows >= _ROWS * size


def says_article(page: Page) -> bool:
    """Whether the data of a page says that it is one article: cheap, and no proof; a list says so too."""
    meta = page.meta
    if meta.get("og:type") == "article" and meta.get("article:published_time"):
        return True
    nodes = page.json_ld[:50]
    if any(set(_types(node)) & _LIST_TYPES - {"ItemList"} for node in nodes):
        return False
    articles = [n for n in nodes if any(t.endswith(("Article", "Posting")) for t in _types(n))]
    return len(articles) == 1 and _is_of(page, articles[0])


def _is_of(page: Page, node: dict[str, object]) -> bool:
    """Whether the address that a JSON-LD object states is the page's, where it states one."""
    stated = node.get("mainEntityOfPage") or node.get("url")
    if isinstance(stated, dict):
        stated = stated.get("@id") or stated.get("url")
    address = page.absolute(stated) if isinstance(stated, str) else None
    return address is None or unquote(urlsplit(address).path) == unquote(urlsplit(page.url).path)


def _is_missing(
    page: Page, flow: Flow, headline: str, body: str, *, marked: bool, article_type: bool
) -> bool:
    """Whether the page says that there is nothing here, though its status is 200.

    Words alone are no proof: «لم نعثر على المخطوط» is a headline. The page must be about itself, or hold
    less than an article; `marked`: it has a date, an author or an article's type.
    """
    if len(body) >= 1500:
        return False
    titles = [fold(text) for text in (headline, page.title) if text]
    if not headline and not body:  # whatever is shown, and leads nowhere
        shown = [line.text for line in flow.lines if not line.linked and not line.hints & (CHROME | COMMENT)]
        text = fold(" ".join(shown)[:600])
        return bool(MISSING.search(text)) or any(MISSING.search(title) for title in titles)
    notice = any(MISSING.search(title) for title in titles)
    if not marked:
        if notice or (len(body) < 400 and MISSING.search(fold(body))):
            return True
        return len(body) < _SHORT and any(PERHAPS_MISSING.search(title) for title in titles)
    if notice and (len(body) < _SHORT or (len(body) < 600 and not article_type and _is_all(fold(headline)))):
        return True
    return len(body) < 250 and bool(MISSING.search(fold(body))) and any(map(PERHAPS_MISSING.search, titles))


def _is_all(headline: str) -> bool:
    found = MISSING.search(headline)
    return found is not None and 2 * (found.end() - found.start()) > len(headline)


def _types(node: dict[str, object]) -> list[str]:
    stated = node.get("@type")
    return [str(t) for t in (stated if isinstance(stated, list) else [stated]) if t]

"""What kind of page this is: an article of some kind, or a hub, a search page, an error, a home page."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.arabic.fold import fold
from crawler.classify import classify
from crawler.extraction.flow import Flow
from crawler.extraction.hints import CARD, CHROME, COMMENT, LIVE, RELATED, UNRELATED
from crawler.extraction.labels import Labels
from crawler.extraction.page import Page
from crawler.extraction.structured import Stated
from crawler.items import Kind

_LIST_TYPES = frozenset(
    ("CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "AboutPage", "ContactPage")
)
_MISSING = re.compile(
    r"\b404\b|page not found|not found|الصفحه (?:غير موجوده|المطلوبه غير|التي تبحث عنها|غير متوفره)|لم"
    r" يتم العثور|لم نعثر|غير موجوده? حاليا"
    r"|عذرا.{0,40}(?:الصفحه|المقال|الخبر|المحتوي|الرابط)|تم حذف (?:الخبر|المقال|الصفحه|هذا)|هذه الصفحه"
    r" لم تعد|انتهت صلاحيه الرابط|المقال غير موجود|الخبر غير موجود"
)
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
    if _OPINION_URL.search(url) or (
        section
        and fold(section)
        in ("راي", "الراي", "مقالات", "اراء", "كتاب", "كتاب واراء", "مقالات راي", "راي وتحليل")
    ):
        return "opinion"
    live = sum(1 for e in flow.elements if e.hint & LIVE and not e.hints & (RELATED | UNRELATED | CHROME))
    if live > 4 and "live" in page.text:
        return "live"
    return "article"


def not_an_article(
    page: Page, stated: list[Stated], flow: Flow, labels: Labels, headline: str, body: str, dated: bool
) -> str | None:
    """Return why this page is no article (`hub`, `soft-404`, `home`, `no-article`), or None where it is
    one.
    """
    title = fold(f"{headline} {page.title}")
    if _MISSING.search(title) and len(body) < 1500:
        return "soft-404"
    if len(body) < 400 and _MISSING.search(fold(body[:600])):
        return "soft-404"
    parts = urlsplit(page.url)
    article_type = any(
        ("Article" in t or "Posting" in t or "Gallery" in t)
        for s in stated
        if s.layer != "opengraph"
        for t in s.types
    )
    og_article = page.meta.get("og:type", "") in ("article", "news", "video.other")
    if parts.path in ("", "/") and not parts.query:
        return "home"
    guess = classify(page.url, page.site, headline)
    if article_type and len(body) >= 60 and guess == "article":
        return None
    if (
        any(t in _LIST_TYPES for node in page.json_ld[:20] for t in _types(node))
        and not article_type
        and guess != "article"
    ):
        return "hub"
    if guess != "article" and not article_type:
        evidence = og_article or (dated and len(body) >= 200)
        if not evidence or (guess == "hub" and len(body) < 300):
            return "hub" if guess == "hub" else "no-article"
    cards = sum(
        1
        for line in flow.lines
        if line.linked
        and len(line.text) > 25
        and line.index not in labels.taken
        and not line.hints & (CHROME | COMMENT | UNRELATED | RELATED)
    )
    teasers = sum(1 for line in flow.lines if line.hints & CARD and not line.linked and len(line.text) > 40)
    if not article_type and not og_article:
        if cards >= 12 and len(body) < 60 * cards and not dated:
            return "hub"
        if (cards >= 8 or teasers >= 8) and len(body) < 400 and guess != "article":
            return "hub"
    return None


def _types(node: dict[str, object]) -> list[str]:
    stated = node.get("@type")
    return [str(t) for t in (stated if isinstance(stated, list) else [stated]) if t]

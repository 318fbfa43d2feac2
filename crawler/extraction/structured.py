"""What the page says of itself to machines: JSON-LD, microdata, Open Graph. Read here, checked by the
callers.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from crawler.extraction.page import Page
from crawler.items import Layer

_ARTICLE_TYPES = (
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "SocialMediaPosting",
    "TechArticle",
    "ScholarlyArticle",
    "AdvertiserContentArticle",
    "Report",
    "ImageGallery",
    "MediaGallery",
    "Newsarticle",
    "newsArticle",
)
_VIDEO_TYPES = ("VideoObject", "Movie", "Clip", "BroadcastEvent")
_TITLE = 25  # characters of a title that tell it from others
_TEXT_MARKUP = re.compile(r"<[^>]{1,300}>")


@dataclass(slots=True)
class Stated:
    """What one layer states of the article, raw; empty where it says nothing."""

    layer: Layer
    headline: str = ""
    published: str = ""
    modified: str = ""
    authors: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)  # authors that the data calls organisations
    section: str = ""
    tags: list[str] = field(default_factory=list)
    body: str = ""
    images: list[tuple[str, str]] = field(default_factory=list)  # address, caption
    videos: list[tuple[str, str]] = field(default_factory=list)
    types: tuple[str, ...] = ()
    free: bool | None = None
    url: str = ""
    publisher: str = ""
    source: str = ""
    related: list[tuple[str, str]] = field(default_factory=list)  # address, title


def types_of(node: dict[str, Any]) -> tuple[str, ...]:
    """Return the types of a JSON-LD object, without their schema.org address."""
    stated = node.get("@type")
    every = stated if isinstance(stated, list) else [stated]
    return tuple(str(t).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for t in every if isinstance(t, str))


def words(value: Any) -> str:
    """Return a plain text of a JSON value: entities and tags out, white space collapsed."""
    if isinstance(value, dict):
        keys = ("name", "@value", "text", "title", "displayName", "fullName")
        value = next((value[k] for k in keys if value.get(k)), "")
    if isinstance(value, list):
        return words(value[0]) if value else ""
    if not isinstance(value, str):
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
    if "&" in value:
        value = html.unescape(value)
        if "&" in value and ";" in value:
            value = html.unescape(value)
    if "<" in value:
        value = _TEXT_MARKUP.sub(" ", value)
    return " ".join(value.split())


def names(value: Any) -> list[str]:
    """Return the names of people, tags or sections in a JSON value of any usual shape."""
    every = value if isinstance(value, list) else [value]
    out: list[str] = []
    for one in every[:100]:
        if isinstance(one, list):
            out.extend(names(one))
            continue
        name = words(one)
        if name and name not in out:
            out.append(name)
    return out


def address(value: Any) -> str:
    """Return the URL in a JSON value: the string itself, or its `url`, `@id`, `contentUrl`."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        for key in ("url", "contentUrl", "@id", "src", "href", "link", "permalink", "path"):
            inner = value.get(key)
            if isinstance(inner, dict | list) and inner:
                inner = address(inner)
            if isinstance(inner, str) and inner:
                return inner.strip()
        return ""
    return value.strip() if isinstance(value, str) else ""


def from_json_ld(page: Page) -> Stated | None:
    """Return what the article object among the page's JSON-LD states, or None."""
    best: tuple[int, dict[str, Any]] | None = None
    for rank, node in enumerate(page.json_ld):
        types = types_of(node)
        if any(t in _ARTICLE_TYPES for t in types):
            score = 100
        elif any(t in _VIDEO_TYPES for t in types) and len(page.json_ld) < 12:
            score = 20
        elif "WebPage" in types or "ItemPage" in types:
            inner = node.get("mainEntity")
            if isinstance(inner, dict) and any(t in _ARTICLE_TYPES for t in types_of(inner)):
                node, score = inner, 90
            else:
                continue
        else:
            continue
        stated_url = address(node.get("url")) or address(node.get("mainEntityOfPage"))
        absolute = page.absolute(stated_url) if stated_url.startswith(("http", "/")) else None
        if absolute and absolute in (page.canonical, page.url):
            score += 30
        title = words(node.get("headline") or node.get("name"))
        if len(title) > _TITLE and title[:_TITLE] in page.title:
            score += 20  # not one of a list of other articles
        score += (
            10 * bool(node.get("headline") or node.get("name")) + 5 * bool(node.get("datePublished")) - rank
        )
        if best is None or score > best[0]:
            best = (score, node)
    if best is None:
        return _from_web_page(page, Stated(layer="json-ld"))
    found = _from_node(best[1], page)
    return found if found.published else _from_web_page(page, found) or found


def _from_web_page(page: Page, known: Stated) -> Stated | None:
    """Return `known` with the times of the object that describes this very page, or None where none does."""
    for node in page.json_ld:
        stated = address(node.get("url")) or address(node.get("@id"))
        if "WebPage" not in types_of(node) or not stated.startswith(("http", "/")):
            continue
        if "datePublished" in node and page.absolute(stated) in (page.canonical, page.url):
            known.published = words(node["datePublished"])
            known.modified = known.modified or words(node.get("dateModified"))
            return known
    return None


def _from_node(node: dict[str, Any], page: Page) -> Stated:
    authors: list[str] = []
    organisations: list[str] = []
    people = node.get("author") or node.get("creator") or node.get("contributor") or []
    by_id = {str(n.get("@id")): n for n in page.json_ld if n.get("@id")}
    for one in people if isinstance(people, list) else [people]:
        if isinstance(one, dict) and set(one) <= {"@id", "@type"} and str(one.get("@id")) in by_id:
            one = by_id[str(one.get("@id"))]
        organisation = isinstance(one, dict) and any("Organization" in t for t in types_of(one))
        for name in names(one):
            (organisations if organisation else authors).append(name)
    publisher = node.get("publisher")
    if isinstance(publisher, dict) and str(publisher.get("@id")) in by_id and not publisher.get("name"):
        publisher = by_id[str(publisher.get("@id"))]
    images: list[tuple[str, str]] = []
    stated_images = node.get("image") or []
    for one in stated_images if isinstance(stated_images, list) else [stated_images]:
        if isinstance(one, dict) and str(one.get("@id")) in by_id and not one.get("url"):
            one = by_id[str(one.get("@id"))]
        if href := address(one):
            images.append((href, words(one.get("caption")) if isinstance(one, dict) else ""))
    videos: list[tuple[str, str]] = []
    stated_videos = node.get("video") or []
    for one in stated_videos if isinstance(stated_videos, list) else [stated_videos]:
        if isinstance(one, dict):
            href = str(one.get("contentUrl") or one.get("embedUrl") or one.get("url") or "")
            if href:
                videos.append((href, words(one.get("name"))))
    types = types_of(node)
    free = node.get("isAccessibleForFree")
    updates = node.get("liveBlogUpdate")
    body = node.get("articleBody") or ""
    if not body and isinstance(updates, list):
        body = "\n\n".join(
            filter(None, (words(u.get("articleBody")) for u in updates if isinstance(u, dict)))
        )
    return Stated(
        layer="json-ld",
        headline=words(node.get("headline") or node.get("name")),
        published=words(node.get("datePublished") or node.get("uploadDate") or node.get("dateCreated")),
        modified=words(node.get("dateModified")),
        authors=authors,
        organisations=organisations,
        section=words(node.get("articleSection")),
        tags=names(node.get("keywords")),
        body=body if isinstance(body, str) else "",
        images=images,
        videos=videos,
        types=types,
        free={"true": True, "false": False}.get(str(free).strip().lower()) if free is not None else None,
        url=address(node.get("url")) or address(node.get("mainEntityOfPage")),
        publisher=words(publisher),
        source=words(node.get("sourceOrganization")) or words(node.get("provider")),
    )


def breadcrumb(page: Page) -> list[str]:
    """Return the names of the page's BreadcrumbList, in order."""
    for node in page.json_ld:
        if "BreadcrumbList" in types_of(node):
            steps = node.get("itemListElement")
            out: list[tuple[float, str]] = []
            for rank, step in enumerate(steps if isinstance(steps, list) else []):
                if isinstance(step, dict):
                    name = words(step.get("name")) or words(step.get("item"))
                    place = step.get("position")
                    if name:
                        out.append((float(place) if isinstance(place, int | float) else float(rank), name))
            return [name for _, name in sorted(out, key=lambda x: x[0])]
    return []


_RDFA_DATES = ("dc:date", "dcterms:created", "datePublished", "schema:datePublished")
_MANY = {"author": 8, "keywords": 50}  # of the properties that may be stated more than once
_MICRODATA_ITEMS = re.compile(
    r"schema\.org/(?:\w*Article|BlogPosting|LiveBlogPosting|Report)\b", re.IGNORECASE
)


def from_microdata(page: Page) -> Stated | None:
    """Return what `itemprop` and RDFa attributes state, or None where the page has none."""
    text = page.text
    if "itemprop" not in text and "property=" not in text:
        return None
    out = Stated(layer="microdata")
    if "itemprop" in text:
        root = next(
            (
                node
                for node in page.css("[itemtype]")
                if _MICRODATA_ITEMS.search(node.attributes.get("itemtype") or "")
            ),
            None,
        )
        whole = page.tree.root
        scope = root if root is not None else whole
        if scope is None:
            return None
        found: dict[str, list[tuple[str, str]]] = {}
        for node in scope.css("[itemprop]"):
            attributes = node.attributes
            stated = attributes.get("content") or attributes.get("datetime") or ""
            if not stated and node.tag == "abbr":  # hAtom, as Blogger writes it
                stated = attributes.get("title") or ""
            kind = attributes.get("itemtype") or ""
            for name in (attributes.get("itemprop") or "").split():
                if name in (
                    "headline",
                    "datePublished",
                    "dateModified",
                    "articleSection",
                    "keywords",
                    "author",
                    "datecreated",
                ) and len(found.get(name, ())) < _MANY.get(name, 1):
                    if name == "author" and not stated:
                        inner = node.css_first('[itemprop="name"]')
                        stated = (
                            (inner.attributes.get("content") or inner.text())
                            if inner is not None
                            else node.text()
                        )
                    value = stated.strip() or " ".join(node.text().split())
                    found.setdefault(name, []).append((value, kind))

        def one(key: str) -> str:
            return found.get(key, [("", "")])[0][0]

        if root is not None:
            out.types = ((root.attributes.get("itemtype") or "").rsplit("/", 1)[-1],)
            out.headline = one("headline")
        out.published, out.modified = one("datePublished"), one("dateModified")
        out.section = one("articleSection")
        out.tags = [value for value, _ in found.get("keywords", []) if value]
        for value, kind in found.get("author", []):
            if value and len(value) < 120:
                (out.organisations if "Organization" in kind else out.authors).append(" ".join(value.split()))
    if "property=" in text:
        for node in page.css("body [property]"):
            if not out.published and any(
                p in _RDFA_DATES for p in (node.attributes.get("property") or "").split()
            ):
                out.published = (node.attributes.get("content") or node.text()).strip()
    return out


def from_meta(page: Page) -> Stated:
    """Return what Open Graph and the other meta tags state."""
    meta = page.meta

    def first(*keys: str) -> str:
        return next((meta[k] for k in keys if meta.get(k)), "")

    tags: list[str] = []
    for key in (
        "article:tag",
        "news_keywords",
        "keywords",
        "og:article:tag",
        "parsely-tags",
        "sailthru.tags",
        "dc.subject",
    ):
        if every := page.meta_all(key):
            tags = [words(t) for t in every]
            break
    authors = [
        words(a)
        for a in page.meta_all("author") or page.meta_all("article:author") or page.meta_all("dc.creator")
    ]
    return Stated(
        layer="opengraph",
        headline=words(first("og:title", "twitter:title", "title", "dc.title", "sailthru.title")),
        published=first(
            "article:published_time",
            "og:article:published_time",
            "article:published",
            "datepublished",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "date",
            "dc.date",
            "dc.date.issued",
            "dcterms.created",
            "dcterms.date",
            "parsely-pub-date",
            "sailthru.date",
            "cxenseparse:recs:publishtime",
            "article.published",
            "article_date_original",
            "og:published_time",
            "created",
            "published_time",
            "og:pubdate",
            "og:release_date",
            "pub_date",
            "date_published",
            "published-date",
            "publication_date",
            "publication-date",
            "article_date",
            "article:published_date",
            "rnews:datepublished",
            "dcterms.issued",
            "dc.date.created",
            "citation_publication_date",
            "weibo:article:create_at",
        ),
        modified=first(
            "article:modified_time",
            "og:article:modified_time",
            "og:updated_time",
            "datemodified",
            "lastmod",
            "last-modified",
            "dcterms.modified",
            "dc.date.modified",
            "article:modified",
            "article.updated",
            "revised",
        ),
        authors=[a for a in authors if a and not a.startswith("http")],
        section=words(
            first(
                "article:section", "og:article:section", "section", "parsely-section", "cxenseparse:section"
            )
        ),
        tags=tags,
        images=[(href, "") for href in (page.meta_all("og:image") or page.meta_all("twitter:image"))[:10]],
        url=first("og:url"),
        publisher=words(first("og:site_name", "application-name")),
        types=(first("og:type"),),
    )

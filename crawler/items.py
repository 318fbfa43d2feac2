"""The item: `Article` and its parts. The dataclass is the schema.

Field names are schema.org's terms in snake_case (docs/article.md is generated from this module, and a
test compares the two). Times are ISO 8601 strings with an offset, or a bare date where the page states
only a day: strings, because that difference in precision must survive JSON.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["article", "live", "gallery", "video", "opinion"]
SourceKind = Literal["publisher", "agency", "broadcaster", "social"]
Relation = Literal["similar", "read_also", "inline", "tag"]
DuplicateKind = Literal["exact", "near", "contained", "revision"]
Layer = Literal["json-ld", "microdata", "opengraph", "selector", "label", "generic", "feed"]


@dataclass(slots=True, kw_only=True)
class Source:
    """Whom the page credits for the copy: not the site that runs it (`Article.publisher`)."""

    name: str
    site: str | None = None  # our site key, where the registry of sources knows one
    kind: SourceKind | None = None
    evidence: str | None = None  # the literal text of the page that says so


@dataclass(slots=True, kw_only=True)
class SimilarLink:
    """A link from the article to another one."""

    url: str
    title: str | None = None
    relation: Relation = "similar"


@dataclass(slots=True, kw_only=True)
class Embedded:
    """Another article's text that is printed in this page; never part of `Article.body`."""

    headline: str | None = None
    body: str = ""
    url: str | None = None


@dataclass(slots=True, kw_only=True)
class Image:
    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True, kw_only=True)
class Video:
    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(slots=True, kw_only=True)
class Duplicate:
    """What this article repeats."""

    of: str  # id of the article that is repeated
    cluster: str
    kind: DuplicateKind
    similarity: float
    same_publisher: bool


@dataclass(slots=True, kw_only=True)
class Article:
    """One line of JSONL."""

    id: str = ""
    url: str
    canonical_url: str = ""
    requested_url: str = ""

    site: str
    publisher: str | None = None
    country: str | None = None

    headline: str = ""
    kicker: str | None = None
    standfirst: str | None = None
    body: str = ""
    authors: list[str] = field(default_factory=list)
    dateline: str | None = None

    published_at: str | None = None
    modified_at: str | None = None
    published_raw: str | None = None

    section: str | None = None
    tags: list[str] = field(default_factory=list)
    source: Source | None = None
    similar: list[SimilarLink] = field(default_factory=list)
    embedded: list[Embedded] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)

    kind: Kind = "article"
    language: str | None = None
    paywalled: bool | None = None
    duplicate: Duplicate | None = None
    revision: int = 0
    changed: list[str] = field(default_factory=list)

    fetched_at: str | None = None
    first_seen_at: str | None = None
    channel: str | None = None
    parent_url: str | None = None
    depth: int = 0

    provenance: dict[str, str] = field(default_factory=dict)
    content_hash: str = ""
    extractor: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and lists, in the order of the fields."""
        return dataclasses.asdict(self)


@dataclass(slots=True, frozen=True)
class Reject:
    """Why a stage refuses an article: a short name that is counted, and words for a person."""

    reason: str  # e.g. "no-body"; counted as dropped/<stage>/<reason>
    detail: str = ""

"""What we know of one site: a frozen specification, validated when it is made.

A site file in `spiders/` is a `Site` with a spider's name. Unknown sites get `Site.generic(url)`.
"""

from __future__ import annotations

import codecs
import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal, get_args
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

Support = Literal["verified", "reported", "generic"]
Rendering = Literal["static", "browser", "api"]
Selector = str | tuple[str, ...]


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "support": get_args(Support),
    "rendering": get_args(Rendering),
    "scheme": ("http", "https"),
}


class SiteError(ValueError):
    """A site file says something that cannot be; the message names the site and the field."""


def _patterns(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Which URLs are what. Regular expressions are searched in the whole URL, percent-decoded."""

    article: str | tuple[str, ...] = ()
    hub: str | tuple[str, ...] = ()
    skip: str | tuple[str, ...] = ()
    similar: Selector = ()  # CSS of links to similar articles
    read_also: Selector = ()  # CSS of inline "read also" links
    next_page: Selector = ()  # CSS of a hub's link to its next page
    identity: tuple[str, ...] = ()  # query keys that are the article's identity: never stripped
    article_id: str = ""  # regex whose first group is the site's own article id


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """CSS selectors of a site's own markup; empty where structured data or labels do."""

    headline: Selector = ()
    kicker: Selector = ()
    standfirst: Selector = ()
    body: Selector = ()
    authors: Selector = ()
    published_at: Selector = ()
    modified_at: Selector = ()
    section: Selector = ()
    tags: Selector = ()
    source: Selector = ()
    caption: Selector = ()
    remove: Selector = ()  # elements that are dropped from the page before the body is read
    container: Selector = ()  # what holds all of an article, headline to related links: all else is not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a healthy run yields: shares between 0 and 1, articles a day."""

    articles_per_day: float | None = None
    authors: float | None = None
    source: float | None = None
    tags: float | None = None
    section: float | None = None
    similar: float | None = None
    duplicates_at_most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One site. `key` is the spider's name and is filled in by it."""

    key: str = ""
    publisher: str | None = None  # in Arabic
    domain: str = ""  # registrable domain or the host below it that is the site
    aliases: tuple[str, ...] = ()  # other domains of the same site
    country: str | None = None  # ISO 3166 alpha-2
    timezone: str = "UTC"  # IANA name; of times that the site prints without a zone
    language: str = "ar"
    scheme: Literal["http", "https"] = "https"
    host: str = ""  # the host that seeds are asked from, when it is not www.<domain>
    seeds: tuple[str, ...] | list[str] = ("/",)
    feeds: tuple[str, ...] | list[str] = ()
    sitemaps: tuple[str, ...] | list[str] = ()
    encoding: str | None = None  # when what the pages declare is known to be wrong
    rendering: Rendering = "static"
    support: Support = "generic"
    links: Links = field(default_factory=Links)
    fields: Fields = field(default_factory=Fields)
    hooks: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    boilerplate: tuple[str, ...] | list[str] = ()  # regexes of body lines that are not the article's
    aggregator: bool = False  # runs others' copy: similar boxes and embedded articles are the rule
    delay: float | None = None  # seconds between requests, when the default is not right
    concurrency: int | None = None
    expect: Expect = field(default_factory=Expect)

    def __post_init__(self) -> None:
        for name in ("seeds", "feeds", "sitemaps", "boilerplate", "aliases"):
            object.__setattr__(self, name, _patterns(getattr(self, name)))
        for name in ("article", "hub", "skip", "identity"):
            object.__setattr__(self.links, name, _patterns(getattr(self.links, name)))
        who = self.key or self.domain or "a site without a name"
        if not self.domain or "/" in self.domain or self.domain != self.domain.lower():
            raise SiteError(f"{who}: domain must be a bare host name in lower case, not {self.domain!r}")
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise SiteError(f"{who}: {name} is one of {', '.join(choices)}, not {getattr(self, name)!r}")
        if self.delay is not None and not (isinstance(self.delay, int | float) and 0 <= self.delay < inf):
            raise SiteError(f"{who}: delay must be seconds from 0 on, not {self.delay!r}")
        if self.concurrency is not None and not (isinstance(self.concurrency, int) and self.concurrency > 0):
            raise SiteError(f"{who}: concurrency must be a whole number from 1 on, not {self.concurrency!r}")
        if self.encoding is not None:
            try:
                codecs.lookup(self.encoding)
            except (LookupError, TypeError) as error:
                raise SiteError(f"{who}: unknown encoding {self.encoding!r}") from error
        try:
            ZoneInfo(self.timezone)
        except (ValueError, OSError, KeyError) as error:
            raise SiteError(f"{who}: unknown timezone {self.timezone!r}") from error
        if self.country is not None and not re.fullmatch("[A-Z]{2}", self.country):
            raise SiteError(f"{who}: country must be two capital letters (ISO 3166), not {self.country!r}")
        every = {
            "links.article": self.links.article,
            "links.hub": self.links.hub,
            "links.skip": self.links.skip,
            "boilerplate": self.boilerplate,
            "links.article_id": _patterns(self.links.article_id),
        }
        for name, patterns in every.items():
            for pattern in patterns:
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise SiteError(
                        f"{who}: {name} is not a regular expression: {pattern!r} ({error})"
                    ) from error

    @classmethod
    def generic(cls, url: str, *, key: str = "", timezone: str = "UTC") -> Site:
        """Return the specification of a site that we know nothing of."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        from crawler.urls import registrable_domain

        domain = registrable_domain(host)
        return cls(
            key=key or domain,
            domain=domain,
            host=parts.netloc.lower(),
            scheme="http" if parts.scheme == "http" else "https",
            timezone=timezone,
            seeds=(url,),
        )

    def named(self, key: str) -> Site:
        """Return the same site under `key`."""
        return dataclasses.replace(self, key=key)

    @property
    def origin(self) -> str:
        """Scheme and host that relative seeds are resolved against."""
        return f"{self.scheme}://{self.host or 'www.' + self.domain}/"

    def absolute(self, path: str) -> str:
        """Return `path` (a seed, feed or sitemap as the site file writes it) as a URL."""
        return urljoin(self.origin, path)

    def owns(self, host: str) -> bool:
        """Whether `host` is the site's own: its domain, an alias, or a name below one of them."""
        host = host.lower().rstrip(".")
        return any(host == d or host.endswith("." + d) for d in (self.domain, *self.aliases))

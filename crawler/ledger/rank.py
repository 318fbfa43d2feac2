"""The order of leases: small ranks first; within a rank the newest first, then first found, first leased.

What tells of new articles is asked first, then the articles, then the places where old ones are listed. A
front page's own hubs come before articles, so that a run that is cut short has seen every section once.
"""

from __future__ import annotations

from crawler.found import Channel, PageKind

SEED = 0
FEED = 1
NEWS_SITEMAP = 2
FRONT_HUB = 3  # linked from a seed
NEWS_ARTICLE = 4  # told by a feed, a news sitemap or a hub
ARTICLE = 5  # told by a sitemap or by another article
SITEMAP = 6
DEEP_HUB = 7  # further pages of a section, tags

_TELLS_NEWS = frozenset({"seed", "feed", "news_sitemap", "hub", "api"})


def rank(kind: PageKind, channel: Channel, depth: int) -> int:
    """Return the rank of a page found through `channel`, `depth` steps from a seed."""
    if kind == "article":
        return NEWS_ARTICLE if channel in _TELLS_NEWS else ARTICLE
    if kind == "feed":
        return FEED
    if kind == "sitemap":
        return NEWS_SITEMAP if channel == "news_sitemap" else SITEMAP
    if channel == "seed":
        return SEED
    return FRONT_HUB if depth <= 1 else DEEP_HUB

"""What happens to an extracted article before it is compared and stored: pure functions, one a stage.

`pipelines/` runs the same steps as item stages of a crawl; `refine` runs them without one.
"""

from __future__ import annotations

from collections.abc import Callable

from crawler.items import Article, Reject
from crawler.refine.attribution import attribute
from crawler.refine.canonical import canonicalise
from crawler.refine.cleaning import clean_article
from crawler.refine.tagging import tag
from crawler.refine.validation import validate
from crawler.site import Site

Step = Callable[[Article, Site], Article | Reject]

STEPS: tuple[tuple[str, Step], ...] = (
    ("canonicalise", canonicalise),
    ("clean", clean_article),
    ("attribute", attribute),
    ("tag", tag),
    ("validate", validate),
)


def refine(article: Article, site: Site) -> Article | Reject:
    """Run every step; a refusal carries `stage/reason`."""
    for name, step in STEPS:
        result = step(article, site)
        if isinstance(result, Reject):
            return Reject(f"{name}/{result.reason}", result.detail)
        article = result
    return article

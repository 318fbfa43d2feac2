"""The stages that make an item out of what a page states: pure functions, usable without a crawler.

Their order is the pipeline's: canonicalise before anything keyed by URL, clean before anything is compared,
validate after the last stage that edits.
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
    """Run every stage; a `Reject` names the stage and the reason: `validate/no-body`."""
    for name, step in STEPS:
        outcome = step(article, site)
        if isinstance(outcome, Reject):
            return Reject(f"{name}/{outcome.reason}", outcome.detail)
        article = outcome
    return article

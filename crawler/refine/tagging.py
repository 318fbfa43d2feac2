"""The stage `tag`: visible labels as a list, in order, each once."""

from __future__ import annotations

import re

from crawler.arabic.fold import fold
from crawler.arabic.keywords import parted
from crawler.arabic.lexicon import label_of
from crawler.arabic.text import clean_line
from crawler.items import Article
from crawler.site import Site

_HASHTAG = re.compile(r"#(?=\S)")
_TRIM = ' \t.:،,؛;|•·*#"“”«»-–—_ـ'
_NO_TAGS = ("more", "tags", "related", "read_also")  # labels; `تويتر` is a share prompt, but a tag too
_SHOWN = ("selector", "label", "generic")  # layers that read what is printed on the page
_LONGEST = 80  # characters of a tag; longer ones are headlines
_MOST = 60  # tags of an article; more is a site's index of tags
_RUN = 6  # words that one tag may have: a longer text without separators is several, nobody knows which


def tag(article: Article, site: Site) -> Article:
    """Split, clean and deduplicate `tags`; drop labels, the section where no reader is shown it as a tag, and
    what only repeats the headline.
    """
    shown = article.provenance.get("tags") in _SHOWN
    not_tags = {fold(name) for name in (None if shown else article.section, article.headline) if name}
    seen: set[str] = set()
    tags: list[str] = []
    raw = [text for text in article.tags if text and text.strip()]
    for text in raw:
        for part in split_tags(text, alone=len(raw) == 1):
            key = fold(part)
            if key in seen or key in not_tags:
                continue
            seen.add(key)
            tags.append(part)
    article.tags = [] if _is_headline(tags, article.headline) else tags[:_MOST]
    if not article.tags:
        article.provenance.pop("tags", None)
    return article


def split_tags(text: str, *, alone: bool = False) -> list[str]:
    """Return the tags in one text; `alone` where the page gave them all as this one string.

    A long run of words without separators cannot be told apart: then there are none.
    """
    text = clean_line(text.replace("\n", " ، "))
    label = label_of(text)
    if label is not None and label.kind in ("tags", "section") and (label.colon or label.rest):
        text = label.rest
    parts = parted(text, alone=alone)
    whole = len(parts) == 1
    hashed = bool(_HASHTAG.search(text))
    tags = []
    for part in parts:
        words = part.replace("_", " ") if "_" in part else part
        tag = clean_line(words).strip(_TRIM)
        folded = fold(tag)
        if not folded or len(tag) > _LONGEST or (folded.isdigit() and len(folded) < 3):
            continue
        found = label_of(tag)
        if found is not None and not found.rest and found.kind in _NO_TAGS:
            continue
        if whole and alone and not hashed and len(folded.split()) > _RUN:
            return []
        tags.append(tag)
    return tags


def _is_headline(tags: list[str], headline: str) -> bool:
    """Whether the tags are only the headline, chopped at its blanks, as lazy keywords are."""
    words = fold(headline).split()
    chopped = [fold(tag) for tag in tags]
    return len(words) > 3 and len(chopped) >= len(words) - 1 and all(word in words for word in chopped)

"""The stage `clean`: texts faithful and tidy, the headline without the site's name, no furniture."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.arabic.fold import fold
from crawler.arabic.language import language_of
from crawler.arabic.lexicon import label_of
from crawler.arabic.prompts import prompt_of
from crawler.arabic.text import clean, clean_line, paragraphs
from crawler.items import Article, Image, Video
from crawler.site import Site

_SUFFIX = re.compile(r"\s+[-–—|»:•]+\s+|\s*[|»•]\s*")
_FURNITURE = ("share", "follow", "comments", "paywall", "more", "navigation")
_LINKS = ("read_also", "related")  # a line that names another article: `للمزيد: …`
_USUAL = 300  # characters of a headline
_LONG = 4000  # characters: no headline is that long


def clean_article(article: Article, site: Site) -> Article:
    """Return the article with clean texts, without prompts, boilerplate and the repeated headline."""
    names = site_names(article, site)
    article.headline = headline_of(article.headline, names)
    for name in ("kicker", "standfirst", "section", "publisher", "dateline"):
        value = getattr(article, name)
        if value is not None:
            setattr(article, name, clean_line(value) or None)
    article.published_raw = clean_line(article.published_raw) or None if article.published_raw else None
    article.authors = [author for author in map(clean_line, article.authors) if author]
    article.tags = [clean(tag) for tag in article.tags]
    article.body = body_of(article.body, article.headline, site.boilerplate)
    for link in article.similar:
        link.title = headline_of(link.title, names) or None if link.title else None
    article.embedded = [other for other in article.embedded if other.body or other.headline]
    for other in article.embedded:
        other.headline = clean_line(other.headline) or None if other.headline else None
        other.body = body_of(other.body, other.headline or "", site.boilerplate)
    media: list[Image | Video] = [*article.images, *article.videos]
    for one in media:
        one.caption = clean_line(one.caption) or None if one.caption else None
        one.credit = clean_line(one.credit) or None if one.credit else None
    if article.source is not None:
        article.source.name = clean_line(article.source.name)
        article.source.evidence = (
            clean_line(article.source.evidence) or None if article.source.evidence else None
        )
    if article.standfirst is not None and fold(article.standfirst) in (fold(article.headline), ""):
        article.standfirst = None
    article.language = language_of(article.body) or article.language
    return article


def site_names(article: Article, site: Site) -> frozenset[str]:
    """Return the folded names of the site that may hang on its headlines."""
    return _names(article.publisher, site.publisher, site.domain)


@lru_cache(maxsize=1024)
def _names(publisher: str | None, known: str | None, domain: str) -> frozenset[str]:
    names = {fold(name) for name in (publisher, known, domain) if name}
    names.update(label for label in domain.split(".")[:1] if len(label) > 2)
    types = ("", "موقع ", "صحيفه ", "جريده ", "بوابه ", "قناه ")
    return frozenset(kind + name for name in names for kind in types)


def headline_of(text: str, names: frozenset[str]) -> str:
    """Return a headline on one line, without the site's name before or after it."""
    return _known_headline(text, names) if len(text) <= _USUAL else _headline(text, names)


def _headline(text: str, names: frozenset[str]) -> str:
    text = clean_line(text).strip(" |»•")
    for _ in range(3):
        cuts = list(_SUFFIX.finditer(text))
        if not cuts:
            break
        first, last = cuts[0], cuts[-1]
        if fold(text[last.end() :]) in names and text[: last.start()].strip():
            text = text[: last.start()].strip()
        elif fold(text[: first.start()]) in names and text[first.end() :].strip():
            text = text[first.end() :].strip()
        else:
            break
    return text


# Menus and boxes bring the same headlines with every page of a site.
_known_headline = lru_cache(maxsize=1 << 12)(_headline)


@lru_cache(maxsize=256)
def _boilerplate(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def body_of(text: str, headline: str, boilerplate: tuple[str, ...] | list[str]) -> str:
    """Return a body in clean paragraphs, without the lines that are the site's and not the article's."""
    pattern = _boilerplate(tuple(boilerplate))
    kept: list[str] = []
    title = fold(headline)
    for index, paragraph in enumerate(paragraphs(clean(text))):
        lines = [line for line in paragraph.split("\n") if not _is_furniture(line, pattern)]
        if index == 0 and title and lines and len(lines[0]) < _LONG and fold(lines[0]) == title:
            lines = lines[1:]
        whole = "\n".join(lines).strip()
        if whole and not (kept and whole == kept[-1] and len(whole) > 40):
            kept.append(whole)
    return "\n\n".join(kept)


def _is_furniture(line: str, boilerplate: re.Pattern[str] | None) -> bool:
    if boilerplate is not None and boilerplate.search(line):
        return True
    if len(line) > 400:
        return False
    if prompt_of(line):
        return True
    label = label_of(line)
    if label is None:
        return False
    return label.kind in (_LINKS if label.rest else _FURNITURE)

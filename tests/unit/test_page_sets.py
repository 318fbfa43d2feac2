"""The pages of `tests/pages`, read without a site file: every field that their truth states."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from crawler.arabic.fold import fold
from crawler.extraction import extract
from crawler.items import Article
from crawler.refine import refine
from crawler.site import Site

PAGES = Path(__file__).parent.parent / "pages"
NOW = datetime.datetime(2026, 11, 23, 20, 41, tzinfo=datetime.UTC)
# What is known to be wrong, each for a reason of its own.
MISSED = {
    ("amp_1.html", "similar"): "addresses under /amp/ are another view of a page, and never asked for",
    ("poem_1.html", "authors"): "`شعر:` before a name is no byline yet",
    ("poem_1.html", "body"): "and so the line stays above the verses",
}


def _entries(name: str, kind: str) -> list[dict[str, Any]]:
    path = PAGES / name / f"{kind}.jsonl"
    return (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )


def _cases() -> list[tuple[str, dict[str, Any]]]:
    return [(name, gold) for name in ("systems", "portals") for gold in _entries(name, "gold")]


def _article(name: str, file: str, url: str) -> tuple[Article | None, str | None]:
    site = Site.generic(url)
    found = extract((PAGES / name / file).read_bytes(), url, site, fetched_at=NOW)
    if found.article is None:
        return None, found.reason
    refined = refine(found.article, site)
    return (refined, None) if isinstance(refined, Article) else (None, refined.reason)


def _place(url: str) -> str:
    return unquote(url).partition("://")[2].removeprefix("www.").rstrip("/")


def _shown(gold: dict[str, Any], field: str) -> object:
    """Return what the truth states of a field, in the form that `_found` gives."""
    value = gold[field]
    if field == "body":
        return fold("\n".join(value) if isinstance(value, list) else value)
    if field in ("authors", "tags"):
        return sorted(map(fold, value or []))
    if field == "similar":
        return sorted({_place(x["url"]) for x in value or []})
    if field in ("published_at", "modified_at"):
        return value and (value if len(value) == 10 else datetime.datetime.fromisoformat(value))
    return fold(value["name"] if isinstance(value, dict) else value or "")


def _found(article: Article, gold: dict[str, Any], field: str) -> object:
    value = article.to_dict()[field]
    if field in ("authors", "tags"):
        return sorted(map(fold, value))
    if field == "similar":
        return sorted({_place(x["url"]) for x in value})
    if field in ("published_at", "modified_at"):
        stated = gold[field]
        if not value or not stated:
            return value
        if len(stated) == 10 or len(value) == 10:
            return value[: len(stated)]
        moment = datetime.datetime.fromisoformat(value)
        return moment if datetime.datetime.fromisoformat(stated).tzinfo else moment.replace(tzinfo=None)
    return fold(value["name"] if isinstance(value, dict) else value or "")


FIELDS = (
    "headline",
    "body",
    "published_at",
    "modified_at",
    "authors",
    "tags",
    "source",
    "section",
    "similar",
)


@pytest.mark.parametrize(("name", "gold"), _cases(), ids=lambda x: x["file"] if isinstance(x, dict) else x)
def test_every_field_that_a_page_shows(name: str, gold: dict[str, Any]) -> None:
    article, reason = _article(name, gold["file"], gold["url"])
    assert article is not None, reason
    wrong = {
        field: (_shown(gold, field), _found(article, gold, field))
        for field in FIELDS
        if field in gold and _shown(gold, field) != _found(article, gold, field)
    }
    missed = {field for file, field in MISSED if file == gold["file"]}
    assert {k: v for k, v in wrong.items() if k not in missed} == {}
    assert missed <= set(wrong), "mended: take it out of MISSED"


@pytest.mark.parametrize("entry", _entries("portals", "not_articles"), ids=lambda x: x["file"])
def test_what_is_no_article(entry: dict[str, Any]) -> None:
    article, _ = _article("portals", entry["file"], entry["url"])
    if entry["file"] == "non_14.html":  # the two lines before a wall are an article's, and are marked
        assert article is not None
        assert article.paywalled
    elif entry["file"] == "non_13.html":  # a crawl knows it by its machinery (crawler.network.blocks)
        assert article is None or article.language != "ar"
    else:
        assert article is None


@pytest.mark.parametrize("entry", _entries("portals", "embedded"), ids=lambda x: x["file"])
def test_the_other_article_on_a_page_of_an_aggregator(entry: dict[str, Any]) -> None:
    urls = {x["file"]: x["url"] for x in _entries("portals", "index")}
    article, reason = _article("portals", entry["file"], urls[entry["file"]])
    assert article is not None, reason
    body = entry["body"]
    paragraphs = body if isinstance(body, list) else [x for x in body.split("\n") if x]
    assert not [x for x in paragraphs if fold(x) in fold(article.body)]

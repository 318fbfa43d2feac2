"""The generic path over the markup of thirteen families of sites that no rule was written for."""

from __future__ import annotations

import random
import re
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from crawler.arabic.fold import fold
from crawler.extraction import extract
from crawler.items import Article
from crawler.newsroom import grammar
from crawler.refine import refine
from crawler.site import Site

sys.path.insert(0, str(Path(__file__).parent))
import portal_pages
from template_pages import FAMILIES, Piece

NOW = datetime(2024, 6, 2, 9, tzinfo=UTC)
HOST = "https://www.maraya-alyawm.example"
AUTHORS = ("سميرة عبد الحليم", "خالد المنصوري", "ليلى حسن", "عمر الشريف")
SOURCES = ("رويترز", "وكالة الأناضول", "أ ف ب", "صحيفة الشرق الأوسط", "د ب أ")
SECTIONS = ("سياسة", "اقتصاد", "مجتمع", "ثقافة")


def piece(seed: int) -> Piece:
    """A story of the newsroom's grammar, with the fields that it leaves to the outlets."""
    rng = random.Random(f"template-{seed}")
    drafts = [grammar.write(rng, section) for section in ("اقتصاد", "سياسة", "ثقافة") for _ in range(3)]
    draft, others = drafts[0], drafts[1:]

    def link(n: int) -> tuple[str, str]:
        return f"{HOST}/news/2024/5/{310000 + seed * 100 + n}", others[n].headline

    return Piece(
        headline=draft.headline,
        standfirst=draft.standfirst,
        paragraphs=draft.paragraphs,
        author=AUTHORS[seed % len(AUTHORS)],
        section=SECTIONS[seed % len(SECTIONS)],
        source=SOURCES[seed % len(SOURCES)],
        tags=draft.tags,
        published=datetime(2024, 5, 2 + seed, 10 + seed, 5 * seed + 7, tzinfo=timezone(timedelta(hours=3))),
        similar=(link(0), link(1), link(2)),
        popular=(link(3), link(4), link(5)),
        read_also=link(6),
        url=f"{HOST}/news/2024/5/{320000 + seed}",
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("family", FAMILIES)
def test_generic_extraction(family: str, seed: int) -> None:
    render, shown = FAMILIES[family]
    what = piece(seed)
    site = Site.generic(what.url)
    found = extract(render(what), what.url, site, fetched_at=NOW)
    assert found.article is not None, found.reason
    article = refine(found.article, site)
    assert isinstance(article, Article), article
    assert not misses(article, what, shown)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("family", portal_pages.FAMILIES)
def test_more_families(family: str, seed: int) -> None:
    render, shown = portal_pages.FAMILIES[family]
    what = piece(seed)
    site = Site.generic(what.url)
    found = extract(render(what), what.url, site, fetched_at=NOW)
    assert found.article is not None, found.reason
    article = refine(found.article, site)
    assert isinstance(article, Article), article
    assert not misses(article, what, shown)
    assert not made_up(article, what, shown)


def made_up(article: Article, what: Piece, shown: frozenset[str]) -> dict[str, object]:
    """Return what was found of what the page does not show."""
    links = {what.read_also[0], what.popular[0][0]} if "similar" not in shown else set()
    found: dict[str, object] = {
        "authors": article.authors,
        "tags": article.tags,
        "source": article.source,
        "similar": [x.url for x in article.similar if x.url not in links],
    }
    return {name: value for name, value in found.items() if name not in shown and value}


def misses(article: Article, what: Piece, shown: frozenset[str]) -> dict[str, object]:
    """Return the fields that are not as a reader sees them, with what was found."""
    similar = [x.url for x in article.similar]
    source = article.source.name if article.source else ""
    body = [fold(x) for x in article.body.split("\n\n")]
    right = {
        "headline": fold(article.headline) == fold(what.headline),
        "body": body
        in ([fold(x) for x in what.paragraphs], [fold(x) for x in (what.standfirst, *what.paragraphs)]),
        "published_at": _same_time(article.published_at, what.published),
        "authors": [fold(x) for x in article.authors] == [fold(what.author)],
        "tags": sorted(map(fold, article.tags)) == sorted(map(fold, what.tags)),
        "source": bool(source)
        and (fold(what.source) in fold(source) or _letters(what.source) in _letters(source)),
        "section": fold(article.section or "") == fold(what.section),
        "similar": set(similar) - {what.read_also[0]} == {url for url, _ in what.similar},
    }
    got = {
        "headline": article.headline,
        "body": [x for x in article.body.split("\n\n") if x not in what.paragraphs]
        or len(body) - len(what.paragraphs),
        "published_at": (article.published_at, article.published_raw, what.published.isoformat()),
        "authors": article.authors,
        "tags": (article.tags, what.tags),
        "source": (source, what.source),
        "section": (article.section, what.section),
        "similar": similar,
    }
    return {name: got[name] for name in right if name in shown and not right[name]}


def _same_time(found: str | None, wanted: datetime) -> bool:
    """The minute where the page shows a time; the day alone where it shows a day."""
    if not found:
        return False
    if len(found) == 10:
        return found == wanted.date().isoformat()
    return datetime.fromisoformat(found) == wanted


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name)

"""The seed page, and a text of our own in the same reading order, in many markups."""

from __future__ import annotations

import datetime
import random
import sys
from pathlib import Path

import pytest

from crawler.arabic.fold import fold
from crawler.extraction import extract
from crawler.site import Site

sys.path.insert(0, str(Path(__file__).parent))
from aggregator_pages import CHOICES, OURS, Reading, choices, render

URL = "https://majalla.example/news/a77-7650001.html"
NOW = datetime.datetime(2025, 4, 22, tzinfo=datetime.UTC)


def check(reading: Reading, how: dict[str, str]) -> None:
    encoding = None
    found = extract(render(reading, how), URL, Site.generic(URL), fetched_at=NOW, encoding=encoding)
    article = found.article
    assert article is not None, found.reason
    assert fold(article.headline) == fold(reading.headline), article.headline
    assert fold(article.body) == fold("\n".join(reading.body))
    assert article.source is not None
    assert fold(article.source.name) == fold(reading.source)
    assert article.tags == reading.tags
    assert len(article.embedded) == 1
    assert fold(article.embedded[0].headline or "") == fold(reading.other_headline)
    assert fold(article.embedded[0].body) == fold("\n".join(reading.other_body))
    assert [fold(x.title or "") for x in article.similar] == [fold(t) for t in reading.similar]
    assert {x.relation for x in article.similar} == {"similar"}


def pairs() -> list[dict[str, str]]:
    """Every option of every choice a few times, over a plain page and over mixed ones."""
    plain = {name: options[0] for name, options in CHOICES.items()}
    out = [plain | {name: option} for name, options in CHOICES.items() for option in options[1:]]
    return out + [choices(n) for n in range(60)]


@pytest.mark.parametrize("how", pairs(), ids=lambda how: "-".join(how.values()))
def test_own_text_in_any_markup(how: dict[str, str]) -> None:
    check(OURS, how)


def seed_reading(shared: Path) -> Reading:
    """The seed page's text, cut at its labels. Its topics are told apart by hand; its headline is ours."""
    path = next((shared / "seed").glob("*.txt"))
    blocks = [b.strip() for b in path.read_text(encoding="utf-8").split("\n") if b.strip()]
    at = next(n for n, b in enumerate(blocks) if b.startswith("المصدر:"))
    tags_at = next(n for n, b in enumerate(blocks) if b.startswith("كلمات دلالية:"))
    also = next(n for n, b in enumerate(blocks) if b.startswith("إقرأ أيضاً"))
    similar = next(n for n, b in enumerate(blocks) if b.startswith("مقالات مشابهة"))
    words = blocks[tags_at].split(":", 1)[1].replace("المزيد", "").split()
    topics = [
        " ".join(words[:3]),
        " ".join(words[3:5]),
        " ".join(words[5:7]),
        *words[7:9],
        " ".join(words[9:]),
    ]
    return Reading(
        headline="لافروف: موسكو وواشنطن تستعدان لاجتماع يبحث تطبيع العلاقات",
        body=blocks[:at],
        source=blocks[at].split(":", 1)[1].strip(),
        tags=topics,
        other_headline=blocks[also + 1],
        other_body=blocks[also + 2 : similar],
        similar=[b.lstrip("• ").strip() for b in blocks[similar + 1 :]],
        most_read=OURS.most_read,
    )


@pytest.mark.parametrize("seed", range(40))
def test_seed_text_in_any_markup(shared: Path, seed: int) -> None:
    reading = seed_reading(shared)
    assert len(reading.similar) == 10
    check(reading, choices(random.Random(seed).randrange(10**6)))

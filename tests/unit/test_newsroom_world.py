"""The newsroom's world is the same every time, and its truth is really true."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from crawler.newsroom import answers, world


def _shingles(record: dict[str, Any]) -> set[tuple[str, ...]]:
    words = " ".join(record["body"]).split()
    return {tuple(words[index : index + 3]) for index in range(len(words) - 2)}


def _likeness(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other)


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    return world.truth(articles=300)


def test_same_seed_same_world() -> None:
    assert world.truth(seed=7, articles=60) == world.truth(seed=7, articles=60)
    assert world.truth(seed=7, articles=60) != world.truth(seed=8, articles=60)


@pytest.mark.parametrize("articles", [30, 60, 300, 3000])
def test_counts(articles: int) -> None:
    records = world.truth(articles=articles)
    assert len(records) == articles
    assert len({record["canonical"] for record in records}) == articles
    assert sum(record["orphan"] for record in records) >= articles / 10


def test_original_stories_are_distinct(truth: list[dict[str, Any]]) -> None:
    plain = [_shingles(r) for r in truth if r["relation"] == "original" and not r["series"]]
    likenesses = [_likeness(one, other) for one, other in combinations(plain, 2)]
    assert max(likenesses) < 0.25
    assert sum(likenesses) / len(likenesses) < 0.05


def test_length_of_the_stories(truth: list[dict[str, Any]]) -> None:
    words = [len(" ".join(r["body"]).split()) for r in truth if not r["series"] and not r["of"]]
    assert min(words) >= 80
    assert max(words) <= 520
    assert len(set(words)) > 50


def test_copies_are_copies(truth: list[dict[str, Any]]) -> None:
    by_url = {record["url"]: record for record in truth}
    copies = [record for record in truth if record["of"]]
    assert {record["relation"] for record in copies} == {"exact", "retitled", "edited", "truncated"}
    for record in copies:
        original = by_url[record["of"]]
        assert record["group"] == original["group"]
        assert record["site"] != original["site"]
        if record["relation"] == "truncated":
            assert original["body"][: len(record["body"])] == record["body"]
        else:
            assert _likeness(_shingles(record), _shingles(original)) > 0.6
        assert (record["headline"] == original["headline"]) == (record["relation"] in ("exact", "truncated"))


def test_days_of_a_series_share_a_form_and_are_no_copies(truth: list[dict[str, Any]]) -> None:
    for name in ("gold", "weather"):
        days = [record for record in truth if record["series"] == name]
        assert len(days) >= 3
        assert len({tuple(record["body"]) for record in days}) == len(days)
        assert all(record["group"] is None for record in days)


def test_every_article_is_reachable_by_some_channel() -> None:
    made = world.build(articles=300)
    for outlet in world.OUTLETS:
        stories = made.of(outlet)
        reached = {story for story in stories if story.listed or story.in_sitemap}
        assert not any(story.orphan for story in reached)
        frontier = list(reached)
        while frontier:
            story = frontier.pop()
            new = {*story.similar, *([story.read_also] if story.read_also else [])} - reached
            reached |= new
            frontier.extend(new)
        assert reached == set(stories)


def test_pages_print_what_the_truth_says() -> None:
    made = world.build(articles=60)
    served = answers.Answers(made)
    assert sum(story.parts > 1 for story in made.all()) == 1
    for story in made.all():
        html = ""
        for part in range(1, story.parts + 1):
            answer = served.get(story.host, story.part_path(part))
            assert answer is not None
            assert answer.status == 200
            html += answer.body.decode("windows-1256" if story.outlet is world.OFOQ else "utf-8")
        for text in (story.headline, *story.paragraphs):
            assert (text in html) == (story.rendering == "static"), text


def test_addresses_have_variants() -> None:
    made = world.build()
    served = answers.Answers(made)
    story = next(story for story in made.of(world.OFOQ))
    plain = served.get(story.outlet.host, story.path)
    assert served.get(f"www.{story.outlet.host}", f"{story.path}&utm_source=x") == plain
    missing = served.get(story.outlet.host, "/news.aspx?id=1")
    assert missing is not None
    assert missing.status == 404
    assert served.get("elsewhere.example", "/") is None
    broken = served.get(story.outlet.host, "http://[")
    assert broken is not None
    assert broken.status == 404

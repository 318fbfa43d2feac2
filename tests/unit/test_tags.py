"""Tags: split, in order, each once; nothing that is none."""

from __future__ import annotations

import pytest

from crawler.items import Article
from crawler.refine.tagging import tag
from crawler.site import Site

SITE = Site(key="annahda", publisher="النهضة", domain="annahda.example")


def tags(*raw: str, section: str | None = None, headline: str = "ترميم الجسر القديم") -> list[str]:
    article = Article(
        url="https://annahda.example/1", site="annahda", tags=list(raw), section=section, headline=headline
    )
    return tag(article, SITE).tags


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (["مصر، السودان، ليبيا"], ["مصر", "السودان", "ليبيا"]),
        (["مصر؛ السودان; ليبيا"], ["مصر", "السودان", "ليبيا"]),
        (["مصر, السودان | ليبيا"], ["مصر", "السودان", "ليبيا"]),
        (["مصر - السودان - ليبيا"], ["مصر", "السودان", "ليبيا"]),
        (["مصر\nالسودان"], ["مصر", "السودان"]),
        (["#مصر #وزير_الخارجية #السودان"], ["مصر", "وزير الخارجية", "السودان"]),
        (["#وزير_الخارجية"], ["وزير الخارجية"]),
        (["كلمات دلالية: مصر، السودان"], ["مصر", "السودان"]),
        (["مصر", "السودان", "المزيد"], ["مصر", "السودان"]),
        (["مصر", "...المزيد"], ["مصر"]),
        (["مصر", "مِصر", "السودان", "مصر."], ["مصر", "السودان"]),
        (["القاهرة", "القاهره"], ["القاهرة"]),
        (["مصر", "", "  ", "،"], ["مصر"]),
        (["المملكة العربية السعودية"], ["المملكة العربية السعودية"]),
        (["تويتر", "فيسبوك"], ["تويتر", "فيسبوك"]),
        (["مصر - السودان", "ليبيا"], ["مصر - السودان", "ليبيا"]),
        (["«مصر»", '"السودان"'], ["مصر", "السودان"]),
        (["GPS", "iPhone 15"], ["GPS", "iPhone 15"]),
    ],
)
def test_tags(raw: list[str], expected: list[str]) -> None:
    assert tags(*raw) == expected


def test_a_run_of_words_cannot_be_told_apart() -> None:
    assert tags("وزير الخارجية الروسي موسكو وواشنطن روسيا الولايات المتحدة المزيد") == []


def test_the_section_is_no_tag() -> None:
    assert tags("سياسة", "مصر", section="سياسة") == ["مصر"]


def test_the_headline_is_no_tag() -> None:
    assert tags("ترميم الجسر القديم", "مصر") == ["مصر"]


def test_a_chopped_headline_is_no_tags() -> None:
    headline = "بدء ترميم الجسر القديم في المدينة"
    assert tags(*headline.split(), headline=headline) == []


def test_provenance_goes_with_the_tags() -> None:
    article = Article(
        url="https://annahda.example/1", site="annahda", tags=["المزيد"], provenance={"tags": "label"}
    )
    assert tag(article, SITE).provenance == {}

"""The dataclass is the schema: what is generated from it is up to date and describes every field."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from crawler.items import Article, Duplicate, Embedded, SimilarLink, Source
from crawler.schema import MEANING, PARTS, documents, json_schema


@pytest.mark.parametrize("name", sorted(documents()))
def test_generated_documents_are_up_to_date(project: Path, name: str) -> None:
    written = (project / "docs" / name).read_text(encoding="utf-8")
    assert written == documents()[name], f"docs/{name} is old: run `make docs`"


@pytest.mark.parametrize("cls", (Article, *PARTS), ids=lambda cls: cls.__name__)
def test_every_field_is_described(cls: type) -> None:
    assert list(MEANING[cls.__name__]) == [field.name for field in dataclasses.fields(cls)]


def test_nested_parts_and_absent_values_have_their_types() -> None:
    properties = json_schema()["properties"]
    assert properties["published_at"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
    assert properties["source"]["anyOf"][0] == {"$ref": "#/$defs/Source"}
    assert properties["similar"]["items"] == {"$ref": "#/$defs/SimilarLink"}
    assert properties["kind"]["enum"] == ["article", "live", "gallery", "video", "opinion"]
    assert json_schema()["$defs"]["Duplicate"]["properties"]["similarity"]["type"] == "number"


def test_a_line_holds_exactly_the_fields_of_the_schema() -> None:
    article = Article(
        url="https://a.example/1",
        site="a",
        source=Source(name="وكالة"),
        similar=[SimilarLink(url="https://a.example/2")],
        embedded=[Embedded(body="نص")],
        duplicate=Duplicate(of="a:2", cluster="a:2", kind="near", similarity=0.9, same_publisher=True),
    )
    schema = json_schema()
    line = json.loads(json.dumps(article.to_dict(), ensure_ascii=False))
    assert list(line) == schema["required"]
    assert list(line["source"]) == schema["$defs"]["Source"]["required"]
    assert list(line["similar"][0]) == schema["$defs"]["SimilarLink"]["required"]
    assert list(line["embedded"][0]) == schema["$defs"]["Embedded"]["required"]
    assert list(line["duplicate"]) == schema["$defs"]["Duplicate"]["required"]

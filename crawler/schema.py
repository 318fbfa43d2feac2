"""The JSON Schema of a line of JSONL and its table in the docs, both generated from `Article`.

`python -m crawler.schema --write` writes docs/article.schema.json and docs/article.md; a test compares them.
"""

from __future__ import annotations

import dataclasses
import json
import sys
import types
import typing
from pathlib import Path
from typing import Any, Literal, Union

from crawler.found import Channel
from crawler.items import Article, Duplicate, Embedded, Image, Layer, SimilarLink, Source, Video

PARTS = (Source, SimilarLink, Embedded, Image, Video, Duplicate)

# What a reader of the JSONL has to know; a test holds the names against the dataclasses.
MEANING: dict[str, dict[str, str]] = {
    "Article": {
        "id": "`<site>:<the site's own article id, or a hash of the URL>`; the same in every run",
        "url": "as fetched, after redirects",
        "canonical_url": "declared by the page where that can be believed, else computed",
        "requested_url": "as asked for",
        "site": "key of the site: the spider's name, or the registrable domain of an unknown site",
        "publisher": "name of the site that ran the article, in Arabic",
        "country": "country of the publisher, ISO 3166",
        "headline": "title, without the site's name",
        "kicker": "line above the headline",
        "standfirst": "summary below the headline",
        "body": "the article's own text: paragraphs joined by a blank line; a row of a table is one",
        "authors": "names, without verbs such as `كتب` and without desks",
        "dateline": "place that opens the text",
        "published_at": "ISO 8601 with offset; a bare date where the page states only a day; else null",
        "modified_at": "the same for the last change that the page states",
        "published_raw": "the text that `published_at` was read from",
        "section": "editorial place",
        "tags": "visible labels, in the page's order",
        "source": "whom the page credits for the copy",
        "similar": "links to other articles; of other sites only where a labelled box lists them",
        "embedded": "other articles whose text is printed in this page; never part of `body`",
        "images": "pictures of the article",
        "videos": "videos of the article",
        "kind": "form of the article",
        "language": "language of the body, ISO 639",
        "paywalled": "whether the text is behind a paywall; null where nothing tells",
        "duplicate": "the article that this one repeats",
        "revision": "0: as first stored; n: the nth change that was noticed, a line in `revisions/`",
        "changed": "what differs from the version before: some of `headline`, `body`, `tags`",
        "fetched_at": "when the page was fetched, ISO 8601 in UTC",
        "first_seen_at": "when its URL was first found",
        "channel": f"how it was found: {', '.join(typing.get_args(Channel))}",
        "parent_url": "the page, feed or sitemap that it was found in",
        "depth": "number of links from a seed",
        "provenance": f"field -> where its value was read: {', '.join(typing.get_args(Layer))}",
        "content_hash": "hash of the folded body",
        "extractor": "version of the rules that made this line",
    },
    "Source": {
        "name": "as in our registry, else as the page writes it",
        "site": "key of the site that it is, where we know one",
        "kind": "what it is",
        "evidence": "the words of the page that say so",
    },
    "SimilarLink": {"url": "", "title": "text of the link", "relation": "how the page presents it"},
    "Embedded": {"headline": "", "body": "", "url": ""},
    "Image": {"url": "", "caption": "", "credit": ""},
    "Video": {"url": "", "caption": "", "credit": ""},
    "Duplicate": {
        "of": "`id` of the article that is repeated",
        "cluster": "the same for all articles that repeat each other",
        "kind": "exact, near, contained or revision",
        "similarity": "between 0 and 1",
        "same_publisher": "",
    },
}

_SCALARS: dict[object, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    types.NoneType: "null",
}


def _schema_of(annotation: Any) -> dict[str, Any]:
    """Return the JSON Schema of one annotation of the item's dataclasses."""
    if annotation in _SCALARS:
        return {"type": _SCALARS[annotation]}
    if dataclasses.is_dataclass(annotation):
        return {"$ref": f"#/$defs/{getattr(annotation, '__name__', '')}"}
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _schema_of(arguments[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema_of(arguments[1])}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema_of(a) for a in arguments]}
    raise TypeError(f"no JSON Schema for {annotation!r}: add it to crawler/schema.py")


def _object_schema(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    meaning = MEANING[cls.__name__]
    properties = {}
    for field in dataclasses.fields(cls):
        properties[field.name] = _schema_of(hints[field.name])
        if meaning[field.name]:
            properties[field.name]["description"] = meaning[field.name]
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),  # a line always has every field
        "additionalProperties": False,
    }


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one line of JSONL."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Article",
        **_object_schema(Article),
        "$defs": {part.__name__: _object_schema(part) for part in PARTS},
    }


def _type_name(schema: dict[str, Any]) -> str:
    """Return a type as the table prints it: `string or null`, `list of Image`."""
    if "anyOf" in schema:
        return " or ".join(_type_name(s) for s in schema["anyOf"])
    if "$ref" in schema:
        return f"[{(name := schema['$ref'].rsplit('/', 1)[-1])}](#{name.lower()})"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] == "array":
        return f"list of {_type_name(schema['items'])}"
    if schema["type"] == "object":
        return f"object of {_type_name(schema['additionalProperties'])}"
    return str(schema["type"])


def _table(schema: dict[str, Any]) -> str:
    rows = ["| field | type | content |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {_type_name(value)} | {value.get('description', '')} |".replace("  |", " |")
        for name, value in schema["properties"].items()
    ]
    return "\n".join(rows)


def markdown() -> str:
    """Return docs/article.md."""
    schema = json_schema()
    parts = "\n\n".join(f"## {name}\n\n{_table(part)}" for name, part in schema["$defs"].items())
    return (
        "# The item\n\n"
        "<!-- Generated from crawler/items.py by `make docs`. -->\n\n"
        "One article is one line of JSONL: UTF-8, every field always present; what is absent is `null`,\n"
        "an empty list or an empty string. The names are schema.org's terms in snake_case. "
        "[article.schema.json](article.schema.json) is the same as JSON Schema.\n\n"
        f"{_table(schema)}\n\n{parts}\n"
    )


def documents() -> dict[str, str]:
    """Return the generated files: name under docs/ -> text."""
    text = json.dumps(json_schema(), ensure_ascii=False, indent=2)
    return {"article.schema.json": text + "\n", "article.md": markdown()}


def main(arguments: list[str]) -> int:
    """Print the JSON Schema, or with --write write the files under docs/."""
    if arguments == ["--write"]:
        for name, text in documents().items():
            Path("docs", name).write_text(text, encoding="utf-8")
        return 0
    print(documents()["article.schema.json"], end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

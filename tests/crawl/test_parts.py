"""An article on several pages is one line, whatever happens to its further pages."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.newsroom import grammar

HOME = "http://minbar.example/"
PARTS = 3
DRAFTS = {
    f"/news/2026/11/20/{number}": grammar.write(random.Random(number), section)
    for number, section in ((61001, "اقتصاد"), (61002, "رياضة"), (61003, "ثقافة"))
}


def _part(path: str, number: int) -> bytes:
    draft = DRAFTS[path]
    size = len(draft.paragraphs) // PARTS
    end = number * size if number < PARTS else None
    text = "".join(f"<p>{line}</p>" for line in draft.paragraphs[(number - 1) * size : end])
    pages = " ".join(f"<a href='{path}?page={n}'>{n}</a>" for n in range(1, PARTS + 1) if n != number)
    return (
        f"<html lang='ar'><head><meta charset='utf-8'><title>{draft.headline}</title></head>"
        f"<body><article><h1>{draft.headline}</h1>"
        f"<time datetime='2026-11-20T10:00:00+03:00'>20 نوفمبر 2026</time>{text}<p>{pages}</p></article>"
    ).encode()


@pytest.fixture
def minbar(serve_site: Any) -> Any:
    listed = "".join(f"<h3><a href='{path}'>{draft.headline}</a></h3>" for path, draft in DRAFTS.items())
    front = f"<html lang='ar'><meta charset='utf-8'><body>{listed}</body></html>".encode()

    def answer(target: str, asked: Counter[str]) -> tuple[int, bytes, dict[str, str]]:
        path, _, query = target.partition("?page=")
        number = int(query or 1)
        status, body = 404, b""
        if target == "/":
            status, body = 200, front
        elif path in DRAFTS:
            status, body = 200, _part(path, number)
        if path.endswith("61002") and number == 2 and asked[target] == 1:
            status = 503  # comes at the second try
        if path.endswith("61003") and number == 3:
            status = 404  # never comes
        return status, body, {"ETag": f'"{hash(body)}"'}

    return serve_site(HOME, answer)


def test_parts_are_joined_and_counted_once(minbar: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for _ in range(2):
        run = crawl(minbar, "crawl", "news", "-a", f"url={HOME}", "-s", "RETRY_DELAYS=0.2,0.4", data=data)
        assert run.returncode == 0, run.stderr
    stored = {line["url"].removeprefix(HOME[:-1]): line["body"].split("\n\n") for line in lines(data)}
    assert len(lines(data)) == len(DRAFTS)
    for path, draft in DRAFTS.items():
        known = 2 * (len(draft.paragraphs) // PARTS) if path.endswith("61003") else None
        assert stored[path] == list(draft.paragraphs)[:known]
    told = json.loads(crawl(minbar, "ledger", "--json", data=data).stdout)["sites"][0]
    assert told["balanced"]
    assert (told["stored"], told["waiting"]) == (3, 0)
    asked = minbar.asked
    assert asked["/news/2026/11/20/61001?page=2"] == asked["/news/2026/11/20/61001?page=3"] == 1
    assert asked["/news/2026/11/20/61002"] == asked["/news/2026/11/20/61002?page=2"] == 2
    assert asked["/news/2026/11/20/61003?page=3"] == 1

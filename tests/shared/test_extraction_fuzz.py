"""Extraction never raises over mutated real pages."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extraction import extract
from crawler.refine import refine
from crawler.site import Site

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))
from hostile_pages import mutated

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def pages(shared: Path) -> list[tuple[str, bytes]]:
    folder = shared / "pages"
    lines = (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()
    return [(e["url"], (folder / e["file"]).read_bytes()) for e in map(json.loads, lines)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mutated_real_pages(pages: list[tuple[str, bytes]], data: st.DataObject) -> None:
    url = data.draw(st.sampled_from([url for url, _ in pages]))
    html = data.draw(mutated([html for _, html in pages]))
    site = Site.generic(url)
    found = extract(html, url, site, fetched_at=NOW)
    assert (found.article is None) != (found.reason is None)
    if found.article is not None:
        refine(found.article, site)

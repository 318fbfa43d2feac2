"""`scrapy reextract` against pages with annotations: the real ones, and a dump of the simulated web.

The floors may rise. Lower one only together with the reason for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

WITH_SITE_FILES = {
    "headline": 0.99,
    "body": 0.99,
    "published_at": 0.99,
    "authors": 0.95,
    "tags": 0.95,
    "source": 0.95,
    "section": 0.95,
    "similar": 0.95,
}
WITHOUT = {
    "headline": 0.95,
    "body": 0.96,
    "published_at": 0.95,
    "authors": 0.85,
    "tags": 0.85,
    "source": 0.85,
    "section": 0.85,
    "similar": 0.85,
}
SIMULATED = {
    "headline": 0.97,
    "body": 0.97,
    "published_at": 0.97,
    "authors": 0.93,
    "tags": 0.93,
    "source": 0.93,
    "section": 0.93,
    "similar": 0.93,
}


def score(project: Path, scorer: Path, pages: Path, out: Path, *options: str) -> dict[str, Any]:
    """Return what the scorer says of `pages`, read by `scrapy reextract`."""
    read = [sys.executable, "-m", "scrapy", "reextract", str(pages), "-o", str(out), *options]
    done = subprocess.run(read, cwd=project, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    judge = [sys.executable, str(scorer), str(pages / "gold.jsonl"), str(out), "--json"]
    told = subprocess.run(judge, capture_output=True, text=True, timeout=120, check=True)
    figures: dict[str, Any] = json.loads(told.stdout)
    return figures


def below(figures: dict[str, Any], floors: dict[str, float]) -> dict[str, float]:
    """Return the fields that miss their floor."""
    return {name: figures[name]["mean"] for name, floor in floors.items() if figures[name]["mean"] < floor}


@pytest.mark.parametrize(("options", "floors"), [((), WITH_SITE_FILES), (("--site", "news"), WITHOUT)])
def test_real_pages(
    shared: Path, project: Path, tmp_path: Path, options: tuple[str, ...], floors: dict[str, float]
) -> None:
    pages = shared / "pages"
    figures = score(project, pages / "score.py", pages, tmp_path / "out.jsonl", *options)
    assert figures["pages_found"]["mean"] == 1.0
    assert below(figures, floors) == {}


def test_pages_of_the_simulated_web_without_site_files(shared: Path, project: Path, tmp_path: Path) -> None:
    web, pages = shared / "websim", tmp_path / "pages"
    dump = [sys.executable, "-m", "sim", "--now", "2026-11-23", "--sites", "12", "--articles", "900"]
    subprocess.run(
        [*dump, "--per-site", "15", "--dump", str(pages)],
        cwd=web,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=300,
        check=True,
    )
    figures = score(project, web / "sim" / "score.py", pages, tmp_path / "out.jsonl", "--site", "news")
    assert figures["pages_found"]["mean"] == 1.0
    assert below(figures, SIMULATED) == {}

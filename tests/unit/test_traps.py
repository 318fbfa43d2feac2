"""The ten traps: everything around an Arabic text that other tools get wrong."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extraction import extract
from crawler.items import Article
from crawler.refine import refine
from crawler.site import Site

sys.path.insert(0, str(Path(__file__).parent))
from trap_pages import TRAPS, Trap

NOW = datetime(2024, 6, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.name)
def test_trap(trap: Trap) -> None:
    site = Site.generic(trap.url)
    found = extract(trap.html, trap.url, site, fetched_at=NOW, encoding=trap.encoding)
    assert found.article is not None, found.reason
    article = refine(found.article, site)
    assert isinstance(article, Article)
    assert not trap.misses(article.to_dict())


def test_traps_are_ten_and_apart() -> None:
    assert len(TRAPS) == len({trap.url for trap in TRAPS}) == 10

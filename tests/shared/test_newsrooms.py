"""The list of newsrooms beside the facts about sites."""

from __future__ import annotations

import re
from pathlib import Path

from crawler.arabic.newsrooms import COUNTRY_OF

_COUNTRY = re.compile(r'^country:\s*"?([A-Z]{2})\b', re.MULTILINE)


def test_a_newsroom_is_where_the_facts_say(shared: Path) -> None:
    stated = {}
    for path in (shared / "sites").glob("*.yaml"):
        found = _COUNTRY.search(path.read_text(encoding="utf-8"))
        if found is not None and path.stem in COUNTRY_OF:
            stated[path.stem] = found[1].lower()
    assert len(stated) >= 50
    assert {domain: COUNTRY_OF[domain] for domain in stated} == stated

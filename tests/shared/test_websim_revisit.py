"""The simulated web moves on after a crawl: `-a revisit=1` notices what changed and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LISTINGS = ("listing", "rss", "sitemap", "ajax", "api")
_STEPS = (3_600, 3_600, 8_640)  # seconds; most of these moments lie between two marks of the schedule


def test_revisions_and_late_articles_are_noticed(simulated_web: Callable[..., Any], tmp_path: Path) -> None:
    data = tmp_path / "data"
    with simulated_web("--profile", "easy", "--now", "2026-11-23", "--articles", "400") as web:
        run = web.crawl(data)
        assert run.returncode == 0, run.stderr[-3000:]
        first = web.judge(data)
        for step in _STEPS:
            web.control(f"/clock?advance={step}")  # the machine's own clock does not move
            run = web.crawl(data, "-a", "revisit=1")
            assert run.returncode == 0, run.stderr[-3000:]
            last = web.judge(data)
            held, later = last["latest_revision_held"], last["coverage"]["appeared_later"]
            assert held["rate"] >= 0.98, step
            assert later["rate"] >= 0.98, step

    assert held["over"] >= 10
    assert later["of"] >= 10
    assert last["stored"]["same_canonical_twice"] == 0, "no change is seen where there is none"
    assert last["stored"]["revision_records"] == held["over"]
    assert last["duplicates"]["precision"] >= 0.98
    stored = first["stored"]["articles"]
    assert last["requests"]["refetched_unchanged"] <= 0.02 * stored, "what is unchanged costs a 304"
    before, after = (Counter(figures["requests"]["kinds"]) for figures in (first, last))
    listings = [sum(kinds[kind] for kind in _LISTINGS) for kinds in (before, after)]
    assert listings[1] - listings[0] <= 1.5 * len(_STEPS) * listings[0]

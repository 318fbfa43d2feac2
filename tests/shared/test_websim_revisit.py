"""The simulated web moves on after a crawl: `-a revisit=1` notices what changed and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LISTINGS = ("listing", "rss", "sitemap", "ajax", "api")


def test_revisions_and_late_articles_are_noticed(simulated_web: Callable[..., Any], tmp_path: Path) -> None:
    data = tmp_path / "data"
    with simulated_web("--profile", "easy", "--now", "2026-11-23", "--articles", "600") as web:
        run = web.crawl(data)
        assert run.returncode == 0, run.stderr[-3000:]
        first = web.judge(data)
        web.control("/clock?advance=21600")  # the machine's own clock does not move
        run = web.crawl(data, "-a", "revisit=1")
        assert run.returncode == 0, run.stderr[-3000:]
        second = web.judge(data)

    held = second["latest_revision_held"]
    assert held["over"] >= 15
    assert held["rate"] >= 0.98
    later = second["coverage"]["appeared_later"]
    assert later["of"] >= 15
    assert later["rate"] >= 0.98
    assert second["stored"]["same_canonical_twice"] == 0, "no change is seen where there is none"
    assert second["stored"]["revision_records"] == held["over"]
    assert second["duplicates"]["precision"] >= 0.98
    stored = first["stored"]["articles"]
    assert second["requests"]["refetched_unchanged"] <= 0.02 * stored, "what is unchanged costs a 304"
    before, after = (Counter(figures["requests"]["kinds"]) for figures in (first, second))
    listings = [sum(kinds[kind] for kind in _LISTINGS) for kinds in (before, after)]
    assert listings[1] - listings[0] <= 1.5 * listings[0]

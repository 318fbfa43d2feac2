"""The generic spider against the simulated web: what it must store, and what it must not ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def test_easy_web_is_stored_whole_and_a_second_run_asks_for_no_article(
    simulated_web: Callable[..., Any], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with simulated_web("--profile", "easy", "--now", "2026-11-23") as web:
        run = web.crawl(data)
        assert run.returncode == 0, run.stderr[-3000:]
        first = web.judge(data)
        web.control("/reset?clock=0")
        again = web.crawl(data)
        assert again.returncode == 0, again.stderr[-3000:]
        second = web.judge(data)

    assert first["coverage"]["all"]["rate"] >= 0.95
    assert first["coverage"]["orphans"]["rate"] >= 0.95
    assert first["stored"]["same_canonical_twice"] == 0
    strangers = first["stored"]["non_articles_total"] - first["stored"]["live_galleries_tickers"]
    assert strangers == 0, first["stored"]["non_articles"]
    assert first["requests"]["robots"]["disallowed_requests"] == 0
    assert first["requests"]["canary"]["hits"] == 0
    assert first["duplicates"]["trap_pairs_called_duplicates"] <= 2

    assert second["stored"]["same_canonical_twice"] == 0
    assert second["requests"]["distinct_articles_requested"] <= 0.02 * first["stored"]["articles"]

"""Every run is a resume: nothing twice, nothing lost, whatever ended the run before."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest


def account(crawl: Any, served: Any, data: Path) -> dict[str, Any]:
    """Return the ledger's balance over all sites, and check that it adds up."""
    shown = crawl(served, "ledger", "--json", data=data)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    told = json.loads(shown.stdout)
    assert told["balanced"]
    totals: dict[str, Any] = {"leased": sum(site["leased"] for site in told["sites"])}
    for name in ("found", "stored", "duplicate", "rejected", "gone", "blocked", "failed", "waiting"):
        totals[name] = sum(site[name] for site in told["sites"])
    return totals


def test_a_second_run_fetches_no_article_again(newsroom: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = crawl(newsroom, data=data)
    assert first.returncode == 0, first.stderr
    stored = [line["url"] for line in lines(data)]
    asked = newsroom.counts()
    assert len(stored) == len(set(stored)) > 0
    assert account(crawl, newsroom, data)["waiting"] == 0

    second = crawl(newsroom, data=data)
    assert second.returncode == 0, second.stderr
    assert [line["url"] for line in lines(data)] == stored
    again = newsroom.counts() - asked
    articles = {line["requested_url"] for line in [*lines(data), *lines(data, "duplicates")]}
    assert not articles & set(again)
    assert account(crawl, newsroom, data)["leased"] == 0


def test_sigterm_ends_a_run_cleanly(
    start_newsroom: Any, crawl: Any, spawn: Any, lines: Any, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    served = start_newsroom(delay=0.05)
    process = spawn(served, data=data)
    wait_for_lines(process, data, 5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    totals = account(crawl, served, data)
    assert totals["leased"] == 0
    before = {line["id"] for line in lines(data)}
    assert crawl(served, data=data).returncode == 0
    after = [line["id"] for line in lines(data)]
    assert before <= set(after)
    assert len(after) == len(set(after))
    assert account(crawl, served, data)["waiting"] == 0


@pytest.mark.parametrize("setting", ["CLOSESPIDER_ITEMCOUNT=5", "CLOSESPIDER_PAGECOUNT=12"])
def test_closespider_leaves_no_lease(newsroom: Any, crawl: Any, tmp_path: Path, setting: str) -> None:
    data = tmp_path / "data"
    run = crawl(newsroom, "crawl", "news", "-a", f"url={newsroom.urls}", "-s", setting, data=data)
    assert run.returncode == 0, run.stderr
    totals = account(crawl, newsroom, data)
    assert totals["leased"] == 0
    assert totals["waiting"] > 0
    assert crawl(newsroom, data=data).returncode == 0
    assert account(crawl, newsroom, data)["waiting"] == 0


def test_limit_is_the_number_of_stored_articles(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    data, out = tmp_path / "data", tmp_path / "out.jsonl"
    arguments = ["crawl", "news", "-a", f"url={newsroom.urls}", "-a", "limit=7"]
    run = crawl(newsroom, *arguments, "-O", str(out), data=data)
    assert run.returncode == 0, run.stderr
    assert len(lines(data)) == 7
    exported = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {item["id"] for item in exported} == {line["id"] for line in lines(data)}
    assert "\\u0" not in out.read_text(encoding="utf-8")
    assert account(crawl, newsroom, data)["leased"] == 0


def test_similar_links_can_be_left_alone(newsroom: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    arguments = ["crawl", "news", "-a", f"url={newsroom.urls}"]
    assert crawl(newsroom, *arguments, "-a", "similar=0", data=tmp_path / "data").returncode == 0
    assert not {line["channel"] for line in lines(tmp_path / "data")} & {"similar", "read_also", "inline"}


def test_depth_bounds_the_steps_from_a_seed(newsroom: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    arguments = ["crawl", "news", "-a", f"url={newsroom.urls}", "-a", "depth=1"]
    assert crawl(newsroom, *arguments, data=tmp_path / "data").returncode == 0
    assert {line["depth"] for line in lines(tmp_path / "data")} == {1}


def test_days_that_one_run_left_out_are_taken_by_another(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    days = sorted(record["published_at"][:10] for record in newsroom.truth if record.get("published_at"))
    middle = days[len(days) // 2]
    arguments = ["crawl", "news", "-a", f"url={newsroom.urls}"]
    assert crawl(newsroom, *arguments, "-a", f"since={middle}", data=data).returncode == 0
    some = lines(data)
    assert some
    assert all((line["published_at"] or middle)[:10] >= middle for line in some)
    assert crawl(newsroom, *arguments, data=data).returncode == 0
    everything = [line["id"] for line in lines(data)]
    assert len(everything) == len(set(everything)) > len(some)
    totals = account(crawl, newsroom, data)
    assert totals["rejected"] < len(everything)


def wait_for_lines(process: Any, data: Path, number: int) -> None:
    """Wait until so many lines are stored."""
    patience = time.monotonic() + 60
    while True:
        there = sum(path.read_bytes().count(b"\n") for path in data.glob("articles/*/*.jsonl"))
        if there >= number:
            return
        assert process.poll() is None, "the crawl ended before"
        assert time.monotonic() < patience
        time.sleep(0.02)

"""The newsroom crawled end to end with `news`, which knows nothing of its three sites."""

from __future__ import annotations

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from rapidfuzz.distance import Levenshtein

from crawler.arabic.fold import fold
from crawler.newsroom import world

_NUMBER = re.compile(r"(?:^|[/=])(\d{6})(?=$|[/&?#])")


def key(url: str) -> tuple[str, str]:
    """Return what all addresses of an article share: host and number."""
    parts = urlsplit(unquote(url))
    found = _NUMBER.search(parts.path + "?" + parts.query) or re.search(r"()$", "")
    assert found is not None
    return parts.hostname or "", found[1]


def truth_of(crawled: Any) -> dict[tuple[str, str], dict[str, Any]]:
    return {key(record["url"]): record for record in crawled.served.truth if record["rendering"] == "static"}


def pairs(crawled: Any, host: str | None = None) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return (stored, true) of every line, duplicates too: their fields must be right as well."""
    truth = truth_of(crawled)
    lines = [*crawled.articles, *crawled.duplicates]
    found = [(line, truth[key(line["url"])]) for line in lines if key(line["url"]) in truth]
    return [pair for pair in found if host in (None, pair[1]["site"])]


def test_both_runs_end_well(crawled: Any) -> None:
    for run in crawled.runs:
        assert run.returncode == 0, run.stderr
        assert "Traceback" not in run.stderr


def test_every_article_is_stored_once_orphans_included(crawled: Any) -> None:
    truth = truth_of(crawled)
    kept = [key(line["url"]) for line in crawled.articles]
    diverted = [key(line["url"]) for line in crawled.duplicates]
    everything = kept + diverted
    assert len(everything) == len(set(everything)), "an article was stored twice"
    assert set(everything) <= truth.keys(), "something was stored that is no article"
    missing = truth.keys() - set(everything)
    assert not missing, [truth[one]["url"] for one in missing]
    ids = [line["id"] for line in (*crawled.articles, *crawled.duplicates)]
    assert len(ids) == len(set(ids))


def test_copies_are_diverted_and_nothing_else_is(crawled: Any) -> None:
    truth = truth_of(crawled)
    kept = {key(line["url"]) for line in crawled.articles}
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one, record in truth.items():
        if record["group"] is None:
            assert one in kept, f"no copy of anything: {record['url']}"
        else:
            groups[record["group"]].append(record)
    for members in groups.values():
        stored = [record for record in members if key(record["url"]) in kept]
        assert stored, [record["url"] for record in members]
        # A cut copy is one more story, or is part of one: both can be said of it.
        whole = [record for record in stored if record["relation"] != "truncated"]
        assert len(whole) <= 1, [(record["relation"], record["url"]) for record in whole]


def test_a_second_run_stores_nothing_and_asks_for_no_article_again(crawled: Any, lines: Any) -> None:
    assert lines(crawled.data) == crawled.articles
    assert lines(crawled.data, "duplicates") == crawled.duplicates
    assert not (crawled.data / "revisions").exists() or not lines(crawled.data, "revisions")
    articles = truth_of(crawled).keys()
    assert crawled.second, "hubs are asked for again in every run"
    again = [entry["url"] for entry in crawled.second if key(entry["url"]) in articles]
    assert not again


def test_no_article_is_asked_for_twice_whatever_its_address(crawled: Any) -> None:
    articles = truth_of(crawled).keys()
    urls = [entry["url"] for entry in crawled.first if key(entry["url"]) in articles]
    parts = [url for url in urls if "?page=" in url]
    assert len(parts) == len(set(parts)) == world.PARTS - 1, "the further pages of the one long article"
    asked = [key(url) for url in urls if url not in parts]
    # One old address redirects to an article, and is found before where it leads to is known.
    assert len(asked) - len(set(asked)) <= 1


def test_robots_are_obeyed(crawled: Any) -> None:
    paths = [urlsplit(entry["url"]).path for entry in (*crawled.first, *crawled.second)]
    assert "/robots.txt" in paths
    assert not [path for path in paths if path.startswith(("/private", "/search"))]


def test_gone_pages_are_not_stored(crawled: Any) -> None:
    urls = " ".join(line["url"] for line in (*crawled.articles, *crawled.duplicates))
    assert "99001" not in urls
    assert "99002" not in urls


def test_the_ledger_balances(crawled: Any, crawl: Any) -> None:
    shown = crawl(crawled.served, "ledger", "--json", data=crawled.data)
    assert shown.returncode == 0, shown.stderr
    for site in json.loads(shown.stdout)["sites"]:
        assert site["waiting"] == site["leased"] == 0, site


@pytest.mark.parametrize(
    "host", ["sada-alhadath.example", "wikalat-alofoq.example", "hasad-alakhbar.example"]
)
def test_headlines_and_bodies_are_the_pages_own(crawled: Any, host: str) -> None:
    found = pairs(crawled, host)
    assert found
    for line, record in found:
        assert fold(line["headline"]) == fold(record["headline"]), line["url"]
        # The attribution of a wire ("CITY (WIRE) -") may be taken out of the text, as a dateline.
        told, true = fold(line["body"]), fold("\n\n".join(record["body"]))
        assert told == true or true.endswith(told) or _alike(told, true) > 0.97, line["url"]


def _alike(one: str, other: str) -> float:
    return Levenshtein.normalized_similarity(one, other)


def test_dates_authors_sections_and_sources_are_right(crawled: Any) -> None:
    for line, record in pairs(crawled):
        where = line["url"]
        assert line["published_at"] == record["published_at"], where
        assert line["authors"] == record["authors"], where
        assert line["section"] == record["section"], where
        assert (line["source"] or {}).get("name") == record["source"], where


def test_tags_and_similar_articles_are_right(crawled: Any) -> None:
    for line, record in pairs(crawled):
        where = line["url"]
        assert line["tags"] == record["tags"], where
        similar = {key(link["url"]) for link in line["similar"] if link["relation"] == "similar"}
        assert similar == {key(link["url"]) for link in record["similar"]}, where
        if record["read_also"]:
            others = {key(link["url"]) for link in line["similar"] if link["relation"] != "similar"}
            assert key(record["read_also"]) in others | similar, where


def test_the_embedded_article_is_kept_apart(crawled: Any) -> None:
    shares = []
    for line, record in pairs(crawled):
        if not record["embedded"]:
            assert not line["embedded"], line["url"]
            continue
        (other,) = record["embedded"]
        (found,) = line["embedded"]
        assert fold(found["headline"]) == fold(other["headline"]), line["url"]
        shares.append(_alike(fold(found["body"]), fold("\n\n".join(other["body"]))))
    assert statistics.mean(shares) > 0.99


def test_parse_and_shell_disturb_no_crawl(
    start_newsroom: Any, spawn: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    served = start_newsroom(articles=90, delay=0.05)
    data = tmp_path / "data"
    running = spawn(served, data=data)
    while not any(data.glob("articles/*/*.jsonl")) and running.poll() is None:
        time.sleep(0.02)
    # Held where it is, with its locks and leases, so that all of this happens during the crawl.
    # The signal comes back before the last thread stands still: without the wait, a write that was under way
    # would be taken for a write of `parse`.
    running.send_signal(signal.SIGSTOP)
    held = os.waitid(os.P_PID, running.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    assert held is not None
    assert held.si_code == os.CLD_STOPPED, "the crawl ended before it could be held"
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    url = next(record["url"] for record in served.truth if record["site"] == "hasad-alakhbar.example")
    parsed = crawl(served, "parse", "--spider", "news", "-a", f"url={served.urls}", url, data=data)
    assert parsed.returncode == 0, parsed.stderr
    assert "Traceback" not in parsed.stderr
    shell = crawl(served, "shell", url, "-c", "response.status", data=data)
    assert shell.returncode == 0, shell.stderr
    assert "200" in shell.stdout
    after = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    touched = {str(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert touched == set()
    running.send_signal(signal.SIGCONT)
    assert running.wait(120) == 0
    everything = {key(line["url"]) for folder in ("articles", "duplicates") for line in lines(data, folder)}
    assert everything == {key(record["url"]) for record in served.truth if record["rendering"] == "static"}


def test_the_command_crawls_everything_and_shows_an_article(
    project: Path, tmp_path: Path, lines: Any
) -> None:

    command = [sys.executable, "-m", "scrapy", "newsroom", "-s", f"DATA_DIR={tmp_path / 'data'}"]
    runs = [
        subprocess.run(
            command, cwd=project, env=os.environ, text=True, capture_output=True, timeout=240, check=False
        )
        for _ in range(2)
    ]
    for run in runs:
        assert run.returncode == 0, run.stderr
        assert "headline" in run.stdout
        assert "tags" in run.stdout
        assert str(tmp_path / "data") in run.stdout
    stored = len(lines(tmp_path / "data")) + len(lines(tmp_path / "data", "duplicates"))
    assert stored in (60, 56), "without Chromium the live coverage is left out"
    assert "Nothing new" in runs[1].stderr

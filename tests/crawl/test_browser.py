"""One real Chromium on the newsroom's client-rendered articles."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest

from crawler.arabic.fold import fold
from crawler.network.chromium import find_chromium

_LIVE = ("crawl", "newsroom_live", "-s", "SPIDER_MODULES=spiders,crawler.newsroom.live")


@pytest.fixture(autouse=True)
def chromium() -> None:
    """Chromium, or a sentence; in CI it must be there."""
    if find_chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: `make browser` installs it")
        pytest.skip("Chromium is missing: `make browser` installs it")


def chromiums(served: Any) -> set[int]:
    """Return the ids of the living Chromiums that crawls of `served` started; other ones do not count."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            ours = served.proxy.encode() in (folder / "environ").read_bytes()
        except OSError:
            continue
        name, _, rest = state.partition("(")[2].rpartition(")")
        if ours and "chrom" in name and rest.split()[0] != "Z":
            found.add(int(folder.name))
    return found


def test_a_client_rendered_article_is_stored_with_its_text(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    run = crawl(newsroom, *_LIVE, data=tmp_path / "data")
    assert run.returncode == 0, run.stderr
    truth = {record["url"]: record for record in newsroom.truth if record["rendering"] == "browser"}
    stored = {article["url"]: article for article in lines(tmp_path / "data")}
    assert stored.keys() == truth.keys()
    for url, article in stored.items():
        assert fold(article["headline"]) == fold(truth[url]["headline"])
        assert fold(article["body"]) == fold("\n\n".join(truth[url]["body"]))
    assert not chromiums(newsroom), "Chromium outlived the crawl"
    asked = newsroom.requests()
    assert any(entry["url"].endswith("/frame") for entry in asked), "no page tried to leave"
    assert "'guard/browser/private-address'" in run.stderr
    assert re.search(
        rf"browser +{len(truth)}  pages of [\d.]+ s and [\d.]+ MB each, Chromium \d+ MB", run.stderr
    )
    assert not [entry for entry in asked if "169.254" in entry["url"]], "a page went where it pleased"
    pages = [entry for entry in asked if entry["url"].startswith("http://live.")]
    assert not [entry for entry in pages if "/img/" in entry["url"]], "images were loaded for nobody"
    assert len({entry["agent"] for entry in pages}) == 1, "the browser does not say who it is"


def test_articles_that_come_without_text_are_opened_in_the_browser(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    """No site file says so: a first page shows it, the next ones go there at once, another run knows."""
    data = tmp_path / "data"
    arguments = ("crawl", "news", "-a", "url=http://live.sada-alhadath.example/", "-a", "depth=1")
    one_by_one = ("-s", "BROWSER=auto", "-s", "CONCURRENT_REQUESTS=1")
    run = crawl(newsroom, *arguments, *one_by_one, "-a", "limit=2", data=data)
    assert run.returncode == 0, run.stderr
    truth = {record["url"]: record for record in newsroom.truth if record["rendering"] == "browser"}
    assert len(truth) > 3
    first = lines(data)
    assert len(first) == 2
    assert {article["url"] for article in first} <= truth.keys()
    assert crawl(newsroom, *arguments, *one_by_one, data=data).returncode == 0
    stored = {article["url"]: article for article in lines(data) if article["url"] in truth}
    assert stored.keys() == truth.keys()
    for url, article in stored.items():
        assert fold(article["body"]) == fold("\n\n".join(truth[url]["body"]))
    asked = newsroom.counts()
    twice = [url for url in truth if asked[url] > 1]
    assert 1 <= len(twice) <= 3, "what was under way when the first page showed it, and no more"
    assert not chromiums(newsroom), "Chromium outlived the crawl"


def test_no_chromium_is_left_when_the_crawl_is_killed(newsroom: Any, spawn: Any, tmp_path: Path) -> None:
    process = spawn(newsroom, *_LIVE, data=tmp_path / "data")
    try:
        end = time.monotonic() + 60
        while not chromiums(newsroom) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.05)
        assert chromiums(newsroom), "the crawl opened no browser"
    finally:
        process.kill()
        process.wait()
    end = time.monotonic() + 30
    while chromiums(newsroom) and time.monotonic() < end:
        time.sleep(0.1)
    assert not chromiums(newsroom), "Chromium outlived the crawl that was killed"


def test_the_browsers_pages_are_counted(newsroom: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    arguments = ["crawl", "news", "-a", "url=http://live.sada-alhadath.example/", "-a", "depth=1"]
    run = crawl(newsroom, *arguments, "-s", "BROWSER=auto", "-s", "BROWSER_PAGES=1", data=data)
    assert run.returncode == 0, run.stderr
    assert (
        len([article for article in lines(data) if "/live/" in article["url"] or "live." in article["url"]])
        == 1
    )
    assert "needs-browser" in run.stderr.rpartition("errors")[2]
    assert "another run tries them again" in run.stderr


def test_without_the_browser_such_pages_are_rejected_and_none_is_started(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    arguments = ("crawl", "news", "-a", "url=http://live.sada-alhadath.example/", "-a", "depth=1")
    run = crawl(newsroom, *arguments, "-s", "LOG_LEVEL=DEBUG", data=tmp_path / "data")
    assert run.returncode == 0, run.stderr
    assert "playwright" not in run.stderr.lower()
    live = {record["url"] for record in newsroom.truth if record["rendering"] == "browser"}
    assert not live & {article["url"] for article in lines(tmp_path / "data")}
    assert not chromiums(newsroom)

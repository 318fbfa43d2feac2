"""ARCHIVE=warc: what a crawl read can be read again, with the same result."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# What only a crawl knows.
_OF_THE_CRAWL = ("requested_url", "first_seen_at", "channel", "parent_url", "depth", "duplicate", "changed")


def test_the_archive_gives_the_articles_of_the_crawl(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run = crawl(newsroom, "crawl", "news", "-a", f"url={newsroom.urls}", "-s", "ARCHIVE=warc", data=data)
    assert run.returncode == 0, run.stderr
    files = sorted(data.glob("warc/*/*-1.warc.gz"))
    assert {path.parent.name for path in files} == {path.name for path in (data / "articles").iterdir()}
    out = tmp_path / "again.jsonl"
    again = crawl(newsroom, "reextract", *map(str, files), "-o", str(out), data=tmp_path / "unused")
    assert again.returncode == 0, again.stderr
    read = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if "rejected" not in article:
            read[article["url"]] = article
    crawled = {article["url"]: article for article in [*lines(data), *lines(data, "duplicates")]}
    assert crawled.keys() <= read.keys()
    for url, article in crawled.items():
        for name in _OF_THE_CRAWL:
            article.pop(name, None)
            read[url].pop(name, None)
        assert read[url] == article


def test_nothing_is_archived_unasked(newsroom: Any, crawl: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert crawl(newsroom, data=data).returncode == 0
    assert not (data / "warc").exists()


def test_an_archive_that_cannot_be_written_ends_the_run(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "warc").touch()  # where a folder is wanted
    arguments = ["crawl", "news", "-a", f"url={newsroom.urls}"]
    run = crawl(newsroom, *arguments, "-s", "ARCHIVE=warc", data=data)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "Cannot write the archive" in run.stderr.rstrip().splitlines()[-1]
    told = crawl(newsroom, "ledger", "--json", data=data)
    assert not any(site["leased"] for site in json.loads(told.stdout)["sites"]), told.stdout
    # Nothing was settled on the quiet: the next run stores everything.
    (data / "warc").unlink()
    assert crawl(newsroom, *arguments, data=data).returncode == 0
    assert len(lines(data)) + len(lines(data, "duplicates")) > 50


def test_another_word(newsroom: Any, crawl: Any, tmp_path: Path) -> None:
    run = crawl(
        newsroom, "crawl", "news", "-a", f"url={newsroom.urls}", "-s", "ARCHIVE=zip", data=tmp_path / "data"
    )
    assert run.returncode == 2
    assert run.stderr.rstrip().endswith("ARCHIVE is one of off, warc, not 'zip'.")

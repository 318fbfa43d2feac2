"""What cannot work is told in a sentence, with a status that is not zero and nothing lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest


def last_line(run: Any) -> str:
    assert "Traceback" not in run.stderr, run.stderr
    return str(run.stderr.rstrip().splitlines()[-1])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "elbalat"], "Did you mean"),
        (["crawl", "news"], "needs a home page"),
        (["crawl", "news", "-a", "url=https://a.example/", "-a", "since=yesterday"], "since takes a day"),
        (["crawl", "news", "-a", "url=https://a.example/", "-a", "speed=9"], "no argument 'speed'"),
        (["crawl", "elbalad", "-a", "url=https://a.example/"], "url is an argument of `news`"),
        (["crawl", "elbalad", "--limit", "5"], "There is no option --limit"),
        (["crawl", "elbalad", "-s", "CONCURRENT_REQUESTS=0"], "takes a whole number from 1 on"),
        (["crawl", "elbalad", "-L", "LOUD"], "LOG_LEVEL is one of"),
        (["crawl", "elbalad", "-O", "/dev/null/out.jsonl"], "out.jsonl cannot be written"),
        (["newsroom", "--articles", "5"], "takes a number from 30 on"),
        (["newsroom", "-a", "limit=0"], "limit takes a number from 1 on"),
        (["ledger", "-s", "DATADIR=x"], "Did you mean DATA_DIR?"),
        (["crawlall", "-s", "DOWNLOAD_DELAY=fast"], "takes a number from 0 on"),
    ],
)
def test_arguments(newsroom: Any, crawl: Any, tmp_path: Path, arguments: list[str], words: str) -> None:
    run = crawl(newsroom, *arguments, data=tmp_path / "data")
    assert run.returncode == 2
    assert words in last_line(run)
    assert not (tmp_path / "data").exists()


DEAD = ["crawl", "news", "-a", "url=http://nobody.example/", "-s", "RETRY_DELAYS=0.1,0.1"]


def test_a_dead_host(newsroom: Any, crawl: Any, tmp_path: Path) -> None:
    run = crawl(newsroom, *DEAD, data=tmp_path / "data")
    assert run.returncode == 1
    assert "Nothing of nobody.example could be read" in last_line(run)


def test_a_proxy_that_is_down(newsroom: Any, crawl: Any, tmp_path: Path) -> None:
    """It is the proxy that refuses, so it is named, without its password."""
    served = dataclasses.replace(newsroom, proxy="http://me:secret@127.0.0.1:9")
    run = crawl(served, *DEAD, data=tmp_path / "data")
    assert run.returncode == 1
    words = "it refuses connections (asked through the proxy 127.0.0.1:9)."
    assert last_line(run) == f"Nothing of nobody.example could be read: {words}"


def test_a_data_dir_that_cannot_be_written(newsroom: Any, crawl: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = crawl(newsroom, data=tmp_path / "file" / "data")
    assert run.returncode == 1
    assert "Cannot write" in last_line(run)


def test_a_damaged_ledger(newsroom: Any, crawl: Any, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "ledger.sqlite").write_bytes(b"no database " * 1000)
    run = crawl(newsroom, data=tmp_path / "data")
    assert run.returncode == 1
    assert "file is not a database" in last_line(run)
    assert "pages in" not in run.stderr  # no account of a run that never began


def test_a_file_that_lost_its_end(newsroom: Any, crawl: Any, lines: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert crawl(newsroom, data=data).returncode == 0
    path = next(iter(sorted(data.glob("articles/*/*.jsonl"))))
    kept = path.read_bytes()
    path.write_bytes(kept[:-10])
    run = crawl(newsroom, data=data)
    assert run.returncode == 1
    assert "the ledger accounts for" in last_line(run)
    assert path.read_bytes() == kept[:-10]
    path.write_bytes(kept)
    assert crawl(newsroom, data=data).returncode == 0


def test_a_second_crawl_of_the_same_site(start_newsroom: Any, crawl: Any, spawn: Any, tmp_path: Path) -> None:
    served = start_newsroom(articles=600, delay=1)  # under way still when all below is done
    data = tmp_path / "data"
    first = spawn(served, data=data)
    while not list(data.glob("locks/*.lock")):
        assert first.poll() is None
    second = crawl(served, data=data)
    assert second.returncode == 1
    assert "is being crawled by" in last_line(second)
    # Looking at pages disturbs nothing.
    parse = crawl(served, "parse", "--spider", "news", "-a", f"url={served.urls}", served.homes[0], data=data)
    assert parse.returncode == 0, parse.stderr
    assert "# Requests" in parse.stdout
    alone = crawl(served, "parse", "--spider", "news", served.homes[0], data=data)
    assert alone.stdout.count("<GET ") == parse.stdout.count("<GET ") > 5
    assert first.poll() is None
    first.terminate()
    assert first.wait(120) == 0


def test_a_file_of_the_run_that_cannot_be_written_whole(
    newsroom: Any, crawl: Any, lines: Any, tmp_path: Path
) -> None:
    """`-O` fails where its disk is full; what is stored lies in articles/ all the same."""
    run = crawl(
        newsroom,
        "crawl",
        "news",
        "-a",
        f"url={newsroom.urls}",
        "-a",
        "limit=3",
        "-O",
        "/dev/full:jsonl",
        data=tmp_path / "data",
    )
    assert run.returncode == 1
    assert "could not be written whole" in run.stderr
    assert len(lines(tmp_path / "data")) >= 3

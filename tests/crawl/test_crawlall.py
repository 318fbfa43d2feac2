"""`scrapy crawlall`: several sites in a process, several processes, and one bad site among good ones."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings

from crawler.ledger.lock import SiteLock
from crawler.newsroom.world import HASAD, OFOQ, SADA

_SITE = """
from crawler.site import Links, Site
from crawler.spider import NewsSpider


class OneSpider(NewsSpider):
    name = "{name}"
    site = Site(
        publisher="{publisher}",
        domain="{host}",
        host="{host}",
        scheme="http",
        country="{country}",
        timezone="Asia/Riyadh",
        seeds=["/"],
        links=Links(article=r"{article}"),
    )
"""
_SITES = (
    ("sada", SADA, "EG", r"/story/\d+/"),
    ("ofoq", OFOQ, "SA", r"/news\.aspx\?id=\d+"),
    ("hasad", HASAD, "EG", r"/article/\d+/"),
)


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Site files of the newsroom's three outlets, in a package `newsroom_sites`."""
    folder = tmp_path / "modules" / "newsroom_sites"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    for name, outlet, country, article in _SITES:
        written = _SITE.format(
            name=name, publisher=outlet.name, host=outlet.host, country=country, article=article
        )
        (folder / f"{name}.py").write_text(written, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder.parent))
    return folder


_ALL = ("crawlall", "-s", "SPIDER_MODULES=newsroom_sites", "-s", "PROGRESS_EVERY=1")


def rows(said: str) -> dict[str, list[str]]:
    """Return the rows of the last table, by site."""
    cut = said.rpartition("pages/s")[2].splitlines()
    found = [line.split() for line in cut if re.match(r"\s*\w+(?:\s+\d+){6}", line)]
    return {row[0]: row[1:] for row in found}


def test_all_sites_are_crawled_in_two_processes(
    newsroom: Any, crawl: Any, lines: Any, sites: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run = crawl(newsroom, *_ALL, "--jobs", "2", data=data)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    table = rows(run.stderr)
    assert table.keys() == {"sada", "ofoq", "hasad", "all"}, run.stderr
    stored = [line["site"] for line in lines(data)]
    for name in ("sada", "ofoq", "hasad"):
        queue, _, kept, *_ = table[name]
        assert (queue, int(kept)) == ("0", stored.count(name))
        assert stored.count(name) > 5
    shown = crawl(newsroom, "ledger", "--json", data=data)
    for site in json.loads(shown.stdout)["sites"]:
        assert site["leased"] == 0, site


def test_sites_are_chosen_by_country_and_by_name(
    newsroom: Any, crawl: Any, lines: Any, sites: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run = crawl(newsroom, *_ALL, "--country", "eg", "--sites", "hasad,ofoq", "-a", "limit=2", data=data)
    assert run.returncode == 0, run.stderr
    assert [line["site"] for line in lines(data)] == ["hasad", "hasad"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sites", "nosuch"], "There is no site nosuch."),
        (["--sites", ","], "--sites names no site."),
        (["--country", "Egypt"], "--country takes codes of two letters"),
        (["--country", "EG,ZZ"], "There is no site of ZZ"),
        (["--jobs", "0"], "--jobs takes a number from 1 on, not '0'."),
        (["--jobs", "many"], "--jobs takes a number from 1 on, not 'many'."),
        (["-a", "since=yesterday"], "since takes a day"),
        (["-a", "url=https://a.example/"], "url is an argument of `news`"),
    ],
)
def test_what_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        execute(["scrapy", "crawlall", *options], settings=get_project_settings())
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_locked_damaged_broken_and_dead_sites_stop_no_other(
    newsroom: Any, crawl: Any, lines: Any, sites: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    # A spider with code of its own is what crawls its site, in a process by itself.
    with (sites / "hasad.py").open("a", encoding="utf-8") as file:
        file.write("\n    def parse_feed(self, response):\n        return super().parse_feed(response)\n")
    (sites / "broken.py").write_text("this is no Python", encoding="utf-8")
    dead = _SITE.format(name="dead", publisher="ميت", host="dead.example", country="EG", article=r"/x/\d+")
    (sites / "dead.py").write_text(dead, encoding="utf-8")
    strange = data / "articles" / "ofoq" / "2020-01-01.jsonl"
    strange.parent.mkdir(parents=True)
    strange.write_text("{}\n", encoding="utf-8")
    lock = SiteLock(data / "locks", "sada")
    lock.take()
    try:
        run = crawl(newsroom, *_ALL, "--jobs", "1", "-s", "RETRY_DELAYS=1", data=data)
    finally:
        lock.free()
    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    for site, why in (
        ("sada", "is being crawled by process"),
        ("ofoq", "not known to this ledger"),
        ("broken", "cannot be read: SyntaxError"),
        ("dead", "Nothing of dead could be read"),
    ):
        assert re.search(rf"^{site}: .*{why}", run.stderr, re.MULTILINE), run.stderr
    assert len([line for line in lines(data) if line.get("site") == "hasad"]) > 5
    assert not (data / "articles" / "sada").exists()


def test_sigterm_ends_every_process_and_the_next_run_goes_on(
    start_newsroom: Any, crawl: Any, spawn: Any, lines: Any, sites: Path, tmp_path: Path
) -> None:
    served, data = start_newsroom(articles=300, delay=0.05), tmp_path / "data"
    process = spawn(served, *_ALL, "--jobs", "2", data=data)
    patience = time.monotonic() + 60
    while not lines(data):
        assert time.monotonic() < patience
        assert process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    before = len(lines(data))
    run = crawl(served, *_ALL, data=data)
    assert run.returncode == 0, run.stderr
    every = [line["id"] for line in (*lines(data), *lines(data, "duplicates"))]
    assert len(every) == len(set(every))
    assert len(lines(data)) > before


def test_nobody_crawls_on_when_the_command_is_killed(
    start_newsroom: Any, spawn: Any, lines: Any, sites: Path, tmp_path: Path
) -> None:
    served, data = start_newsroom(delay=0.1), tmp_path / "data"
    process = spawn(served, *_ALL, "--jobs", "1", data=data)
    patience = time.monotonic() + 60
    while not lines(data):
        assert time.monotonic() < patience
        time.sleep(0.1)
    process.kill()
    process.wait(10)
    asked = -1
    while asked != len(served.requests()):
        assert time.monotonic() < patience
        asked = len(served.requests())
        time.sleep(2)
    lock = SiteLock(data / "locks", "sada")
    while True:
        try:
            lock.take()
            break
        except Exception:
            assert time.monotonic() < patience
            time.sleep(0.5)
    lock.free()

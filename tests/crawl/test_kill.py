"""`kill -9` at any moment, then a run to the end: no article missing, none twice, no torn line."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ARTICLES = 150
KILLS = 10


def whole(data: Path) -> dict[str, str]:
    """Return id -> folder of every line, and check that lines are whole and ids are unique."""
    found: dict[str, str] = {}
    for folder in ("articles", "duplicates"):
        for path in sorted(data.glob(f"{folder}/*/*.jsonl")):
            content = path.read_bytes()
            assert content == b"" or content.endswith(b"\n"), f"{path} ends in a torn line"
            for line in content.splitlines():
                article = json.loads(line)
                assert article["id"] not in found, f"{article['id']} is stored twice"
                found[article["id"]] = folder
    return found


def balanced(crawl: Any, served: Any, data: Path) -> None:
    shown = crawl(served, "ledger", "--json", data=data)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    assert all(site["waiting"] == site["leased"] == 0 for site in json.loads(shown.stdout)["sites"])


def stored(data: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in data.glob("*/*/*.jsonl"))


def test_killed_at_ten_random_moments(start_newsroom: Any, crawl: Any, spawn: Any, tmp_path: Path) -> None:
    seed = int(os.environ.get("KILL_SEED") or random.SystemRandom().randrange(10**6))
    print(f"KILL_SEED={seed}")
    served = start_newsroom(articles=ARTICLES, delay=0.03)
    undisturbed = tmp_path / "undisturbed"
    assert crawl(served, data=undisturbed).returncode == 0
    expected = whole(undisturbed)
    assert len(expected) >= 0.9 * ARTICLES

    data = tmp_path / "killed"
    moments = sorted(random.Random(seed).uniform(1, 0.95 * len(expected)) for _ in range(KILLS))
    kills = 0
    for moment in moments:
        process = spawn(served, data=data)
        while stored(data) < moment and process.poll() is None:
            time.sleep(0.01)
        kills += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert kills == KILLS, "a run ended before it was killed"
    assert crawl(served, data=data).returncode == 0
    assert whole(data).keys() == expected.keys()
    balanced(crawl, served, data)


def test_killed_inside_a_commit(start_newsroom: Any, crawl: Any, project: Path, tmp_path: Path) -> None:
    served = start_newsroom(articles=150)
    undisturbed = tmp_path / "undisturbed"
    assert crawl(served, data=undisturbed).returncode == 0
    # The first commit makes its files and folders, and each is fsynced: the fourteenth is in a later one.
    for how, number in (("before-fsync", 14), ("before-commit", 2)):
        data = tmp_path / f"{how}-{number}"
        killed = crippled(served, project, data, how, number)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert stored(data) > 0, "it was killed before anything was written"
        assert crawl(served, data=data).returncode == 0
        assert whole(data).keys() == whole(undisturbed).keys()
        balanced(crawl, served, data)


def crippled(
    served: Any, project: Path, data: Path, how: str, number: int
) -> subprocess.CompletedProcess[str]:
    """Crawl the newsroom in a process to which something happens (crippled.py)."""
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    arguments = [
        "crawl",
        "news",
        "-a",
        f"url={served.urls}",
        "-s",
        f"DATA_DIR={data}",
        "-s",
        "DOWNLOAD_DELAY=0",
    ]
    return subprocess.run(
        [sys.executable, str(Path(__file__).with_name("crippled.py")), how, str(number), *arguments],
        cwd=project,
        env=kept
        | {
            "http_proxy": served.proxy,
            "https_proxy": served.proxy,
            "no_proxy": "",
            "PYTHONPATH": os.pathsep.join([str(project), os.environ.get("PYTHONPATH", "")]),
        },
        text=True,
        capture_output=True,
        timeout=240,
        check=False,
    )


def test_a_full_disk_loses_nothing(newsroom: Any, crawl: Any, project: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = crippled(newsroom, project, data, "full", 4)
    assert run.returncode == 1
    assert run.stderr.rstrip().splitlines()[-1].endswith("No space left on device.")
    assert "Traceback" not in run.stderr
    whole(data)
    assert crawl(newsroom, data=data).returncode == 0
    balanced(crawl, newsroom, data)


def test_a_request_that_scrapy_loses_is_noticed(
    newsroom: Any, crawl: Any, project: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run = crippled(newsroom, project, data, "lose", 5)
    assert run.returncode == 0, run.stderr
    assert "Lost: neither an answer nor an error came for" in run.stderr
    whole(data)
    balanced(crawl, newsroom, data)

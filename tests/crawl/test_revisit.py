"""A newsroom that changes between two crawls: what `-a revisit=1` notices, and what others leave alone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.newsroom import world

LATER = "18000"  # seconds by which the newsroom's clock moves on; the machine's does not
ADDED = "وأضافت المصادر أن اللجنة ستعقد اجتماعا ثانيا مساء الأحد لبحث ما تبقى من الملفات العالقة."


@dataclass(frozen=True)
class Plan:
    """Which stories are edited how, by address."""

    renamed: str
    longer: str
    relabelled: str
    gone: str
    late: list[str]

    def before(self) -> dict[str, Any]:
        return {url: {"gone": True} for url in self.late}

    def after(self) -> dict[str, Any]:
        return {
            self.renamed: {"headline": "عاجل: المجلس البلدي يؤجل افتتاح الجسر الجديد إلى الخريف"},
            self.longer: {"paragraph": ADDED},
            self.relabelled: {"tags": ["جسور المدينة", "نقل عام"]},
            self.gone: {"gone": True},
        }


@pytest.fixture(scope="module")
def plan() -> Plan:
    stories = [
        story
        for story in world.build().of(world.SADA)
        if story.relation == "original" and not story.group and not story.series and not story.orphan
    ]
    static = [story.url for story in stories if story.rendering == "static" and not story.slow]
    return Plan(static[2], static[3], static[4], static[5], static[:2])


@pytest.fixture
def edited(start_newsroom: Any, tmp_path: Path) -> Callable[..., Any]:
    """Start a newsroom with edits: `edited(edits, "--ahead", "60")`."""

    def start(edits: dict[str, Any], *options: str) -> Any:
        path = tmp_path / f"edits-{len(list(tmp_path.glob('edits-*')))}.json"
        path.write_text(json.dumps(edits, ensure_ascii=False), encoding="utf-8")
        return start_newsroom("--edits", str(path), *options)

    return start


def news(served: Any, *arguments: str) -> list[str]:
    return ["crawl", "news", "-a", f"url={served.urls}", *arguments]


def account(crawl: Any, served: Any, data: Path) -> dict[str, int]:
    shown = crawl(served, "ledger", "--json", data=data)
    assert shown.returncode == 0, shown.stdout + shown.stderr
    sites = json.loads(shown.stdout)["sites"]
    assert all(site["leased"] == 0 for site in sites)
    return {
        name: sum(site[name] for site in sites) for name in ("found", "stored", "revisions", "gone_since")
    }


def held(lines: Any, data: Path) -> dict[str, dict[str, Any]]:
    return {line["url"]: line for line in [*lines(data), *lines(data, "duplicates")]}


def test_changes_late_articles_and_what_is_gone(
    edited: Any, crawl: Any, lines: Any, plan: Plan, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    before = edited(plan.before())
    assert crawl(before, *news(before), data=data).returncode == 0
    first = held(lines, data)
    assert plan.renamed in first
    assert plan.late[0] not in first
    stored = account(crawl, before, data)["stored"]

    after = edited(plan.after(), "--ahead", LATER)
    run = crawl(after, *news(after, "-a", "revisit=1"), data=data)
    assert run.returncode == 0, run.stderr
    revisions = {line["url"]: line for line in lines(data, "revisions")}
    assert {url: line["changed"] for url, line in revisions.items()} == {
        plan.renamed: ["headline"],
        plan.longer: ["body"],
        plan.relabelled: ["tags"],
    }
    for url, line in revisions.items():
        assert line["revision"] == 1
        assert line["id"] == first[url]["id"]
        assert line["duplicate"]["of"] == line["id"]
        assert line["duplicate"]["kind"] in ("revision", "exact")
        assert (first[url]["revision"], first[url]["changed"]) == (0, [])
    assert ADDED in revisions[plan.longer]["body"]

    second = held(lines, data)
    assert set(second) - set(first) == set(plan.late), "what was not out yet, and nothing twice"
    assert {url: second[url] for url in first} == first, "the first copy stays"
    now = account(crawl, after, data)
    assert (now["revisions"], now["gone_since"]) == (3, 1)
    assert now["stored"] >= stored + 1, "what is gone is still accounted for as stored"
    asked = [entry for entry in after.requests() if entry["url"] in first]
    assert sum(entry["status"] == 304 for entry in asked) > 0.5 * len(first)
    assert "revisions        3" in run.stderr
    assert "1 of them stored before" in run.stderr

    for again in (("-a", "revisit=1"), ()):
        done = len(after.requests())
        run = crawl(after, *news(after, *again), data=data)
        assert run.returncode == 0, run.stderr
        twice = {entry["url"] for entry in after.requests()[done:]} & set(first)
        assert not twice, "nothing is due so soon, and never without revisit=1"
    assert len(lines(data, "revisions")) == 3


def test_without_validators_the_content_decides(
    edited: Any, crawl: Any, lines: Any, plan: Plan, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    before = edited({}, "--no-validators")
    assert crawl(before, *news(before), data=data).returncode == 0
    first = held(lines, data)
    for number, edits in enumerate(({}, {plan.longer: {"paragraph": ADDED}})):
        after = edited(edits, "--no-validators")
        run = crawl(after, *news(after, "-a", "revisit=all"), data=data)
        assert run.returncode == 0, run.stderr
        assert {entry["status"] for entry in after.requests() if entry["url"] in first} == {200}
        assert [line["url"] for line in lines(data, "revisions")] == [plan.longer] * number
        assert held(lines, data) == first
    assert account(crawl, after, data)["revisions"] == 1


def test_the_budget_goes_to_the_youngest(
    edited: Any, crawl: Any, lines: Any, plan: Plan, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    served = edited({})
    assert crawl(served, *news(served), data=data).returncode == 0
    first = held(lines, data)
    after = edited({}, "--ahead", LATER)
    assert crawl(after, *news(after, "-a", "revisit=1", "-a", "revisits=3"), data=data).returncode == 0
    looked = {entry["url"] for entry in after.requests()} & set(first)
    for site in {line["site"] for line in first.values()}:
        ours = sorted((line for line in first.values() if line["site"] == site), key=_published, reverse=True)
        again = [line for line in ours if line["url"] in looked]
        assert len(again) == 3
        assert _published(again[-1]) >= _published(ours[3])


def _published(line: dict[str, Any]) -> str:
    return line["published_at"] or ""


def test_killed_while_revisions_are_committed(
    edited: Any, crawl: Any, lines: Any, plan: Plan, project: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    before = edited({})
    assert crawl(before, *news(before), data=data).returncode == 0
    first = held(lines, data)
    after = edited(plan.after(), "--ahead", LATER)
    killed = subprocess.run(
        crippled(after, project, data),
        cwd=project,
        env=environment(after, project),
        text=True,
        capture_output=True,
        timeout=240,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    # A run that does not revisit takes nothing of it over.
    assert crawl(after, *news(after), data=data).returncode == 0
    assert lines(data, "revisions") == []
    assert crawl(after, *news(after, "-a", "revisit=1"), data=data).returncode == 0
    found = sorted(line["url"] for line in lines(data, "revisions"))
    assert found == sorted([plan.renamed, plan.longer, plan.relabelled])
    assert held(lines, data) == first
    assert account(crawl, after, data)["gone_since"] == 1


def crippled(served: Any, project: Path, data: Path) -> list[str]:
    script = project / "tests" / "crawl" / "crippled.py"
    arguments = news(served, "-a", "revisit=1", "-s", f"DATA_DIR={data}", "-s", "DOWNLOAD_DELAY=0")
    return [sys.executable, str(script), "before-commit", "1", *arguments]


def environment(served: Any, project: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    path = os.pathsep.join([str(project), os.environ.get("PYTHONPATH", "")])
    return kept | {"http_proxy": served.proxy, "https_proxy": served.proxy, "PYTHONPATH": path}

"""The processes of `crawlall`: dead ones, silent ones, stubborn ones; with a worker that plays them."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from crawler.fleet import jobs as fleet
from crawler.fleet.jobs import Jobs
from crawler.fleet.orders import Orders

# A site's name says what its process does.
WORKER = """
import json, os, signal, subprocess, sys, time
from pathlib import Path

sites = json.loads(sys.stdin.readline())["sites"]
with Path(os.environ["STARTED"]).open("a") as file:
    file.write(" ".join(sites) + "\\n")
ended = []


def say(**said):
    print(json.dumps(said), flush=True)


def figures(site, **some):
    names = ("queue", "fetched", "stored", "duplicates", "rejects", "errors")
    say(site=site, **(dict.fromkeys(names, 0) | some))


def end(*_):
    for site in sites:
        if site not in ended:
            say(site=site, ended="shutdown", failure=None)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
for site in sites:
    if site.startswith("stubborn"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    figures(site, queue=3)
    if site.startswith("crash"):
        os.kill(os.getpid(), signal.SIGKILL)
    if site.startswith("leaves"):  # a child that holds our pipes open, as a browser's driver may
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        os._exit(3)
    if site.startswith("noisy"):
        print("a library that prints")
        print("[1, 2]\\n{}\\nnull\\n" + json.dumps({"site": site}))
        print("x" * 3_000_000)
        sys.stderr.write("y" * 3_000_000 + "\\nlogged\\n")
    if site.startswith(("silent", "stubborn", "patient")):
        time.sleep(60)
    figures(site, fetched=5, stored=4)
    say(site=site, ended="finished", failure="It is bad." if site.startswith("bad") else None)
    ended.append(site)
"""


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Jobs]:
    """Run shares of sites to their end; `when(jobs)` is called again and again meanwhile."""
    (tmp_path / "acting.py").write_text(WORKER, encoding="utf-8")
    monkeypatch.setattr(fleet, "WORKER", "acting")
    monkeypatch.setattr(fleet, "WATCH", 0.05)
    monkeypatch.setattr(fleet, "_GRACE", 0.2)
    started = tmp_path / "started"
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "STARTED": str(started)}

    def run(
        shares: Sequence[Sequence[str]], jobs: int = 2, when: Callable[[Jobs], None] | None = None
    ) -> Jobs:
        logged: list[str] = []
        made = Jobs(
            shares,
            lambda sites: Orders(list(sites), False, {}, {}),
            jobs=jobs,
            log=logged.append,
            environment=environment,
        )

        async def main() -> None:
            work = asyncio.create_task(made.run())
            while not work.done():
                await asyncio.wait([work], timeout=0.05)
                if when is not None:
                    when(made)
            await work

        asyncio.run(asyncio.wait_for(main(), 50))
        made.logged = logged  # type: ignore[attr-defined]
        made.started = started.read_text().splitlines() if started.exists() else []  # type: ignore[attr-defined]
        return made

    return run


def phases(jobs: Jobs) -> dict[str, str]:
    return {site: figures.phase for site, figures in jobs.figures.items()}


def running(*sites: str) -> Callable[[Jobs], bool]:
    return lambda jobs: all(jobs.figures[site].queue == 3 for site in sites)


def test_shares_run_so_many_at_a_time(play: Callable[..., Jobs]) -> None:
    most = 0

    def look(jobs: Jobs) -> None:
        nonlocal most
        most = max(most, len(jobs._running))

    done = play([["a", "b"], ["bad"], ["c"]], 2, look)
    assert phases(done) == {"a": "done", "b": "done", "bad": "failed", "c": "done"}
    assert done.figures["bad"].sentence == "It is bad."
    assert done.figures["a"].stored == 4
    assert most <= 2


def test_what_a_dead_process_had_not_finished_is_run_once_more_site_by_site(
    play: Callable[..., Jobs],
) -> None:
    done = play([["a", "crash", "b", "c"]], 2)
    assert phases(done) == {"a": "done", "crash": "failed", "b": "done", "c": "done"}
    assert done.figures["crash"].sentence == "Its process was ended by SIGKILL."
    started = done.started  # type: ignore[attr-defined]
    assert started[0] == "a crash b c"
    assert sorted(started[1:]) == ["b", "c", "crash"], "what had ended is not run again"
    assert any("its 3 sites are run one by one" in line for line in done.logged)  # type: ignore[attr-defined]


def test_a_process_that_says_nothing_is_ended(
    play: Callable[..., Jobs], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fleet, "SILENT", 1.5)
    done = play([["a", "silent"], ["b"]])
    assert phases(done) == {"a": "done", "silent": "failed", "b": "done"}
    assert done.started.count("silent") == 1  # type: ignore[attr-defined]


def test_children_of_a_dead_process_hold_nobody_up(play: Callable[..., Jobs]) -> None:
    begun = time.monotonic()
    done = play([["leaves"]])
    assert done.figures["leaves"].sentence == "Its process ended with status 3."
    assert time.monotonic() - begun < 40


def test_whatever_a_process_prints_is_passed_on(play: Callable[..., Jobs]) -> None:
    done = play([["noisy"]])
    assert phases(done) == {"noisy": "done"}
    logged = done.logged  # type: ignore[attr-defined]
    assert {"a library that prints", "[1, 2]", "null", "logged"} <= set(logged)
    assert max(map(len, logged)) <= 2 << 16


def test_stop_lets_every_process_end_and_starts_no_other(play: Callable[..., Jobs]) -> None:
    ready = running("patient1", "patient2")

    def stop(jobs: Jobs) -> None:
        if ready(jobs) and not jobs.stopping:
            jobs.stop()

    done = play([["patient1"], ["patient2"], ["later"]], 2, stop)
    assert phases(done) == {"patient1": "done", "patient2": "done", "later": "waiting"}


def test_a_second_stop_kills(play: Callable[..., Jobs]) -> None:
    ready = running("stubborn")
    stops: list[float] = []

    def stop(jobs: Jobs) -> None:
        if ready(jobs) and len(stops) < 2 and (not stops or time.monotonic() - stops[0] > 0.5):
            stops.append(time.monotonic())
            jobs.stop()

    done = play([["stubborn"]], 1, stop)
    assert len(stops) == 2
    assert done.figures["stubborn"].sentence == "Its process was ended by SIGKILL."
    assert done.started == ["stubborn"], "nothing is run again"  # type: ignore[attr-defined]


def test_patience_with_one_stop_ends(play: Callable[..., Jobs], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fleet, "PATIENCE", 0.5)
    ready = running("stubborn")

    def stop(jobs: Jobs) -> None:
        if ready(jobs) and not jobs.stopping:
            jobs.stop()

    assert phases(play([["stubborn"]], 1, stop)) == {"stubborn": "failed"}

"""A whole crawl against bare Scrapy, Scrapy with trafilatura and news-please: `python benchmarks/crawl.py`.

A server in a process of its own holds the pages (`crawl_web.py`); each case runs in turn in a process of its
own, and is charged what the system says that process used. Trust CPU and ratios more than pages a second:
they depend less on what else the machine does.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
PEER = ROOT / ".cache" / "peers" / "news-please" / "bin" / "python"
HOSTS = ("alnahar-albenchmark.example", "almasa-albenchmark.example")
CASES = ("bare", "tuned", "ours", "trafilatura", "news-please")
_SLOW = {"trafilatura": 8, "news-please": 10}  # these get so many times fewer pages, as they take so long
_OURS = {
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "SUMMARY": "off",
    "LOG_LEVEL": "WARNING",
}


@dataclass(slots=True, frozen=True)
class Run:
    """One case: `pages` articles, CPU and wall time in seconds, the largest resident memory in MB."""

    pages: int
    cpu: float
    wall: float
    memory: float

    @property
    def milliseconds(self) -> float:
        return self.cpu * 1000 / max(self.pages, 1)

    @property
    def speed(self) -> float:
        return self.pages / self.wall


@contextlib.contextmanager
def served(pages: int, size: int, hosts: int) -> Iterator[dict[str, Any]]:
    """Serve `pages` articles of `size` bytes on each host; yields port, bytes and links of a page."""
    command = [sys.executable, str(HERE / "crawl_web.py"), str(pages), str(size), str(hosts)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        if not said:
            sys.exit("The server did not start.")
        try:
            yield json.loads(said)
        finally:
            process.terminate()


def measure(commands: Sequence[Sequence[str]], port: int) -> tuple[float, float, float, list[str]]:
    """Run commands at once; return CPU and wall seconds, the largest memory in MB, and what each printed."""
    proxy = f"http://127.0.0.1:{port}"
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment = kept | {"http_proxy": proxy, "no_proxy": "", "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}"}
    begun = time.monotonic()
    running = []
    for command in commands:
        output = tempfile.TemporaryFile("w+")  # noqa: SIM115
        running.append((subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output), output))
    cpu, memory, said = 0.0, 0.0, []
    for process, output in running:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"A crawl ended with status {process.returncode}: {' '.join(process.args)}")
        cpu += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss / 1024)
        output.seek(0)
        said.append(output.read())
        output.close()
    return cpu, time.monotonic() - begun, memory, said


def ours(hosts: Sequence[str], folder: Path, profile: str = "") -> list[list[str]]:
    """Return the commands that crawl each host in a process of its own, with one ledger."""
    shutil.rmtree(folder, ignore_errors=True)
    for package in ("crawler", "pipelines", "spiders"):  # as an installation leaves them, and Scrapy's are
        compileall.compile_dir(ROOT / package, quiet=2)
    settings = [
        part for pair in (_OURS | {"DATA_DIR": folder}).items() for part in ("-s", "{}={}".format(*pair))
    ]
    python = [sys.executable, *(["-m", "cProfile", "-o", profile] if profile else [])]
    return [
        [*python, "-m", "scrapy", "crawl", "news", "-a", f"url=http://{host}/", *settings] for host in hosts
    ]


def lines(folder: Path) -> int:
    """Count what a crawl stored or diverted."""
    files = [*folder.glob("articles/*/*.jsonl"), *folder.glob("duplicates/*/*.jsonl")]
    return sum(path.read_bytes().count(b"\n") for path in files)


def run(
    case: str, pages: int, port: int, folder: Path, *, hosts: Sequence[str] = HOSTS[:1], profile: str = ""
) -> Run:
    """Run a case, in a process for each host."""
    if case == "ours":
        cpu, wall, memory, _ = measure(ours(hosts, folder, profile), port)
        return Run(lines(folder), cpu, wall, memory)
    script = "crawl_newsplease.py" if case == "news-please" else "crawl_scrapy.py"
    python = str(PEER) if case == "news-please" else sys.executable
    number = str(max(pages // _SLOW.get(case, 1), 20))
    commands = [[python, str(HERE / script), case, host, number] for host in hosts]
    cpu, wall, memory, said = measure(commands, port)
    return Run(sum(int(one.split()[-1]) for one in said), cpu, wall, memory)


def in_pairs(pages: int, port: int, folder: Path, times: int) -> None:
    """Print how many times the pages of one process two give: ours, and bare Scrapy, whose two share nothing.

    What bare Scrapy does not reach, the machine does not have: its two cores serve the pages too. One and two
    follow each other, so that whatever else runs is as likely to meet the one as the other.
    """
    print(
        f"two processes on two sites, {times} times in turn: pages a second of one, of two, and their ratio"
    )
    for case in ("bare", "ours"):
        ratios = []
        for _ in range(times):
            one = run(case, pages, port, folder)
            two = run(case, pages, port, folder, hosts=HOSTS)
            ratios.append(two.speed / one.speed)
            print(
                f"{case:<14}{one.speed:>7.0f}{two.speed:>7.0f}{ratios[-1]:>7.2f}"
                f"   CPU ms/page {one.milliseconds:.2f}, {two.milliseconds:.2f}",
                flush=True,
            )
        print(f"{case:<14}median {statistics.median(ratios):.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--kilobytes", type=int, default=84)
    parser.add_argument("--cases", default=",".join(CASES), help=f"some of {','.join(CASES)}")
    parser.add_argument(
        "--processes", type=int, choices=(1, 2), default=1, help="2: also two at once, on two sites"
    )
    parser.add_argument("--times", type=int, default=3, help="how often one and two processes take turns")
    parser.add_argument("--profile", default="", help="write what cProfile sees of ours to this file")
    arguments = parser.parse_args()
    cases = arguments.cases.split(",")
    if "news-please" in cases and not PEER.exists():
        cases.remove("news-please")
        print(f"news-please is left out: make a venv at {PEER.parent.parent} and install it there.")
    runs: dict[str, Run] = {}
    with (
        served(arguments.pages, arguments.kilobytes * 1000, arguments.processes) as web,
        tempfile.TemporaryDirectory() as folder,
    ):
        print(f"{arguments.pages} pages of {web['bytes']} bytes with {web['links']} links")
        print(f"{'case':<14}{'pages':>7}{'CPU ms/page':>13}{'pages/s':>9}{'MB':>6}{'x bare':>8}")
        for case in cases:
            runs[case] = done = run(
                case, arguments.pages, web["port"], Path(folder) / "data", profile=arguments.profile
            )
            show(case, done, runs.get("bare"))
        if arguments.processes == 2:
            in_pairs(arguments.pages, web["port"], Path(folder) / "data", arguments.times)
    if {"ours", "trafilatura"} <= runs.keys():
        times = runs["trafilatura"].milliseconds / runs["ours"].milliseconds
        print(f"ours needs {times:.1f} times less CPU a page than Scrapy with trafilatura")
    return 0


def show(case: str, done: Run, bare: Run | None) -> None:
    ratio = f"{done.milliseconds / bare.milliseconds:8.2f}" if bare else ""
    print(
        f"{case:<14}{done.pages:>7}{done.milliseconds:>13.2f}{done.speed:>9.0f}{done.memory:>6.0f}{ratio}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())

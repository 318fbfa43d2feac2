"""Scores our extraction beside its peers over a folder of saved pages with gold, in one run.

    .venv/bin/python benchmarks/extraction.py [--pages FOLDER] [--traps] [--peers a,b] [--json FILE]
    .venv/bin/python benchmarks/extraction.py --hostile [--size MB]

FOLDER holds index.jsonl (`file`, `url`, `encoding`?, `fetched_at`?) and gold.jsonl; the default is
../shared/pages. Fields are scored by the score.py of that folder, else by that of ../shared/pages. Every peer
runs in an environment of its own under .cache/peers, made when it is first needed; one that cannot be
installed is said so in the table. Milliseconds are CPU time of one process, one core. `--hostile` reads the
pages of floods.py instead, with every stage, and prints the slowest.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
READERS = ROOT / "benchmarks" / "peers"
ENVIRONMENTS = ROOT / ".cache" / "peers"
SHARED_PAGES = ROOT.parent / "shared" / "pages"
FIELDS = (
    "headline", "body", "body_exact", "published_at", "day", "modified_at", "authors", "tags", "source",
    "section", "similar",
)  # fmt: skip


@dataclass(frozen=True)
class Peer:
    """Someone who extracts: a package, or ourselves (no package)."""

    name: str
    reader: str
    packages: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


OURS = (
    Peer("ours", "read_ours.py"),
    Peer("ours, no site files", "read_ours.py", environment={"SITE": "news"}),
)
# Beside its name: what a peer needs for Arabic, or to be imported at all, and does not ask for by itself.
PEERS = (
    Peer("trafilatura", "read_trafilatura.py", ("trafilatura", "lxml_html_clean")),
    Peer("newspaper4k", "read_newspaper4k.py", ("newspaper4k", "lxml_html_clean", "nltk")),
    Peer("news-please", "read_news_please.py", ("news-please", "lxml_html_clean", "nltk")),
    Peer("readability-lxml", "read_readability_lxml.py", ("readability-lxml", "lxml_html_clean")),
    Peer("goose3", "read_goose3.py", ("goose3", "nltk")),
    Peer("fundus", "read_fundus.py", ("fundus", "curl_cffi<0.14")),
)


@dataclass
class Row:
    """One line of the table: what a peer scored, or why it did not run."""

    name: str
    version: str = ""
    failure: str = ""
    pages: int = 0
    errors: int = 0
    ms: float | None = None
    means: dict[str, float] = field(default_factory=dict)
    traps: dict[str, bool] = field(default_factory=dict)


class UnavailableError(Exception):
    """A peer could not be installed or started; the message says why in one line."""


# ---------------------------------------------------------------------- running


def python_of(peer: Peer) -> tuple[Path, str]:
    """Return the interpreter that has the peer installed, and the peer's version."""
    if not peer.packages:
        return Path(sys.executable), ""
    folder = ENVIRONMENTS / peer.name
    python = folder / "bin" / "python"
    stamp = folder / "packages.txt"
    if not stamp.exists() or stamp.read_text() != " ".join(peer.packages):
        print(f"Installing {peer.name} into {folder.relative_to(ROOT)}", file=sys.stderr)
        _run([sys.executable, "-m", "venv", "--clear", folder])
        _run([python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", *peer.packages])
        stamp.write_text(" ".join(peer.packages))
    return python, _version(python, peer.packages[0])


def _version(python: Path, package: str) -> str:
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _run(command: Sequence[str | Path]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnavailableError(str(error).splitlines()[0][:100]) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or [f"exit status {done.returncode}"]
        errors = [line for line in said if "rror" in line]
        raise UnavailableError((errors or said)[-1][:100])


def predict(peer: Peer, pages: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Return the peer's version and its predictions, one a page that it reads."""
    python, version = python_of(peer)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "pages.jsonl", Path(folder) / "predictions.jsonl"
        source.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
        environment = os.environ | {"PYTHONHASHSEED": "0"} | peer.environment
        done = subprocess.run(
            [python, READERS / peer.reader, source, target],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not target.exists():
            said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
            raise UnavailableError(said[-1][:100])
        return version, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


# ---------------------------------------------------------------------- scoring


def load_module(name: str, path: Path) -> ModuleType:
    """Import a file by its path."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def scores(score: ModuleType, gold: dict[str, Any], prediction: dict[str, Any]) -> dict[str, float]:
    """Score one page; `day` is `published_at` for peers that give no time."""
    out: dict[str, float] = score.score(gold, prediction)
    if "published_at" in gold:
        stated, found = gold["published_at"], prediction.get("published_at")
        out["day"] = float((stated or "")[:10] == (found or "")[:10])
    return out


def measure(
    peer: Peer, pages: list[dict[str, Any]], gold: dict[str, dict[str, Any]], score: ModuleType
) -> Row:
    """Run one peer over the pages."""
    row = Row(peer.name)
    try:
        row.version, predictions = predict(peer, pages)
    except UnavailableError as why:
        row.failure = str(why)
        return row
    read = [p for p in predictions if not p.get("skipped")]
    if not read:
        row.failure = "has no parser for any of these sites"
        return row
    row.pages = len(read)
    row.errors = sum("error" in p for p in read)
    row.ms = statistics.fmean(p["cpu"] for p in read) * 1000
    rows = [scores(score, gold[p["url"]], p) for p in read if p["url"] in gold]
    for name in FIELDS:
        values = [r[name] for r in rows if name in r]
        if values:
            row.means[name] = statistics.fmean(values)
    return row


def try_traps(peer: Peer, folder: Path) -> dict[str, bool]:
    """Return which of the traps of tests/unit/trap_pages.py the peer passes."""
    traps = load_module("trap_pages", ROOT / "tests" / "unit" / "trap_pages.py").TRAPS
    pages = []
    for trap in traps:
        path = folder / f"{trap.name}.html"
        path.write_bytes(trap.html)
        pages.append({"file": str(path), "url": trap.url, "encoding": trap.encoding})
    found = {p["url"]: p for p in predict(peer, pages)[1]}
    return {trap.name: not trap.misses(found.get(trap.url, {})) for trap in traps}


# ---------------------------------------------------------------------- printing


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    present = [name for name in FIELDS if any(name in row.means for row in rows)]
    head = ["", *present, "ms a page", "times ours"]
    base = rows[0].ms
    out = [head, ["---", *["---:"] * (len(head) - 1)]]
    for row in rows:
        name = f"{row.name} {row.version}".strip()
        if row.failure:
            out.append([f"{name}: {row.failure}", *[""] * (len(head) - 1)])
            continue
        cells = [f"{row.means[f]:.3f}" if f in row.means else "" for f in present]
        ms = f"{row.ms:.1f}" if row.ms is not None else ""
        times = f"{row.ms / base:.1f}" if row.ms is not None and base else ""
        note = f" ({row.errors} errors)" if row.errors else ""
        out.append([name + note, *cells, ms, times])
    return _markdown(out)


def trap_table(results: dict[str, dict[str, bool] | str]) -> str:
    """Return who passes which trap as a Markdown table."""
    names = next((list(r) for r in results.values() if isinstance(r, dict)), [])
    out = [["", *names, "of"], ["---", *["---:"] * (len(names) + 1)]]
    for who, result in results.items():
        if isinstance(result, str):
            out.append([f"{who}: {result}", *[""] * (len(names) + 1)])
        else:
            out.append([who, *("yes" if result[n] else "-" for n in names), f"{sum(result.values())}"])
    return _markdown(out)


def _markdown(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


# ---------------------------------------------------------------------- the command


def hostile(size: int) -> int:
    """Print the CPU seconds of the slowest floods."""
    sys.path.insert(0, str(ROOT))
    floods = load_module("floods", ROOT / "benchmarks" / "floods.py")
    from crawler.extraction import extract
    from crawler.refine import refine
    from crawler.site import Site

    url = "https://site.example/news/2025/4/21/7650001"
    site = Site.generic(url)
    times: list[tuple[float, str, str]] = []
    for name, page in floods.pages(size).items():
        start = time.process_time()
        found = extract(page, url, site, fetched_at=datetime(2026, 11, 23, tzinfo=UTC))
        if found.article is not None:
            refine(found.article, site)
        times.append((time.process_time() - start, name, found.reason or "article"))
    times.sort(reverse=True)
    print(f"{len(times)} pages of {size / (1 << 20):.0f} MB; CPU seconds with every stage, the slowest first")
    for seconds, name, outcome in times[:15]:
        print(f"{seconds:6.2f}  {name} ({outcome})")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", type=Path, default=SHARED_PAGES, help="folder with index and gold")
    parser.add_argument("--peers", help="which, separated by commas; none for ours alone")
    parser.add_argument("--traps", action="store_true", help="the traps of tests/unit/trap_pages.py too")
    parser.add_argument("--hostile", action="store_true", help="seconds for pages that flood, ours alone")
    parser.add_argument("--size", type=float, default=8.0, help="of those pages, in MB")
    parser.add_argument("--json", type=Path, help="write the figures there as JSON")
    options = parser.parse_args()
    if options.hostile:
        return hostile(int(options.size * (1 << 20)))
    wanted = None if options.peers is None else set(options.peers.split(",")) - {"none", ""}
    unknown = (wanted or set()) - {p.name for p in PEERS}
    if unknown:
        print(f"There is no peer {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    peers = [*OURS, *(p for p in PEERS if wanted is None or p.name in wanted)]

    rows: list[Row] = []
    folder: Path = options.pages
    scorer = next((f / "score.py" for f in (folder, SHARED_PAGES) if (f / "score.py").exists()), None)
    if scorer is None or not (folder / "index.jsonl").exists() or not (folder / "gold.jsonl").exists():
        print(f"{folder} needs index.jsonl and gold.jsonl, and a score.py there or in {SHARED_PAGES}.")
        if not options.traps:
            return 2
    else:
        score = load_module("score", scorer)
        pages = [json.loads(x) for x in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines()]
        gold = [json.loads(x) for x in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
        for page in pages:
            page["passes"] = 5 if len(pages) < 50 else 2
            page["file"] = str((folder / page["file"]).resolve())
        size = statistics.fmean(Path(page["file"]).stat().st_size for page in pages) / 1024
        by_url = {g["url"]: g for g in gold}
        for peer in peers:
            print(f"{peer.name} …", file=sys.stderr)
            rows.append(measure(peer, pages, by_url, score))
        print(f"{len(pages)} pages of {size:.0f} KB on average\n\n{table(rows)}")
    if options.traps:
        results: dict[str, dict[str, bool] | str] = {}
        for peer in peers:
            with tempfile.TemporaryDirectory() as temporary:
                try:
                    results[peer.name] = try_traps(peer, Path(temporary))
                except UnavailableError as why:
                    results[peer.name] = str(why)
        print(f"\n{trap_table(results)}")
        for row in rows:
            result = results[row.name]
            row.traps = result if isinstance(result, dict) else {}
    if options.json:
        options.json.write_text(json.dumps([vars(row) for row in rows], ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`scrapy export`: each article once, by the roles that copies have now."""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import zstandard
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.commands.export import Command
from crawler.dedup import Index
from crawler.ledger.ledger import Ledger
from crawler.ledger.schema import files
from crawler.storage.jsonl import to_line

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
DAY = "2026-05-01T08:00:00+03:00"
Export = Callable[..., "Done"]


def body(number: int, words: int = 80) -> str:
    return " ".join(
        f"{LETTERS[(number * 5 + i) % 28]}{LETTERS[(number + i * i) % 28]}كتب" for i in range(words)
    )


def article(id_: str, text: str, **more: Any) -> dict[str, Any]:
    site = id_.partition(":")[0]
    found = {"id": id_, "site": site, "headline": "خبر", "body": text, "published_at": DAY, "duplicate": None}
    return {**found, **more}


def crawled(root: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Store `rows` in this order as a crawl does: the first of a group in articles/, copies apart."""
    ledger = Ledger(f"sqlite:///{root / 'ledger.sqlite'}")
    index = Index(ledger.engine)
    for row in rows:
        verdict = index.find(row)
        line = dict(row)
        if verdict is not None:
            line["duplicate"] = {
                "of": verdict.of,
                "cluster": verdict.cluster,
                "kind": verdict.kind,
                "similarity": verdict.similarity,
                "same_publisher": verdict.same_publisher,
            }
        index.add(row)
        path = root / ("duplicates" if verdict else "articles") / row["site"] / "2026-05-02.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(to_line(line) + b"\n")
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        index.flush(connection)
    ledger.close()


@dataclass
class Done:
    status: int
    said: str
    rows: list[dict[str, Any]]


@pytest.fixture
def export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Export:
    def run(root: Path, *sites: str, out: str = "out.jsonl", copies: bool = False) -> Done:
        path = tmp_path / out
        command = Command()
        command.settings = Settings({"DATA_DIR": str(root), "LEDGER_URL": ""})
        try:
            command.run(list(sites), argparse.Namespace(output=str(path), copies=copies))
        except UsageError as error:
            return Done(2, str(error), [])
        return Done(command.exitcode, capsys.readouterr().err, read(path) if path.exists() else [])

    return run


def read(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    elif path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return [json.loads(line) for line in data.splitlines()]


def ids(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


EARLY = "2026-05-01T06:00:00+03:00"
SADA = {"name": "صدى", "site": "sada", "kind": "publisher", "evidence": "المصدر: صدى"}
COPY = article("agg:1", body(1) + " وأضاف", source=SADA, published_at=EARLY)
OTHER = article("other:1", body(1) + " وقال")
ORIGINAL = article("sada:1", body(1))
ALONE = article("agg:2", body(2))


def test_an_original_that_came_late_takes_its_place(tmp_path: Path, export: Export) -> None:
    crawled(tmp_path / "data", [COPY, ALONE, OTHER, ORIGINAL])
    done = export(tmp_path / "data")
    assert done.status == 0, done.said
    assert {row["id"]: row["duplicate"] for row in done.rows} == {"agg:2": None, "sada:1": None}
    assert "2 articles of 2 sites written; 2 copies left out" in done.said
    assert not list(tmp_path.glob("*.part"))
    done = export(tmp_path / "data", copies=True)
    roles = {row["id"]: row["duplicate"] for row in done.rows}
    assert roles["sada:1"] is None
    assert roles["agg:2"] is None
    for id_ in ("agg:1", "other:1"):
        assert roles[id_]["of"] == "sada:1"
        assert roles[id_]["cluster"] == "agg:1"  # as when it was found: names of groups do not change
        assert roles[id_]["kind"] == "near"
        assert 0.9 < roles[id_]["similarity"] < 1


def test_the_order_of_crawls_does_not_matter(tmp_path: Path, export: Export) -> None:
    undated = [article(f"{site}:7", body(7), published_at=None) for site in ("x", "y", "z")]
    same_day = [article(f"{site}:8", body(8) + " قال" * n) for n, site in enumerate(("x", "y", "z"))]
    rows = [COPY, OTHER, ORIGINAL, ALONE, *undated, *same_day]
    for name, order in (("one", rows), ("other", rows[::-1]), ("third", rows[3:] + rows[:3])):
        crawled(tmp_path / name, order)
        done = export(tmp_path / name)
        assert sorted(ids(done.rows)) == ["agg:2", "sada:1", "x:7", "x:8"], name


def test_of_some_sites_what_they_have(tmp_path: Path, export: Export) -> None:
    crawled(tmp_path / "data", [ORIGINAL, COPY, OTHER, ALONE])
    done = export(tmp_path / "data", "agg", "other")
    # The original is another site's: one of the copies stands for it, and says so.
    found = {row["id"]: row["duplicate"] and row["duplicate"]["of"] for row in done.rows}
    assert found == {"other:1": "sada:1", "agg:2": None}
    done = export(tmp_path / "data", "nowhere", out="nothing.jsonl")
    assert done.status == 2
    assert "holds nothing of nowhere" in done.said


def test_a_page_that_prints_another_article_is_not_its_copy(tmp_path: Path, export: Export) -> None:
    guest = article("guest:1", body(4))
    host = article("host:1", body(5), embedded=[{"headline": "خبر", "body": body(4), "url": None}])
    for name, order in (("one", [host, guest]), ("other", [guest, host])):
        crawled(tmp_path / name, order)
        done = export(tmp_path / name)
        assert sorted(ids(done.rows)) == ["guest:1", "host:1"], done.said
        assert all(row["duplicate"] is None for row in done.rows)


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_compressed(tmp_path: Path, export: Export, suffix: str) -> None:
    crawled(tmp_path / "data", [ALONE, ORIGINAL])
    done = export(tmp_path / "data", out=f"out.jsonl{suffix}")
    assert done.rows == [ALONE, ORIGINAL]


def test_broken_lines_are_counted_and_named(tmp_path: Path, export: Export) -> None:
    root = tmp_path / "data"
    crawled(root, [ALONE, ORIGINAL])
    path = root / "articles" / "agg" / "2026-05-02.jsonl"
    path.write_bytes(path.read_bytes() + b'[1]\n{"id": 3}\n\n' + to_line(ORIGINAL)[:90])
    done = export(root)
    assert done.status == 1
    assert ids(done.rows) == ["agg:2", "sada:1"]
    for number in (2, 3, 5):
        assert f"2026-05-02.jsonl, line {number}, is no article" in done.said


def test_what_a_crawl_has_not_committed_is_left_out(tmp_path: Path, export: Export) -> None:
    root = tmp_path / "data"
    crawled(root, [ALONE, ORIGINAL])
    path = root / "articles" / "agg" / "2026-05-02.jsonl"
    ledger = Ledger(f"sqlite:///{root / 'ledger.sqlite'}")
    mark = {
        "machine": "",
        "path": "articles/agg/2026-05-02.jsonl",
        "site": "agg",
        "kind": "articles",
        "lines": 1,
    }
    with ledger.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.insert(files), [{**mark, "offset": path.stat().st_size}])
    ledger.close()
    with path.open("ab") as file:
        file.write(to_line(article("agg:3", body(3))) + b"\n" + to_line(article("agg:4", body(4)))[:80])
    done = export(root)
    assert done.status == 0, done.said
    assert ids(done.rows) == ["agg:2", "sada:1"]
    path.write_bytes(path.read_bytes()[:100])  # shorter than what was committed
    done = export(root)
    assert done.status == 1
    assert "the ledger accounts for" in done.said
    assert ids(done.rows) == ["sada:1"]


def test_clear_words_where_nothing_can_be_done(tmp_path: Path, export: Export) -> None:
    root = tmp_path / "data"
    done = export(root)
    assert done.status == 2
    assert f"There is no folder {root}" in done.said
    root.mkdir()
    assert "holds no articles yet" in export(root).said
    crawled(root, [ALONE])
    for out, words in (
        ("data/out.jsonl/x", "cannot be written"),
        ("data", "is a folder"),
        ("out.csv", "would hold JSON lines"),
        ("data/articles/agg/mine.jsonl", "would lie among the data"),
    ):
        (root / "out.jsonl").touch()
        done = export(root, out=out)
        assert done.status == 2
        assert words in done.said
    assert not (root / "articles" / "agg" / "mine.jsonl").exists()
    # An empty ledger in the place of a lost one would let every copy pass.
    kept = (root / "ledger.sqlite").read_bytes()
    (root / "ledger.sqlite").unlink()
    Ledger(f"sqlite:///{root / 'ledger.sqlite'}").close()
    done = export(root)
    assert done.status == 2
    assert "The ledger is empty" in done.said
    (root / "ledger.sqlite").write_bytes(kept)
    (root / "ledger.sqlite").unlink()
    done = export(root)
    assert done.status == 2
    assert "There is no ledger" in done.said
    assert not (tmp_path / "out.jsonl").exists()


def test_the_command(tmp_path: Path, project: Path) -> None:
    crawled(tmp_path / "data", [COPY, ORIGINAL])
    out = tmp_path / "out.jsonl"
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "export",
        "-o",
        str(out),
        "-s",
        f"DATA_DIR={tmp_path / 'data'}",
    ]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert ids(read(out)) == ["sada:1"]
    command[command.index(str(out))] = "-"
    shown = subprocess.run(command, cwd=project, capture_output=True, timeout=120)
    assert shown.stdout == out.read_bytes()
    assert not (project / "-").exists()
    # A disk that is full is none of the ledger's faults.
    limited = ["bash", "-c", 'ulimit -f 0; trap "" XFSZ; exec "$@"', "-", *command]
    limited[limited.index("-", 4)] = str(tmp_path / "full.jsonl")
    full = subprocess.run(limited, cwd=project, capture_output=True, text=True, timeout=120)
    assert full.returncode == 2
    assert "Traceback" not in full.stderr
    assert not (tmp_path / "full.jsonl").exists()

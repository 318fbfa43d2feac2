"""`scrapy dedupe`: whole files."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.dedup.bulk import deduplicate

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def article(number: int, **more: Any) -> dict[str, Any]:
    words = (f"{LETTERS[(number * 5 + i) % 28]}{LETTERS[(number + i * i) % 28]}كتب" for i in range(80))
    return {"id": f"s:{number}", "site": "s", "headline": f"عنوان {number}", "body": " ".join(words), **more}


def write(path: Path, rows: list[Any]) -> Path:
    lines = "".join(
        (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows
    )
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(lines.encode()))
    else:
        path.write_text(lines, "utf-8")
    return path


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture
def inputs(tmp_path: Path) -> list[Path]:
    copy = article(2, id="other:1", site="other", body=article(2)["body"] + " وأضاف المصدر")
    return [
        write(tmp_path / "a.jsonl", [article(1), article(2), copy, "{", {"id": "x"}]),
        write(tmp_path / "b.jsonl.gz", [article(1, id="z:1"), article(3)]),
    ]


def test_the_first_of_each_is_kept(inputs: list[Path], tmp_path: Path) -> None:
    out, copies = tmp_path / "out.jsonl", tmp_path / "out.duplicates.jsonl"
    counts = deduplicate(inputs, out, copies)
    reasons = {"rejected/not JSON": 1, 'rejected/no text in "body"': 1}
    assert counts == {"kept": 3, "near": 1, "exact": 1, "rejected": 2} | reasons
    assert [row["id"] for row in read(out)] == ["s:1", "s:2", "s:3"]
    found = {row["id"]: row["duplicate"]["of"] for row in read(copies)}
    assert found == {"other:1": "s:2", "z:1": "s:1"}
    assert (tmp_path / "out.duplicates.rejected.jsonl").read_text("utf-8") == '{\n{"id": "x"}\n'
    assert not list(tmp_path.glob("*.part"))


def test_copies_can_stay_where_they_are(inputs: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    deduplicate(inputs, out, tmp_path / "copies.jsonl", policy="mark")
    rows = read(out)
    assert [row["id"] for row in rows] == ["s:1", "s:2", "other:1", "z:1", "s:3"]
    assert [bool(row.get("duplicate")) for row in rows] == [False, False, True, True, False]
    assert not (tmp_path / "copies.jsonl").exists()


def test_several_processes_give_the_same_answer(inputs: list[Path], tmp_path: Path) -> None:
    for workers in (1, 2):
        deduplicate(inputs, tmp_path / f"{workers}.jsonl", tmp_path / f"d{workers}.jsonl", workers=workers)
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert (tmp_path / "d1.jsonl").read_bytes() == (tmp_path / "d2.jsonl").read_bytes()


def test_the_command(inputs: list[Path], tmp_path: Path, project: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scrapy", "dedupe", *arguments]
        return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120)

    done = run(*map(str, inputs), "-o", str(tmp_path / "o.jsonl"), "--workers", "1")
    assert done.returncode == 1, done.stderr  # two lines were no articles
    assert "7 lines: 3 kept; 1 exact, 1 near" in done.stderr
    assert len(read(tmp_path / "o.jsonl")) == 3
    assert run(str(tmp_path / "missing.jsonl"), "-o", "x.jsonl").returncode == 2
    assert run(str(inputs[0]), "-o", str(inputs[0])).returncode == 2
    assert "no option --mrk" in run(str(inputs[0]), "--mrk", "-o", "x.jsonl").stderr
    assert "would hold JSON lines" in run(str(inputs[0]), "-o", "x.csv").stderr
    torn = tmp_path / "torn.jsonl.gz"
    torn.write_bytes(inputs[1].read_bytes()[:-8])
    done = run(str(torn), str(inputs[0]), "-o", str(tmp_path / "new" / "p.jsonl.gz"), "--workers", "1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "torn.jsonl.gz was not read to its end" in done.stderr
    rows = [
        json.loads(line)
        for line in gzip.decompress((tmp_path / "new" / "p.jsonl.gz").read_bytes()).splitlines()
    ]
    assert [row["id"] for row in rows] == ["z:1", "s:3", "s:2"]
    assert (tmp_path / "new" / "p.duplicates.jsonl.gz").exists()


def test_ids_of_others(tmp_path: Path) -> None:
    """Numbers are ids; files that are numbered each for themselves, or not at all, lose no article."""
    numbered = [article(n, id=n) for n in range(1, 6)]
    again = [article(n + 6, id=n) for n in range(1, 6)]
    nameless = [{"body": article(n + 12)["body"]} for n in range(1, 6)]
    (tmp_path / "x").mkdir()
    inputs = [
        write(tmp_path / "a.jsonl", numbered),
        write(tmp_path / "b.jsonl", again),
        write(tmp_path / "c.jsonl", nameless),
        write(tmp_path / "x" / "c.jsonl", [{"body": article(n + 18)["body"], "id": {}} for n in range(1, 6)]),
        write(tmp_path / "d.jsonl", [article(8, id="copy")]),
    ]
    counts = deduplicate(inputs, tmp_path / "out.jsonl", tmp_path / "copies.jsonl")
    assert counts == {"kept": 20, "ids": 5, "exact": 1}
    assert len(read(tmp_path / "out.jsonl")) == 20
    assert read(tmp_path / "copies.jsonl")[0]["duplicate"]["of"] == "b.jsonl:2"


def test_a_page_that_was_edited_is_still_one_page(tmp_path: Path) -> None:
    edited = article(1)["body"] + " وأضاف المصدر أن النتائج تعلن غدا"
    inputs = [write(tmp_path / "a.jsonl", [article(1), article(1, body=edited)])]
    assert deduplicate(inputs, tmp_path / "o.jsonl", tmp_path / "d.jsonl") == {"kept": 1, "revision": 1}


def test_what_an_earlier_answer_left_does_not_stay(inputs: list[Path], tmp_path: Path) -> None:
    out, copies = tmp_path / "out.jsonl", tmp_path / "copies.jsonl"
    deduplicate(inputs, out, copies)
    assert copies.exists()
    deduplicate([write(tmp_path / "one.jsonl", [article(1)])], out, copies)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.jsonl",
        "b.jsonl.gz",
        "one.jsonl",
        "out.jsonl",
    ]


def test_a_full_disk(inputs: list[Path], tmp_path: Path, project: Path) -> None:
    """A limit on the size of files is as good as a full disk: a sentence, and nothing under the names."""
    rows = [article(n) for n in range(400)]
    many = write(tmp_path / "many.jsonl", rows)
    command = ["bash", "-c", 'ulimit -f 40; trap "" XFSZ; exec "$@"', "-", sys.executable, "-m", "scrapy"]
    command += ["dedupe", str(many), "-o", str(tmp_path / "o.jsonl"), "--workers", "1"]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "Nothing was written" in done.stderr
    assert not (tmp_path / "o.jsonl").exists()

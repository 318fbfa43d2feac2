"""The recipe for corpora that no single machine holds, run small where datatrove is installed."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def article(id_: str, story: int, **more: Any) -> dict[str, Any]:
    words = [f"{LETTERS[(story * 5 + i) % 28]}{LETTERS[(story + i * i) % 28]}كتب" for i in range(80)]
    return {
        "id": id_,
        "site": id_.partition(":")[0],
        "headline": "خبر",
        "body": " ".join(words) + more.pop("end", ""),
        "published_at": "2026-05-01",
        **more,
    }


def test_datatrove(tmp_path: Path, project: Path) -> None:
    pytest.importorskip("datatrove", reason="without datatrove: docs/dedup.md says how the recipe was tried")
    shards = [
        [article("a:1", 1, source={"site": "c"}), article("a:2", 2), article("a:3", 3, end=" قال المصدر")],
        [article("b:1", 1, end=" وأضاف"), article("b:4", 4), article("b:2", 2, published_at="2029-01-01")],
        [article("c:1", 1, published_at="2026-05-02"), article("c:3", 3, published_at="2026-09-01")],
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    for number, rows in enumerate(shards):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{number}.jsonl").write_text(lines, "utf-8")
    script = project / "docs" / "recipes" / "datatrove_copies.py"
    done = subprocess.run(
        [sys.executable, str(script), str(folder), str(tmp_path / "out"), "--tasks", "3"],
        env={"PYTHONPATH": str(project), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr

    def ids(kind: str) -> list[str]:
        files = sorted((tmp_path / "out" / kind).glob("*.jsonl.gz"))
        return sorted(json.loads(line)["id"] for file in files for line in gzip.open(file))

    # c:1 is credited; b:2 is the same text three years later; c:3 is edited, and beyond the window.
    assert ids("kept") == ["a:2", "a:3", "b:4", "c:1", "c:3"]
    assert ids("copies") == ["a:1", "b:1", "b:2"]

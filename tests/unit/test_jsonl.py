"""Files of JSON lines: appended, cut, checked."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from crawler.items import Article
from crawler.storage import jsonl
from crawler.storage.jsonl import DamagedFileError, JsonlFiles, Mark, to_line


def marked(root: Path, *lines: bytes) -> tuple[JsonlFiles, str]:
    """Return files with one of them holding `lines`, committed."""
    files = JsonlFiles(root, [])
    path = files.path_of("articles", "nahda")
    files.adopt(files.unmarked({path: ("articles", "nahda")}))
    files.adopt(files.append({path: list(lines)}))
    return files, path


def test_a_line_is_utf8_and_one_line_for_every_reader() -> None:
    article = Article(url="https://a.example/1", site="a", headline="خبر\u2028عاجل\u0085", body="نص\nآخر")
    line = to_line(article)
    assert "خبر".encode() in line
    assert len(line.decode().splitlines()) == 1
    assert json.loads(line)["headline"] == "خبر\u2028عاجل\u0085"
    assert json.loads(line)["body"] == "نص\nآخر"


def test_a_lone_surrogate_loses_one_character_and_not_the_line() -> None:
    article = Article(url="https://a.example/1", site="a", headline="خبر \ud800 عاجل")
    assert json.loads(to_line(article))["headline"] == "خبر ? عاجل"


def test_a_tail_that_was_not_committed_is_cut(tmp_path: Path) -> None:
    _, path = marked(tmp_path, b'{"id":1}')
    with (tmp_path / path).open("ab") as file:
        file.write(b'{"id":2}\n{"id"')
    mark = Mark(path, "nahda", "articles", 9, 1)
    assert JsonlFiles(tmp_path, [mark]).recover(["nahda"]) == 14
    assert (tmp_path / path).read_bytes() == b'{"id":1}\n'


def test_a_file_shorter_than_its_mark_is_damage(tmp_path: Path) -> None:
    _, path = marked(tmp_path, b'{"id":1}')
    mark = Mark(path, "nahda", "articles", 90, 9)
    with pytest.raises(DamagedFileError, match="has 9 bytes and the ledger accounts for 90"):
        JsonlFiles(tmp_path, [mark]).recover(["nahda"])
    (tmp_path / path).unlink()
    with pytest.raises(DamagedFileError, match="has 0 bytes"):
        JsonlFiles(tmp_path, [mark]).recover(["nahda"])


def test_a_strangers_file_is_not_cut(tmp_path: Path) -> None:
    """A ledger that was deleted or confused with another one must not cost the articles."""
    _, path = marked(tmp_path, b'{"id":1}')
    with pytest.raises(DamagedFileError, match="not known to this ledger"):
        JsonlFiles(tmp_path, []).recover(["nahda"])
    assert (tmp_path / path).read_bytes() == b'{"id":1}\n'
    assert JsonlFiles(tmp_path, []).recover(["another"]) == 0


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, path = marked(tmp_path, b'{"id":1}')

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(jsonl.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.append({path: [b'{"id":2}']})
    assert (tmp_path / path).read_bytes() == b'{"id":1}\n'
    monkeypatch.undo()
    files.adopt(files.append({path: [b'{"id":2}']}))
    assert (tmp_path / path).read_bytes() == b'{"id":1}\n{"id":2}\n'


def test_absolute_names_for_a_ledger_elsewhere(tmp_path: Path) -> None:
    files = JsonlFiles(tmp_path, [], absolute=True)
    path = files.path_of("articles", "a.example")
    assert Path(path).is_absolute()
    assert JsonlFiles(tmp_path, []).path_of("articles", "../x").startswith("articles/_x/")

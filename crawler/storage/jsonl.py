"""Append-only files of JSON lines: `<kind>/<site>/<UTC day>.jsonl` under one folder.

A file is worth what its mark says: bytes up to `offset` are committed, what follows is the rest of a batch
that a crash cut short and is removed. The caller keeps the marks in the same transaction as the outcomes.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

KINDS = ("articles", "duplicates", "revisions", "quarantine")

# Characters that are legal inside JSON strings but that many readers take for the end of a line.
_LINE_ENDS = {"\u2028": b"\\u2028", "\u2029": b"\\u2029", "\u0085": b"\\u0085"}


class DamagedFileError(Exception):
    """A file is shorter than its mark, or is there without one; the message is a sentence."""


@dataclass(slots=True, frozen=True)
class Mark:
    """How much of a file is committed."""

    path: str  # as the ledger names it
    site: str
    kind: str
    offset: int  # bytes
    lines: int


def to_line(item: Any) -> bytes:
    """Return a dataclass or mapping as one line of JSON in UTF-8, without its newline."""
    try:
        data = orjson.dumps(item)
    except orjson.JSONEncodeError:  # a lone surrogate somewhere: keep the rest of the text
        data = orjson.dumps(_without_surrogates(orjson_ready(item)))
    for char, escaped in _LINE_ENDS.items():
        data = data.replace(char.encode(), escaped)
    return data


def orjson_ready(item: Any) -> Any:
    """Return `item` as plain containers."""
    return item.to_dict() if hasattr(item, "to_dict") else item


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(v) for v in value]
    return value


def folder_name(site: str) -> str:
    """Return a site's key as a name that every file system takes."""
    return re.sub(r"[^\w.-]", "_", site).lstrip(".") or "_"


class JsonlFiles:
    """The files of the sites that this process holds; only they are opened, cut or appended to."""

    def __init__(self, root: Path, marks: Iterable[Mark], *, absolute: bool = False) -> None:
        """`absolute`: name files by their whole path, for a ledger that serves several folders."""
        self._root = root
        self._absolute = absolute
        self._marks = {mark.path: mark for mark in marks}

    def path_of(self, kind: str, site: str) -> str:
        """Return the name of today's file."""
        day = datetime.now(UTC).strftime("%Y-%m-%d")
        relative = Path(kind) / folder_name(site) / f"{day}.jsonl"
        return str(self._root / relative if self._absolute else relative)

    def recover(self, sites: Iterable[str]) -> int:
        """Cut what was never committed; return how many bytes went. Raise `DamagedFileError`."""
        cut = 0
        for mark in self._marks.values():
            path = self._root / mark.path
            size = path.stat().st_size if path.exists() else 0
            if size < mark.offset:
                raise DamagedFileError(
                    f"{path} has {size} bytes and the ledger accounts for {mark.offset}: "
                    "put the whole file back, or start with another DATA_DIR."
                )
            if size > mark.offset:
                os.truncate(path, mark.offset)
                cut += size - mark.offset
        for kind in KINDS:
            for site in sites:
                for path in sorted((self._root / kind / folder_name(site)).glob("*.jsonl")):
                    name = str(path if self._absolute else path.relative_to(self._root))
                    if name not in self._marks and path.stat().st_size:
                        raise DamagedFileError(
                            f"{path} is not known to this ledger: name the ledger that wrote it "
                            "(LEDGER_URL), or move the file away."
                        )
        return cut

    def unmarked(self, paths: Mapping[str, tuple[str, str]]) -> list[Mark]:
        """Return marks at zero for the files in `paths` (name -> kind, site) that have none yet.

        The ledger must hold them before the files are made: a file without a mark is taken for a stranger's.
        """
        return [
            Mark(path, site, kind, 0, 0) for path, (kind, site) in paths.items() if path not in self._marks
        ]

    def adopt(self, marks: Iterable[Mark]) -> None:
        """Take over marks that the ledger has committed."""
        self._marks.update((mark.path, mark) for mark in marks)

    def append(self, batch: Mapping[str, list[bytes]]) -> list[Mark]:
        """Write lines to the end of each file and fsync it; return the marks to commit.

        On an error every file is cut back to its mark, and the error goes on.
        """
        marks = []
        try:
            for path, lines in batch.items():
                marks.append(self._append(self._marks[path], lines))
        except OSError:
            self._cut_back(batch)
            raise
        return marks

    def _append(self, mark: Mark, lines: list[bytes]) -> Mark:
        path = self._root / mark.path
        data = b"".join(line + b"\n" for line in lines)
        new = not path.exists()
        if new:
            path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size < mark.offset:
                raise DamagedFileError(
                    f"{path} shrank to {size} bytes while it was written; {mark.offset} were committed."
                )
            if size > mark.offset:  # the rest of a batch whose transaction failed
                file.truncate(mark.offset)
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
            os.fsync(file.fileno())
        if new:
            _sync_folder(path.parent)
            _sync_folder(path.parent.parent)
        return Mark(mark.path, mark.site, mark.kind, mark.offset + len(data), mark.lines + len(lines))

    def _cut_back(self, paths: Iterable[str]) -> None:
        for name in paths:
            path = self._root / name
            # A disk that refuses this too leaves the tail to the next start.
            with contextlib.suppress(OSError):
                if path.exists() and path.stat().st_size > self._marks[name].offset:
                    os.truncate(path, self._marks[name].offset)


def _sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)

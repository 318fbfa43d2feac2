"""Pages saved in a folder: `index.jsonl` names each file and the URL that it was."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

MAX_BYTES = 8 * 1024 * 1024  # as DOWNLOAD_MAXSIZE: a longer page would not have been fetched
INDEX = "index.jsonl"


@dataclass(slots=True, frozen=True, kw_only=True)
class SavedPage:
    """One page as it was fetched: undecoded bytes, the charset of its HTTP header, an aware time or None."""

    url: str
    body: bytes
    encoding: str | None = None
    fetched_at: datetime | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, frozen=True, kw_only=True)
class Unreadable:
    """An entry that is not a page: where it stands and why, in words; its URL where that much is known."""

    where: str
    why: str
    url: str | None = None


def read_folder(folder: Path) -> Iterator[SavedPage | Unreadable]:
    """Yield the pages of `folder` in the order of its index. Raises OSError where there is no index."""
    with (folder / INDEX).open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            line = line.removeprefix(b"\xef\xbb\xbf").strip()
            if line:
                yield _entry(folder, line, f"{folder / INDEX}, line {number}")


def _entry(folder: Path, line: bytes, where: str) -> SavedPage | Unreadable:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return Unreadable(where=where, why="not JSON")
    if not isinstance(entry, dict):
        return Unreadable(where=where, why="not a JSON object")
    url, name = entry.get("url"), entry.get("file")
    if not isinstance(url, str) or not url.strip():
        return Unreadable(where=where, why='no "url"')
    if not isinstance(name, str) or not name:
        return Unreadable(where=where, why='no "file"', url=url)
    inside = PurePosixPath(name)
    if inside.is_absolute() or ".." in inside.parts or "\0" in name:
        return Unreadable(where=where, why=f"{name!r} is not in the folder", url=url)
    try:
        body = _bytes(folder / inside)
    except (OSError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        return Unreadable(where=where, why=f"{name}: {why}", url=url)
    return SavedPage(
        url=url,
        body=body,
        encoding=_text(entry.get("encoding")),
        fetched_at=moment(entry.get("fetched_at")),
    )


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        body = file.read(MAX_BYTES + 1)
    return gunzip(body) if path.suffix == ".gz" else body


def gunzip(body: bytes) -> bytes:
    """Return gzipped `body` unpacked, at most one byte longer than MAX_BYTES; what can be read of a torn one.

    Raises zlib.error where it is not gzip at all.
    """
    return zlib.decompressobj(wbits=31).decompress(body, MAX_BYTES + 1)


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def moment(value: Any) -> datetime | None:
    """Read an ISO 8601 time as an aware one (UTC where it has no zone), None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)

"""Files of lines that may be packed, gzip or Zstandard: read by what they hold, written by their name."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import zstandard

_GZIP = b"\x1f\x8b"
_ZSTANDARD = b"\x28\xb5\x2f\xfd"
_BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 16  # packed bytes that are unpacked at once


class BrokenFileError(OSError):
    """A packed file ends before its end, or is none after all; the message is a sentence without its name."""


def lines(raw: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file, which need not be seekable, unpacked where its first bytes say so.

    Raises `BrokenFileError` after the last whole line of a packed file that is torn.
    """
    start = raw.read(len(_ZSTANDARD))
    if start.startswith(_GZIP):
        whole = _buffered(_unpacked(start, raw, lambda: zlib.decompressobj(wbits=31)))
    elif start == _ZSTANDARD:
        whole = _buffered(_unpacked(start, raw, lambda: zstandard.ZstdDecompressor().decompressobj()))
    else:
        first = start + raw.readline() if not start.endswith(b"\n") else start
        # The four bytes may hold several short lines.
        yield from io.BytesIO(first.removeprefix(_BOM))
        yield from raw
        return
    for number, line in enumerate(whole):
        yield line if number else line.removeprefix(_BOM)


@contextmanager
def appearing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that appears as `path` when all of it is written, packed where its name says so."""
    part = part_of(path)
    try:
        with ExitStack() as stack:
            yield opened(part, path.suffix, stack)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Return where a file is written before it appears under its name."""
    return path.with_name(f"{path.name}.part")


def opened(path: Path, suffix: str, stack: ExitStack) -> IO[bytes]:
    """Open `path` for writing until `stack` closes, packed as `suffix` (.gz, .zst, others: not) says."""
    out: Any = stack.enter_context(path.open("wb"))
    if suffix == ".gz":
        out = stack.enter_context(gzip.GzipFile("", "wb", 6, out, 0))
    elif suffix == ".zst":
        out = stack.enter_context(zstandard.ZstdCompressor().stream_writer(out, closefd=False))
    return out  # type: ignore[no-any-return]


def _unpacked(start: bytes, raw: IO[bytes], begin: Callable[[], Any]) -> Iterator[bytes]:
    """Yield what is in the members of a packed file, one behind the other."""
    unpack, inside, block = begin(), True, start
    while block:
        try:
            yield unpack.decompress(block)
        except (zlib.error, zstandard.ZstdError) as error:
            raise BrokenFileError(f"it is broken ({error})") from error
        inside = not unpack.eof
        if inside:
            block = raw.read(_BLOCK)
            continue
        block, unpack = unpack.unused_data, begin()
        # Some programs pad with zeros behind the last member.
        while not (block := block.lstrip(b"\0")) and (more := raw.read(_BLOCK)):
            block = more
    if inside:
        raise BrokenFileError("it is cut off before its end")


class _Blocks(io.RawIOBase):
    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            if (block := next(self._blocks, None)) is None:
                return 0
            self._left = memoryview(block)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _buffered(blocks: Iterator[bytes]) -> Iterable[bytes]:
    return io.BufferedReader(_Blocks(blocks), 1 << 20)

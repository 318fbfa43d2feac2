"""Files of lines from elsewhere: packed, torn, misnamed, with a byte order mark, from a pipe."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from crawler.packed import BrokenFileError, appearing, lines

LINES = [f'{{"n": {n}, "body": "سطر من الأسطر"}}\n'.encode() for n in range(3000)]
WHOLE = b"".join(LINES)
Pack = Callable[[bytes], bytes]


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("pack", [gzip.compress, zstd, bytes])
def test_lines_are_the_same_packed_or_not(pack: Pack) -> None:
    assert list(lines(io.BytesIO(pack(WHOLE)))) == LINES
    assert list(lines(io.BytesIO(pack(b"\xef\xbb\xbf" + WHOLE)))) == LINES
    assert list(lines(io.BytesIO(pack(b"")))) == []
    assert list(lines(io.BytesIO(pack(b"a\nb\n\nc")))) == [b"a\n", b"b\n", b"\n", b"c"]


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_several_members_and_padding(pack: Pack) -> None:
    data = pack(b"".join(LINES[:1000])) + pack(b"".join(LINES[1000:]))
    assert list(lines(io.BytesIO(data))) == LINES
    assert list(lines(io.BytesIO(data + b"\0" * 200_000))) == LINES


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_of_a_torn_file_the_whole_lines_are_read(pack: Pack) -> None:
    data = pack(b"".join(LINES[:2000])) + pack(b"".join(LINES[2000:]))
    for size in (len(data) - 1, len(data) * 3 // 4, 5):
        found = []
        with pytest.raises(BrokenFileError, match="cut off"):
            found.extend(lines(io.BytesIO(data[:size])))
        assert found == LINES[: len(found)]
        assert len(found) >= 2000 or size < len(data) * 3 // 4
    with pytest.raises(BrokenFileError, match="broken"):
        list(lines(io.BytesIO(data + b"no member at all")))


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"])
def test_a_file_appears_whole_and_packed_by_its_name(name: str, tmp_path: Path) -> None:
    with appearing(tmp_path / name) as out:
        out.write(WHOLE)
        assert not (tmp_path / name).exists()
    with (tmp_path / name).open("rb") as file:
        assert list(lines(file)) == LINES
    assert ((tmp_path / name).read_bytes() == WHOLE) == (name == "out.jsonl")
    with pytest.raises(RuntimeError), appearing(tmp_path / "other.gz") as out:
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == [name]

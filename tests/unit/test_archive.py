"""Pages into WARC files and back: what was written whole is read, whatever a crash did to the rest."""

from __future__ import annotations

import gzip
import random
import resource
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.storage.archive import ArchivedPage, append
from crawler.storage.saved import SavedPage, Unreadable
from crawler.storage.warc import read_warc

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HTML = "<html><head><title>خبر</title></head><body><p>نص الخبر كما جاء.</p></body></html>".encode("cp1256")


def page(number: int, body: bytes = HTML) -> ArchivedPage:
    headers = (
        ("Content-Type", "text/html; charset=windows-1256"),
        ("Content-Encoding", "br"),
        ("Transfer-Encoding", "chunked"),
        ("X-Odd", "خ\r\nInjected: yes"),
    )
    return ArchivedPage(f"https://a.example/news/{number}?q=خبر", 200, headers, body, NOW)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.example" / "2026-11-23-1.warc.gz"
    bodies = [HTML + b"<!-- %d -->" % n for n in range(3)]
    for number, body in enumerate(bodies):
        append(path, page(number, body), "Crawler/1 (+https://us.example)")
    read = list(read_warc(path))
    assert [type(one) for one in read] == [SavedPage] * 3
    for number, one in enumerate(read):
        assert isinstance(one, SavedPage)
        assert (one.url, one.body) == (page(number).url, bodies[number])
        assert (one.encoding, one.fetched_at, one.status) == ("windows-1256", NOW, 200)
        assert not {"content-encoding", "injected"} & {name.lower() for name, _ in one.headers}


def test_a_file_cut_anywhere_gives_the_pages_that_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "whole.warc.gz"
    ends = []
    for number in range(3):
        noise = random.Random(number).randbytes(300).hex().encode()  # does not pack to nothing
        append(path, page(number, HTML + noise), "Crawler/1")
        ends.append(path.stat().st_size)
    whole, torn = path.read_bytes(), tmp_path / "torn.warc.gz"
    expected = list(read_warc(path))
    for cut in [*range(0, len(whole), 13), *ends]:
        torn.write_bytes(whole[:cut])
        read = [one for one in read_warc(torn) if isinstance(one, SavedPage)]
        assert read == expected[: len(read)], cut
        assert len(read) >= sum(end <= cut for end in ends), cut


def test_a_record_after_a_torn_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    append(path, page(1), "Crawler/1")
    path.write_bytes(path.read_bytes()[:-20])
    append(path, page(2), "Crawler/1")
    read = list(read_warc(path))
    assert [one.url for one in read if isinstance(one, SavedPage)] == [page(2).url]
    assert any(isinstance(one, Unreadable) for one in read)


def test_what_a_full_disk_took_of_a_page_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    append(path, page(1), "Crawler/1")
    size = path.stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, before[1]))
    try:
        with pytest.raises(OSError, match=r"a\.warc\.gz"):
            append(path, page(2, random.Random(1).randbytes(9000)), "Crawler/1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert path.stat().st_size == size
    append(path, page(3), "Crawler/1")
    assert [one.url for one in read_warc(path) if isinstance(one, SavedPage)] == [page(1).url, page(3).url]


def test_each_record_is_a_gzip_member(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    append(path, page(1), "Crawler/1")
    size = path.stat().st_size
    append(path, page(2), "Crawler/1")
    assert gzip.decompress(path.read_bytes()[size:]).startswith(b"WARC/1.0\r\n")

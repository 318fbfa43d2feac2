"""Saved pages: folders with an index, WARC files, and what is broken in them."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.storage.saved import MAX_BYTES, SavedPage, Unreadable, read_folder
from crawler.storage.warc import read_warc

HTML = "<html><h1>خبر</h1></html>".encode("cp1256")


def _folder(path: Path, lines: list[str]) -> list[SavedPage | Unreadable]:
    (path / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return list(read_folder(path))


def test_a_folder_is_read_in_the_order_of_its_index(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.html").write_bytes(HTML)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(HTML))
    pages = _folder(
        tmp_path,
        [
            json.dumps(
                {
                    "file": "deep/a.html",
                    "url": "https://a.example/خبر",
                    "encoding": "windows-1256",
                    "fetched_at": "2026-11-23T10:00:00Z",
                }
            ),
            "",
            json.dumps(
                {"file": "b.html.gz", "url": "https://b.example/", "encoding": None, "fetched_at": "x"}
            ),
        ],
    )
    assert pages == [
        SavedPage(
            url="https://a.example/خبر",
            body=HTML,
            encoding="windows-1256",
            fetched_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
        ),
        SavedPage(url="https://b.example/", body=HTML),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"file": "a.html"}', 'no "url"'),
        ('{"file": "a.html", "url": 5}', 'no "url"'),
        ('{"url": "https://a.example/"}', 'no "file"'),
        ('{"url": "https://a.example/", "file": "none.html"}', "No such file"),
        ('{"url": "https://a.example/", "file": "../secret"}', "not in the folder"),
        ('{"url": "https://a.example/", "file": "/etc/passwd"}', "not in the folder"),
        ('{"url": "https://a.example/", "file": "a\\u0000b"}', "not in the folder"),
        ('{"url": "https://a.example/", "file": "broken.gz"}', "Error"),
        ('{"url": "https://a.example/", "file": "."}', "Is a directory"),
    ],
)
def test_a_broken_entry_costs_itself_only(tmp_path: Path, line: str, why: str) -> None:
    (tmp_path / "a.html").write_bytes(HTML)
    (tmp_path / "broken.gz").write_bytes(b"not gzip")
    broken, page = _folder(tmp_path, [line, '{"file": "a.html", "url": "https://a.example/"}'])
    assert isinstance(broken, Unreadable)
    assert why in broken.why
    assert broken.where.endswith("line 1")
    assert isinstance(page, SavedPage)


def test_a_bomb_is_read_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(bytes(40_000_000)))
    (page,) = _folder(tmp_path, ['{"file": "bomb.gz", "url": "https://a.example/"}'])
    assert isinstance(page, SavedPage)
    assert len(page.body) == MAX_BYTES + 1


def _record(
    writer: WARCWriter, url: str, body: bytes, status: str = "200 OK", kind: str = "text/html; charset=cp1256"
) -> None:
    headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2026-11-20T08:30:00Z"},
        )
    )


def _warc(path: Path, *, packed: bool) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=packed)
        writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "test"}))
        _record(writer, "https://a.example/1", HTML)
        _record(writer, "https://a.example/2", HTML, status="404 Not Found")
        _record(writer, "https://a.example/3", b"", status="301 Moved")
        _record(writer, "https://a.example/x.png", b"\x89PNG", kind="image/png")
        _record(writer, "https://a.example/4", b"<p>4</p>", kind="")
    return path


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_gives_its_pages(tmp_path: Path, packed: bool) -> None:
    pages = list(read_warc(_warc(tmp_path / "a.warc", packed=packed)))
    assert all(isinstance(page, SavedPage) for page in pages)
    assert [(page.url, page.status) for page in pages if isinstance(page, SavedPage)] == [
        ("https://a.example/1", 200),
        ("https://a.example/2", 404),
        ("https://a.example/4", 200),
    ]
    first = pages[0]
    assert isinstance(first, SavedPage)
    assert (first.body, first.encoding) == (HTML, "cp1256")
    assert first.fetched_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("packed", [True, False])
def test_a_broken_record_costs_itself_only(tmp_path: Path, packed: bool) -> None:
    whole = _warc(tmp_path / "a.warc", packed=packed).read_bytes()
    mark = b"\x1f\x8b\x08" if packed else b"WARC/1."
    starts = [n for n in range(len(whole)) if whole.startswith(mark, n)]
    hurt = bytearray(whole)
    hurt[starts[1] + 12 : starts[1] + 60] = b"\xff" * 48  # the record of the first page
    (tmp_path / "b.warc").write_bytes(hurt)
    pages = list(read_warc(tmp_path / "b.warc"))
    urls = [page.url for page in pages if isinstance(page, SavedPage)]
    assert urls[-2:] == ["https://a.example/2", "https://a.example/4"]
    assert any(isinstance(page, Unreadable) for page in pages)


@pytest.mark.parametrize(
    "content", [b"", b"nothing of the kind\n" * 100, b"\x1f\x8b\x08\x00torn", b"WARC/1.0\r\n"]
)
def test_what_is_no_warc_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.warc").write_bytes(content)
    pages = list(read_warc(tmp_path / "x.warc"))
    assert all(isinstance(page, Unreadable) for page in pages)
    assert len(pages) <= 2


def test_a_warc_cut_anywhere_gives_what_is_whole(tmp_path: Path) -> None:
    whole = _warc(tmp_path / "a.warc", packed=True).read_bytes()
    for cut in range(0, len(whole), 37):
        (tmp_path / "c.warc").write_bytes(whole[:cut])
        for page in read_warc(tmp_path / "c.warc"):
            assert isinstance(page, SavedPage | Unreadable)

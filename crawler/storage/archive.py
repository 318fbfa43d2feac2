"""Pages into WARC files: one gzip member a record, so that what a crash leaves torn is one record at most."""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_LEVEL = 6  # warcio's 9 takes twice the time for one per cent
# A body is kept without its packing; what said how it was packed would be untrue.
_OF_PACKING = frozenset(("content-encoding", "transfer-encoding", "content-length"))


@dataclass(slots=True, frozen=True)
class ArchivedPage:
    """A response, its body unpacked."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime  # aware


def append(path: Path, page: ArchivedPage, software: str) -> None:
    """Write `page` to the end of `path`, with a record about `software` first where the file is new.

    Raises OSError; what was written of the page until then is taken back.
    """
    data = _member(_response(page))
    new = not path.exists()
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = _member(_about(path.name, software)) + data
    with path.open("ab", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        view = memoryview(data)
        try:
            while view:
                view = view[file.write(view) :]
        except OSError as error:
            os.ftruncate(file.fileno(), size)
            raise OSError(error.errno, error.strerror, str(path)) from error


def _response(page: ArchivedPage) -> bytes:
    fields = [
        (_one_line(name), _one_line(value)) for name, value in page.headers if name.lower() not in _OF_PACKING
    ]
    fields.append(("Content-Length", str(len(page.body))))
    out = BytesIO()
    writer = WARCWriter(out, gzip=False)
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(_status(page.status), fields, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": page.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
    )
    writer.write_record(record)
    return out.getvalue()


def _about(name: str, software: str) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False)
    about = {"software": _one_line(software), "format": "WARC File Format 1.0"}
    writer.write_record(writer.create_warcinfo_record(name, about))
    return out.getvalue()


def _member(record: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress(record) + packer.flush()


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _one_line(text: str) -> str:
    return " ".join(text.split())

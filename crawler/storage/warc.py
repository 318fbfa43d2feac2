"""Pages out of a WARC file, packed or not; a broken record costs that record and no other."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import IO, Any

from crawler.storage.saved import MAX_BYTES, SavedPage, Unreadable, moment

_GZIP = b"\x1f\x8b\x08"
_RECORD_TYPES = frozenset(
    {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
    | {"arc_header"}
)
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


def read_warc(path: Path) -> Iterator[SavedPage | Unreadable]:
    """Yield the HTML pages of a WARC in its order. Raises OSError where the file cannot be opened.

    Redirects and what is not HTML (images, feeds, robots.txt) are no pages and are passed over.
    """
    from warcio.archiveiterator import ArchiveIterator  # every command of ours is imported for each of them

    with path.open("rb") as file:
        start = 0
        while True:
            file.seek(start)
            records = ArchiveIterator(file, check_digests=True)
            try:
                for record in records:
                    if record.rec_type not in _RECORD_TYPES:
                        raise ValueError(f"no record has the type {record.rec_type}")
                    page = _page(record)
                    if page is not None:
                        yield page
                return
            except Exception as error:  # warcio raises whatever its parsers and decoders do
                at = max(start, int(records.offset))
                yield Unreadable(where=f"{path}, byte {at}", why=f"broken record ({_words(error)})")
                after = _next_record(file, at + 1)
                if after is None:
                    return
                start = after


def _page(record: Any) -> SavedPage | None:
    if record.rec_type not in ("response", "resource"):
        return None
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip().strip("<>")
    if not url.lower().startswith(("http://", "https://")):
        return None
    http = record.http_headers
    content_type = (http or record.rec_headers).get_header("Content-Type") or ""
    status = _status(http)
    if 300 <= status < 400:
        return None
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind not in _PAGE_TYPES and kind != "":
        return None
    body = record.content_stream().read(MAX_BYTES + 1)
    if len(body) <= MAX_BYTES and _is_torn(record):
        raise ValueError("it ends before its end")
    if record.digest_checker.passed is False:
        # A torn gzip member may go on unpacking into the next one: the right length, and not the page.
        raise ValueError("it is not what its digest says")
    if kind == "" and not body.lstrip().startswith(b"<"):
        return None
    return SavedPage(
        url=url,
        body=body,
        encoding=_charset(content_type),
        fetched_at=moment(record.rec_headers.get_header("WARC-Date")),
        status=status,
        headers=tuple((str(k), str(v)) for k, v in http.headers) if http else (),
    )


def _is_torn(record: Any) -> bool:
    """Whether the file ends, or turns into something else, before the length that the record states."""
    while record.raw_stream.read(65536):
        pass
    return int(getattr(record.raw_stream, "limit", 0)) > 0


def _status(http: Any) -> int:
    try:
        return int(http.get_statuscode()) if http else 200
    except (TypeError, ValueError):
        return 200


def _charset(content_type: str) -> str | None:
    header = Message()
    header["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    charset = header.get_param("charset")
    return charset.strip() or None if isinstance(charset, str) else None


def _next_record(file: IO[bytes], start: int) -> int | None:
    """Return the offset of the next record at or after `start`: a gzip member or a WARC header."""
    file.seek(0)
    mark = _GZIP if file.read(3) == _GZIP else b"WARC/1."
    file.seek(start)
    position, tail = start, b""
    while block := file.read(1 << 20):
        window = tail + block
        found = window.find(mark)
        if found >= 0:
            return position - len(tail) + found
        tail = window[-(len(mark) - 1) :]
        position += len(block)
    return None


def _words(error: Exception) -> str:
    text = " ".join(str(error).split())
    return (text or type(error).__name__)[:120]

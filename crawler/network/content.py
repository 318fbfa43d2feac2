"""Bodies that cannot be a page, feed or sitemap are not downloaded, or not passed on."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, NoReturn

from scrapy import signals
from scrapy.exceptions import DownloadCancelledError, StopDownload

from crawler.network.refused import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

logger = logging.getLogger(__name__)

_MEDIA = ("image/", "video/", "audio/", "font/", "model/")
_DOCUMENT = re.compile(
    r"application/(?:pdf|postscript|rtf|epub|ogg|mp4|wasm|java-archive|x-shockwave-flash|x-msdownload"
    r"|x-bittorrent|msword|vnd\.(?:ms-|openxml|oasis|android|apple\.mpegurl)"
    r"|x-mpegurl|dash\+xml|font|x-font)"
)
_ARCHIVE = re.compile(r"application/(?:zip|x-zip|x-rar|vnd\.rar|x-7z|x-tar|x-bzip|x-xz|zstd)")
_PACKED = re.compile(r"(?:application|binary)/(?:x-)?(?:gzip|gunzip|octet-stream)")
_LISTING = re.compile(r"\.(?:xml|rss|atom)(?:\.gz)?(?:$|\?)|sitemap|/feed", re.IGNORECASE)
_BINARY_STARTS = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"PK\x03\x04", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1a\x45\xdf\xa3", "video"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
    (b"MZ\x90", "binary"),
    (b"\x7fELF", "binary"),
)


def refused_type(content_type: str, url: str, *, listing: bool = False) -> str | None:
    """Return why an answer of this type is of no use, None where it may be.

    listing: a feed or sitemap was asked for, which may come packed. Types that say nothing (octet-stream,
    none) pass for a page too: servers mislabel pages; `binary_start` looks at the bytes.
    """
    kind = content_type.split(";", 1)[0].strip().lower()
    if kind == "image/svg+xml" or kind.startswith(_MEDIA):
        return kind.split("/", 1)[0]
    if kind.startswith("text/") and kind in ("text/css", "text/calendar", "text/vcard", "text/csv"):
        return kind.split("/", 1)[1]
    if _DOCUMENT.match(kind):
        return "document"
    if _ARCHIVE.match(kind):
        return "archive"
    if _PACKED.match(kind) and "gz" in kind and not listing and not _LISTING.search(url):
        return "archive"
    return None


def binary_start(body: bytes) -> str | None:
    """Return what kind of file `body` begins as, None where it may be text. Gzip may: it is a sitemap's."""
    for start, name in _BINARY_STARTS:
        if body.startswith(start):
            return name
    if body[4:8] == b"ftyp":
        return "video"
    if body.startswith(b"RIFF"):
        return "audio" if body[8:12] == b"WAVE" else "video" if body[8:11] == b"AVI" else "image"
    return None


class ContentType:
    """Downloader middleware: stops the download at the headers, and looks at the first bytes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        crawler.signals.connect(self.headers_received, signal=signals.headers_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ContentType:
        return cls(crawler)

    def headers_received(self, headers: Headers, request: Request) -> None:
        reason = refused_type(_content_type(headers), request.url, listing=_is_listing(request))
        if reason is not None:
            request.meta["refused_content"] = reason
            raise StopDownload(fail=False)

    def process_request(self, request: Request) -> None:
        request.meta.pop("refused_content", None)  # of the redirect that led here

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give a body over DOWNLOAD_MAXSIZE its name: asking again would only download it again."""
        if isinstance(exception, DownloadCancelledError):
            self._refuse("too-large", request.url)

    def process_response(self, request: Request, response: Response) -> Response:
        reason = request.meta.pop("refused_content", None)
        if reason is None and response.status == 200:
            reason = binary_start(response.body[:16])
        if reason is not None:
            self._refuse(f"content-{reason}", response.url)
        return response

    def _refuse(self, reason: str, url: str) -> NoReturn:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"guard/{reason}")
        raise Refused("rejected", reason, url, answered=True)


def _content_type(headers: Headers) -> str:
    return (headers.get(b"Content-Type") or b"").decode("latin-1")


def _is_listing(request: Request) -> bool:
    return request.meta.get("kind") in ("feed", "sitemap")

"""Bodies that are no page: refused at the headers or at their first bytes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, StopDownload
from scrapy.http import Headers, HtmlResponse, Response
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager
from scrapy.statscollectors import StatsCollector

from crawler.network.content import ContentType, binary_start, refused_type
from crawler.network.refused import Refused

PAGE = "https://sada.example/news/1"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("image/jpeg", "image"),
        ("image/svg+xml", "image"),
        ("VIDEO/MP4; x=1", "video"),
        ("application/pdf", "document"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "document"),
        ("application/zip", "archive"),
        ("application/x-gzip", "archive"),
        ("text/css", "css"),
        ("text/html; charset=windows-1256", None),
        ("application/xhtml+xml", None),
        ("application/json", None),
        ("application/rss+xml", None),
        ("text/plain", None),
        ("application/octet-stream", None),
        ("", None),
        ("nonsense", None),
    ],
)
def test_type_of_a_page(kind: str, reason: str | None) -> None:
    assert refused_type(kind, PAGE) == reason


def test_a_sitemap_may_be_packed() -> None:
    assert refused_type("application/gzip", PAGE, listing=True) is None
    assert refused_type("application/gzip", "https://sada.example/sitemap-1.xml.gz") is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x00\x00\x00\x18ftypmp42", "video"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio"),
        (b"<!doctype html>", None),
        ("أخبار".encode("cp1256"), None),
        (b"\x1f\x8b\x08\x00", None),
        (b"", None),
    ],
)
def test_first_bytes(body: bytes, reason: str | None) -> None:
    assert binary_start(body) == reason


def test_the_download_stops_at_the_headers_and_the_reason_is_counted() -> None:
    stats = StatsCollector(SimpleNamespace(settings=Settings()))  # type: ignore[arg-type]
    crawler = SimpleNamespace(stats=stats, signals=SignalManager())
    middleware = ContentType.from_crawler(crawler)  # type: ignore[arg-type]
    request = Request(PAGE)
    with pytest.raises(StopDownload) as stopped:
        middleware.headers_received(Headers({"Content-Type": "image/png"}), request)
    assert not stopped.value.fail
    with pytest.raises(Refused) as refused:
        middleware.process_response(request, Response(PAGE))
    assert refused.value.reason == "content-image"
    assert stats.get_value("guard/content-image") == 1

    # A redirect carries its meta on to the page that it leads to.
    request.meta["refused_content"] = "image"
    middleware.process_request(request)
    middleware.headers_received(Headers({"Content-Type": "text/html"}), request)
    page = HtmlResponse(PAGE, body=b"<p>", encoding="utf-8")
    assert middleware.process_response(request, page) is page
    with pytest.raises(Refused, match="content-pdf"):
        middleware.process_response(request, HtmlResponse(PAGE, body=b"%PDF-1.4", encoding="utf-8"))

    with pytest.raises(Refused, match="too-large"):
        middleware.process_exception(request, DownloadCancelledError("Expected to receive 99 bytes"))
    middleware.process_exception(request, TimeoutError())

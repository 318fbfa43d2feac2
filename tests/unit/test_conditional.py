"""Which requests carry validators, and which answers leave some."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.arguments import Arguments
from crawler.ledger.rows import Answered, Lease
from crawler.network.conditional import ASK_WHOLE_EVERY, Conditional, NotModified

URL = "https://nahda.example/1"
DATE = "Thu, 01 Jan 1970 01:00:00 GMT"


class Frontier:
    """Notes what it hears."""

    def __init__(self, run: int = 1) -> None:
        self.run = run
        self.answers: list[tuple[Answered, float | None]] = []

    def heard(self, lease: Lease, answer: Answered, site_now: float | None) -> None:
        self.answers.append((answer, site_now))


def lease(kind: str, *, row: int = 1, **known: Any) -> Lease:
    known = {"etag": '"e"', "last_modified": DATE} | known
    return Lease(row, "nahda", b"k", URL, kind, "hub", None, 1, 0, 0.0, **known)  # type: ignore[arg-type]


def request(of: Lease, **meta: Any) -> Request:
    return Request(URL, meta={"claim": SimpleNamespace(lease=of), **meta})


def conditional(frontier: Frontier, **arguments: str) -> Conditional:
    spider = SimpleNamespace(frontier=frontier, arguments=Arguments.read(arguments))
    return Conditional(SimpleNamespace(spider=spider))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "meta", "sent"),
    [
        (lease("hub"), {}, True),
        (lease("feed"), {}, True),
        (lease("sitemap"), {}, True),
        (lease("article", written="articles"), {}, True),
        (lease("article", written="duplicates"), {}, True),
        (lease("article"), {}, False),  # never stored
        (lease("article", written="quarantine"), {}, False),
        (lease("hub", etag="", last_modified=None), {}, False),
        (lease("article", written="articles"), {"playwright": True}, False),
        # What is kept came from where the redirect ended.
        (lease("article", written="articles"), {"redirect_times": 1}, True),
    ],
)
def test_who_is_asked_conditionally(of: Lease, meta: dict[str, Any], sent: bool) -> None:
    asked = request(of, **meta)
    conditional(Frontier()).process_request(asked)
    assert (b"If-None-Match" in asked.headers, b"If-Modified-Since" in asked.headers) == (sent, sent)


def test_a_listing_is_asked_whole_now_and_then() -> None:
    asked = [request(lease("hub")) for _ in range(ASK_WHOLE_EVERY)]
    for run, one in enumerate(asked):
        conditional(Frontier(run)).process_request(one)
    assert sum(b"If-None-Match" not in one.headers for one in asked) == 1


@pytest.mark.parametrize(
    ("arguments", "kind", "kept"),
    [
        ({}, "hub", True),
        ({"limit": "5"}, "hub", True),
        ({"depth": "1"}, "hub", False),  # what this run leaves out, another run must find on the page
        ({"since": "2026-11-01"}, "feed", False),
        ({"since": "2026-11-01"}, "article", True),
    ],
)
def test_what_an_answer_leaves(arguments: dict[str, str], kind: str, kept: bool) -> None:
    frontier = Frontier()
    answer = Response(URL, headers={"ETag": '"n"', "Last-Modified": DATE, "Date": DATE, "Age": "30"})
    conditional(frontier, **arguments).process_response(request(lease(kind)), answer)
    assert frontier.answers == [(Answered('"n"', DATE) if kept else Answered(), 3_630.0)]


def test_not_modified_reaches_the_errback_and_keeps_the_validators() -> None:
    frontier = Frontier()
    with pytest.raises(NotModified):
        conditional(frontier).process_response(request(lease("hub")), Response(URL, status=304))
    assert frontier.answers == [(Answered('"e"', DATE), None)]


def test_a_validator_that_is_no_validator_is_not_kept() -> None:
    frontier = Frontier()
    answer = Response(URL, headers={"ETag": "x" * 9_000, "Date": "soon"})
    conditional(frontier).process_response(request(lease("hub")), answer)
    assert frontier.answers == [(Answered(), None)]

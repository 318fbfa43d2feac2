"""A site's specification is checked when it is made, so that a slip is told and not crawled with."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Links, Site, SiteError


def test_one_of_many_needs_no_list() -> None:
    made: Any = dict.fromkeys(("seeds", "feeds", "sitemaps", "boilerplate"), "/x")
    site = Site(domain="a.example", aliases="b.example", links=Links(identity="id"), **made)  # type: ignore[arg-type]
    assert site.seeds == site.feeds == site.sitemaps == site.boilerplate == ("/x",)
    assert site.aliases == ("b.example",)
    assert site.links.identity == ("id",)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"rendering": "browsr"}, "rendering is one of static, browser, api, not 'browsr'"),
        ({"support": "sure"}, "support is one of verified"),
        ({"scheme": "ftp"}, "scheme is one of http, https"),
        ({"delay": "slow"}, "delay must be seconds"),
        ({"delay": -1}, "delay must be seconds"),
        ({"concurrency": 0}, "concurrency must be a whole number"),
        ({"encoding": "windows-1265"}, "unknown encoding"),
        ({"timezone": "Africa/Kairo"}, "unknown timezone"),
        ({"links": Links(article="(")}, "links.article is not a regular expression"),
    ],
)
def test_slips_are_told(given: dict[str, Any], words: str) -> None:
    with pytest.raises(SiteError) as told:
        Site(domain="a.example", **given)
    assert words in str(told.value)

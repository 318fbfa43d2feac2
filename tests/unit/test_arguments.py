"""The arguments of a spider."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.arguments import ArgumentError, Arguments


def test_everything_given() -> None:
    read = Arguments.read(
        {
            "since": "2026-11-01",
            "until": "2026-11-05",
            "limit": "500",
            "depth": "3",
            "similar": "0",
            "url": " https://a.example/ ,b.example",
        }
    )
    assert read == Arguments(
        since=date(2026, 11, 1),
        until=date(2026, 11, 5),
        limit=500,
        depth=3,
        similar=False,
        urls=("https://a.example/", "https://b.example"),
    )


def test_nothing_given() -> None:
    assert Arguments.read({}) == Arguments()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"since": "1 November"}, "since takes a day"),
        ({"since": "2026-W10"}, "since takes a day"),
        ({"limit": "1_0"}, "limit takes a number"),
        ({"since": "2026-11-05", "until": "2026-11-01"}, "is after"),
        ({"limit": "0"}, "limit takes a number from 1 on"),
        ({"limit": "many"}, "limit takes a number"),
        ({"similar": "perhaps"}, "similar takes 1 or 0"),
        ({"url": "https://"}, "home pages"),
        ({"url": "ftp://a.example/"}, "home pages"),
        ({"url": "https://[bad/"}, "home pages"),
        ({"url": "elbalad"}, "home pages"),
        ({"sinse": "2026-11-01"}, "Did you mean since"),
        ({"zzz": "1"}, "There are since"),
    ],
)
def test_bad_values_are_told_in_a_sentence(given: dict[str, str], words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        Arguments.read(given)


def test_what_scrapyd_adds_is_not_refused() -> None:
    assert Arguments.read({"_job": "6487ec79947edab326d6db28a2d86511e8247444"}) == Arguments()

"""What listings say of stored articles: when it is heard, and when it is not any more."""

from __future__ import annotations

import dataclasses

from hypothesis import example, given
from hypothesis import strategies as st

from crawler.items import Article
from crawler.ledger.claims import PROBES, TEASERS, TESTED, UNTRIED, Claims, Trust, teaser
from crawler.ledger.revisit import changed, digest

HELD = Article(
    url="https://nahda.example/1",
    site="nahda",
    headline="افتتاح الجسر الجديد في وسط المدينة",
    body="قال المحافظ إن الجسر سيفتح يوم الأحد.",
    extractor="1",
)


def heard(trust: Trust, times: int) -> int:
    trust.heard = 0
    return sum(trust.hears() for _ in range(times))


def test_an_untried_site_is_heard_so_often() -> None:
    assert heard(Trust(), 5 * UNTRIED) == UNTRIED


def test_a_site_that_stamps_every_address_anew_is_left_aside_and_may_come_back() -> None:
    trust = Trust()
    for _ in range(TESTED):
        trust.learn(true=False)
    assert heard(trust, 1000) == PROBES
    for _ in range(3):
        trust.learn(true=True)
    assert heard(trust, 1000) == 1000


def test_an_honest_site_is_heard_for_ever() -> None:
    trust = Trust()
    for number in range(1000):
        trust.learn(true=number % 10 == 0)
    assert heard(trust, 1000) == 1000


@given(st.lists(st.booleans(), max_size=900))
def test_trust_survives_being_written(turns: list[bool]) -> None:
    trust = Trust()
    for true in turns:
        trust.learn(true=true)
    assert Trust.read(trust.written()) == dataclasses.replace(trust, heard=0)


@given(st.none() | st.text(max_size=30))
def test_what_cannot_be_read_is_nothing(written: str | None) -> None:
    Trust.read(written)


def test_only_the_look_that_a_claim_led_to_teaches() -> None:
    claims = Claims({("time", "a"): Trust()}, {7: ("time", "a")})
    claims.settle(8, changed=False)
    claims.settle(7, changed=True)
    claims.settle(7, changed=False)
    assert claims.trust["time", "a"] == Trust(true=1)


def test_a_teaser_that_changes_is_a_sign_and_one_that_always_differed_is_none() -> None:
    hashes: str | None = digest(HELD)
    short, same = "الجسر الجديد يفتتح الأحد", HELD.headline
    for first in (short, same):
        kept, sign = teaser(hashes, first)
        assert kept is not None
        assert not sign, "seen for the first time"
        assert teaser(kept, first) == (None, False)
        assert changed(digest(HELD), kept) == [], "what is remembered is no change"
        kept, sign = teaser(kept, "تأجيل افتتاح الجسر الجديد إلى الخريف")
        assert sign
        assert teaser(kept, first) == (None, False), "back to what it was"
        assert teaser(kept, same)[1] is False, "what is held is no news"


def test_a_row_of_ever_new_teasers_says_nothing() -> None:
    hashes = digest(HELD)
    signs = 0
    for number in range(20):
        kept, sign = teaser(hashes, f"قبل {number} دقيقة افتتاح الجسر الجديد")
        hashes = kept or hashes
        signs += sign
    assert signs == TEASERS - 1


@example("@", "عنوان من أربع كلمات طويلة")
@example("a@", "عنوان من أربع كلمات طويلة")
@given(st.none() | st.text(max_size=60), st.text(max_size=80))
def test_teasers_never_raise(hashes: str | None, title: str) -> None:
    teaser(hashes, title)

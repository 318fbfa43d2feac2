"""Words as numbers: the same folding as everywhere, and nothing that folding must not lose."""

from __future__ import annotations

import datetime
import gc
import pickle

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.arabic.fold import fold
from crawler.dedup.background import NOTHING, Background, shipped
from crawler.dedup.fingerprint import (
    _PLAIN,
    MAX_CHARACTERS,
    Fingerprint,
    day_of,
    fingerprint,
    fingerprints,
    member,
    shingles,
    tokens,
)
from crawler.dedup.known import Known, key_of
from crawler.dedup.names import Names
from crawler.dedup.postings import Postings
from crawler.dedup.sketch import FEWEST, MOST, sketch, sketches
from crawler.items import Source


def words(text: str) -> list[int]:
    return [int(token) for token in tokens(text)]


@settings(deadline=None)  # the first call builds the tables
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_folding_first_changes_nothing_but_the_commas_of_numbers(text: str) -> None:
    plain = "".join(" " if character in ",.،٬" else character for character in text)
    assert words(plain) == words(fold(plain))


def test_characters_that_the_tables_take_for_plain_are() -> None:
    for code in {code for plain in _PLAIN for code in (*plain[::97], plain[0], plain[-1])}:
        folded = fold(f"ا{chr(code)}ا")
        assert folded in (f"ا{chr(code)}ا", "اا"), hex(code)
        assert words(f"ا{chr(code)}ا") == words(folded), hex(code)


def test_marks_spelling_and_case_do_not_matter() -> None:
    assert words("مَرحبـا أحمد Ahmed") == words("مرحبا احمد ahmed")


@pytest.mark.parametrize("form", ["الطائف", "بالطائف", "والطائف", "للطائف", "وبالطائف"])
def test_prefixes_do_not_matter(form: str) -> None:
    assert words(form) == words("طائف")


@pytest.mark.parametrize("short", ["والد", "بال", "الله", "فلا", "وفد"])
def test_short_words_keep_their_first_letters(short: str) -> None:
    assert words(short) != words(short[1:])


def test_numbers_are_kept_and_marked() -> None:
    assert [token & 1 for token in words("سعر 4120 ريال")] == [0, 1, 0]
    assert words("١٢طنا") == words("12 طنا")
    assert words("سعر 4120") != words("سعر 4155")


@pytest.mark.parametrize("form", ["41,882", "41.882", "41،882", "٤١٬٨٨٢"])
def test_thousands_are_one_number(form: str) -> None:
    assert words(form) == words("41882")


@pytest.mark.parametrize("form", ["3,5", "1,2345", "12.5.2020", "41, 882"])
def test_other_commas_part_numbers(form: str) -> None:
    assert len(words(form)) > 1


def test_headline_and_body_are_read_apart() -> None:
    mark = fingerprint({"headline": "عنوان ﷺ الخبر", "body": "نص الخبر"})
    assert np.array_equal(mark.body, tokens("نص الخبر"))
    assert np.array_equal(mark.title, tokens("عنوان ﷺ الخبر"))
    assert mark.digest == fingerprint({"headline": "آخر", "body": "نَصّ  الخبر!"}).digest


@pytest.mark.parametrize(
    ("source", "credit"),
    [
        (None, ""),
        ({"name": "صدى", "site": "sada"}, "sada"),
        ({"name": "صدى", "site": None}, "صدى"),
        ({"name": "النَّهار", "site": None}, ""),  # itself
        (Source(name="صدى"), "صدى"),
        ("صدى", ""),
        ({"name": 3}, ""),
    ],
)
def test_whom_a_page_credits(source: object, credit: str) -> None:
    assert fingerprint({"body": "نص", "publisher": "النهار", "source": source}).credit == credit


def test_a_hostile_body_costs_no_more_than_a_long_one() -> None:
    assert tokens("ا " * 4_000_000).size == MAX_CHARACTERS // 2
    assert tokens("ا" * 4_000_000).size == 1


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1970-01-02T00:00:00+00:00", 1.0),
        ("1970-01-02", 1.0),
        ("Fri, 02 Jan 1970 12:00:00 +0000", 1.5),
        (datetime.date(1970, 1, 2), 1.0),
        (datetime.datetime(1970, 1, 2, 3, tzinfo=datetime.timezone(datetime.timedelta(hours=3))), 1.0),
        ("أمس", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_days(value: object, day: float | None) -> None:
    assert day_of(value) == day


@settings(deadline=None)
@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)))
def test_member_is_isin(wanted: list[int], among: list[int]) -> None:
    one, other = np.array(wanted, np.uint64), np.array(among, np.uint64)
    assert np.array_equal(member(one, other), np.isin(one, other))


def test_no_articles_have_no_fingerprints() -> None:
    assert fingerprints([]) == []
    sketches([], NOTHING)


def test_sketches_of_a_part_and_its_whole_meet() -> None:
    text = " ".join(f"كلمة{number}" for number in range(600))
    whole, part = fingerprint({"body": text}), fingerprint({"body": " ".join(text.split()[:150])})
    shared = np.intersect1d(sketch(whole, NOTHING), sketch(part, NOTHING))
    assert shared.size >= 5
    assert FEWEST <= sketch(part, NOTHING).size <= MOST


def test_a_short_text_has_a_sketch() -> None:
    assert sketch(fingerprint({"body": "خبر عاجل"}), NOTHING).size == 1
    assert sketch(fingerprint({"body": ""}), NOTHING).size == 0


def test_many_at_once_are_read_as_each_alone() -> None:
    bodies = ["", "خبر عاجل", "ﷺ خبر", "سعر 41,882", "41,882", "x" * 70_000, "مَرحبـا", "\ud800", "😀 خبر"]
    bodies += [" ".join(f"كلمة{n * k}" for n in range(50 * k)) for k in range(12)]
    articles = [{"headline": body[:50], "body": body} for body in bodies]
    alone = [fingerprint(article) for article in articles]
    together = fingerprints(articles)
    sketches(together, shipped())
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one.body, other.body)
        assert np.array_equal(one.title, other.title)
        assert one.digest == other.digest
        assert np.array_equal(one.shingles, other.shingles)
        assert np.array_equal(sketch(one, shipped()), other.derived["sketch"])


def test_background_survives_saving() -> None:
    phrases = np.unique(shingles(tokens("خادم الحرمين الشريفين الملك سلمان بن عبدالعزيز")) >> np.uint64(7))
    background = Background(np.array([3, 9], np.uint32), np.array([0.5, 0.0]), phrases.astype(np.uint32))
    again = Background.load(background.save())
    assert again.recurs(shingles(tokens("خادم الحرمين الشريفين الملك سلمان بن عبدالعزيز"))).all()
    assert list(again.weight(np.array([3, 9, 10], np.uint32))) == [0.5, 0.0, 1.0]


def test_the_shipped_background_knows_common_words() -> None:
    assert shipped().weight(tokens("في"))[0] < 0.2 < shipped().weight(tokens("زرزور"))[0]
    assert not NOTHING.recurs(shingles(tokens("خادم الحرمين الشريفين"))).any()


@pytest.mark.parametrize("large", [64, 1 << 20])
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sketches=st.lists(st.lists(st.integers(0, 300), max_size=30), max_size=60))
def test_postings_find_what_a_dictionary_finds(
    sketches: list[list[int]], large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.dedup.postings._LARGE", large)
    postings = Postings(10_000)
    half = len(sketches) // 2
    arrays = [np.unique(np.array(values, np.uint32)) for values in sketches]
    owners = np.repeat(np.arange(half, dtype=np.uint32), [array.size for array in arrays[:half]])
    postings.extend(owners, np.concatenate([np.empty(0, np.uint32), *arrays[:half]]))
    for number, array in enumerate(arrays[half:], half):
        postings.add(number, array)
    for array in arrays[:5]:
        found = postings.find(array, 1_000)
        expected = {n: np.intersect1d(array, other).size for n, other in enumerate(arrays)}
        assert {n: shared for _, n, shared in found} == {n: s for n, s in expected.items() if s >= 2}
        assert found == sorted(found, key=lambda row: (-row[0], row[1]))
        assert postings.find(array, 3) == found[:3]
        postings.expect(arrays[:3])
        assert postings.find(array, 1_000) == found
        assert all(weight > 0 for weight, _, _ in found)


def test_a_large_array_is_searched_as_a_small_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    hashes = np.concatenate(
        [random.integers(0, 1 << 29, 4_000), random.integers(0, 1 << 32, 500), np.repeat([7, 1 << 31], 90)]
    ).astype(np.uint32)
    numbers = np.arange(hashes.size, dtype=np.uint32) // 9
    small, large = Postings(200), Postings(200)
    small.extend(numbers, hashes)
    monkeypatch.setattr("crawler.dedup.postings._LARGE", 64)
    large.extend(numbers, hashes)
    for start in range(0, hashes.size, 40):
        wanted = np.unique(np.append(hashes[start : start + 40], [0, 5, 2**32 - 1]).astype(np.uint32))
        assert small.find(wanted, 500) == large.find(wanted, 500)


def test_the_order_of_adding_does_not_matter() -> None:
    """However the postings lie in arrays and dictionaries, the weights are the same to the last bit."""
    sketches = [np.arange(n % 7, n % 7 + 40, dtype=np.uint32) * (1 + n % 3) for n in range(900)]
    one, other = Postings(1_000), Postings(1_000)
    for number, array in enumerate(sketches):
        one.add(number, array)
    owners = np.repeat(np.arange(900, dtype=np.uint32), 40)
    other.extend(owners, np.concatenate(sketches))
    assert one.find(sketches[5], 900) == other.find(sketches[5], 900)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_phrase_that_all_hold_leads_nowhere(at_once: bool) -> None:
    for most, found in ((10, 0), (20, 20)):
        postings = Postings(most)
        hashes = np.array([5, 9], np.uint32)
        if at_once:
            numbers = np.repeat(np.arange(20, dtype=np.uint32), 2)
            postings.extend(numbers, np.tile(hashes, 20))
        else:
            for number in range(20):
                postings.add(number, hashes)
        assert len(postings.find(hashes, 100)) == found


def test_known_keys() -> None:
    known = Known()
    for number in range(40_000):
        known.add(number * 7, -number)
    assert 7 * 39_999 in known
    assert -39_999 in known
    assert 8 not in known
    assert key_of("a") != key_of("b")


def test_names_keep_their_numbers() -> None:
    names = Names()
    names.extend(["a:1", "", "خبر:2"])
    names.append("\ud800")  # half a pair, as broken input may have
    assert list(names) == ["a:1", "", "خبر:2", "\ud800"]
    assert len(names) == 4
    assert not any(
        isinstance(held, str) for part in (names._ends, names._bytes) for held in gc.get_referents(part)
    )


def test_fingerprints_travel_between_processes() -> None:
    mark = fingerprint({"id": "a", "body": "نص الخبر"})
    again = pickle.loads(pickle.dumps(mark))
    assert isinstance(again, Fingerprint)
    assert again.digest == mark.digest

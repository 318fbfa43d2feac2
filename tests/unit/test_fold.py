"""`fold` is lossy: one spelling for what is compared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.arabic.fold import digits, fold
from crawler.arabic.text import clean

AWKWARD = "أإآٱاىيئؤوةهءـًٌٍَُِّْٰ٠١۴گکیﻻﷺéÉßİŁЖ漢 .,_-–،؟«»\n\x00\xad\u200c\u200d\u200f\u2028\ufeff\ufe0f½²"
ANY = st.text(
    alphabet=st.one_of(st.sampled_from([*AWKWARD, "\ud83d", "\ude00"]), st.characters(exclude_categories=())),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إقرأ أيضاً", "اقرا ايضا"),
        ("القاهرة", "القاهره"),
        ("مصطفى", "مصطفي"),
        ("كَلِمَاتٌ دَلَالِيَّة", "كلمات دلالية"),
        ("المصـــدر", "المصدر"),
        ("مسؤول", "مسوول"),
        ("هيئة", "هييه"),
        ("١٢٣ ۴۵۶", "123 456"),
        ("«عكاظ»:", "عكاظ"),
        ("أ.ف.ب", "ا ف ب"),
        ("CNN", "cnn"),
        ("ﺍﻟﺴﻼﻡ", "السلام"),
        ("كتاب_جديد", "كتاب جديد"),
        ("سطر\n\nآخر", "سطر اخر"),
        ("ایران", "ايران"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("علم", "عالم"), ("قال", "قالت"), ("جزء", "جز"), ("12", "13"), ("بيت", "بنت")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_letters_of_other_scripts_are_words() -> None:
    assert fold("Жизнь — École, 漢字!") == "жизнь école 漢字"


@settings(max_examples=800, deadline=None)
@given(ANY)
def test_folding_what_was_cleaned_is_folding(text: str) -> None:
    assert fold(clean(text)) == fold(text)


@settings(max_examples=800, deadline=None)
@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=400, deadline=None)
@given(ANY)
def test_words_and_single_blanks_come_out(text: str) -> None:
    folded = fold(text)
    assert not re.search(r"  |[\u064b-\u0652\u0640_]", folded)
    assert folded == folded.strip()
    folded.encode("utf-8")


@given(ANY)
def test_digits_keep_the_length(text: str) -> None:
    assert len(digits(text)) == len(text)

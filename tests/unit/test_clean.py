"""`clean` is faithful: the same words, without what cannot be seen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.arabic.text import clean, clean_line, paragraphs

AWKWARD = (
    "بكلمة اأىيةه0٠۰ .،ـ\n\r\t\v\f\x00\x1c\x1f\x85\xa0\xad\u034f\u061c\u064b\u0651\u0653"
    "\u0654\u0670\u200b\u200c\u200d\u200e\u200f"
    "\u2028\u2029\u202a\u202e\u202f\u2066\u2069\u3000\ufb8a\ufc60\ufdfa\ufe70\ufe71\ufe8d"
    "\ufefb\ufeff\ufffd\ufffe\ue001😀🏽é"
)
ANY = st.text(
    alphabet=st.one_of(
        st.sampled_from([*AWKWARD, "\ud83d", "\ude00", "\udfff"]), st.characters(exclude_categories=())
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("قال  الوزير\t إن", "قال الوزير إن"),
        ("قال\u00a0الوزير", "قال الوزير"),
        ("الوز\u200bير\u200f ا\u00adلأول\ufeff", "الوزير الأول"),
        ("\u202bنص\u202c و\u2067آخر\u2069", "نص وآخر"),
        ("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ", "السلام عليكم"),
        ("ﻻ ﷲ", "لا الله"),
        ("أ\u0654", "أ\u0654"),
        ("ا\u0654حمد", "أحمد"),
        ("محـــمد", "محمد"),
        ("محـمد بـنُ", "محمد بنُ"),
        ("1445هـ", "1445هـ"),
        ("الـ36 وبـ«عكاظ»", "الـ36 وبـ«عكاظ»"),
        ("لــــ «عكاظ»", "لـ «عكاظ»"),
        ("مُحَمَّدٌ", "مُحَمَّدٌ"),
        ("نص\x00 بـ\x07لا", "نص بلا"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("كلمة\u200c أخرى", "كلمة أخرى"),
        ("\ud83d\ude00 خبر", "😀 خبر"),
        ("خبر\ud83d عاجل", "خبر عاجل"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("سطر\r\nآخر\rثالث", "سطر\nآخر\nثالث"),
        ("فقرة\n \n\n\nأخرى ", "فقرة\n\nأخرى"),
        ("فقرة\u2029أخرى\u2028سطر", "فقرة\n\nأخرى\nسطر"),
        ("½ متر² … «نص»", "½ متر² … «نص»"),
        ("\ue001 القائمة", "القائمة"),
        ("", ""),
    ],
)
def test_cleaned(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_words_are_never_folded() -> None:
    text = "إنّ الفتى أكرمَ ضيفَه في القاهرةِ، على ١٢ مائدةً؛ «شكرًا»!"
    assert clean(text) == text


@settings(max_examples=800, deadline=None)
@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(max_examples=800, deadline=None)
@given(ANY)
def test_nothing_invisible_comes_out(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]", cleaned
    )
    assert "\n\n\n" not in cleaned and "  " not in cleaned
    assert cleaned == cleaned.strip()


@given(ANY)
def test_a_line_is_one_line(text: str) -> None:
    assert "\n" not in clean_line(text)
    assert clean_line(clean_line(text)) == clean_line(text)


def test_paragraphs() -> None:
    assert paragraphs(clean("أولى\nسطر\n\n\n ثانية\n")) == ["أولى\nسطر", "ثانية"]
    assert paragraphs("") == []

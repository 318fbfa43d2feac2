"""Lossy folding of Arabic text: what is compared, never what is exported.

Spellings that one writer uses for another fold to the same string: tashkeel and tatweel vanish, `أإآٱ`
are `ا`, `ى` and Persian `ی` are `ي`, `ة` is `ه`, `ؤ` and `ئ` lose their hamza, digits are ASCII,
punctuation is a blank, Latin letters are in lower case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from crawler.arabic.text import MARK, clean

_DROPPED = re.compile(f"[{MARK}\u0640\u200c\u200d\ufe00-\ufe0f\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[\W_]+")
# `\W` asks Unicode about every letter; this class is a table look-up, six times as fast. What it catches
# beside punctuation (Cyrillic, accents) goes through the slow one.
_UNUSUAL = re.compile("[^0-9a-z \u0620-\u063f\u0641-\u064a\u0671-\u06d3]+")
_LETTERS = [
    *((alef, "ا") for alef in "أإآٱٲٳ"),
    ("ى", "ي"),
    ("ی", "ي"),
    ("ئ", "ي"),
    ("ؤ", "و"),
    ("ة", "ه"),
    ("ہ", "ه"),
    ("ھ", "ه"),
    ("ە", "ه"),
    ("ک", "ك"),
]
_DIGITS = [
    *((chr(0x0660 + n), str(n)) for n in range(10)),  # Arabic-Indic
    *((chr(0x06F0 + n), str(n)) for n in range(10)),  # Persian
]
_TABLE = {ord(letter): plain for letter, plain in (*_LETTERS, *_DIGITS)}
_SHORT = 100  # characters up to which one look-up a letter costs less than a scan for each of them
_LINE = 200  # characters; longer texts are paragraphs
_FOREIGN_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9]")


def digits(text: str) -> str:
    """Return `text` with Arabic-Indic and Persian digits as ASCII ones; same length."""
    if _FOREIGN_DIGIT.search(text):
        for foreign, plain in _DIGITS:
            text = text.replace(foreign, plain)
    return text


def _word_characters(match: re.Match[str]) -> str:
    run = match[0]
    return " " if len(run) == 1 and not run.isalnum() else _NOT_WORD.sub(" ", run)


def fold(text: str) -> str:
    """Return the words of `text` in one spelling, separated by single blanks.

    `fold(clean(text)) == fold(text)` for any `str`, and folding twice changes nothing.
    """
    return _fold_line(text) if len(text) < _LINE else _fold(text)


def _fold_whole(text: str) -> str:
    text = clean(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _DROPPED.sub("", text)
        if len(text) < _SHORT:
            text = text.translate(_TABLE)
        else:
            # str.replace is a memchr; str.translate asks a dict for every letter.
            for letter, plain in _LETTERS:
                text = text.replace(letter, plain)
            text = digits(text)
    return " ".join(_UNUSUAL.sub(_word_characters, text.casefold()).split())


# The same menus and headlines come with every page of a site, and each layer compares the headline anew. Of
# long texts only the last few are asked for again.
_fold_line = lru_cache(maxsize=1 << 13)(_fold_whole)
_fold = lru_cache(maxsize=8)(_fold_whole)

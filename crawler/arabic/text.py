"""Faithful cleaning of Arabic text: what is exported.

`clean` removes what a reader cannot see and what only ornaments the line; it never changes a word.
The decisions that are not obvious:

- Presentation forms (U+FB50-FDFF, U+FE70-FEFC) become the letters that they show. NFC, not NFKC, for
  the rest: `½`, `²` and `…` are what the writer wrote.
- Tatweel between two letters is justification, as letter spacing is, and is dropped. At a word's end it
  is spelling (`هـ` of Hijri years, `الـ36`, `لـ«عكاظ»`) and stays, once.
- A zero-width non-joiner between two Arabic letters changes their shape (Persian, Kurdish names) and
  stays; a zero-width joiner stays between emoji. Every other invisible character goes.
- U+2028 and U+2029 are line and paragraph ends, which is what the word processors meant by them.
- Private-use characters are glyphs of icon fonts, meaningless without the font: dropped.
"""

from __future__ import annotations

import re
import unicodedata

LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc"
    "\u06ff\u0750-\u077f\u08a0-\u08c9"
)
MARK = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08d3-\u08e1\u08e3-\u08ff"
)


def _presentation_forms() -> dict[int, str]:
    table = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code):
            # A vowel shown alone decomposes to a blank or a tatweel that carries it: the carrier is not text.
            table[code] = plain.strip(" \u0640") if len(plain) <= 3 and plain[0] in " \u0640" else plain
    return table


_FORMS = _presentation_forms()
_REMOVED = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\ue000-\uf8ff\U000e0000-\U000e007f"
)
_BLANK = "\t\x1f \u00a0\u115f\u1160\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0"

_SURROGATE = re.compile("[\ud800-\udfff]")
_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_INVISIBLE = re.compile(f"[{_REMOVED}]+")
_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028]")
_BLANKS = re.compile(f"[{_BLANK}]+")
# One search decides whether a text needs any of the repairs for rare characters; most texts do not.
_ODD = re.compile(
    "[\ud800-\udfff\ufb50-\ufdff\ufe70-\ufefc\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\u200c\u200d"
    f"{_REMOVED}{_BLANK.replace(' ', '')}]"
)
_EDGES = re.compile(" *\n *")
_PARAGRAPHS = re.compile("\n{3,}")
# Of several joiners in a row one counts, the one that parts.
_NOT_JOINED = re.compile("\u200d+\u200c[\u200c\u200d]*|\u200c[\u200c\u200d]+")
_TWICE_JOINED = re.compile("\u200d{2,}")
_LOST_JOINER = re.compile(
    f"\u200c(?![{LETTER}])|(?<![{LETTER}{MARK}])\u200c"
    "|\u200d(?![\u2190-\U0010ffff])|(?<![\u2190-\ufaff\ufe0f\U00010000-\U0010ffff])\u200d"
)
_TATWEELS = re.compile("\u0640{2,}")
_INNER_TATWEEL = re.compile(f"(?<=[{LETTER}{MARK}])\u0640(?=[{MARK}]*[{LETTER}])")


def _without_surrogates(text: str) -> str:
    """Join surrogate pairs that a sloppy JSON reader left apart; drop the ones that stand alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _repaired(text: str) -> str:
    if _SURROGATE.search(text):
        text = _without_surrogates(text)
    if _FORM.search(text):
        text = text.translate(_FORMS)
    text = _INVISIBLE.sub("", text)
    text = _BREAK.sub("\n", text).replace("\u2029", "\n\n")
    if "\u200c" in text or "\u200d" in text:
        text = _TWICE_JOINED.sub("\u200d", _NOT_JOINED.sub("\u200c", text))
        text = _LOST_JOINER.sub("", text)
    return _BLANKS.sub(" ", text)


def clean(text: str) -> str:
    """Return `text` without what cannot be seen: same words, same paragraphs (one blank line between).

    Any `str` is accepted, lone surrogates included. Idempotent.
    """
    if _ODD.search(text):
        text = _repaired(text)
    if "\u0640" in text:
        text = _INNER_TATWEEL.sub("", _TATWEELS.sub("\u0640", text))
    text = unicodedata.normalize("NFC", text)
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    if " \n" in text or "\n " in text:
        text = _EDGES.sub("\n", text)
    if "\n\n\n" in text:
        text = _PARAGRAPHS.sub("\n\n", text)
    return text.strip(" \n")


def clean_line(text: str) -> str:
    """Return `text` cleaned, on one line."""
    text = clean(text)
    return " ".join(text.split("\n")).replace("  ", " ") if "\n" in text else text


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a cleaned text: what blank lines separate."""
    return [part for part in text.split("\n\n") if part]

"""Arabic inside a Latin line, on a terminal: isolated, so that neither turns the other around."""

from __future__ import annotations

import re
import unicodedata

_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Controls of the terminal and of the bidi algorithm: a headline must not move the cursor or turn the line.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")


def one_line(text: str) -> str:
    """Return `text` on one line and without controls."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def isolate(text: str) -> str:
    """Return `text` on one line and without controls, isolated where it holds right-to-left letters."""
    text = one_line(text)
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}" if _RTL.search(text) else text


def shorten(text: str, width: int) -> str:
    """Cut `text` to `width` columns of a terminal, with an ellipsis where something is missing."""
    if sum(map(_columns, text)) <= width:
        return text
    columns, kept = 0, ""
    for char in text:
        columns += _columns(char)
        if columns > width - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

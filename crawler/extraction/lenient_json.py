"""JSON as sites print it: unescaped quotes and newlines, trailing commas, HTML
entities.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

_DECODER = json.JSONDecoder(strict=False)
_OPENING = re.compile(r"<!--|(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?")
_CLOSING = re.compile(r"(?:-->|(?://|/\*)?\s*\]\]>\s*(?:\*/)?)?\s*;?\s*\Z")
_MAX_REPAIRED = 1 << 20  # characters: nothing that big is one article's metadata
_TAIL = 60  # characters at the end in which what closes a wrapping is looked for
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MISSING_COMMA = re.compile(r"}(\s*){")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_QUOTE = re.compile(r'(?<!\\)((?:\\\\)*)"')
_AFTER_STRING = re.compile(r'\s*(?:[}\]:]|,\s*(?:["{\[\d\-}\]]|true|false|null)|\Z)')
_AFTER_KEY = re.compile(r"\s*:")
_BEFORE_STRING = re.compile(r"[{\[,:]\s*\Z")


def loads(text: str) -> Any:
    """Return the value that `text` holds, repaired where it is broken, or None. Never raises."""
    text = _unwrapped(text)
    if not text:
        return None
    value = _parse(text)
    if value is not None or len(text) > _MAX_REPAIRED:
        return value
    if "&quot;" in text and text.count("&quot;") > text.count('"'):
        text = html.unescape(text)
    text = _BAD_ESCAPE.sub(r"\\\\", text)
    for repaired in (_without_commas(text), _without_commas(_escape_quotes(text))):
        value = _parse(repaired)
        if value is not None:
            return value
    return None


def _unwrapped(text: str) -> str:
    """Take off what hides a script from old browsers, and a semicolon at the end."""
    text = text.strip()
    opening = _OPENING.match(text)
    if opening is not None:
        text = text[opening.end() :].lstrip()
    tail = text[-_TAIL:]
    closing = _CLOSING.search(tail)
    return text if closing is None else text[: len(text) - len(tail) + closing.start()]


def first_value(text: str, start: int) -> Any:
    """Return the JSON value that begins at `start` in a script, whatever follows it, or None."""
    try:
        return _DECODER.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None


def _parse(text: str) -> Any:
    try:
        return _DECODER.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _without_commas(text: str) -> str:
    return _MISSING_COMMA.sub(r"},\1{", _TRAILING_COMMA.sub(r"\1", text))


def _escape_quotes(text: str) -> str:
    """Escape the quotes inside strings: one closes a string only where JSON can go on after it."""
    out: list[str] = []
    at = 0
    inside = False
    for quote in _QUOTE.finditer(text):
        place = quote.end() - 1
        if not inside:
            inside = True
        elif _AFTER_STRING.match(text, quote.end()):
            inside = False
        else:
            out.append(text[at:place])
            out.append("\\")
            at = place
    out.append(text[at:])
    return "".join(out)

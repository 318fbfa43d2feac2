"""Bytes to text: which encoding an Arabic page really is in, whatever its header and its meta tag say.

Valid UTF-8 with Arabic in it is UTF-8, whatever was declared: other encodings do not look like it by
accident. What is left is decided between windows-1256 and iso-8859-6 by how common their letters are in
Arabic text; the declaration only breaks ties. Mojibake is undone where that is certain: the bytes decode
strictly the other way and the result reads as Arabic.
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE = {"utf-16-le": b"<\0", "utf-16-be": b"\0<"}
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE
)
_HIGH = re.compile(rb"[\x80-\xff]+")
# How many of a thousand letters of Arabic news text each of the common letters is.
_COMMON = {
    "ا": 158, "ل": 124, "ي": 78, "م": 66, "و": 60, "ن": 59, "ر": 50, "ت": 47, "ب": 36, "ع": 35, "ة": 34, "ه":
    33, "د": 32, "س": 26, "ف": 26, "ق": 25, "أ": 24, "ك": 21, "ح": 20, "ج": 13, "ى": 10, "إ": 9, "ش": 10,
    "ص": 10, "ط": 9, "خ": 8, "ئ": 5, "ء": 5, "ض": 6, "ذ": 5, "ث": 6, "ز": 6, "غ": 5, "ؤ": 2, "آ": 2, "ظ": 2,
}  # fmt: skip
_ARABIC = frozenset(_COMMON)
_ALIASES = {
    "windows-1256": "cp1256",
    "cp-1256": "cp1256",
    "win-1256": "cp1256",
    "x-cp1256": "cp1256",
    "utf8": "utf-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "unicode": "utf-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_ESCAPED = re.compile("[\udc80-\udcff]")  # a byte that is no UTF-8
_PLAIN = re.compile("[\x00-\x7f]")
_RUN = 200  # characters on either side of a broken byte that are read with it
_MAX_STRAYS = 20_000  # broken runs that are looked at; a text has a few
_SAMPLE = 200_000  # bytes looked at to choose an encoding; all of them are decoded


def decode(html: bytes, declared: str | None = None) -> tuple[str, str]:
    """Return the text of `html` and the name of the encoding that it was read in.

    `declared` is what the HTTP header says, or what the site file knows better. Never raises.
    """
    for bom, name in _BOMS:
        if html.startswith(bom):
            return html[len(bom) :].decode(name, "replace"), name
    wide = {name: html[:2000].count(mark) for name, mark in _WIDE.items()}
    name = max(wide, key=lambda key: wide[key])
    if wide[name] > 3 and wide[name] * 2 > html[:2000].count(b"<"):
        return html.decode(name, "replace"), name
    try:
        text = html.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return (text, "utf-8") if html.isascii() else (_unspoil(text), "utf-8")
    name = _choose(html, declared)
    if name == "utf-8":
        return _unspoil(_utf8_with_strays(html)), name
    return html.decode(name, "replace"), name


def _choose(html: bytes, declared: str | None) -> str:
    """Return the encoding of bytes that are not valid UTF-8."""
    stated = [_known(name) for name in (declared, _in_meta(html)) if name]
    sample = b" ".join(_HIGH.findall(html[:_SAMPLE])) or b" ".join(_HIGH.findall(html))
    lenient = sample.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if len(lenient) - lenient.count(" ") > 6 * broken:
        return "utf-8"  # UTF-8 with a stray byte here and there
    scores = {name: plausibility(sample.decode(name, "replace")) for name in ("cp1256", "iso-8859-6")}
    best = max(scores, key=lambda name: scores[name])
    for name in stated:
        if name in scores and scores[name] >= scores[best] - 2:
            return name
    if scores[best] < 15:  # hardly Arabic at all
        return next((name for name in stated if name and name != "utf-8"), "cp1252")
    return best


def plausibility(text: str) -> float:
    """How much the letters of `text` look like Arabic prose: about 60 for prose, below 20 for anything
    else.
    """
    total = score = 0
    for char in set(text):
        if char.isspace():
            continue
        count = text.count(char)
        total += count
        score += count * _COMMON.get(char, -40)
    return score / total if total else 0.0


def _known(name: str) -> str | None:
    name = name.strip().lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    try:
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return None


def _in_meta(html: bytes) -> str | None:
    found = _META.search(html[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _utf8_with_strays(html: bytes) -> str:
    """Decode UTF-8 in which a legacy snippet was pasted: runs of broken bytes are windows-1256 where that
    reads.
    """
    text = html.decode("utf-8", "surrogateescape")
    out: list[str] = []
    at = 0
    while len(out) < 2 * _MAX_STRAYS:
        broken = _ESCAPED.search(text, at)
        if broken is None:
            out.append(text[at:])
            return "".join(out)
        start = broken.start()
        first = max(at, start - _RUN)
        while start > first and text[start - 1] > "\x7f":
            start -= 1
        after = _PLAIN.search(text, broken.end(), broken.end() + _RUN)
        end = after.start() if after else min(len(text), broken.end() + _RUN)
        out.append(text[at:start])
        out.append(_run(text[start:end].encode("utf-8", "surrogateescape")))
        at = end
    out.append(text[at:].encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return "".join(out)


def _run(raw: bytes) -> str:
    text = raw.decode("cp1256", "replace")
    return text if len(raw) > 2 and _ARABIC.issuperset(text) else raw.decode("utf-8", "replace")


_MOJIBAKE = re.compile(r"[\x80-ÿŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{2,}")


def _unspoil(text: str) -> str:
    """Undo a wrong decoding that happened before the page was written, when it is certain."""
    if "Ø" in text and text.count("Ø") + text.count("Ù") > 40:
        arabic = sum(text.count(c) for c in "اليمنو")
        if text.count("Ø") + text.count("Ù") > arabic:
            return _MOJIBAKE.sub(lambda m: _again(m[0], "cp1252"), text)
    elif "§" in text and "ط§ظ„" in text and text.count("ط§") + text.count("ظ„") > 40:
        try:
            again = text.encode("cp1256", "strict").decode("utf-8")
        except UnicodeError:
            return text
        return again if plausibility(again) > plausibility(text) + 10 else text
    return text


def _again(run: str, name: str) -> str:
    raw = bytearray()
    for char in run:
        if ord(char) < 256:
            raw.append(ord(char))
        else:
            try:
                raw += char.encode(name)
            except UnicodeEncodeError:
                return run
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return run

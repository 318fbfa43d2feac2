"""HTML that no browser nests: cut down before it is parsed.

A parser's time and memory grow with the square of the depth: 50,000 unclosed divs (250 KB) cost lexbor four
seconds, and 4,000 unclosed `<font>` with different attributes (60 KB) fifteen seconds and 170 MB, because
each later paragraph repeats them all. Browsers stop at a depth of 512; so do we, roughly.
"""

from __future__ import annotations

import re
from itertools import islice

MAX_DEPTH = 1000
MAX_FORMATTING = 100
MAX_TAGS = 400_000  # start and end tags; 8 MB of real markup have fewer, a flood of <p> has three million
SMALL = 100_000  # characters: a single tag of so many costs less than a second
MAX_OPTIONS = 1000  # of drop-down lists: no text of an article; 20,000 cost lexbor half a second
MAX_NAMES = 1000  # of elements: the parser's table of names that it does not know is slow

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)[^<>]*>?")
_OPTION = re.compile(r"</?(?:option|optgroup)\b[^<>]*>?", re.IGNORECASE)
_NEAR = 60  # open elements among which the one that an end tag closes is looked for
_WALLS = frozenset(("table", "template", "svg", "math", "object", "applet", "marquee", "select"))
_ANY = re.compile("<")
_FORMATTING = frozenset(
    ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
# Elements without content, and those that the next one of their kind closes.
_FLAT = re.compile(
    r"(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|t[dhr]|option|d[td]"
    r"|tbody|thead"
    r"|html|head|body|script|style)\Z"
)
# A start tag with a thousand attributes: the parser compares each new one with all before it.
# Names and values are bounded, so that what is none costs little.
_GIANT = re.compile(
    r"""<[A-Za-z][^\s/><]{0,300}+(?=[\s/])"""
    r"""((?:[\s/]*+[^\s/>][^\s/>=]{0,300}+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]{0,300}+))?+){1000,}+)"""
)


def _close(stack: list[str], name: str) -> None:
    """Take off what an end tag closes, if it closes anything: not what is open outside of a table."""
    near = stack[: -_NEAR - 1 : -1]
    if name in near:
        at = near.index(name)
        if name in _FORMATTING or name == "a":  # what it holds stays open
            del stack[-at - 1]
        elif _WALLS.isdisjoint(near[:at]):
            del stack[-at - 1 :]


def shallow(text: str) -> str:
    """Return `text` without the start tags that nest too deep, and without floods of tags and of attributes;
    most pages come back as they are.
    """
    tags = text.count("<")
    if tags > MAX_TAGS:
        text = text[: next(islice(_ANY.finditer(text), MAX_TAGS, None)).start()]
    if len(text) > SMALL:
        text = _GIANT.sub(lambda tag: tag[0][: tag.start(1) - tag.start()], text)
    if tags > 3 * MAX_OPTIONS and text.count("<o") + text.count("<O") > MAX_OPTIONS:
        text = _OPTION.sub("", text)
    if tags < 2 * MAX_DEPTH:  # 700 unclosed <font> and 600 paragraphs cost 60 ms
        return text
    stack: list[str] = []  # what is open, but for the flat ones
    bold: dict[str, int] = {}  # formatting elements that are open
    formatting = 0
    cuts: list[tuple[int, int]] = []
    dropped: dict[str, int] = {}  # start tags that were cut and not closed yet: their end tags go with them
    names: set[str] = set()
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if _FLAT.match(name):
            continue
        if name not in names:
            if len(names) >= MAX_NAMES:
                cuts.append(tag.span())
                continue
            names.add(name)
        if not tag[1]:
            if len(stack) >= MAX_DEPTH or (name in _FORMATTING and formatting >= MAX_FORMATTING):
                cuts.append(tag.span())
                dropped[name] = dropped.get(name, 0) + 1
                continue
            stack.append(name)
            if name in _FORMATTING:
                formatting += 1
                bold[name] = bold.get(name, 0) + 1
            continue
        if dropped.get(name):
            dropped[name] -= 1
            cuts.append(tag.span())
            continue
        if bold.get(name):
            bold[name] -= 1
            formatting -= 1
        if stack and stack[-1] == name:
            stack.pop()
        else:
            _close(stack, name)
    if not cuts:
        return text
    pieces, at = [], 0
    for start, end in cuts:
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    return "".join(pieces)

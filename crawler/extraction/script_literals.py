"""Values that scripts write as JavaScript rather than JSON, read without running anything.

`{title:'…',live:!1}` has bare keys, single quotes and `!1`. Nuxt 2 writes its state as a function that is
called at once, `(function(a,b){return {title:a,body:b}}("…","…"))`, so that a value that recurs is printed
once. Nuxt 3 and SvelteKit write a flat list in which every value is the place of another. What is no literal
(a call, an operator) is not read: the answer is None.
"""

from __future__ import annotations

import re
from typing import Any

MAX_TOKENS = 400_000
MAX_VALUES = 200_000
_MAX_DEPTH = 150
_TOKEN = re.compile(
    r"\s*(?://[^\n]*\n\s*|/\*[^*]*(?:\*(?!/)[^*]*)*\*/\s*)*"
    r"(?:(\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|`[^`\\]*(?:\\.[^`\\]*)*`)"
    r"|(0[xX][\da-fA-F]{1,16}|\d{1,30}(?:\.\d{0,30})?(?:[eE][+-]?\d{1,3})?|\.\d{1,30}(?:[eE][+-]?\d{1,3})?)"
    r"|([A-Za-z_$][\w$]{0,200})|([{}\[\]():,;=.!+\-]))",
    re.DOTALL,
)
_CALLED = re.compile(r"[(!]?\s{0,9}function\s{0,9}\(([\w$,\s]{0,20000})\)\s{0,9}\{")
_ESCAPE = re.compile(r"\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
_WRAPPERS = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))


class _NotALiteralError(Exception):
    """What stands here is no literal."""


def literal(source: str, start: int = 0) -> Any:
    """Return the value that begins at `start` in a script, whatever follows it, or None. Never raises."""
    try:
        called = _CALLED.match(source, start)
        return _called(source, called) if called else _Reader(source, start, {}).value()
    except (_NotALiteralError, RecursionError, ValueError, OverflowError):
        return None


def _called(source: str, head: re.Match[str]) -> Any:
    """Read a function that returns a literal and is called where it stands."""
    body = head.end()
    arguments = _Reader(source, body, {})
    arguments.skip_block()
    while arguments.peek() == ")":
        arguments.take()
    arguments.expect("(")
    values = arguments.items(")")
    names = [name.strip() for name in head[1].split(",")]
    reader = _Reader(source, body, dict(zip(names, values, strict=False)))
    while reader.peek() != "return":
        reader.assignment()
    reader.take()
    return reader.value()


class _Reader:
    """Reads literals from a place in a script on; `names` are the values that bare words stand for."""

    def __init__(self, source: str, at: int, names: dict[str, Any]) -> None:
        self.source = source
        self.at = at
        self.names = names
        self.tokens = 0
        self.depth = 0
        self._kind = 0  # of the token ahead: 1 string, 2 number, 3 word, 4 mark
        self._ahead: str | None = None

    def peek(self) -> str:
        if self._ahead is None:
            found = _TOKEN.match(self.source, self.at)
            self.tokens += 1
            if found is None or found.lastindex is None or self.tokens > MAX_TOKENS:
                raise _NotALiteralError
            self._kind, self._ahead, self.at = found.lastindex, found[found.lastindex], found.end()
        return self._ahead

    def take(self) -> str:
        token, self._ahead = self.peek(), None
        return token

    def expect(self, mark: str) -> None:
        if self.take() != mark or self._kind == 1:
            raise _NotALiteralError

    def skip_block(self) -> None:
        """Go past the brace that closes a block whose opening one was taken."""
        depth = 1
        while depth:
            token = self.take()
            if self._kind == 4:
                depth += (token == "{") - (token == "}")

    def assignment(self) -> None:
        """Read `a.b="…";` and put the value where it belongs."""
        path = [self.take()]
        while (mark := self.take()) in (".", "["):
            path.append(self.take() if mark == "." else str(self.value()))
            if mark == "[":
                self.expect("]")
        if mark != "=" or len(path) < 2:
            raise _NotALiteralError
        value, target = self.value(), self.names.get(path[0])
        for name in path[1:-1]:
            target = target.get(name) if isinstance(target, dict) else None
        if isinstance(target, dict):
            target[path[-1]] = value
        elif isinstance(target, list) and path[-1].isdecimal() and int(path[-1]) < len(target):
            target[int(path[-1])] = value
        if self.peek() == ";":
            self.take()

    def value(self) -> Any:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise _NotALiteralError
        out = self._one()
        while isinstance(out, str) and self._continues():
            self.take()
            out += str(self._one())
        self.depth -= 1
        return out

    def _continues(self) -> bool:
        try:
            return self.peek() == "+" and self._kind == 4
        except _NotALiteralError:  # the script ends here, or what follows is none of ours
            return False

    def _one(self) -> Any:
        token = self.take()
        kind = self._kind
        if kind == 1:
            return _text(token)
        if kind == 2:
            if token.isdecimal():
                return int(token)
            return int(token, 16) if token[1:2] in ("x", "X") else float(token)
        if kind == 3:
            return self._word(token)
        if token == "{":
            return self._object()
        if token == "[":
            return self.items("]")
        if token == "(":
            value = self.value()
            self.expect(")")
            return value
        if token == "!":
            return not self._one()
        if token in "+-":
            number = self._one()
            if isinstance(number, int | float):
                return -number if token == "-" else number
        raise _NotALiteralError

    def _word(self, word: str) -> Any:
        if word in _WORDS:
            return _WORDS[word]
        if word == "void":
            self.take()
            return None
        if word == "new":
            self.take()
            self.expect("(")
            values = self.items(")")
            return values[0] if values else None
        if word == "JSON" or word not in self.names:
            raise _NotALiteralError
        return self.names[word]

    def items(self, closing: str) -> list[Any]:
        out: list[Any] = []
        while self.peek() != closing or self._kind == 1:
            if self._ahead == "," and self._kind == 4:  # a hole, as in `[,1]`
                self.take()
                out.append(None)
                continue
            out.append(self.value())
            if self.peek() == "," and self._kind == 4:
                self.take()
        self.take()
        return out

    def _object(self) -> dict[str, Any]:
        out: dict[str, Any] = {}
        while self.peek() != "}" or self._kind == 1:
            token = self.take()
            if self._kind == 4:
                raise _NotALiteralError
            name = _text(token) if self._kind == 1 else token
            if self.peek() == ":" and self._kind == 4:
                self.take()
                out[name] = self.value()
            else:
                out[name] = self._word(token)
            if self.peek() == "," and self._kind == 4:
                self.take()
        self.take()
        return out


def _text(token: str) -> str:
    return _ESCAPE.sub(_unescaped, token[1:-1]) if "\\" in token else token[1:-1]


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _SIMPLE.get(match[4], match[4])
    return chr(int(code, 16)) if int(code, 16) < 0x110000 else ""


def is_flat(value: Any) -> bool:
    """Whether a JSON value is a flat list whose objects hold places of that list (Nuxt 3, SvelteKit)."""
    if not isinstance(value, list) or len(value) < 3:
        return False
    first = value[0]
    if isinstance(first, list):
        return len(first) == 2 and first[0] in _WRAPPERS and type(first[1]) is int
    return isinstance(first, dict) and bool(first) and all(type(v) is int for v in first.values())


def revived(flat: list[Any]) -> Any:
    """Return what a flat list stands for; a place that leads nowhere is None."""
    made: dict[int, Any] = {}
    waiting: list[tuple[Any, Any, int]] = []  # container, key, place of its value

    def begin(place: Any) -> Any:
        for _ in range(8):  # wrappers in wrappers
            if type(place) is not int or not 0 <= place < len(flat):
                return None
            if place in made:
                return made[place]
            value = flat[place]
            if isinstance(value, dict):
                out: Any = {}
                made[place] = out
                waiting.extend((out, key, inner) for key, inner in value.items())
                return out
            if not isinstance(value, list):
                return value
            if value and isinstance(value[0], str):
                if value[0] in _WRAPPERS and len(value) > 1:
                    place = value[1]
                    continue
                return value[1] if value[0] in ("Date", "URL", "BigInt") and len(value) > 1 else None
            out = [None] * len(value)
            made[place] = out
            waiting.extend((out, index, inner) for index, inner in enumerate(value))
            return out
        return None

    root = begin(0)
    for _ in range(MAX_VALUES):
        if not waiting:
            break
        container, key, place = waiting.pop()
        container[key] = begin(place)
    return root

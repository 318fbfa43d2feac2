"""Pages that come without their text: a frame into which scripts write it in a browser."""

from __future__ import annotations

import re

from crawler.extraction.page import Page

_LITTLE = 300  # characters that a reader without scripts sees: a menu, a notice
_MOUNTS = (
    "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, #q-app, #main-app, #app-root, #react-root, "
    "#vue-app, #application, app-root, [ng-app], [ng-version], [data-reactroot]"
)
_EMPTY = 80  # characters: a spinner's "loading"
_NOSCRIPT = re.compile(
    r"<noscript\b[^>]{0,200}>([^<]{0,400}(?:<(?!/noscript)[^<]{0,400}){0,20})", re.IGNORECASE
)
_ASKS = re.compile(r"javascript|java script|جافا ?سكر[يب]|الجافا", re.IGNORECASE)


def is_shell(page: Page) -> bool:
    """Whether the text of this page is written by its scripts, as far as the page itself tells."""
    if "<script" not in page.text and "<SCRIPT" not in page.text:
        return False
    if sum(len(line.text) for line in page.flow.lines if not line.linked) > _LITTLE:
        return False
    node = page.first(_MOUNTS)
    if node is not None and len(node.text(separator=" ").strip()) <= _EMPTY:
        return True
    return any(_ASKS.search(found[1]) for found in _NOSCRIPT.finditer(page.text[:500_000]))

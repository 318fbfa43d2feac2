"""Ways to break a page: a Hypothesis strategy that mutates bytes as broken servers and hostile authors do."""

from __future__ import annotations

import re

from hypothesis import strategies as st

_TAG = re.compile(rb"<[^<>]{0,200}>")
_SCRAPS = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"&#xD800;", b"&#0;", b"&#1114112;", b"<!--", b"-->", b"<![CDATA[",
    b"<script>", b"</script>", b"<table><tr><td>", b"<svg><p>", b"<template>", b"<plaintext>", b"</p></div>",
    b"<a href='http://[::1'>", b"<a href='//'>", b"<base href='http://[bad/'>", b'<meta charset="utf-16">',
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":[[[{}]]],"datePublished":[1]}'
    b"</script>",
    b'<script type="application/ld+json">' + b"[" * 3000 + b"</script>",
    b'<script>window.__STATE__ = {"a":' + b'{"a":' * 3000 + b"</script>",
    b'<script id="__NEXT_DATA__" type="application/json">{"title":null,"body":[null,1,{"text":[]}],'
    + b'"id":1e999}' + b" " * 200 + b"</script>",
    b'<p class="' + b"related tags author date " * 300 + b'">', b"<font color=1><p>" * 150, b"<div>" * 600,
    "<p>المصدر:</p>".encode() * 20, "<p>اقرأ أيضاً:</p>".encode() * 20, b"<p>99/99/9999 99:99</p>",
    "<time datetime='9999-12-31T23:59:59-23:59'>30 فبراير 2024</time>".encode(),
    "<div class=date>32 محرم 1599هـ منذ 99999999999 سنة</div>".encode(), "كتب:".encode("cp1256"),
    "\u202e\u2067\u0640\ufdfa\ufeff".encode(), b"\xc7\xe1\xe3\xd5\xcf\xd1", b"&" * 50, b"((((" * 30,
)  # fmt: skip


def _cut(html: bytes, draw: st.DrawFn) -> bytes:
    start = draw(st.integers(0, len(html)))
    return html[:start] + html[start + draw(st.integers(1, 2000)) :]


def _truncate(html: bytes, draw: st.DrawFn) -> bytes:
    return html[: draw(st.integers(0, len(html)))]


def _repeat(html: bytes, draw: st.DrawFn) -> bytes:
    start = draw(st.integers(0, len(html)))
    chunk = html[start : start + draw(st.integers(1, 3000))]
    return html[:start] + chunk * draw(st.integers(2, 12)) + html[start:]


def _insert(html: bytes, draw: st.DrawFn) -> bytes:
    at = draw(st.integers(0, len(html)))
    return html[:at] + draw(st.one_of(st.sampled_from(_SCRAPS), st.binary(max_size=64))) + html[at:]


def _swap_tags(html: bytes, draw: st.DrawFn) -> bytes:
    tags = [m.span() for m in _TAG.finditer(html)]
    if len(tags) < 2:
        return html
    (a, b), (c, d) = (
        tags[i] for i in sorted(draw(st.lists(st.integers(0, len(tags) - 1), min_size=2, max_size=2)))
    )
    return html if b > c else html[:a] + html[c:d] + html[b:c] + html[a:b] + html[d:]


def _without_tags(html: bytes, draw: st.DrawFn) -> bytes:
    name = draw(
        st.sampled_from([b"p", b"div", b"/p", b"/div", b"h1", b"/h1", b"/script", b"/a", b"html", b"/title"])
    )
    return re.sub(rb"<" + name + rb"\b[^>]{0,500}>", b"", html, flags=re.IGNORECASE)


def _recode(html: bytes, draw: st.DrawFn) -> bytes:
    at = draw(st.integers(0, len(html)))
    name = draw(st.sampled_from(["cp1256", "iso-8859-6", "utf-16", "utf-7", "cp1252"]))
    return html[:at] + html[at:].decode("utf-8", "replace").encode(name, "replace")


_WAYS = (_cut, _truncate, _repeat, _insert, _insert, _swap_tags, _without_tags, _recode)


@st.composite
def mutated(draw: st.DrawFn, pages: list[bytes]) -> bytes:
    """One of `pages` after a few mutations."""
    html = draw(st.sampled_from(pages))
    for way in draw(st.lists(st.sampled_from(_WAYS), min_size=1, max_size=5)):
        html = way(html, draw)
    return html

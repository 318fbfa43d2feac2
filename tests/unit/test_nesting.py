"""Pages that nest without end are cut down, all others are left as they are."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.extraction.nesting import shallow


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>خبر</p>" * 5000,
        "<div><span>خبر</span></div>" * 5000,
        "<font color=red>خبر</font><br>" * 3000,
        "<td><font size=2>" * 90,
        "<ul>" + "<li>x" * 5000 + "</ul>",
        "1 < 2 > 1",
    ],
)
def test_pages_stay_as_they_are(html: str) -> None:
    assert shallow(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300_000 + "خبر",
        "<DIV class=a>" * 100_000 + "خبر" + "</div>" * 100_000,
        "".join(f"<font c={i}><p>x" for i in range(20_000)) + "خبر",
        "".join(f"<B c={i}><p>x" for i in range(20_000)) + "خبر",
    ],
)
def test_what_nests_without_end_is_cut(html: str) -> None:
    tree = LexborHTMLParser(shallow(html))
    assert len(tree.html or "") < 60_000_000
    assert "خبر" in (tree.body.text() if tree.body else "")


def depth_of(tree: LexborHTMLParser) -> int:
    deepest = 0
    waiting = [(tree.body, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        child = node.child if node is not None else None
        while child is not None:
            waiting.append((child, depth + 1))
            child = child.next
    return deepest


@pytest.mark.parametrize(
    "piece",
    [
        "<i></b>",
        "<div></b>",
        "<i><div></i>",
        "<div><table><tr><td></div>",
        "<section></x>",
        "<u><p></b>",
        "<div><svg></div>",
        "<div><span></section>",
    ],
)
def test_ends_of_what_is_not_open_do_not_hide_the_depth(piece: str) -> None:
    assert depth_of(LexborHTMLParser(shallow(piece * 5000))) < 3000


@pytest.mark.parametrize("piece", ["<option>", "<OPTION>x", "<optgroup><option>x</optgroup>"])
def test_floods_of_options_are_dropped(piece: str) -> None:
    html = f"<p>خبر</p><select>{piece * 5000}</select><p>آخر</p>"
    assert "ption" not in shallow(html).lower()
    few = f"<p>خبر</p><select>{piece * 100}</select><p>آخر</p>"
    assert shallow(few) == few

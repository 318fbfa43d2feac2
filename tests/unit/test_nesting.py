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

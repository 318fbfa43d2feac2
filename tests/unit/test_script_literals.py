"""Values in scripts: read where they are literals, left alone where they are not, and never run."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.script_literals import is_flat, literal, revived

READ: dict[str, Any] = {
    "{}": {},
    "{a:1,'b':2,\"c\":3,}": {"a": 1, "b": 2, "c": 3},
    "{a:!0,b:!1,c:void 0,d:null,e:undefined}": {"a": True, "b": False, "c": None, "d": None, "e": None},
    "[1,-2,3.5,.5,1e3,0x1F,0]": [1, -2, 3.5, 0.5, 1000.0, 31, 0],
    "[,1,,2]": [None, 1, None, 2],
    r"'it\'s \u0627\x41\n'": "it's \u0627A\n",
    "`two\nlines`": "two\nlines",
    '"a" + \'b\' + "c"; var d': "abc",
    "{/* note */ a: 1, // more\n b: [2]}": {"a": 1, "b": [2]},
    '{d:new Date("2026-11-20T10:00:00Z"),t:new Date(5)}': {"d": "2026-11-20T10:00:00Z", "t": 5},
    "({a:(1)})": {"a": 1},
    '(function(a,b){return {x:a,y:[b,a]}}("س",2))': {"x": "س", "y": [2, "س"]},
    '(function(a,b){return {x:a,y:b}})("}",null)': {"x": "}", "y": None},
    '!function(a){return {x:a}}("س")': {"x": "س"},
    '(function(a,b){a.title=b;a.list=[b];return {post:a}}({},"خبر"))': {
        "post": {"title": "خبر", "list": ["خبر"]}
    },
    "(function(){return {x:1}}())": {"x": 1},
}

NOT_READ = [
    "",
    "{",
    "{a:",
    "[1,2",
    "'open",
    "{a:b}",
    "{a:f(1)}",
    "{a:1+x}",
    "{...a}",
    "{[k]:1}",
    "function(){}",
    "(function(a){if(a){return {}}}(1))",
    "(function(a){return {x:a}}",
    "(function(a){alert(1);return {x:a}}(1))",
    "[" * 5000,
    "{a:" * 5000,
    "(" * 5000,
    "!" * 5000,
    "/*" * 5000,
    "-" * 5000,
]


@pytest.mark.parametrize(("source", "value"), READ.items())
def test_literals(source: str, value: Any) -> None:
    assert literal(source) == value


@pytest.mark.parametrize("source", NOT_READ)
def test_what_is_no_literal(source: str) -> None:
    assert literal(source) is None


def test_a_flat_list() -> None:
    flat: list[Any] = [
        ["ShallowReactive", 1],
        {"data": 2, "when": 5, "none": -1},
        [3, 4, 4],
        "خبر",
        ["Reactive", 6],
        ["Date", "2026-11-20T10:00:00Z"],
        {"title": 3},
    ]
    assert is_flat(flat)
    assert revived(flat) == {
        "data": ["خبر", {"title": "خبر"}, {"title": "خبر"}],
        "when": "2026-11-20T10:00:00Z",
        "none": None,
    }
    assert not is_flat([{"title": "خبر"}, 2, 3])
    assert not is_flat([1, 2, 3])
    assert not is_flat({"a": 1})


@pytest.mark.parametrize(
    "flat",
    [
        [["Reactive", 0], 1, 2],
        [["Reactive", 1], ["Reactive", 0], 2],
        [{"a": 0}, 1, 2],
        [{"a": 99}, 1, 2],
        [{"a": 1}, [1, 1, 0], 2],
        [{"a": True}, 1, 2],
    ],
)
def test_a_flat_list_that_leads_into_itself(flat: list[Any]) -> None:
    revived(flat)


def test_a_flat_list_that_would_double_at_each_step_stays_small() -> None:
    flat: list[Any] = [{"a": 1, "b": 1}] + [[n + 2, n + 2] for n in range(60)] + ["end"]
    value = revived(flat)["a"]
    for _ in range(60):
        assert value[0] is value[1] or isinstance(value[0], str)
        value = value[0]
    assert value == "end"

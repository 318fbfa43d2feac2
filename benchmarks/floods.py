"""Pages that are nothing but one thing over and over, up to any size: what costs more than it should shows here."""

# ruff: noqa: E501 (a line is a piece of markup: cut in two, it is harder to read)

from __future__ import annotations

import json
import random

_WORDS = "كلمة عربية طويلة نسبيا في نص الخبر، وهي تتكرر كثيرا جدا. "
_TITLE = "عنوان خبر طويل من المدينة القديمة"
_PARAGRAPH = "وقال المسؤول إن العمل في المشروع مستمر حتى نهاية العام، وإن المرحلة الثانية تبدأ قريبا جدا."
_HEAD = (
    f"<html><title>{_TITLE}</title><body><h1>{_TITLE}</h1><p class=date>1 مايو 2024</p><div>"
    + f"<p>{_PARAGRAPH}</p>" * 5
)

# What is repeated after an article.
REPEATED = {
    "paragraphs": f"<p>{_WORDS * 4}</p>",
    "lines": _WORDS * 4 + "<br>",
    "one text": _WORDS,
    "long text": "ن",
    "links": f'<li><a href="/news/2025/1/1/123456">{_WORDS}</a></li>',
    "links elsewhere": f'<li><a href="https://b.example/news/2025/1/1/123456">{_WORDS}</a></li>',
    "pager": '<a href="?page=2">2</a> ',
    "read also": "<p>اقرأ أيضا:</p>",
    "read also, a link": '<p>اقرأ أيضا: <a href="/news/2025/1/1/123456">عنوان خبر طويل جدا هنا</a></p>',
    "sources": "<div>المصدر: رويترز</div>",
    "tags": '<div class="tags"><a href=/t/1>وسم</a></div>',
    "open tags": '<div class="tags"><p>وسم نص طويل قليلا</p>',
    "related": '<div class="related"><a href="/news/2025/1/1/123456">عنوان خبر طويل جدا هنا</a></div>',
    "open related": '<div class="related"><a href="/news/2025/1/1/123456">عنوان خبر طويل جدا هنا</a>',
    "authors": '<span class="author">محمد علي</span>',
    "open authors": '<div class="author">محمد علي',
    "headings": "<h2>عنوان فرعي من كلمات</h2>",
    "brackets": "<",
    "half tags": "<a ",
    "odd quotes": '<a b"c>',
    "ampersands": "&",
    "entities": "&amp;",
    "numbered entities": "&#1575;",
    "nothing": "\0",
    "nothing between": "ا\0",
    "divs": "<div>",
    "divs with text": "<div>نص ",
    "fonts": "<font color=red>نص ",
    "bold": "<b>نص ",
    "open links": "<a href=x>نص ",
    "tables": "<table><tr><td>نص",
    "selects": "<select><option>",
    "times": '<time datetime="2025-01-01T10:00">1 يناير 2025</time>',
    "dates": "<div class=date>1 يناير 2025 10:00 ص</div>",
    "short dates": "<p>1 يناير 2025</p>",
    "crumbs": '<div class="breadcrumb"><a href=/>الرئيسية</a> > <a href=/x>سياسة</a></div>',
    "open crumbs": '<div class="breadcrumb"><a href=/c>قسم ما</a>',
    "json-ld": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>',
    "states": '<script>window.__STATE__={"title":"x"};' + "y" * 200 + "</script>",
    "called states": "<script>window.__NUXT__=(function(a){return {x:a}}(1));" + "y" * 200 + "</script>",
    "flights": '<script>self.__next_f.push([1,"1:T5,aaaaa"])</script>',
    "comments": "<!-- x -->",
    "open comments": "<!-- ",
    "scripts": "<script>",
    "open drawings": "<svg><path/>",
    "drawings": "<svg></svg>",
    "pictures": "<img src=/a.jpg>",
    "figures": "<figure><img src=/a.jpg><figcaption>نص",
    "meta": "<meta name=a content=b>",
    "items": "<span itemprop=author>x",
    "preformatted": "<pre>a\nb\n\n",
    "blank lines": "نص\n\n",
    "line ends": "\n",
    "blanks": " ",
    "most read": "<h3>الأكثر قراءة</h3><p>x</p>",
    "comment labels": "<h3>التعليقات</h3>",
    "hashtags": "<p>#وسم_جديد #وسم</p>",
    "frames": '<iframe src="https://www.youtube.com/embed/x"></iframe>',
    "posts": '<blockquote class="twitter-tweet"><p>نص منشور طويل قليلا على شبكة</p></blockquote>',
    "open posts": '<blockquote><p>نص منشور طويل قليلا على شبكة</p>',
    "tashkeel": "\u0650",
    "tatweel": "\u0640",
    "direction marks": "\u202e\u2067\u200f",
    "joiners": "ا\u200d",
    "presentation forms": "\ufefb",
    "commas": "،",
    "spans": "<span>ن</span>",
    "list items": "<li>نص قصير",
    "definition lists": "<dt>المصدر<dd>وكالات",
    "bylines": "<p>كتب: أحمد علي</p>",
    "agencies": "<p>(رويترز)</p>",
    "ends": "<p>انتهى</p>",
    "ends of nothing": "<i></b>",
    "ends of nothing in boxes": "<div></b>",
    "crossed": "<i><div></i>",
    "tables in boxes": "<div><table><td></div>",
}  # fmt: skip


def pages(size: int) -> dict[str, bytes]:
    """Return the pages, each of about `size` bytes."""
    head = _HEAD.encode()
    out = {}
    for name, piece in REPEATED.items():
        raw = piece.encode()
        out[name] = head + raw * (size // len(raw))
    whole = {
        "json-ld, deep": '<script type="application/ld+json">' + '{"a":' * (size // 5) + "</script>",
        "json-ld, odd quotes": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"'
        + 'x" y ' * (size // 5)
        + "</script>",
        "state, deep": "<script>window.__STATE__=" + '{"a":[' * (size // 6) + "</script>",
        "state, cut": "<script>" + 'window.__STATE__={"title":"x' * (size // 27) + "</script>",
        "json, deep": '<script type="application/json">'
        + '{"title":"عنوان طويل","body":[' * (size // 40)
        + "</script>",
        "state, nested": '<script type="application/json">' + _nested(400, size) + "</script>",
        "state, flat": '<script type="application/json">' + _flat(size) + "</script>",
        "script literal": "<script>window.__STATE__={a:" + "[1," * (size // 3) + "</script>",
        "options": "<select>" + "<option>" * (size // 8),
        "groups of options": "<select>" + "<optgroup><Option>x</optgroup>" * (size // 30),
        "one title": f"<title>{_WORDS * (size // 100)}</title><p>x</p>",
        "one attribute": f'<p class="{"related tags author date " * (size // 25)}">x</p>',
        "many attributes": "<p " + "a=1 " * (size // 4) + ">x</p>",
    }
    out |= {name: head + text.encode() for name, text in whole.items()}
    chance = random.Random(1)
    out |= {
        "windows-1256": (_WORDS * (size // 55)).encode("cp1256"),
        "iso-8859-6": (_WORDS.replace("،", ",") * (size // 55)).encode("iso-8859-6", "replace"),
        "utf-16": (_WORDS * (size // 112)).encode("utf-16"),
        "chance": chance.randbytes(size),
        "high bytes": bytes(chance.randrange(128, 256) for _ in range(4096)) * (size // 4096),
        "stray bytes": (_WORDS * (size // 1000)).encode() + b"\xff\xfe" * (size // 3),
        "mojibake": (_WORDS * (size // 200)).encode().decode("cp1252", "replace").encode(),
        "nuls": b"\0" * size,
    }
    return {name: page[:size] for name, page in out.items()}


def _nested(depth: int, size: int) -> str:
    """Articles in articles: each holds a title, and the rest as its body."""
    one = '{"title":"' + _TITLE + '","body":[' + '"' + _WORDS + '",'
    return (
        "[" + ",".join([one * depth + "1" + "]}" * depth] * max(1, size // (len(one.encode()) * depth))) + "]"
    )


def _flat(size: int) -> str:
    """A list of places in which each value is named twice by the one before."""
    flat = [{"title": 1, "body": 2}, _TITLE, *([n + 3, n + 3] for n in range(size // 20)), _WORDS]
    return json.dumps(flat, ensure_ascii=False)

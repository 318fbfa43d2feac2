"""The pages that `crawl.py` crawls: the newsroom's stories in the markup of a large site, served from memory.

Every page has about 150 links, JSON-LD, a menu, cards beside the article, inline styles and scripts, and is
padded to one size. The server is an HTTP proxy on loopback, so that any crawler that knows `http_proxy` sees
hosts of its own; it answers from prepared bytes, to cost as little as possible of what is measured.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections.abc import Sequence
from html import escape
from typing import Protocol, cast

from crawler.newsroom import world
from crawler.newsroom.series import day_in_words
from crawler.newsroom.world import LOCAL, Story

HOSTS = ("alnahar-albenchmark.example", "almasa-albenchmark.example")
_SECTIONS = ("politics", "economy", "sport", "culture", "health", "technology", "weather", "world")
_LINKS = 150
_STYLE = (
    ".{0}-card{{display:flex;margin:0 0 {1}px;border-bottom:1px solid #e{2}e}}.{0}-card img{{width:{3}px}}"
)
_SCRIPT = "window.__ads.push({{slot:'div-gpt-{0}',sizes:[[300,250],[728,90]],targeting:{{page:'{1}'}}}});\n"


def urls(pages: int) -> list[str]:
    """Return the paths of the articles."""
    return [f"/news/{100_000 + number}/{number % 7}-khabar-{number}" for number in range(pages)]


class Web:
    """What one host answers: path -> (content type, body)."""

    def __init__(self, host: str, seed: int, pages: int, size: int) -> None:
        """`size`: bytes of an article's page."""
        self.host = host
        self._random = random.Random(seed)
        # Copies are what other outlets make of a story: one site runs it once.
        every = world.build(seed=seed, articles=3 * pages).all()
        self.stories: list[Story] = [story for story in every if story.relation == "original"][:pages]
        self.paths = urls(len(self.stories))
        self.answers: dict[str, tuple[str, bytes]] = {}
        html = "text/html; charset=utf-8"
        for number in range(len(self.stories)):
            self.answers[self.paths[number]] = (html, self._article(number, size))
        for name in _SECTIONS:
            some = self._random.sample(range(len(self.stories)), min(60, len(self.stories)))
            self.answers[f"/section/{name}"] = (html, self._list(name, some))
        self.answers["/"] = (html, self._list(host, range(min(60, len(self.stories)))))
        self.answers["/robots.txt"] = ("text/plain", f"Sitemap: http://{host}/sitemap.xml\n".encode())
        rows = "".join(f"<url><loc>http://{host}{path}</loc></url>" for path in self.paths)
        schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.answers["/sitemap.xml"] = (
            "application/xml",
            f'<?xml version="1.0"?><urlset xmlns="{schema}">{rows}</urlset>'.encode(),
        )

    def _cards(self, kind: str, numbers: Sequence[int]) -> str:
        return "".join(
            f'<article class="{kind}-card post type-post status-publish"><div class="{kind}-thumb">'
            f'<a href="{self.paths[n]}" class="thumb-link" aria-hidden="true" tabindex="-1">'
            f'<img loading="lazy" src="/uploads/{n}-300x169.jpg" srcset="/uploads/{n}-300x169.jpg 300w, '
            f'/uploads/{n}-768x432.jpg 768w" alt=""></a></div><div class="{kind}-text">'
            f'<h3 class="{kind}-title"><a href="{self.paths[n]}">{escape(self.stories[n].headline)}</a></h3>'
            f'<span class="{kind}-date">{day_in_words(self.stories[n].local_day)}</span></div></article>\n'
            for n in numbers
        )

    def _frame(self, title: str, head: str, main: str, aside: str) -> str:
        menu = "".join(
            f'<li class="menu-item menu-item-{i}"><a href="/section/{name}">{name}</a></li>'
            for i, name in enumerate(_SECTIONS)
        )
        footer = "".join(f'<li><a href="/page/{i}">صفحة {i}</a></li>' for i in range(12))
        style = "".join(_STYLE.format(f"box{i}", i, i % 9, 100 + i) for i in range(120))
        return (
            f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{escape(title)}'
            f"</title>{head}<style>{style}</style></head><body class='rtl single-post'>"
            f'<header class="site-header"><div class="logo"><a href="/">النهار</a></div>'
            f'<nav class="main-nav"><ul>{menu}</ul></nav></header>\n<div class="container"><div class="row">'
            f'<main class="col-8">{main}</main>{aside}</div></div>'
            f'<footer><div class="footer-menu"><ul>{footer}</ul></div>'
            f"<p>جميع الحقوق محفوظة</p></footer>"
        )

    def _list(self, title: str, numbers: Sequence[int]) -> bytes:
        return (self._frame(title, "", self._cards("list", numbers), "") + "</body></html>").encode()

    def _article(self, number: int, size: int) -> bytes:
        story, path = self.stories[number], self.paths[number]
        address = f"http://{self.host}{path}"
        published = story.published.astimezone(LOCAL).isoformat()
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.headline,
            "description": story.standfirst,
            "datePublished": published,
            "dateModified": published,
            "author": [{"@type": "Person", "name": name} for name in story.authors],
            "publisher": {"@type": "Organization", "name": "النهار"},
            "articleSection": story.section,
            "keywords": list(story.tags),
            "mainEntityOfPage": address,
        }
        text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
        head = (
            f'<link rel="canonical" href="{address}"><meta property="og:type" content="article">'
            f'<meta property="og:title" content="{escape(story.headline)}">'
            f'<meta property="og:url" content="{address}">'
            f'<meta name="description" content="{escape(story.standfirst)}">'
            f'<script type="application/ld+json">{text}</script>'
        )
        everyone = range(len(self.stories))
        near = self._random.sample(everyone, min(30, len(everyone)))
        beside = self._random.sample(everyone, min(30, len(everyone)))
        paragraphs = [f"<p>{escape(one)}</p>" for one in story.paragraphs]
        also = self.paths[near[0]]
        paragraphs.insert(
            min(2, len(paragraphs)),
            f'<p class="inline">اقرأ أيضاً: <a href="{also}">{escape(self.stories[near[0]].headline)}</a></p>',
        )
        if story.source:
            paragraphs.append(f"<p>المصدر: {escape(story.source)}</p>")
        tags = "".join(f'<a href="/tag/{i}" rel="tag">{escape(t)}</a>' for i, t in enumerate(story.tags))
        byline = f'<span class="author">كتب: {escape(story.authors[0])}</span>' if story.authors else ""
        main = (
            f'<div class="breadcrumb"><a href="/">الرئيسية</a> '
            f'<a href="/section/politics">{story.section}</a></div>'
            f'<h1 class="entry-title">{escape(story.headline)}</h1><div class="meta">{byline}'
            f'<time datetime="{published}">{day_in_words(story.local_day)}</time></div>'
            f'<div class="entry-content">{"".join(paragraphs)}</div>'
            f'<div class="tags"><span>الكلمات المفتاحية:</span> {tags}</div>'
            f'<section class="related"><h3>موضوعات متعلقة</h3>{self._cards("rel", near[1:11])}</section>'
            f'<section class="latest"><h3>أحدث الأخبار</h3>{self._cards("latest", near[11:])}</section>'
        )
        aside = f'<aside class="sidebar"><h4>الأكثر قراءة</h4>{self._cards("most", beside)}</aside>'
        page = self._frame(f"{story.headline} | النهار", head, main, aside)
        filled, end = page.encode(), b"</script></body></html>"
        room = size - len(filled) - len(end) - len(b"<script>")
        line = _SCRIPT.format(number, path).encode()
        script = (line * (max(room, 0) // len(line) + 1))[: max(room, 0)]
        script = script[: script.rfind(b"\n") + 1]
        return filled + b"<script>" + script + b" " * (room - len(script)) + end


def link_count(page: bytes) -> int:
    return page.count(b"<a ")


class Answers(Protocol):
    """By host and path, the bytes of the whole answer; None where there is none."""

    def get(self, asked: tuple[str, str], /) -> bytes | None: ...


class Server(asyncio.Protocol):
    """Answers GET by absolute URI or Host header; connections stay open."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass of it

    def data_received(self, data: bytes) -> None:
        data = self._waiting + data
        while (end := data.find(b"\r\n\r\n")) >= 0:
            target = data[: data.index(b"\r\n")].split(b" ")[1].decode("latin-1")
            host, _, path = target.removeprefix("http://").partition("/")
            if not host:
                fields = data[:end].lower()
                at = fields.find(b"\r\nhost:")
                host = fields[at + 7 :].split(b"\r\n", 1)[0].strip().decode("latin-1") if at >= 0 else ""
            data = data[end + 4 :]
            self._transport.write(self._answers.get((host, f"/{path}")) or _MISSING)
        self._waiting = data


_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ngone"


def answer(kind: str, body: bytes) -> bytes:
    """Return the bytes of an answer of this content type."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def prepared(webs: Sequence[Web]) -> dict[tuple[str, str], bytes]:
    """Return the bytes of each answer, by host and path."""
    return {
        (web.host, path): answer(kind, body) for web in webs for path, (kind, body) in web.answers.items()
    }


async def _serve(pages: int, size: int, hosts: int) -> None:
    webs = [Web(host, seed, pages, size) for seed, host in enumerate(HOSTS[:hosts], start=1)]
    answers = prepared(webs)
    server = await asyncio.get_running_loop().create_server(lambda: Server(answers), "127.0.0.1", 0)
    first = webs[0].answers[webs[0].paths[0]][1]
    said = {"port": server.sockets[0].getsockname()[1], "bytes": len(first), "links": link_count(first)}
    print(json.dumps(said), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    import uvloop

    uvloop.run(_serve(*map(int, sys.argv[1:4])))

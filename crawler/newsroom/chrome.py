"""The furniture of the newsroom's pages: heads, menus, sidebars, footers, pagination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from crawler.newsroom.world import HASAD, OFOQ, SADA, Outlet, Story

SECTION_NAMES = {
    "سياسة": "politics",
    "اقتصاد": "economy",
    "رياضة": "sport",
    "ثقافة": "culture",
    "صحة": "health",
    "تقنية": "technology",
    "طقس": "weather",
}
ENCODINGS = {SADA.key: "utf-8", OFOQ.key: "windows-1256", HASAD.key: "utf-8"}


def section_path(outlet: Outlet, slug: str, page: int = 1) -> str:
    """Return the address of a section page; page 1 has no number."""
    if outlet is SADA:
        return f"/section/{slug}" + (f"/page/{page}" if page > 1 else "")
    if outlet is OFOQ:
        number = list(SECTION_NAMES.values()).index(slug) + 1
        return f"/list.aspx?cat={number}" + (f"&page={page}" if page > 1 else "")
    return f"/category/{slug}" + (f"?page={page}" if page > 1 else "")


def link(story: Story, *, tracking: str = "", text: str | None = None) -> str:
    """Return `<a>` to a story; `tracking` is a query that says where the reader came from."""
    href = story.path
    if tracking:
        href += ("&" if "?" in href else "?") + tracking
    return f'<a href="{escape(href)}">{escape(text or story.headline)}</a>'


def page(
    outlet: Outlet, title: str, main: str, *, sections: Iterable[str], head: str = "", aside: str = ""
) -> str:
    """Return a whole HTML page around `main`."""
    charset = ENCODINGS[outlet.key]
    menu = "".join(
        f'<li><a href="{escape(section_path(outlet, SECTION_NAMES[name]))}">{name}</a></li>'
        for name in sections
    )
    return (
        f'<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="{charset}">'
        f"<title>{escape(title)} | {outlet.name}</title>"
        f'<meta property="og:site_name" content="{outlet.name}">{head}</head><body>'
        f'<header><div class="logo"><a href="/">{outlet.name}</a></div><nav><ul>'
        f'<li><a href="/">الرئيسية</a></li>{menu}<li><a href="/search?q=">بحث</a></li>'
        f'<li><a href="/about">من نحن</a></li></ul></nav></header>\n'
        f"<main>{main}</main>\n{aside}"
        f'<footer><p>جميع الحقوق محفوظة © {outlet.name}</p><p><a href="/private/desk">غرفة التحرير</a> '
        f'<a href="/about">اتصل بنا</a></p><p>تابعونا على <a href="https://social.example/{outlet.key}">'
        "شبكات التواصل</a></p></footer></body></html>"
    )


def listing(stories: Sequence[Story], *, tracking: str = "") -> str:
    """Return the cards of a section page."""
    cards = "".join(
        f'<article class="card"><h3>{link(story, tracking=tracking)}</h3>'
        f"<p>{escape(story.standfirst)}</p></article>"
        for story in stories
    )
    return f'<div class="cards">{cards}</div>'


def pagination(outlet: Outlet, slug: str, current: int, last: int) -> str:
    """Return numbered links to the pages near `current`, as sites print them."""
    if last == 1:
        return ""
    near = sorted({1, last, *range(max(1, current - 2), min(last, current + 2) + 1)})
    numbers = "".join(
        f'<li class="active"><span>{number}</span></li>'
        if number == current
        else f'<li><a href="{escape(section_path(outlet, slug, number))}">{number}</a></li>'
        for number in near
    )
    following = (
        f'<li><a rel="next" href="{escape(section_path(outlet, slug, current + 1))}">التالي</a></li>'
        if current < last
        else ""
    )
    return f'<ul class="pagination">{numbers}{following}</ul>'


def most_read(stories: Sequence[Story]) -> str:
    """Return the sidebar that has nothing to do with the article beside it."""
    items = "".join(f"<li>{link(story, tracking='utm_source=mostread')}</li>" for story in stories)
    return f'<aside class="sidebar"><h4>الأكثر قراءة</h4><ol>{items}</ol></aside>\n'

"""How each outlet prints a story: three kinds of markup that real sites have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from hijridate import Gregorian

from crawler.newsroom.chrome import ENCODINGS, SECTION_NAMES, link, most_read, page, section_path
from crawler.newsroom.series import MONTHS, WEEKDAYS, day_in_words
from crawler.newsroom.world import HASAD, LOCAL, OFOQ, SADA, Story

_HIJRI_MONTHS = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان",
    "شوال", "ذو القعدة", "ذو الحجة",
)  # fmt: skip
FRAME = "/frame"
# The browser writes the story some time after the page has loaded, as client-rendered sites do.
_LIVE_SCRIPT = """
const show = (story) => {
  document.title = story.headline;
  const root = document.getElementById("app");
  const add = (name, text, parent) => {
    const element = document.createElement(name);
    element.textContent = text;
    (parent || root).appendChild(element);
    return element;
  };
  add("h1", story.headline);
  const time = add("time", story.shown);
  time.setAttribute("datetime", story.published_at);
  const body = document.createElement("div");
  body.className = "story-body";
  root.appendChild(body);
  story.paragraphs.forEach((text) => add("p", text, body));
};
fetch("/api/story/" + document.body.dataset.story + ".json")
  .then((answer) => answer.json())
  .then((story) => setTimeout(() => show(story), 200));
"""


def article(story: Story, sections: Sequence[str], read: Sequence[Story], part: int = 1) -> bytes:
    """Return a page of `story`, in its outlet's encoding; `read` are the most read stories."""
    if story.rendering == "browser":
        html = _live(story)
    elif story.outlet is SADA:
        html = _sada(story, sections, read, part)
    elif story.outlet is OFOQ:
        html = _ofoq(story, sections)
    else:
        html = _hasad(story, sections, read)
    return html.encode(ENCODINGS[story.outlet.key], "xmlcharrefreplace")


def _json_ld(story: Story) -> str:
    published = story.published.astimezone(LOCAL).isoformat()
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.standfirst,
        "datePublished": published,
        "dateModified": published,
        "author": [{"@type": "Person", "name": name} for name in story.authors]
        or {"@type": "Organization", "name": story.outlet.name},
        "publisher": {"@type": "Organization", "name": story.outlet.name},
        "articleSection": story.section,
        "keywords": list(story.tags),
        "mainEntityOfPage": story.url,
        "image": f"{story.outlet.home}img/{story.number}.gif",
    }
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


def _head(story: Story) -> str:
    return (
        f'<link rel="canonical" href="{escape(story.url)}">'
        f'<meta property="og:type" content="article">'
        f'<meta property="og:title" content="{escape(story.headline)}">'
        f'<meta property="og:url" content="{escape(story.url)}">'
        f'<meta name="description" content="{escape(story.standfirst)}">'
    )


def _sada(story: Story, sections: Sequence[str], read: Sequence[Story], part: int) -> str:
    """A publisher: JSON-LD, byline, a summary, an inline link, tags as a list, a box of related stories."""
    paragraphs = [f"<p>{escape(text)}</p>" for text in story.part(part)]
    if story.read_also and part == 1:
        inline = f'<p class="inline-related"><strong>اقرأ أيضاً:</strong> {link(story.read_also)}</p>'
        paragraphs.insert(min(2, len(paragraphs) - 1), inline)
    if story.source and part == story.parts:
        paragraphs.append(f'<p class="wire">المصدر: {escape(story.source)}</p>')
    byline = f'<span class="author">كتب: {escape(story.authors[0])}</span>' if story.authors else ""
    section = section_path(SADA, SECTION_NAMES[story.section])
    tags = "".join(f'<li><a href="/tag/{escape(tag)}">{escape(tag)}</a></li>' for tag in story.tags)
    related = "".join(f"<li>{link(other, tracking='utm_source=related')}</li>" for other in story.similar)
    local = story.published.astimezone(LOCAL)
    main = (
        f'<div class="breadcrumb"><a href="/">الرئيسية</a> / <a href="{section}">{story.section}</a></div>'
        f'<h1>{escape(story.headline)}</h1><h2 class="summary">{escape(story.standfirst)}</h2>'
        f'<div class="meta">{byline} '
        f'<time datetime="{local.isoformat()}">{day_in_words(local.date())}</time></div>'
        f'<figure><img src="/img/{story.number}.gif" alt="">'
        f"<figcaption>صورة أرشيفية من {escape(story.outlet.name)}</figcaption></figure>"
        f'<div class="story-body">{"".join(paragraphs)}</div>'
        f"{_pager(story, part)}"
        f'<p class="follow">تابعونا على قناة <a href="https://social.example/sada">صدى الحدث</a></p>'
        f'<div class="tags"><span>وسوم:</span><ul>{tags}</ul></div>'
        f'<section class="related"><h3>موضوعات متعلقة</h3><ul>{related}</ul></section>'
    )
    return page(
        SADA,
        story.headline,
        main,
        sections=sections,
        head=_head(story) + _json_ld(story),
        aside=most_read(read),
    )


def _pager(story: Story, part: int) -> str:
    if story.parts == 1:
        return ""
    pages = " ".join(
        f"<span>{number}</span>" if number == part else f'<a href="{story.part_path(number)}">{number}</a>'
        for number in range(1, story.parts + 1)
    )
    onward = f' <a href="{story.part_path(part + 1)}">التالي</a>' if part < story.parts else ""
    return f'<div class="pages">الصفحات: {pages}{onward}</div>'


def _ofoq(story: Story, sections: Sequence[str]) -> str:
    """An agency: tables, windows-1256, no structured data, both calendars, line breaks for paragraphs."""
    day = story.local_day
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    date = (
        f"{WEEKDAYS[day.weekday()]} {hijri.day} {_HIJRI_MONTHS[hijri.month - 1]} {hijri.year}هـ - "
        f"{day.day} {MONTHS[day.month - 1]} {day.year}م"
    )
    body = "<br><br>\n".join(escape(text) for text in story.paragraphs)
    section = escape(section_path(OFOQ, SECTION_NAMES[story.section]))
    tags = " ، ".join(
        f'<a href="/tags.aspx?t={index}">{escape(tag)}</a>' for index, tag in enumerate(story.tags)
    )
    related = "".join(f"<tr><td>{link(other)}</td></tr>" for other in story.similar)
    main = (
        f'<table class="path"><tr><td><a href="/">الرئيسية</a> &gt; '
        f'<a href="{section}">{story.section}</a></td></tr></table>'
        f'<table class="news"><tr><td class="title"><h1>{escape(story.headline)}</h1></td></tr>'
        f'<tr><td class="date">{date}</td></tr><tr><td class="text">{body}</td></tr>'
        f'<tr><td class="words">الكلمات المفتاحية: {tags}</td></tr></table>'
        f'<table class="more"><tr><th>مواضيع ذات صلة</th></tr>{related}</table>'
    )
    return page(OFOQ, story.headline, main, sections=sections)


def _hasad(story: Story, sections: Sequence[str], read: Sequence[Story]) -> str:
    """An aggregator: body, source, tags, another whole article, ten similar ones, a most read sidebar."""
    local = story.published.astimezone(LOCAL)
    half = "ص" if local.hour < 12 else "م"
    shown = f"{WEEKDAYS[local.weekday()]}، {local.day} {MONTHS[local.month - 1]} {local.year}"
    shown += f" {local:%I:%M} {half}"
    section = section_path(HASAD, SECTION_NAMES[story.section])
    body = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
    tags = " ".join(f'<a href="/tag/{escape(tag)}">{escape(tag)}</a>' for tag in story.tags)
    similar = "".join(f"<li>{link(other, tracking='utm_medium=similar')}</li>" for other in story.similar)
    assert story.embedded is not None
    other_text = "".join(f"<p>{escape(text)}</p>" for text in story.embedded.paragraphs)
    main = (
        f'<div class="path"><a href="/">الرئيسية</a> » <a href="{section}">{story.section}</a></div>'
        f"<h1>{escape(story.headline)}</h1>"
        f'<div class="date"><time datetime="{local.isoformat()}">{shown}</time></div>'
        f'<div class="text">{body}<p>المصدر: {escape(story.source or "")}</p>'
        f'<p>كلمات دلالية: {tags} <a href="/tags">المزيد</a></p>'
        f"<p><b>إقرأ أيضاً:</b></p><h3>{escape(story.embedded.headline)}</h3>{other_text}"
        f"<h3>مقالات مشابهة</h3><ul>{similar}</ul></div>"
    )
    return page(HASAD, story.headline, main, sections=sections, head=_head(story), aside=most_read(read))


def _live(story: Story) -> str:
    """A page without text: a script asks the API for the story and writes it."""
    return (
        f'<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{story.outlet.name}</title>"
        f'<link rel="canonical" href="{escape(story.url)}"></head><body data-story="{story.number}">'
        f'<div id="app"></div><img src="/img/{story.number}.gif" alt="">'
        f'<iframe src="{FRAME}"></iframe><script>{_LIVE_SCRIPT}</script></body></html>'
    )


def live_data(story: Story) -> bytes:
    """Return what the API answers for a client-rendered story (JSON)."""
    local = story.published.astimezone(LOCAL)
    data = {
        "headline": story.headline,
        "paragraphs": list(story.paragraphs),
        "published_at": local.isoformat(),
        "shown": day_in_words(local.date()),
    }
    return json.dumps(data, ensure_ascii=False).encode()

# ruff: noqa: E501 (markup stands as the systems print it)
"""One article as ten kinds of content management systems print it: all of its fields are found, without a site file."""

from __future__ import annotations

import datetime
import json
import sys
from html import escape
from pathlib import Path

import pytest

from crawler.arabic.fold import fold
from crawler.extraction import extract
from crawler.items import Reject
from crawler.refine import refine
from crawler.site import Site
from crawler.urls import page_key

sys.path.insert(0, str(Path(__file__).parent))
from aggregator_pages import OURS

PARAGRAPHS = [
    *OURS.body,
    *OURS.other_body[2:],
    "وأوضح المتحدث أن النتائج النهائية ستعلن خلال أسبوعين بعد اكتمال الدراسة الفنية التي تجريها لجنة مختصة.",
    "وكانت تقارير سابقة قد ذكرت أن الكلفة الأولية للمشروع تتجاوز ثلاثة ملايين دينار.",
]
HEADLINE = OURS.headline
TOPICS = OURS.tags
SIMILAR = OURS.similar
MOST_READ = OURS.most_read
URL = "https://site.example/news/2025/4/21/7650001"


def ld(**k):
    return '<script type="application/ld+json">' + json.dumps(k, ensure_ascii=False) + "</script>"


def link(n, t):
    return f'<a href="/news/2025/4/{10 + n % 9}/76400{n:02d}">{t}</a>'


def side():
    return (
        '<div class="c9"><h4>الأكثر قراءة</h4>'
        + "".join(f"<div>{link(70 + n, t)}</div>" for n, t in enumerate(MOST_READ))
        + "</div>"
    )


NAV = '<div class="m"><ul><li><a href="/">الرئيسية</a></li><li><a href="/cat/1">سياسة</a></li><li><a href="/cat/2">اقتصاد</a></li><li><a href="/cat/3">رياضة</a></li></ul></div>'
SHOWN = {
    "headline": HEADLINE,
    "body": PARAGRAPHS,
    "authors": ["محمود السيد"],
    "published_at": "2025-04-21T10:30:00+02:00",
    "section": "سياسة",
    "tags": TOPICS,
    "source": None,
    "similar": [
        {"url": f"https://site.example/news/2025/4/{10 + n % 9}/76400{n:02d}"} for n in range(len(SIMILAR))
    ],
}


def page(head, body, lang="ar-EG"):
    return f'<!doctype html><html lang="{lang}" dir=rtl><head><meta charset=utf-8>{head}</head><body class="single">{NAV}{body}<footer><p>جميع الحقوق محفوظة</p></footer></body></html>'


def sim(w="li"):
    return "".join(f"<{w}>{link(n, t)}</{w}>" for n, t in enumerate(SIMILAR))


TEMPLATES = {}
# 1 Jannah
TEMPLATES["jannah"] = (
    page(
        f'<title>{HEADLINE} - موقعنا</title><meta property="og:title" content="{HEADLINE} - موقعنا"><meta property="og:site_name" content="موقعنا">'
        + ld(
            **{
                "@context": "http://schema.org",
                "@type": "Article",
                "dateCreated": "2025-04-21T10:30:00+02:00",
                "datePublished": "2025-04-21T10:30:00+02:00",
                "headline": HEADLINE,
                "keywords": TOPICS,
                "articleSection": "سياسة",
                "articleBody": " ".join(PARAGRAPHS),
                "author": {"@type": "Person", "name": "admin"},
                "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
            }
        ),
        f'<article id="the-post"><header class="entry-header-outer"><div class="entry-header"><span class="post-cat-wrap"><a class="post-cat" href="/c/pol">سياسة</a></span><h1 class="post-title entry-title">{HEADLINE}</h1><div class="post-meta clearfix"><span class="author-meta meta-item"><span class="meta-author"><a href="/author/m" class="author-name">محمود السيد</a></span></span><span class="date meta-item fa-before">منذ ساعتين</span><span class="meta-views meta-item">125</span></div></div></header><div class="featured-area"><figure class="single-featured-image"><img src="/i.jpg"><figcaption class="single-caption-text">صورة من السوق القديم قبل الترميم بأيام</figcaption></figure></div><div class="entry-content entry clearfix"><div class="stream-item stream-item-in-post">إعلان</div>'
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
        + '<div class="post-bottom-meta post-bottom-tags"><div class="post-bottom-meta-title"><span class="tie-icon-tags"></span> الوسوم</div><span class="tagcloud">'
        + " ".join(f'<a href="/tag/{n}" rel="tag">{t}</a>' for n, t in enumerate(TOPICS))
        + '</span></div></div><div class="share-buttons"><a href="//fb.example">فيسبوك</a></div></article><div id="related-posts" class="container-wrapper"><div class="mag-box-title"><h3>مقالات ذات صلة</h3></div><div class="related-posts-list">'
        + "".join(
            f'<div class="related-item"><a class="post-thumb" href="/news/2025/4/{10 + n % 9}/76400{n:02d}"><img></a><h3 class="post-title">{link(n, t)}</h3><div class="post-meta"><span class="date">منذ 3 أيام</span></div></div>'
            for n, t in enumerate(SIMILAR)
        )
        + '</div></div><aside class="sidebar">'
        + side()
        + "</aside>",
    ),
    {},
)
# 2 tagDiv
TEMPLATES["tagdiv"] = (
    page(
        f"<title>{HEADLINE} | النهضة</title>",
        f'<article class="post" itemscope itemtype="http://schema.org/Article"><div class="td-post-header"><ul class="td-category"><li class="entry-category"><a href="/category/pol">سياسة</a></li></ul><header class="td-post-title"><h1 class="entry-title">{HEADLINE}</h1><p class="td-post-sub-title">المرحلة الأولى من المشروع تستغرق ثمانية أشهر كاملة</p><div class="td-module-meta-info"><div class="td-post-author-name">بواسطة <a href="/author/x">محمود السيد</a> - </div><span class="td-post-date"><time class="entry-date updated td-module-date" datetime="2025-04-21T10:30:00+02:00">أبريل 21, 2025</time></span><div class="td-post-views">45</div></div></header></div><div class="td-post-content">'
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[:2])
        + '<div class="td_block_wrap td_block_21"><h4 class="td-block-title">الأكثر قراءة</h4><div class="td_module_6"><h3 class="entry-title">'
        + link(71, MOST_READ[0])
        + '</h3></div></div><div class="td-a-rec">- Advertisement -</div>'
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[2:])
        + '</div><footer><div class="td-post-source-tags"><div class="td-post-source-via"><div class="td-post-small-box"><span>المصدر</span><a href="https://reuters.example">رويترز</a></div></div><ul class="td-tags td-post-small-box"><li><span>الوسوم</span></li>'
        + "".join(f'<li><a href="/tag/{n}">{t}</a></li>' for n, t in enumerate(TOPICS))
        + '</ul></div></footer></article><div class="td_block_related_posts"><h4><a class="td-cur-simple-item">مقالات ذات صلة</a></h4><div>'
        + "".join(
            f'<div class="td_module_related_posts"><h3 class="entry-title td-module-title">{link(n, t)}</h3></div>'
            for n, t in enumerate(SIMILAR)
        )
        + "</div></div>"
        + side(),
    ),
    {"source": "رويترز", "standfirst": "المرحلة"},
)
# 3 tailwind, no JSON-LD
TEMPLATES["tailwind"] = (
    page(
        f'<title>{HEADLINE}</title><meta name="author" content="موقعنا"><meta property="article:published_time" content="2025-04-21T08:30:00.000Z">',
        f'<div class="flex flex-col p-4"><div class="text-sm text-gray-500"><a href="/">الرئيسية</a><span>/</span><a href="/pol">سياسة</a></div><h1 class="text-3xl font-bold">{HEADLINE}</h1><div class="mt-2 flex"><span>محمود السيد</span><span>٢١ أبريل ٢٠٢٥ ، ١٠:٣٠ ص</span></div><div class="mt-4 space-y-4 leading-8">'
        + "".join(f'<div class="mb-4">{p}</div>' for p in PARAGRAPHS)
        + '</div><div class="mt-6 flex gap-2">'
        + "".join(f'<a class="rounded-full" href="/tag/x{n}">#{t}</a>' for n, t in enumerate(TOPICS))
        + '</div><div class="mt-8"><h2 class="text-xl">اقرأ أيضاً</h2><div class="grid">'
        + "".join(
            f'<a href="/news/2025/4/{10 + n % 9}/76400{n:02d}" class="block"><img src="x.jpg"><h3>{t}</h3><p>مقتطف قصير من نص الخبر يظهر تحت العنوان هنا...</p></a>'
            for n, t in enumerate(SIMILAR)
        )
        + "</div></div></div>"
        + side(),
    ),
    {},
)
# 4 ASP tables nested, label rows
TEMPLATES["asp"] = (
    page(
        "<title>جريدة النهضة</title>",
        f'<table width=980><tr><td width=200>{side()}</td><td><table><tr><td>سياسة</td></tr><tr><td class="t1"><font size="+2" color=red>{HEADLINE}</font></td></tr><tr><td>بقلم: محمود السيد</td></tr><tr><td>تاريخ النشر: الاثنين 21 نيسان 2025 الساعة 10:30 صباحا</td></tr><tr><td><div align=justify>'
        + "<br/><br/>".join(PARAGRAPHS)
        + "</div></td></tr><tr><td><b>الكلمات الدالة</b> : "
        + " - ".join(f'<a href="tag.aspx?t={n}">{t}</a>' for n, t in enumerate(TOPICS))
        + "</td></tr><tr><td><b>مواضيع ذات صلة</b></td></tr>"
        + "".join(f"<tr><td><img src=b.gif>{link(n, t)}</td></tr>" for n, t in enumerate(SIMILAR))
        + "</table></td></tr></table>",
    ),
    {"section": None},
)
# 5 drupal
TEMPLATES["drupal"] = (
    page(
        f'<title>{HEADLINE} | وكالة الخليج</title><meta name="dcterms.date" content="2025-04-21T10:30:00+02:00">',
        f'<div class="region-content"><div class="breadcrumb"><a href="/">الرئيسية</a> » <a href="/pol">سياسة</a> » {HEADLINE}</div><h1 class="title" id="page-title">{HEADLINE}</h1><div class="node node-article"><div class="submitted">أضيف بواسطة محمود السيد في 21/04/2025 - 10:30</div><div class="field field-name-field-summary"><div class="field-item">ملخص: المشروع تأخر عامين بسبب خلاف على التمويل بين الجهات المعنية.</div></div><div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">'
        + "".join(f'<p class="rtejustify">{p}</p>' for p in PARAGRAPHS)
        + '</div></div></div><div class="field field-name-field-tags"><div class="field-label">وسوم:&nbsp;</div><div class="field-items">'
        + "".join(
            f'<div class="field-item"><a href="/tags/{n}" typeof="skos:Concept">{t}</a></div>'
            for n, t in enumerate(TOPICS)
        )
        + '</div></div><ul class="links inline"><li><a href="/user/login">سجل الدخول</a> لإضافة تعليقات</li></ul></div><div class="block block-views"><h2>أخبار ذات صلة</h2><div class="view-content">'
        + "".join(
            f'<div class="views-row"><span class="field-content">{link(n, t)}</span><div>20/04/2025</div></div>'
            for n, t in enumerate(SIMILAR)
        )
        + "</div></div></div>"
        + side(),
    ),
    {},
)
# 6 next flight
ART = {
    "id": 7650001,
    "headline": HEADLINE,
    "bodyBlocks": [
        {"__typename": "Paragraph", "value": {"html": f"<p>{p}</p>"}}
        if i % 2
        else {"type": "text", "data": p}
        for i, p in enumerate(PARAGRAPHS)
    ],
    "authors": [{"fullName": "محمود السيد", "name": "محمود السيد"}],
    "firstPublishedAt": 1745224200000,
    "primarySection": {"title": "سياسة", "slug": "pol"},
    "topics": [{"title": t} for t in TOPICS],
    "relatedStories": {
        "items": [
            {"title": t, "href": f"/news/2025/4/{10 + n % 9}/76400{n:02d}"} for n, t in enumerate(SIMILAR)
        ]
    },
}
FLIGHT = "5:" + json.dumps(["$", "$L1", None, {"article": ART}], ensure_ascii=False) + "\n"
TEMPLATES["flight"] = (
    page(
        f"<title>{HEADLINE}</title>",
        "<div id=root></div><script>self.__next_f.push([1,"
        + json.dumps(FLIGHT[:900], ensure_ascii=False)
        + "])</script><script>self.__next_f.push([1,"
        + json.dumps(FLIGHT[900:], ensure_ascii=False).replace("</", "<\\/")
        + "])</script>",
    ),
    {},
)
# 7 nuxt / generic json
TEMPLATES["nuxt"] = (
    page(
        "<title>النهضة</title>",
        "<div id=__nuxt></div><script>window.__NUXT__="
        + json.dumps(
            {
                "data": [
                    {
                        "post": {
                            "post_title": "x",
                            "title": HEADLINE,
                            "post_id": 7650001,
                            "content": "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
                            + '<p>إقرأ أيضا: <a href="/news/2025/4/10/7640000">x</a></p>',
                            "published_at": "2025-04-21 10:30:00",
                            "writer": "محمود السيد",
                            "category": {"name": "سياسة"},
                            "keywords": "،".join(TOPICS),
                            "related_news": [
                                {"title": t, "url": f"/news/2025/4/{10 + n % 9}/76400{n:02d}"}
                                for n, t in enumerate(SIMILAR)
                            ],
                        }
                    }
                ]
            },
            ensure_ascii=False,
        ).replace("</", "<\\/")
        + ";</script>",
    ),
    {},
)
# 7b the same as Nuxt 2, Nuxt 3 and newer Next.js servers write it, and as a plain script does
POST = {
    "id": 7650001,
    "title": HEADLINE,
    "content": "".join(f"<p>{p}</p>" for p in PARAGRAPHS),
    "published_at": "2025-04-21 10:30:00",
    "writer": "محمود السيد",
    "category": {"name": "سياسة"},
    "keywords": "،".join(TOPICS),
    "related_news": [
        {"title": t, "url": f"/news/2025/4/{10 + n % 9}/76400{n:02d}"} for n, t in enumerate(SIMILAR)
    ],
}


def _as_script(value: object, names: dict[str, str] | None = None) -> str:
    """Write a value as scripts do: bare keys, names for strings that recur, `!0` and `void 0`."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{k}:{_as_script(v, names)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_as_script(v, names) for v in value) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "!0", False: "!1", None: "void 0"}[value]
    if isinstance(value, str) and len(value) < 60 and names is not None:
        return names.setdefault(value, f"_{len(names)}a")
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\u002F")


def _flat(value: object) -> list[object]:
    """Write a value as a flat list of places, as Nuxt 3 does."""
    out: list[object] = [["ShallowReactive", 1]]

    def place(one: object) -> int:
        at = len(out)
        out.append(None)
        if isinstance(one, dict):
            out[at] = {k: place(v) for k, v in one.items()}
        elif isinstance(one, list):
            out[at] = [place(v) for v in one]
        else:
            out[at] = one
        return at

    place(value)
    return out


NAMES: dict[str, str] = {}
RETURNED = _as_script({"layout": "default", "data": [{"post": POST, "live": False}], "error": None}, NAMES)
CALLED = (
    f"(function({','.join(NAMES.values())}){{return {RETURNED}}}({','.join(json.dumps(v) for v in NAMES)}));"
)
FLAT = json.dumps(_flat({"data": {"post": POST}}), ensure_ascii=False)
TEXT_ROW = POST["content"]
assert isinstance(TEXT_ROW, str)
ROWS = (
    '1:HL["/style.css","style"]\n'
    + f"1a:T{len(TEXT_ROW.encode()):x},{TEXT_ROW}"
    + "5:"
    + json.dumps(["$", "$L1", None, {"article": {**POST, "content": "$1a"}}], ensure_ascii=False)
    + "\n"
)
for name, script in {
    "nuxt-function": f"<script>window.__NUXT__={CALLED}</script>",
    "nuxt-flat": '<script type="application/json" id="__NUXT_DATA__">'
    + FLAT.replace("</", "<\\/")
    + "</script>",
    "flight-text": "".join(
        f"<script>self.__next_f.push([1,{json.dumps(ROWS[at : at + 700])}])</script>".replace("</p", "<\\/p")
        for at in range(0, len(ROWS), 700)
    ),
    "literal": f"<script>window.__INITIAL_STATE__ = {_as_script({'article': POST})};</script>",
    "quoted": "<script>window.pageData = JSON.parse('"
    + json.dumps({"article": POST}, ensure_ascii=False)
    .replace("\\", "\\\\")
    .replace("'", "\\'")
    .replace("</", "<\\/")
    + "')</script>",
}.items():
    TEMPLATES[name] = (page("<title>النهضة</title>", f"<div id=__nuxt></div>{script}"), {})
# 8 microdata + dl
TEMPLATES["dl"] = (
    page(
        f'<title>{HEADLINE} :: صوت</title><meta property="og:title" content="{escape(HEADLINE)}">',
        f'<section itemscope itemtype="https://schema.org/NewsArticle"><header><h4 class="kicker">ترميم التراث</h4><h1 itemprop="headline">{HEADLINE}</h1><h2 class="deck">المجلس البلدي يعلن خطة من ثلاث مراحل تنتهي العام المقبل</h2></header><dl><dt>الكاتب</dt><dd itemprop="author">محمود السيد</dd><dt>التاريخ</dt><dd><time itemprop="datePublished" datetime="2025-04-21T10:30">21/4/2025</time></dd><dt>القسم</dt><dd>سياسة</dd><dt>المصدر</dt><dd>وكالة الأناضول</dd></dl><div itemprop="articleBody">'
        + "<br><br>".join(PARAGRAPHS)
        + "</div><p>الكلمات المفتاحية: "
        + "، ".join(TOPICS)
        + "</p><p><strong>قد يهمك أيضا</strong></p><ul>"
        + sim()
        + "</ul></section>"
        + side(),
    ),
    {"source": "وكالة الأناضول"},
)
# 9 split containers
TEMPLATES["split"] = (
    page(
        f"<title>{HEADLINE} - راديو المدينة</title>"
        + ld(
            **{
                "@context": "https://schema.org",
                "@graph": [
                    {"@type": "WebPage", "@id": URL, "url": URL},
                    {
                        "@type": "NewsArticle",
                        "headline": HEADLINE,
                        "datePublished": "2025-04-21T10:30:00+02:00",
                        "author": {"@id": "#p"},
                        "articleSection": ["سياسة"],
                        "isPartOf": {"@id": URL},
                        "mainEntityOfPage": {"@id": URL},
                    },
                    {"@type": "Person", "@id": "#p", "name": "محمود السيد"},
                    {
                        "@type": "BreadcrumbList",
                        "itemListElement": [
                            {"@type": "ListItem", "position": 1, "name": "الرئيسية"},
                            {"@type": "ListItem", "position": 2, "name": HEADLINE},
                        ],
                    },
                ],
            }
        ),
        f'<div class="top"><h1>{HEADLINE}</h1></div><div class="art"><div class="art-part"><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div><div class="promo-box"><a href="/news/2025/4/10/7640000">{SIMILAR[0]}</a></div><div class="art-part">'
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[2:])
        + '</div></div><div class="hash">'
        + " ".join("#" + t.replace(" ", "_") for t in TOPICS)
        + '</div><div class="box"><div class="box-t">مواضيع قد تهمك</div>'
        + sim("div")
        + "</div>"
        + side(),
    ),
    {},
)
# 10 inline read-also, links in sentences, captions
MIXED = []
for i, p in enumerate(PARAGRAPHS):
    MIXED.append(f"<p>{p}</p>")
    if i == 1:
        MIXED.append(f"<p><strong>اقرأ أيضاً:</strong></p><p>{link(0, SIMILAR[0])}</p>")
    if i == 2:
        MIXED.append(
            '<figure><img src="/a.jpg"><figcaption>جانب من أعمال الترميم (رويترز)</figcaption></figure>'
        )
    if i == 3:
        MIXED.append(f"<ul><li>{link(1, SIMILAR[1])}</li><li>{link(2, SIMILAR[2])}</li></ul>")
    if i == 4:
        MIXED.append(
            '<p>لمتابعة آخر الأخبار عبر قناتنا على تليغرام اضغط <a href="https://t.me/x">هنا</a></p><h3>خلفية</h3>'
        )
TEMPLATES["inline"] = (
    page(
        f'<title>{HEADLINE} - صوت البلد</title><meta property="article:section" content="سياسة"><meta property="article:tag" content="{TOPICS[0]}"><meta property="article:tag" content="{TOPICS[1]}"><meta property="article:tag" content="{TOPICS[2]}"><meta property="article:tag" content="{TOPICS[3]}">',
        f'<main><h1>{HEADLINE}</h1><p class="by">محمود السيد</p><p class="dt">نشر في: 21-04-2025 | 10:30 ص</p><div class="content">'
        + "".join(MIXED)
        + '</div></main><div class="news-also"><h3>ذات صلة</h3>'
        + "".join(f"<div>{link(n, t)}</div>" for n, t in enumerate(SIMILAR[3:], 3))
        + "</div>"
        + side(),
    ),
    {"body": [*PARAGRAPHS[:5], "خلفية", *PARAGRAPHS[5:]]},
)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_field_in_every_template(name: str) -> None:
    html, changes = TEMPLATES[name]
    expected = SHOWN | changes
    site = Site.generic(URL)
    now = datetime.datetime(2025, 4, 21, 12, tzinfo=datetime.UTC)
    extraction = extract(html.encode(), URL, site, fetched_at=now)
    assert extraction.article is not None, extraction.reason
    article = refine(extraction.article, site)
    assert not isinstance(article, Reject)
    assert fold(article.headline) == fold(expected["headline"])
    assert article.body.split("\n\n") == expected["body"]
    assert article.authors == expected["authors"]
    assert datetime.datetime.fromisoformat(article.published_at or "") == datetime.datetime.fromisoformat(
        "2025-04-21T08:30:00+00:00"
    )
    if name != "asp":
        assert article.section == expected["section"]
    assert article.tags == expected["tags"]
    assert (article.source.name if article.source else None) == expected["source"]
    found = {page_key(x.url, site) for x in article.similar}
    assert found == {page_key(x["url"], site) for x in expected["similar"]}
    if "standfirst" in expected:
        assert (article.standfirst or "").startswith(expected["standfirst"])

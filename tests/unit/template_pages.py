"""Article pages in the manner of the themes and systems that Arabic news sites run on. Our own texts.

Each function renders one `Piece` as a family of sites does: its tags, classes, labels, metadata and furniture.
What the family does not show is not in `SHOWN[family]`.
"""

# ruff: noqa: E501 (a line is a piece of markup: cut in two, it is harder to read)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

from crawler.newsroom.series import MONTHS, WEEKDAYS

SITE = "مرايا اليوم"


@dataclass(frozen=True)
class Piece:
    """What a reader sees on the page."""

    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    author: str
    section: str
    source: str
    tags: tuple[str, ...]
    published: datetime  # aware, in the site's zone
    similar: tuple[tuple[str, str], ...]  # address, title
    popular: tuple[tuple[str, str], ...]
    read_also: tuple[str, str]
    url: str


def _a(link: tuple[str, str], more: str = "") -> str:
    return f'<a {more}href="{escape(link[0])}">{escape(link[1])}</a>'


def _p(piece: Piece, inline: str = "", *, tag: str = "p", attrs: str = "") -> str:
    out = [f"<{tag}{attrs}>{escape(text)}</{tag}>" for text in piece.paragraphs]
    if inline:
        out.insert(2, inline)
    return "".join(out)


def _day(moment: datetime) -> str:
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def _weekday(moment: datetime) -> str:
    return WEEKDAYS[moment.weekday()]


def _twelve(moment: datetime) -> str:
    return f"{(moment.hour % 12) or 12:02}:{moment.minute:02} {'ص' if moment.hour < 12 else 'م'}"


def _page(
    piece: Piece, body: str, *, head: str = "", attrs: str = 'lang="ar" dir="rtl"', of: str = ""
) -> bytes:
    return (
        f"<!DOCTYPE html><html {attrs}><head><meta charset=utf-8><title>{escape(piece.headline)} - {SITE}</title>"
        f'<link rel="canonical" href="{escape(piece.url)}">{head}</head><body {of}>{body}</body></html>'
    ).encode()


def _og(piece: Piece, *, times: bool = True) -> str:
    out = (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(piece.headline)}">'
        f'<meta property="og:site_name" content="{SITE}">'
        f'<meta property="og:description" content="{escape(piece.paragraphs[0][:120])}">'
    )
    if times:
        out += f'<meta property="article:published_time" content="{piece.published.isoformat()}">'
    return out


def _menu(tag: str = "nav") -> str:
    names = ("سياسة", "اقتصاد", "رياضة", "ثقافة", "منوعات", "تكنولوجيا")
    items = "".join(f'<li class="menu-item"><a href="/section/{n}">{n}</a></li>' for n in names)
    return f'<{tag} class="main-menu"><a href="/">{SITE}</a><ul>{items}</ul></{tag}>'


_FOOT = (
    f'<footer class="site-footer"><p>جميع الحقوق محفوظة © {SITE} 2024</p>'
    '<a href="/about">من نحن</a> <a href="/contact">اتصل بنا</a></footer>'
)


def _foot_of() -> str:
    return _FOOT


def newspaper(piece: Piece) -> bytes:
    """tagDiv Newspaper: cards repeat the classes of the article's head, via and tags are lists with labels."""
    cards = "".join(
        f'<div class="td_module_mx2 td-animation-stack"><h3 class="entry-title td-module-title">{_a(x)}</h3>'
        '<div class="td-module-meta-info"><span class="td-post-date"><time class="entry-date updated '
        'td-module-date" datetime="2024-05-30T08:00:00+03:00">30 مايو 2024</time></span></div></div>'
        for x in piece.similar
    )
    popular = "".join(
        f'<div class="td_module_6"><h3 class="entry-title">{_a(x)}</h3></div>' for x in piece.popular
    )
    tags = "".join(f'<li><a href="/tag/{t}">{t}</a></li>' for t in piece.tags)
    body = (
        f'<div class="td-header-wrap">{_menu("div")}</div><div class="td-container"><div class="td-crumb-container">'
        f'<div class="entry-crumbs"><span><a class="entry-crumb" href="/">الرئيسية</a></span> '
        f'<i class="td-icon-right"></i> <span><a class="entry-crumb" href="/c">{piece.section}</a></span></div></div>'
        f'<article class="post-77 post type-post format-standard hentry" itemscope><div class="td-post-header">'
        f'<ul class="td-category"><li class="entry-category"><a href="/c">{piece.section}</a></li></ul>'
        f'<header class="td-post-title"><h1 class="entry-title">{escape(piece.headline)}</h1>'
        f'<p class="td-post-sub-title">{escape(piece.standfirst)}</p><div class="td-module-meta-info">'
        f'<div class="td-post-author-name"><div class="td-author-by">بواسطة</div> <a href="/author/1">{piece.author}</a>'
        '<div class="td-author-line"> - </div></div><span class="td-post-date"><time class="entry-date updated '
        f'td-module-date" datetime="{piece.published.isoformat()}">{_day(piece.published)}</time></span>'
        '<div class="td-post-views"><i></i><span>342</span></div></div></header></div>'
        f'<div class="td-post-content"><div class="td-post-featured-image"><figure><img src="/i.jpg"><figcaption '
        f'class="wp-caption-text">صورة من المكان</figcaption></figure></div>{_p(piece)}'
        '<div class="td-a-rec td-a-rec-id-content_inline">إعلان</div></div>'
        f'<footer><div class="td-post-source-tags"><div class="td-post-source-via"><div class="td-post-small-box">'
        f'<span>المصدر</span><a rel="nofollow" href="https://agency.example/">{piece.source}</a></div></div>'
        f'<ul class="td-tags td-post-small-box clearfix"><li><span>الوسوم</span></li>{tags}</ul></div>'
        '<div class="td-post-sharing"><span class="td-post-share-title">شارك</span><a href="#">فيسبوك</a></div></footer>'
        '</article><div class="td_block_wrap td_block_related_posts"><h4 class="td-related-title"><a class='
        f'"td-related-left td-cur-simple-item" href="#">مقالات ذات صلة</a></h4>{cards}</div></div>'
        f'<div class="td-pb-span4 td-main-sidebar"><h4 class="block-title"><span>الأكثر قراءة</span></h4>{popular}</div>'
        f"{_FOOT}"
    )
    return _page(piece, body, head=_og(piece, times=False), of='class="single single-post rtl postid-77"')


def jannah(piece: Piece) -> bytes:
    """TieLabs Jannah: everything in #the-post, source and tags are one strip, related posts below."""
    data = json.dumps(
        {
            "@context": "http://schema.org",
            "@type": "Article",
            "dateCreated": piece.published.isoformat(),
            "datePublished": piece.published.isoformat(),
            "headline": piece.headline,
            "keywords": ",".join(piece.tags),
            "articleSection": piece.section,
            "articleBody": " ".join(piece.paragraphs),
            "author": {"@type": "Person", "name": "admin"},
            "publisher": {"@type": "Organization", "name": SITE},
        }
    )
    related = "".join(
        f'<div class="related-item tie-standard"><h3 class="post-title">{_a(x)}</h3><div class="post-meta">'
        '<span class="date meta-item tie-icon">30 مايو، 2024</span></div></div>'
        for x in piece.similar
    )
    popular = "".join(
        f'<li class="widget-single-post-item"><a class="post-title" href="{x[0]}">{x[1]}</a></li>'
        for x in piece.popular
    )
    tags = " ".join(f'<a href="/tag/{t}" rel="tag">{t}</a>' for t in piece.tags)
    body = (
        f'<header id="theme-header">{_menu()}</header><div id="content"><article id="the-post" class="container-wrapper '
        'post-content tie-standard"><header class="entry-header-outer"><nav id="breadcrumb"><a href="/">الرئيسية</a>'
        f'<em class="delimiter">/</em><a href="/c">{piece.section}</a><em class="delimiter">/</em><span class="current">'
        f'{escape(piece.headline)}</span></nav><div class="entry-header"><span class="post-cat-wrap"><a class="post-cat" '
        f'href="/c">{piece.section}</a></span><h1 class="post-title entry-title">{escape(piece.headline)}</h1>'
        f'<h2 class="entry-sub-title">{escape(piece.standfirst)}</h2><div class="single-post-meta post-meta clearfix">'
        f'<span class="author-meta single-author"><span class="meta-item meta-author-wrapper"><span class="meta-author">'
        f'<a href="/author/x" class="author-name tie-icon">{piece.author}</a></span></span></span><span class="date '
        f'meta-item tie-icon">{_day(piece.published)}</span><span class="meta-views meta-item">1٬204</span>'
        '<span class="meta-reading-time meta-item">دقيقة واحدة</span></div></div></header>'
        f'<div class="entry-content entry clearfix"><div class="stream-item stream-item-above-post-content">إعلان</div>'
        f'{_p(piece)}<div class="post-bottom-meta post-bottom-source"><div class="post-bottom-meta-title">المصدر</div>'
        f'<span class="tagcloud"><a href="https://agency.example">{piece.source}</a></span></div><div class="post-bottom-'
        f'meta post-bottom-tags post-tags-modern"><div class="post-bottom-meta-title">الوسوم</div><span class="tagcloud">'
        f'{tags}</span></div></div></article><div id="related-posts" class="container-wrapper has-extra-post"><div '
        f'class="mag-box-title the-global-title"><h3>مقالات ذات صلة</h3></div>{related}</div></div>'
        f'<aside class="sidebar"><div class="widget-title the-global-title">الأكثر مشاهدة</div><ul>{popular}</ul></aside>'
        f"{_FOOT}"
    )
    head = _og(piece) + f'<script type="application/ld+json">{data}</script>'
    return _page(piece, body, head=head, of='id="tie-body" class="rtl theme-jannah single"')


def foxiz(piece: Piece) -> bytes:
    """Foxiz: updated and published times side by side, inline "read also" cards in the text."""
    inline = (
        '<div class="related-sec related-5"><div class="inner"><div class="block-h heading-layout-1"><h3>اقرأ أيضاً'
        f'</h3></div><div class="p-wrap p-list-inline"><h4 class="entry-title">{_a(piece.read_also)}</h4></div></div></div>'
    )
    later = piece.published.replace(hour=23)
    tags = "".join(f'<a href="/tag/{t}" rel="tag">{t}</a>' for t in piece.tags)
    related = "".join(
        f'<div class="p-wrap p-grid"><h3 class="entry-title">{_a(x)}</h3></div>' for x in piece.similar
    )
    body = (
        f'<header id="site-header">{_menu()}</header><article class="post type-post"><header class="single-header">'
        f'<aside class="breadcrumb-wrap"><div class="breadcrumb-inner"><span><a href="/">الرئيسية</a></span> &gt; <span>'
        f'<a href="/c">{piece.section}</a></span></div></aside><h1 class="s-title">{escape(piece.headline)}</h1>'
        f'<h2 class="s-tagline">{escape(piece.standfirst)}</h2><div class="single-meta"><div class="smeta-in"><div class='
        f'"p-meta"><span class="meta-el meta-author"><span class="meta-label">بواسطة</span><a href="/author/s">'
        f'{piece.author}</a></span></div><div class="meta-el meta-update"><time class="updated-date" '
        f'datetime="{later.isoformat()}">آخر تحديث: {_day(later)} {_twelve(later)}</time></div><span class="meta-el '
        f'meta-date"><time class="date published" datetime="{piece.published.isoformat()}">{_day(piece.published)}'
        f'</time></span></div></div></header><div class="s-feat"><img src="/i.jpg"><div class="feat-caption">صورة أرشيفية'
        f'</div></div><div class="entry-content rbct clearfix">{_p(piece, inline)}</div><div class="efoot"><div class='
        f'"efoot-bar source-bar"><span class="blabel">المصدر:</span><span class="tags-list"><a href="https://a.example">'
        f'{piece.source}</a></span></div><div class="efoot-bar tag-bar"><span class="blabel">الوسوم:</span>{tags}</div>'
        f'</div></article><div class="related-sec related-1"><div class="block-h"><h3>مقالات ذات صلة</h3></div>'
        f'<div class="block-inner">{related}</div></div><div class="sidebar-wrap"><h4>الأكثر قراءة</h4>'
        f"{''.join(_a(x) for x in piece.popular)}</div>{_FOOT}"
    )
    return _page(piece, body, head=_og(piece))


def blogger(piece: Piece) -> bytes:
    """Blogger: the text in one div between <br>, labels as tags, the byline after the text."""
    text = "<br><br>".join(escape(p) for p in piece.paragraphs)
    tags = ",\n".join(f'<a href="/search/label/{t}" rel="tag">{t}</a>' for t in piece.tags)
    body = (
        f'<div class="header section" id="header"><div class="titlewrapper"><h1 class="title"><a href="/">{SITE}</a>'
        f'</h1></div></div>{_menu("div")}<div class="main section" id="main"><div class="blog-posts hfeed"><h2 class='
        f'"date-header"><span>{_weekday(piece.published)}، {_day(piece.published)}</span></h2><div class="post hentry '
        f'uncustomized-post-template"><h3 class="post-title entry-title">{escape(piece.headline)}</h3><div '
        f'class="post-body entry-content" id="post-body-77">{text}<div style="clear: both;"></div></div><div class='
        f'"post-footer"><div class="post-footer-line"><span class="post-author vcard">مرسلة بواسطة <span class="fn">'
        f'<span>{piece.author}</span></span></span> <span class="post-timestamp">في <a class="timestamp-link" '
        f'href="{piece.url}" rel="bookmark"><abbr class="published" title="{piece.published.isoformat()}">'
        f'{_twelve(piece.published)}</abbr></a></span></div><div><span class="post-labels">التسميات: {tags}</span></div>'
        '</div></div><div class="comments" id="comments"><h4>ليست هناك تعليقات:</h4></div></div></div>'
        '<div class="sidebar section"><h2>المشاركات الشائعة</h2><ul>'
        + "".join(f"<li>{_a(x)}</li>" for x in piece.popular)
        + f"</ul></div>{_FOOT}"
    )
    return _page(piece, body)


def drupal(piece: Piece) -> bytes:
    """Drupal 7: field wrappers with inline labels, the submitted line, a view of related nodes."""
    tags = "".join(
        f'<div class="field-item even"><a href="/tags/{t}" typeof="skos:Concept">{t}</a></div>'
        for t in piece.tags
    )
    related = "".join(
        f'<div class="views-row"><div class="views-field views-field-title"><span class="field-content">{_a(x)}'
        "</span></div></div>"
        for x in piece.similar
    )
    popular = "".join(f'<div class="views-row">{_a(x)}</div>' for x in piece.popular)
    body = (
        f'<div id="page"><div id="header">{_menu("div")}</div><div class="breadcrumb"><a href="/">الرئيسية</a> » <a '
        f'href="/c">{piece.section}</a></div><h1 class="title" id="page-title">{escape(piece.headline)}</h1>'
        '<div id="block-system-main" class="block block-system"><div class="node node-article view-mode-full" '
        f'typeof="sioc:Item foaf:Document"><div class="submitted">{_weekday(piece.published)}, {_day(piece.published)} - '
        f'{piece.published:%H:%M}</div><div class="field field-name-field-author field-label-inline"><div class='
        f'"field-label">الكاتب:&nbsp;</div><div class="field-items"><div class="field-item even">{piece.author}</div>'
        f'</div></div><div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div '
        f'class="field-item even" property="content:encoded">{_p(piece)}</div></div></div><div class="field '
        f'field-name-field-source field-label-inline"><div class="field-label">المصدر:&nbsp;</div><div class="field-items">'
        f'<div class="field-item even">{piece.source}</div></div></div><div class="field field-name-field-tags '
        f'field-label-above"><div class="field-label">الكلمات المفتاحية:&nbsp;</div><div class="field-items">{tags}</div>'
        f'</div></div></div><div id="block-views-related" class="block"><h2>مواضيع ذات صلة</h2><div class="view-content">'
        f'{related}</div></div></div><div class="region-sidebar"><h2>الأكثر قراءة</h2>{popular}</div>{_FOOT}'
    )
    return _page(piece, body, attrs='lang="ar-SA" dir="rtl"')


def joomla(piece: Piece) -> bytes:
    """Joomla: dl of article info, pager, related items as a module, microdata."""
    tags = "".join(
        f'<li class="tag-1"><a href="/t/{t}" class="label label-info">{t}</a></li>' for t in piece.tags
    )
    body = (
        f'<div class="navbar">{_menu("div")}</div><div class="item-page" itemscope itemtype="https://schema.org/Article">'
        '<meta itemprop="inLanguage" content="ar-AA"><div class="page-header"><h2 itemprop="headline">'
        f'{escape(piece.headline)}</h2></div><dl class="article-info muted"><dt class="article-info-term">التفاصيل</dt>'
        '<dd class="createdby" itemprop="author" itemscope itemtype="https://schema.org/Person">كتب بواسطة: <span '
        f'itemprop="name">{piece.author}</span></dd><dd class="category-name">القسم: <a href="/c" itemprop="genre">'
        f'{piece.section}</a></dd><dd class="published"><span class="icon-calendar"></span><time datetime='
        f'"{piece.published.isoformat()}" itemprop="datePublished">نشر بتاريخ: {_day(piece.published)}</time></dd><dd '
        f'class="hits"><meta itemprop="interactionCount" content="UserPageVisits:88">الزيارات: 88</dd></dl><div '
        f'itemprop="articleBody">{_p(piece)}<p>المصدر: {piece.source}</p></div><ul class="tags inline">{tags}</ul><ul '
        'class="pager pagenav"><li class="previous"><a href="/prev">السابق</a></li></ul></div><div class="moduletable">'
        f'<h3>مواضيع ذات علاقة</h3><ul class="relateditems">{"".join(f"<li>{_a(x)}</li>" for x in piece.similar)}</ul>'
        f'</div><div class="moduletable"><h3>أحدث الأخبار</h3><ul class="latestnews">'
        f"{''.join(f'<li>{_a(x)}</li>' for x in piece.popular)}</ul></div>{_FOOT}"
    )
    return _page(piece, body)


def tables(piece: Piece) -> bytes:
    """Old ASP or PHP: nested tables and fonts, everything told apart by words alone."""
    text = "<br><br>".join(escape(p) for p in piece.paragraphs)
    similar = "<br>".join(f"&#8226; {_a(x)}" for x in piece.similar)
    popular = "<br>".join(_a(x) for x in piece.popular)
    body = (
        f'<table width="100%"><tr><td colspan=2><a href="/"><img src="/logo.gif"></a> <a href="/p">سياسة</a> | <a '
        f'href="/e">اقتصاد</a> | <a href="/s">رياضة</a></td></tr><tr><td width="70%" valign=top><table><tr><td><font '
        f'size=2><a href="/">الرئيسية</a> &raquo; <a href="/c">{piece.section}</a></font></td></tr><tr><td><font size=5 '
        f'color="#990000"><b>{escape(piece.headline)}</b></font></td></tr><tr><td><font size=1>بقلم: {piece.author} | '
        f"{_weekday(piece.published)} {_day(piece.published)} - {piece.published:%H:%M}</font></td></tr><tr><td><img "
        f'src="/i.jpg" align=left><font size=3>{text}</font></td></tr><tr><td><b>المصدر:</b> {piece.source}</td></tr><tr>'
        f'<td><b>كلمات مفتاحية:</b> {"، ".join(piece.tags)}</td></tr><tr><td bgcolor="#eeeeee"><b>مواضيع ذات صلة</b><br>'
        f'{similar}</td></tr></table></td><td width="30%" valign=top><table><tr><td bgcolor="#cc0000"><b>الأكثر قراءة</b>'
        f"</td></tr><tr><td>{popular}</td></tr></table></td></tr><tr><td colspan=2>جميع الحقوق محفوظة {SITE}</td></tr>"
        "</table>"
    )
    return _page(piece, body, attrs='dir="rtl"')


def broadcaster(piece: Piece) -> bytes:
    """In the manner of a broadcaster's React pages: roles, aria labels, source at the end, tags as chips."""
    inline = (
        '<section class="more-on" aria-label="list of 2 items"><h2 class="more-on__heading">اقرأ أيضا</h2><span class='
        f'"screen-reader-text">list of 1 items</span><ul class="more-on__list"><li>{_a(piece.read_also)}</li></ul>'
        '<span class="screen-reader-text">end of list</span></section>'
    )
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": piece.headline,
            "datePublished": piece.published.isoformat(),
            "author": [{"@type": "Person", "name": piece.author}],
            "publisher": {"@type": "NewsMediaOrganization", "name": SITE},
        },
        ensure_ascii=False,
    )
    chips = "".join(f'<li class="article-tag"><a href="/tag/{t}">{t}</a></li>' for t in piece.tags)
    similar = "".join(
        f'<article class="gc"><h3 class="gc__title">{_a(x)}</h3><div class="gc__meta">31/5/2024</div></article>'
        for x in piece.similar
    )
    body = (
        f'<div id="root"><header class="header">{_menu()}</header><main role="main"><div class="breadcrumbs"><ol><li><a '
        f'href="/news">أخبار</a></li><li><a href="/c">{piece.section}</a></li></ol></div><header class="article-header">'
        f'<h1>{escape(piece.headline)}</h1><p class="article__subhead"><em>{escape(piece.standfirst)}</em></p></header>'
        '<figure class="article-featured-image"><img src="/i.jpg"><figcaption>جانب من المكان (الفرنسية)</figcaption>'
        f'</figure><div class="article-info-block"><div class="article-b-l"><div class="author-link article-author-name">'
        f'<a class="author" href="/author/x">{piece.author}</a></div></div><div class="article-dates"><div class='
        f'"date-simple"><span class="screen-reader-text">Published On {_day(piece.published)}</span><span aria-hidden='
        f'"true">{piece.published:%d/%m/%Y}</span></div></div></div><div class="wysiwyg wysiwyg--all-content" '
        f'aria-live="polite">{_p(piece, inline)}<div class="article-source"><span>المصدر: </span><span>{piece.source}'
        f'</span></div></div><ul class="article-tags">{chips}</ul><div class="related-content"><h2>ذات صلة</h2>{similar}'
        f"</div></main><aside><h2>الأكثر قراءة</h2>{''.join(_a(x) for x in piece.popular)}</aside>{_FOOT}</div>"
    )
    return _page(
        piece, body, head=_og(piece, times=False) + f'<script type="application/ld+json">{data}</script>'
    )


def agency(piece: Piece) -> bytes:
    """In the manner of an agency's site: its time in GMT before the date, tags as a row, inline cards."""
    utc = piece.published.astimezone(UTC)
    inline = (
        '<div class="read-more"><div class="read-more__img"></div><div class="read-more__content">'
        f'<a class="read-more__link" href="{piece.read_also[0]}">{piece.read_also[1]}</a></div></div>'
    )
    tags = "".join(f'<a class="tags-trends__link link" href="/tags/{t}">{t}</a>' for t in piece.tags)
    similar = "".join(f'<div class="news-line__item">{_a(x)}</div>' for x in piece.popular)
    body = (
        f'<div class="layout">{_menu()}<div class="article article_article-page"><div class="news-tags news-tags_article">'
        f'<a class="link link_underline" href="/c">{piece.section}</a></div><h1 class="article__heading">'
        f'{escape(piece.headline)}</h1><div class="article__date"><span class="date">تاريخ النشر: {utc:%d.%m.%Y} | '
        f'{utc:%H:%M} GMT</span></div><div class="article__cover"><img src="/i.jpg"><span class="article__cover-source">'
        f'Globe Look Press</span></div><div class="article__summary">{escape(piece.standfirst)}</div><div class='
        f'"article__text">{_p(piece, inline)}<p>المصدر: {piece.source}</p></div><div class="article__share">تابعوا '
        f'{SITE} على تلغرام</div><div class="tags-trends"><span>الكلمات الدلالية:</span>{tags}</div></div><div '
        f'class="news-line"><h2>الأكثر قراءة</h2>{similar}</div>{_FOOT}</div>'
    )
    return _page(piece, body, head=_og(piece, times=False))


def amp(piece: Piece) -> bytes:
    """An AMP page: custom elements, one JSON-LD, everything else in a sidebar."""
    data = json.dumps(
        {
            "@context": "http://schema.org",
            "@graph": [
                {
                    "@type": "NewsArticle",
                    "headline": piece.headline,
                    "datePublished": piece.published.isoformat(),
                    "author": {"@type": "Person", "name": piece.author},
                    "articleSection": piece.section,
                    "keywords": list(piece.tags),
                    "publisher": {"@type": "Organization", "name": SITE},
                }
            ],
        },
        ensure_ascii=False,
    )
    body = (
        f'<amp-sidebar id="sidebar" layout="nodisplay">{_menu()}</amp-sidebar><header class="amp-wp-header"><a href="/">'
        f'{SITE}</a></header><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class='
        f'"amp-wp-title">{escape(piece.headline)}</h1></header><figure class="amp-wp-article-featured-image"><amp-img '
        f'src="/i.jpg" width="1" height="1"></amp-img><p class="wp-caption-text">صورة أرشيفية</p></figure><div class='
        f'"amp-wp-article-content">{_p(piece)}<amp-ad width="300" height="250"></amp-ad><p>المصدر: {piece.source}</p>'
        f"</div></article>{_FOOT}"
    )
    return _page(
        piece, body, head=f'<script type="application/ld+json">{data}</script>', attrs='amp lang="ar"'
    )


def microdata(piece: Piece) -> bytes:
    """Microdata only, in a page without semantic tags."""
    body = (
        f'{_menu("div")}<div itemscope itemtype="http://schema.org/NewsArticle"><div itemprop="articleSection" class="x1">'
        f'{piece.section}</div><div class="x2" itemprop="headline">{escape(piece.headline)}</div><div class="x3"><span '
        f'itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">{piece.author}</span>'
        f'</span> <span itemprop="datePublished" content="{piece.published.isoformat()}">{_day(piece.published)}</span>'
        f'</div><div itemprop="articleBody">{_p(piece, tag="div")}</div><div class="x9">نقلا عن: {piece.source}</div>'
        f'<meta itemprop="keywords" content="{"،".join(piece.tags)}"></div><div class="x5"><div>اقرأ أيضا</div>'
        f"{''.join(f'<div>{_a(x)}</div>' for x in piece.similar)}</div><div><div>الأكثر مشاهدة</div>"
        f"{''.join(f'<div>{_a(x)}</div>' for x in piece.popular)}</div>{_FOOT}"
    )
    return _page(piece, body)


def hashed(piece: Piece) -> bytes:
    """Bare divs with class names that a build tool made: only words and reading order say what is what."""
    text = _p(piece, tag="div", attrs=' class="css-1k9w2"')
    tags = "".join(
        f'<span class="css-9aab1"><a href="/topic/{t}">#{t.replace(" ", "_")}</a></span>' for t in piece.tags
    )
    similar = "".join(
        f'<div class="css-77abc"><a href="{x[0]}"><div class="css-0p1">{x[1]}</div></a></div>'
        for x in piece.similar
    )
    popular = "".join(
        f'<div class="css-77abc"><a href="{x[0]}"><div class="css-0p1">{x[1]}</div></a></div>'
        for x in piece.popular
    )
    body = (
        f'<div id="__next"><div class="css-a1"><a href="/">{SITE}</a><a href="/p">سياسة</a><a href="/e">اقتصاد</a></div>'
        f'<div class="css-b2"><div class="css-c3"><a href="/">الرئيسية</a><span>/</span><a href="/c">{piece.section}</a>'
        f'</div><h1 class="css-d4">{escape(piece.headline)}</h1><div class="css-e5"><span>كتب: {piece.author}</span><span>'
        f'{_weekday(piece.published)} {_day(piece.published)} {_twelve(piece.published)}</span></div><div class="css-f6">'
        f'{text}</div><div class="css-g7">المصدر: {piece.source}</div><div class="css-h8">{tags}</div></div><div class='
        f'"css-i9"><div class="css-j0">مواضيع ذات صلة</div>{similar}</div><div class="css-i9"><div class="css-j0">الأكثر '
        f'قراءة</div>{popular}</div><div class="css-z9">جميع الحقوق محفوظة</div></div>'
    )
    return _page(piece, body, attrs='lang="ar-EG" dir="rtl"')


def tailwind(piece: Piece) -> bytes:
    """A server-rendered portal with utility classes only: `prose` and `grid` say nothing of the fields."""
    tags = "".join(
        f'<a class="rounded-full bg-gray-100 px-3 py-1" href="/keyword/{t}">{t}</a>' for t in piece.tags
    )
    similar = "".join(
        f'<a class="flex gap-2 hover:underline" href="{x[0]}"><img class="w-20" src="/t.jpg"><span class="text-sm">{x[1]}'
        "</span></a>"
        for x in piece.similar
    )
    body = (
        f'<div class="sticky top-0 flex"><a href="/">{SITE}</a>{_menu()}</div><main class="container mx-auto grid"><article '
        f'class="col-span-8"><div class="flex text-sm text-gray-500"><a href="/">الرئيسية</a><span>›</span><a href="/c">'
        f'{piece.section}</a></div><h1 class="text-3xl font-bold">{escape(piece.headline)}</h1><div class="flex gap-4 '
        f'text-xs"><div class="flex"><svg><path d=""/></svg><span>بقلم {piece.author}</span></div><div class="flex"><time '
        f'datetime="{piece.published.isoformat()}">{_weekday(piece.published)}، {_day(piece.published)}</time></div></div>'
        f'<div class="prose prose-lg max-w-none">{_p(piece)}<p>نقلاً عن {piece.source}</p></div><div class="mt-6 flex '
        f'flex-wrap gap-2"><span class="font-bold">الكلمات المفتاحية:</span>{tags}</div><section class="mt-10"><h2 '
        f'class="text-xl">أخبار ذات صلة</h2><div class="grid grid-cols-2">{similar}</div></section></article></main>{_FOOT}'
    )
    return _page(piece, body, head=_og(piece, times=False))


ALL = frozenset(("headline", "body", "published_at", "authors", "tags", "source", "section", "similar"))
FAMILIES: dict[str, tuple[Callable[[Piece], bytes], frozenset[str]]] = {
    "newspaper": (newspaper, ALL),
    "jannah": (jannah, ALL),
    "foxiz": (foxiz, ALL),
    "blogger": (blogger, ALL - {"source", "section", "similar"}),
    "drupal": (drupal, ALL),
    "joomla": (joomla, ALL),
    "tables": (tables, ALL),
    "broadcaster": (broadcaster, ALL),
    "agency": (agency, ALL - {"authors", "section", "similar"}),
    "amp": (amp, ALL - {"similar"}),
    "microdata": (microdata, ALL),
    "hashed": (hashed, ALL),
    "tailwind": (tailwind, ALL),
}

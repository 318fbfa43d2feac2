"""More article pages in the manner of Arabic portals, agencies and systems. Our own texts, as template_pages.

Written with their truth before extraction was run on them: what `FAMILIES` says a page shows must be found, and
what it does not show must not be made up.
"""

# ruff: noqa: E501 (a line is a piece of markup: cut in two, it is harder to read)

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape

from hijridate import Gregorian
from template_pages import SITE, Piece, _a, _day, _foot_of, _menu, _og, _p, _page, _twelve, _weekday

_LEVANT = ("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول")  # fmt: skip


def _list(links: tuple[tuple[str, str], ...], item: str = "li", attrs: str = "") -> str:
    return "".join(f"<{item}{attrs}>{_a(x)}</{item}>" for x in links)


def _hash(text: str) -> str:
    return text.replace(" ", "_")


def _ld(piece: Piece, **more: object) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.headline,
        "datePublished": piece.published.isoformat(),
        "publisher": {"@type": "Organization", "name": SITE},
    } | more
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def elementor(piece: Piece) -> bytes:
    """Elementor: widgets in widgets, the byline an icon list, a loop of posts below, a form in the text."""
    paragraphs = list(piece.paragraphs)
    half = len(paragraphs) // 2
    text = "".join(f"<p>{escape(x)}</p>" for x in paragraphs[:half])
    text += '<div class="elementor-shortcode"><form class="mc4wp-form"><p>اشترك في نشرتنا البريدية ليصلك كل جديد</p><input type="email"><button>اشترك</button></form></div>'
    text += "".join(f"<p>{escape(x)}</p>" for x in paragraphs[half:])
    cards = "".join(
        f'<article class="elementor-post elementor-grid-item"><div class="elementor-post__text"><h3 class="elementor-post__title">{_a(x)}</h3><div class="elementor-post__meta-data"><span class="elementor-post-date">30 مايو، 2024</span></div></div></article>'
        for x in piece.similar
    )
    body = (
        f'<header class="elementor elementor-location-header">{_menu()}</header><div class="elementor elementor-location-single post"><section class="elementor-section"><div class="elementor-widget elementor-widget-theme-post-title"><h1 class="elementor-heading-title elementor-size-default">{escape(piece.headline)}</h1></div>'
        '<div class="elementor-widget elementor-widget-post-info"><ul class="elementor-inline-items elementor-icon-list-items elementor-post-info">'
        f'<li class="elementor-icon-list-item" itemprop="author"><span class="elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-author">{piece.author}</span></li>'
        f'<li class="elementor-icon-list-item"><span class="elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-date">{_day(piece.published)}</span></li>'
        f'<li class="elementor-icon-list-item"><span class="elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-time">{_twelve(piece.published)}</span></li></ul></div>'
        f'<div class="elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">{text}</div></div>'
        '<div class="elementor-widget elementor-widget-share-buttons"><span class="elementor-share-btn__title">Facebook</span><span class="elementor-share-btn__title">Twitter</span></div>'
        f'<div class="elementor-widget elementor-widget-post-navigation"><div class="elementor-post-navigation"><a href="/a/999001"><span class="post-navigation__prev--label">السابق</span><span class="post-navigation__prev--title">{escape(piece.popular[0][1])}</span></a></div></div>'
        f'<div class="elementor-widget elementor-widget-heading"><h3 class="elementor-heading-title">قد يعجبك أيضاً</h3></div><div class="elementor-widget elementor-widget-posts"><div class="elementor-posts-container">{cards}</div></div></section></div>{_foot_of()}'
    )
    return _page(
        piece, body, head=_og(piece, times=False), of='class="rtl single single-post elementor-default"'
    )


def gutenberg(piece: Piece) -> bytes:
    """Block editor: captions between the paragraphs, a quotation, a list, the latest posts inside the text."""
    p = list(piece.paragraphs)
    text = (
        f'<p class="has-drop-cap">{escape(p[0])}</p><figure class="wp-block-image size-large"><img src="/a.jpg" alt=""><figcaption class="wp-element-caption">جانب من الموقع، تصوير: وليد حسن</figcaption></figure>'
        f'<p>{escape(p[1])}</p><blockquote class="wp-block-quote"><p>{escape(p[2])}</p></blockquote>'
        + "".join(f"<p>{escape(x)}</p>" for x in p[3:-1])
        + f'<div class="wp-block-buttons"><div class="wp-block-button"><a class="wp-block-button__link" href="https://t.me/x">انضم إلى قناتنا</a></div></div><ul class="wp-block-latest-posts__list wp-block-latest-posts">{_list(piece.popular)}</ul><ul class="wp-block-list"><li>{escape(p[-1])}</li></ul>'
    )
    body = (
        f'<header class="wp-block-template-part">{_menu()}</header><main class="wp-block-group"><h1 class="wp-block-post-title">{escape(piece.headline)}</h1>'
        f'<div class="wp-block-group"><div class="wp-block-post-date"><time datetime="{piece.published.isoformat()}">{_day(piece.published)}</time></div><div class="wp-block-post-author"><div class="wp-block-post-author__content"><p class="wp-block-post-author__byline">كتبه</p><p class="wp-block-post-author__name">{piece.author}</p></div></div><div class="taxonomy-category wp-block-post-terms"><a href="/category/1" rel="tag">{piece.section}</a></div></div>'
        f'<div class="entry-content wp-block-post-content">{text}</div><div class="taxonomy-post_tag wp-block-post-terms"><span class="wp-block-post-terms__prefix">الوسوم: </span>'
        + '<span class="wp-block-post-terms__separator">, </span>'.join(
            f'<a href="/tag/{t}" rel="tag">{t}</a>' for t in piece.tags
        )
        + f'</div><nav class="post-navigation-link-next"><a href="/x/123123">التالي: {escape(piece.popular[1][1])}</a></nav><div class="wp-block-comments"><h2>التعليقات</h2><ol><li><p>تعليق طويل من أحد القراء على ما جاء في هذا الخبر المهم جدا.</p></li></ol></div></main>{_foot_of()}'
    )
    return _page(piece, body)


def bootstrap(piece: Piece) -> bytes:
    """A portal in Bootstrap: icons for labels, a read-also card in the text, badges, counters."""
    p = list(piece.paragraphs)
    card = f'<div class="card mb-3 border-danger"><div class="row g-0"><div class="col-4"><img src="/r.jpg" class="img-fluid"></div><div class="col-8"><div class="card-body"><span class="badge bg-danger">اقرأ أيضاً</span><h5 class="card-title">{_a(piece.read_also)}</h5></div></div></div></div>'
    text = (
        "".join(f"<p>{escape(x)}</p>" for x in p[:2]) + card + "".join(f"<p>{escape(x)}</p>" for x in p[2:])
    )
    related = "".join(
        f'<div class="col-md-4"><div class="card h-100"><a href="{url}"><img class="card-img-top" src="/c.jpg"></a><div class="card-body"><h6 class="card-title"><a href="{url}" class="stretched-link">{escape(title)}</a></h6><small class="text-muted"><i class="far fa-clock"></i> منذ 3 ساعات</small></div></div></div>'
        for url, title in piece.similar
    )
    body = (
        f'<nav class="navbar navbar-expand-lg navbar-dark bg-dark"><a class="navbar-brand" href="/">{SITE}</a></nav><div class="container my-3"><nav aria-label="breadcrumb"><ol class="breadcrumb"><li class="breadcrumb-item"><a href="/">الرئيسية</a></li><li class="breadcrumb-item active"><a href="/c/5">{piece.section}</a></li></ol></nav>'
        f'<div class="row"><div class="col-lg-8"><h1 class="h2 fw-bold">{escape(piece.headline)}</h1><ul class="list-inline text-muted small"><li class="list-inline-item"><i class="fa fa-user"></i> {piece.author}</li><li class="list-inline-item"><i class="fa fa-calendar"></i> {piece.published:%Y-%m-%d}</li><li class="list-inline-item"><i class="fa fa-clock"></i> {piece.published:%H:%M}</li><li class="list-inline-item"><i class="fa fa-eye"></i> 1520 مشاهدة</li></ul>'
        f'<div class="btn-group share"><a class="btn btn-primary" href="#">فيسبوك</a><a class="btn btn-info" href="#">تويتر</a></div><img class="img-fluid w-100" src="/m.jpg" alt=""><div class="news-text fs-5 mt-3">{text}<div class="alert alert-info">تابعونا على قناة التليجرام لتصلكم الأخبار أولا بأول <a href="https://t.me/x">اضغط هنا</a></div><p class="text-end"><small>المصدر: {piece.source}</small></p></div>'
        + "".join(
            f'<a class="badge bg-secondary text-decoration-none" href="/tags/{n}">#{t.replace(" ", "_")}</a> '
            for n, t in enumerate(piece.tags)
        )
        + f'<h4 class="mt-4 border-bottom">مواضيع ذات صلة</h4><div class="row g-3">{related}</div></div><div class="col-lg-4"><div class="card"><div class="card-header">الأكثر مشاهدة</div><ul class="list-group list-group-flush">{_list(piece.popular, attrs=" class=list-group-item")}</ul></div></div></div></div>{_foot_of()}'
    )
    return _page(piece, body, head=_og(piece, times=False))


def k2(piece: Piece) -> bytes:
    """Joomla with K2: classes of its own, a date with two names of the month, related items by date."""
    month = f"{_LEVANT[piece.published.month - 1]}/{_day(piece.published).split()[1]}"
    body = (
        f'<div id="header">{_menu("div")}</div><div id="k2Container" class="itemView"><div class="itemHeader"><span class="itemDateCreated">{_weekday(piece.published)}، {piece.published:%d} {month} {piece.published.year} {piece.published:%H:%M}</span><h2 class="itemTitle">{escape(piece.headline)}</h2><span class="itemAuthor">كتبه <a rel="author" href="/a/62">{piece.author}</a></span></div>'
        '<div class="itemToolbar"><ul><li><span class="itemTextResizerTitle">حجم الخط</span></li><li><a class="itemPrintLink" href="?print=1">طباعة</a></li><li><a class="itemEmailLink" href="/mail">البريد الإلكتروني</a></li></ul></div><div class="itemRatingBlock"><span>قيم الموضوع</span><div class="itemRatingLog">(0 أصوات)</div></div>'
        f'<div class="itemBody"><div class="itemImageBlock"><span class="itemImage"><img src="/k.jpg"></span><span class="itemImageCaption">صورة من الأرشيف</span></div><div class="itemIntroText"><p>{escape(piece.paragraphs[0])}</p></div><div class="itemFullText">'
        + "".join(f"<p>{escape(x)}</p>" for x in piece.paragraphs[1:])
        + f'</div><div class="itemContentFooter"><span class="itemHits">قراءة <b>512</b> مرات</span><span class="itemDateModified">آخر تعديل على {_day(piece.published)}</span></div></div><div class="itemLinks"><div class="itemCategory"><span>نشرت في</span> <a href="/c">{piece.section}</a></div><div class="itemTagsBlock"><span>موسومة تحت</span><ul class="itemTags">{"".join(f"<li><a href=/tag/{n}>{t}</a></li>" for n, t in enumerate(piece.tags))}</ul></div></div>'
        f'<div class="itemRelated"><h3>مواضيع ذات صلة (بحسب تاريخ النشر)</h3><ul>{"".join(f"<li class=even><a class=itemRelTitle href={u}>{escape(t)}</a></li>" for u, t in piece.similar)}</ul></div><div class="itemNavigation"><span class="itemNavigationTitle">المزيد في هذا القسم:</span><a class="itemPrevious" href="/x/1">« {escape(piece.popular[0][1])}</a></div><div class="itemComments"><h3>أضف تعليق</h3><form><p>تأكد من إدخال جميع المعلومات المطلوبة.</p></form></div></div>{_foot_of()}'
    )
    return _page(piece, body)


def arc(piece: Piece) -> bytes:
    """A publisher's platform: data for scripts beside the text, an interstitial link, a byline with a photo."""
    p = list(piece.paragraphs)
    state = {
        "_id": "ABC",
        "type": "story",
        "headlines": {"basic": piece.headline},
        "content_elements": [{"type": "text", "content": x} for x in p],
    }
    body = (
        f'<header class="c-header">{_menu()}</header><main class="b-article-main"><div class="c-overline"><a href="/politics">{piece.section}</a></div><h1 class="b-headline">{escape(piece.headline)}</h1><h2 class="b-subheadline">{escape(piece.standfirst)}</h2>'
        f'<div class="b-byline"><img class="b-byline__image" src="/w.jpg" alt=""><span class="b-byline__text">بقلم <span class="b-byline__names"><a href="/author/1">{piece.author}</a></span></span></div><time class="b-date" datetime="{piece.published.isoformat()}">{_day(piece.published)} | {_twelve(piece.published)}</time>'
        f'<article class="b-article-body"><p class="c-paragraph">{escape(p[0])}</p><p class="c-paragraph">{escape(p[1])}</p><p class="c-interstitial-link">[<a href="{piece.read_also[0]}">{escape(piece.read_also[1])}</a>]</p><div class="b-ads-block"><div class="arcad-feature-container">إعلان</div></div>'
        + "".join(f'<p class="c-paragraph">{escape(x)}</p>' for x in p[2:])
        + f'</article><div class="b-tags"><ul class="b-tags__list">{"".join(f"<li class=b-tags__item><a href=/tags/{n}>{t}</a></li>" for n, t in enumerate(piece.tags))}</ul></div><aside class="b-right-rail"><h2>الأكثر رواجا</h2>{_list(piece.popular, "div")}</aside></main>{_foot_of()}<script id="fusion-metadata">window.Fusion=window.Fusion||{{}};Fusion.globalContent={json.dumps(state, ensure_ascii=False)};</script>'
    )
    return _page(piece, body, head=_og(piece) + _ld(piece, keywords=list(piece.tags)))


def newspaper_issue(piece: Piece) -> bytes:
    """A daily: the number of the issue with both calendars, the author's column box, today's date on top."""
    body = (
        f'<div id="top"><div class="today">الأحد 2 حزيران 2024</div>{_menu("div")}</div><div id="content"><div class="path"><a href="/">الصفحة الرئيسية</a> &raquo; <a href="/s/3">{piece.section}</a></div><div class="issue">العدد 15520 - {_weekday(piece.published)} {piece.published.day} {_LEVANT[piece.published.month - 1]} {piece.published.year}م</div>'
        f'<h1>{escape(piece.headline)}</h1><div class="writer">بقلم: {piece.author}</div><div class="text">{"".join(f"<div>{escape(x)}</div><div>&nbsp;</div>" for x in piece.paragraphs)}</div><div class="tools"><a href="javascript:window.print()">طباعة</a> | <a href="#">أرسل إلى صديق</a> | <a href="#">نسخة للطباعة</a></div><div class="rel"><b>مقالات ذات علاقة:</b>{_list(piece.similar, "p")}</div></div><div id="left"><h4>الأكثر قراءة</h4>{_list(piece.popular, "p")}</div>{_foot_of()}'
    )
    return _page(piece, body)


def asp_1256(piece: Piece) -> bytes:
    """Old ASP in capital letters and windows-1256, its declaration wrong."""
    html = (
        f'<HTML DIR="RTL"><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1"><TITLE>{SITE} - {escape(piece.headline)}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=780 ALIGN=CENTER><TR><TD COLSPAN=3><A HREF="default.asp"><IMG SRC="logo.gif"></A></TD></TR><TR><TD WIDTH=140 VALIGN=TOP CLASS=Menu><A HREF="cat.asp?id=1">سياسة</A><BR><A HREF="cat.asp?id=2">اقتصاد</A><BR><A HREF="cat.asp?id=3">رياضة</A></TD>'
        f"<TD VALIGN=TOP><P CLASS=Title><FONT SIZE=4 COLOR=NAVY><B>{escape(piece.headline)}</B></FONT></P><P CLASS=Small>تاريخ النشر : {piece.published:%d/%m/%Y} - {_twelve(piece.published)}</P><P CLASS=Normal>{'<BR><BR>'.join(escape(x) for x in piece.paragraphs)}</P><P CLASS=Small>المصدر : {piece.source}</P><P CLASS=Small>الكلمات المفتاحية : {' - '.join(piece.tags)}</P>"
        f"<HR><B>أخبار ذات صلة</B><BR>{'<BR>'.join(f'<IMG SRC=b.gif> <A HREF={u}>{escape(t)}</A>' for u, t in piece.similar)}</TD><TD WIDTH=160 VALIGN=TOP><B>آخر الأخبار</B><BR>{'<BR>'.join(_a(x) for x in piece.popular)}</TD></TR></TABLE></BODY></HTML>"
    )
    return html.encode("cp1256", "xmlcharrefreplace")


def dateline_wire(piece: Piece) -> bytes:
    """An agency's bulletin: a heading, a line of place and day, the text, an end mark with initials."""
    body = f'<div class="hdr"><a href="/">{SITE}</a></div><div class="bulletin"><h3>{escape(piece.headline)}</h3><div class="ln">{_weekday(piece.published)} {piece.published.day} {_LEVANT[piece.published.month - 1]} {piece.published.year} | {piece.published:%H:%M}</div><div class="tx">{"".join(f"<p>{escape(x)}</p>" for x in piece.paragraphs)}<p>انتهى / ع.م</p></div><div>عدد القراءات: 215</div></div><div class="nxt"><a href="/b/1">الخبر السابق</a> | <a href="/b/3">الخبر التالي</a></div>'
    return _page(piece, body)


def bbc_like(piece: Piece) -> bytes:
    """Hashed classes; captions that begin with words for those who do not see, a region of links in the text."""
    p = list(piece.paragraphs)
    figure = '<figure class="bbc-1qn0xuy"><div><img src="/f.jpg" alt="x"></div><p class="bbc-a"><span class="visually-hidden">صدر الصورة، </span><span lang="en-GB">Getty Images</span></p><figcaption><span class="visually-hidden">التعليق على الصورة، </span><p>جانب من الاجتماع في العاصمة صباح اليوم قبل بدء الجلسة المغلقة</p></figcaption></figure>'
    region = f'<section role="region" aria-labelledby="top"><h2 id="top">الأكثر قراءة</h2><a href="#end-of">تخطى الأكثر قراءة وواصل القراءة</a><ul>{_list(piece.popular)}</ul><p id="end-of">الأكثر قراءة نهاية</p></section>'
    body = (
        f'<header role="banner">{_menu()}</header><main role="main"><h1 id="content" tabindex="-1">{escape(piece.headline)}</h1>{figure}<section class="bbc-byline" role="region"><ul><li><span>Role, </span><span>مراسل الشؤون العربية</span></li><li><span>Author, {piece.author}</span></li></ul></section><time class="bbc-t" datetime="{piece.published:%Y-%m-%d}">{_day(piece.published)}</time>'
        f"<div dir=rtl><p class=bbc-p>{escape(p[0])}</p></div><div dir=rtl><p class=bbc-p>{escape(p[1])}</p></div>{region}"
        + "".join(f"<div dir=rtl><p class=bbc-p>{escape(x)}</p></div>" for x in p[2:])
        + f'<section aria-labelledby="related-topics"><h2 id="related-topics">مواضيع ذات صلة</h2><ul>{"".join(f"<li><a href=/topics/{n}>{t}</a></li>" for n, t in enumerate(piece.tags))}</ul></section><section aria-labelledby="more"><h2 id="more">قصص مقترحة</h2><ul>{_list(piece.similar)}</ul></section></main>{_foot_of()}'
    )
    return _page(piece, body)


def wysiwyg(piece: Piece) -> bytes:
    """A broadcaster: subhead in italics, the date twice, a list of three in the text, sources joined by a plus."""
    p = list(piece.paragraphs)
    more = f'<div class="more-on"><h2 class="more-on__heading">اقرأ أيضا</h2><p class="screen-reader-text">list of 2 items</p><ul class="more-on__list"><li class="more-on__article">{_a(piece.read_also)}</li><li class="more-on__article">{_a(piece.popular[0])}</li></ul><p class="screen-reader-text">end of list</p></div>'
    body = (
        f'<div class="site-header">{_menu()}</div><main id="main-content-area"><header class="article-header"><div class="topics"><a href="/{piece.section}">{piece.section}</a></div><h1>{escape(piece.headline)}</h1><p class="article__subhead css-1wt8oh6"><em>{escape(piece.standfirst)}</em></p></header><figure class="article-featured-image"><img src="/x.jpg"><figcaption>لقطة عامة للمدينة (الفرنسية)</figcaption></figure>'
        f'<div class="article-info-block"><div class="article-author-name"><span class="article-author-name-item"><a class="author-link" href="/author/5">{piece.author}</a></span></div><div class="article-dates"><div class="date-simple"><span class="screen-reader-text">Published On {piece.published.day}/{piece.published.month}/{piece.published.year}</span><span aria-hidden="true">{piece.published.day}/{piece.published.month}/{piece.published.year}</span></div><span>|</span><div class="article-dates__published"><span>آخر تحديث: </span>{piece.published.day}/{piece.published.month}/{piece.published.year} 11:05 م (توقيت مكة)</div></div></div>'
        f'<div class="wysiwyg wysiwyg--all-content" aria-live="polite"><p>{escape(p[0])}</p><p>{escape(p[1])}</p>{more}'
        + "".join(f"<p>{escape(x)}</p>" for x in p[2:])
        + f'<div class="article-source"><span class="article-source__heading">المصدر: </span><span>{piece.source}</span></div></div><div class="article-tags"><ul>{"".join(f"<li><a href=/tag/{n}>{t}</a></li>" for n, t in enumerate(piece.tags))}</ul></div></main>{_foot_of()}'
    )
    return _page(piece, body)


def laravel(piece: Piece) -> bytes:
    """A house-made portal: a ticker above, bare divs with blanks between, a video frame, tags with hashes."""
    ticker = f'<div class="ticker"><span>عاجل</span><marquee>{_list(piece.popular, "span")}</marquee></div>'
    body = (
        f'{_menu()}{ticker}<section class="single-news"><h1 class="title">{escape(piece.headline)}</h1><div class="info"><span><i class="icon-date"></i> {_weekday(piece.published)} {piece.published.day} {_day(piece.published).split()[1]} {piece.published.year} {piece.published:%I:%M} {"صباحاً" if piece.published.hour < 12 else "مساءً"}</span> <span><i class="icon-cat"></i> <a class="category" href="/category/4">{piece.section}</a></span> <span><i class="icon-eye"></i> 2,415</span></div>'
        f'<div class="details">{"".join(f"<div>{escape(x)}</div><div>&nbsp;</div>" for x in piece.paragraphs)}<div><iframe src="https://www.youtube.com/embed/abc"></iframe></div></div><div class="share-box"><h5>شارك الخبر</h5><a href="#">Facebook</a></div><div class="keywords"><strong>الكلمات الدلالية</strong> {" ".join(f"<span>#{_hash(t)}</span>" for t in piece.tags)}</div>'
        f'<div class="box"><h4 class="box-title">أخبار ذات صلة</h4>{"".join(f"<div class=item><img src=/t.jpg><h5>{_a(x)}</h5></div>" for x in piece.similar)}</div></section><aside><div class="box"><h4>آخر الأخبار</h4>{_list(piece.popular, "div")}</div></aside>{_foot_of()}'
    )
    return _page(piece, body, head=_og(piece, times=False))


def word_paste(piece: Piece) -> bytes:
    """Text pasted from Word: nested spans, office paragraphs, the byline in bold as the first paragraph."""
    text = "".join(
        f'<p class="MsoNormal" dir="RTL" style="text-align:justify"><span lang="AR-SA" style="font-size:14pt"><span style="font-family:Arial">{escape(x)}<o:p></o:p></span></span></p>'
        for x in piece.paragraphs
    )
    body = f'{_menu("div")}<div class="article"><h1 class="art-title">{escape(piece.headline)}</h1><p class="pub-date">نشر بتاريخ: {piece.published:%Y/%m/%d} الساعة {piece.published:%H:%M}</p><div class="art-body"><p class="MsoNormal" dir="RTL"><b><span lang="AR-SA">كتب - {piece.author}<o:p></o:p></span></b></p>{text}<p class="MsoNormal">&nbsp;</p></div></div><div class="also"><h3>إقرأ أيضا</h3><ul>{_list(piece.similar)}</ul></div>{_foot_of()}'
    return _page(piece, body)


def prompts(piece: Piece) -> bytes:
    """Everything that asks for something, between the paragraphs."""
    asked = (
        '<p>لمتابعة آخر الأخبار عبر <a href="https://news.google.com/x">Google News</a> اضغط هنا</p>',
        '<p>انضم إلى قناتنا على <a href="https://whatsapp.com/channel/x">واتساب</a> لتصلك الأخبار أولا بأول</p>',
        '<div class="ads"><p>إعلان</p></div>',
        '<p><strong>شاهد الفيديو:</strong></p><p><iframe src="https://www.youtube.com/embed/1"></iframe></p>',
        f"<p><strong>اقرأ أيضاً: {_a(piece.read_also)}</strong></p>",
        "<p>حمّل تطبيق مرايا اليوم من هنا</p>",
    )
    text = ""
    for n, x in enumerate(piece.paragraphs):
        text += f"<p>{escape(x)}</p>" + (asked[n] if n < len(asked) and n < len(piece.paragraphs) - 1 else "")
    body = f'{_menu()}<article><h1 class="post-title">{escape(piece.headline)}</h1><div class="post-meta"><span class="author">{piece.author}</span> <span class="date">{_day(piece.published)} - {piece.published:%H:%M}</span></div><div class="post-body">{text}</div><div class="post-tags">وسوم: {"، ".join(f"<a href=/tag/{n}>{t}</a>" for n, t in enumerate(piece.tags))}</div></article>{_foot_of()}'
    return _page(piece, body)


def column(piece: Piece) -> bytes:
    """Opinion: the writer's box first, his other articles last, no label for either."""
    body = f'{_menu()}<div class="opinion"><div class="writer-box"><img src="/w.jpg" alt=""><h4 class="writer-name"><a href="/writers/7">{piece.author}</a></h4><span class="writer-job">كاتب وباحث</span></div><h1>{escape(piece.headline)}</h1><span class="opinion-date">{_weekday(piece.published)} {piece.published.day} {_day(piece.published).split()[1]} {piece.published.year} - {_twelve(piece.published)}</span><div class="opinion-text">{_p(piece)}</div><div class="disclaimer">المقالات المنشورة لا تعبر بالضرورة عن رأي الموقع وإنما عن رأي أصحابها</div><div class="other"><h3>مقالات أخرى للكاتب</h3><ul>{_list(piece.popular)}</ul></div></div>{_foot_of()}'
    return _page(piece, body)


def arabic_digits(piece: Piece) -> bytes:
    """Arabic-Indic digits everywhere, inline styles instead of classes."""
    table = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    when = f"{piece.published.day} {_day(piece.published).split()[1]} {piece.published.year} - {_twelve(piece.published)}".translate(
        table
    )
    body = f'<div style="background:#036"><a href="/" style="color:#fff">{SITE}</a></div><div style="width:70%;float:right"><div style="font-size:28px;font-weight:bold">{escape(piece.headline)}</div><div style="color:#888;font-size:12px">{when} | عدد المشاهدات: {"1520".translate(table)}</div><div style="font-size:18px;line-height:2">{"<br /><br />".join(escape(x) for x in piece.paragraphs)}</div><div style="margin-top:20px"><span style="color:red">المصدر:</span> {piece.source}</div><div><span style="color:red">كلمات دالة:</span> {", ".join(f"<a href=/search?tag={n}>{t}</a>" for n, t in enumerate(piece.tags))}</div></div><div style="width:28%;float:left"><div style="background:#ccc">الأكثر قراءة</div>{_list(piece.popular, "div")}</div>'
    return _page(piece, body)


def trending_first(piece: Piece) -> bytes:
    """Trending stories and today's date before the headline, headings of the same rank in the sidebar."""
    body = f'<div class="topbar"><span class="current-date">الأحد 2 يونيو 2024</span></div>{_menu()}<div class="trending-now"><strong>رائج الآن</strong>{_list(piece.popular, "h2")}</div><div class="wrap"><aside class="col-a"><h1 class="widget-title">أخبار عاجلة</h1>{_list(piece.popular, "p")}</aside><div class="col-b"><h1 class="news-title">{escape(piece.headline)}</h1><div class="news-meta"><span class="news-date">{_day(piece.published)} {piece.published:%H:%M}</span><span class="news-source">{piece.source}</span></div><div class="news-content">{_p(piece)}</div><div class="news-related"><h3>اقرأ أيضاً</h3><ul>{_list(piece.similar)}</ul></div></div></div>{_foot_of()}'
    return _page(piece, body)


def definition(piece: Piece) -> bytes:
    """Data of the article as a definition list after the text."""
    body = f'{_menu()}<main><h1>{escape(piece.headline)}</h1><p class="intro">{escape(piece.standfirst)}</p><div class="content">{_p(piece)}</div><dl class="facts"><dt>الكاتب</dt><dd>{piece.author}</dd><dt>تاريخ النشر</dt><dd>{_day(piece.published)} الساعة {piece.published:%H:%M}</dd><dt>القسم</dt><dd><a href="/s">{piece.section}</a></dd><dt>المصدر</dt><dd>{piece.source}</dd><dt>الوسوم</dt><dd>{"".join(f"<a href=/tag/{n}>{t}</a> " for n, t in enumerate(piece.tags))}</dd></dl><section><h2>مقالات مشابهة</h2><ol>{_list(piece.similar)}</ol></section></main>{_foot_of()}'
    return _page(piece, body)


def live_comments(piece: Piece) -> bytes:
    """Long comments under a short article, each with a name and a date."""
    comments = "".join(
        f'<li class="comment"><div class="comment-author"><cite>{name}</cite></div><div class="comment-date">1 يونيو 2024 09:{n}0</div><div class="comment-content"><p>{"هذا تعليق طويل جدا من قارئ يناقش ما جاء في الخبر ويضيف إليه من عنده. " * 4}</p></div></li>'
        for n, name in enumerate(("أبو محمد", "قارئ", "سالم"), 1)
    )
    body = f'{_menu()}<article class="post"><h1 class="entry-title">{escape(piece.headline)}</h1><div class="byline">كتبت: {piece.author} | {_weekday(piece.published)} {_day(piece.published)} {_twelve(piece.published)}</div><div class="entry">{_p(piece)}</div></article><section id="comments"><h3>3 تعليقات</h3><ol>{comments}</ol><h3>اترك تعليقاً</h3><form><p>لن يتم نشر عنوان بريدك الإلكتروني.</p></form></section>{_foot_of()}'
    return _page(piece, body)


def semantic(piece: Piece) -> bytes:
    """Plain HTML5 with labels as headings, footer inside the article, an address for the author."""
    body = f'<header>{_menu()}</header><main><article><header><p><a href="/{piece.section}">{piece.section}</a></p><h1>{escape(piece.headline)}</h1><address>بقلم <a rel="author" href="/a">{piece.author}</a></address><p><time datetime="{piece.published.isoformat()}">{_day(piece.published)}</time></p></header>{_p(piece)}<footer><h2>المصدر</h2><p>{piece.source}</p><h2>الوسوم</h2><ul>{"".join(f"<li><a href=/t/{n}>{t}</a></li>" for n, t in enumerate(piece.tags))}</ul></footer></article><aside><h2>ذات صلة</h2><ul>{_list(piece.similar)}</ul></aside><aside><h2>الأكثر قراءة</h2><ul>{_list(piece.popular)}</ul></aside></main>{_foot_of()}'
    return _page(piece, body)


def mobile(piece: Piece) -> bytes:
    """A mobile page: everything a div, the share bar fixed, the related list a slider."""
    slides = "".join(
        f'<div class="swiper-slide"><a href="{u}"><img src="/s.jpg"><div class="swiper-title">{escape(t)}</div></a></div>'
        for u, t in piece.similar
    )
    body = f'<div class="m-top">{_menu("div")}</div><div class="m-page"><div class="m-cat"><a href="/cat/1">{piece.section}</a></div><div class="m-h1" role="heading" aria-level="1">{escape(piece.headline)}</div><div class="m-time">منذ يومين - {_day(piece.published)}</div><div class="m-share fixed"><a href="whatsapp://send">واتساب</a></div><div class="m-body"><p>{"</p><p>".join(escape(x) for x in piece.paragraphs)}</p></div><div class="m-tags"><a href="/t/0">#{piece.tags[0]}</a><a href="/t/1">#{piece.tags[1]}</a>{"".join(f"<a href=/t/{n}>#{t}</a>" for n, t in enumerate(piece.tags[2:], 2))}</div><div class="m-rel"><div class="m-rel-title">شاهد أيضا</div><div class="swiper-wrapper">{slides}</div></div></div>'
    return _page(piece, body, head=_og(piece, times=False))


def byline_below(piece: Piece) -> bytes:
    """The agency and the date under the text, as some papers of the Maghreb print them."""
    french = (
        "جانفي",
        "فيفري",
        "مارس",
        "أفريل",
        "ماي",
        "جوان",
        "جويلية",
        "أوت",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    )
    body = f'<div class="entete">{_menu("div")}</div><div class="contenu"><div class="rubrique"><a href="/r/2">{piece.section}</a></div><h1 class="titre">{escape(piece.headline)}</h1><div class="chapo">{escape(piece.standfirst)}</div><div class="texte">{_p(piece)}</div><div class="signature">{piece.author}</div><div class="publie">نشر يوم {_weekday(piece.published)} {piece.published.day} {french[piece.published.month - 1]} {piece.published.year} على الساعة {piece.published:%H:%M}</div><div class="mots">الكلمات المفاتيح : {"، ".join(piece.tags)}</div><div class="lire-aussi"><h4>اقرأ أيضا</h4>{_list(piece.similar, "p")}</div></div>{_foot_of()}'
    return _page(piece, body)


def tabs(piece: Piece) -> bytes:
    """Tabs of lists beside the text: most read, most commented, latest, all in the same box."""
    panes = "".join(f'<div class="tab-pane" id="t{n}">{_list(piece.popular, "div")}</div>' for n in range(3))
    body = f'{_menu()}<div class="main"><div class="news"><h2 class="ttl">{escape(piece.headline)}</h2><div class="dt">{piece.published:%d-%m-%Y} | {piece.published:%H:%M}</div><div class="src">{piece.source}</div><div class="txt">{"".join(f"<p>{escape(x)}</p>" for x in piece.paragraphs)}</div></div><div class="tabs"><ul class="nav-tabs"><li><a href="#t0">الأكثر قراءة</a></li><li><a href="#t1">الأكثر تعليقا</a></li><li><a href="#t2">الأحدث</a></li></ul><div class="tab-content">{panes}</div></div></div>{_foot_of()}'
    return _page(piece, body, head=_og(piece, times=False))


def subheads(piece: Piece) -> bytes:
    """Sub-headings in bold paragraphs and in headings, a summary in points before the text."""
    p = list(piece.paragraphs)
    body = f'{_menu()}<article class="article"><h1>{escape(piece.headline)}</h1><div class="article-meta"><a class="author-name" href="/a/1">{piece.author}</a><time datetime="{piece.published.isoformat()}">{_day(piece.published)}</time></div><div class="article-content"><p>{escape(p[0])}</p><div class="newsletter-box"><h4>النشرة البريدية</h4><p>اشترك في نشرتنا الأسبوعية ليصلك أهم ما نشرناه خلال الأسبوع</p></div>{"".join(f"<p>{escape(x)}</p>" for x in p[1:])}</div><div class="author-bio"><h4>عن الكاتب</h4><p>{piece.author} صحفية عربية تكتب في شؤون المدن والعمران والبيئة منذ سنوات طويلة.</p></div><div class="tags-list"><h4>مواضيع</h4>{"".join(f"<a href=/topic/{n}>{t}</a>" for n, t in enumerate(piece.tags))}</div><div class="read-more-section"><h4>قد يهمك أيضاً</h4>{_list(piece.similar, "h5")}</div></article>{_foot_of()}'
    return _page(piece, body, head=_ld(piece, author={"@type": "Person", "name": piece.author}))


def bullets(piece: Piece) -> bytes:
    """A text whose paragraphs are items of a list."""
    body = f'{_menu()}<div class="post"><h1>{escape(piece.headline)}</h1><div class="posted-on">نُشر في {_day(piece.published)}، {_twelve(piece.published)} بواسطة {piece.author}</div><div class="post-content"><ul>{"".join(f"<li>{escape(x)}</li>" for x in piece.paragraphs)}</ul></div><div class="cat-links">التصنيف: <a rel="category tag" href="/c">{piece.section}</a></div><div class="tags-links">الوسوم: {" ".join(f"<a rel=tag href=/t/{n}>{t}</a>" for n, t in enumerate(piece.tags))}</div></div>{_foot_of()}'
    return _page(piece, body)


def flatsome_h2title(piece: Piece) -> bytes:
    """The site's name is the <h1>, the headline an <h2>; bullets in the byline, excerpts under related titles."""
    return _page(
        piece,
        f'<h1 class="logo"><a href="/">{SITE}</a></h1>{_menu()}<div class="breadcrumbs"><a href="/">الرئيسية</a> <span>/</span> <a href="/x">{piece.section}</a></div><div class="single-post"><h2 class="single-title">{escape(piece.headline)}</h2><div class="single-meta">بواسطة <a href="/au/1">{piece.author}</a> • {_day(piece.published)} • {piece.published:%H:%M} • 3 دقائق للقراءة</div><div class="single-content">{_p(piece)}</div><p class="single-tags"><b>الكلمات المفتاحية:</b> {"، ".join(piece.tags)}</p><h3>أخبار قد تهمك</h3><div class="grid">{"".join(f"<div class=grid-item><a href={u}><img src=/a.jpg alt=x></a><h2><a href={u}>{escape(t)}</a></h2><p class=excerpt>مقتطف قصير من نص الخبر الآخر يظهر تحت عنوانه في الشبكة.</p></div>" for u, t in piece.similar)}</div></div>{_foot_of()}',
    )


def lebanese(piece: Piece) -> bytes:
    """Time and day above the headline, tags without a label."""
    return _page(
        piece,
        f'<div class="hd">{_menu("div")}</div><div class="story"><div class="story-time">{piece.published:%H:%M} | {piece.published:%Y-%m-%d}</div><h1 class="story-title">{escape(piece.headline)}</h1><h4 class="story-author">{piece.author}</h4><div class="story-body">{_p(piece)}<p>المصدر: <strong>{piece.source}</strong></p></div><ul class="story-tags">{"".join(f"<li><a href=/keyword/{n}>{t}</a></li>" for n, t in enumerate(piece.tags))}</ul></div><div class="most-read"><h3>الأكثر قراءة</h3>{_list(piece.popular, "div")}</div>',
        head=_og(piece, times=False),
    )


def iraqi_portal(piece: Piece) -> bytes:
    """An advertisement and a prompt in the text, the section in a badge, a carousel below."""
    t = [f"<p>{escape(x)}</p>" for x in piece.paragraphs]
    t.insert(2, '<div class="adv-inside"><ins class="adsbygoogle"></ins><span>إعلان</span></div>')
    return _page(
        piece,
        f'{_menu()}<div class="news-details"><span class="cat"><a href="/category/3">{piece.section}</a></span><h1>{escape(piece.headline)}</h1><div class="d"><i class="fa fa-clock"></i> {piece.published:%Y/%m/%d} - {piece.published:%I:%M} {"صباحا" if piece.published.hour < 12 else "مساء"} <i class="fa fa-eye"></i> 4,521 قراءة</div><div class="news-text">{"".join(t)}<p style="text-align:center">لمتابعة آخر الأخبار اشترك بقناتنا على التليجرام <a href="https://t.me/c">من هنا</a></p></div><div class="title-line"><span>مواضيع متعلقة</span></div><div class="owl-carousel">{"".join(f"<div class=item><a href={u} title=x><img src=/b.jpg></a><a href={u}>{escape(x)}</a></div>" for u, x in piece.similar)}</div></div>{_foot_of()}',
    )


def ghost(piece: Piece) -> bytes:
    """Ghost: the first tag stands above the headline and is the section."""
    return _page(
        piece,
        f'<header class="gh-head">{_menu()}</header><main class="gh-main"><article class="gh-article post tag-news"><header class="gh-article-header gh-canvas"><a class="gh-article-tag" href="/tag/s/">{piece.section}</a><h1 class="gh-article-title">{escape(piece.headline)}</h1><p class="gh-article-excerpt">{escape(piece.standfirst)}</p><div class="gh-article-meta"><h4 class="gh-article-author-name"><a href="/author/a/">{piece.author}</a></h4><div class="byline-meta-content"><time class="byline-meta-date" datetime="{piece.published:%Y-%m-%d}">{_day(piece.published)}</time><span class="byline-reading-time">— 3 min read</span></div></div></header><section class="gh-content gh-canvas">{_p(piece)}<div class="kg-card kg-signup-card"><h2>اشترك في النشرة</h2><p>كل صباح في بريدك أهم ما يجب أن تعرفه عن العالم.</p></div></section></article><section class="post-tags">{"".join(f"<a href=/tag/{n}/>{t}</a>" for n, t in enumerate(piece.tags))}</section></main>',
        head=_ld(piece, author={"@type": "Person", "name": piece.author}),
    )


def umm_table(piece: Piece) -> bytes:
    """Nested tables, the day alone, `نقلا عن`."""
    return _page(
        piece,
        f"<table><tr><td>{_menu('div')}</td></tr><tr><td><table class=art><tr><td class=t1><b>{escape(piece.headline)}</b></td></tr><tr><td class=t2>{_weekday(piece.published)} {_day(piece.published)} م</td></tr><tr><td class=t3>{''.join(f'<p align=justify>{escape(x)}</p>' for x in piece.paragraphs)}</td></tr><tr><td class=t4>نقلا عن: {piece.source}</td></tr></table></td></tr><tr><td><table><tr><td><b>اقرأ أيضاً :</b></td></tr>{''.join(f'<tr><td>» {_a(x)}</td></tr>' for x in piece.similar)}</table></td></tr></table>",
    )


def react_hashed(piece: Piece) -> bytes:
    """Hashed classes on every element."""
    return _page(
        piece,
        f'<div id="root"><div class="sc-1x">{_menu("div")}</div><div class="sc-2y"><div class="sc-3z"><a href="/category/news-7" class="sc-a">{piece.section}</a><h1 class="sc-b">{escape(piece.headline)}</h1><div class="sc-c"><span class="sc-d">{piece.author}</span><span class="sc-e">{_day(piece.published)}، {_twelve(piece.published)}</span></div><div class="sc-f">{"".join(f"<div class=sc-g>{escape(x)}</div>" for x in piece.paragraphs)}</div><div class="sc-h"><span class="sc-i">الوسوم</span>{"".join(f"<a class=sc-j href=/tags/{n}>{t}</a>" for n, t in enumerate(piece.tags))}</div></div><div class="sc-k"><div class="sc-l">الأكثر قراءة</div>{_list(piece.popular, "div", " class=sc-m")}</div></div></div>',
    )


def editor_box(piece: Piece) -> bytes:
    """A labelled box in the middle of the text, a card about the author below it."""
    t = [f"<p>{escape(x)}</p>" for x in piece.paragraphs]
    t.insert(
        3,
        f'<aside class="inline-related"><strong>مواضيع ذات صلة</strong><ul>{_list(piece.similar)}</ul></aside>',
    )
    return _page(
        piece,
        f'{_menu()}<article><h1>{escape(piece.headline)}</h1><div class="byline"><span class="by">بقلم</span> <a href="/a" rel="author">{piece.author}</a> <span class="sep">|</span> <time datetime="{piece.published.isoformat()}">{_day(piece.published)}</time></div><div class="content">{"".join(t)}</div><div class="author-card"><img src="/a.jpg"><h5>{piece.author}</h5><p>كاتبة ومحررة تتابع الشأن المحلي منذ عشر سنوات ونشرت تقارير كثيرة في صحف عربية.</p></div></article>{_foot_of()}',
    )


def aggregator_plain(piece: Piece) -> bytes:
    """An aggregator without a single telling class."""
    return _page(
        piece,
        f'{_menu("div")}<div class="wrap"><div class="h">{escape(piece.headline)}</div><div class="when">{_day(piece.published)} {piece.published:%H:%M}</div>{"".join(f"<div class=para>{escape(x)}</div>" for x in piece.paragraphs)}<div>المصدر : <a href="https://src.example" target=_blank>{piece.source}</a></div><div>كلمات دلالية : {" ".join(f"<a href=/tag/{n}>{t}</a>" for n, t in enumerate(piece.tags))} <a href=/tags>المزيد</a></div><div><b>مقالات مشابهة</b></div><ul>{_list(piece.similar)}</ul></div><div class="side"><b>الأكثر قراءة</b><ul>{_list(piece.popular)}</ul></div>',
    )


def dateline_city(piece: Piece) -> bytes:
    """Author and city in bold above the day; the headline cut short in the path."""
    return _page(
        piece,
        f'{_menu()}<div class="path"><a href="/">الرئيسية</a> > <a href="/s/1">{piece.section}</a> > {escape(piece.headline[:40])}...</div><h1>{escape(piece.headline)}</h1><div class="i"><b>{piece.author} - القاهرة</b><br>{_weekday(piece.published)} {piece.published.day}/{piece.published.month}/{piece.published.year}</div><div class="c">{_p(piece)}</div>{_foot_of()}',
    )


def magazine(piece: Piece) -> bytes:
    """A hero with a summary, the contributors under it, a box without a label for readers."""
    return _page(
        piece,
        f'{_menu()}<section class="hero"><div class="hero-cap"><h1>{escape(piece.headline)}</h1><p class="dek">{escape(piece.standfirst)}</p></div></section><div class="story-meta"><div class="contributors"><span>كتابة</span> <a class="author" href="/c/1">{piece.author}</a></div><div class="story-date">{_day(piece.published)}</div></div><div class="story"><p class="first">{escape(piece.paragraphs[0])}</p>{"".join(f"<p>{escape(x)}</p>" for x in piece.paragraphs[1:])}</div><div class="pull-related"><span>الأحدث</span>{_list(piece.popular, "div")}</div><div class="tags">{"".join(f"<a href=/tag/{n}>{t}</a>" for n, t in enumerate(piece.tags))}</div>{_foot_of()}',
    )


def elementor_pro(piece: Piece) -> bytes:
    """Elementor: the category, the topics and the related posts in widgets of their own."""

    def widget(n: int, x: str) -> str:
        return f'<div class="elementor-element elementor-element-a{n} elementor-widget elementor-widget-x{n}" data-element_type="widget"><div class="elementor-widget-container">{x}</div></div>'

    return _page(
        piece,
        f'<div class="elementor elementor-location-header">{_menu()}</div><main class="site-main"><div class="elementor">{widget(1, f"<a class=post-category href=/category/7>{piece.section}</a>")}{widget(2, f"<h1 class=elementor-heading-title>{escape(piece.headline)}</h1>")}{widget(3, f"<span class=post-author>{piece.author}</span> <span class=post-date>{_day(piece.published)}</span>")}{widget(4, _p(piece))}{widget(5, "".join(f"<a class=post-tag href=/tag/{n}/ rel=tag>{t}</a>" for n, t in enumerate(piece.tags)))}{widget(6, "<h4>مقالات ذات صلة</h4>")}{widget(7, "".join(f"<article class=post><h3>{_a(x)}</h3></article>" for x in piece.similar))}</div></main>{_foot_of()}',
    )


def spaced_br(piece: Piece) -> bytes:
    """Line breaks for paragraphs, the labels in the same element."""
    return _page(
        piece,
        f'{_menu("div")}<div id="art"><h1>{escape(piece.headline)}</h1><small>{piece.author} - {_day(piece.published)} - {piece.published:%H:%M}</small><div id="body">{"<br/><br/>".join(escape(x) for x in piece.paragraphs)}<br/><br/><b>المصدر:</b> {piece.source}<br/><b>الوسوم:</b> {"، ".join(piece.tags)}</div></div>{_foot_of()}',
    )


def schema_only(piece: Piece) -> bytes:
    """Author and section in JSON-LD alone."""
    return _page(
        piece,
        f'{_menu()}<div class="x1"><h1>{escape(piece.headline)}</h1><p class="x2">{_day(piece.published)}</p><div class="x3">{_p(piece)}</div></div>{_foot_of()}',
        head=_ld(piece, author=[{"@type": "Person", "name": piece.author}], articleSection=piece.section),
    )


def kicker_label(piece: Piece) -> bytes:
    """Author, source and day on one line, each with its label."""
    return _page(
        piece,
        f'{_menu()}<div class="bread"><a href="/">الرئيسية</a> / <a href="/p">{piece.section}</a></div><div class="kick">تقرير</div><h1>{escape(piece.headline)}</h1><div class="by">إعداد: {piece.author} | المصدر: {piece.source} | {piece.published:%d-%m-%Y}</div><div class="bd">{_p(piece)}</div>{_foot_of()}',
    )


def two_boxes(piece: Piece) -> bytes:
    """Three links of a labelled paragraph in the middle, then the text goes on."""
    t = [f"<p>{escape(x)}</p>" for x in piece.paragraphs]
    t.insert(
        3,
        f"<p>اقرأ أيضا:</p><p>{_a(piece.similar[0])}</p><p>{_a(piece.similar[1])}</p><p>{_a(piece.similar[2])}</p>",
    )
    return _page(
        piece,
        f'{_menu()}<h1>{escape(piece.headline)}</h1><div class="date">{piece.published:%Y-%m-%d %H:%M}</div><div class="txt">{"".join(t)}</div><div>تاغات: {" | ".join(f"<a href=/t/{n}>{x}</a>" for n, x in enumerate(piece.tags))}</div>{_foot_of()}',
    )


def hijri_line(piece: Piece) -> bytes:
    """Both calendars in numbers on one line, the byline with a dash."""
    h = Gregorian(piece.published.year, piece.published.month, piece.published.day).to_hijri()
    return _page(
        piece,
        f'{_menu("div")}<div class="n"><div class="ti">{escape(piece.headline)}</div><div class="da">{_weekday(piece.published)} {h.day}/{h.month}/{h.year}هـ الموافق {piece.published.day}/{piece.published.month}/{piece.published.year}م - {piece.published:%H:%M}</div><div class="wr">كتب - {piece.author}</div><div class="te">{_p(piece)}</div></div>{_foot_of()}',
    )


def sticky_video(piece: Piece) -> bytes:
    """A player with its length above, labels without colons."""
    return _page(
        piece,
        f'{_menu()}<div class="video-player"><video src="/v.mp4"></video><div class="duration">02:35</div></div><article><span class="label label-red"><a href="/cat/1">{piece.section}</a></span><h1>{escape(piece.headline)}</h1><div class="meta"><time>{_day(piece.published)} {piece.published:%H:%M}</time></div><div class="article-text">{_p(piece)}</div><ul class="article-tags">{"".join(f"<li><a href=/tag/{n}>{t}</a></li>" for n, t in enumerate(piece.tags))}</ul></article><section class="related-news"><div class="section-head">شاهد أيضاً</div>{_list(piece.similar, "div")}</section><section class="latest"><div class="section-head">أحدث الأخبار</div>{_list(piece.popular, "div")}</section>{_foot_of()}',
    )


def substack_like(piece: Piece) -> bytes:
    """A newsletter: subtitle, likes, a form at the end of the text."""
    return _page(
        piece,
        f'<div class="main-menu"><a href="/">{SITE}</a></div><article class="newsletter-post post"><h1 class="post-title published">{escape(piece.headline)}</h1><h3 class="subtitle">{escape(piece.standfirst)}</h3><div class="byline-wrapper"><a href="/@a">{piece.author}</a><div class="post-date">{_day(piece.published)}</div></div><div class="like-button">12</div><div class="body markup">{_p(piece)}<div class="subscription-widget"><p>شكرا لقراءتكم! اشتركوا مجانا لتصلكم المقالات الجديدة ودعم عملي.</p></div></div><div class="post-tags">{"".join(f"<a href=/t/{n}>{t}</a> " for n, t in enumerate(piece.tags))}</div></article>',
    )


_TEXT = frozenset(("headline", "body", "published_at"))
FAMILIES: dict[str, tuple[Callable[[Piece], bytes], frozenset[str]]] = {
    "elementor": (elementor, _TEXT | {"authors", "similar"}),
    "gutenberg": (gutenberg, _TEXT | {"authors", "section", "tags"}),
    "bootstrap": (bootstrap, _TEXT | {"authors", "section", "tags", "source", "similar"}),
    "k2": (k2, _TEXT | {"authors", "section", "tags", "similar"}),
    "arc": (arc, _TEXT | {"authors", "section", "tags"}),
    "newspaper issue": (newspaper_issue, _TEXT | {"authors", "section", "similar"}),
    "asp 1256": (asp_1256, _TEXT | {"tags", "source", "similar"}),
    "dateline wire": (dateline_wire, _TEXT),
    "bbc like": (bbc_like, _TEXT | {"authors", "tags", "similar"}),
    "wysiwyg": (wysiwyg, _TEXT | {"authors", "section", "tags", "source"}),
    "laravel": (laravel, _TEXT | {"section", "tags", "similar"}),
    "word paste": (word_paste, _TEXT | {"authors", "similar"}),
    "prompts": (prompts, _TEXT | {"authors", "tags"}),
    "column": (column, _TEXT | {"authors"}),
    "arabic digits": (arabic_digits, _TEXT | {"tags", "source"}),
    "trending first": (trending_first, _TEXT | {"source", "similar"}),
    "definition": (definition, _TEXT | {"authors", "section", "tags", "source", "similar"}),
    "live comments": (live_comments, _TEXT | {"authors"}),
    "semantic": (semantic, _TEXT | {"authors", "section", "tags", "source", "similar"}),
    "mobile": (mobile, _TEXT | {"section", "tags", "similar"}),
    "byline below": (byline_below, _TEXT | {"authors", "section", "tags", "similar"}),
    "tabs": (tabs, _TEXT | {"source"}),
    "subheads": (subheads, _TEXT | {"authors", "tags", "similar"}),
    "bullets": (bullets, _TEXT | {"authors", "section", "tags"}),
    "flatsome h2title": (flatsome_h2title, _TEXT | {"authors", "section", "tags", "similar"}),
    "lebanese": (lebanese, _TEXT | {"authors", "source", "tags"}),
    "iraqi portal": (iraqi_portal, _TEXT | {"section", "similar"}),
    "ghost": (ghost, _TEXT | {"authors", "tags", "section"}),
    "umm table": (umm_table, _TEXT | {"source", "similar"}),
    "react hashed": (react_hashed, _TEXT | {"authors", "section", "tags"}),
    "editor box": (editor_box, _TEXT | {"authors", "similar"}),
    "aggregator plain": (aggregator_plain, _TEXT | {"source", "tags", "similar"}),
    "dateline city": (dateline_city, _TEXT | {"authors", "section"}),
    "magazine": (magazine, _TEXT | {"authors", "tags"}),
    "elementor pro": (elementor_pro, _TEXT | {"authors", "section", "tags", "similar"}),
    "spaced br": (spaced_br, _TEXT | {"authors", "tags", "source"}),
    "schema only": (schema_only, _TEXT | {"authors", "section"}),
    "kicker label": (kicker_label, _TEXT | {"authors", "source", "section"}),
    "two boxes": (two_boxes, _TEXT | {"similar", "tags"}),
    "hijri line": (hijri_line, _TEXT | {"authors"}),
    "sticky video": (sticky_video, _TEXT | {"section", "tags", "similar"}),
    "substack like": (substack_like, _TEXT | {"authors", "tags"}),
}

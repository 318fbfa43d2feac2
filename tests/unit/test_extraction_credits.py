"""Authors, section, tags, source and headline in the forms that Arabic sites print them in."""

# ruff: noqa: E501 (a line is a piece of markup: cut in two, it is harder to read)

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import extract
from crawler.items import Article
from crawler.refine import refine
from crawler.site import Site

NOW = datetime(2024, 6, 2, 9, tzinfo=UTC)
URL = "https://www.wahat-akhbar.example/news/2024/5/31/55120"
HEADLINE = "بلدية الوادي تعيد فتح السوق القديم أمام الزوار"
PARAGRAPHS = (
    "أعادت بلدية الوادي صباح الخميس فتح السوق القديم بعد ترميم استمر عامين وشمل ستين متجرا وقبة حجرية واحدة.",
    "وقال رئيس البلدية إن الأعمال موّلت من صندوق التراث، وإن المرحلة الثانية تبدأ في الخريف المقبل بعد انتهاء الدراسات.",
    "ويشكو التجار من ضعف الإقبال في الأسابيع الأولى، لكنهم يأملون أن تتحسن الحركة مع بداية موسم الزيارة.",
    "ومن المقرر أن تنظم البلدية مهرجانا للحرف اليدوية في الساحة المجاورة للسوق مطلع الشهر المقبل.",
)
BODY = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
OTHER = "".join(
    f"<p>{p}</p>"
    for p in (
        "تستعد محافظة الساحل لاستقبال موسم الشتاء ببرنامج يضم أربعين فعالية بين حفلات موسيقية وسباقات خيل.",
        "وأوضحت الهيئة المنظمة أن التذاكر طرحت على منصتها، وأن الباقات العائلية تتضمن الإقامة والنقل من المطار.",
    )
)
MENU = "".join(f'<li><a href="/c/{n}">{n}</a></li>' for n in ("محليات", "اقتصاد", "رياضة", "كتب", "صور"))


def read(
    *,
    above: str = "",
    meta: str = "",
    body: str = BODY,
    below: str = "",
    head: str = "",
    title: str = HEADLINE,
    headline: str = f"<h1>{HEADLINE}</h1>",
) -> Article:
    """The refined article of a page: `above` stands over the headline, `meta` under it, `below` after the
    text.
    """
    page = (
        f'<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<ul class="menu">{MENU}</ul><div>{above}{headline}{meta}<div class="story">{body}</div>{below}</div>'
        "<footer>جميع الحقوق محفوظة</footer></body></html>"
    )
    site = Site.generic(URL)
    found = extract(page.encode(), URL, site, fetched_at=NOW)
    assert found.article is not None, found.reason
    refined = refine(found.article, site)
    assert isinstance(refined, Article)
    return refined


@pytest.mark.parametrize(
    ("meta", "authors"),
    [
        (
            '<div class="author"><a href="/author/7">مروة الشامسي</a><span class="author-desc">صحافية</span></div>',
            ["مروة الشامسي"],
        ),
        (
            '<span class="the-author"><a href="/author/7">نادية طلحي</a><em>صحافية ومراسلة بالطارف</em></span>',
            ["نادية طلحي"],
        ),
        (
            '<div><span>الأربعاء 29-05-2024</span> | كتب: <a href="/e/8">عاطف بدر</a>, <a href="/e/9">محمد القماش</a> |</div>',
            ["عاطف بدر", "محمد القماش"],
        ),
        ('<p class="byline">كتب: سامي الحداد وأحمد نصر</p>', ["سامي الحداد", "أحمد نصر"]),
        ("<div>طشقند/ صالح إبراهيم/ الأناضول</div>", ["صالح إبراهيم"]),
        (
            "<ul><li><p>عبدالله الداني (جدة) <a href='https://x.com/u'>u@</a></p></li></ul>",
            ["عبدالله الداني"],
        ),
        ('<div>2024-05-29 <b><a href="/press/author/9/">ع. رضوان</a></b> قراءات 4211</div>', ["ع. رضوان"]),
        ('<div class="writer">كتبت: ليلى حسن باحثة في التراث</div>', ["ليلى حسن"]),
        (
            '<section aria-labelledby="by"><strong id="by" class="byline">Article information</strong>'
            "<ul><li><span>Author, </span><span>منى الزعبي</span></li><li><span>Role, </span><span>عمّان</span></li></ul>"
            "</section>",
            ["منى الزعبي"],
        ),
        ('<div class="cont-card-author"><a href="/author/h">هبة الشرقاوي</a></div>', ["هبة الشرقاوي"]),
        ('<span class="author">editor23</span>', []),
        ("<div>24 - بيروت - ريتا دبابنة</div>", ["ريتا دبابنة"]),
        (
            '<div class="pic"><img src="/1.jpg"><div class="caption">تقرير: سعر قطرة الماء في عمّان</div></div>',
            [],
        ),
    ],
)
def test_bylines_under_the_headline(meta: str, authors: list[str]) -> None:
    assert read(meta=meta).authors == authors


@pytest.mark.parametrize(
    ("first", "authors"),
    [
        ("<p><b>إدلب ـ «القدس العربي» من هبة محمد:</b> ", ["هبة محمد"]),
        ("<p>غزة - سعيد العطار: ", ["سعيد العطار"]),
        ("<p><b>الخرطوم: أسامة حسن عبد الحي</b></p><p>", ["أسامة حسن عبد الحي"]),
        ("<p><b>حائل - عبدالعزيز العيادة:</b></p><p>", ["عبدالعزيز العيادة"]),
    ],
)
def test_who_signs_in_the_dateline(first: str, authors: list[str]) -> None:
    article = read(body=BODY.replace("<p>", first, 1))
    assert article.authors == authors
    assert PARAGRAPHS[0] in article.body


@pytest.mark.parametrize(
    ("last", "authors"),
    [
        ("<p><strong>هيفاء العلي</strong></p>", ["هيفاء العلي"]),
        ('<div align="left"><b>الصحبي بكار</b></div>', ["الصحبي بكار"]),
        ("<p>من / وضاح الشليلي</p>", ["وضاح الشليلي"]),
    ],
)
def test_who_signs_under_the_text(last: str, authors: list[str]) -> None:
    article = read(body=BODY + last)
    assert article.authors == authors
    assert article.body == "\n\n".join(PARAGRAPHS)


def test_the_site_and_a_menu_are_no_authors() -> None:
    own = '<meta property="og:site_name" content="واحات 24 / Wahat 24">'
    assert read(head=own, meta='<div class="author"><a href="/a">واحات24</a></div>').authors == []
    assert read().authors == []  # `كتب` is an entry of the menu: books


def test_the_name_beside_the_sites_name() -> None:
    top = '<a href="/">كورة الواحات</a>'
    meta = "<div><span>29-05-2024, 23:41</span> <span>كورة الواحات - بدر الخالدي</span></div>"
    assert read(above=top, meta=meta).authors == ["بدر الخالدي"]


def test_a_quoted_speaker_is_no_author() -> None:
    quote = '<blockquote>نريد جدولا<span class="widget__author">مزارع من الإقليم</span></blockquote>'
    assert read(meta="<p>بقلم: سلوى مكي</p>", body=BODY + quote + BODY[:120]).authors == ["سلوى مكي"]


def test_the_next_article_of_an_endless_page_is_another() -> None:
    below = (
        '<div class="labels"><a href="/x/1">السوق القديم</a></div></article>'
        '<article><h1>موسم الشتاء يبدأ بأربعين فعالية</h1><div class="byline">خالد الجهني</div>'
        f'{OTHER}<div class="labels"><a href="/x/9">موسم الشتاء</a></div></article>'
    )
    article = read(above="<article>", meta='<div class="byline">منى الشهري - الرياض</div>', below=below)
    assert article.authors == ["منى الشهري"]
    assert article.tags == ["السوق القديم"]


@pytest.mark.parametrize(
    ("above", "meta", "section"),
    [
        ('<span><a href="index.php">منتدى الواحة</a></span> <span>&gt; <a href="f.php?f=2">أخبار الجاليات</a></span>', "",
         "أخبار الجاليات"),
        ("<div>الرئيسية » أخبار البلد</div>", "", "أخبار البلد"),
        ('<div class="path"><a href="/">الواحات</a> | <a href="/e">مال و أعمال</a></div>', "", "مال و أعمال"),
        ("<div><font color=red>محليات</font></div>", "", "محليات"),
        ("", "<div><span>محلي</span> | <span>2024-05-29 15:40</span></div>", "محلي"),
        ("", '<div><span>2024-05-29 15:40</span><a href="/c/رياضة">رياضة</a></div>', "رياضة"),
        ("", "<div><span>29 مايو 2024</span> <span>مصدر الخبر: قناة المدينة</span> <span>القسم: طيران</span></div>", "طيران"),
        ('<section class="section"><a href="/a">أخبار</a><a href="/b">ثقافة</a></section>', "", "أخبار"),
        ("", "", None),
    ],
)  # fmt: skip
def test_sections(above: str, meta: str, section: str | None) -> None:
    assert read(above=above, meta=meta).section == section


def test_a_breadcrumb_of_one_step_in_the_data() -> None:
    crumbs = (
        '{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","position":1,'
        '"item":{"@id":"/e/","name":"اقتصاد"}}]}'
    )
    assert read(head=f'<script type="application/ld+json">{crumbs}</script>').section == "اقتصاد"


@pytest.mark.parametrize(
    ("below", "tags"),
    [
        ('<div class="tg"><a href="/amp/tag/1">النيل الأزرق</a> <a href="/amp/tag/2">الثروة السمكية</a></div>',
         ["النيل الأزرق", "الثروة السمكية"]),
        ('<div class="kw2"><i></i> الكلمات المفتاحية : <span>رام الله</span> <span>الصابون النابلسي</span></div>',
         ["رام الله", "الصابون النابلسي"]),
        ("<table><tr><td>الكلمات الدالة</td><td><span>وزارة الصحة</span><span>الملف الموحد</span></td></tr></table>",
         ["وزارة الصحة", "الملف الموحد"]),
        ('<div class="article__footer"><ul class="tags"><li><a href="/o/1">النفط</a></li><li><a href="/o/2">غزة</a></li></ul>'
         "</div>", ["النفط", "غزة"]),
        ("<ul><li>الوسوم</li><li><a href='/tag/a/'>حارة الميناء</a></li><li><a href='/tag/b/'>حوار</a></li>"
         "<li><a href='/tag/c/'>محمود صالح</a></li></ul>", ["حارة الميناء", "حوار", "محمود صالح"]),
        ('<div id="ctl_01_label" style="display:none">Page Content</div>', []),
        ('<div class="more-topics"><div><a href="/news/2024/5/1/991411-a">هيئة الدواء تطلق نشرة أسعار جديدة للصيدليات</a></div>'
         '<div><a href="/news/2024/5/1/992411-b">الدفاع المدني يعلن خطة موسم الأمطار المقبل</a></div></div>', []),
    ],
)  # fmt: skip
def test_tags(below: str, tags: list[str]) -> None:
    assert read(below=below).tags == tags


def test_a_tag_that_the_page_prints_may_be_the_section() -> None:
    above = '<div class="breadcrumb"><a href="/">الرئيسية</a> &gt; <a href="/f">فرنسا</a></div>'
    below = '<ul class="tags"><li><a href="/t/1">فرنسا</a></li><li><a href="/t/2">اقتصاد</a></li></ul>'
    article = read(above=above, below=below)
    assert (article.section, article.tags) == ("فرنسا", ["فرنسا", "اقتصاد"])


@pytest.mark.parametrize(
    "keywords",
    [
        "واحات الأخبار, أخبار محلية, رياضة",  # names the site
        "wahat-akhbar, واحة, البلد",
        "وكالة أنباء الواحة, الوادي",
        "محليات, رياضة",  # entries of its menu
    ],
)
def test_keywords_of_the_whole_site_are_no_tags(keywords: str) -> None:
    head = f'<meta name="keywords" content="{keywords}"><meta property="og:site_name" content="بوابة واحات الأخبار">'
    assert read(head=head).tags == []


def test_keywords_of_the_article_are_tags() -> None:
    head = '<meta name="keywords" content="السوق القديم, بلدية الوادي, ترميم">'
    assert read(head=head).tags == ["السوق القديم", "بلدية الوادي", "ترميم"]


@pytest.mark.parametrize(
    ("meta", "below", "source"),
    [
        ("", '<div>المصدر / <img src="/f.png" alt="بوابة فنان"></div>', "بوابة فنان"),
        ('<div><span>المصدر:</span> <img src="/s.png" alt="وكالة أنباء الرافدين"> <span>2024-05-30 14:05</span></div>', "",
         "وكالة أنباء الرافدين"),
        ('<div><span>30 مايو 2024</span> <span>مصدر الخبر: قناة المدينة</span> <span>القسم: طيران</span></div>', "",
         "قناة المدينة"),
        ("", '<a rel="nofollow" href="https://v.example/5">لمتابعة الخبر من المصدر: الرؤية الفلاحية</a>', "الرؤية الفلاحية"),
        ("", "<p>المصدر: بوابة الوسط. إدارة الموقع غير مسؤولة عن محتوى الخبر الذي يجلب آليا من مصادره.</p>", "بوابة الوسط"),
        ('<div class="sourceRow"><a href="/source/2"><img alt="ملاعب الخليج" src="/2.png"></a><i>منذ 3 ساعات</i></div>', "",
         "ملاعب الخليج"),
        ("", "<b>* نقلاً عن صحيفة الشارع</b>", "صحيفة الشارع"),
        ('<span class="news_source">نشر الأربعاء، 29 مايو / أيار 2024</span>', "", None),
    ],
)  # fmt: skip
def test_sources(meta: str, below: str, source: str | None) -> None:
    found = read(meta=meta, below=below).source
    assert (found.name if found else None) == source


def test_a_person_named_as_the_source_is_the_author() -> None:
    article = read(meta="<ul><li><span>المصدر:</span></li><li>نورا الأمير — دبي</li></ul>")
    assert (article.source, article.authors) == (None, ["نورا الأمير"])


def test_a_title_that_is_a_breadcrumb_is_no_headline() -> None:
    article = read(
        title="شؤون الواحة &gt; الرئيسية &gt; التفاصيل", headline=f"<h2><span>{HEADLINE}</span></h2>"
    )
    assert article.headline == HEADLINE


def test_the_line_that_opens_the_text_is_no_headline() -> None:
    text = "<br>".join(PARAGRAPHS)
    article = read(
        title="جريدة الواحة اليومية",
        headline=f'<table><tr><td><font size="5"><b>{HEADLINE}</b></font></td></tr><tr><td>الخميس 30 ايار 2024</td></tr></table>',
        body=f'<p><font size="4"><b>بغداد - الواحة</b><br>{text}</font></p>',
    )
    assert article.headline == HEADLINE

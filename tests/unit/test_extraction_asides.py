# ruff: noqa: E501 (markup stands as a page prints it)
"""What stands beside and between the paragraphs: each page is built as a kind of site builds its own."""

from __future__ import annotations

import datetime

import pytest

from crawler.classify import classify
from crawler.extraction import extract
from crawler.items import Article
from crawler.site import Links, Site

URL = "https://nahr.example/news/2026/4/21/7650001"
NOW = datetime.datetime(2026, 4, 22, tzinfo=datetime.UTC)
TITLE = "بلدية الجبل تعيد فتح الطريق القديم بعد ترميم استمر عامين"
FIRST = (
    "أعادت بلدية الجبل صباح اليوم فتح الطريق القديم أمام السيارات، بعد ترميم استمر عامين وكلف أربعة ملايين."
)
SECOND = (
    "وقال رئيس البلدية إن الجدران الساندة بنيت من حجارة الوادي نفسها، وإن الإنارة تعمل بالشمس طوال الليل."
)
THIRD = "وتنوي البلدية زراعة ألف شجرة بلوط على جانبي الطريق قبل الشتاء المقبل، بمساعدة طلاب المدارس القريبة."
TEXT = (FIRST, SECOND, THIRD)


def read(inner: str, head: str = "", url: str = URL) -> Article:
    html = f"<html><head><title>{TITLE}</title>{head}</head><body>{inner}</body></html>"
    found = extract(html.encode(), url, Site.generic(url), fetched_at=NOW)
    assert found.article is not None, found.reason
    return found.article


def paragraphs(*more: str) -> str:
    return "".join(f"<p>{x}</p>" for x in (*TEXT, *more))


def body(inner: str) -> list[str]:
    return read(f"<h1>{TITLE}</h1><div class='x'>{inner}</div>").body.split("\n\n")


def test_the_cells_of_a_row_are_one_line_and_keep_their_numbers() -> None:
    table = "<table><tr><th>العيار</th><th>بيع</th></tr><tr><td>عيار 24</td><td>5383</td></tr><tr><td>عيار 21</td><td>4710</td></tr></table>"
    assert body(f"<p>{FIRST}</p>{table}<p>{SECOND}</p>") == [
        FIRST,
        "العيار | بيع",
        "عيار 24 | 5383",
        "عيار 21 | 4710",
        SECOND,
    ]


def test_a_table_above_the_first_paragraph_stays() -> None:
    table = "<table><tr><td>1 أبريل</td><td>5383</td></tr><tr><td>2 أبريل</td><td>4710</td></tr></table>"
    assert body(f"{table}<p>{FIRST}</p><p>{SECOND}</p>") == [
        "1 أبريل | 5383",
        "2 أبريل | 4710",
        FIRST,
        SECOND,
    ]


def test_texts_in_a_table_of_the_layout_are_no_row() -> None:
    assert body(
        f"<table><tr><td><p>{FIRST}</p><p>{SECOND}</p></td><td><p>{THIRD}</p></td></tr></table>"
    ) == list(TEXT)


@pytest.mark.parametrize(
    "box",
    [
        "<section><strong>يستحق المتابعة</strong><p>حكايات من الجبل نرويها كل أسبوع لمن يحب المشي في الغابات.</p><p>يستحق المتابعة نهاية</p></section>",
        "<div><a href='#after-post'>تخطى المنشور</a><p>لعرض هذا المنشور نحتاج إلى إذن منك لأن صاحبه قد يجمع بيانات.</p><p id='after-post'>بقية الخبر</p></div>",
        "<blockquote class='pull'><span>الإنارة تعمل بالشمس طوال الليل</span></blockquote>",
        "<div class='image left'><img src='/a.jpg'><p>رئيس البلدية يقص الشريط.</p></div>",
        "<div><img src='/a.jpg'><span>الطريق كما بدا صباح اليوم</span></div>",
    ],
)
def test_what_is_no_paragraph_stays_out(box: str) -> None:
    assert body(f"<p>{FIRST}</p><p>{SECOND}</p>{box}<p>{THIRD}</p>") == list(TEXT)


def test_a_link_that_skips_to_the_text_takes_no_text() -> None:
    inner = f"<a href='#text'>تخطى إلى المحتوى</a>{paragraphs()}<p>{FIRST[::-1]}</p>" + "".join(
        f"<p>{SECOND} {n}</p>" for n in range(12)
    )
    assert FIRST in body(f"{inner}<p id='text'>{THIRD}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "<div>الجبل/ سليم عودة/ وكالة السهل</div>",
        "<p class='author'>الجبل - سليم عودة</p>",
        "<p>سليم عودة | الثلاثاء 21 أبريل 2026</p>",
        "<my-author>سليم عودة</my-author>",
        "<span>Mountain City</span><br>",
        "<p style='text-align:center'><img src='/a.jpg'><br>زائرة تنظر إلى الطريق القديم</p>",
        "<p align=center><img src='/a.jpg'></p><p align=center><font>الطريق القديم (السهل/سليم عودة)</font></p>",
    ],
)
def test_lines_above_the_first_paragraph_are_not_the_text(line: str) -> None:
    assert body(line + paragraphs()) == list(TEXT)


@pytest.mark.parametrize(
    "line", ["س ع / ر ج", "- مل -", "السهل/سليم عودة/هدى ناجي", "SAHL 031432 Apr 13 NNNN"]
)
def test_signatures_below_the_last_paragraph_are_not_the_text(line: str) -> None:
    assert body(paragraphs() + f"<p>{line}</p>") == list(TEXT)


def test_short_lines_that_are_text_stay() -> None:
    verses = ("يا طريق الجبل البعيد", "كم مشينا على حصاك", "ثم عدنا كما نريد", "نحمل الشمس من ضياك")
    inner = "".join(f"<p>{x}</p>" for x in verses)
    assert body(paragraphs() + inner) == [*TEXT, *verses]
    assert body(f"<p>{FIRST}</p><ul><li>حجارة الوادي</li><li>ألف شجرة</li></ul>") == [
        FIRST,
        "حجارة الوادي",
        "ألف شجرة",
    ]


def test_verses_in_a_table_are_lines() -> None:
    verses = (
        ("يا طريق الجبل البعيد عن الورى", "كم مشينا على حصاك سنينا"),
        ("ثم عدنا كما نريد مع المسا", "نحمل الشمس من ضياك حنينا"),
    )
    table = "".join(f"<tr><td>{a}</td><td>***</td><td>{b}</td></tr>" for a, b in verses)
    got = read(f"<h1>{TITLE}</h1><h4>قصيدة جديدة</h4><div>21 أبريل 2026</div><table>{table}</table>")
    assert [x for x in got.body.split("\n\n") if "الجبل" in x or "حصاك" in x] == list(verses[0])
    assert "2026" not in got.body


def test_a_word_above_everything_takes_no_text() -> None:
    cells = "".join(
        f"<tr><td>{x}</td></tr>" for x in (f"<font size=5><b>{TITLE}</b></font>", "<br>".join(TEXT))
    )
    got = read(f"<div>تعليقات</div><table>{cells}</table>")
    assert got.headline == TITLE
    assert got.body.split("\n\n") == list(TEXT)


def test_short_answers_are_not_joined_by_comments_and_footers() -> None:
    asked = "".join(
        f"<p><b>{q}</b></p><p>{a}</p>"
        for q, a in (("لماذا الآن؟", FIRST[:40]), ("ومتى تنتهون؟", SECOND[:42]))
    )
    said = "".join(
        f"<div><b>قارئ {n}</b> <i>2{n} أبريل 2026</i><p>{x[:44]} منذ زمن.</p></div>"
        for n, x in enumerate(TEXT)
    )
    footer = (
        "<div><p>الموقع غير مسؤول عن محتوى المواقع الخارجية والتعليقات لا تعبر إلا عن رأي أصحابها</p></div>"
    )
    html = f"<h1>{TITLE}</h1><article>{asked}<p>{THIRD}</p></article><div><h4>التعليقات (3)</h4>{said}</div>{footer}"
    got = read(html).body
    assert got.startswith("لماذا الآن؟")
    assert got.endswith(THIRD)


def test_blocks_of_a_page_builder_are_one_text() -> None:
    blocks = "".join(
        f'<div class="row r_{n}"><div class="module text_{n}"><div class="module_text"><p>{x}</p></div></div></div>'
        for n, x in enumerate(TEXT)
    )
    picture = '<div class="row"><div class="module image"><img src="/a.jpg"></div></div>'
    assert body(blocks.replace('<div class="row r_1', picture + '<div class="row r_1')) == list(TEXT)


def test_comments_in_blocks_of_one_class_are_not_the_text() -> None:
    said = "".join(
        f'<div class="entry"><b>قارئ {n}</b><div class="words"><p>{x[:50]} وهذا رأيي في ما جرى هناك منذ زمن طويل.</p></div></div>'
        for n, x in enumerate(TEXT)
    )
    assert body(f'<div><div class="words">{paragraphs()}</div></div><div>{said}</div>') == list(TEXT)


@pytest.mark.parametrize(
    "opening", ["<article class='post has-post-thumbnail'>", "<div class='article-card'>", "<form id='page'>"]
)
def test_what_holds_the_article_is_no_teaser_and_no_form(opening: str) -> None:
    tag = opening[1:].split()[0]
    inner = f"<h1>{TITLE}</h1><div class='intro'>{SECOND[:60]}</div><div>{paragraphs()}</div><p><b>الوسوم</b> <a href='/tag/1'>الجبل</a> <a href='/tag/2'>الطرق</a></p>"
    got = read(f"{opening}{inner}</{tag}>")
    assert got.tags == ["الجبل", "الطرق"]
    assert got.standfirst == SECOND[:60]
    assert got.body.split("\n\n") == list(TEXT)


def test_the_items_of_a_menu_are_no_labels() -> None:
    menu = "".join(
        f"<li><a href='/c/{n}'>{x}</a></li>"
        for n, x in enumerate(("سياسة", "كتب", "أسرة ومجتمع", "ملفات", "فيديو"))
    )
    tags = "<a rel='tag' href='/tag/1'>الجبل</a> <a rel='tag' href='/tag/2'>الطرق</a>"
    got = read(f"<ul>{menu}</ul><h1>{TITLE}</h1><div>{paragraphs()}</div><div>{tags}</div>")
    assert got.authors == []
    assert got.tags == ["الجبل", "الطرق"]


def test_a_title_that_names_only_the_newsroom_is_no_headline() -> None:
    html = f"<html><head><title>وكالة رويترز</title><meta property='og:title' content='رويترز'></head><body><h3>{TITLE}</h3><div>{paragraphs()}</div></body></html>"
    found = extract(html.encode(), URL, Site.generic(URL), fetched_at=NOW)
    assert found.article is not None
    assert found.article.headline == TITLE


def test_a_whole_text_is_no_summary_whatever_its_class_says() -> None:
    got = read(f"<h1>{TITLE}</h1><div class='description'>{paragraphs()}</div>")
    assert got.standfirst is None
    assert got.body.split("\n\n") == list(TEXT)


@pytest.mark.parametrize(
    ("keywords", "tags"),
    [
        ("Joomla", []),
        ("أخبار, news, السهل, php-nuke, منتديات", []),
        ("الطريق القديم, بلدية الجبل, ترميم, الإنارة", ["الطريق القديم", "بلدية الجبل", "ترميم", "الإنارة"]),
    ],
)
def test_keywords_that_the_text_says_nothing_of_are_no_tags(keywords: str, tags: list[str]) -> None:
    got = read(f"<h1>{TITLE}</h1><div>{paragraphs()}</div>", f"<meta name='keywords' content='{keywords}'>")
    assert got.tags == tags


def test_a_label_of_the_page_is_no_tag() -> None:
    by = "<span><span class='label'>Published by </span><a href='/a/1'>سليم عودة</a></span>"
    assert read(f"<h1>{TITLE}</h1>{by}<div>{paragraphs()}</div>").tags == []


OTHERS = (
    ("/orientation/", "دليل المشي الجديد"),
    ("/regions/58002.html", "سيول الربيع تغلق جسر الوادي القديم"),
    ("/news/770123", "مهرجان الجبل يعود بعد غياب طويل"),
)
LINKS = "".join(
    f"<li><a href='{href}'><span class='screen-reader-text'>list 1 of 3</span>{x}</a></li>"
    for href, x in OTHERS
)


@pytest.mark.parametrize(
    "label",
    [
        "<h4><a href='#'>مقالات ذات صلة</a><a href='#'>المزيد من الكاتب</a></h4>",
        "<div><a href='#end'>تخطى قصص مقترحة</a><strong>قصص مقترحة</strong></div>",
        "<h3>المواضيع المتشابهه</h3>",
        "<h2>حول هذه القصة</h2>",
    ],
)
def test_boxes_of_similar_articles(label: str) -> None:
    got = read(f"<h1>{TITLE}</h1><div>{paragraphs()}</div><div>{label}<ul>{LINKS}</ul></div>")
    assert [(x.url.removeprefix("https://nahr.example"), x.title) for x in got.similar] == list(OTHERS)


def test_links_of_another_age_of_a_site_are_read_as_any_sites() -> None:
    site = Site(key="nahr", domain="nahr.example", links=Links(article=r"/story/\d{7}", similar="div.more a"))
    old = "https://nahr.example/News.asp?NewsID=401220"
    links = "".join(
        f"<li><a href='/News.asp?NewsID=40133{n}'>{x}</a></li>" for n, (_, x) in enumerate(OTHERS)
    )
    html = f"<h1>{TITLE}</h1><time>21 أبريل 2026</time><div>{paragraphs()}</div><div><h3>أخبار متعلقة</h3><ul>{links}</ul></div><div class='more'><a href='/c/1'>المزيد</a></div>"
    found = extract(html.encode(), old, site, fetched_at=NOW)
    assert found.article is not None
    assert [x.title for x in found.article.similar] == [x for _, x in OTHERS]


def test_see_also_after_the_tags_may_hold_another_article() -> None:
    other = "غمرت السيول ليلة أمس جسر الوادي القديم وقطعت الطريق بين القريتين، ولم يصب أحد بأذى بحسب الدفاع المدني في المنطقة."
    got = read(
        f"<h1>{TITLE}</h1><div>{paragraphs()}<p>المصدر: وكالة السهل</p><p>الوسوم: <a href='/tag/1'>الجبل</a> <a href='/tag/2'>الطرق</a></p>"
        f"<h3>شاهد أيضاً:</h3><h2><a href='/news/770124'>سيول تقطع جسر الوادي القديم</a></h2><p>{other}</p><p>{other[:90]} مجددا.</p></div>"
    )
    assert got.body.split("\n\n") == list(TEXT)
    assert got.embedded[0].headline == "سيول تقطع جسر الوادي القديم"
    assert other in got.embedded[0].body


def test_an_article_among_many_links_is_no_hub() -> None:
    links = "".join(
        f"<tr><td><a href='/ln{n}.htm'>عنوان خبر آخر من أخبار الجبل رقم {n}</a></td></tr>" for n in range(14)
    )
    url = "https://jarida.example/2026/20260421/ln44.htm"
    got = read(
        f"<table><tr><td>{'<br>'.join([*TEXT, *TEXT[:2]])}</td><td><table>{links}</table></td></tr></table>",
        url=url,
    )
    assert got.body.split("\n\n") == [*TEXT, *TEXT[:2]]


@pytest.mark.parametrize(
    ("path", "title", "kind"),
    [
        ("/regions/58002.html", "سيول الربيع تغلق جسر الوادي القديم", "article"),
        ("/regions/58002.html", "الجبل", "hub"),
        ("/news/70122/زراعة-الجبل-تعلن/ar", "", "article"),
    ],
)
def test_addresses_of_articles(path: str, title: str, kind: str) -> None:
    assert classify("https://nahr.example" + path, Site.generic(URL), title) == kind

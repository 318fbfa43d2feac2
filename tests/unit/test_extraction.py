# ruff: noqa: E501 (markup stands as a page prints it)
"""Encodings, kinds of pages, broken data, canonical addresses, validation: what one page alone can show."""

from __future__ import annotations

import dataclasses
import datetime
import random
import sys
from pathlib import Path

import pytest

from crawler.arabic.fold import fold
from crawler.extraction import Extraction, extract
from crawler.extraction.encoding import decode
from crawler.extraction.flow import Flow
from crawler.extraction.lenient_json import loads
from crawler.items import Article, Reject
from crawler.refine.canonical import believable, canonicalise
from crawler.refine.validation import validate
from crawler.site import Fields, Links, Site

sys.path.insert(0, str(Path(__file__).parent))
from aggregator_pages import OURS

URL = "https://majalla.example/news/2025/4/21/7650001"
NOW = datetime.datetime(2025, 4, 22, tzinfo=datetime.UTC)
TEXT = "".join(f"<p>{p}</p>" for p in OURS.body)


def read(
    html: str | bytes, url: str = URL, site: Site | None = None, encoding: str | None = None
) -> Extraction:
    data = html.encode() if isinstance(html, str) else html
    return extract(data, url, site or Site.generic(url), fetched_at=NOW, encoding=encoding)


def article(html: str | bytes, **more: str) -> Article:
    found = read(html, **more)  # type: ignore[arg-type]
    assert found.article is not None, found.reason
    return found.article


def page(inner: str, head: str = "") -> str:
    return f"<html><head><title>{OURS.headline}</title>{head}</head><body><h1>{OURS.headline}</h1>{inner}</body></html>"


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("real", ["utf-8", "cp1256", "iso-8859-6"])
@pytest.mark.parametrize("header", [None, "utf-8", "windows-1256", "iso-8859-6", "ISO-8859-1", "nonsense"])
@pytest.mark.parametrize("meta", [None, "utf-8", "windows-1256", "iso-8859-6"])
def test_encoding_is_found_whatever_is_declared(real: str, header: str | None, meta: str | None) -> None:
    declared = f'<meta charset="{meta}">' if meta else ""
    html = page(TEXT, declared).encode(real, "replace")
    text, _ = decode(html, header)
    for paragraph in OURS.body:
        assert paragraph.encode(real, "replace").decode(real) in text


@pytest.mark.parametrize("name", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_byte_order_marks_and_wide_characters(name: str) -> None:
    assert OURS.body[0] in decode(page(TEXT).encode(name))[0]


def test_strays_in_utf8_cost_only_themselves() -> None:
    html = page(TEXT).encode().replace(b"</h1>", b"</h1>" + "شريط الأخبار".encode("cp1256") + b"\x00\xff\xfe")
    text, name = decode(html)
    assert name == "utf-8"
    assert OURS.body[0] in text
    assert "شريط" in text


def test_mojibake_is_undone_only_when_certain() -> None:
    spoiled = page(TEXT).encode().decode("latin-1").encode()
    assert OURS.body[0] in decode(spoiled)[0]
    french = "Élève à l'école où Noël préfère être été".encode()
    assert decode(french)[0] == french.decode()


# ---------------------------------------------------------------- fields


def test_seven_fields_of_a_plain_page() -> None:
    got = article(
        page(
            f"<div>كتب: محمود السيد</div><time datetime='2025-04-21T10:30:00+02:00'>21 أبريل 2025</time>{TEXT}"
            "<p>المصدر: رويترز</p><p>وسوم: <a href='/t/1'>سوق</a> <a href='/t/2'>ترميم</a></p>"
        )
    )
    assert got.body.split("\n\n") == OURS.body
    assert got.authors == ["محمود السيد"]
    assert datetime.datetime.fromisoformat(got.published_at or "").hour in (8, 10, 11)
    assert got.source is not None
    assert got.source.name == "رويترز"
    assert got.tags == ["سوق", "ترميم"]
    assert set(got.provenance) >= {"headline", "body", "published_at", "authors", "source", "tags"}


def test_headline_is_not_the_banner_nor_the_site_name() -> None:
    html = (
        "<html><head><title>النهضة</title></head><body><h1><a href='/'>النهضة</a></h1>"
        f"<font size=5><b>{OURS.headline}</b></font><br>{TEXT}</body></html>"
    )
    assert article(html).headline == OURS.headline


def test_a_source_within_a_sentence_is_no_label() -> None:
    html = page(f"{TEXT}<p>المصدر قال إن اللجنة ستجتمع غدا لبحث التقرير النهائي في مقر الوزارة.</p>")
    got = article(html)
    assert got.source is None
    assert "المصدر قال" in got.body


@pytest.mark.parametrize(
    "line",
    [
        "<div class='credit'>المصدر: رويترز</div>",
        "<p class=credits><b>المصدر</b>: رويترز</p>",
        "<div class='article-credit'><span>المصدر:</span> <span>رويترز</span></div>",
        "<div class=credit>المصدر: رويترز</div><div class=share><img src='/share.png'></div>",
    ],
)
@pytest.mark.parametrize(
    "picture", ["", "<figure><img src='/a.jpg'><div class=credit>المصدر: غيتي</div></figure>"]
)
def test_a_source_line_that_is_called_a_credit(line: str, picture: str) -> None:
    got = article(page(picture + TEXT + line))
    assert got.source is not None
    assert got.source.name == "رويترز"
    assert got.body.split("\n\n") == OURS.body


@pytest.mark.parametrize(
    "picture",
    [
        "<figure><img src='/a.jpg'><figcaption class=credit>المصدر: غيتي</figcaption></figure>",
        "<div><img src='/a.jpg'><div class=credit>المصدر: غيتي</div></div>",
        "<div><img src='/a.jpg'><p class=caption>سوق قديم</p><p class=credit>المصدر: غيتي</p></div>",
        "<img src='/a.jpg'><div class=credit>المصدر: غيتي</div>",
        "<div class='photo-credit'>المصدر: غيتي</div>",
    ],
)
def test_a_picture_credit_is_no_source(picture: str) -> None:
    got = article(page(f"{picture}{TEXT}"))
    assert got.source is None
    assert got.body.split("\n\n") == OURS.body


def test_read_also_lines_prompts_captions_and_most_read_stay_out_of_the_body() -> None:
    html = page(
        f"<p>{OURS.body[0]}</p><p><b>اقرأ أيضا:</b> <a href='/news/2025/4/20/7640001'>{OURS.similar[0]}</a></p>"
        f"<figure><img src='/a.jpg'><figcaption>صورة من السوق</figcaption></figure><p>{OURS.body[1]}</p>"
        f"<p>تابعوا آخر الأخبار عبر قناتنا على تلغرام</p><p>{OURS.body[2]}</p>"
        f"<div><h3>الأكثر قراءة</h3><a href='/news/2025/4/20/7640002'>{OURS.most_read[0]}</a></div>"
    )
    got = article(html)
    assert got.body.split("\n\n") == OURS.body[:3]
    assert [x.title for x in got.similar] == [OURS.similar[0]]
    assert got.similar[0].relation == "read_also"
    assert got.images[0].caption == "صورة من السوق"


def test_a_tag_that_reads_like_a_label_is_a_tag() -> None:
    tags = "".join(
        f'<li><a href="/tag/{n}">{x}</a></li>' for n, x in enumerate(("مجتمع", "خدمات", "أرشيف", "صحة"))
    )
    html = page(
        f'<div>{TEXT}</div><div><b>مواضيع</b><ul>{tags}</ul></div><div><a href="/most">الأكثر قراءة</a></div>'
    )
    assert article(html).tags == ["مجتمع", "خدمات", "أرشيف", "صحة"]


def test_selectors_of_a_site_come_first() -> None:
    site = Site(
        key="x",
        domain="majalla.example",
        timezone="Africa/Cairo",
        support="verified",
        links=Links(article=r"/news/", similar=".more a"),
        fields=Fields(
            headline="h2.t", body=".b p", authors=".w", remove=".cap", published_at="time::attr(datetime)"
        ),
    )
    html = (
        f"<h1>موقعنا</h1><h2 class=t>{OURS.headline}</h2><span class=w>كتبت سلمى</span><time datetime='2025-04-21 10:30'>"
        f"</time><div class=b>{TEXT}<p class=cap>صورة</p></div><p>نص آخر طويل بعض الشيء خارج عنصر المقال المعروف.</p>"
        f"<div class=more><a href='/news/2025/4/20/7640001'>{OURS.similar[0]}</a></div>"
    )
    got = read(html, site=site).article
    assert got is not None
    assert got.headline == OURS.headline
    assert got.body.split("\n\n") == OURS.body
    assert got.published_at == "2025-04-21T10:30:00+02:00"
    assert got.provenance["body"] == got.provenance["headline"] == "selector"
    assert len(got.similar) == 1


CONTAINED = Fields(headline="h1", body=".b p", container=(".story", ".more"))


@pytest.mark.parametrize(
    ("fields", "similar"),
    [(CONTAINED, [OURS.similar[0]]), (dataclasses.replace(CONTAINED, container=(".none", ".more")), None)],
    ids=["the containers hold the body", "the markup changed: the whole page is read"],
)
def test_outside_of_a_sites_containers_nothing_is_read(fields: Fields, similar: list[str] | None) -> None:
    site = Site(key="x", domain="majalla.example", links=Links(article=r"/news/"), fields=fields)
    links = [f"<a href='/news/2025/4/20/764000{n}'>{OURS.similar[n]}</a>" for n in range(3)]
    html = (
        f"<div class=story><div class='story inner'><h1>{OURS.headline}</h1></div><div class=b>{TEXT}</div></div>"
        f"<div class=more><h3>مقالات مشابهة</h3>{links[0]}</div>"
        f"<div class=far><h3>مواضيع ذات صلة</h3>{links[1]}{links[2]}</div>"
    )
    got = read(html, site=site).article
    assert got is not None
    assert got.headline == OURS.headline
    assert got.body.split("\n\n") == OURS.body
    assert [x.title for x in got.similar] == (similar if similar is not None else OURS.similar[:3])


def test_a_broken_selector_matches_nothing() -> None:
    site = Site(
        key="x", domain="majalla.example", fields=Fields(body="div[[", headline="::", tags="a:nonsense(")
    )
    assert read(page(TEXT), site=site).article is not None


# ---------------------------------------------------------------- kinds of pages

HUB = "".join(
    f"<div><h3><a href='/news/2025/4/{n % 28 + 1}/76{n:05d}'>{t} {n}</a></h3></div>"
    for n, t in enumerate(OURS.similar * 5)
)


@pytest.mark.parametrize(
    ("url", "html", "reason"),
    [
        ("https://majalla.example/", page(HUB), "home"),
        ("https://majalla.example/category/politics", page(HUB).replace(OURS.headline, "سياسة"), "hub"),
        (
            URL,
            "<title>الصفحة غير موجودة</title><h1>الصفحة غير موجودة</h1><p>عذرا، لم يتم العثور على الصفحة.</p>",
            "soft-404",
        ),
        (URL, f"<title>{OURS.headline}</title><h1>{OURS.headline}</h1>", "no-body"),
        (URL, "", "no-headline"),
    ],
)
def test_what_is_no_article_is_refused_with_a_reason(url: str, html: str, reason: str) -> None:
    found = read(html, url)
    assert found.article is None
    assert found.reason == reason


LOST = "لم نعثر على المخطوط، هو الذي انتظرنا ثلاثين عاما في صندوق خياط"
SHORT = (
    "<p>قال أمين المكتبة إن المخطوط وصل في صندوق خشبي صغير كان يحفظه خياط قديم في دكانه منذ سنوات بعيدة.</p>"
)


@pytest.mark.parametrize(
    ("title", "inner"),
    [
        (LOST, SHORT + "<p>وأضاف أن الترميم يبدأ الأسبوع المقبل في ورشة المدينة بعد فحص الورق والحبر.</p>"),
        (LOST, "<time datetime='2025-04-21T10:30:00+02:00'>21 أبريل 2025</time>" + SHORT),
        (LOST, "<div class=author>كتب: محمود السيد</div>" + SHORT),
        ("لم يتم العثور على ناجين بعد غرق القارب", SHORT + SHORT.replace("المخطوط", "الكتاب")),
        ("مقتل 404 من الأغنام في فيضان الوادي", "<time datetime='2025-04-21'>21 أبريل 2025</time>" + SHORT),
        (
            "تطبيق المراسلة يحذف رسائل قديمة",
            "<p>عذرا، هذه الصفحة لم تعد متاحة، هكذا قرأ آلاف المستخدمين.</p>" + TEXT,
        ),
    ],
)
def test_an_article_about_something_lost_is_an_article(title: str, inner: str) -> None:
    assert article(page(inner).replace(OURS.headline, title)).headline == title


NAVIGATION = "<nav>" + "".join(f"<a href='/s/{n}'>قسم {n}</a>" for n in range(8)) + "</nav>"


@pytest.mark.parametrize(
    ("title", "inner"),
    [
        ("عذرا", "<p>عذرا، الصفحة التي تبحث عنها غير موجودة أو تم حذفها.</p>"),
        ("404", f"<p>{OURS.similar[0]}</p>"),
        ("خطأ 404", ""),
        ("Page not found", "<p>يمكنك العودة إلى الرئيسية أو البحث عما تريد في أرشيف الموقع.</p>"),
        (
            "الخبر غير متاح",
            "<time datetime='2025-04-22T08:00:00+02:00'>22 أبريل 2025</time><p>حاول مرة أخرى.</p>",
        ),
        ("لم نعثر على ما تبحث عنه", "<p>جرب كلمات أخرى.</p>"),
        ("أخبار", "<p>عفوا، لقد تم حذف هذا الخبر من قبل إدارة التحرير في الموقع.</p>"),
        ("الصفحة غير موجودة", TEXT[:1200]),
    ],
)
@pytest.mark.parametrize("before", ["", NAVIGATION])
def test_a_page_that_says_it_is_not_there_is_a_soft_404(title: str, inner: str, before: str) -> None:
    html = f"<html><head><title>{title} | المجلة</title></head><body>{before}<h1>{title}</h1>{inner}</body></html>"
    assert read(html).reason == "soft-404"


def test_short_tickers_and_galleries_are_articles() -> None:
    ticker = page("<ul><li>عاجل | الوزير: الجلسة تبدأ بعد قليل</li><li>عاجل | انطلاق الجلسة الآن</li></ul>")
    assert "انطلاق الجلسة" in article(ticker).body
    gallery = page(
        "<div class='gallery'>"
        + "".join(
            f"<figure><img src='/{n}.jpg'><figcaption>{n}/4 {t}</figcaption></figure>"
            for n, t in enumerate(OURS.similar, 1)
        )
        + "</div>",
        '<script type="application/ld+json">{"@type":"ImageGallery","headline":"x"}</script>',
    )
    got = article(gallery)
    assert got.kind == "gallery"
    assert OURS.similar[1] in got.body


# ---------------------------------------------------------------- data


@pytest.mark.parametrize(
    "text",
    [
        '{"a": "x", "b": [1, 2,],}',
        '<!-- {"a": "x"} -->',
        '{"a": "x\ny"}',
        '{"a": "قال "نعم" وذهب", "b": "c"}',
        "{&quot;a&quot;: &quot;x&quot;}",
        '//<![CDATA[\n{"a": "x"}\n//]]>',
        '{"a": "x\\d"};',
    ],
)
def test_broken_json_is_read(text: str) -> None:
    value = loads(text)
    assert isinstance(value, dict)
    assert value["a"]


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "nonsense", '"' * 1000])
def test_hopeless_json_is_nothing(text: str) -> None:
    assert not loads(text)


def test_entities_and_nested_inline_elements_are_one_line() -> None:
    flow = Flow("<body><p>أ<b>&amp;</b> <a href='x'>ب</a>&nbsp;ج</p><div>د<br>ه</div></body>")
    assert [line.text for line in flow.lines] == ["أ& ب ج", "د", "ه"]
    assert len(flow.lines[0].links) == 1


# ---------------------------------------------------------------- hostile input


@pytest.mark.parametrize("seed", range(25))
def test_mutated_pages_raise_nothing(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(
        page(TEXT + HUB + "<p>المصدر: رويترز</p>").encode(rng.choice(["utf-8", "cp1256"]), "replace")
    )
    for _ in range(200):
        at = rng.randrange(len(data))
        if rng.random() < 0.5:
            data[at] = rng.randrange(256)
        else:
            del data[at : at + rng.randrange(30)]
    read(bytes(data))


@pytest.mark.parametrize(
    "piece",
    [
        "<div>",
        "<p>اقرأ أيضا:</p>",
        "<h3>الأكثر قراءة</h3><p>x</p>",
        "<a ",
        "<",
        "&",
        "<div class='tags'><p>وسم</p>",
        "\n\nكلمة",
        "\0",
    ],
)
def test_repetition_is_bounded(piece: str) -> None:
    read(page(TEXT + piece * 20_000))


# ---------------------------------------------------------------- refine


@pytest.mark.parametrize(
    ("declared", "believed"),
    [
        ("https://www.majalla.example/news/2025/4/21/7650001/", True),
        ("https://majalla.example/", False),
        ("https://majalla.example/category/politics", False),
        ("https://other.example/news/2025/4/21/7650001", False),
        ("http://10.0.0.7/news/2025/4/21/7650001", False),
        ("https://majalla.example/news/2025/4/20/7640009", False),
    ],
)
def test_declared_canonical_addresses_are_checked(declared: str, believed: bool) -> None:
    assert believable(declared, URL, Site.generic(URL)) is believed


def test_a_disbelieved_canonical_address_is_replaced_by_the_pages_own() -> None:
    item = Article(url=URL + "?utm_source=x#top", site="majalla", canonical_url="https://majalla.example/")
    got = canonicalise(item, Site.generic(URL).named("majalla"))
    assert isinstance(got, Article)
    assert got.canonical_url == got.url == URL
    assert got.id.startswith("majalla:")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"headline": " "}, "no-headline"),
        ({"body": ""}, "no-body"),
        ({"body": "إعلان"}, "too-short"),
        ({"body": "This text is not in Arabic at all, and it is long enough to be sure."}, "not-arabic"),
    ],
)
def test_validation(changes: dict[str, str], reason: str | None) -> None:
    item = Article(url=URL, site="x", headline=OURS.headline, body="\n\n".join(OURS.body))
    for name, value in changes.items():
        setattr(item, name, value)
    got = validate(item, Site.generic(URL))
    assert (got.reason if isinstance(got, Reject) else None) == reason


def test_impossible_dates_are_dropped_and_the_hash_follows_the_words() -> None:
    def checked(body: str, when: str) -> Article:
        item = Article(
            url=URL, site="x", headline="عنوان", body=body, published_at=when, fetched_at=NOW.isoformat()
        )
        got = validate(item, Site.generic(URL))
        assert isinstance(got, Article)
        return got

    body = OURS.body[0]
    assert checked(body, "2082-01-01T00:00:00+00:00").published_at is None
    assert checked(body, "1970-01-01").published_at is None
    assert checked(body, "2025-04-21").published_at == "2025-04-21"
    assert (
        checked(body, "2025-04-21").content_hash == checked(body.replace("أ", "ا"), "2025-04-21").content_hash
    )
    assert fold(body)


@pytest.mark.parametrize(
    "headline",
    [
        "استطلاع: أكثر من نصف سكان المدينة يعتقدون أن الجسر الجديد ضروري",
        "تقرير: «الميناء» و«السوق» في انتظار قرار المجلس",
        "حريق يلتهم 11 محلا في سوق القرية",
    ],
)
def test_a_headline_in_big_type_may_begin_as_a_byline_does_and_have_numbers(headline: str) -> None:
    text = "<br><br>".join(
        f"قال المتحدث باسم البلدية في اليوم {n} إن العمل مستمر في الموقع وإن النتائج ستعلن قريبا أمام السكان."
        for n in ("الأول", "الثاني", "الثالث", "الرابع")
    )
    html = (
        f"<html><head><title>صحيفة الميناء</title></head><body><table><tr><td><font size='5'><b>{headline}</b></font>"
        f"</td></tr><tr><td>الأحد 3 مايو 2020</td></tr><tr><td><font size='4'>الميناء - القرية<br><br>{text}</font>"
        "</td></tr></table></body></html>"
    )
    url = "https://www.mina.example/details.asp?id=7381"
    found = extract(html.encode(), url, Site.generic(url), fetched_at=NOW)
    assert found.article is not None
    assert found.article.headline == headline
    assert found.article.authors == []


@pytest.mark.parametrize("heading", ["<h1>{}</h1>", '<h2 class="wire-title">{}</h2>'])
def test_a_short_headline_in_a_heading_may_begin_as_a_byline_does(heading: str) -> None:
    headline = "تقرير: الميناء يريد رافعات"
    html = (
        f"<title>وكالة الميناء</title><div class='wire'><div class='dateline'>الأحد 3 مايو 2020</div>"
        f"{heading.format(headline)}<div class='wire-text'>{TEXT}</div></div>"
    )
    got = article(html)
    assert got.headline == headline
    assert got.authors == []


def test_widgets_that_a_page_is_built_of_are_no_furniture() -> None:
    lead = "الميناء يستعد لاستقبال رافعات جديدة قبل نهاية العام الجاري بعد تأخير طويل"

    def widget(kind: str, inner: str) -> str:
        return f'<div class="elementor-element elementor-widget elementor-widget-{kind}">{inner}</div>'

    html = (
        f"<title>{OURS.headline}</title>{widget('theme-post-title', f'<h1>{OURS.headline}</h1>')}"
        f"{widget('theme-post-excerpt', f'<p class=excerpt>{lead}</p>')}{widget('theme-post-content', TEXT)}"
        f"<div class='widget'><h3>الأكثر قراءة</h3><a href='/news/2025/4/20/7640002'>{OURS.most_read[0]}</a></div>"
    )
    got = article(html)
    assert got.standfirst == lead
    assert got.body.split("\n\n") == OURS.body
    assert got.similar == []

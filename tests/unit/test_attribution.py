"""Who wrote it, who is credited, where it was written: from the literal text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.arabic.attribution import byline_of, closing_of, credits_of, opening_of
from crawler.items import Article, Source
from crawler.refine.attribution import attribute
from crawler.site import Site

SITE = Site(key="annahda", publisher="النهضة", domain="annahda.example", timezone="Africa/Cairo")
FIRST = "بدأت بلدية المدينة أعمال ترميم الجسر القديم الذي يربط ضفتي النهر منذ أكثر من قرن."
LAST = "وتستمر الأعمال حتى نهاية العام المقبل بحسب الجدول المعلن."


def article(*paragraphs: str, authors: list[str] | None = None, source: str | None = None) -> Article:
    return Article(
        url="https://annahda.example/story/1",
        site="annahda",
        headline="ترميم الجسر القديم",
        body="\n\n".join(paragraphs or (FIRST, LAST)),
        authors=authors or [],
        source=Source(name=source, evidence=source) if source is not None else None,
    )


@pytest.mark.parametrize(
    ("text", "place", "credit"),
    [
        ("(واس) أعلنت الوزارة", None, "واس"),
        ("الرياض - واس: أعلنت الوزارة", "الرياض", "واس"),
        ("الرياض – واس – أعلنت", "الرياض", "واس"),
        ("واس - الرياض: أعلنت", "الرياض", "واس"),
        ("واس (الرياض) أعلنت", "الرياض", "واس"),
        ("عواصم - وكالات: قال", "عواصم", "وكالات"),
        ("دمشق، سوريا (CNN) -- أكدت جهات", "دمشق، سوريا", "CNN"),
        ("موسكو — سبوتنيك. أعلن", "موسكو", "سبوتنيك"),
        ("القاهرة (رويترز) - قال", "القاهرة", "رويترز"),
        ("واشنطن ـ أ.ف.ب: قال", "واشنطن", "أ.ف.ب"),
        ("أ ف ب - باريس: قال", "باريس", "أ ف ب"),
        ("(د.ب.أ)- توفي", None, "د.ب.أ"),
        ("الدوحة في 14 نوفمبر /قنا/ -- افتتح", "الدوحة", "قنا"),
        ("عمان - (بترا) - قال", "عمان", "بترا"),
        ("بغداد/واع - أعلن", "بغداد", "واع"),
        ("لندن: «الشرق الأوسط» في خطوة", "لندن", "الشرق الأوسط"),
        ("رام الله - وفا - قال", "رام الله", "وفا"),
        ("سبق- وكالات: قال", None, "وكالات"),
        ("وكالات: أعلنت", None, "وكالات"),
        ("الرياض 8 جمادى الآخرة 1445 هـ الموافق 21 ديسمبر 2023 م واس", "الرياض", "واس"),
        ("القاهرة - أعلن الوزير", "القاهرة", None),
        ("الرياض: أعلن الوزير", "الرياض", None),
    ],
)
def test_datelines(text: str, place: str | None, credit: str | None) -> None:
    opening = opening_of(text)
    assert opening is not None
    assert (opening.place, opening.credit) == (place, credit)
    assert text.startswith(opening.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "ذكرت وكالة الأنباء السعودية (واس) أن الأعمال بدأت",
        "قال الرئيس - وهو يبتسم - إن الأعمال بدأت",
        "الرئيس: لن نقبل بأقل من ذلك",
        "رويترز: النفط يرتفع إلى أعلى مستوى",
        "بنا على ذلك: قررت اللجنة التأجيل",
        "وفا اللاعب بوعده - وسجل هدفين",
        "قال مصدر لرويترز - طلب عدم ذكر اسمه - إن الأعمال بدأت",
        "العربية لغة جميلة - هكذا بدأ حديثه",
        "نوال - الطالبة في الجامعة - فازت بالجائزة",
        "",
    ],
)
def test_sentences_open_without_dateline(text: str) -> None:
    assert opening_of(text) is None


@pytest.mark.parametrize(
    ("text", "credit", "whole"),
    [
        ("رويترز", "رويترز", True),
        ("رويترز - أ ف ب", "رويترز - أ ف ب", True),
        ("(وكالات)", "وكالات", True),
        ("فرانس 24/ أ ف ب", "فرانس 24/ أ ف ب", True),
        ("وارتفع سعر النفط. (رويترز)", "رويترز", False),
        ("وتستمر الأعمال (أ ف ب، رويترز).", "أ ف ب، رويترز", False),
    ],
)
def test_closings(text: str, credit: str, whole: bool) -> None:
    found = closing_of(text)
    assert found is not None
    assert (found[0], found[2]) == (credit, whole)


@pytest.mark.parametrize(
    "text", ["وفق ما ذكرت وكالة الأنباء السعودية (واس).", "الوطن", "قال (الوزير)", "أحمد علي", LAST, ""]
)
def test_no_closing(text: str) -> None:
    assert closing_of(text) is None


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("كتب أحمد محمد", ["أحمد محمد"]),
        ("كتبت أسماء نصار", ["أسماء نصار"]),
        ("كتب: أحمد محمد", ["أحمد محمد"]),
        ("كتب - أحمد محمد", ["أحمد محمد"]),
        ("بقلم/ عمرو أديب", ["عمرو أديب"]),
        ("بقلم: د. منى حسن", ["منى حسن"]),
        ("حوار: آسيا العتروس", ["آسيا العتروس"]),
        ("إعداد: أحمد محمد وعلي حسن", ["أحمد محمد", "علي حسن"]),
        ("أحمد محمد و علي حسن", ["أحمد محمد", "علي حسن"]),
        ("أحمد محمد، علي حسن؛ منى سعيد", ["أحمد محمد", "علي حسن", "منى سعيد"]),
        ("أحمد محمد - علي حسن", ["أحمد محمد", "علي حسن"]),
        ("أحمد محمد / علي حسن", ["أحمد محمد", "علي حسن"]),
        ("أحمد محمد | القاهرة", ["أحمد محمد"]),
        ("حسام أبو العلا - القاهرة", ["حسام أبو العلا"]),
        ("القاهرة - محمد صلاح", ["محمد صلاح"]),
        ("أحمد محمد (القاهرة)", ["أحمد محمد"]),
        ("محمد وليد", ["محمد وليد"]),
        ("محمد وليد وأحمد وهبة", ["محمد وليد", "أحمد وهبة"]),
        ("محمد عبد الله وأحمد أبو زيد", ["محمد عبد الله", "أحمد أبو زيد"]),
        ("نورا الحداد وسلطان عثمان", ["نورا الحداد", "سلطان عثمان"]),
        ("إعداد: د. محمد علي - تصوير: حسن سامي", ["محمد علي"]),
        ("الدكتور محمد علي", ["محمد علي"]),
        ("المهندس سامي نبيل", ["سامي نبيل"]),
        ("info@annahda.example أحمد سعد", ["أحمد سعد"]),
        ("أحمد سعد @ahmad", ["أحمد سعد"]),
        ("ترجمة: سارة محمود", ["سارة محمود"]),
        ("جان بيير لوران", ["جان بيير لوران"]),
        ("John Smith", ["John Smith"]),
        ("By John Smith", ["John Smith"]),
        ("القاهرة: محمد نبيل حلمي", ["محمد نبيل حلمي"]),
        ("كتب ـ عادل البهنساوى", ["عادل البهنساوى"]),
        ("كتبت - منى السيد - ومحمد على", ["منى السيد", "محمد على"]),
        ("كتب/ أحمد محمد", ["أحمد محمد"]),
        ("كتب أحمد عبد الفتاح - تصوير كريم عبد العزيز", ["أحمد عبد الفتاح"]),
        ("أحمد علي - صحفي", ["أحمد علي"]),
        ("طارق الحميد 20 مايو 2024", ["طارق الحميد"]),
        ("غزة/ محمد ماجد/ الأناضول", ["محمد ماجد"]),
        ("أحمد جمعة ووكالات", ["أحمد جمعة"]),
        ("سلوى وأحمد", ["سلوى", "أحمد"]),
        ("أ.د/ محمد مختار", ["محمد مختار"]),
        ("المحرر السياسي", []),
        ("فريق التحرير", []),
        ("قسم الأخبار", []),
        ("admin", []),
        ("Developed By Heba Musa", []),
        ("مراسل الموقع - القاهرة", []),
        ("النهضة", []),
        ("https://annahda.example/author/1", []),
        ("2024-05-20", []),
        ("تصوير: حسن سامي", []),
        ("", []),
    ],
)
def test_authors(byline: str, people: list[str]) -> None:
    assert credits_of([byline], frozenset({"النهضه"})).people == people


def test_authors_are_named_once() -> None:
    assert credits_of(["أحمد محمد", "كتب: أحمد محمد", "احمد محمد"]).people == ["أحمد محمد"]


@pytest.mark.parametrize(
    ("byline", "outlet"),
    [
        ("وكالات", "وكالات"),
        ("أ ف ب", "وكالة فرانس برس"),
        ("رويترز - أحمد علي", "رويترز"),
        ("أ ف ب (باريس)", "وكالة فرانس برس"),
        ("الرياض ـ واس", "وكالة الأنباء السعودية"),
    ],
)
def test_agencies_among_the_authors(byline: str, outlet: str) -> None:
    assert [found.name for _, found in credits_of([byline]).outlets] == [outlet]


@pytest.mark.parametrize(
    "line",
    [
        "كتب: أحمد محمد",
        "كتبت أسماء نصار",
        "حوار: آسيا العتروس",
        "بقلم أحمد علي",
        "حسام أبو العلا - القاهرة",
        "القاهرة – محمد صلاح",
        "تصوير: حسن سامي",
        "كتب أحمد محمد وعلي حسن",
    ],
)
def test_bylines(line: str) -> None:
    assert byline_of(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "كتب محمد صلاح تاريخا جديدا",
        "كتب الشاعر قصيدة عن المدينة.",
        "محمد علي",
        "تقرير جديد يكشف حجم الخسائر",
        "حوار وطني شامل",
        "مصر - السعودية",
        "إعداد الطعام يحتاج إلى وقت",
        "أحمد محمد: لن أترك الفريق",
        FIRST,
        "",
    ],
)
def test_text_is_no_byline(line: str) -> None:
    assert byline_of(line) is None


# ---------------------------------------------------------------- the stage


def test_source_of_the_label() -> None:
    done = attribute(article(source="المصدر: صدى البلد"), SITE)
    assert done.source == Source(
        name="صدى البلد", site="elbalad", kind="publisher", evidence="المصدر: صدى البلد"
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("صدى البلد", "صدى البلد"),
        ("(رويترز)", "رويترز"),
        ("«بلومبيرغ»", "بلومبيرغ"),
        ("رويترز + وكالات", "رويترز + وكالات"),
        ("وكالات - عواصم", "وكالات"),
        ("وكالة أنباء لا نعرفها", "وكالة أنباء لا نعرفها"),
        ("https://www.okaz.com.sa/news/1", "عكاظ"),
        ("www.nowhere.example", "nowhere.example"),
        ("صدى البلد (مصر)", "صدى البلد (مصر)"),
        ("رويترز | 20 مايو 2024", "رويترز"),
        ("رويترز، بتصرف", "رويترز، بتصرف"),
    ],
)
def test_source_names(written: str, name: str) -> None:
    done = attribute(article(source=written), SITE)
    assert done.source is not None and done.source.name == name


@pytest.mark.parametrize(
    "written",
    [
        "النهضة",
        "موقع النهضة",
        "(القاهرة - النهضة)",
        "خاص",
        "متابعات",
        "Getty Images",
        "",
        "المصدر:",
        "annahda.example",
    ],
)
def test_own_desk_and_pictures_are_no_source(written: str) -> None:
    done = attribute(article(source=written), SITE)
    assert done.source is None


def test_unknown_source_says_its_kind() -> None:
    done = attribute(article(source="صحيفة لا نعرفها"), SITE)
    assert done.source is not None and (done.source.kind, done.source.site) == ("publisher", None)


def test_dateline_in_the_sentence_stays() -> None:
    done = attribute(article("الرياض - واس: " + FIRST, LAST), SITE)
    assert done.body.startswith("الرياض - واس: بدأت")
    assert done.dateline == "الرياض"
    assert done.source == Source(name="واس", site="spa", kind="agency", evidence="الرياض - واس:")


def test_the_label_beats_the_dateline() -> None:
    done = attribute(article("الرياض - واس: " + FIRST, LAST, source="رويترز"), SITE)
    assert done.source is not None and done.source.name == "رويترز"
    assert done.dateline == "الرياض"


def test_own_dateline_is_no_source() -> None:
    cnn = Site(key="arabic.cnn.com", domain="arabic.cnn.com")
    done = attribute(article("دمشق، سوريا (CNN) -- " + FIRST, LAST), cnn)
    assert (done.source, done.dateline) == (None, "دمشق، سوريا")


def test_trailing_agency_leaves_the_body() -> None:
    done = attribute(article(FIRST, LAST, "رويترز"), SITE)
    assert done.body == f"{FIRST}\n\n{LAST}"
    assert done.source is not None and (done.source.name, done.source.evidence) == ("رويترز", "رويترز")


def test_trailing_label_leaves_the_body() -> None:
    done = attribute(article(FIRST, f"{LAST}\nالمصدر: عكاظ"), SITE)
    assert done.body == f"{FIRST}\n\n{LAST}"
    assert done.source is not None and (done.source.name, done.source.site) == ("عكاظ", "okaz")


def test_bracket_at_the_end_credits_and_stays() -> None:
    done = attribute(article(FIRST, LAST + " (أ ف ب)"), SITE)
    assert done.body.endswith("(أ ف ب)")
    assert done.source is not None and done.source.name == "أ ف ب"


def test_bylines_and_dates_leave_the_edges() -> None:
    done = attribute(
        article("كتب: أحمد محمد", "الإثنين 20 مايو 2024 - 10:30 ص", FIRST, LAST, "تصوير: حسن سامي"), SITE
    )
    assert done.body == f"{FIRST}\n\n{LAST}"
    assert done.authors == ["أحمد محمد"]


def test_stated_authors_beat_the_byline_in_the_body() -> None:
    done = attribute(article("كتب: أحمد محمد", FIRST, authors=["منى سعيد"]), SITE)
    assert done.authors == ["منى سعيد"]


def test_an_agency_for_author_is_the_source() -> None:
    done = attribute(article(authors=["وكالات"]), SITE)
    assert (done.authors, done.source and done.source.name) == ([], "وكالات")


def test_own_byline_line_leaves_the_body() -> None:
    done = attribute(article("القاهرة - النهضة", FIRST, LAST), SITE)
    assert done.body == f"{FIRST}\n\n{LAST}"
    assert done.source is None


def test_short_text_is_not_eaten() -> None:
    assert attribute(article("رويترز"), SITE).body == "رويترز"
    assert attribute(article("أحمد محمد - القاهرة"), SITE).body == "أحمد محمد - القاهرة"


def test_lists_and_scores_stay() -> None:
    paragraphs = (FIRST, "1- مصر", "2- الأردن", "3- تونس")
    assert attribute(article(*paragraphs), SITE).body == "\n\n".join(paragraphs)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(["كتب:", "(واس)", "الرياض - ", "وكالات", "أحمد ", " و", "المصدر: ", "\n"]),
        ),
        max_size=8,
    ).map("".join)
)
def test_no_text_raises(text: str) -> None:
    opening_of(text)
    closing_of(text)
    byline_of(text)
    credits_of([text])
    attribute(article(text, text, authors=[text], source=text), SITE)

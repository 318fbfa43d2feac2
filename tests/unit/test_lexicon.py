"""Labels, prompts, outlets: what is one, and what only begins like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.arabic.fold import fold
from crawler.arabic.lexicon import label_of, may_contain_label
from crawler.arabic.outlets import OUTLETS, kind_of_name, outlet_of
from crawler.arabic.prompts import prompt_of


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("المصدر: صدى البلد", "source", "صدى البلد"),
        ("المصدر:صدى البلد", "source", "صدى البلد"),
        ("المصدر : صدى البلد", "source", "صدى البلد"),
        ("المصـــدر: صدى البلد", "source", "صدى البلد"),
        ("المَصدَر：رويترز", "source", "رويترز"),
        ("المصدر", "source", ""),
        ("المصدر:", "source", ""),
        ("المصدر رويترز", "source", "رويترز"),
        ("المصدر | وكالات", "source", "وكالات"),
        ("نقلا عن: عكاظ", "source", "عكاظ"),
        ("عن: رويترز", "source", "رويترز"),
        ("المرجع: صحيفة محلية", "source", "صحيفة محلية"),
        ("نقلاً عن رويترز", "source", "رويترز"),
        ("كلمات دلالية: روسيا، موسكو", "tags", "روسيا، موسكو"),
        ("الكلمات الدلالية روسيا موسكو", "tags", "روسيا موسكو"),
        ("الكلمات الدالة :", "tags", ""),
        ("وسوم", "tags", ""),
        ("تاجز: مصر", "tags", "مصر"),
        ("إقرأ أيضاً:", "read_also", ""),
        ("اقرأ ايضا", "read_also", ""),
        (">> اقرأ أيضا: خبر آخر", "read_also", "خبر آخر"),
        ("شاهد أيضا خبر آخر", "read_also", "خبر آخر"),
        ("للمزيد: خبر آخر", "read_also", "خبر آخر"),
        ("مقالات مشابهة", "related", ""),
        ("مواضيع ذات صلة", "related", ""),
        ("انظر أيضا:", "related", ""),
        ("الأكثر قراءة", "unrelated", ""),
        ("آخر الأخبار", "unrelated", ""),
        ("صدر الصورة، أسوشيتد برس", "caption", "أسوشيتد برس"),
        ("التعليق على الصورة، المبنى بعد الترميم", "caption", "المبنى بعد الترميم"),
        ("كتب: أحمد علي", "byline", "أحمد علي"),
        ("حوار: منى حسن", "byline", "منى حسن"),
        ("بقلم أحمد علي", "byline", "أحمد علي"),
        ("تصوير: سامي نبيل", "photographer", "سامي نبيل"),
        ("آخر تحديث 10:30", "updated", "10:30"),
        ("تاريخ النشر: 1 مايو 2024", "date", "1 مايو 2024"),
        ("المزيد", "more", ""),
        ("...المزيد", "more", ""),
        ("اترك تعليقا", "comments", ""),
        ("مشاركة", "share", ""),
        ("Tags: مصر", "tags", "مصر"),
    ],
)
def test_labels(text: str, kind: str, rest: str) -> None:
    match = label_of(text)
    assert match is not None
    assert (match.kind, match.rest) == (kind, rest)


@pytest.mark.parametrize(
    "text",
    [
        "المصدر الأول قال إن المفاوضات مستمرة",
        "مصدر مسؤول أكد النبأ",
        "نقلا عن مصادر مطلعة قالت الصحيفة إن الاجتماع تأجل",
        "وسوم الشرف وزعت على الفائزين",
        "مواضيع كثيرة طرحت في الجلسة",
        "كتب محمد صلاح تاريخا جديدا في الدوري",
        "تقرير جديد يكشف حجم الخسائر",
        "تحرير المدينة استغرق شهرين",
        "الأكثر قراءة بين الشباب هي الروايات القصيرة",
        "المزيد من الجهود مطلوب في هذا الملف",
        "عاجل السلطات إلى إغلاق الطريق",
        "صورة قاتمة رسمها التقرير",
        "شارك الوزير في افتتاح المعرض",
        "في هذا المقال نستعرض أسباب الأزمة",
        "أخبار عن استقالة الوزير ترددت أمس",
        "مواضيع ذات صلة بالأزمة طرحت في الجلسة",
        "أخبار متعلقة بالانتخابات تصدرت الصحف",
        "تقارير أخرى أشارت إلى وقوع إصابات",
        "عن صحيفة محلية نقلت الوكالة الخبر",
        "عن الحادث قال شاهد عيان إن السيارة انقلبت",
        "لا تفوت فرصة زيارة المتحف",
        "المرجع الديني دعا إلى الهدوء",
        "تعليقات الرئيس أثارت الجدل",
        "",
        "   ",
        "!!!",
    ],
)
def test_sentences_that_begin_like_labels(text: str) -> None:
    assert label_of(text) is None


def test_the_value_ends_with_the_line() -> None:
    match = label_of("المصدر: عكاظ\nفقرة أخرى")
    assert match is not None and match.rest == "عكاظ"


@given(st.text(max_size=80))
def test_the_precheck_never_hides_a_label(text: str) -> None:
    if label_of(text) is not None:
        assert may_contain_label(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "تابعوا آخر الأخبار عبر قناتنا على تلغرام",
        "لمتابعة آخر أخبارنا على فيسبوك",
        "تابعونا على تويتر",
        "اشترك في نشرتنا البريدية",
        "انضم إلى قناتنا على واتساب",
        "حمّل تطبيق الصحيفة الآن",
        "للمزيد من التفاصيل اضغط هنا",
        "شارك هذا الخبر",
        "لن يتم نشر عنوان بريدك الإلكتروني.",
        "جميع الحقوق محفوظة © 2024",
        "نستخدم ملفات تعريف الارتباط",
        "// انتهى // 11:22 0432",
        "(يتبع)",
        "1250 مشاهدة",
    ],
)
def test_prompts(text: str) -> None:
    assert prompt_of(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "تابع الرئيس في القاهرة أخبار الحملة الوطنية باهتمام",
        "تابعت الأسواق في الخليج بيانات التضخم",
        "شارك في الندوة عدد من الخبراء من دول عدة",
        "انتهى الاجتماع دون اتفاق",
        "سجل اللاعب هدفين في الشوط الثاني",
        "حمل المتظاهرون لافتات تطالب بالإصلاح",
        "اشترك الطرفان في إعداد البيان الختامي",
        "أعلنت شركة واتساب عن تحديث جديد للتطبيق",
        "تم توقيع الاتفاق أمس",
        "اضغط الفريق على منافسه منذ البداية",
    ],
)
def test_sentences_that_begin_like_prompts(text: str) -> None:
    assert prompt_of(text) is None


@pytest.mark.parametrize(
    ("text", "name", "site"),
    [
        ("صدى البلد", "صدى البلد", "elbalad"),
        ("موقع صدى البلد", "صدى البلد", "elbalad"),
        ("(واس)", "وكالة الأنباء السعودية", "spa"),
        ("و ا س", "وكالة الأنباء السعودية", "spa"),
        ("عكاظ", "عكاظ", "okaz"),
        ("صحيفة «عكاظ»", "عكاظ", "okaz"),
        ("بوابة الأهرام", "الأهرام", "ahram"),
        ("(د.ب.أ)", "وكالة الأنباء الألمانية", None),
        ("د ب أ", "وكالة الأنباء الألمانية", None),
        ("الألمانية", "وكالة الأنباء الألمانية", None),
        ("أ ف ب", "وكالة فرانس برس", None),
        ("أ. ف. ب.", "وكالة فرانس برس", None),
        ("وكالة رويترز", "رويترز", None),
        ("رويترز + وكالات", "رويترز", None),
        ("رويترز وأ ف ب", "رويترز", None),
        ("CNN", "سي إن إن", "cnn_arabic"),
        ("العربية.نت", "العربية", None),
        ("وكالة المغرب العربي للأنباء", "وكالة المغرب العربي للأنباء", None),
    ],
)
def test_outlets(text: str, name: str, site: str | None) -> None:
    outlet = outlet_of(text)
    assert outlet is not None
    assert (outlet.name, outlet.site) == (name, site)


@pytest.mark.parametrize(
    "text",
    ["", "أحمد علي", "قال لرويترز", "وكالة أنباء لا نعرفها", "وزارة الخارجية", "بنا على ذلك", "x" * 500],
)
def test_no_outlets(text: str) -> None:
    assert outlet_of(text) is None


def test_a_name_says_its_kind() -> None:
    assert kind_of_name("وكالة أنباء لا نعرفها") == "agency"
    assert kind_of_name("صحيفة لا نعرفها") == "publisher"
    assert kind_of_name("قناة لا نعرفها") == "broadcaster"
    assert kind_of_name("وزارة الخارجية") is None


def test_the_registry_covers_the_sites() -> None:
    sites = {outlet.site for outlet in OUTLETS if outlet.site}
    assert sites >= {
        "elbalad",
        "okaz",
        "ahram",
        "spa",
        "youm7",
        "alyaum",
        "akhbarelyom",
        "albayan",
        "sputnik_arabic",
        "cnn_arabic",
    }


def test_no_two_outlets_share_a_name() -> None:
    names = [fold(outlet.name) for outlet in OUTLETS]
    assert len(names) == len(set(names))

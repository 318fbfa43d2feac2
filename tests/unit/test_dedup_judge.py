"""The judge on texts of our own: copies, cuts, revisions and templates."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from crawler.dedup import Verdict, judge
from crawler.dedup.background import Background, shipped, upper_bits
from crawler.dedup.features import measure
from crawler.dedup.fingerprint import fingerprint, shingles, tokens
from crawler.dedup.judge import trained

HARBOUR = (
    "افتتح وزير النقل صباح اليوم الرصيف الجديد في ميناء الصيادين بعد عامين من أعمال التوسعة التي نفذتها "
    "شركة محلية.\n\n"
    "وقال الوزير خلال الحفل إن الرصيف يستقبل ثلاثين قاربا في وقت واحد، وإن المرحلة الثانية تشمل سوقا "
    "للأسماك ومخازن مبردة.\n\n"
    "وأعرب عدد من الصيادين عن أملهم في أن تخفف السوق الجديدة من كلفة نقل المحصول إلى العاصمة، خصوصا في "
    "أشهر الصيف.\n\n"
    "وكانت البلدية قد أعلنت في وقت سابق عن خطة لترميم الطريق الساحلي الذي يربط الميناء بالقرى المجاورة."
)
SCHOOL = (
    "أعلنت مديرية التربية أن التسجيل في المدارس الابتدائية يبدأ مطلع الأسبوع المقبل ويستمر أسبوعين عبر "
    "الموقع الإلكتروني.\n\n"
    "ودعت المديرية أولياء الأمور إلى تجهيز شهادة الميلاد وبطاقة التطعيم قبل بدء التسجيل، مؤكدة أن الطلبات "
    "الورقية لن تقبل هذا العام."
)


def article(body: str, headline: str = "خبر", **more: Any) -> dict[str, Any]:
    return {"headline": headline, "body": body, "published_at": "2026-05-01T10:00:00+03:00", **more}


def gold(day: str, first: int, second: int) -> dict[str, Any]:
    body = (
        f"ننشر لكم أسعار الذهب اليوم {day} في محلات الصاغة بالعاصمة ضمن الخدمة اليومية التي نقدمها "
        f"للقراء.\n\n"
        f"وسجل سعر الجرام من عيار 21 نحو {first} وسجل عيار 18 نحو {second} من دون احتساب قيمة المصنعية.\n\n"
        "وتختلف قيمة المصنعية من محل إلى آخر ومن محافظة إلى أخرى، ويترقب المتعاملون قرارات البنوك المركزية."
    )
    return article(body, f"أسعار الذهب اليوم {day}", published_at=None)


def test_equal_texts_are_exact_whatever_the_marks_and_the_headline() -> None:
    other = HARBOUR.replace("أعمال", "اعمـــال").replace("وقال", "وقَالَ")
    verdict = judge(article(HARBOUR), article(other, "عنوان آخر"))
    assert verdict.kind == "exact"
    assert verdict.duplicate
    assert verdict.similarity == 1.0


def test_a_light_edit_is_a_near_duplicate() -> None:
    edited = HARBOUR.replace("صباح اليوم", "أمس").replace("شركة محلية", "إحدى الشركات المحلية")
    verdict = judge(article(HARBOUR, site="a"), article(edited, "الرصيف الجديد", site="b"))
    assert verdict.kind == "near"
    assert not verdict.same_publisher
    assert verdict.reason


def test_the_first_half_is_contained_in_the_whole() -> None:
    half = "\n\n".join(HARBOUR.split("\n\n")[:2])
    assert judge(article(half), article(HARBOUR)).duplicate
    assert judge(article(HARBOUR), article(half)).duplicate


def test_other_news_is_distinct() -> None:
    assert judge(article(HARBOUR), article(SCHOOL)).kind == "distinct"


def test_a_daily_template_is_distinct() -> None:
    verdict = judge(gold("الأحد 3 مايو", 4120, 3531), gold("الاثنين 4 مايو", 4155, 3561))
    assert not verdict.duplicate


def test_the_same_page_with_new_text_is_a_revision() -> None:
    later = HARBOUR + "\n\nوفي تحديث لاحق أعلن الوزير تأجيل المرحلة الثانية إلى العام المقبل."
    assert judge(article(HARBOUR, id="x:1"), article(later, id="x:1")).kind == "revision"
    page = "https://x.example/1"
    assert judge(article(HARBOUR, url=page), article(later, url=page)).kind == "revision"


def test_a_page_that_embeds_another_article_is_not_its_duplicate() -> None:
    host = article(HARBOUR, embedded=[{"headline": "التسجيل", "body": SCHOOL}])
    assert not judge(host, article(SCHOOL)).duplicate
    assert not judge(article(SCHOOL), host).duplicate


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"headline": None, "body": None},
        {"body": "\ud800\x00"},
        {"body": 3},
        {"published_at": "غدا", "body": "ا"},
    ],
)
def test_broken_articles_are_distinct(broken: dict[str, Any]) -> None:
    verdict = judge(broken, article(HARBOUR))
    assert isinstance(verdict, Verdict)
    assert not verdict.duplicate
    judge(broken, broken)


TELEGRAM = (
    "بعث رئيس الدولة برقية تهنئة إلى الرئيس {ruler} رئيس جمهورية {state} بمناسبة ذكرى استقلال بلاده.\n\n"
    "وأعرب في البرقية باسمه وباسم الشعب عن أصدق التهاني للرئيس {ruler} ولحكومة {state} وشعبها الصديق، مشيدا "
    "بما يجمع البلدين من علاقات متينة يحرص الجانبان على تنميتها في المجالات جميعها."
)


def furniture(*bodies: str) -> Background:
    """Return a background to which every phrase of these texts recurs."""
    phrases = np.unique(np.concatenate([upper_bits(shingles(tokens(body))) for body in bodies]))
    return Background(np.empty(0, np.uint32), np.empty(0), phrases)


def test_furniture_of_another_day_with_another_number_is_a_template() -> None:
    one, other = gold("الأحد", 4120, 3531), gold("الأحد", 4155, 3531)
    known = furniture(one["body"], other["body"])
    one["published_at"], other["published_at"] = "2026-05-03", "2026-05-04"
    verdict = judge(one, other, background=known)
    assert not verdict.duplicate
    assert verdict.reason.startswith("same template, 1 of")


def test_furniture_of_another_day_with_other_names_is_a_template() -> None:
    one = article(
        TELEGRAM.format(ruler="كلاوس يوهانيس", state="رومانيا"), site="a", published_at="2026-05-01"
    )
    body = TELEGRAM.format(ruler="راتو نايكاما", state="فيجي")
    other = article(body, site="b", published_at="2026-05-03")
    verdict = judge(one, other, background=furniture(one["body"], body))
    assert not verdict.duplicate
    assert verdict.reason == "same template, other names"


def test_furniture_reworded_on_another_day_is_a_template() -> None:
    later = HARBOUR.replace("صباح اليوم", "أمس").replace("في وقت واحد", "معا")
    known = furniture(HARBOUR, later)
    one = article(HARBOUR, published_at="2026-05-01")
    verdict = judge(one, article(later, published_at="2026-05-02"), background=known)
    assert not verdict.duplicate
    assert verdict.reason == "same template, another day"


def test_a_list_under_the_headline_of_last_week_is_no_copy() -> None:
    """One publisher, one headline, another day: much of the list is new, though more of it stays."""
    names = ["المفكرة", "المترجم", "القاموس", "الخرائط", "الطقس", "الحاسبة", "المصباح", "الساعة", "الرسام"]
    about = "تطبيق مجاني يعمل على الهواتف والحواسيب اللوحية، وقد نزله المستخدمون من المتجر أكثر من غيره"

    def weekly(day: str, first: int, site: str = "paper", headline: str = "الأكثر تحميلا") -> dict[str, Any]:
        body = HARBOUR + " ".join(f"\n\n{name}: {about}." for name in names[first : first + 2])
        body += "\n\n" + " ".join(SCHOOL.split()[: 12 * first])
        return article(body, headline, published_at=day, site=site)

    one = weekly("2026-05-01", 0)
    assert trained_only(one, weekly("2026-05-08", 4))  # the weights alone would take it for one text
    assert not judge(one, weekly("2026-05-08", 4)).duplicate
    assert judge(one, weekly("2026-05-02", 4)).duplicate  # edited on the same day or the next
    assert judge(one, weekly("2026-05-08", 4, site="other")).duplicate  # another paper's cut or extension
    assert judge(one, weekly("2026-05-08", 4, headline="تطبيقات الأسبوع")).duplicate
    again = {**one, "published_at": "2026-05-20", "body": one["body"].replace("صباح", "مساء")}
    assert judge(one, again).duplicate  # a reprint
    blank = judge({**one, "headline": ""}, {**weekly("2026-05-08", 4), "headline": ""})
    assert blank.duplicate  # no headline says nothing


def trained_only(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether the weights alone, without any rule, would call the two one article."""
    features, _ = measure(fingerprint(one), fingerprint(other), shipped())
    return trained().score(features) > 0


def test_what_changed_counts_against_a_publisher_and_not_against_another_paper() -> None:
    lead = "نفى مدير الميناء ما تردد عن تأجيل المشروع ووصف الأنباء المتداولة بأنها شائعات لا أساس لها.\n\n"
    one, other = fingerprint(article(HARBOUR, site="a")), fingerprint(article(lead + HARBOUR, site="a"))
    elsewhere = dataclasses.replace(other, site="b", derived={})
    own, theirs = (measure(one, mark, shipped())[0] for mark in (other, elsewhere))
    assert own.own_lead > 0.1
    assert own.own_opening == 1 - own.opening > 0.5
    assert theirs.own_lead == theirs.own_opening == theirs.own_numbers == 0
    assert trained().score(own) < trained().score(theirs)

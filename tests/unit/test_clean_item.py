"""The stages that edit an item: its texts, its headline, its lines of furniture, and their order."""

from __future__ import annotations

import pytest

from crawler.arabic.language import language_of
from crawler.items import Article, Embedded, Image, Reject, SimilarLink, Source
from crawler.refine import STEPS, refine
from crawler.refine.cleaning import clean_article
from crawler.site import Site

SITE = Site(
    key="annahda",
    publisher="النهضة",
    domain="annahda.example",
    timezone="Africa/Cairo",
    boilerplate=[r"^لمتابعة .* عبر النشرة"],
)
FIRST = "بدأت بلدية المدينة أعمال ترميم الجسر القديم الذي يربط ضفتي النهر منذ أكثر من قرن."
LAST = "وتستمر الأعمال حتى نهاية العام المقبل بحسب الجدول المعلن."


def article(headline: str = "ترميم الجسر القديم", body: str = f"{FIRST}\n\n{LAST}") -> Article:
    return Article(url="https://annahda.example/story/1", site="annahda", headline=headline, body=body)


@pytest.mark.parametrize(
    "headline",
    [
        "ترميم الجسر القديم - النهضة",
        "ترميم الجسر القديم | النهضة",
        "ترميم الجسر القديم » موقع النهضة",
        "ترميم الجسر القديم – صحيفة النهضة",
        "النهضة | ترميم الجسر القديم",
        "  ترميم\u00a0الجسر\n القديم ",
        "ترميم الجسر القديم | annahda.example",
    ],
)
def test_headline_without_the_site(headline: str) -> None:
    assert clean_article(article(headline), SITE).headline == "ترميم الجسر القديم"


@pytest.mark.parametrize(
    "headline", ["مصر - السودان: قمة جديدة", "النهضة", "مشروع النهضة يبدأ", "وزير: لا عودة - لن نقبل"]
)
def test_headline_that_is_whole(headline: str) -> None:
    assert clean_article(article(headline), SITE).headline == headline


def test_furniture_leaves_the_body() -> None:
    body = "\n\n".join(
        [
            "ترميم الجسر القديم",
            FIRST,
            "اقرأ أيضا: خبر آخر من المدينة",
            "مشاركة",
            LAST,
            "لمتابعة الأخبار عبر النشرة اليومية",
            "تابعونا على فيسبوك",
            "// انتهى //",
        ]
    )
    assert clean_article(article(body=body), SITE).body == f"{FIRST}\n\n{LAST}"


def test_text_stays_as_it_is() -> None:
    body = f"عنوان فرعي\n\n{FIRST}\n\n- بند أول\n- بند ثان\n\n«{LAST}»"
    assert clean_article(article(body=body), SITE).body == body


def test_every_text_is_cleaned() -> None:
    dirty = article()
    dirty.kicker, dirty.standfirst, dirty.section = " عاجل\u200f ", "ترميم الجسر القديم", "محليات\n"
    dirty.authors, dirty.tags = ["أحمد\u00a0محمد", "\u200b"], ["مصـــر"]
    dirty.embedded = [Embedded(headline="خبر\u200f آخر", body=f"{FIRST}\n\nمشاركة"), Embedded()]
    dirty.images = [Image(url="https://annahda.example/1.jpg", caption=" الجسر\x00 ", credit="")]
    dirty.similar = [SimilarLink(url="https://annahda.example/2", title="خبر آخر | النهضة")]
    dirty.source = Source(name="رويترز\u200f", evidence="المصدر:\u00a0رويترز")
    clean = clean_article(dirty, SITE)
    assert (clean.kicker, clean.standfirst, clean.section) == ("عاجل", None, "محليات")
    assert (clean.authors, clean.tags) == (["أحمد محمد"], ["مصر"])
    assert clean.embedded == [Embedded(headline="خبر آخر", body=FIRST)]
    assert (clean.images[0].caption, clean.images[0].credit) == ("الجسر", None)
    assert clean.similar[0].title == "خبر آخر"
    assert clean.source == Source(name="رويترز", evidence="المصدر: رويترز")
    assert clean.language == "ar"


def test_cleaning_twice_changes_nothing() -> None:
    once = clean_article(article(body=f"{FIRST}\n\nمشاركة\n\n{LAST}"), SITE)
    body = once.body
    assert clean_article(once, SITE).body == body


def test_the_stages_stand_in_order() -> None:
    assert [name for name, _ in STEPS] == ["canonicalise", "clean", "attribute", "tag", "validate"]


def test_refine_runs_them_all() -> None:
    raw = article(body=f"كتب: أحمد محمد\n\nالرياض - واس: {FIRST}\n\n" + f"{LAST}\n\n" * 3)
    raw.tags = ["مصر، السودان، المزيد"]
    raw.published_at, raw.fetched_at = "2024-05-20T10:00:00+03:00", "2024-05-21T10:00:00+00:00"
    done = refine(raw, SITE)
    assert isinstance(done, Article)
    assert done.id and done.canonical_url
    assert (done.authors, done.dateline, done.tags) == (["أحمد محمد"], "الرياض", ["مصر", "السودان"])
    assert done.source is not None and done.source.site == "spa"


def test_a_reject_names_its_stage() -> None:
    done = refine(article(body=""), SITE)
    assert isinstance(done, Reject)
    assert done.reason.startswith("validate/")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FIRST, "ar"),
        ("این متن به زبان فارسی نوشته شده است و برای آزمایش به کار می‌رود که از آن استفاده شود", "fa"),
        ("یہ متن اردو زبان میں لکھا گیا ہے اور اس کا مقصد جانچ کرنا ہے", "ur"),
        ("ئەم دەقە بە زمانی کوردی نووسراوە و بۆ تاقیکردنەوە بەکار دێت", "ku"),
        ("The council said that the works on the bridge will start in May", "en"),
        ("Le conseil a annoncé que les travaux du pont débuteront dans la ville", "fr"),
        ("قصير", None),
        ("12345 67890 !!!", None),
        ("", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert language_of(text) == language

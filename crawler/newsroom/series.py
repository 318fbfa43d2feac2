# ruff: noqa: E501 (sentences are data here: broken in two they could not be read)
"""Daily stories that share a form and differ in their numbers: two days of one are not duplicates."""

from __future__ import annotations

import random
from datetime import date

from crawler.newsroom.grammar import Draft

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip


def day_in_words(day: date) -> str:
    """Return `الثلاثاء 20 مايو 2025`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def gold(rng: random.Random, day: date) -> Draft:
    """Return the gold prices of a day."""
    words = day_in_words(day)
    fine = rng.randint(4100, 5200)
    move, effect = rng.choice((("ارتفاعا", "أعلى"), ("تراجعا", "أدنى")))
    change = rng.randint(6, 95)
    common, low = fine * 21 // 24, fine * 18 // 24
    return Draft(
        section="اقتصاد",
        headline=f"أسعار الذهب اليوم {words} في محال الصاغة",
        standfirst=f"عيار 21 عند {common} جنيها في تعاملات {WEEKDAYS[day.weekday()]}.",
        paragraphs=(
            f"سجلت أسعار الذهب في محال الصاغة اليوم {words} {move} قدره {change} جنيها للغرام الواحد مقارنة "
            f"بإغلاق الأمس، لتصل إلى {effect} مستوى لها منذ {rng.randint(3, 28)} يوما.",
            f"وبلغ سعر غرام الذهب عيار 24 نحو {fine} جنيها للبيع و{fine - rng.randint(12, 40)} جنيها للشراء.",
            f"وبلغ سعر غرام الذهب عيار 21 الأكثر تداولا نحو {common} جنيها للبيع و{common - rng.randint(12, 40)} "
            "جنيها للشراء.",
            f"وبلغ سعر غرام الذهب عيار 18 نحو {low} جنيها للبيع و{low - rng.randint(12, 40)} جنيها للشراء.",
            f"ووصل سعر الجنيه الذهب إلى {common * 8} جنيها، فيما سجلت الأوقية عالميا {rng.randint(2900, 3500)} "
            f"دولارا، وتراوحت المصنعية بين {rng.randint(40, 70)} و{rng.randint(90, 180)} جنيها للغرام بحسب المنطقة.",
        ),
        tags=("أسعار الذهب", "عيار 21", "سعر الجنيه الذهب"),
        place="القاهرة",
    )


def weather(rng: random.Random, day: date) -> Draft:
    """Return the weather of a day."""
    words = day_in_words(day)
    cities = rng.sample(("الرياض", "جدة", "الدمام", "أبها", "تبوك", "حائل", "نجران", "جازان", "ينبع"), 6)
    high = {city: rng.randint(21, 46) for city in cities}
    listed = "، و".join(
        f"{city} {high[city]} درجة للعظمى و{high[city] - rng.randint(8, 15)} للصغرى" for city in cities
    )
    return Draft(
        section="طقس",
        headline=f"حالة الطقس ودرجات الحرارة المتوقعة {words}",
        standfirst=f"أعلى حرارة متوقعة {max(high.values())} درجة.",
        paragraphs=(
            f"توقع مركز الأرصاد في تقريره عن حالة الطقس يوم {words} أن تنشط الرياح السطحية على "
            f"{rng.choice(cities)} و{rng.choice(cities)} بسرعة تبلغ {rng.randint(18, 60)} كيلومترا في الساعة.",
            f"وجاءت درجات الحرارة المتوقعة على النحو الآتي: {listed}.",
            f"وأضاف المركز أن نسبة الرطوبة تبلغ {rng.randint(12, 88)} في المئة على السواحل، وأن ارتفاع الموج يتراوح بين "
            f"نصف متر و{rng.randint(2, 4)} أمتار، فيما ينخفض مدى الرؤية الأفقية إلى {rng.randint(2, 9)} كيلومترات.",
            f"ودعا المركز السائقين على الطرق السريعة إلى الحذر من الأتربة بين الساعة {rng.randint(6, 10)} صباحا "
            f"والساعة {rng.randint(3, 8)} مساء.",
        ),
        tags=("حالة الطقس", "درجات الحرارة", "مركز الأرصاد"),
        place="الرياض",
    )

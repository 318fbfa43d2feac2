"""The words of dates, as they look after `plain`: months, weekdays, parts of the day, zones, units.

`plain` is gentler than `fold`: it keeps punctuation, which is what tells a date from a score.
"""

from __future__ import annotations

import re

from crawler.arabic.fold import digits
from crawler.arabic.text import MARK, clean

_DROPPED = re.compile(f"[{MARK}\u0640\u200c\u200d]+")
_LETTERS = (
    *((alef, "ا") for alef in "أإآٱ"),
    ("ى", "ي"),
    ("ی", "ي"),
    ("ئ", "ي"),
    ("ؤ", "و"),
    ("ة", "ه"),
    ("ک", "ك"),
    ("ڤ", "ف"),
    ("پ", "ب"),
    ("چ", "ج"),
    ("،", ","),
    ("؛", ","),
    ("–", "-"),
    ("—", "-"),
    ("−", "-"),
    ("‐", "-"),
    ("‑", "-"),
    ("ـ", ""),
    ("：", ":"),
    ("٫", "."),
    ("∶", ":"),
    ("⁄", "/"),
    ("\\", "/"),
    ("|", ","),
    ("\n", " , "),
)


_ASCII = tuple(pair for pair in _LETTERS if pair[0].isascii())


def plain(text: str) -> str:
    """Return `text` in one spelling, in lower case, with ASCII digits, single blanks, and its punctuation."""
    text = _DROPPED.sub("", clean(text))
    for letter, simple in _ASCII if text.isascii() else _LETTERS:
        text = text.replace(letter, simple)
    return re.sub(" {2,}", " ", digits(text).lower()).strip()


GREGORIAN = {
    1: "يناير ينايير جانفي جانفييه كانون_الثاني كانون_ثاني كانون_ثان كانون_2 ك2 january janvier jan janv",
    2: "فبراير فيبراير فبرير فيفري فيفريه شباط february fevrier février feb fev fév févr",
    3: "مارس مارت اذار march mars mar",
    4: "ابريل افريل نيسان april avril apr avr",
    5: "مايو ماي ايار may mai",
    6: "يونيو يونيه جوان حزيران june juin jun",
    7: "يوليو يوليه جويليه جويلي يوليوز تموز july juillet jul juil",
    8: "اغسطس اغسطوس اوت غشت اغشت اب august août aout aug",
    9: "سبتمبر سيبتمبر سبتنبر شتنبر ايلول september septembre sept sep",
    10: "اكتوبر اوكتوبر تشرين_الاول تشرين_اول تشرين_1 ت1 october octobre oct",
    11: "نوفمبر نوفنبر نونبر تشرين_الثاني تشرين_ثاني تشرين_ثان تشرين_2 ت2 november novembre nov",
    12: "ديسمبر دسمبر ديسنبر دجنبر كانون_الاول كانون_اول كانون_1 ك1 december decembre décembre dec déc",
}
HIJRI = {
    1: "محرم المحرم محرم_الحرام",
    2: "صفر صفر_الخير",
    3: "ربيع_الاول ربيع_اول ربيع_1 ربيع_الاولي",
    4: "ربيع_الاخر ربيع_الثاني ربيع_اخر ربيع_ثاني ربيع_ثان ربيع_2",
    5: "جمادي_الاولي جمادي_الاول جمادي_اولي جمادي_اول جمادي_1 جماد_الاول جماد_اول جماد_الاولي",
    6: "جمادي_الاخره جمادي_الاخر جمادي_الثانيه جمادي_الثاني جمادي_ثاني جمادي_2 جمادي_اخره "
    "جماد_الاخر جماد_الثاني "
    "جماد_ثاني جماد_الثانيه جماد_الاخره",
    7: "رجب رجب_الفرد رجب_الاصم",
    8: "شعبان شعبان_المعظم",
    9: "رمضان رمضان_المبارك رمضان_الكريم",
    10: "شوال شوال_المكرم",
    11: "ذو_القعده ذي_القعده ذوالقعده ذيالقعده ذو_قعده ذي_قعده القعده ذا_القعده",
    12: "ذو_الحجه ذي_الحجه ذوالحجه ذيالحجه ذو_حجه ذي_حجه الحجه ذا_الحجه",
}


def _numbers(months: dict[int, str]) -> dict[str, int]:
    return {name.replace("_", " "): number for number, names in months.items() for name in names.split()}


MONTHS = _numbers(GREGORIAN)
HIJRI_MONTHS = _numbers(HIJRI)


def alternation(names: dict[str, int]) -> str:
    """Return a regular expression of the names, the longest first, each ending at a word's end."""
    # `كانون 2` must not eat the first digit of a year.
    parts = [
        re.escape(n).replace("\\ ", " ?") + (r"(?!\d)" if n[-1].isdigit() else r"(?!\w)")
        for n in sorted(names, key=len, reverse=True)
    ]
    return "(?:" + "|".join(parts) + ")"


def month_number(name: str, names: dict[str, int]) -> int | None:
    """Return the number of a month as the expression matched it: `كانون2` and `كانون 2` alike."""
    number = names.get(name)
    if number is None:
        squeezed = name.replace(" ", "")
        number = next((n for known, n in names.items() if known.replace(" ", "") == squeezed), None)
    return number


WEEKDAYS = (
    "(?:(?:ال)?(?:اثنين|احد|ثلاثاء|تلاتاء|ثلثاء|اربعاء|خميس|جمعه|سبت)|"
    "(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
)

WEEKDAY_OF = {
    "اثنين": 0,
    "ثلاثاء": 1,
    "تلاتاء": 1,
    "ثلثاء": 1,
    "اربعاء": 2,
    "خميس": 3,
    "جمعه": 4,
    "سبت": 5,
    "احد": 6,
}

# Zones of the clocks that Arabic pages name; an offset in minutes where the name is no place.
ZONES = {
    "Asia/Riyadh": "مكه المكرمه|مكه|السعوديه|الرياض|المملكه العربيه السعوديه|المملكه|ksa|mecca|makkah|riyadh",
    "Africa/Cairo": "القاهره|مصر|القاهره المحلي|cairo|egypt|clt",
    "Asia/Aden": "صنعاء|عدن|اليمن",
    "Asia/Baghdad": "بغداد|العراق",
    "Asia/Damascus": "دمشق|سوريا|سوريه",
    "Asia/Beirut": "بيروت|لبنان",
    "Asia/Amman": "الاردن|العاصمه الاردنيه",
    "Asia/Muscat": "مسقط|سلطنه عمان",
    "Asia/Hebron": "القدس|القدس المحتله|فلسطين|رام الله|غزه",
    "Asia/Qatar": "الدوحه|قطر|doha",
    "Asia/Dubai": "ابوظبي|ابو ظبي|دبي|الامارات|uae|gst|abu dhabi|dubai",
    "Asia/Kuwait": "الكويت|kuwait",
    "Asia/Bahrain": "المنامه|البحرين",
    "Africa/Khartoum": "الخرطوم|السودان",
    "Africa/Tripoli": "طرابلس|ليبيا",
    "Africa/Tunis": "تونس",
    "Africa/Algiers": "الجزائر|الجزاير",
    "Africa/Casablanca": "الرباط|المغرب|الدار البيضاء",
    "Africa/Nouakchott": "نواكشوط|موريتانيا",
    "Europe/Moscow": "موسكو|روسيا|msk",
    "Europe/London": "لندن|بريطانيا|bst",
    "Europe/Paris": "باريس|فرنسا|برلين|وسط اوروبا|cet|cest",
    "Europe/Istanbul": "اسطنبول|انقره|تركيا",
    "Asia/Tehran": "طهران|ايران",
    "America/New_York": "واشنطن|نيويورك|شرق الولايات المتحده|الساحل الشرقي|est|edt|et",
    "UTC": "غرينتش|جرينتش|غرينيتش|جرينيتش|غرينتش الموحد|جرينتش العالمي|غرنتش|جرنتش|قرينتش|"
    "العالمي|العالمي الموحد|"
    "gmt|utc|ت ?\\. ?غ\\.?|تغ|greenwich",
}
ZONE_OF = {
    name.replace(" ?", " "): zone
    for zone, names in ZONES.items()
    for name in names.split("|")
    if "\\" not in name
}

# What a marker after a clock reading says: which hours it leaves alone and which it moves.
MERIDIEM = {
    "am": (
        "ص",
        "صباحا",
        "صباح",
        "ص.",
        "am",
        "a.m.",
        "a.m",
        "فجرا",
        "فجر",
        "ضحي",
        "الصباح",
        "الفجر",
        "قبل الظهر",
        "بعد منتصف الليل",
    ),
    "pm": (
        "م",
        "مساء",
        "مساءا",
        "مسايا",  # `مسائاً`
        "مساءً",
        "م.",
        "pm",
        "p.m.",
        "p.m",
        "عصرا",
        "عصر",
        "المساء",
        "بعد الظهر",
        "مسا",
    ),
    "noon": ("ظهرا", "ظهر", "الظهر"),
    "night": ("ليلا", "ليل", "الليل"),
    "midnight": ("منتصف الليل",),  # of which day is not said
}
MERIDIEM_OF = {word: part for part, words in MERIDIEM.items() for word in words}

UNITS = {
    "second": ("ثانيه", "ثوان", "ثواني", "ثانيتين", "ثانيتان", "لحظات"),
    "minute": ("دقيقه", "دقايق", "دقائق", "دقيقتين", "دقيقتان", "دقاي"),
    "hour": ("ساعه", "ساعات", "ساعتين", "ساعتان"),
    "day": ("يوم", "ايام", "يومين", "يومان", "يوما"),
    "week": ("اسبوع", "اسابيع", "اسبوعين", "اسبوعان", "اسبوعا"),
    "month": ("شهر", "اشهر", "شهور", "شهرين", "شهران", "شهرا"),
    "year": ("سنه", "سنوات", "سنتين", "سنتان", "سنين", "عام", "عامين", "عامان", "اعوام", "عاما"),
}
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
_ONES = (
    ("واحد", "واحده"),
    ("اثنين", "اثنتين", "اثنان", "اثنتان"),
    ("ثلاثه", "ثلاث"),
    ("اربعه", "اربع"),
    ("خمسه", "خمس"),
    ("سته", "ست"),
    ("سبعه", "سبع"),
    ("ثمانيه", "ثماني", "ثمان"),
    ("تسعه", "تسع"),
)
_TENS = {20: "عشر", 30: "ثلاث", 40: "اربع", 50: "خمس"}


def _number_words() -> dict[str, int]:
    words = {"عشر": 10, "عشره": 10, "احد عشر": 11, "احدي عشره": 11, "احدي عشر": 11}
    words |= {f"{two} عشر{end}": 12 for two in ("اثنا", "اثني", "اثنتا", "اثنتي") for end in ("", "ه")}
    for one, spellings in enumerate(_ONES, 1):
        words |= dict.fromkeys(spellings, one)
        if one > 2:
            words |= {f"{word} عشر{end}": one + 10 for word in spellings for end in ("", "ه")}
    for ten, stem in _TENS.items():
        for end in ("ين", "ون"):
            words[stem + end] = ten
            for one, spellings in enumerate((*_ONES, ("احدي",)), 1):
                for word in spellings:
                    words[f"{word} و{stem}{end}"] = ten + (one if one < 10 else 1)
    return words


NUMBER_WORDS = _number_words()
_ORDINALS = [
    "الاول",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
]


def _ordinal_days() -> dict[str, int]:
    words = {word: day for day, word in enumerate(_ORDINALS, 1)}
    ones = ["الحادي", *_ORDINALS[1:9]]
    words |= {f"{word} عشر": day for day, word in enumerate(ones, 11)}
    for end in ("ين", "ون"):
        words[f"العشر{end}"] = 20
        words |= {f"{word} والعشر{end}": day for day, word in enumerate(ones, 21)}
        words |= {f"الثلاث{end}": 30, f"الحادي والثلاث{end}": 31}
    return words


ORDINAL_DAYS = _ordinal_days()
HOUR_WORDS = {
    "الواحده": 1,
    "الثانيه": 2,
    "الثالثه": 3,
    "الرابعه": 4,
    "الخامسه": 5,
    "السادسه": 6,
    "السابعه": 7,
    "الثامنه": 8,
    "التاسعه": 9,
    "العاشره": 10,
    "الحاديه عشره": 11,
    "الحاديه عشر": 11,
    "الثانيه عشره": 12,
    "الثانيه عشر": 12,
}
# Parts of an hour: `والنصف`, `إلا ربعا`.
HOUR_PARTS = {
    "نصف": 30,
    "النصف": 30,
    "ربع": 15,
    "ربعا": 15,
    "الربع": 15,
    "ثلث": 20,
    "ثلثا": 20,
    "الثلث": 20,
}


def any_of(words: dict[str, int] | dict[str, str]) -> str:
    """Return a regular expression of the words, the longest first; an `و` may have a blank after it."""
    return "|".join(re.escape(word).replace("\\ و", " ?و ?") for word in sorted(words, key=len, reverse=True))


# What the words before a time say of it.
UPDATED = re.compile(
    r"(?:اخر (?:تحديث|تعديل)|تاريخ (?:اخر )?(?:التحديث|التعديل)|تم (?:ال)?تحديث\w*|تحديث|"
    r"محدثه?|حدث (?:في|بتاريخ)|حدث ?:|عدل (?:في|بتاريخ)|عدل ?:|last updated?|updated|modified)"
)
PUBLISHED = re.compile(r"(?:نشر|النشر|نشره|كتب في|اضيف|التاريخ|published|posted)")

"""Phrases of pages around the news: bylines, marks at the end, house rules, breadcrumbs, missing pages."""

from __future__ import annotations

import re

from crawler.arabic.fold import fold

# ---------------------------------------------------------------- lines about the text

TIME_ONLY = re.compile(
    r"^\W*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\W*(?:ص|م|صباحا|مساء|AM|PM|GMT)?\W*$", re.IGNORECASE
)
BYLINE_LINE = re.compile(
    r"^(?:كتب|كتبت|كتبه|كتبها|بقلم|تحرير|إعداد|اعداد|أعده|أعدته|أعدها|حوار|تقرير|متابعة|تغطية|ترجمة"
    r"|تصوير|حاوره|حاورته|أجرى الحوار)\s*[:/\-–]\s*\S.{1,80}$"
)
BYLINE_BARE = re.compile(r"^(?:كتب|كتبت|بقلم|كتبه|تصوير)\s+[^\W\d_]+(?:\s+[^\W\d_]+){1,5}$")
# `كتب - أحمد علي`: a verb and a name, and nothing else.
BYLINE_NAME = re.compile(r"^\W*(?:كتب|كتبت|بقلم|كتبه|كتبها|إعداد)\s*[-–—/]\s*((?:[^\W\d_]+\s?){2,5})\W*$")
END_MARK = re.compile(r"^\W*(?:انتهى|النهاية|ا\.?\s*هـ|أ\.?\s*ف|يتبع)\b.{0,40}$")
# The house rules of a comment form, printed under the text in the same element.
COMMENT_RULES = re.compile(
    r"^(?:ترحب|نرحب|يرحب)\b.{0,60}(?:بالنقاش|بالتعليق|بتعليقات|بآراء|بمشارك)|^(?:جميع |كل |إن"
    r" )?(?:ال)?(?:آراء|اراء|تعليقات|مشاركات|مقالات)\b.{0,60}لا (?:تعبر|تمثل|تعكس)"
    r"|^(?:المقال|المقالة|ما ورد في هذا)\b.{0,60}(?:لا يعبر|لا تعبر|تعبر عن رأي صاحبها|يعبر عن رأي كاتبه)"
)
BY_ALONE = frozenset(fold(x) for x in ("بواسطة", "بقلم", "كتب", "كتبت", "الكاتب", "المؤلف", "إعداد", "تحرير"))
BY_NAME = re.compile(
    r"(?:بواسطة|بقلم)\s*:?\s*((?:[^\W\d_]+\s?){2,5}?)(?=\s*(?:$|[|،,\-–/(]|في\s|بتاريخ|يوم\s|\d))"
)
DATE_TAIL = re.compile(
    r"\s*[|\-–—/،,]?\s*(?:(?:ال(?:سبت|أحد|احد|إثنين|اثنين|ثلاثاء|أربعاء|اربعاء|خميس|جمعة))\b"
    r"|\d{1,2}[/:-]|(?<!\w)\d{1,2}\s|[٠-٩]{1,2}[/:-]|(?<!\w)[٠-٩]{1,2}\s|منذ\s|قبل\s|نشر\s).*$"
)

# ---------------------------------------------------------------- breadcrumbs and lists

HOME = frozenset(
    fold(x)
    for x in (
        "الرئيسية",
        "الصفحة الرئيسية",
        "رئيسية",
        "الرئيسيه",
        "home",
        "أنت هنا",
        "انت هنا",
        "الصفحة الأولى",
        "بيت",
        "اخبار الرئيسية",
    )
)
MORE = frozenset(fold(x) for x in ("المزيد", "المزيد من", "عرض المزيد", "more", "الكل"))
OPINION = frozenset(
    ("راي", "الراي", "مقالات", "اراء", "كتاب", "كتاب واراء", "مقالات راي", "راي وتحليل")
)  # folded names of sections

# ---------------------------------------------------------------- pages that are not there

# Folded. What only a page that is not there says of itself; an article about a missing child says less.
_THING = r"(?:الصفحه|المقال(?:ه)?|الخبر|المحتوي|الرابط|الموضوع)"
MISSING = re.compile(
    r"^(?:خطا|error)? ?404\b|\b404\b.{0,20}(?:error|not found|غير)|^not found\b"
    r"|page (?:was |could )?not (?:be )?found"
    rf"|{_THING}(?: المطلوبه?| التي .{{0,30}}| الذي .{{0,30}})?"
    r" (?:غير|لم يعد|لم تعد) (?:موجوده?|متوفره?|متاحه?)\b"
    rf"|(?:عذرا|عفوا).{{0,40}}{_THING}|تم حذف (?:هذا |هذه )?{_THING}|انتهت صلاحيه الرابط"
    r"|(?:لم نعثر|لم يتم العثور|تعذر العثور|لا يمكن العثور) علي .{0,25}"
    rf"(?:{_THING}|ما تبحث|نتائج|طلبك|اي شيء)"
)
# What such a page's title may say, and an article's too.
PERHAPS_MISSING = re.compile(r"\b404\b|not found|لم نعثر|لم يتم العثور|غير موجوده? حاليا|^(?:عذرا|عفوا)\b")

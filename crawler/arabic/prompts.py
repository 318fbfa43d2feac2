"""Prompts: whole paragraphs that ask the reader for something, or say nothing of the news."""

from __future__ import annotations

import re

from crawler.arabic.fold import fold
from crawler.arabic.lexicon import WORD, fold_word

_NETWORKS = (
    r"(?:فيس ?بوك|تويتر|تلي?[غج]رام|تيلي[غج]رام|واتس ?اب|انست?[غج]رام|يوتيوب|تيك ?توك|سناب|(?:جوجل|غوغل) نيوز|google news|"
    r"قناتنا|قنواتنا|صفحتنا|صفحاتنا|حساباتنا|منصاتنا|تطبيق(?:نا)?\b|twitter|facebook|telegram|whatsapp|youtube|instagram)"
)
PROMPTS = (
    # kind, regular expression over the folded paragraph
    (
        "follow",
        r"^و?(?:تابعو|تابعوا|تابعونا|تابعنا|لمتابعه|للمتابعه|لمتابعتنا) .*(?:علي|عبر|من خلال|في) .*(?:"
        + _NETWORKS
        + "|اخبار|نيوز|منصه|منصات)",
    ),
    ("follow", r"^تابع .*(?:علي|عبر|من خلال) " + _NETWORKS),
    ("follow", r"^تابعو?ا?نا\b(?: \w+){0,4}$"),
    (
        "follow",
        r"^(?:اشتركو?ا?|للاشتراك|سجلوا?|انضم(?:وا)?|للانضمام) (?:الان |معنا |الينا )*(?:في|الي|علي|مجانا|عبر|لمتابعه|ليصلك\w*|لتصلك\w*) .*"
        r"(?:نشره|نشرتنا|قناه|مجموع|جروب|قروب|بريد|ليصلك|لتصلك|خدمه|مجانا|" + _NETWORKS + ")",
    ),
    ("follow", r"^(?:اشتركو?ا?) في (?:نشرتنا|قناتنا|النشره|القناه|خدمه)"),
    (
        "follow",
        r"^(?:حمل(?:وا)?|نزل(?:وا)?|لتحميل|لتنزيل|قم بتحميل|يمكنكم تحميل) (?:\w+ ){0,2}(?:ال)?(?:تطبيق(?:نا|ات|اتنا)?|app)\b",
    ),
    (
        "follow",
        r"^(?:اضغط|انقر|اضغطوا|انقروا|للمزيد اضغط|للتفاصيل اضغط) .*(?:هنا|للاشتراك|للمتابعه|للانضمام|لمتابعه|علي الرابط)",
    ),
    (
        "follow",
        r"^(?:لمزيد|للمزيد|لمعرفه المزيد|ولمزيد|للتفاصيل)(?: من)?(?: \w+){0,6} (?:اضغط|زوروا?|تابعوا?|انقر|الرابط|هنا|موقعنا)",
    ),
    ("follow", r"^يمكنكم? (?:ايضا )?متابعه .*(?:عبر|علي|من خلال) .*" + _NETWORKS),
    (
        "share",
        r"^(?:شارك|شاركوا?|مشاركه|انشر) (?:هذا |هذه |الان )?(?:الخبر|المقال|الموضوع|القصه|الصفحه)\b(?: \w+){0,5}$",
    ),
    ("share", r"^شاركو?ا? (?:مع )?اصدقاء\w*$"),
    ("comments", r"^(?:اترك|اضف|اكتب) (?:تعليق|رد\b|ردا\b|رايك)"),
    ("comments", r"^لن يتم نشر عنوان بريدك"),
    ("comments", r"^(?:الحقول الالزاميه|احفظ اسمي|التعليقات المنشوره لا تعبر|جميع التعليقات تعبر)"),
    (
        "paywall",
        r"(?:هذا المحتوي|هذا المقال|متابعه القراءه|باقي المقال|المحتوي كاملا).*(?:للمشتركين|المشتركين|الاشتراك|اشترك|تسجيل الدخول)",
    ),
    ("rights", r"^(?:جميع|كافه|كل) (?:ال)?حقوق (?:النشر |والنشر |الطبع |والطبع )*(?:محفوظه|الملكيه)"),
    ("rights", r"^(?:حقوق (?:النشر|الطبع)|copyright\b|all rights reserved)"),
    (
        "cookies",
        r"^(?:نستخدم|يستخدم هذا الموقع|يستخدم الموقع|باستخدامك) .*(?:ملفات تعريف الارتباط|كوكيز|الكوكيز|cookies)",
    ),
    ("script", r"(?:يرجي تفعيل|الرجاء تفعيل|متصفحك لا يدعم|المتصفح لا يدعم)"),
    ("end", r"^(?:\d{1,4} )*(?:انتهي|انتهت|انتهي الخبر|النهايه|يتبع)(?: \d{1,4}| [a-z]{1,4}| \w)*$"),
    (
        "pages",
        r"^(?:ال)?(?:صفحات|صفحه|pages?)(?: (?:\d{1,3}|التالي\w*|السابق\w*|من|الاخيره|next|prev\w*|of))+$",
    ),
    ("copy", r"^(?:رابط الخبر|الرابط المختصر|رابط مختصر)\b"),
    ("ad", r"^(?:اعلان|اعلانات|advertisement|اعلان ممول|محتوي ممول|برعايه)$"),
    ("views", r"^(?:\d+ )?(?:مشاهده|مشاهدات|زياره|عدد المشاهدات|عدد القراءات|عدد الزيارات)(?: \d+)?$"),
)

_PROMPTS = tuple((kind, re.compile(pattern)) for kind, pattern in PROMPTS)
# How the first word of a prompt begins, and what prompts that begin otherwise hold: most lines stop here.
_PROMPT_FIRST = re.compile(
    r"\d|و?تابع|و?لمتابع|للمتابع|ا?شترك|للاشتراك|سجل|انضم|للانضمام|حمل|نزل|لتحميل|لتنزيل|قم$|يمكنك|اضغط|انقر|"
    r"لمزيد|للمزيد|لمعرفه|ولمزيد|للتفاصيل|شارك|مشارك|انشر|اترك|اضف|اكتب|لن$|الحقول|احفظ|التعليقات|جميع|كافه|كل$|"
    r"حقوق|copyright|all$|نستخدم|يستخدم|باستخدامك|انته|النهايه|يتبع|رابط|الرابط|اعلان|advert|محتوي|برعايه|"
    r"مشاهد|زياره|عدد$|(?:ال)?صفح(?:ات|ه)$|pages?$"
)
_PROMPT_INNER = re.compile("تفعيل|يدعم|مشتركين|اشتراك|اشترك|تسجيل الدخول")
_PROMPT_WORDS = 28  # a longer paragraph is text, whatever it begins with


def prompt_of(text: str) -> str | None:
    """Return the kind of prompt that a whole paragraph is (follow us, comment, end mark …), or None."""
    if len(text) > 400:
        return None
    first = WORD.search(text)
    if first is None:
        return None
    if not _PROMPT_FIRST.match(fold_word(first[0])) and not _PROMPT_INNER.search(text):
        return None
    folded = fold(text)
    if folded.count(" ") >= _PROMPT_WORDS:
        return None
    for kind, pattern in _PROMPTS:
        if pattern.search(folded):
            return kind
    return None

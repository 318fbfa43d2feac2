"""Every Arabic label, prompt and outlet that we know, in one place.

The lists hold the spellings as they are seen; all comparison goes through `fold`, so tashkeel, tatweel and
the forms of hamza need no variants of their own.

A *label* is the words by which a page says what follows: `المصدر:`, `كلمات دلالية`, `إقرأ أيضاً`. Strong
labels are never how a sentence begins, so what follows on the line is their value even without a colon.
Weak ones are ordinary words too (`المصدر الأول قال`): they need a colon, or the line to themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crawler.arabic.fold import fold
from crawler.arabic.outlets import outlet_of
from crawler.arabic.text import MARK

LabelKind = Literal[
    "source",  # whom the page credits
    "tags",
    "related",  # a box of similar articles
    "read_also",  # one or more links, or a whole embedded article
    "unrelated",  # boxes that are about the site, not about this article
    "caption",
    "byline",
    "photographer",
    "date",
    "updated",
    "section",
    "share",
    "follow",
    "comments",
    "paywall",
    "more",  # `المزيد` at the end of a list
    "navigation",  # `التالي`, `السابق`
]


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label at the start of a text, and what follows it on the same line, in its own letters."""

    kind: LabelKind
    rest: str
    colon: bool = False


SOURCE_LABELS = (
    "المصدر",
    "مصدر",
    "المصادر",
    "مصدر الخبر",
    "مصدر المقال",
    "المصدر الأصلي",
    "نقلا عن",
    "نقلاً عن",
    "نقلا من",
    "منقول عن",
    "بالاتفاق مع",
    "عن موقع",
    "وكالة الأنباء",
    "Source",
)

TAG_LABELS = (
    "كلمات دلالية",
    "الكلمات الدلالية",
    "كلمات دالة",
    "الكلمات الدالة",
    "كلمات مفتاحية",
    "الكلمات المفتاحية",
    "كلمات البحث",
    "كلمات ذات صلة",
    "الكلمات ذات الصلة",
    "وسوم",
    "الوسوم",
    "وسوم الخبر",
    "وسوم المقال",
    "أوسمة",
    "الأوسمة",
    "تاغات",
    "التاغات",
    "تاجات",
    "التاجات",
    "تاجز",
    "تاغ",
    "تاق",
    "تاقات",
    "هاشتاغ",
    "هاشتاق",
    "هاشتاج",
    "هاشتاغات",
    "علامات",
    "العلامات",
    "دلالات",
    "موضوعات الخبر",
    "مواضيع الخبر",
    "مواضيع المقال",
    "مواضيع",
    "المواضيع",
    "موضوعات",
    "الموضوعات",
    "سمات",
    "Tags",
    "Tag",
)

RELATED_LABELS = (
    "الموضوعات المتعلقة",
    "موضوعات متعلقة",
    "موضوعات ذات صلة",
    "الموضوعات ذات الصلة",
    "موضوعات ذات علاقة",
    "موضوعات مرتبطة",
    "موضوعات مشابهة",
    "موضوعات قد تهمك",
    "مواضيع ذات علاقة",
    "مواضيع ذات صلة",
    "المواضيع ذات الصلة",
    "مواضيع متعلقة",
    "المواضيع المتعلقة",
    "مواضيع مرتبطة",
    "مواضيع مشابهة",
    "مواضيع قد تهمك",
    "مواضيع قد تعجبك",
    "مقالات ذات صلة",
    "مقالات ذات علاقة",
    "مقالات مشابهة",
    "مقالات متعلقة",
    "مقالات مرتبطة",
    "مقالات مختارة",
    "مقالات قد تهمك",
    "مقالات أخرى",
    "المقالات المتعلقة",
    "المقالات ذات الصلة",
    "المزيد من المقالات",
    "أخبار ذات صلة",
    "أخبار ذات علاقة",
    "الأخبار ذات الصلة",
    "أخبار متعلقة",
    "الأخبار المتعلقة",
    "أخبار مرتبطة",
    "أخبار مشابهة",
    "أخبار قد تهمك",
    "أخبار تهمك",
    "أخبار أخرى",
    "تقارير ذات صلة",
    "قصص ذات صلة",
    "قصص مقترحة",
    "قصص مرتبطة",
    "محتوى ذو صلة",
    "محتوى متعلق",
    "المحتوى ذو الصلة",
    "ذات صلة",
    "ذو صلة",
    "ذات علاقة",
    "من نفس التصنيف",
    "من نفس القسم",
    "من القسم نفسه",
    "في نفس السياق",
    "في السياق ذاته",
    "في السياق نفسه",
    "ممكن يعجبك",
    "قد يعجبك",
    "قد يعجبك أيضا",
    "ربما يعجبك",
    "ربما يعجبك أيضا",
    "قد يهمك",
    "قد يهمك أيضا",
    "ربما يهمك",
    "ربما يهمك أيضا",
    "قد تهمك",
    "وقد يهمك أيضا",
    "المزيد حول هذه القصة",
    "المزيد حول هذا الموضوع",
    "المزيد عن هذا الموضوع",
    "المزيد في هذا الموضوع",
    "تقارير متعلقة",
    "روابط ذات صلة",
    "روابط متعلقة",
    "انظر أيضا",
    "أنظر أيضا",
    "Related",
    "Related articles",
    "Related posts",
)

READ_ALSO_LABELS = (
    "إقرأ أيضاً",
    "اقرأوا أيضا",
    "اقرؤوا أيضا",
    "واقرأ أيضا",
    "اقرأ ايضا",
    "أقرا أيضا",
    "إقرأ المزيد",
    "اقرأ المزيد",
    "اقرأ أكثر",
    "اقرأ كذلك",
    "اقرأ عن",
    "اقرأ في",
    "اقرأ من",
    "اقرأ التالي",
    "اقرأ هنا",
    "يمكنك أيضا قراءة",
    "يمكنك قراءة",
    "يمكنك أن تقرأ",
    "شاهد أيضا",
    "شاهدوا أيضا",
    "شاهد ايضا",
    "طالع أيضا",
    "طالع المزيد",
    "طالع كذلك",
    "تابع أيضا",
    "تابع المزيد",
    "للمزيد اقرأ",
    "لمزيد من التفاصيل اقرأ",
    "للمزيد",
    "لقراءة المزيد",
    "المزيد من التفاصيل",
    "راجع أيضا",
    "لا يفوتك",
    "لا تفوت قراءة",
    "خبر ذو صلة",
    "مقال ذو صلة",
    "Read also",
    "Read more",
    "See also",
)

UNRELATED_LABELS = (
    "الأكثر قراءة",
    "الأكثر قراءة اليوم",
    "الأكثر مشاهدة",
    "الأكثر تصفحا",
    "الأكثر تداولا",
    "الأكثر متابعة",
    "الأكثر اطلاعا",
    "الأكثر شيوعا",
    "الأكثر تعليقا",
    "الأكثر تفاعلا",
    "الأكثر مشاركة",
    "الأكثر زيارة",
    "الأكثر بحثا",
    "اكثر قراءة",
    "الأشهر",
    "الأعلى قراءة",
    "أحدث الأخبار",
    "آخر الأخبار",
    "اخر الاخبار",
    "آخر المستجدات",
    "آخر البرقيات",
    "آخر المقالات",
    "أحدث المقالات",
    "آخر المواضيع",
    "أحدث المواضيع",
    "جديد الأخبار",
    "الأحدث",
    "أهم الأخبار",
    "أبرز الأخبار",
    "أخبار عاجلة",
    "عاجل",
    "ترشيحاتنا",
    "اخترنا لكم",
    "اخترنا لك",
    "اخترنا لكم أيضا",
    "نرشح لك",
    "نرشح لكم",
    "مختارات",
    "مختارات المحرر",
    "اختيارات المحرر",
    "اختيار المحرر",
    "مواضيع ساخنة",
    "مواضيع ساخنة اخرى",
    "موضوعات ساخنة",
    "الأكثر رواجا",
    "رائج",
    "رائج الآن",
    "الرائج",
    "تريند",
    "ترند",
    "محتوى مدفوع",
    "محتوى إعلاني",
    "إعلان",
    "إعلانات",
    "برعاية",
    "من حول الويب",
    "حول الويب",
    "اقرأ على الويب",
    "فيديو اليوم",
    "صورة اليوم",
    "كاريكاتير",
    "كاريكاتير اليوم",
    "استطلاع الرأي",
    "استطلاع رأي",
    "أسعار العملات",
    "حالة الطقس",
    "مواقيت الصلاة",
    "النشرة البريدية",
    "Most read",
    "Latest news",
    "Trending",
)

CAPTION_LABELS = (
    "صدر الصورة",
    "مصدر الصورة",
    "مصدر الصور",
    "التعليق على الصورة",
    "تعليق الصورة",
    "الصورة",
    "الصور",
    "صورة",
    "صورة أرشيفية",
    "أرشيفية",
    "صورة تعبيرية",
    "تعبيرية",
    "مصدر الفيديو",
    "عنوان الفيديو",
    "Image source",
    "Image caption",
    "Getty Images",
)

BYLINE_VERBS = (
    "كتب",
    "كتبت",
    "كتبه",
    "كتبها",
    "كتبا",
    "كتبوا",
    "وكتب",
    "بقلم",
    "بقلمي",
    "بقلم الكاتب",
    "بقلم الكاتبة",
    "الكاتب",
    "الكاتبة",
    "كاتب المقال",
    "كاتب الخبر",
    "اسم الكاتب",
    "إعداد",
    "من إعداد",
    "أعد التقرير",
    "أعدت التقرير",
    "أعده",
    "أعدته",
    "أعده للنشر",
    "إعداد وتحرير",
    "إعداد وتقديم",
    "إعداد وترجمة",
    "تحرير",
    "تحرير وإعداد",
    "حرره",
    "حررته",
    "المحرر",
    "المحررة",
    "ترجمة",
    "ترجمة وتحرير",
    "ترجمة وإعداد",
    "ترجمها",
    "ترجمه",
    "نقله إلى العربية",
    "حوار",
    "حاوره",
    "حاورته",
    "حاورها",
    "حاورتها",
    "أجرى الحوار",
    "أجرت الحوار",
    "أجراه",
    "أجرته",
    "أجرى المقابلة",
    "أجرت المقابلة",
    "حوار وتصوير",
    "تقرير",
    "تحقيق",
    "تغطية",
    "متابعة",
    "مراسل",
    "مراسلنا",
    "مراسلة",
    "مراسلتنا",
    "مراسلو",
    "رسالة",
    "صحفي",
    "الصحفي",
    "نشره",
    "نشر بواسطة",
    "نشر من قبل",
    "كتب بواسطة",
    "بواسطة",
    "أرسلت بواسطة",
    "أضيف بواسطة",
    "المؤلف",
    "المؤلفة",
    "إنجاز",
    "Par",
    "By",
    "Author",
    "Written by",
    "Posted by",
)

PHOTOGRAPHER_LABELS = (
    "تصوير",
    "عدسة",
    "بعدسة",
    "المصور",
    "المصورة",
    "صور",
    "كاميرا",
    "مونتاج",
    "إخراج",
    "جرافيك",
    "غرافيك",
)

DATE_LABELS = (
    "التاريخ",
    "تاريخ",
    "تاريخ النشر",
    "تاريخ نشر الخبر",
    "تاريخ نشر المقال",
    "تاريخ الإضافة",
    "تاريخ الخبر",
    "نشر في",
    "نُشر في",
    "نشر بتاريخ",
    "نشرت في",
    "نشر يوم",
    "تم النشر",
    "تم النشر في",
    "تم نشره",
    "تم نشرها",
    "تم النشر بتاريخ",
    "النشر",
    "أضيف في",
    "أضيف بتاريخ",
    "كتب في",
    "وقت النشر",
    "منشور",
    "بتاريخ",
    "Published",
    "Posted on",
    "Published on",
)

UPDATED_LABELS = (
    "آخر تحديث",
    "اخر تحديث",
    "آخر تحديث للخبر",
    "آخر تعديل",
    "تاريخ التحديث",
    "تاريخ آخر تحديث",
    "تاريخ التعديل",
    "تم التحديث",
    "تم التحديث في",
    "تم تحديثه",
    "حدث في",
    "حُدّث في",
    "محدث",
    "محدثة",
    "محدّث",
    "تحديث",
    "عدل في",
    "Updated",
    "Last updated",
    "Last update",
    "Modified",
)

SECTION_LABELS = (
    "القسم",
    "التصنيف",
    "التصنيفات",
    "تصنيف",
    "تصنيفات",
    "الباب",
    "الفئة",
    "الفئات",
    "أقسام الموقع",
    "المحور",
    "Category",
    "Categories",
    "Section",
)

SHARE_LABELS = (
    "شارك",
    "شارك الخبر",
    "شارك المقال",
    "شارك الموضوع",
    "شارك القصة",
    "شارك هذا الخبر",
    "شارك هذا المقال",
    "شارك هذا الموضوع",
    "شارك على",
    "شارك عبر",
    "شاركها",
    "شاركه",
    "شارك مع أصدقائك",
    "شاركوا",
    "مشاركة",
    "مشاركة الخبر",
    "مشاركة المقال",
    "مشاركة عبر",
    "مشاركة على",
    "المشاركة",
    "أرسل لصديق",
    "أرسل إلى صديق",
    "إرسال",
    "إرسال إلى صديق",
    "طباعة",
    "اطبع",
    "طباعة الخبر",
    "نسخة للطباعة",
    "نسخ الرابط",
    "انسخ الرابط",
    "رابط مختصر",
    "الرابط المختصر",
    "رابط الخبر",
    "حفظ",
    "احفظ",
    "تغريد",
    "غرد",
    "غرّد",
    "واتساب",
    "تلغرام",
    "تليجرام",
    "تيليجرام",
    "تليغرام",
    "فيسبوك",
    "فيس بوك",
    "تويتر",
    "لينكدإن",
    "بنترست",
    "إكس",
    "ماسنجر",
    "البريد الإلكتروني",
    "حجم الخط",
    "تكبير الخط",
    "تصغير الخط",
    "استمع",
    "استمع إلى المقال",
    "استمع للخبر",
    "Share",
    "Share this",
    "Tweet",
    "Facebook",
    "Twitter",
    "WhatsApp",
    "Telegram",
    "Print",
    "Email",
)

FOLLOW_LABELS = (
    "تابعنا",
    "تابعونا",
    "تابعنا على",
    "تابعونا على",
    "تابعنا عبر",
    "تابعونا عبر",
    "تابعوا",
    "تابعوا آخر الأخبار",
    "اشترك",
    "اشترك الآن",
    "اشترك معنا",
    "اشترك في النشرة",
    "اشترك في النشرة البريدية",
    "انضم إلينا",
    "انضموا إلينا",
    "حمل التطبيق",
    "حمّل التطبيق",
    "حمل تطبيقنا",
)

COMMENT_LABELS = (
    "التعليقات",
    "تعليقات",
    "تعليقات القراء",
    "تعليقات الفيسبوك",
    "تعليقات فيسبوك",
    "آراء القراء",
    "ردود الأفعال",
    "اترك تعليقا",
    "اترك تعليقك",
    "اترك ردا",
    "اترك رد",
    "أضف تعليقا",
    "أضف تعليق",
    "أضف تعليقك",
    "اكتب تعليقا",
    "اكتب تعليقك",
    "شاركنا رأيك",
    "شارك برأيك",
    "علق على الخبر",
    "لا توجد تعليقات",
    "لا يوجد تعليقات",
    "إلغاء الرد",
    "أحدث التعليقات",
    "Comments",
    "Leave a comment",
    "Leave a reply",
)

PAYWALL_LABELS = (
    "هذا المحتوى للمشتركين",
    "هذا المحتوى مخصص للمشتركين",
    "هذا المقال مخصص للمشتركين",
    "محتوى خاص بالمشتركين",
    "للمشتركين فقط",
    "للاشتراك في الجريدة",
    "اشترك لقراءة المقال",
    "اشترك لمتابعة القراءة",
    "سجل الدخول لمتابعة القراءة",
    "سجل لمتابعة القراءة",
    "تسجيل الدخول مطلوب",
)

MORE_LABELS = (
    "المزيد",
    "المزيد من",
    "عرض المزيد",
    "تحميل المزيد",
    "شاهد المزيد",
    "مزيد",
    "مزيد من الأخبار",
    "المزيد من الأخبار",
    "عرض الكل",
    "الكل",
    "اقرأ الكل",
    "مشاهدة الكل",
    "More",
    "Load more",
    "View all",
)

NAVIGATION_LABELS = (
    "التالي",
    "السابق",
    "الخبر التالي",
    "الخبر السابق",
    "المقال التالي",
    "المقال السابق",
    "الموضوع التالي",
    "الموضوع السابق",
    "الصفحة التالية",
    "الصفحة السابقة",
    "الرئيسية",
    "العودة إلى الأعلى",
    "العودة للأعلى",
    "عودة",
    "Previous",
    "Next",
    "Home",
)

_LISTS: dict[LabelKind, tuple[str, ...]] = {
    # Where a label stands in two lists, the first one here wins.
    "source": SOURCE_LABELS,
    "caption": CAPTION_LABELS,
    "updated": UPDATED_LABELS,
    "date": DATE_LABELS,
    "read_also": READ_ALSO_LABELS,
    "related": RELATED_LABELS,
    "tags": TAG_LABELS,
    "unrelated": UNRELATED_LABELS,
    "byline": BYLINE_VERBS,
    "photographer": PHOTOGRAPHER_LABELS,
    "section": SECTION_LABELS,
    "comments": COMMENT_LABELS,
    "paywall": PAYWALL_LABELS,
    "follow": FOLLOW_LABELS,
    "share": SHARE_LABELS,
    "more": MORE_LABELS,
    "navigation": NAVIGATION_LABELS,
}

# Labels that no sentence begins with: their value may follow without a colon.
_STRONG = frozenset(
    fold(label)
    for label in (
        *(t for t in TAG_LABELS if len(t.split()) > 1 or t in ("تاجز", "تاغات", "الوسوم", "تاجات", "Tags")),
        *(
            label
            for label in READ_ALSO_LABELS
            if label not in ("للمزيد", "اقرأ عن", "اقرأ في", "اقرأ من", "المزيد من التفاصيل", "يمكنك قراءة")
        ),
        *(
            label
            for label in RELATED_LABELS
            if len(label.split()) > 1
            and not label.startswith(("في ", "قد ", "ربما ", "وقد ", "ذات ", "ذو ", "مقالات أ", "أخبار أ"))
        ),
        "قد يعجبك أيضا",
        "قد يهمك أيضا",
        "ربما يعجبك أيضا",
        "ربما يهمك أيضا",
        "مصدر الصورة",
        "صدر الصورة",
        "التعليق على الصورة",
        "تاريخ النشر",
        "آخر تحديث",
        "تاريخ التحديث",
        "تم التحديث",
        "آخر تعديل",
        "نشر في",
        "تم نشره",
        "تم النشر",
        "نشر بتاريخ",
        "بقلم",
    )
)

_KINDS: dict[tuple[str, ...], LabelKind] = {}
for _kind, _labels in _LISTS.items():
    for _label in _labels:
        _KINDS.setdefault(tuple(fold(_label).split()), _kind)
_FIRST_WORDS = frozenset(words[0] for words in _KINDS)
_LONGEST = max(map(len, _KINDS))

_WORD = re.compile(rf"(?:[^\W_]|[{MARK}\u0640\u200c\u200d])+")
_OPENING = re.compile(r"[\W_]*")
_SEPARATOR = re.compile(r"[\s\u0640]*([:：؛،|\-–—>»›<«]|\.{2,})?\s*")
_NOTHING = re.compile(r"[\W_]*\Z")
_HEAD = 160  # characters that a label and the marks before it may take

_fold_word = lru_cache(maxsize=65536)(fold)


def may_contain_label(folded: str) -> bool:
    """Whether a folded text can begin with a label; False means that `label_of` answers None."""
    return folded.split(" ", 1)[0] in _FIRST_WORDS


def label_of(text: str) -> LabelMatch | None:
    """Return the label that `text` is, or starts with, and the rest of that line; None for other text.

    `rest` is empty when the label has its line to itself.
    """
    start = _OPENING.match(text)
    first = _WORD.match(text, start.end() if start else 0)
    if first is None or first.start() > _HEAD or _fold_word(first[0][:_HEAD]) not in _FIRST_WORDS:
        return None
    words: list[str] = []
    ends: list[int] = []
    for match in _WORD.finditer(text, first.start(), first.start() + _HEAD):
        folded = _fold_word(match[0])
        if not folded:
            continue
        words.append(folded)
        ends.append(match.end())
        if len(words) == _LONGEST:
            break
    for size in range(len(words), 0, -1):
        kind = _KINDS.get(tuple(words[:size]))
        if kind is None:
            continue
        end = ends[size - 1]
        line_end = text.find("\n", end)
        line = text[end:] if line_end < 0 else text[end:line_end]
        if _NOTHING.match(line):
            return LabelMatch(kind, "", ":" in line)
        separator = _SEPARATOR.match(line)
        mark, after = (separator[1], separator.end()) if separator else (None, 0)
        rest = line[after:].strip()
        if mark in (":", "："):
            return LabelMatch(kind, rest, True)
        if " ".join(words[:size]) in _STRONG:
            return LabelMatch(kind, rest)
        if kind == "source" and _credits_outlet(rest):
            return LabelMatch(kind, rest)
        if mark in ("|", "؛", "»", "›", ">") and kind not in ("share", "navigation", "unrelated", "more"):
            return LabelMatch(kind, rest)
    return None


def _credits_outlet(rest: str) -> bool:
    return len(rest) < 60 and outlet_of(rest) is not None


# ---------------------------------------------------------------- prompts

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
    r"مشاهد|زياره|عدد$"
)
_PROMPT_INNER = re.compile("تفعيل|يدعم|مشتركين|اشتراك|اشترك|تسجيل الدخول")
_PROMPT_WORDS = 28  # a longer paragraph is text, whatever it begins with


def prompt_of(text: str) -> str | None:
    """Return the kind of prompt that a whole paragraph is (follow us, comment, end mark …), or None."""
    if len(text) > 400:
        return None
    first = _WORD.search(text)
    if first is None:
        return None
    if not _PROMPT_FIRST.match(_fold_word(first[0])) and not _PROMPT_INNER.search(text):
        return None
    folded = fold(text)
    if folded.count(" ") >= _PROMPT_WORDS:
        return None
    for kind, pattern in _PROMPTS:
        if pattern.search(folded):
            return kind
    return None

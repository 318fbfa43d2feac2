"""Labels: the words by which a page says what follows.

`المصدر:`, `كلمات دلالية`, `إقرأ أيضاً`: the words themselves are in `label_words`. Strong
labels are never how a sentence begins, so what follows on the line is their value even without a colon.
Weak ones are ordinary words too (`المصدر الأول قال`): they need a colon, or the line to themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crawler.arabic.fold import fold
from crawler.arabic.label_words import (
    BYLINE_VERBS,
    CAPTION_LABELS,
    COMMENT_LABELS,
    DATE_LABELS,
    FOLLOW_LABELS,
    MORE_LABELS,
    NAVIGATION_LABELS,
    PAYWALL_LABELS,
    PHOTOGRAPHER_LABELS,
    READ_ALSO_LABELS,
    RELATED_LABELS,
    SECTION_LABELS,
    SHARE_LABELS,
    SOURCE_LABELS,
    TAG_LABELS,
    UNRELATED_LABELS,
    UPDATED_LABELS,
)
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

# Labels that no sentence begins with: their value may follow without a colon. All others need one.
_STRONG = frozenset(
    label
    for label in map(
        fold,
        (
            *(
                t
                for t in TAG_LABELS
                if t.startswith(("كلمات ", "الكلمات ")) and not t.endswith(("رئيسية", "البحث"))
            ),
            *("تاجز", "تاغات", "تاجات", "الوسوم", "وسوم الخبر", "وسوم المقال", "Tags"),
            *(
                t
                for t in READ_ALSO_LABELS
                if t.endswith(("أيضا", "أيضاً", "ايضا", "كذلك", "also")) and "تجد" not in t
            ),
            *(
                "إقرأ المزيد",
                "طالع المزيد",
                "تابع المزيد",
                "اقرأ التالي",
                "للمزيد اقرأ",
                "للمزيد طالع",
                "للمزيد شاهد",
            ),
            *("Read more", "يمكنك أيضا قراءة", "لا يفوتك", "لا تفوت قراءة", "لمزيد من التفاصيل اقرأ"),
            *(
                t
                for t in RELATED_LABELS
                if t.endswith((" ذات صلة", " ذات علاقة", " مشابهة", " المتعلقة", " أيضا", " متعلقة"))
            ),
            *(
                "المزيد من المقالات",
                "المزيد حول هذه القصة",
                "المزيد حول هذا الموضوع",
                "المزيد عن هذا الموضوع",
            ),
            *("مصدر الصورة", "صدر الصورة", "التعليق على الصورة", "بقلم"),
            *("تاريخ النشر", "نشر في", "تم نشره", "تم النشر", "نشر بتاريخ"),
            *("آخر تحديث", "تاريخ التحديث", "تم التحديث", "آخر تعديل"),
        ),
    )
)
_COMPLEMENT = re.compile(r"[\W_]*(?:ب|مع\b|لل|ل\w)")  # `مواضيع ذات صلة بالأزمة` is a phrase, not a label

_KINDS: dict[tuple[str, ...], LabelKind] = {}
for _kind, _labels in _LISTS.items():
    for _label in _labels:
        _KINDS.setdefault(tuple(fold(_label).split()), _kind)
_FIRST_WORDS = frozenset(words[0] for words in _KINDS)
_LONGEST = max(map(len, _KINDS))

WORD = re.compile(rf"(?:[^\W_]|[{MARK}\u0640\u200c\u200d])+")
_OPENING = re.compile(r"[\W_]*")
_SEPARATOR = re.compile(r"[\s\u0640]*([:：؛،,|\-–—>»›<«]|\.{2,})?\s*")
_OUTLET_TYPE = re.compile(r"(?:صحيفة|جريدة|موقع|قناة|وكالة|شبكة|مجلة|بوابة)\s[^.،:؟!]+$")
_NOTHING = re.compile(r"[\W_]*\Z")
_COUNT = re.compile(r"[\W_]*\d{1,5}[\W_]*\Z")
_HEAD = 160  # characters that a label and the marks before it may take

fold_word = lru_cache(maxsize=65536)(fold)


def may_contain_label(folded: str) -> bool:
    """Whether a folded text can begin with a label; False means that `label_of` answers None."""
    return folded.split(" ", 1)[0] in _FIRST_WORDS


def label_of(text: str) -> LabelMatch | None:
    """Return the label that `text` is, or starts with, and the rest of that line; None for other text.

    `rest` is empty when the label has its line to itself.
    """
    start = _OPENING.match(text)
    first = WORD.match(text, start.end() if start else 0)
    if first is None or first.start() > _HEAD or fold_word(first[0][:_HEAD]) not in _FIRST_WORDS:
        return None
    words: list[str] = []
    ends: list[int] = []
    for match in WORD.finditer(text, first.start(), first.start() + _HEAD):
        folded = fold_word(match[0])
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
        if kind == "comments" and _COUNT.match(rest):
            return LabelMatch(kind, "")  # `التعليقات (9)`
        if mark in (":", "：") or (mark == "," and words[0].isascii()):  # `Author, ليلى حسن`
            return LabelMatch(kind, rest, True)
        if " ".join(words[:size]) in _STRONG and not (
            kind == "related" and not mark and _COMPLEMENT.match(rest)
        ):
            return LabelMatch(kind, rest)
        if kind == "source" and _credits_outlet(rest):
            return LabelMatch(kind, rest)
        if mark in ("|", "؛", "»", "›", ">") and kind not in ("share", "navigation", "unrelated", "more"):
            return LabelMatch(kind, rest)
    return None


def _credits_outlet(rest: str) -> bool:
    if len(rest) >= 60:
        return False
    named = _OUTLET_TYPE.match(rest) is not None and 2 <= len(rest.split()) <= 4
    return named or outlet_of(rest) is not None

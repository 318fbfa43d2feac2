"""Who wrote and who is credited: bylines, datelines, agencies in brackets and at the end.

Everything answers from the literal text; a name inside a sentence (`ذكرت وكالة رويترز`) credits nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from crawler.arabic.fold import fold
from crawler.arabic.label_words import BYLINE_VERBS
from crawler.arabic.lexicon import label_of
from crawler.arabic.names import GIVEN_NAMES, NAMES_WITH_WAW, is_given_name, is_place
from crawler.arabic.outlets import Outlet, outlet_of
from crawler.arabic.text import clean_line

# A tatweel is a dash only where it stands alone: `هـ` is the mark of a Hijri year.
_DASH = r"(?:--+|[-–—−]|(?<![^\s])ـ+)"


@dataclass(frozen=True, slots=True)
class Opening:
    """A dateline: the place, the agency and the literal text of it at the start of a paragraph."""

    place: str | None
    credit: str | None  # as the page writes it: `واس`, `أ ف ب`
    outlet: Outlet | None
    evidence: str
    end: int  # where the dateline ends in the paragraph


_BRACKETED_FIRST = re.compile(rf"[(\[/]\s*(?P<o>[^()\[\]/\n:]{{2,44}}?)\s*[)\]/]\s*(?:{_DASH}|[:،.])*\s*")
_PLACE_BRACKETED = re.compile(
    rf"(?P<p>[^().:؛!؟\[\]/\n«»\"]{{2,64}}?)\s*{_DASH}?\s*(?P<b>[(\[/«\"“])\s*(?P<o>[^()\[\]/\n«»\"]{{2,44}}?)\s*[)\]/»\"”]\s*(?P<s>(?:{_DASH}|[:،.])+|$)?\s*"
)
_PLACE_DASHED = re.compile(
    rf"(?P<p>[^().:؛!؟\[\]/\n«»\"]{{2,56}}?)\s*(?:{_DASH}|[:،,/])\s*(?P<o>[^()\[\]\n:«»\"]{{2,40}}?)\s*(?P<s>{_DASH}|[:/]|\.(?=\s|$)|$)\s*"
)
_PLACE_DATED = re.compile(
    r"(?P<p>[^\d٠-٩().:؛!؟\[\]/\n«»\"]{2,30}?)\s+(?:في\s+)?[\d٠-٩]{1,2}\s[^():؛!؟\[\]\n«»\"]{3,70}?\s(?P<o>\S{2,12})\s*(?P<s>--+|[-–—:]|$)\s*"
)
_PLACE_COLON_QUOTED = re.compile(
    r"(?P<p>[^().:؛!؟\[\]/\n«»\"]{2,44}?)\s*[:\-–—]\s*[«\"“](?P<o>[^«»\"\n]{2,40})[»\"”]\s*(?P<s>[:\-–—]|$)?\s*"
)
_CREDIT_PLACE = re.compile(
    rf"(?P<o>[^().:؛!؟\[\]/\n«»\"]{{2,36}}?)\s*(?:{_DASH}|\()\s*(?P<p>[^().:؛!؟\[\]/\n«»\"\-–—]{{2,30}}?)\s*(?P<s>{_DASH}|:|\)|$)\s*"
)
_CREDIT_FIRST = re.compile(r"(?P<o>[^().:؛!؟\[\]/\n«»\"]{2,36}?)\s*(?P<s>--+|[–—]|:| - |$)\s*")
_PLACE_ONLY = re.compile(rf"(?P<p>[^().:؛!؟\[\]/\n«»\"\-–—ـ]{{2,40}}?)\s*(?P<s>{_DASH}|:)\s*(?=\S)")
_DATE_IN_PLACE = re.compile(r"\s*[،,]?\s*(?:(?:في|يوم)\s+)?[\d٠-٩].*$|\s*[،,]\s*$")
_MARK_AFTER = re.compile(r"[-–—−ـ:/]")
_HEAD = 170
_OUTLET_TYPE = re.compile(r"(?:^|\s)و?(?:وكال|صحيف|جريد|قنا[ةه]|موقع|شبك|مجل)")


def _place(text: str) -> str | None:
    place = _DATE_IN_PLACE.sub("", text).strip(" ،,-–—ـ")
    return place if place and is_place(place) else None


# The first and last lines of a text are looked at by several who want to know different things; few are kept,
# as a paragraph may be a whole page.
@lru_cache(maxsize=4)
def opening_of(paragraph: str) -> Opening | None:
    """Return the dateline that opens a paragraph, or None. The paragraph is cleaned text."""
    head = paragraph[:_HEAD]
    lead = len(head) - len(head.lstrip(" \"'«“•*-–—ـ"))
    match = _BRACKETED_FIRST.match(head, lead)
    if match and (outlet := _wire(match["o"])):
        return Opening(None, match["o"].strip(), outlet, match[0].strip(), match.end())
    for pattern in (_PLACE_BRACKETED, _PLACE_COLON_QUOTED, _PLACE_DATED, _PLACE_DASHED, _CREDIT_PLACE):
        match = pattern.match(head, lead)
        if match is None:
            continue
        quoted = pattern is _PLACE_COLON_QUOTED or (pattern is _PLACE_BRACKETED and match["b"] in '«"“')
        outlet = outlet_of(match["o"]) if quoted else _wire(match["o"])
        place = _place(match["p"])
        if outlet is None or (place is None and not _may_precede(match["p"], match["s"])):
            continue
        if quoted and place is None:
            continue
        return Opening(place, match["o"].strip(), outlet, match[0].strip(), match.end())
    match = _CREDIT_FIRST.match(head, lead)
    # `رويترز: النفط يرتفع` quotes an agency; only "agencies" open a text with a colon.
    if match and (outlet := _wire(match["o"])) and (match["s"] != ":" or outlet.name == "وكالات"):
        return Opening(None, match["o"].strip(), outlet, match[0].strip(), match.end())
    match = _PLACE_ONLY.match(head, lead)
    if match and (place := _place(match["p"])):
        return Opening(place, None, None, match[0].strip(), match.end())
    return None


def _wire(text: str) -> Outlet | None:
    """Return the outlet when it is one that signs datelines. A sentence about an agency is none."""
    outlet = outlet_of(text)
    return outlet if outlet is not None and outlet.wire else None


def _may_precede(text: str, separator: str | None) -> bool:
    """Whether an unknown text before an agency's name can be a place or a person: few words, a mark after."""
    return (
        bool(separator and _MARK_AFTER.search(separator))
        and len(text.split()) <= 4
        and _OUTLET_TYPE.search(text) is None
    )


# ---------------------------------------------------------------- the end of the text

_LAST_BRACKET = re.compile(r"[(\[/]\s*([^()\[\]/\n]{2,60}?)\s*[)\]/]\s*[.،]?\s*$")
_GLOSS = re.compile(
    r"(?:^|\s)(?:\w{0,2})(?:وكالة|وكاله|صحيفة|قناة|الأنباء|للأنباء|شبكة|موقع|هيئة|إذاعة)(?:\s|$)"
)


@lru_cache(maxsize=4)
def closing_of(paragraph: str) -> tuple[str, Outlet, bool] | None:
    """Return the credit that ends a text: as written, the outlet, whether it is the whole paragraph."""
    tail = paragraph[-160:]
    if len(paragraph) <= 90:
        stripped = paragraph.strip(' .،*-–—ـ/|()[]"«»')
        outlet = outlet_of(stripped)
        if outlet is not None and (
            outlet.kind != "publisher" or len(fold(stripped).split()) > 1 or "(" in paragraph
        ):
            return stripped, outlet, True
        opening = opening_of(paragraph)
        if opening and opening.outlet and opening.end >= len(paragraph.rstrip()):
            return opening.credit or stripped, opening.outlet, True
    match = _LAST_BRACKET.search(tail)
    if match is None:
        return None
    outlet = outlet_of(match[1])
    if outlet is None or not outlet.wire:
        return None
    before = " ".join(tail[: match.start()].split()[-6:])
    if _GLOSS.search(before):
        return None  # `… وكالة الأنباء السعودية (واس).` spells the name out
    return match[1].strip(), outlet, False


# ---------------------------------------------------------------- authors

_CONTACT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|@\w+|\b\w+\.(?:com|net|org)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_BETWEEN = re.compile(
    r"\s*[،,؛;/|+&•·\n]\s*|\s+[-–—ـ]+\s*|\s*[-–—]+\s+|\s*:\s+|\s+(?:و|مع)\s+|\s+(?:and|et)\s+"
)
_INNER_LABEL = re.compile(
    r"(?:^|[\s,،\-–—|/])(?:و)?(تصوير|عدسة|بعدسة|المصور|مونتاج|إخراج|جرافيك|غرافيك|ترجمة|تحرير|إعداد|كتب|كتبت|حوار|حاوره|حاورته)\s*[:\-–]\s*"
)
_PICTURES = frozenset(map(fold, ("تصوير", "عدسة", "بعدسة", "المصور", "مونتاج", "إخراج", "جرافيك", "غرافيك")))
_VERB = re.compile(
    r"(?:و?كتبت?|كتبه|كتبها|بقلم|إعداد|اعداد|أعده|أعدته|تحرير|ترجمة|حوار|حاوره|حاورته|تقرير|تحقيق|تغطية|متابعة|الكاتبة?|المحررة?|"
    r"أجرى الحوار|أجرت الحوار|أجراه|أجرته|بواسطة|من|رسالة|مراسلنا|مراسلتنا|مراسلة?|الصحفية?|"
    r"صحفية?|بقلم الكاتبة?|by|par|written by|author)"
    r"\s*(?:[:：\-–/|ـ]\s*|\s+)",
    re.IGNORECASE,
)
_VERBS = frozenset(map(fold, BYLINE_VERBS))
_ROLES = frozenset(
    map(
        fold,
        [
            "المحرر",
            "المحررة",
            "محرر",
            "محررة",
            "صحفي",
            "صحفية",
            "الصحفي",
            "كاتب",
            "كاتبة",
            "باحث",
            "باحثة",
            "أكاديمي",
            "أكاديمية",
            "إعلامي",
            "إعلامية",
            "محلل",
            "محللة",
            "خبير",
            "خبيرة",
            "أستاذ",
            "أستاذة",
            "مدون",
            "مدونة",
            "مترجم",
            "مترجمة",
            "ناقد",
            "ناقدة",
            "شاعر",
            "شاعرة",
            "روائي",
            "روائية",
            "مراسل",
            "مراسلة",
            "مراسلنا",
            "مراسلتنا",
            "مندوب",
            "صحافي",
            "صحافية",
            "الصحافي",
            "الصحافية",
            "مراسلون",
            "كاتب صحفي",
            "مستشار",
            "مستشارة",
            "مؤرخ",
            "مؤرخة",
            "طبيب",
            "طبيبة",
            "مهندس",
            "مهندسة",
            "قاص",
            "قاصة",
            "سياسي",
            "اقتصادي",
            "متخصص",
            "متخصصة",
            "رئيس",
            "رئيسة",
        ],
    )
)
# Jobs that are nobody's name: what follows a name from here on says what that person is.
_JOB_WORDS = """
صحفي صحفية صحافي صحافية إعلامي إعلامية أكاديمي أكاديمية باحث باحثة كاتبة محررة محللة خبيرة أستاذة مدونة مترجمة
ناقدة شاعرة روائي روائية مراسل مراسلة مستشارة مؤرخة طبيبة مهندسة قاصة متخصص متخصصة
"""
_JOBS = frozenset(map(fold, _JOB_WORDS.split()))
_DATE_TAIL = re.compile(
    r"[\s|\-–—،,/]+(?:(?:يوم )?(?:ال)?(?:سبت|أحد|احد|إثنين|اثنين|ثلاثاء|أربعاء|اربعاء|خميس|"
    r"جمعة)\s*[،,]?\s*[\d٠-٩]|[\d٠-٩]|منذ\s|نشر\s).*$"
)
_TITLE = re.compile(
    r"(?:أ\s?\.\s?د\s?[./]|ا\.د\.|أ\s?\.\s?م\s?\.\s?د\s?\.?|[دأام]\s?[./]|(?:الأستاذة? "
    r")?(?:ال)?دكتورة?|الأستاذة?|المهندسة?|الإعلامية?|الزميلة?|"
    r"الكاتب الصحفي|الكاتبة الصحفية|البروفيسورة?|بروفيسورة?|البروفسورة?|المحامية?|اللواء|"
    r"العميد|السفيرة?|المستشارة?|dr\.?|prof\.?|mr\.?|mrs\.?|ms\.?)"
    r"(?:\s+|(?<=[./]))",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"\b(?:ال)?(?:تحرير|محرر|محررو|محررون|المحررين|محررين|قسم|فريق|مكتب|وحده|هيئه|موقع|بوابه|صحيفه|جريده|وكاله|وكالات|قناه|شبكه|نيوز|مراسلو|مراسلون|مراسلين|"
    r"مندوب|مندوبنا|متابعات|متابعه|خاص|خاصه|غرفه|اداره|خدمه|ديسك|مجله|مركز|مؤسسه|موسسه|"
    r"اونلاين|اون لاين|نت|لايف|تي في|دوت كوم|الاخباريه|الاخباري|مطور|تصميم|برمجه|"
    r"جميع|كاتب|كتاب|ضيف|زائر|مدير|مجهول|بدون|غير معروف|الادمن|ادمن|ادمين|انفوجراف|انفوغراف|"
    r"سوشيال|رئيس التحرير)\b"
    r"|\b(?:admin|administrator|editor|editors|editorial|staff|webmaster|developer|developed|"
    r"designed|team|desk|news|newsroom|website|tv|agency|agencies|"
    r"redaction|author|user|root|test|super|guest|anonymous|unknown|null|none|undefined|"
    r"system|media|web|online|portal|magazine|press|company|logo|png|jpg)\b"
)
_NAME = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Credits:
    """What bylines say: people, and the outlets that stand among them, as written."""

    people: list[str]
    outlets: list[tuple[str, Outlet]]


def credits_of(bylines: Iterable[str], own: frozenset[str] = frozenset()) -> Credits:
    """Split bylines into people and outlets, without verbs, titles, places, desks and addresses.

    `own` holds the folded names of the site itself, which is nobody's author.
    """
    people: list[str] = []
    outlets: list[tuple[str, Outlet]] = []
    seen: set[str] = set()
    for byline in bylines:
        if len(byline) > 400:
            continue
        for part in _parts(clean_line(byline)):
            outlet = None if _person(part) else outlet_of(part)
            if outlet is not None:
                if fold(part) not in own:
                    outlets.append((part, outlet))
                continue
            name = _name(part)
            key = fold(name)
            if not name or key in seen or key in own or is_place(name) or _DESK.search(key):
                continue
            seen.add(key)
            people.append(name)
    return Credits(people, outlets)


def _person(part: str) -> bool:
    words = part.split()
    return len(words) > 1 and is_given_name(words[0])


def _parts(byline: str) -> list[str]:
    text = _CONTACT.sub(" ", byline)
    label = label_of(text)
    if label is not None and label.kind in ("date", "updated", "photographer", "caption", "section"):
        return []
    if label is not None and label.kind == "byline" and label.rest:
        text = label.rest
    text = _DATE_TAIL.sub("", text)
    if outlet_of(text) is not None and not any(is_place(part) for part in _BETWEEN.split(text)):
        return [(_BRACKETS.sub(" ", text).strip() or text).strip(" ()[]«»\"'.:")]
    text = _BRACKETS.sub(" ", text)
    pieces: list[str] = []
    position, keep = 0, True
    for match in _INNER_LABEL.finditer(text):
        if keep:
            pieces.append(text[position : match.start()])
        keep = fold(match[1]) not in _PICTURES
        position = match.end()
    if keep:
        pieces.append(text[position:])
    parts: list[str] = []
    for piece in pieces:
        for part in _BETWEEN.split(piece):
            stripped = _stripped(_without_job(part))
            if stripped:
                parts += [name for name in _at_and(stripped) if not _is_job(name)]
    return [part for part in parts if not is_place(part)] if len(parts) > 1 else parts


def _stripped(part: str) -> str:
    """Return one name without the verb and the titles before it."""
    text = part.strip(" .:،,\"'«»“”*_")
    words = fold(text).split()
    if not words or words[0] in _PICTURES or " ".join(words) in _VERBS:
        return ""
    if _is_job(text):
        return ""  # `المحرر السياسي`, `كاتب وباحث`
    if text[0] == "و" and words[0] not in NAMES_WITH_WAW and words[0][1:] in GIVEN_NAMES:
        text = text[1:]
    for pattern in (_VERB, _TITLE, _TITLE):
        match = pattern.match(text)
        if match and text[match.end() :].strip():
            text = text[match.end() :].strip(" .:،,\"'«»“”*_")
    return text


def _is_job(text: str) -> bool:
    """Whether a text says what somebody is, not who: `صحفية مستقلة`, `المحرر السياسي`."""
    words = fold(text).split()
    return bool(words) and words[0] in _ROLES and not any(word in GIVEN_NAMES for word in words[1:])


def _without_job(text: str) -> str:
    """Return a name without the title of its box and the job after it: `عن ليلى حسن باحثة في التراث`."""
    words = text.split()
    if len(words) > 2 and fold(words[0]) == "عن" and is_given_name(words[1]):
        words = words[1:]
    for index in range(2, len(words)):
        if fold(words[index]) in _JOBS:
            return " ".join(words[:index])
    return " ".join(words)


def _at_and(text: str) -> list[str]:
    """Split `محمد أحمد وعلي حسن` at the attached "and", but not `محمد وليد` nor `أحمد وهبة`."""
    words = text.split()
    people: list[list[str]] = [[]]
    for index, word in enumerate(words):
        bare = word[1:]
        first = people[-1]
        if first and word[0] == "و" and outlet_of(" ".join([bare, *words[index + 1 :]])) is not None:
            people.append([bare, *words[index + 1 :]])
            break
        if (
            len(word) > 3
            and word[0] == "و"
            and first
            and fold(word) not in NAMES_WITH_WAW
            and (fold(bare) in GIVEN_NAMES or (len(first) >= 2 and len(words) - index >= 2))
        ):
            people.append([bare])
        else:
            first.append(word)
    return [" ".join(person) for person in people if person]


def _name(part: str) -> str:
    """Return a person's name, or an empty string for what cannot be one."""
    text = part.strip(" .:،,\"'«»“”*_-–—")
    if (
        not _NAME.search(text)
        or re.search(r"[\d٠-٩<>{}=?؟!]", text)
        or len(text) < 3
        or len(text.split()) > 6
    ):
        return ""
    return text


_SENTENCE = re.compile(r"[.!؟?…»\"]\s*$|\d")


def byline_of(line: str) -> str | None:
    """Return the byline that a line of its own is (`كتب: …`, `أحمد علي - القاهرة`), or None for other text.

    Strict, since it takes lines out of the body: a verb needs a colon, or a known given name after it.
    """
    if len(line) > 110 or len(line.split()) > 12:
        return None
    label = label_of(line)
    if label is not None and label.kind in ("byline", "photographer"):
        rest = label.rest
        if not rest or _SENTENCE.search(rest) or len(rest.split()) > 9:
            return None
        found = credits_of([rest])
        if label.kind == "photographer":
            return line if label.colon and found.people else None
        if label.colon and (found.people or found.outlets):
            return line
        return line if found.people and all(map(_given, found.people)) else None
    match = _VERB.match(line)
    if match and re.match(r"(?:و?كتبت?|بقلم|إعداد|اعداد|تحرير|ترجمة|حوار|مراسلة?|بواسطة|من\s*[/:])", line):
        rest = line[match.end() :].strip()
        people = credits_of([rest]).people
        if people and not _SENTENCE.search(rest) and len(rest.split()) <= 7:
            return line if all(_given(p) and _length(p) <= 3 for p in people) else None
        return None
    sides = [side for side in _SIDES.split(line.strip(" :")) if side]
    if len(sides) == 2 and ":" not in line.strip(" :"):
        for person, place in (sides, sides[::-1]):
            known = is_place(place) or outlet_of(place) is not None
            if known and 2 <= len(person.split()) <= 6 and _given(person) and not _SENTENCE.search(person):
                return line
    return line if _signer(sides, frozenset(), alone=True) else None


def signer_of(paragraph: str, own: frozenset[str] = frozenset()) -> str | None:
    """Return the person that a dateline names at the start of a text, or None.

    `غزة ـ «القدس» من هبة محمد: …`, `حائل - سعد العتيبي: …`, `الواحة: سعد العتيبي - …`.
    `own` holds the folded names of the site.
    """
    sides = [side for side in _SIDES.split(paragraph[:_HEAD], maxsplit=5) if side]
    if ":" not in paragraph[:_HEAD]:
        return None
    return next(
        (name for size in (2, 3, 4) if len(sides) > size and (name := _signer(sides[:size], own))), None
    )


_SIDES = re.compile(r"\s*[-–—ـ/|:]+\s+|\s+[-–—ـ/|:]+\s*|\s*[«»\"“”()]\s*")


def _signer(sides: list[str], own: frozenset[str], *, alone: bool = False) -> str | None:
    """Return the one person among the parts of a line that begins with a place or the site, and names outlets
    else.
    """
    if not 2 <= len(sides) <= 4:
        return None
    if not (is_place(sides[0]) or fold(sides[0]) in own or (len(sides) > 2 and outlet_of(sides[0]))):
        return None
    sides = [side.removeprefix("من ") for side in sides]
    others = [
        side for side in sides[1:] if not (is_place(side) or fold(side) in own or outlet_of(side) is not None)
    ]
    if len(others) != 1 or _SENTENCE.search(others[0]):
        return None
    name = others[0]
    # On a line of its own a place and an outlet before it tell a name that we do not know.
    good = 2 <= _length(name) <= 4 and len(name.split()) <= 6 and (_given(name) or (alone and len(sides) > 2))
    return name if good and all(word.isalpha() for word in name.split()) else None


def signature_of(line: str) -> bool:
    """Whether a line is nothing but a person's name of two or three words: it signs the text above it."""
    words = line.split()
    return (
        2 <= len(words) <= 5
        and len(line) <= 40
        and 2 <= _length(line) <= 3
        and all(word.isalpha() for word in words)
        and is_given_name(words[0])
        and not is_place(line)
    )


def _given(name: str) -> bool:
    words = name.split()
    return len(words) >= 2 and is_given_name(words[0])


def _length(name: str) -> int:
    """Return how many names a name has: `عبد الله`, `أبو العلا` are one each."""
    return sum(fold(word) not in ("عبد", "ابو", "ال", "بن", "ابن", "ام") for word in name.split())

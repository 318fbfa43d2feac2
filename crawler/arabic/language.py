"""Which language a text is in: by its letters, then by words that only one of the languages uses."""

from __future__ import annotations

import re

_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u0671-\u06d3\u06d5]+")
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u017f]+")
_PERSIAN = re.compile("[پچژگیک]")  # Arabic has neither these letters nor these forms of yeh and kaf
_URDU = re.compile("[ٹڈڑںےہھ]")
_KURDISH = re.compile("[ێۆڵڕەڤ]")
_WORDS = {
    "ar": frozenset(
        [
            "في",
            "من",
            "على",
            "إلى",
            "أن",
            "التي",
            "الذي",
            "هذا",
            "هذه",
            "عن",
            "مع",
            "كان",
            "قال",
            "بعد",
            "ما",
            "لا",
            "لم",
            "أو",
            "بين",
            "كما",
            "وقد",
            "خلال",
        ]
    ),
    "fa": frozenset(
        [
            "که",
            "را",
            "است",
            "این",
            "با",
            "برای",
            "های",
            "آن",
            "می",
            "شد",
            "از",
            "به",
            "در",
            "و",
            "یک",
            "تا",
            "بر",
            "هم",
            "نیز",
            "اند",
        ]
    ),
    "ur": frozenset(
        ["کے", "کی", "ہے", "میں", "کا", "اور", "نے", "سے", "کو", "ہیں", "اس", "پر", "کہ", "ہو", "گیا"]
    ),
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "a",
            "is",
            "that",
            "for",
            "on",
            "with",
            "was",
            "by",
            "at",
            "from",
            "said",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "de",
            "des",
            "et",
            "du",
            "un",
            "une",
            "en",
            "dans",
            "pour",
            "que",
            "qui",
            "est",
            "sur",
            "au",
            "par",
        ]
    ),
}
_NEIGHBOUR = re.compile("[پچژگیکٹڈڑںےہھێۆڵڕەڤ]")  # a letter of one of the three
_SAMPLE = 2000  # characters that decide
_ENOUGH = 12  # letters that can say anything


def _reaches(text: str, letters: int) -> bool:
    """Whether a text has so many Arabic letters; most have in their first words."""
    found = 0
    for word in _ARABIC_SCRIPT.finditer(text):
        found += len(word[0])
        if found >= letters:
            return True
    return False


def language_of(text: str) -> str | None:
    """Return `ar`, `fa`, `ur`, `ku`, `en` or `fr`, or None where the text is too short to say."""
    sample = text[:_SAMPLE]
    latin = _LATIN_WORD.findall(sample)
    other = sum(map(len, latin))
    if not _NEIGHBOUR.search(sample) and _reaches(sample, max(other, _ENOUGH - other, 1)):
        return "ar"
    arabic = _ARABIC_SCRIPT.findall(sample)
    script = sum(map(len, arabic))
    if script + other < _ENOUGH:
        return None
    if script < other:
        words = [word.lower() for word in latin]
        english, french = (sum(word in _WORDS[code] for word in words) for code in ("en", "fr"))
        return None if english == french else "en" if english > french else "fr"
    kurdish, urdu, persian = (len(p.findall(sample)) / script for p in (_KURDISH, _URDU, _PERSIAN))
    if kurdish > 0.04:
        return "ku"
    if urdu > 0.02:
        return "ur"
    if persian > 0.03:
        scores = {code: sum(word in _WORDS[code] for word in arabic) for code in ("ar", "fa", "ur")}
        return max(scores, key=lambda code: (scores[code], code == "fa"))
    return "ar"

"""Makes stories out of `phrases`: thousands of different ones from a seed, each the same every time."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from crawler.newsroom import phrases

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_NUMBERS = {"n": (12, 98), "big": (1200, 98000), "pct": (11, 93), "year": (1987, 2023)}

_LEADS = (
    "أعلنت {inst} في {place} {time} {event}، {manner}.",
    "قررت {inst} {event} في {place} خلال {period}، {manner}.",
    "كشفت {inst} {time} عن {event} في {place}، في خطوة (طال انتظارها|لم تكن متوقعة|تعد الأولى من نوعها).",
    "بدأت {inst} {time} {event} في {place}، على أن يكتمل ذلك خلال {period}.",
    "تتجه {inst} إلى {event} في {place} {manner}، بعد (نقاش طويل|مطالبات متكررة|مراجعة شاملة).",
    "شهدت {place} {time} {event} {manner}، بحضور ممثلين عن {inst}.",
    "انتهت {inst} {time} من {event} في {place}، بكلفة {n} مليون {currency}.",
)
_HEADLINES = (
    "{event} في {place} خلال {period}",
    "{inst}: {event} {manner}",
    "{place}.. {event} {manner}",
    "{inst} في {place} تقرر {event}",
    "بعد انتظار {n} شهرا.. {event} في {place}",
    "{name}: {claim}",
    "{name}: {quote}",
    "ماذا يعني {event} لأهالي {place}؟",
)
_FEMININE = ("مديرة", "باحثة")
_WOMEN_ROLES = ("الباحثة", "الناشطة", "المستشارة", "المتحدثة باسم المبادرة", "الصحفية المتابعة للملف")


@dataclass(frozen=True, slots=True)
class Draft:
    """A story before an outlet prints it."""

    section: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    tags: tuple[str, ...]
    place: str


@dataclass(slots=True)
class _Person:
    role: str
    name: str
    family: str
    woman: bool
    introduced: bool = False

    def mention(self) -> str:
        """Return role and full name the first time, the family name afterwards."""
        if self.introduced:
            return self.family
        self.introduced = True
        return f"{self.role} {self.name}"


def byline(rng: random.Random) -> str:
    """Return the full name of a reporter."""
    return f"{rng.choice(phrases.MEN + phrases.WOMEN)} {rng.choice(phrases.FAMILIES)}"


def write(rng: random.Random, section: str) -> Draft:
    """Return a new story of `section` (a key of `phrases.TOPICS`) of about 120 to 450 words."""
    return _Writer(rng, section).story()


class _Writer:
    def __init__(self, rng: random.Random, section: str) -> None:
        self.rng = rng
        self.section = section
        self.topic = phrases.TOPICS[section]
        self.used: set[str] = set()
        self.event = self._event()

    def story(self) -> Draft:
        rng = self.rng
        people = [self._person() for _ in range(rng.randint(2, 4))]
        place = rng.choice(phrases.PLACES)
        lead = self._expand(rng.choice(_LEADS), place=place)
        kinds = (
            ["claim"] * rng.randint(3, 6)
            + ["quote"] * rng.randint(1, 3)
            + ["fact"] * rng.randint(1, 4)
            + ["background"] * rng.randint(1, 3)
            + ["reaction"] * rng.randint(0, 2)
        )
        if rng.random() < 0.3:  # a long read
            kinds += ["claim"] * 3 + ["quote"] * 2 + ["fact", "background"]
        rng.shuffle(kinds)
        sentences = [lead, *(self._sentence(kind, rng.choice(people)) for kind in kinds)]
        sentences.append(self._pick("closing"))
        standfirst = self._claim() + "."
        return Draft(
            section=self.section,
            headline=self._headline(place, people[0].name),
            standfirst=standfirst,
            paragraphs=tuple(self._paragraphs(sentences)),
            tags=tuple(rng.sample(self.topic["tag"], rng.randint(3, 5))),
            place=place,
        )

    def _paragraphs(self, sentences: list[str]) -> list[str]:
        paragraphs, rest = [sentences[0]], sentences[1:]
        while rest:
            size = self.rng.choice((1, 2, 2, 3))
            paragraphs.append(" ".join(rest[:size]))
            rest = rest[size:]
        return paragraphs

    def _sentence(self, kind: str, person: _Person) -> str:
        opener = self.rng.choice(phrases.OPENERS)
        if kind == "claim":
            verb = self.rng.choice(phrases.SAID_SHE if person.woman else phrases.SAID_HE)
            return f"{opener}{verb.format(p=person.mention())} {self._claim()}."
        if kind == "quote":
            verb = self.rng.choice(phrases.QUOTED_SHE if person.woman else phrases.QUOTED_HE)
            return f"{opener}{verb.format(p=person.mention())}: «{self._pick('quote')}»."
        return self._pick(kind)

    def _claim(self) -> str:
        claim = self._pick("claim")
        return f"{claim}، {self._pick('manner')}" if self.rng.random() < 0.4 else claim

    def _headline(self, place: str, name: str) -> str:
        return self._expand(self.rng.choice(_HEADLINES), place=place, name=name)

    def _person(self) -> _Person:
        role = self.rng.choice(_WOMEN_ROLES if self.rng.random() < 0.3 else self.topic["role"])
        woman = role in _WOMEN_ROLES or role.split()[0] in _FEMININE
        family = self.rng.choice(phrases.FAMILIES)
        return _Person(
            role, f"{self.rng.choice(phrases.WOMEN if woman else phrases.MEN)} {family}", family, woman
        )

    def _event(self) -> str:
        act, thing = self.rng.choice(self.topic["act"]), self.rng.choice(self.topic["thing"])
        if act.endswith("لـ") and thing.startswith("ال"):
            return act[:-2] + "لل" + thing[2:]
        return act[:-1] + thing if act.endswith("ـ") else f"{act} {thing}"

    def _pick(self, pool: str) -> str:
        """Return an entry of `pool` that this story has not used yet, expanded."""
        entries = self._pool(pool)
        fresh = [entry for entry in entries if entry not in self.used] or list(entries)
        template = self.rng.choice(fresh)
        self.used.add(template)
        return self._expand(template)

    def _pool(self, name: str) -> tuple[str, ...]:
        return self.topic[name] if name in self.topic else phrases.GENERAL[name]

    def _expand(self, template: str, **fixed: str) -> str:
        text = _CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), template)
        return _SLOT.sub(lambda found: self._slot(found[1], fixed), text)

    def _slot(self, name: str, fixed: dict[str, str]) -> str:
        if name in fixed:
            return fixed[name]
        if name in _NUMBERS:
            low, high = _NUMBERS[name]
            return str(self.rng.randint(low, high) if name != "big" else self.rng.randrange(low, high, 100))
        if name == "event":
            return self.event
        if name == "place":
            return self.rng.choice(phrases.PLACES)
        return self._pick(name)

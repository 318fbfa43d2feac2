"""The newsroom's world: three outlets, their stories, what copies what, and the truth about all of it.

The publisher's live coverage has a host of its own, whose articles only a browser can read.

A world follows from `seed`, `articles` and `now` alone. Nothing here knows HTML: see `pages`.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal
from urllib.parse import quote

from crawler.newsroom import grammar, phrases, series
from crawler.newsroom.grammar import Draft

Relation = Literal["original", "exact", "retitled", "edited", "truncated"]

NOW = datetime(2025, 5, 20, 12, tzinfo=UTC)  # fixed, so that a world is the same on every day
LOCAL = timezone(timedelta(hours=3))  # all three outlets print local time
ORPHANS = 0.12
PARTS = 3  # pages of the longest story of the publisher
_COPIES: tuple[Relation, ...] = ("exact", "edited", "retitled", "truncated")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One of the three sites."""

    key: str
    host: str
    name: str
    first_id: int
    share: float  # of all articles

    @property
    def home(self) -> str:
        return f"http://{self.host}/"


SADA = Outlet("sada", "sada-alhadath.example", "صدى الحدث", 100101, 0.4)
OFOQ = Outlet("ofoq", "wikalat-alofoq.example", "وكالة الأفق للأنباء", 500101, 0.3)
HASAD = Outlet("hasad", "hasad-alakhbar.example", "حصاد الأخبار", 700101, 0.3)
OUTLETS = (SADA, OFOQ, HASAD)
LIVE_HOST = f"live.{SADA.host}"


@dataclass(slots=True, eq=False)
class Story:
    """An article as one outlet runs it."""

    outlet: Outlet
    section: str
    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    tags: tuple[str, ...]
    published: datetime
    authors: tuple[str, ...] = ()
    source: str | None = None
    group: str | None = None
    relation: Relation = "original"
    of: Story | None = None
    series: str | None = None
    rendering: Literal["static", "browser"] = "static"
    orphan: bool = False
    slow: bool = False
    listed: bool = True  # in section pages
    in_sitemap: bool = True
    number: int = 0
    parts: int = 1  # pages that its text is cut into
    similar: list[Story] = field(default_factory=list)
    read_also: Story | None = None  # the inline link between two paragraphs
    first_headline: str | None = None  # of a story that was renamed: its address keeps it
    embedded: Story | None = None  # the article whose whole text the aggregator prints below

    @property
    def slug(self) -> str:
        return quote(
            "-".join(word.strip("«».،؟:") for word in (self.first_headline or self.headline).split()[:7])
        )

    @property
    def path(self) -> str:
        if self.rendering == "browser":
            return f"/story/{self.number}"
        if self.outlet is SADA:
            day = self.local_day
            return f"/story/{day.year}/{day.month}/{day.day}/{self.slug}/{self.number}"
        if self.outlet is OFOQ:
            return f"/news.aspx?id={self.number}"
        return f"/article/{self.number}/{self.slug}"

    @property
    def host(self) -> str:
        """Client-rendered stories have a host of their own, as live coverage often has."""
        return LIVE_HOST if self.rendering == "browser" else self.outlet.host

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"

    def part(self, number: int) -> tuple[str, ...]:
        """The paragraphs of one of its pages, counted from 1."""
        size = math.ceil(len(self.paragraphs) / self.parts)
        return self.paragraphs[(number - 1) * size : number * size]

    def part_path(self, number: int) -> str:
        return self.path if number == 1 else f"{self.path}?page={number}"

    @property
    def local_day(self) -> date:
        return self.published.astimezone(LOCAL).date()


@dataclass(frozen=True, slots=True)
class World:
    """All stories, newest first, by outlet key."""

    stories: dict[str, list[Story]]
    now: datetime

    def of(self, outlet: Outlet) -> list[Story]:
        return self.stories[outlet.key]

    def all(self) -> list[Story]:
        return [story for outlet in OUTLETS for story in self.of(outlet)]


def build(*, seed: int = 1, articles: int = 60, now: datetime = NOW) -> World:
    """Return the world of `seed` with `articles` articles in all (at least 30)."""
    return _Builder(seed, max(30, articles), now).world()


def truth(*, seed: int = 1, articles: int = 60, now: datetime = NOW) -> list[dict[str, Any]]:
    """Return what is really in the world: one dictionary an article."""
    return [record(story) for story in build(seed=seed, articles=articles, now=now).all()]


def record(story: Story) -> dict[str, Any]:
    """Return the truth about one story, in JSON's types."""
    day_only = story.outlet is OFOQ  # the agency prints no hour
    return {
        "url": story.url,
        "canonical": story.url,
        "site": story.host,
        "number": story.number,
        "headline": story.headline,
        "body": list(story.paragraphs),
        "authors": list(story.authors),
        "published_at": (
            story.local_day.isoformat() if day_only else story.published.astimezone(LOCAL).isoformat()
        ),
        "section": story.section,
        "tags": list(story.tags),
        "source": story.source,
        "similar": [{"url": other.url, "title": other.headline} for other in story.similar],
        "read_also": story.read_also.url if story.read_also else None,
        "embedded": (
            [{"headline": story.embedded.headline, "body": list(story.embedded.paragraphs)}]
            if story.embedded
            else []
        ),
        "orphan": story.orphan,
        "group": story.group,
        "relation": story.relation,
        "of": story.of.url if story.of else None,
        "series": story.series,
        "rendering": story.rendering,
    }


class _Builder:
    def __init__(self, seed: int, articles: int, now: datetime) -> None:
        self.seed = seed
        self.articles = articles
        self.now = now
        self.step = min(timedelta(hours=3), timedelta(days=30) / articles)
        self.headlines: set[str] = set()
        self.stories: dict[str, list[Story]] = {outlet.key: [] for outlet in OUTLETS}
        self.groups = 0

    def world(self) -> World:
        sada = round(self.articles * SADA.share)
        ofoq = round(self.articles * OFOQ.share)
        hasad = self.articles - sada - ofoq
        days = max(3, min(25, self.articles // 40))
        wires, reprints = max(2, sada // 8), max(6, hasad * 2 // 5)
        live = min(4, sada // 6)
        self._serial(OFOQ, "weather", days)
        self._originals(OFOQ, ofoq - days)
        self._serial(SADA, "gold", days)
        self._originals(SADA, sada - days - wires - live)
        self._copies(SADA, (OFOQ,), wires)
        self._live(live)
        self._originals(HASAD, hasad - reprints)
        self._copies(HASAD, (SADA, OFOQ), reprints)
        for outlet in OUTLETS:
            self._arrange(outlet)
        return World(self.stories, self.now)

    def _rng(self, *what: object) -> random.Random:
        return random.Random(":".join(map(str, (self.seed, *what))))

    def _draft(self, outlet: Outlet, index: int, section: str) -> Draft:
        for attempt in range(100):
            draft = grammar.write(self._rng("draft", outlet.key, index, attempt), section)
            if draft.headline not in self.headlines:
                self.headlines.add(draft.headline)
                return draft
        raise ValueError(f"the grammar has no new headline left for story {index} of {outlet.key}")

    def _originals(self, outlet: Outlet, count: int) -> None:
        sections = tuple(phrases.TOPICS)
        for index in range(count):
            rng = self._rng("story", outlet.key, index)
            draft = self._draft(outlet, index, sections[index % len(sections)])
            story = self._print(outlet, draft, self.now - self.step * (index + 1), rng)
            if outlet is HASAD:
                story.source = rng.choice(phrases.OUTLETS)

    def _print(self, outlet: Outlet, draft: Draft, published: datetime, rng: random.Random) -> Story:
        paragraphs = draft.paragraphs
        if outlet is OFOQ:
            paragraphs = (f"{draft.place} (الأفق) - {paragraphs[0]}", *paragraphs[1:])
        story = Story(
            outlet=outlet,
            section=draft.section,
            headline=draft.headline,
            standfirst=draft.standfirst,
            paragraphs=paragraphs,
            tags=draft.tags,
            published=_minute(published),
            authors=(grammar.byline(rng),) if outlet is SADA else (),
        )
        self.stories[outlet.key].append(story)
        return story

    def _serial(self, outlet: Outlet, name: str, days: int) -> None:
        for back in range(days):
            rng = self._rng("series", name, back)
            published = (self.now - timedelta(days=back)).replace(hour=5, minute=30)
            draft = (series.gold if name == "gold" else series.weather)(rng, published.date())
            self._print(outlet, draft, published, rng).series = name

    def _live(self, count: int) -> None:
        for index in range(count):
            rng = self._rng("live", index)
            draft = self._draft(SADA, 10_000_000 + index, tuple(phrases.TOPICS)[index % len(phrases.TOPICS)])
            story = self._print(SADA, draft, self.now - timedelta(minutes=20 * (index + 1)), rng)
            story.rendering = "browser"

    def _copies(self, outlet: Outlet, origins: tuple[Outlet, ...], count: int) -> None:
        """Reprint `count` stories of `origins`; a story is copied more than once only across outlets."""
        pool = [
            story
            for origin in origins
            for story in self.stories[origin.key]
            if not story.series and story.rendering == "static" and story.relation == "original"
        ]
        rng = self._rng("copies", outlet.key)
        chosen = rng.sample(pool, min(count, len(pool)))
        for index, original in enumerate(chosen):
            relation = _COPIES[index % len(_COPIES)]
            self._copy(outlet, original, relation, self._rng("copy", outlet.key, index))

    def _copy(self, outlet: Outlet, original: Story, relation: Relation, rng: random.Random) -> None:
        if original.group is None:
            self.groups += 1
            original.group = f"g{self.groups}"
        headline, paragraphs = original.headline, original.paragraphs
        if relation in ("retitled", "edited"):
            headline = f"{rng.choice(('تفاصيل', 'بالأرقام', 'خاص'))}.. {original.headline}"
        if relation == "edited":
            paragraphs = tuple(_edit(paragraph, rng) for paragraph in paragraphs)
        if relation == "truncated":
            paragraphs = paragraphs[: max(2, math.ceil(len(paragraphs) * 0.6))]
        story = Story(
            outlet=outlet,
            section=original.section,
            headline=headline,
            standfirst=original.standfirst,
            paragraphs=paragraphs,
            tags=original.tags,
            published=_minute(min(original.published + timedelta(minutes=rng.randint(15, 360)), self.now)),
            authors=(),
            source=original.outlet.name,
            group=original.group,
            relation=relation,
            of=original,
        )
        self.stories[outlet.key].append(story)

    def _arrange(self, outlet: Outlet) -> None:
        """Number an outlet's stories, choose its orphans, and link the stories to each other."""
        stories = self.stories[outlet.key]
        stories.sort(key=lambda story: (story.published, story.headline), reverse=True)
        for index, story in enumerate(reversed(stories)):
            story.number = outlet.first_id + 7 * index
        static = [story for story in stories if story.rendering == "static"]
        rng = self._rng("arrange", outlet.key)
        plain = [story for story in static if story.relation == "original" and not story.series]
        orphans = rng.sample(plain, math.ceil(len(stories) * ORPHANS))
        for story in orphans:
            story.orphan, story.listed, story.in_sitemap = True, False, False
        self._spread(outlet, [story for story in static if not story.orphan])
        self._link(outlet, static, orphans, rng)

    def _spread(self, outlet: Outlet, found: list[Story]) -> None:
        """No channel is complete: some stories are only in section pages, some only in the sitemap."""
        for index, story in enumerate(found):
            if outlet is not OFOQ and index > 15:  # the agency has no sitemap
                story.in_sitemap = index % 7 != 3
                story.listed = index % 9 != 4 or not story.in_sitemap
        if outlet is SADA:
            found[len(found) // 2].slow = True
            own = [story for story in found if story.relation == "original" and not story.series]
            max(own, key=lambda story: len(story.paragraphs)).parts = PARTS

    def _link(self, outlet: Outlet, static: list[Story], orphans: list[Story], rng: random.Random) -> None:
        wanted = 10 if outlet is HASAD else 4
        known = [story for story in static if not story.orphan and story.relation == "original"]
        for index, orphan in enumerate(orphans):
            # Every third orphan hangs on another orphan: two steps from any section page.
            parent = orphans[index - 1] if index % 3 == 2 else known[(index * 5) % len(known)]
            parent.similar.append(orphan)
        by_section: dict[str, list[Story]] = {}
        for story in static:
            by_section.setdefault(story.section, []).append(story)
        for story in static:
            self._similar(story, by_section[story.section], static, wanted, rng)
            if outlet is SADA and rng.random() < 0.5:
                story.read_also = rng.choice([other for other in known if other is not story])
            if outlet is HASAD:
                story.embedded = rng.choice(
                    [other for other in story.similar if other.group is None or other.group != story.group]
                )

    @staticmethod
    def _similar(
        story: Story, section: list[Story], static: list[Story], wanted: int, rng: random.Random
    ) -> None:
        for pool in (section, static):
            missing = wanted - len(story.similar)
            if missing <= 0:
                break
            some = rng.sample(pool, min(len(pool), 5 * wanted))
            free = [other for other in some if other is not story and other not in story.similar]
            # Orphans stay rare in similar boxes, as they are elsewhere: one link, or few.
            free = [other for other in free if not other.orphan or rng.random() < 0.1]
            story.similar.extend(rng.sample(free, min(missing, len(free))))
        rng.shuffle(story.similar)


def _edit(paragraph: str, rng: random.Random) -> str:
    for old, new in phrases.EDITS:
        if rng.random() < 0.6:
            paragraph = paragraph.replace(f" {old} ", f" {new} ")
    return paragraph


def _minute(moment: datetime) -> datetime:
    """Return a moment as an outlet states it; midnight would be read as a day without an hour."""
    moment = moment.replace(second=0, microsecond=0)
    local = moment.astimezone(LOCAL)
    return moment + timedelta(minutes=1) if local.hour == local.minute == 0 else moment

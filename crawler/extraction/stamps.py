"""Where a page states its times: every candidate is collected here, crawler.arabic.dates chooses."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from operator import attrgetter

from crawler.arabic.dates import Candidate, is_date_line, parse
from crawler.arabic.dates import stamps as both_of
from crawler.extraction.flow import Element, Flow, Line
from crawler.extraction.hints import (
    AUTHOR,
    CARD,
    CHROME,
    COMMENT,
    DATE,
    HIDDEN,
    LIVE,
    META,
    RELATED,
    SECTION,
    SHARE,
    SOURCE,
    TAGS,
    UNRELATED,
    UPDATED,
)
from crawler.extraction.labels import Labels
from crawler.extraction.structured import Stated
from crawler.items import Layer

_BOXES = RELATED | UNRELATED
_ELSEWHERE = CARD | RELATED | UNRELATED | COMMENT
_NO_TITLE = SHARE | TAGS | AUTHOR | SECTION
_NOWHERE = re.compile(
    r'href="(?:#|javascript|mailto|[^"]*/(?:authors?|writers?|editors?|users?|profile|tags?|topics?|category'
    r'|categories|section)/)|rel="[^"]*\b(?:tag|author|category)\b'
)
_DIGIT = re.compile(r"[\d٠-٩۰-۹]")
_AGO = re.compile(r"منذ|قبل|أمس|امس|اليوم|الآن")
_UPDATED = re.compile(r"تحديث|تعديل|محدث|updated|modified", re.IGNORECASE)
_PUBLISHED = re.compile(r"publish|entry-date|post-date|module-date|posted")
_NAMED_PUBLISHED = re.compile(r'itemprop="datePublished|"(?:published|entry-date published)')
_TODAY = re.compile(r"today|current-?_?date|date-?_?now|now-?_?date|server-?time", re.IGNORECASE)
_ISSUE = re.compile(r"العدد|\bissue\b", re.IGNORECASE)
_TIME_LABEL = re.compile(r"(?:ال)?(?:وقت|توقيت|ساعة)(?: النشر)?\s*:?\s*$")
_CLOCK = re.compile(r"[\d٠-٩۰-۹]\s*:\s*[\d٠-٩۰-۹]")
_ATTRIBUTES = (
    "datetime",
    "content",
    "data-datetime",
    "data-date",
    "data-time",
    "data-timestamp",
    "data-utime",
)
_OPENING = 12  # runs
_BELOW = 6  # lines after the text in which its date may stand
_CARD = 40  # runs of a teaser
_INDEX = attrgetter("index")
_LINKS = 6  # of a card that are looked at
_TITLE = 4  # words of a link that may be the title of another article
_ENOUGH = 30  # candidates
_ENDS = (".", "؟", "!")  # of sentences
_SHORT = 90  # characters of a line that states a time and little more
_MAX = 160  # characters of a line that states a time
_MANY = 150  # elements that are called dates
_FEW = 12  # texts that date something else
_BESIDE = 3  # runs between a date and its time
_TOP = 60  # lines in which a paper's edition may stand
_MENU = 5  # links of a menu


@dataclass(slots=True)
class Shown:
    """What a reader sees of times, the likeliest first."""

    published: list[Candidate] = field(default_factory=list)
    updated: list[Candidate] = field(default_factory=list)
    masthead: list[Candidate] = field(default_factory=list)  # the page's day, outside the article
    others: list[str] = field(default_factory=list)  # texts that date comments and other articles


def stated(sources: list[Stated], role: str) -> list[Candidate]:
    """Return the candidates of metadata."""
    out: list[Candidate] = []
    for s in sources:
        raw = s.published if role == "published" else s.modified
        if raw:
            out.append(Candidate(raw[:200], s.layer))
    return out


def shown(
    flow: Flow, labels: Labels, head: Element | None, body: tuple[int, int], *, timezone: str, now: datetime
) -> Shown:
    """Return what a reader sees: elements and lines about the headline and the body, nearest the top first.

    `body` is its first run and where it ends; `timezone` and `now` as for `choose`.
    """
    return _Finder(flow, labels, head, body, timezone, now).find()


class _Finder:
    """One search of one page for the times that belong to the article between two runs."""

    def __init__(
        self,
        flow: Flow,
        labels: Labels,
        head: Element | None,
        body: tuple[int, int],
        timezone: str,
        now: datetime,
    ) -> None:
        self.flow, self.labels, self.head = flow, labels, head
        self.start, self.end = start, end = body
        self.timezone, self.now = timezone, now
        self.at = head.start if head is not None else start
        self.limit = (end if end else start) + 25
        self.first = max(0, _line_at(flow, self.at) - 12)
        self.top = flow.lines[self.first].start if self.first < len(flow.lines) else 0
        self.found: list[tuple[Candidate, int, bool]] = []  # candidate, run, whether it is called an update
        self.taken: set[int] = set()  # lines
        self.called_published: set[int] = set()  # runs of what is so called for machines
        self.titles: dict[tuple[int, bool], bool] = {}  # links that are the titles of other articles
        self.out = Shown()
        self.article = self._article()

    def _article(self) -> Element | None:
        """Return the smallest element that holds the headline and the beginning of the text."""
        if self.head is None:
            return None
        return next((e for e in self.head.up() if e.start <= self.at and e.end > self.start), None)

    def find(self) -> Shown:
        self._elements()
        self._labelled()
        self._lines()
        self._under_the_text()
        self._edition()
        found = self.found
        if not any(not update for _, _, update in found):
            # A theme that calls its only time "updated" means the publication: only words make it an update.
            found = [(c, run, bool(_UPDATED.search(c.raw))) for c, run, _ in found]
        # Nearest to the headline first: a page may print today's date at its top.
        found.sort(key=lambda item: (item[1] < self.at, abs(item[1] - self.at)))
        found = self._own(found)
        out = self.out
        for candidate, _, update in found[:_ENOUGH]:
            (out.updated if update else out.published).append(candidate)
            if not update and candidate.visible and _UPDATED.search(candidate.raw):
                both = both_of(candidate.raw, timezone=self.timezone, now=self.now)
                if both.modified is not None and both.modified.value is not None:
                    out.updated.append(candidate)
        return out

    def _own(self, found: list[tuple[Candidate, int, bool]]) -> list[tuple[Candidate, int, bool]]:
        """Drop what stands below the text, and today's date, where a day stands under the headline."""
        opening = min(self.start + _OPENING, max(self.end, self.start + 1))
        under = [
            (c, at, update)
            for c, at, update in found
            if self.at <= at < opening and not update and (c.layer != "generic" or len(c.raw) <= _SHORT)
        ]
        if len(under) == len(found) or not any(self._day_of(x[0].raw) for x in under):
            return found
        out: list[tuple[Candidate, int, bool]] = []
        for item in found:
            candidate, at, update = item
            if at < self.at and self._is_today(candidate):
                self._note(candidate.raw)
            elif at < opening or update or at in self.called_published:
                out.append(item)
            else:
                self._note(candidate.raw)
        return out

    def _opens(self, element: Element) -> bool:
        """Whether an element among the first lines of the text is a date and little more, below a summary."""
        if (
            not element.hint & DATE
            or max(element.start - self.start, element.end - element.start) >= _OPENING
        ):
            return False
        text = _apart(self.flow, element)
        return is_date_line(text) or (len(text) <= _SHORT and self._day_of(text) is not None)

    def _day_of(self, text: str) -> date | None:
        """Return the day that a text states outright, or None."""
        read = parse(text, timezone=self.timezone, now=self.now)
        if read is None or read.value is None or read.relative:
            return None
        return read.value.date() if isinstance(read.value, datetime) else read.value

    def _is_today(self, candidate: Candidate) -> bool:
        day = self._day_of(candidate.raw)
        return day is not None and abs(day - self.now.date()) <= timedelta(days=1)

    # ------------------------------------------------------------------ where times stand

    def _elements(self) -> None:
        flow, start = self.flow, self.start
        inside = range(start, self.end)
        looked_at = 0
        for element in flow.hinted(DATE | UPDATED):  # <time> is hinted as DATE
            if element.start < self.top or element.start > self.limit or element.end - element.start > 14:
                continue
            looked_at += 1
            if len(self.found) >= _ENOUGH or looked_at > _MANY:
                break
            if element.start in inside and element.tag != "time" and not self._opens(element):
                continue
            if element.start in inside and element.start > start + 1 and not element.hint & (META | DATE):
                continue
            text = _apart(flow, element)
            raw = _attribute(element)
            if self._is_elsewhere(element, LIVE):
                self._note(text)
                continue
            update = bool(_UPDATED.search(text[:40])) or bool(
                element.hint & UPDATED and not _PUBLISHED.search(element.attrs)
            )
            at = element.start
            if self._is_masthead(element):
                if text and len(text) <= _MAX and _DIGIT.search(text):
                    self._above(Candidate(text, "label", True), element)
                    self.taken.add(_line_at(flow, at))
                continue
            if _NAMED_PUBLISHED.search(element.attrs):
                self.called_published.add(at)
            if raw:
                self.found.append((Candidate(raw[:100], "microdata"), at, update))
            if text and len(text) <= _MAX and (_DIGIT.search(text) or _AGO.search(text)):
                trusted = element.hint & DATE or 'itemprop="date' in element.attrs
                layer: Layer = "label" if trusted else "generic"
                seen = not element.hints & HIDDEN
                if trusted and seen and not _CLOCK.search(text) and (whole := self._with_time(element, text)):
                    self.found.append((Candidate(whole, layer, True), at, update))
                self.found.append((Candidate(text, layer, seen), at, update))
                self.taken.add(_line_at(flow, at))

    def _labelled(self) -> None:
        flow = self.flow
        for region in self.labels.regions:
            line = region.label
            if region.kind not in ("date", "updated") or line.start < self.top or line.start > self.limit:
                continue
            if self._is_elsewhere(line.element):
                continue
            text = line.text
            if not _DIGIT.search(text) and line.index + 1 < len(flow.lines):
                text = f"{text} {flow.lines[line.index + 1].text[:80]}"
            if not _CLOCK.search(text):
                text = f"{text} {self._time_after(region.label.index)}".rstrip()
            if len(text) <= _MAX:
                self.found.append((Candidate(text, "label", True), line.start, region.kind == "updated"))
                self.taken.add(line.index)

    def _lines(self) -> None:
        flow = self.flow
        opening = _line_at(flow, self.start)
        for line in flow.lines[self.first : opening + 5]:
            if line.index in self.taken or line.linked or len(line.text) > _MAX:
                continue
            if not _looks_dated(line) or (line.heading and not is_date_line(line.text)):
                continue
            within = line.start >= self.start or line.text.endswith(_ENDS)
            if within and not (is_date_line(line.text) or _is_stamped(line.text)):
                continue  # a sentence
            if line.index > opening and line.start >= self.end:
                continue
            if line.hints & SOURCE or self._is_elsewhere(line.element):
                continue
            if line.hints & CHROME and self.head is not None and line.start < self.at:
                self._above(Candidate(line.text, "generic", True), line.element)
                continue
            text = line.text
            if line.end - line.start > 1 and _GLUED.search(text):
                text = " ".join(flow.between(n, n + 1) for n in range(line.start, line.end))
            if not _CLOCK.search(text):
                text = f"{text} {self._time_after(line.index)}".rstrip()
            candidate = Candidate(text, "generic", True)
            if self._is_masthead(line.element):
                self._above(candidate, line.element)
            else:
                self.found.append((candidate, line.start, bool(_UPDATED.search(line.text))))

    def _time_after(self, index: int) -> str:
        """Return the time of day that stands alone in the next lines, maybe under its label, or nothing."""
        for line in self.flow.lines[index + 1 : index + 4]:
            if len(line.text) < 30 and _is_time(line.text):
                return line.text
            if _UPDATED.search(line.text) or not (_TIME_LABEL.match(line.text) or is_date_line(line.text)):
                break
        return ""

    def _under_the_text(self) -> None:
        """Some papers sign and date below the text."""
        if any(self._states_a_day(c.raw) for c, _, _ in self.found):
            return
        at = _line_at(self.flow, self.end)
        for line in self.flow.lines[at : at + _BELOW]:
            if line.hints & (_ELSEWHERE | CHROME) or line.linked or self._is_elsewhere(line.element):
                continue
            if is_date_line(line.text):
                self.found.append((Candidate(line.text, "generic", True), line.start, False))
                return

    def _states_a_day(self, text: str) -> bool:
        found = parse(text, timezone=self.timezone, now=self.now)
        return bool(_AGO.match(text)) or (found is not None and found.value is not None)

    def _edition(self) -> None:
        """A paper's page may be dated only by its edition, above all: `Monday 08/10/2012 Issue 14620`."""
        if self.found or self.out.masthead:
            return
        for line in self.flow.lines[:_TOP]:
            if len(line.text) <= _SHORT and _ISSUE.search(line.text) and self._day_of(line.text):
                self.out.masthead.append(Candidate(line.text, "generic", True))
                return

    # ------------------------------------------------------------------ whose they are

    def _is_elsewhere(self, element: Element, more: int = 0) -> bool:
        """Whether an element belongs to another article or to a reader. A card without a link is none.

        What an element says that holds the headline too is said of this article: WordPress calls it
        `has-post-thumbnail`, `category-latest`.
        """
        near = self.head is not None and self.head.end <= element.start <= self.start
        if element.start >= self.end:
            region = self.labels.taken.get(_line_at(self.flow, element.start))
            if region is not None and region.kind in ("comments", "related", "read_also", "unrelated"):
                return True
        for e in element.up():
            if self._holds(e):
                break
            own = e is element  # `latest-date` is a date, `last-update` no live report
            if e.hint & COMMENT or (not own and e.hint & more):
                return True
            if e.hint & _BOXES and not (own and e.hint & DATE):
                return True
            if e.end - e.start > _CARD:
                if e.hint & CARD:
                    return True
            elif (e.hint & CARD and not near and self._links_in(e)) or (
                e is not element and self._is_teaser(e, near)
            ):
                return True
        return False

    def _holds(self, element: Element) -> bool:
        """Whether an element holds the headline or the beginning of the text."""
        if element.tag in ("body", "html", "#root"):
            return True
        head = self.head
        if (
            head is not None
            and element.start <= head.start
            and element.end >= head.end
            and head.end > head.start
        ):
            return True
        return element.start <= self.start < element.end and self.end > self.start

    def _is_teaser(self, element: Element, near: bool) -> bool:
        """Whether an element holds the linked title of another article."""
        return any(self._is_title(link, near) for link in self._links_in(element))

    def _links_in(self, element: Element) -> list[Element]:
        """Return the first links below an element: a card has few."""
        anchors = self.flow.anchors
        first = bisect_right(anchors, element.index, key=_INDEX)
        return [link for link in anchors[first : first + _LINKS] if link.index < element.last]

    def _is_title(self, link: Element, near: bool) -> bool:
        known = self.titles.get((link.index, near))
        if known is None:
            known = self.titles[link.index, near] = self._reads_as_title(link, near)
        return known

    def _reads_as_title(self, link: Element, near: bool) -> bool:
        if link.hint & _NO_TITLE or _NOWHERE.search(link.attrs):
            return False
        text = self.flow.text(link)
        inner = self.flow.elements[link.index + 1 : min(link.last, link.index + 4)]
        if len(text) > 12 and any(e.heading for e in (link, *inner)):
            return True
        return not near and text.count(" ") + 1 >= _TITLE and not is_date_line(text)

    def _is_masthead(self, element: Element) -> bool:
        """Whether a time above the headline stands outside the article: the day of the page."""
        if element.start >= self.at or element.start >= self.start:
            return False
        if any(_TODAY.search(e.attrs) for e in islice(element.up(), 2)):
            return True
        if self.head is None or self.article is None:
            links = self.flow.link_of[element.end : self.at]
            return len({id(link) for link in links if link is not None}) >= _MENU
        around = next(
            (e for e in islice(element.up(), 200) if e.start <= self.head.start and e.end >= self.head.end),
            None,
        )
        return around is not None and around is not self.article and self.article.within(around)

    def _above(self, candidate: Candidate, element: Element) -> None:
        """Keep a date outside of the article; today's in the page's furniture says nothing of any article."""
        links = {id(link) for link in self.flow.link_of[element.end : self.at] if link is not None}
        furniture = len(links) >= _MENU or element.hints & CHROME or _TODAY.search(element.attrs)
        if len(self.out.masthead) < _FEW and not (furniture and self._is_today(candidate)):
            self.out.masthead.append(candidate)
        self._note(candidate.raw)

    def _note(self, text: str) -> None:
        if len(self.out.others) < _FEW and text and len(text) <= _MAX:
            self.out.others.append(text)

    def _with_time(self, element: Element, text: str) -> str:
        """Return a date with the time that an element beside it shows, or an empty string."""
        flow = self.flow
        for run in (element.end, element.start - 1):
            beside = flow.between(run, run + 1) if 0 <= run < len(flow.runs) else ""
            if _is_time(beside):
                return f"{text} {beside}"
        for e in islice(element.up(), 1, 5):
            if e.start < element.start - _BESIDE or e.end > element.end + _BESIDE or self._holds(e):
                break
            if e.start == element.start and e.end == element.end:
                continue
            around = " ".join(flow.between(n, n + 1) for n in range(e.start, e.end))
            if _CLOCK.search(around):
                return around if len(around) <= _MAX and not _UPDATED.search(around) else ""
        return ""


_DATED = re.compile(
    r"[\d٠-٩۰-۹]{1,4}\s*[/\-.\\]\s*[\d٠-٩۰-۹]{1,2}\s*[/\-.\\]\s*[\d٠-٩۰-۹]{1,4}|(?:19|20|١٩|٢٠|14"
    r"|١٤)[\d٠-٩۰-۹]{2}|منذ|قبل|أمس"
)


_GLUED = re.compile(r"(?:19|20)\d\d\d{1,2}\s*[/\-.]|[\d٠-٩][^\W\d_]|[^\W\d_][\d٠-٩]")


def _attribute(element: Element) -> str | None:
    """Return the time that an element states for machines, or None."""
    for name in _ATTRIBUTES:
        if name in element.attrs and (value := element.get(name)) and _DIGIT.search(value):
            return value
    return element.get("title") if element.tag == "abbr" else None


def _is_time(text: str) -> bool:
    """Whether a text is a time of day and no more; that of an update is none."""
    return bool(
        _CLOCK.search(text) and not _DATED.search(text) and is_date_line(text) and not _UPDATED.search(text)
    )


def _is_stamped(text: str) -> bool:
    """Whether a short line has a time of day: `14-03-2018 20:15 | كتب: سامي خليل`."""
    return text.count(" ") < 14 and _CLOCK.search(text) is not None


def _apart(flow: Flow, element: Element) -> str:
    """Return an element's text; two dates that touch (one is for those who do not see) are set apart.

    So are the day, the month and the year, where each has an element of its own.
    """
    text = flow.text(element)
    if element.end - element.start < 2 or not _GLUED.search(text):
        return text
    return " ".join(flow.between(n, n + 1) for n in range(element.start, element.end))


def _looks_dated(line: Line) -> bool:
    return bool(_DATED.search(line.text))


def _line_at(flow: Flow, run: int) -> int:
    """Return the index of the line that holds a run (the last line before it)."""
    low, high = 0, len(flow.lines)
    while low < high:
        middle = (low + high) // 2
        if flow.lines[middle].end <= run:
            low = middle + 1
        else:
            high = middle
    return min(low, max(0, len(flow.lines) - 1))

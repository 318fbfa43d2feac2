"""Which of the times that a page states is the time of publication.

The rule, in its order:

1. A candidate that cannot be read, or lies more than a day after the crawl, is out. Of a visible line that
   states publication and update, only the part asked for counts.
2. Trust: the site's own selector, JSON-LD, microdata, a label, Open Graph, generic; the most trusted one is
   the anchor, and what is counted back from now (`منذ 3 ساعات`) comes after all that is stated.
3. What a reader sees beats what a template says: where the first visible time of the site's selector or of a
   label is more than a day away from a hidden anchor, it is the anchor; unless another visible one agrees
   with the hidden, since then those are the dates of other articles.
4. Only candidates within a day and a half of the anchor speak about the same moment; of these the most
   trusted with a time of day gives the time. UTC and local time may differ in the day: instants are compared.
5. Midnight to the second is how machines write "that day". It is a time only if another source says so.
6. Local time falsely marked `Z`: the same clock reading is visible, or another source gives it with a zone
   of its own. Then the reading is local, in the site's zone or in the one stated. Where a reader sees the
   same instant in local time the mark is true, and a machine's time without a zone is in UTC too.
7. `10/9/2012 1:22:41 PM` may be two days: it is the one that another date of the page, or the crawl, is
   near to, where only one is.
8. A time in UTC is written in the site's zone, and seconds are kept where any source of that minute has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from crawler.arabic.dates.clock import zone_of
from crawler.arabic.dates.parsing import american, is_american, parse, stamps
from crawler.arabic.dates.stated import ParsedDate, Precision

_TRUST = {"selector": 0, "json-ld": 1, "microdata": 2, "label": 3, "opengraph": 4, "generic": 5}
_SAME = timedelta(hours=36)
_NEAR = timedelta(days=3)
_ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text of the page that may state the time. `layer` as in `Article.provenance`."""

    raw: str
    layer: str
    visible: bool = False  # a reader sees it, as opposed to an attribute or metadata


@dataclass(frozen=True, slots=True)
class Chosen:
    """The time that the page states: ISO 8601 with an offset, or a bare date; and whose words it was."""

    iso: str
    raw: str
    layer: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class _Read:
    candidate: Candidate
    parsed: ParsedDate
    value: datetime | date

    @property
    def rank(self) -> tuple[bool, int]:
        return self.parsed.relative, _TRUST.get(self.candidate.layer, 6)

    @property
    def moment(self) -> datetime | None:
        return self.value if isinstance(self.value, datetime) else None

    @property
    def day(self) -> date:
        return self.value.date() if isinstance(self.value, datetime) else self.value

    def apart(self, other: _Read) -> timedelta:
        """How far two candidates are from each other, at least: a bare day is all of its hours."""
        mine, its = self.moment, other.moment
        if mine is not None and its is not None:
            return abs(mine - its)
        return abs(self.day - other.day)

    def same_reading(self, other: _Read) -> bool:
        """Whether both clocks show the same hour and minute of the same day, whatever their zones."""
        mine, its = self.moment, other.moment
        return mine is not None and its is not None and _wall(mine) == _wall(its)


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None, second=0, microsecond=0)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or _ZERO


def _read(candidate: Candidate, timezone: str, now: datetime, role: str) -> _Read | None:
    if role == "modified":
        both = stamps(candidate.raw, timezone=timezone, now=now)
        parsed = both.modified or both.published
    elif candidate.visible:
        both = stamps(candidate.raw, timezone=timezone, now=now)
        parsed = both.published or both.modified
    else:
        parsed = parse(candidate.raw, timezone=timezone, now=now)
    if parsed is None or parsed.value is None:
        return None
    read = _Read(candidate, parsed, parsed.value)
    late = read.moment > now + timedelta(days=1) if read.moment else read.day > now.date() + timedelta(days=1)
    return None if late else read


def _americans(
    candidates: Sequence[Candidate], reads: list[_Read], near: Sequence[str], timezone: str, now: datetime
) -> list[_Read]:
    """Return the candidates that may be two days, where one of the two is near to something else."""
    texts = (parse(text, timezone=timezone, now=now) for text in near)
    values = [r.value for r in reads] + [p.value for p in texts if p is not None and p.value is not None]
    days = [v.date() if isinstance(v, datetime) else v for v in values] + [now.date()]
    out: list[_Read] = []
    for candidate in candidates:
        possible = [
            read
            for parsed in american(candidate.raw, timezone=timezone)
            if parsed.value is not None
            and (read := _Read(candidate, parsed, parsed.value)).day <= now.date() + timedelta(days=1)
        ]
        close = [read for read in possible if any(abs(read.day - day) <= _NEAR for day in days)]
        if len(close) == 1:
            out += close
    return out


def _is_midnight(read: _Read, zone: ZoneInfo) -> bool:
    """Whether a time only says "that day": 00:00:00 on its own clock, or on the site's."""
    moment = read.moment
    if moment is None or read.parsed.relative:
        return False
    clocks = [moment, moment.astimezone(zone)]
    return any((c.hour, c.minute, c.second) == (0, 0, 0) for c in clocks)


def _midnight_day(read: _Read, zone: ZoneInfo) -> date:
    moment = read.moment
    if moment is None:
        return read.day
    if (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.date()
    return moment.astimezone(zone).date()


def choose(
    candidates: Sequence[Candidate],
    *,
    timezone: str,
    now: datetime,
    role: Literal["published", "modified"] = "published",
    near: Sequence[str] = (),
) -> Chosen | None:
    """Return the time that the candidates state together, or None; the rule is this module's docstring.

    `timezone` is the site's IANA zone, `now` the aware time of the crawl. Candidates of the same trust count
    in the order given. `near`: texts of the page that date something else, a comment or the day's edition.
    """
    if now.tzinfo is None:
        now = now.replace(tzinfo=ZoneInfo("UTC"))
    reads = [read for c in candidates if (read := _read(c, timezone, now, role)) is not None]
    if any(is_american(c.raw) for c in candidates):
        reads += _americans(candidates, reads, near, timezone, now)
    if not reads:
        return None
    zone = zone_of(timezone)
    reads.sort(key=lambda read: read.rank)
    anchor = reads[0]
    if not anchor.candidate.visible:
        seen = [read for read in reads if read.candidate.visible and not read.parsed.relative]
        if all(read.apart(anchor) > _SAME for read in seen):
            anchor = next((read for read in seen if read.candidate.layer in ("selector", "label")), anchor)
    same = [read for read in reads if read.apart(anchor) <= _SAME]
    timed = [read for read in same if read.moment is not None and not _is_midnight(read, zone)]
    midnight = [read for read in same if read.moment is not None and _is_midnight(read, zone)]
    if (
        not timed
        and len(midnight) > 1
        and any(
            a.candidate.visible != b.candidate.visible and a.same_reading(b)
            for a in midnight
            for b in midnight
        )
    ):
        timed = midnight  # a reader sees 00:00 too: it is a time
    if not timed:
        best = next((read for read in same if read.candidate.visible and read.moment is None), same[0])
        return Chosen(_midnight_day(best, zone).isoformat(), best.candidate.raw, best.candidate.layer, "day")
    pick = timed[0]
    moment, precision = _reconcile(pick, timed, zone)
    return Chosen(moment.isoformat(), pick.candidate.raw, pick.candidate.layer, precision)


def _reconcile(pick: _Read, timed: list[_Read], zone: ZoneInfo) -> tuple[datetime, Precision]:
    """Return the moment that `pick` states, with false zones corrected and seconds filled in."""
    moment = pick.moment
    assert moment is not None
    alike = [read for read in timed if read is not pick and read.same_reading(pick)]
    claims_utc = pick.parsed.zoned and not _offset(moment)
    as_utc = _wall(moment).replace(tzinfo=UTC)
    if (claims_utc or not (pick.parsed.zoned or pick.candidate.visible)) and any(
        r.moment and _offset(r.moment) and r.candidate.visible and r.moment.replace(second=0) == as_utc
        for r in timed
        if not r.parsed.relative
    ):
        moment, alike, claims_utc = as_utc.replace(second=moment.second), [], True
    if claims_utc or not pick.parsed.zoned:
        stated = next((r.moment for r in alike if r.parsed.zoned and r.moment and _offset(r.moment)), None)
        if stated is not None:
            moment = moment.replace(tzinfo=stated.tzinfo)
        elif claims_utc and any(not r.parsed.zoned and not r.parsed.relative for r in alike):
            moment = moment.replace(tzinfo=zone)
    precision = pick.parsed.precision
    if precision == "minute":
        for read in timed:
            other = read.moment
            if other is None or read.parsed.precision != "second" or read.parsed.relative:
                continue
            if read.same_reading(pick) or abs(other.replace(second=0) - moment) < timedelta(minutes=1):
                moment, precision = moment.replace(second=other.second), "second"
                break
    if not _offset(moment):
        moment = moment.astimezone(zone)
    return moment, precision

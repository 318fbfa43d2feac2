"""What a text states of a time, and how exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Precision = Literal["second", "minute", "hour", "day", "month", "year"]
Calendar = Literal["gregorian", "hijri"]


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """What a text states of a time.

    `value` is an aware datetime where a time of day is stated, a date where only a day is, None where not
    even a day. `zoned`: the text itself names the zone. `relative`: counted back from now (`منذ 3 ساعات`).
    `start`, `end`: where the date stands in the text, in folded characters; for ordering only.
    """

    value: datetime | date | None
    precision: Precision
    calendar: Calendar
    raw: str
    zoned: bool = False
    relative: bool = False

"""The arguments of a spider (`-a name=value`): read once, refused with a sentence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from crawler.ledger.revisit import MOST, Revisits

_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{8}", re.ASCII)


class ArgumentError(ValueError):
    """An argument cannot be used; the message is a sentence."""


@dataclass(slots=True, frozen=True, kw_only=True)
class Arguments:
    """What a run is asked to do."""

    since: date | None = None  # the first day of publication that is wanted
    until: date | None = None  # the last one, inclusive
    limit: int | None = None  # stored articles
    depth: int | None = None  # steps from a seed
    similar: bool = True  # follow links to similar articles
    revisit: Revisits | None = None  # look again at what is stored
    urls: tuple[str, ...] = ()  # home pages, for the generic spider

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Arguments:
        """Read `-a` values; raise `ArgumentError`."""
        known = ("since", "until", "limit", "depth", "similar", "revisit", "revisits", "url")
        for name in given:
            # Scrapyd tells a job its own name as `_job`.
            if name not in known and name != "_job":
                near = difflib.get_close_matches(name, known, 1)
                hint = f" Did you mean {near[0]}?" if near else f" There are {', '.join(known)}."
                raise ArgumentError(f"There is no argument {name!r}.{hint}")
        read = cls(
            since=_day("since", given.get("since")),
            until=_day("until", given.get("until")),
            limit=_number("limit", given.get("limit")),
            depth=_number("depth", given.get("depth")),
            similar=_switch("similar", given.get("similar"), default="1"),
            revisit=_revisits(given),
            urls=_urls(given.get("url")),
        )
        if read.since and read.until and read.since > read.until:
            raise ArgumentError(f"since={read.since} is after until={read.until}.")
        return read


def _day(name: str, value: Any) -> date | None:
    if value in (None, ""):
        return None
    try:
        # Python reads weeks too, 2026-W10, as their Monday.
        if not _DAY.fullmatch(str(value).strip()):
            raise ValueError
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ArgumentError(f"{name} takes a day such as 2026-11-01, not {value!r}.") from None


def _number(name: str, value: Any) -> int | None:
    if value in (None, ""):
        return None
    try:
        number = int(str(value)) if str(value).strip().isdecimal() else 0  # 1_0 is no number to a person
    except ValueError:
        number = 0
    if number < 1:
        raise ArgumentError(f"{name} takes a number from 1 on, not {value!r}.")
    return number


def _revisits(given: Mapping[str, Any]) -> Revisits | None:
    most = _number("revisits", given.get("revisits")) or MOST
    if str(given.get("revisit")).lower() == "all":
        return Revisits("all", most)
    try:
        wanted = _switch("revisit", given.get("revisit"), default="0")
    except ArgumentError:
        raise ArgumentError(f"revisit takes 1, 0 or all, not {given['revisit']!r}.") from None
    if given.get("revisits") and not wanted:
        raise ArgumentError("revisits is the most articles that are looked at again: say revisit=1 too.")
    return Revisits("due", most) if wanted else None


def _switch(name: str, value: Any, *, default: str) -> bool:
    text = default if value is None else str(value).lower()
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    raise ArgumentError(f"{name} takes 1 or 0, not {value!r}.")


def _urls(value: Any) -> tuple[str, ...]:
    urls = []
    for part in str(value or "").split(","):
        url = part.strip()
        if not url:
            continue
        if "://" not in url:
            url = f"https://{url}"
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            host = None
        # A name without a dot is a slip of the pen (a site's key, a word), except on this machine.
        named = host is not None and ("." in host or ":" in host or host == "localhost")
        if not named or parts.scheme not in ("http", "https") or " " in url:
            raise ArgumentError(
                f"url takes addresses of home pages, separated by commas, not {part.strip()!r}."
            )
        urls.append(url)
    return tuple(urls)

"""Settings that cannot be what somebody meant: told in a sentence before anything starts.

Scrapy takes any name and any value, ends in a traceback where it reads a number that is none, and says
nothing of a name that nothing reads.
"""

from __future__ import annotations

import difflib
import logging
import math
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings, default_settings

from crawler.network.archive import ARCHIVES
from crawler.network.escalation import MODES
from crawler.run import POLICIES

_COMMAND_LINE = 40  # Scrapy's priority of `-s`
_CHOICES = {
    "DEDUP_POLICY": POLICIES,
    "ARCHIVE": ARCHIVES,
    "BROWSER": MODES,
    "SUMMARY": ("on", "off", "article"),
}
_FROM_ONE = frozenset(
    {
        "CONCURRENT_REQUESTS",
        "CONCURRENT_REQUESTS_PER_DOMAIN",
        "BLOCKS_IN_A_ROW",
        "DOWNLOAD_TIMEOUT",
        "DNS_TIMEOUT",
    }
)
_FROM_ZERO = frozenset(
    {
        "AUTOTHROTTLE_MAX_DELAY",
        "AUTOTHROTTLE_START_DELAY",
        "BLOCKS_PAUSE",
        "BLOCKS_RETRY_TIMES",
        "BROWSER_MEMORY",
        "BROWSER_PAGES",
        "CLOSESPIDER_ERRORCOUNT",
        "CLOSESPIDER_ITEMCOUNT",
        "CLOSESPIDER_PAGECOUNT",
        "CLOSESPIDER_TIMEOUT",
        "DOWNLOAD_DELAY",
        "DOWNLOAD_MAXSIZE",
        "PACE_HOLD_MAX",
        "PROGRESS_EVERY",
        "REDIRECT_MAX_TIMES",
    }
)
# Whole numbers as they are set, and read as any.
_FRACTIONS = frozenset(
    {
        "AUTOTHROTTLE_MAX_DELAY",
        "AUTOTHROTTLE_START_DELAY",
        "BLOCKS_PAUSE",
        "BROWSER_MEMORY",
        "CLOSESPIDER_TIMEOUT",
        "DNS_TIMEOUT",
        "DOWNLOAD_DELAY",
        "DOWNLOAD_TIMEOUT",
        "PACE_HOLD_MAX",
        "PROGRESS_EVERY",
    }
)
_UNLISTED = frozenset({"CONCURRENT_REQUESTS_PER_IP", "META_COPY_WARN_SKIP_KEYS"})
_ALIKE = 0.85  # likeness of two names, from which one is the other misspelt


def wrong(settings: BaseSettings) -> str | None:
    """Return a sentence about the first setting that cannot be used, None where all can."""
    return next(_wrong(settings), None)


def unread(settings: BaseSettings) -> list[str]:
    """Return the names on the command line that nothing here reads."""
    return [
        name
        for name in settings
        if settings.getpriority(name) == _COMMAND_LINE
        and name not in _defaults()
        and name not in _UNLISTED
        and not name.startswith("PLAYWRIGHT_")
    ]


@cache
def _defaults() -> dict[str, Any]:
    """Return every setting of Scrapy and of ours, with its value where nobody changes it."""
    from crawler import settings as ours  # which checks, as it is loaded, where this project lies

    return {
        name: value
        for module in (default_settings, ours)
        for name, value in vars(module).items()
        if name.isupper()
    }


def _wrong(settings: BaseSettings) -> Iterator[str]:
    for name in unread(settings):
        near = difflib.get_close_matches(name.upper(), _defaults(), 1, _ALIKE)
        if near:
            yield f"There is no setting {name}. Did you mean {near[0]}?"
    for name, usual in _defaults().items():
        if not isinstance(usual, int | float) or (value := settings.get(name)) is None:
            continue
        if isinstance(usual, bool):
            try:
                settings.getbool(name)
            except ValueError:
                yield f"{name} takes 1 or 0, not {value!r}."
        else:
            yield from _number(name, value, whole=isinstance(usual, int) and name not in _FRACTIONS)
    for name, choices in _CHOICES.items():
        if settings[name] not in choices:
            yield f"{name} is one of {', '.join(choices)}, not {settings[name]!r}."
    try:
        delays = [float(seconds) for seconds in settings.getlist("RETRY_DELAYS")]
    except (TypeError, ValueError):
        delays = [-1.0]
    if not all(math.isfinite(seconds) and seconds >= 0 for seconds in delays):
        yield f"RETRY_DELAYS takes seconds, separated by commas, not {settings['RETRY_DELAYS']!r}."
    if not str(settings["DATA_DIR"] or "").strip():
        yield "DATA_DIR names no folder: where is everything to be written?"
    yield from _log(settings)


def _number(name: str, value: Any, *, whole: bool) -> Iterator[str]:
    least = 1 if name in _FROM_ONE and whole else 0 if name in _FROM_ONE | _FROM_ZERO else None
    above = name in _FROM_ONE and not whole
    try:
        number = int(value) if whole else float(value)
        good = math.isfinite(number) and (least is None or number > least or (number == least and not above))
    except (TypeError, ValueError, OverflowError):
        good = False
    if not good:
        kind = "whole number" if whole else "number"
        bound = " above 0" if above else f" from {least} on" if least is not None else ""
        yield f"{name} takes a {kind}{bound}, not {value!r}."


def _log(settings: BaseSettings) -> Iterator[str]:
    level = settings["LOG_LEVEL"]
    if isinstance(level, str) and level not in logging.getLevelNamesMapping():
        yield f"LOG_LEVEL is one of DEBUG, INFO, WARNING, ERROR, CRITICAL, not {level!r}."
    if file := settings["LOG_FILE"]:
        path = Path(file)
        if (
            path.is_dir()
            or not path.absolute().parent.is_dir()
            or not os.access(path.absolute().parent, os.W_OK)
        ):
            yield f"The log cannot be written to {file}: its folder is not there, or not writable."

"""The sites of a run as a table: live on a terminal, log lines elsewhere, and once more at the end."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from crawler.fleet.figures import Figures, time_left, total
from crawler.monitoring.bidi import isolate

_COLUMNS = ("site", "queue", "fetched", "stored", "duplicates", "rejects", "errors", "pages/s", "left")
_SPARED = ("pages/s", "queue", "rejects", "fetched")  # first where there is no room for all
_ORDER = {"failed": 0, "running": 1, "waiting": 2, "done": 3}
_STYLES = {"failed": "red", "running": "", "waiting": "dim", "done": "green"}


def table(sites: Sequence[Figures], *, rows: int | None = None, width: int | None = None) -> Table:
    """Return the sites as a table of at most `rows` of them, those that need an eye first, and their sum.

    Columns that would not fit into `width` are left out, rather than all made unreadable.
    """
    shown = Table(box=None, padding=(0, 1), header_style="bold", show_edge=False)
    ordered = sorted(sites, key=lambda one: (_ORDER[one.phase], -one.speed, one.site))
    kept = ordered if rows is None or len(ordered) <= rows else ordered[: max(rows, 1)]
    body = [(cells(one), _STYLES[one.phase]) for one in kept]
    if len(kept) < len(ordered):
        body.append(((f"… and {len(ordered) - len(kept)} more",), "dim"))
    *summed, _ = cells(total(sites))
    body.append(((*summed, clock(time_left(sites))), "bold"))
    places = _fitting([row for row, _ in body], width)
    for place in places:
        shown.add_column(_COLUMNS[place], justify="right" if place else "left", no_wrap=True)
    for row, style in body:
        shown.add_row(*(row[place] for place in places if place < len(row)), style=style)
    return shown


def _fitting(rows: Sequence[Sequence[str]], width: int | None) -> list[int]:
    """Return the places of the columns that fit into `width` columns of a terminal."""
    wide = [
        max(len(name), *(len(row[place]) for row in rows if place < len(row)))
        for place, name in enumerate(_COLUMNS)
    ]
    places = list(range(len(_COLUMNS)))
    for name in _SPARED:
        if width is None or sum(wide[place] for place in places) + 2 * len(places) <= width:
            break
        places.remove(_COLUMNS.index(name))
    return places


def cells(one: Figures) -> tuple[str, ...]:
    """Return one row of the table."""
    left = {"failed": "failed", "waiting": "waiting", "done": "done"}.get(one.phase) or clock(one.left)
    return (
        one.site,
        str(one.queue),
        str(one.fetched),
        str(one.stored),
        str(one.duplicates),
        str(one.rejects),
        str(one.errors),
        f"{one.speed:.1f}",
        left,
    )


def line(sites: Sequence[Figures]) -> str:
    """Return the sum of all sites on one line, for a log."""
    every = total(sites)
    phases = [one.phase for one in sites]
    parts = [f"{phases.count('done') + phases.count('failed')} of {len(sites)} sites ended"]
    parts += [f"queue {every.queue}", f"fetched {every.fetched}", f"stored {every.stored}"]
    parts += [f"duplicates {every.duplicates}", f"rejects {every.rejects}", f"errors {every.errors}"]
    parts += [f"{every.speed:.1f}/s"]
    left = time_left(sites)
    return " · ".join(parts if left is None else [*parts, f"{clock(left)} left"])


def failures(sites: Sequence[Figures]) -> list[str]:
    """Return a sentence for each site that failed."""
    return [f"{one.site}: {isolate(one.sentence)}" for one in sites if one.phase == "failed"]


def clock(seconds: float | None) -> str:
    """Return a span as hours and minutes, or minutes and seconds."""
    if seconds is None:
        return "-"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02} h" if hours else f"{minutes}:{rest:02}"

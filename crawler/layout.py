"""`spiders` and `pipelines` are plain names: make sure that they are this project's.

Scrapy appends the project to `sys.path`, so that any installed distribution with a package of the same name
wins. Checked where settings are read, so that `scrapy list` and an upload to Scrapyd fail with a sentence.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import PurePath


def check() -> None:
    """Exit with a sentence where `spiders` or `pipelines` is not the one beside `crawler`."""
    home = _home("crawler")
    for name in ("spiders", "pipelines"):
        found = _home(name)
        if found != home:
            where = found or "nowhere"
            raise SystemExit(
                f"The package `{name}` comes from {where}, but this project's is in {home}: "
                f"uninstall the distribution that ships it, or start in another environment."
            )


def _home(name: str) -> PurePath | None:
    """Return the folder or the zipped egg that holds the package `name`."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return PurePath(next(iter(spec.submodule_search_locations))).parent

"""Where a Chromium is on this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def cache_folder() -> Path:
    """Return the folder that a Chromium without root rights is unpacked to."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "arabic-news-crawler" / "chromium"


def find_chromium() -> Path | None:
    """Return the executable: of the PATH, of our own cache folder, or of Playwright's; None without one."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    own = cache_folder() / "chromium"
    if own.exists():
        return own
    return _playwrights_own()


def _playwrights_own() -> Path | None:
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    found = sorted(Path(folder).glob("chromium-*/chrome-linux*/chrome"))
    return found[-1] if found else None

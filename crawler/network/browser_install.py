"""`python -m crawler.network.browser_install`: have a Chromium, whatever this machine allows.

What is there already wins. Then Debian's package: as root it is installed; without root it and those of
its libraries that are missing are downloaded and unpacked into a cache folder. Then Playwright's own
download, which not every network lets through.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from crawler.network.chromium import cache_folder, find_chromium

_PATIENCE = 900  # seconds for one step
_WAIT_FOR_LOCK = ("-o", "DPkg::Lock::Timeout=300")  # another apt-get may be at work
# The unpacked binary looks for its libraries and fonts where Debian would have put them.
_LAUNCHER = """#!/bin/sh
here='{root}'
export LD_LIBRARY_PATH="{libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$here/etc/fonts"
exec "$here/usr/lib/chromium/chromium" "$@"
"""


class InstallError(RuntimeError):
    """A step failed; the message is its last line of output."""


def install() -> Path:
    """Return a Chromium that starts, installing one if needed. Raises InstallError."""
    found = find_chromium()
    if found is not None and starts(found):
        return found
    reasons = []
    steps = [("Debian's package", _as_root if os.geteuid() == 0 else _without_root)]
    for name, step in [*steps, ("playwright install", _playwright)]:
        print(f"Installing Chromium: {name}", flush=True)
        try:
            step()
        except InstallError as error:
            reasons.append(f"{name}: {error}")
            continue
        found = find_chromium()
        if found is not None and starts(found):
            return found
        reasons.append(f"{name}: what it installed does not start")
    raise InstallError("; ".join(reasons))


def starts(executable: Path) -> bool:
    """Whether the program answers `--version`: a broken package, or a stub, does not."""
    try:
        done = subprocess.run(
            [executable, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "chrom" in done.stdout.lower()


def _run(*command: str, cwd: Path | None = None) -> str:
    """Run a step quietly and return its output; InstallError with its last words when it fails."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except OSError as error:
        raise InstallError(f"{command[0]} is not here ({error.strerror})") from error
    except subprocess.TimeoutExpired as error:
        raise InstallError(f"{command[0]} took longer than {_PATIENCE} s") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise InstallError(f"{command[0]}: {said[-1] if said else f'status {done.returncode}'}")
    return done.stdout


def _as_root() -> None:
    _run("apt-get", *_WAIT_FOR_LOCK, "update")
    _run("apt-get", *_WAIT_FOR_LOCK, "install", "-y", "--no-install-recommends", "chromium")


def _without_root() -> None:
    """Unpack Chromium's packages into the cache folder; the package lists are kept there too."""
    folder = cache_folder()
    root, debs, state = folder / "root", folder / "debs", folder / "apt"
    shutil.rmtree(folder, ignore_errors=True)
    for path in (root, debs, state / "lists" / "partial", state / "archives" / "partial"):
        path.mkdir(parents=True)
    apt = ("apt-get", "-o", f"Dir::State::lists={state / 'lists'}", "-o", f"Dir::Cache={state}")
    _run(*apt, "update")
    plan = _run(*apt, "install", "--simulate", "--no-install-recommends", "chromium")
    packages = re.findall(r"^Inst (\S+)", plan, re.MULTILINE)
    _run(*apt, "download", *(packages or ["chromium"]), cwd=debs)
    for package in sorted(debs.glob("*.deb")):
        _run("dpkg", "-x", str(package), str(root))
    shutil.rmtree(debs)
    shutil.rmtree(state)
    launcher = folder / "chromium"
    launcher.write_text(_LAUNCHER.format(root=root, libraries=_library_path(root)), encoding="utf-8")
    launcher.chmod(0o755)


def _library_path(root: Path) -> str:
    own = root / "usr" / "lib" / "chromium"  # the binary finds what lies beside it
    folders = {path.parent for path in root.rglob("*.so*")} - {own}
    return ":".join(str(path) for path in sorted(folders))


def _playwright() -> None:
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def main() -> int:
    """Say in one line which Chromium is used; 1 where none can be had."""
    try:
        print(f"Chromium: {install()}")
    except InstallError as error:
        print(f"No Chromium could be installed ({error}).", file=sys.stderr)
        print("Install Chromium with your system's package manager and run this again.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

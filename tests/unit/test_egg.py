"""The egg that Scrapyd runs: what is in it, and that it works zipped, outside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

PACKAGES = ("crawler", "spiders", "pipelines")
DATA = {".json", ".gz", ".npz", ".txt"}


def run(command: list[str], cwd: Path, **environment: str) -> str:
    """Return what `command` prints; fail with its errors."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checkout(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project to build in: building leaves folders behind."""
    copy = tmp_path_factory.mktemp("checkout") / "project"
    hidden = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "data", "*.egg-info")
    shutil.copytree(project, copy, ignore=hidden)
    return copy


@pytest.fixture(scope="module")
def egg(checkout: Path) -> Path:
    """The egg as `scrapyd-deploy` builds it."""
    command = [sys.executable, "-m", "scrapyd_client.deploy", "--build-egg", "project.egg"]
    run(command, checkout, SCRAPYD_USERNAME="", SCRAPYD_PASSWORD="")
    return checkout / "project.egg"


def expected_files(checkout: Path) -> set[str]:
    return {
        path.relative_to(checkout).as_posix()
        for package in PACKAGES
        for path in (checkout / package).rglob("*")
        if path.suffix in {".py", *DATA} and "__pycache__" not in path.parts
    }


def files_in(archive: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(archive).namelist() if not name.endswith(("/", ".pyc"))}


def test_it_holds_the_packages_their_data_and_nothing_else(checkout: Path, egg: Path) -> None:
    names = files_in(egg)
    assert {PurePosixPath(name).parts[0] for name in names} == {*PACKAGES, "EGG-INFO"}
    assert names - {name for name in names if name.startswith("EGG-INFO/")} == expected_files(checkout)
    entry_points = zipfile.ZipFile(egg).read("EGG-INFO/entry_points.txt").decode()
    assert entry_points.split() == ["[scrapy]", "settings", "=", "crawler.settings"]


def test_the_wheel_holds_the_same(checkout: Path, tmp_path: Path) -> None:
    run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "-o", str(tmp_path)], checkout)
    names = files_in(next(tmp_path.glob("*.whl")))
    assert {name for name in names if ".dist-info/" not in name} == expected_files(checkout)


def test_scrapy_lists_the_spiders_from_the_zipped_egg(project: Path, egg: Path, tmp_path: Path) -> None:
    # As Scrapyd does it: the egg on the path, the settings module from its entry point, no scrapy.cfg around.
    code = (
        f"import sys; sys.path.insert(0, {str(egg)!r}); from scrapy.cmdline import execute; "
        "execute(['scrapy', 'list'])"
    )
    printed = run(
        [sys.executable, "-P", "-c", code], tmp_path, SCRAPY_SETTINGS_MODULE="crawler.settings", PYTHONPATH=""
    )
    files = {path.stem for path in (project / "spiders").glob("*.py")} - {"__init__"}
    assert set(printed.split()) == files


def test_another_package_named_spiders_is_refused_with_a_sentence(egg: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "spiders").mkdir(parents=True)
    (tmp_path / "elsewhere" / "spiders" / "__init__.py").touch()
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path / 'elsewhere')!r}, {str(egg)!r}]; "
        "from scrapy.cmdline import execute; execute(['scrapy', 'list'])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env=os.environ | {"SCRAPY_SETTINGS_MODULE": "crawler.settings", "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "The package `spiders` comes from" in done.stderr
    assert "Traceback" not in done.stderr

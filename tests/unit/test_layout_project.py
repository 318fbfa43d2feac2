"""The shape of the project: what lies where, what packages are called, how requirements are written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from crawler import layout, settings

TOP_LEVEL = {
    "crawler",
    "spiders",
    "pipelines",
    "tests",
    "docs",
    "benchmarks",
    "deploy",
    "requirements",
    ".ci",
}
FORBIDDEN = {"utils", "helpers", "common", "misc", "manager", "base", "data", "info"}


@pytest.fixture(scope="session")
def files(project: Path) -> list[PurePosixPath]:
    """Every file that git knows, or that lies in the folder where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0 and done.stdout:
        return [PurePosixPath(name) for name in done.stdout.splitlines()]
    return [PurePosixPath(path.relative_to(project)) for path in project.rglob("*") if path.is_file()]


def test_the_top_level_is_fixed(files: list[PurePosixPath]) -> None:
    assert {path.parts[0] for path in files if len(path.parts) > 1} <= TOP_LEVEL


def test_every_package_is_one_and_no_test_folder_is(files: list[PurePosixPath]) -> None:
    modules = [path for path in files if path.suffix == ".py"]
    for path in modules:
        if path.parts[0] in ("crawler", "spiders", "pipelines"):
            assert path.parent / "__init__.py" in files, (
                f"{path.parent} has no __init__.py: the egg leaves it out"
            )
        if path.parts[0] == "tests":
            assert path.name != "__init__.py"
            assert not {"spiders", "pipelines", "crawler"} & set(path.parts), f"{path} hides the real package"


def test_no_module_has_a_name_that_says_nothing(files: list[PurePosixPath]) -> None:
    for path in files:
        if path.parts[0] in ("crawler", "spiders", "pipelines"):
            assert not FORBIDDEN & {path.stem, *path.parts}, path


def test_every_stage_is_a_file_and_every_file_a_stage(files: list[PurePosixPath]) -> None:
    stages = {path.stem for path in files if path.parts[0] == "pipelines"} - {"__init__"}
    assert stages == set(settings.STAGES)
    assert sorted(settings.ITEM_PIPELINES.values()) == list(settings.ITEM_PIPELINES.values())
    assert settings.STAGES[-2:] == ("deduplicate", "store")


@pytest.mark.parametrize("name", ["base", "dev", "scrapyd"])
def test_requirements_are_pinned_with_hashes_and_name_no_registry(project: Path, name: str) -> None:
    text = (project / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", "\n" + text) if "==" in entry]
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"\s*[a-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert not re.search(r"^\s*-|https?://|file:/|\s@\s", re.sub(r"--hash=\S+", "", text), re.M)


def test_the_three_environments_agree(project: Path) -> None:
    def pins(name: str) -> dict[str, str]:
        text = (project / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.M))

    base = pins("base")
    for name in ("dev", "scrapyd"):
        other = pins(name)
        assert {package: other.get(package) for package in base} == base


def test_this_checkout_passes_the_layout_check() -> None:
    layout.check()


def test_foreign_packages_end_with_a_sentence(project: Path, tmp_path: Path) -> None:
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "pipelines" / "__init__.py").touch()
    code = f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(project)!r}]; import crawler.settings"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The package `pipelines` comes from")


def test_make_crawl_takes_a_site_and_arguments(project: Path) -> None:
    command = ["make", "--dry-run", "--no-print-directory", "crawl", "SITE=okaz", "ARGS=-a limit=5"]
    # A make above this one (`make test`) must not pass its own flags on.
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))
    }
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith(".venv/bin/scrapy crawl okaz ")
    assert last.endswith(" -a limit=5")


def test_ci_runs_the_tests_and_every_linter(project: Path) -> None:
    ci = project / ".ci" / "run"
    text = ci.read_text(encoding="utf-8")
    assert ci.stat().st_mode & 0o111
    for command in ("make test", "ruff format --check", "ruff check", "mypy", "lint-imports", "tests/shared"):
        assert command in text

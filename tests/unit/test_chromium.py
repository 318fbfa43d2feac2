"""Which Chromium is taken, and what is said where none can be had."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.network import browser_install, chromium


def program(path: Path, says: str = "Chromium 1") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with nothing on it."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    return tmp_path


def test_path_before_cache_before_playwright(bare: Path) -> None:
    assert chromium.find_chromium() is None
    downloaded = program(bare / "browsers" / "chromium-1200" / "chrome-linux" / "chrome")
    assert chromium.find_chromium() == downloaded
    unpacked = program(bare / "cache" / "arabic-news-crawler" / "chromium" / "chromium")
    assert chromium.find_chromium() == unpacked
    installed = program(bare / "bin" / "chromium-browser")
    assert chromium.find_chromium() == installed


def test_what_works_is_taken_as_it_is(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_install, "_run", lambda *command, cwd=None: pytest.fail("nothing to install"))
    monkeypatch.setattr(browser_install, "starts", lambda executable: True)
    installed = program(bare / "bin" / "chromium")
    assert browser_install.install() == installed


@pytest.mark.parametrize("root", [True, False])
def test_each_step_that_fails_is_named(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool
) -> None:
    def fail(*command: str, cwd: Path | None = None) -> str:
        raise browser_install.InstallError(f"{command[0]}: no way out")

    monkeypatch.setattr(browser_install.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(browser_install, "_run", fail)
    assert browser_install.main() == 1
    said = capsys.readouterr().err
    assert "Debian's package: apt-get: no way out" in said
    assert "playwright install" in said
    assert "Traceback" not in said


def test_a_stub_is_not_a_browser(bare: Path) -> None:
    assert browser_install.starts(program(bare / "bin" / "chromium"))
    assert not browser_install.starts(program(bare / "bin" / "chromium", "install me first"))
    assert not browser_install.starts(bare / "missing")

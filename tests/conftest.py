"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring material beside the checkout; its tests are skipped on a user's machine."""
    path = ROOT.parent / "shared"
    if not (path / "DESIGN.md").exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing: in CI the checks against it must run")
        pytest.skip(
            "../shared is absent: this test measures against material that is not part of the project"
        )
    return path

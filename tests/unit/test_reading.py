"""A ledger that is looked at where nothing can be written."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawler.ledger import reading as module
from crawler.ledger.balance import balances
from crawler.ledger.errors import DamageError, LedgerError, UnwritableError
from crawler.ledger.ledger import Ledger, url_in
from crawler.ledger.reading import as_it_lies, path_of, reading
from crawler.ledger.rows import Offer


@pytest.fixture
def url(tmp_path: Path) -> str:
    folder = tmp_path / "ما هذا? %41 #1"
    folder.mkdir()
    url = url_in(folder)
    ledger = Ledger(url)
    seed = Offer("sada", b"k", "http://sada.example/1", "article", "seed", None, 0)
    ledger.begin_run(["sada"], "me", [seed])
    ledger.end_run("finished")
    ledger.close()
    return url


@pytest.fixture
def unwritable(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> Any:
        raise UnwritableError("Cannot write the ledger.")

    monkeypatch.setattr(module, "Ledger", refuse)


def test_it_is_read_as_any(url: str, tmp_path: Path) -> None:
    with reading(url) as found:
        assert [balance.found for balance in balances(found.engine)] == [1]
    assert path_of(url) == tmp_path / "ما هذا? %41 #1" / "ledger.sqlite"


@pytest.mark.usefixtures("unwritable")
def test_it_is_read_where_it_cannot_be_written(url: str) -> None:
    with reading(url) as found:
        assert [balance.found for balance in balances(found.engine)] == [1]


@pytest.mark.usefixtures("unwritable")
def test_an_old_one_there_is_told(url: str) -> None:
    with sqlite3.connect(path_of(url) or "") as connection:
        connection.execute("UPDATE facts SET value = '1' WHERE name = 'version'")
    with pytest.raises(LedgerError, match="is of version 1"), reading(url):
        pass


def test_a_disk_that_refuses_what_sqlite_keeps_beside(url: str, tmp_path: Path) -> None:
    """Only the file is there, and nothing can be made beside it, as on a disk that is only read."""
    folder = tmp_path / "only"
    folder.mkdir()
    path = folder / "ledger.sqlite"
    shutil.copy(path_of(url) or "", path)
    for name in ("ledger.sqlite-wal", "ledger.sqlite-shm"):
        (folder / name).mkdir()  # in the way of the file of that name
    engine = as_it_lies(path)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM pages").scalar() == 1
    engine.dispose()


def test_what_no_ledger_can_be(tmp_path: Path) -> None:
    for url in ("sqlite://", "sqlite:///:memory:"):
        with pytest.raises(LedgerError, match="names no file"):
            Ledger(url)
    with pytest.raises(LedgerError, match="such as sqlite:////"):
        Ledger("ledger.sqlite")
    path = tmp_path / "ledger.sqlite"
    Ledger(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE facts SET value = '99' WHERE name = 'version'")
    with pytest.raises(DamageError, match="A newer version of this program wrote it"):
        Ledger(f"sqlite:///{path}")

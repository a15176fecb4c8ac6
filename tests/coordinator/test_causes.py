"""From the database's own sentence to the word that devices and pages know."""

import sqlite3
from pathlib import Path

import pytest

from coordinator.causes import cause_of
from coordinator.store.database import StoreError, connect


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("", ""),
        ("the database failed: database or disk is full", "full"),
        ("the database failed: disk I/O error", "disk"),
        ("the database failed: /srv/motcua.db: Input/output error", "disk"),
        ("the database failed: attempt to write a readonly database", "read-only"),
        ("the database failed: database is locked", "locked"),
        ("the database failed: too many requests wait for it", "locked"),
        ("the database failed: database disk image is malformed", "damaged"),
        ("the database failed: file is not a database", "damaged"),
        ("the database failed: unable to open database file", "moved"),
        ("the database failed: /srv/motcua.db was moved or removed", "moved"),
        ("the database's folder /srv does not exist: create it, or name another", "moved"),
        ("the database failed: unable to open database file: Input/output error", "disk"),
        ("the database failed: unable to open database file: Permission denied", "read-only"),
        ("the database failed: disk I/O error: No space left on device", "full"),
        ("/srv/motcua.db.lock is held by a running coordinator (process 7)", "locked"),
        ("the database is from a newer version of motcua (schema 0009, this one knows 0007)", "newer"),
        ("the database motcua at db: the database is not reached: Connection refused", "unreached"),
        ("the database failed: something else", "other"),
    ],
)
def test_each_failure_has_its_word(said: str, cause: str) -> None:
    assert cause_of(said) == cause
    assert cause_of(StoreError(said)) == cause


def test_the_words_are_those_that_this_sqlite_says(tmp_path: Path) -> None:
    path = tmp_path / "motcua.db"
    path.write_text("no database at all, but a text of some length" * 100)
    database = connect(f"sqlite:///{path}")
    with pytest.raises(StoreError) as failure, database.read():
        pass
    assert cause_of(failure.value) == "damaged"
    database.close()
    with pytest.raises(sqlite3.OperationalError) as unopened:
        sqlite3.connect(tmp_path / "nowhere" / "motcua.db")
    assert cause_of(str(unopened.value)) == "moved"

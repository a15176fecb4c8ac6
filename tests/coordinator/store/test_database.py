"""One database: durable, one writer at a time, and each failure said as a `StoreError`."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from coordinator.location import FILE_NAME
from coordinator.store import database as module
from coordinator.store import ledger, printing
from coordinator.store.database import Database, StoreError, connect
from coordinator.store.schema import tokens
from coordinator.store.versions import open_database
from tests.fakes.small_center import CENTER_ID
from tests.fakes.stored import DAY, NOON_MS, add_ticket

AUDIT = {"center_id": CENTER_ID, "day": DAY, "at": NOON_MS, "actor": "kiosk:k", "action": "ticket.issued"}


class Refused(Exception):
    """What a use case raises to say no."""


def _messages(database: Database) -> str:
    with database.read() as connection:
        return ledger.read_center(connection, CENTER_ID).message


def _write_and_refuse(database: Database) -> None:
    with database.write() as connection:
        ledger.set_message(connection, CENTER_ID, "lost")
        raise Refused


def _fill_the_disk(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
        for _ in range(200):
            ledger.write_audit(connection, {**AUDIT, "detail": "x" * 1000})


def _keep_a_token(database: Database) -> None:
    values = {"center_id": CENTER_ID, "name": "n", "role": "kiosk", "hash": "geheim", "created_at": 0}
    with database.write() as connection:
        connection.execute(insert(tokens), values)


def _pragmas(connection: Connection) -> dict[str, object]:
    names = ("journal_mode", "synchronous", "foreign_keys")
    return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}


@pytest.mark.only_sqlite("its own ways of writing and failing")
def test_every_connection_writes_through_to_the_disk(database: Database) -> None:
    full = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    with database.write() as connection:
        assert _pragmas(connection) == full
    with database.read() as connection:
        assert _pragmas(connection) == full


@pytest.mark.only_sqlite("its own ways of writing and failing")
def test_what_was_committed_is_seen_by_another_process(database: Database, data: Path) -> None:
    with database.write() as connection:
        ledger.set_message(connection, CENTER_ID, "xin chờ")
    with closing(sqlite3.connect(data / FILE_NAME)) as other:
        assert other.execute("SELECT message FROM centers").fetchone() == ("xin chờ",)


def test_a_transaction_that_ends_in_no_leaves_nothing(database: Database) -> None:
    with pytest.raises(Refused):
        _write_and_refuse(database)
    assert _messages(database) == ""
    with database.write() as connection:
        ledger.set_message(connection, CENTER_ID, "kept")
    assert _messages(database) == "kept"


def test_a_reader_sees_one_instant(database: Database) -> None:
    with database.read() as connection:
        assert ledger.read_center(connection, CENTER_ID).message == ""
        with database.write() as writer:
            ledger.set_message(writer, CENTER_ID, "later")
        assert ledger.read_center(connection, CENTER_ID).message == ""
    assert _messages(database) == "later"


def test_writers_take_turns_and_none_is_lost(database: Database) -> None:
    def write() -> None:
        for _ in range(20):
            with database.write() as connection:
                add_ticket(connection)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with database.read() as connection:
        rows = connection.exec_driver_sql("SELECT number FROM tickets ORDER BY number").scalars().all()
    assert rows == list(range(1, 161))


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'me'", "DELETE FROM audit"])
def test_the_audit_can_only_grow(database: Database, statement: str) -> None:
    with database.write() as connection:
        ledger.write_audit(connection, AUDIT)
    with pytest.raises(StoreError, match="append-only"), database.write() as connection:
        connection.exec_driver_sql(statement)


def test_rows_point_to_what_is_there(database: Database) -> None:
    values = {
        "center_id": CENTER_ID,
        "id": "j",
        "printer": "p",
        "place": 99,
        "is_copy": False,
        "queued_at": 0,
    }
    with pytest.raises(StoreError, match=r"(?i)foreign key"), database.write() as connection:
        printing.add_job(connection, values)


@pytest.mark.only_sqlite("its own ways of writing and failing")
def test_a_full_disk_is_said_and_passes(database: Database) -> None:
    with pytest.raises(StoreError, match="full"):
        _fill_the_disk(database)
    with database.write() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        assert ledger.write_audit(connection, AUDIT) == 1


@pytest.mark.only_sqlite("its own ways of writing and failing")
def test_a_database_that_another_program_keeps_locked_is_said(
    database: Database, url: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PRAGMAS", (*module._PRAGMAS, "PRAGMA busy_timeout=0"))
    impatient = connect(url)
    with closing(sqlite3.connect(data / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            _write_at_once(impatient)
        other.execute("ROLLBACK")
    _write_at_once(impatient)
    impatient.close()
    assert _messages(database) == "mine"


def _write_at_once(database: Database) -> None:
    with database.write() as connection:
        ledger.set_message(connection, CENTER_ID, "mine")


@pytest.mark.only_sqlite("its own ways of writing and failing")
def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "other.db").write_text("something else, long enough to be looked at" * 50)
    with (
        pytest.raises(StoreError, match="not a database"),
        connect(f"sqlite:///{tmp_path / 'other.db'}").read(),
    ):
        pass


def test_a_missing_folder_is_said_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="create it"):
        open_database(f"sqlite:///{tmp_path / 'nowhere' / 'motcua.db'}")


def test_a_failure_repeats_no_value_that_was_written(database: Database) -> None:
    _keep_a_token(database)
    with pytest.raises(StoreError) as caught:
        _keep_a_token(database)
    assert "unique" in str(caught.value).lower()
    assert "geheim" not in str(caught.value)


def test_closing_twice_is_safe(database: Database) -> None:
    database.close()
    database.close()


def test_nothing_is_committed_into_a_file_that_was_moved_away(tmp_path: Path) -> None:
    """SQLite would go on writing into it, and what was answered would be lost."""
    folder = tmp_path / "card"
    folder.mkdir()
    database = connect(f"sqlite:///{folder / FILE_NAME}")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE papers (number INTEGER)")
    folder.rename(tmp_path / "gone")
    with pytest.raises(StoreError, match="was moved or removed"), database.write() as connection:
        connection.exec_driver_sql("INSERT INTO papers VALUES (1)")
    (tmp_path / "gone").rename(folder)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO papers VALUES (2)")
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT number FROM papers").scalars().all() == [2]
    database.close()

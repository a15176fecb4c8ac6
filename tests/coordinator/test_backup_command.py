"""`motcua backup` and `motcua restore`: a whole copy or none, and nothing lost by putting one back."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coordinator import backup_command
from coordinator.location import FILE_NAME, lock_file
from coordinator.lock import hold_lock
from coordinator.store import ledger
from coordinator.store.database import Database
from coordinator.store.versions import open_database
from tests.fakes.small_center import CENTER_ID, Motcua
from tests.fakes.stored import add_ticket, make_of_version

pytestmark = pytest.mark.only_sqlite("the file itself is copied")

DAY = "2026-11-23"


@pytest.fixture
def running(data: Path) -> Iterator[Database]:
    """The database as a running coordinator has it open; a test may close it earlier."""
    database = open_database(f"sqlite:///{data / FILE_NAME}")
    with database.write() as connection:
        ledger.ensure_center(connection, CENTER_ID)
        ledger.set_day(connection, CENTER_ID, DAY)
    yield database
    database.close()


def _issue(database: Database) -> int:
    """One ticket with its audit line; gives its number."""
    with database.write() as connection:
        now = round(datetime.now(UTC).timestamp() * 1000)
        number = add_ticket(connection, CENTER_ID, DAY, issued_at=now).number
        line = {"center_id": CENTER_ID, "day": DAY, "at": now, "actor": "kiosk:k", "action": "ticket.issued"}
        ledger.write_audit(connection, line)
    return number


def _count(file: Path, table: str = "tickets") -> int:
    with closing(sqlite3.connect(file)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 our own


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_copy_holds_what_was_committed_and_stands_alone(
    motcua: Motcua, running: Database, tmp_path: Path
) -> None:
    for _ in range(3):
        _issue(running)
    out = tmp_path / "copies" / "monday.db"
    out.parent.mkdir()
    said = motcua("backup", str(out))
    assert (said.code, said.err) == (0, "")
    assert "3 tickets" in said.out
    assert _names(out.parent) == ["monday.db"]
    assert _count(out) == 3
    assert _names(out.parent) == ["monday.db"]
    assert out.stat().st_mode & 0o077 == 0


def test_a_copy_taken_among_writes_is_of_one_instant(
    motcua: Motcua, running: Database, tmp_path: Path
) -> None:
    written, enough = threading.Event(), threading.Event()

    def write() -> None:
        while not enough.is_set():
            _issue(running)
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(20)
    copies = [tmp_path / f"{n}.db" for n in range(5)]
    codes = [motcua("backup", str(copy)).code for copy in copies]
    enough.set()
    writer.join(20)
    assert codes == [0] * 5
    for copy in copies:
        # Each transaction writes one of either: a copy from between them would show a difference.
        assert _count(copy) == _count(copy, "audit") > 0
    assert _count(copies[0]) < _count(copies[-1])


def test_an_earlier_copy_is_never_overwritten(motcua: Motcua, running: Database, tmp_path: Path) -> None:
    out = tmp_path / "copy.db"
    out.write_text("precious")
    said = motcua("backup", str(out))
    assert (said.code, said.out) == (1, "")
    assert "exists already" in said.err
    assert out.read_text() == "precious"


def test_a_copy_is_not_overwritten_either_where_it_appears_meanwhile(
    motcua: Motcua, running: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "copy.db"
    monkeypatch.setattr(backup_command, "_refuse_to_overwrite", lambda _out: out.write_text("precious"))
    assert motcua("backup", str(out)).code == 1
    assert out.read_text() == "precious"
    assert not list(tmp_path.glob("*.part"))


def test_a_file_system_without_links_takes_copies_too(
    motcua: Motcua, running: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    out = tmp_path / "stick" / "copy.db"
    out.parent.mkdir()
    assert motcua("backup", str(out)).code == 0
    assert _names(out.parent) == ["copy.db"]
    assert motcua("backup", str(out)).code == 1


def test_there_must_be_something_to_copy(motcua: Motcua, data: Path, tmp_path: Path) -> None:
    said = motcua("backup", str(tmp_path / "copy.db"))
    assert said.code == 1
    assert "--data" in said.err
    assert _names(data) == []


def test_a_folder_that_is_missing_is_said(motcua: Motcua, running: Database, tmp_path: Path) -> None:
    said = motcua("backup", str(tmp_path / "nowhere" / "copy.db"))
    assert said.code == 1
    assert "nowhere" in said.err


def test_a_damaged_database_gives_no_copy(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    _damage(running, data)
    said = motcua("backup", str(tmp_path / "copy.db"))
    assert (said.code, said.out) == (1, "")
    assert not (tmp_path / "copy.db").exists()
    assert not list(tmp_path.glob("*.part"))


def _damage(database: Database, data: Path) -> None:
    """Overwrite the inner pages, as a dying SD card does."""
    for _ in range(50):
        _issue(database)
    database.close()
    file = data / FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)


def test_a_copy_put_back_brings_back_what_it_held(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    _issue(running)
    motcua("backup", str(tmp_path / "copy.db"))
    _issue(running)
    running.close()
    said = motcua("restore", str(tmp_path / "copy.db"))
    assert (said.code, said.err) == (0, "")
    assert "1 tickets" in said.out
    assert _count(data / FILE_NAME) == 1


def test_what_was_replaced_is_kept_whole_beside_it(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    motcua("backup", str(tmp_path / "copy.db"))
    _issue(running)
    running.close()
    motcua("restore", str(tmp_path / "copy.db"))
    (kept,) = data.glob(f"{FILE_NAME}.replaced-*")
    assert _count(kept) == 1
    assert _names(data) == sorted([FILE_NAME, kept.name, lock_file(data / FILE_NAME).name])


def test_no_number_that_a_citizen_holds_is_given_again(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    _issue(running)
    motcua("backup", str(tmp_path / "copy.db"))
    assert _issue(running) == 2
    running.close()
    motcua("restore", str(tmp_path / "copy.db"))
    restored = open_database(f"sqlite:///{data / FILE_NAME}")
    assert _issue(restored) == 3
    with restored.read() as connection:
        assert connection.exec_driver_sql("SELECT max(place), min(place) FROM tickets").one() == (3, 1)
        assert connection.exec_driver_sql("SELECT max(seq) FROM audit").scalar() == 4
    restored.close()


def test_a_restore_stands_in_the_audit(motcua: Motcua, running: Database, data: Path, tmp_path: Path) -> None:
    motcua("backup", str(tmp_path / "copy.db"))
    running.close()
    motcua("restore", str(tmp_path / "copy.db"))
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        actions = connection.execute("SELECT actor, action FROM audit").fetchall()
    assert actions == [("operator", "database.restored")]


def test_a_copy_comes_back_on_an_empty_machine(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    _issue(running)
    motcua("backup", str(tmp_path / "copy.db"))
    running.close()
    for path in data.iterdir():
        path.unlink()
    said = motcua("restore", str(tmp_path / "copy.db"))
    assert said.code == 0
    assert "kept" not in said.out
    assert _count(data / FILE_NAME) == 1


def test_a_copy_of_an_earlier_version_comes_back_as_the_newest(
    motcua: Motcua, data: Path, url: str, tmp_path: Path
) -> None:
    make_of_version(f"sqlite:///{tmp_path / 'copy.db'}", "0001")
    assert motcua("restore", str(tmp_path / "copy.db")).code == 0
    restored = open_database(url)
    assert _issue(restored) == 42
    restored.close()


def test_nothing_is_replaced_under_a_running_coordinator(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    _issue(running)
    motcua("backup", str(tmp_path / "copy.db"))
    lock = hold_lock(lock_file(data / FILE_NAME))
    before = (data / FILE_NAME).stat().st_ino
    said = motcua("restore", str(tmp_path / "copy.db"))
    os.close(lock)
    assert said.code == 1
    assert f"process {os.getpid()}" in said.err
    assert (data / FILE_NAME).stat().st_ino == before


def test_nothing_is_replaced_under_another_program(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordinator.store.restoring.WAIT_SECONDS", 0.0)
    motcua("backup", str(tmp_path / "copy.db"))
    _issue(running)
    said = motcua("restore", str(tmp_path / "copy.db"))
    assert said.code == 1
    assert "in use" in said.err
    assert _count(data / FILE_NAME) == 1


def test_a_damaged_database_is_replaced_and_kept_as_it_was(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    _issue(running)
    motcua("backup", str(tmp_path / "copy.db"))
    _damage(running, data)
    damaged = (data / FILE_NAME).read_bytes()
    said = motcua("restore", str(tmp_path / "copy.db"))
    assert said.code == 0
    assert "cannot be read" in said.err
    (kept,) = data.glob(f"{FILE_NAME}.replaced-*")
    assert kept.read_bytes() == damaged
    assert _count(data / FILE_NAME) == 1


def _make_other_centres(file: Path) -> None:
    database = open_database(f"sqlite:///{file}")
    with database.write() as connection:
        ledger.ensure_center(connection, "thanh-khe")
    database.close()


def _make_newer(file: Path) -> None:
    open_database(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _make_foreign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _make_damaged(file: Path) -> None:
    open_database(f"sqlite:///{file}").close()
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (_make_other_centres, "thanh-khe"),
        (_make_newer, "newer version"),
        (_make_foreign, "not a database of motcua"),
        (_make_damaged, ""),
        (lambda file: file.write_bytes(b""), "not a database of motcua"),
        (lambda file: file.write_text("x" * 5000), "not a database"),
        (lambda file: file.mkdir(), "no file"),
        (lambda _file: None, "no file"),
    ],
)
def test_what_cannot_be_put_back_changes_nothing(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path, make: object, says: str
) -> None:
    _issue(running)
    running.close()
    before = (data / FILE_NAME).read_bytes()
    file = tmp_path / "copy.db"
    assert callable(make)
    make(file)
    said = motcua("restore", str(file))
    assert (said.code, said.out) == (1, "")
    assert str(file) in said.err
    assert says in said.err
    assert (data / FILE_NAME).read_bytes() == before
    assert _names(data) == sorted([FILE_NAME, *_lock_names(data)])


def _lock_names(data: Path) -> list[str]:
    lock = lock_file(data / FILE_NAME)
    return [lock.name] if lock.exists() else []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_a_restored_database_belongs_to_the_folders_owner(
    motcua: Motcua, running: Database, data: Path, tmp_path: Path
) -> None:
    motcua("backup", str(tmp_path / "copy.db"))
    running.close()
    for path in data.iterdir():
        path.unlink()
    os.chown(data, 12345, 23456)
    assert motcua("restore", str(tmp_path / "copy.db")).code == 0
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in data.iterdir()}
    assert owners == {(12345, 23456)}
    assert (data / FILE_NAME).stat().st_mode & 0o007 == 0

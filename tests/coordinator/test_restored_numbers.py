"""`motcua restore` and the numbers of today's papers: known from what it replaces, or asked for, never passed over."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from coordinator.location import FILE_NAME
from coordinator.store import ledger
from coordinator.store.database import Database
from coordinator.store.versions import open_database
from tests.fakes.small_center import CENTER_ID, Motcua
from tests.fakes.stored import NOON_MS, add_ticket

pytestmark = pytest.mark.only_sqlite("the file itself is put back")

# Later than any clock of these tests: so it is the running day, whenever they run.
DAY = "2999-11-23"
NOON = "2026-11-23 12:00"
TIMES = count(NOON_MS)


@pytest.fixture
def file(data: Path) -> Path:
    return data / FILE_NAME


def give(file: Path, count: int = 1) -> list[str]:
    """So many numbers, given by a coordinator over this file."""
    database = open_database(f"sqlite:///{file}")
    given = [_give(database) for _ in range(count)]
    database.close()
    return given


def _give(database: Database) -> str:
    with database.write() as connection:
        ledger.ensure_center(connection, CENTER_ID)
        ledger.set_day(connection, CENTER_ID, DAY)
        ticket = add_ticket(connection, CENTER_ID, DAY)
        line = {
            "center_id": CENTER_ID,
            "day": DAY,
            "at": next(TIMES),
            "actor": "kiosk:k",
            "action": "ticket.issued",
        }
        ledger.write_audit(connection, {**line, "place": ticket.place})
    return f"A{ticket.number:03d}"


def take_away(file: Path) -> None:
    for path in file.parent.iterdir():
        path.unlink()


def begin_anew(file: Path, motcua: Motcua) -> None:
    """A new card, on which the installation made a token."""
    take_away(file)
    motcua("token", "create", "kiosk", "may-1")


def begin_anew_and_give(file: Path, motcua: Motcua) -> None:
    begin_anew(file, motcua)
    assert give(file, 2) == ["A001", "A002"]


def damage(file: Path, _motcua: Motcua) -> None:
    file.write_bytes(b"\xff" * file.stat().st_size)


def spoil_the_audit(file: Path, _motcua: Motcua) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("ALTER TABLE audit RENAME COLUMN detail TO particulars")


@pytest.fixture
def copy(motcua: Motcua, file: Path, tmp_path: Path) -> str:
    """Of three numbers; four more were given after it."""
    give(file, 3)
    path = str(tmp_path / "copy.db")
    assert motcua("backup", path).code == 0
    give(file, 4)
    return path


@pytest.mark.parametrize(
    ("what_happened", "reason"),
    [
        (lambda file, _motcua: take_away(file), "there were no records here"),
        (begin_anew, "do not go on from the copy"),
        (begin_anew_and_give, "do not go on from the copy"),
        (damage, "cannot be read"),
        (spoil_the_audit, "cannot be read"),
    ],
)
def test_where_todays_numbers_are_not_known_it_says_since_when_and_how_they_go_on(
    motcua: Motcua, file: Path, copy: str, what_happened: Callable[[Path, Motcua], None], reason: str
) -> None:
    what_happened(file, motcua)
    said = motcua("restore", copy)
    assert said.code == 0
    assert said.err.startswith(f"motcua restore: warning: the copy's newest entry is of {NOON}, ")
    assert reason in said.err
    assert said.err.endswith(f"motcua restore --after 500 {copy}\n")
    assert give(file) == ["A004"]


def test_where_what_is_replaced_knows_them_all_there_is_nothing_to_warn_of(
    motcua: Motcua, file: Path, copy: str
) -> None:
    said = motcua("restore", copy)
    assert (said.code, said.err) == (0, "")
    assert f"the next numbers of {DAY}: A008, C001, E001\n" in said.out
    assert give(file) == ["A008"]


def test_a_copy_that_holds_nothing_is_not_taken_for_one_of_what_is_there(
    motcua: Motcua, file: Path, tmp_path: Path
) -> None:
    open_database(f"sqlite:///{file}").close()
    motcua("backup", str(tmp_path / "copy.db"))
    give(file)
    said = motcua("restore", str(tmp_path / "copy.db"))
    assert "the copy holds no entry yet" in said.err


def test_the_right_copy_after_a_wrong_one_still_knows_them_all(
    motcua: Motcua, file: Path, copy: str, tmp_path: Path
) -> None:
    motcua("backup", str(tmp_path / "later.db"))
    assert motcua("restore", copy).err == ""
    said = motcua("restore", str(tmp_path / "later.db"))
    assert (said.code, said.err) == (0, "")
    assert give(file) == ["A008"]


def test_doing_it_twice_makes_nothing_known(motcua: Motcua, file: Path, copy: str) -> None:
    begin_anew(file, motcua)
    assert motcua("restore", copy).err
    assert "do not go on from the copy" in motcua("restore", copy).err


def test_with_the_highest_number_said_all_go_on_after_it_and_it_is_known_from_then_on(
    motcua: Motcua, file: Path, copy: str
) -> None:
    begin_anew(file, motcua)
    said = motcua("restore", "--after", "500", copy)
    assert (said.code, said.err) == (0, "")
    assert f"the next numbers of {DAY}: A501, C501, E501\n" in said.out
    assert give(file) == ["A501"]
    assert motcua("restore", copy).err == ""
    assert give(file) == ["A502"]


def test_where_none_was_given_today_that_can_be_said_too(motcua: Motcua, file: Path, copy: str) -> None:
    begin_anew(file, motcua)
    assert motcua("restore", "--after", "0", copy).err == ""
    assert give(file) == ["A004"]


def test_a_number_that_is_said_too_low_takes_none_back(motcua: Motcua, file: Path, copy: str) -> None:
    said = motcua("restore", "--after", "5", copy)
    assert f"the next numbers of {DAY}: A008, C006, E006\n" in said.out
    assert give(file) == ["A008"]


@pytest.mark.parametrize("number", ["-1", "9001", "A087", "5.5", ""])
def test_what_is_no_number_to_go_on_after_is_refused_and_nothing_is_changed(
    motcua: Motcua, file: Path, copy: str, number: str
) -> None:
    before = file.read_bytes()
    said = motcua("restore", f"--after={number}", copy)
    assert (said.code, said.out) == (2, "")
    assert "accepted: 0 to 9000" in said.err
    assert file.read_bytes() == before

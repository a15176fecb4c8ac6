"""The copies that a timer makes: one a day in each folder, so many and no more, on a stick only while it is there."""

import errno
import os
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coordinator.backup_command import SETTINGS_NAME
from coordinator.copy_record import Place, Record, read_record, with_tries
from coordinator.location import FILE_NAME
from coordinator.rotation import name_of, surplus
from coordinator.store import ledger
from coordinator.store.versions import open_database
from tests.fakes.small_center import CENTER, CENTER_ID, Motcua

pytestmark = pytest.mark.only_sqlite("the file itself is copied")


@pytest.fixture
def written(data: Path) -> Path:
    """A database with something in it."""
    database = open_database(f"sqlite:///{data / FILE_NAME}")
    with database.write() as connection:
        ledger.ensure_center(connection, CENTER_ID)
    database.close()
    return data / FILE_NAME


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copies").mkdir()
    return tmp_path / "copies"


def today() -> str:
    return name_of(datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date())


def record(data: Path) -> Record:
    found = read_record(data / "copies.json")
    assert found is not None
    return found


def names(folder: Path) -> list[str]:
    """Of the copies; the settings lie beside them."""
    return sorted(path.name for path in folder.iterdir() if path.name != SETTINGS_NAME)


def test_the_oldest_beyond_the_number_are_surplus_and_other_files_never() -> None:
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(5)]
    ours = [name_of(day) for day in days]
    others = ["before-the-move.db", "motcua-2026-11-01.db.old", "notes.txt"]
    assert surplus([*reversed(ours), *others], 3) == ours[:2]
    assert surplus(ours, 5) == surplus([], 3) == []


def test_a_copy_made_under_a_clock_of_another_century_costs_one_day_only() -> None:
    days = [name_of(date(2026, 11, 1) + timedelta(days=n)) for n in range(14)]
    assert surplus([*days, name_of(date(2099, 1, 1))], 14) == days[:1]


@pytest.mark.usefixtures("written")
def test_a_days_copy_is_replaced_by_a_later_one_of_the_same_day(motcua: Motcua, folder: Path) -> None:
    (folder / today()).write_text("of this morning")
    said = motcua("backup", "--into", str(folder))
    assert (said.code, said.err) == (0, "")
    assert names(folder) == [today()]
    with closing(sqlite3.connect(folder / today())) as copy:
        assert copy.execute("SELECT center_id FROM centers").fetchone() == (CENTER_ID,)


@pytest.mark.usefixtures("written")
def test_the_newest_settings_lie_beside_the_copies(motcua: Motcua, folder: Path, center_file: Path) -> None:
    for text in (CENTER, f"{CENTER}\n# changed since\n"):
        center_file.write_text(text, encoding="utf-8")
        assert motcua("backup", "--into", str(folder)).code == 0
        assert (folder / SETTINGS_NAME).read_text(encoding="utf-8") == text
    assert sorted(path.name for path in folder.iterdir()) == sorted([SETTINGS_NAME, today()])


@pytest.mark.usefixtures("written")
def test_no_more_copies_stay_than_are_wanted(motcua: Motcua, folder: Path) -> None:
    for day in range(1, 9):
        (folder / f"motcua-2020-01-0{day}.db").write_text("old")
    (folder / "mine.db").write_text("mine")
    assert motcua("backup", "--into", str(folder), "--keep", "3").code == 0
    assert names(folder) == ["mine.db", "motcua-2020-01-07.db", "motcua-2020-01-08.db", today()]


@pytest.mark.usefixtures("written")
def test_what_a_power_cut_broke_off_is_cleared_away(motcua: Motcua, folder: Path) -> None:
    broken, fresh = folder / f"{FILE_NAME}.abc.part", folder / f"{FILE_NAME}.def.part"
    broken.write_text("half a copy")
    fresh.write_text("being made now")
    os.utime(broken, (time.time() - 7200,) * 2)
    assert motcua("backup", "--into", str(folder)).code == 0
    assert names(folder) == [today(), fresh.name]


@pytest.mark.usefixtures("written")
def test_a_copy_goes_onto_a_stick_only_while_it_is_there(
    motcua: Motcua, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert motcua("backup", "--into", str(folder), "--stick", str(stick)).code == 0
    assert names(stick) == []
    monkeypatch.setattr(os.path, "ismount", lambda path: path == stick)
    assert motcua("backup", "--into", str(folder), "--stick", str(stick)).code == 0
    assert names(stick) == names(folder) == [today()]


@pytest.mark.usefixtures("written")
def test_with_a_stick_alone_that_is_not_there_nothing_is_copied_and_that_is_said(
    motcua: Motcua, tmp_path: Path, data: Path
) -> None:
    said = motcua("backup", "--stick", str(tmp_path / "stick"))
    assert (said.code, said.err) == (0, "")
    assert "no stick is in" in said.out
    (place,) = record(data).places
    assert (place.cause, place.copied_ms) == ("absent", None)


@pytest.mark.usefixtures("written")
def test_a_folder_that_fails_does_not_cost_the_other_its_copy(
    motcua: Motcua, folder: Path, tmp_path: Path
) -> None:
    said = motcua("backup", "--into", str(tmp_path / "missing"), "--into", str(folder))
    assert said.code == 1
    assert "missing" in said.err
    assert names(folder) == [today()]


@pytest.mark.usefixtures("written")
def test_old_copies_stay_where_the_new_one_fails(motcua: Motcua, written: Path, folder: Path) -> None:
    written.write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    for day in range(1, 4):
        (folder / f"motcua-2020-01-0{day}.db").write_text("old")
    assert motcua("backup", "--into", str(folder), "--keep", "1").code == 1
    assert len(names(folder)) == 3


@pytest.mark.usefixtures("written")
def test_what_was_copied_when_and_where_to_is_known_afterwards(
    motcua: Motcua, folder: Path, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, began = tmp_path / "stick", time.time_ns() // 1_000_000
    stick.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: path == stick)
    motcua("backup", "--into", str(folder), "--stick", str(stick))
    card, on_stick = record(data).places
    assert (card.folder, card.is_stick, on_stick.folder, on_stick.is_stick) == (
        str(folder),
        False,
        str(stick),
        True,
    )
    assert all(began - 1 <= (one.copied_ms or 0) and one.cause == "" for one in (card, on_stick))
    assert (data / "copies.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("written")
def test_a_stick_that_was_there_once_stays_known_with_its_last_copy(
    motcua: Motcua, folder: Path, tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: path == stick)
    command = ("backup", "--into", str(folder), "--stick", str(stick))
    motcua(*command)
    copied = record(data).places[1].copied_ms
    monkeypatch.setattr(os.path, "ismount", lambda _path: False)
    assert motcua(*command).code == 0
    card, gone = record(data).places
    assert (gone.cause, gone.copied_ms) == ("absent", copied)
    assert card.cause == ""


@pytest.mark.usefixtures("written")
def test_a_copy_that_failed_is_known_and_why_and_the_one_before_stays_known(
    motcua: Motcua, folder: Path, data: Path
) -> None:
    motcua("backup", "--into", str(folder))
    before = record(data).places[0].copied_ms
    shutil.rmtree(folder)
    assert motcua("backup", "--into", str(folder)).code == 1
    (place,) = record(data).places
    assert (place.cause, place.copied_ms) == ("failed", before)
    assert "No such file" in place.problem


@pytest.mark.usefixtures("written")
def test_a_stick_without_room_is_told_from_other_failures(
    motcua: Motcua, folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path, _keep: int, _now: float) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("coordinator.backup_command.clear_away", refuse)
    assert motcua("backup", "--into", str(folder)).code == 1
    assert record(data).places[0].cause == "full"


def test_that_there_was_nothing_to_copy_is_known_too(motcua: Motcua, folder: Path, data: Path) -> None:
    assert motcua("backup", "--into", str(folder)).code == 1
    assert "there is no database" in record(data).places[0].problem


@pytest.mark.usefixtures("written")
def test_a_record_that_cannot_be_read_is_made_anew(motcua: Motcua, folder: Path, data: Path) -> None:
    (data / "copies.json").write_text("{")
    said = motcua("backup", "--into", str(folder))
    assert said.code == 0
    assert "made anew" in said.err
    assert record(data).places[0].copied_ms is not None


def test_a_place_that_was_named_once_by_hand_is_asked_for_no_more() -> None:
    card, once = (Place(folder=name, is_stick=False, copied_ms=ms) for name, ms in (("card", 5), ("once", 3)))
    failed = Place(folder="typo", is_stick=False, cause="failed", problem="No such file")
    after = with_tries(Record((once, failed)), [card])
    assert after == Record((card, once))


@pytest.mark.parametrize("arguments", [[], ["out.db", "--into", "copies"]])
def test_either_a_file_or_a_folder_is_named(motcua: Motcua, arguments: list[str]) -> None:
    said = motcua("backup", *arguments)
    assert said.code == 2
    assert "either OUT or --into DIR" in said.err

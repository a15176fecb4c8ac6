"""A database that cannot be opened at once: why is said to whoever asks, and it is opened once it can be."""

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from config import Settings, load_text
from coordinator.causes import cause_of
from coordinator.database_file import why_unusable
from coordinator.desk import Desk, desk_before, open_desk
from coordinator.hosting import Hosted
from coordinator.location import FILE_NAME, lock_file
from coordinator.lock import InUse, hold_lock
from coordinator.opening import Opener, Opening
from coordinator.store.database import StoreError, connect
from coordinator.store.late import LateDatabase
from coordinator.store.versions import NEWEST
from runtime.backoff import Backoff
from tests.fakes.clock import MovableClock
from tests.fakes.small_center import CENTER
from tests.fakes.stored import add_ticket

RENAMED = CENTER.replace("Đất đai", "Đất đai – Xây dựng")

pytestmark = pytest.mark.only_sqlite("what is asked of a file; tests/system has it over PostgreSQL")


@pytest.fixture
def hosted(settings: Settings, center_file: Path) -> Hosted:
    return Hosted(settings, center_file)


@pytest.fixture
def opening(hosted: Hosted, url: str) -> Opening:
    return Opening([hosted], url)


def why_not(database: LateDatabase) -> str:
    """What somebody is told who reads or writes."""
    told = list[str]()
    for ask in (database.read, database.write, lambda: database.alone("a task")):
        with pytest.raises(StoreError) as failure, ask():
            pytest.fail("it was let in")
        told.append(str(failure.value))
    assert len(set(told)) == 1
    return told[0]


def _not_a_database(file: Path) -> None:
    file.write_text("no database at all, but long enough to be looked at" * 100)


def _of_a_newer_version(file: Path) -> None:
    database = connect(f"sqlite:///{file}")
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _without_its_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


@pytest.mark.parametrize(
    ("harm", "cause", "says"),
    [
        (_not_a_database, "damaged", "not a database"),
        (_of_a_newer_version, "newer", f"this one knows {NEWEST}"),
        (_a_folder, "moved", os.strerror(21)),
        (_without_its_folder, "moved", "does not exist"),
    ],
)
def test_whoever_asks_is_told_why_until_it_is_mended(
    opening: Opening,
    made_url: str,
    data: Path,
    empty_database: Path,
    harm: Callable[[Path], None],
    cause: str,
    says: str,
) -> None:
    harm(data / FILE_NAME)
    database = opening.database()
    with pytest.raises(StoreError):
        opening.open(database)
    assert says in why_not(database)
    assert cause_of(why_not(database)) == cause
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    shutil.copy(empty_database, data / FILE_NAME)
    opening.open(database)
    # Nothing holds on to what stood there before.
    with database.write() as connection:
        assert add_ticket(connection).number == 1
    database.close()


def test_a_copy_that_still_grows_is_left_alone(opening: Opening, data: Path, empty_database: Path) -> None:
    database, whole, file = opening.database(), empty_database.read_bytes(), data / FILE_NAME
    for size in (len(whole) // 2, len(whole)):
        file.write_bytes(whole[:size])
        with pytest.raises(StoreError, match="being changed"):
            opening.open_at_rest(database)
    assert file.read_bytes() == whole
    opening.open_at_rest(database)
    assert database.is_open
    database.close()


def test_before_anybody_has_tried_it_is_not_open_either(opening: Opening) -> None:
    database = opening.database()
    assert not database.is_open
    assert "not open yet" in why_not(database)


def test_a_url_that_leads_nowhere_however_often_it_is_tried_is_said_at_once(hosted: Hosted) -> None:
    with pytest.raises(StoreError, match="no URL"):
        Opening([hosted], "nonsense").database()


def test_it_is_locked_for_its_coordinator_alone(opening: Opening, data: Path) -> None:
    held = hold_lock(lock_file(data / FILE_NAME))
    database = opening.database()
    with pytest.raises(InUse):
        opening.open(database)
    assert cause_of(why_not(database)) == "locked"
    os.close(held)
    opening.open(database)
    opening.open(database)
    database.close()


def test_a_lock_that_cannot_be_written_is_a_failing_store(opening: Opening, data: Path) -> None:
    lock_file(data / FILE_NAME).mkdir()
    with pytest.raises(StoreError, match=r"lock: Is a directory"):
        opening.open(opening.database())


def _names(desk: Desk) -> list[str]:
    return [domain.name["vi"] for domain in desk.center().domains]


def test_the_first_to_open_lets_the_file_hold_and_no_later_one(
    hosted: Hosted, opening: Opening, made_url: str, clock: MovableClock
) -> None:
    database = opening.database()
    opening.open(database)
    desk = desk_before(database, hosted.settings, clock)
    assert "Đất đai – Xây dựng" not in _names(desk)
    open_desk(load_text(RENAMED, "center.toml"), made_url, clock).close()
    # What was changed meanwhile stays where a process of the same coordinator opens once more.
    opening.open(database)
    assert "Đất đai – Xây dựng" in _names(desk)
    database.close()


class World:
    """Fails as often as there are failures."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.pauses = list[float]()
        self.is_over = False

    def open_once(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    def wait(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        return self.is_over


def _run(world: World) -> None:
    Opener(world.open_once, Backoff(first=1, cap=4), world.wait).run()


def test_it_is_tried_with_growing_pauses_until_it_opens(caplog: pytest.LogCaptureFixture) -> None:
    world = World(*[StoreError("database is locked")] * 4)
    _run(world)
    assert world.failures == []
    assert len(world.pauses) == 5
    assert max(world.pauses) <= 4
    assert [record.getMessage() for record in caplog.records] == ["the database is open now"]


def test_a_mistake_of_ours_is_told_once_with_its_trace_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _run(World(*[ZeroDivisionError("by a mistake")] * 3))
    first, last = caplog.records
    assert "cannot be opened" in first.getMessage()
    assert first.exc_info is not None
    assert "open now" in last.getMessage()


def test_who_is_to_stop_tries_no_more() -> None:
    world = World(*[StoreError("gone")] * 3)
    world.is_over = True
    _run(world)
    assert len(world.failures) == 3


def test_it_ends_while_it_waits() -> None:
    begun = threading.Event()

    def fail() -> None:
        begun.set()
        raise StoreError("gone")

    opener = Opener(fail, Backoff(first=0.001, cap=60))
    opener.start()
    assert begun.wait(20)
    opener.close()
    opener.join(20)
    assert not opener.is_alive()


# --- what the disk says beside -------------------------------------------------------------------------------------


def _disk(*, is_read_only: bool = False, free: int = 10**9) -> Callable[[Path], object]:
    flag = os.ST_RDONLY if is_read_only else 0
    return lambda _path: SimpleNamespace(f_flag=flag, f_bavail=free // 4096, f_frsize=4096)


@pytest.mark.parametrize(
    ("said", "disk", "cause"),
    [
        ("unable to open database file", _disk(is_read_only=True), "read-only"),
        ("disk I/O error", _disk(free=0), "full"),
        ("disk I/O error", _disk(), "disk"),
        ("unable to open database file", _disk(), "moved"),
        ("file is not a database", _disk(free=0), "damaged"),
    ],
)
def test_a_card_that_is_full_or_takes_no_writing_is_told_from_one_that_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, disk: Callable[[Path], object], cause: str
) -> None:
    monkeypatch.setattr(os, "statvfs", disk)
    file, error = tmp_path / FILE_NAME, StoreError(f"the database failed: {said}")
    file.touch()
    assert cause_of(f"{error}{why_unusable(file, error)}") == cause


@pytest.mark.parametrize(("number", "cause"), [(13, "read-only"), (30, "read-only"), (5, "disk")])
def test_a_file_that_may_not_be_opened_is_not_taken_for_one_that_was_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, cause: str
) -> None:
    file, error = tmp_path / FILE_NAME, StoreError("the database failed: unable to open database file")
    file.touch()

    def refuse(*_arguments: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    assert cause_of(f"{error}{why_unusable(file, error)}") == cause

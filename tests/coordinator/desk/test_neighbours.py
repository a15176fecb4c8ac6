"""Several processes at one centre: each hears of the others' commits, and knows whom the others hear."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from config import Settings
from coordinator.desk.desk import SILENT_PRINTER_SECONDS
from coordinator.desk.neighbours import Neighbours
from coordinator.desk.signs import Signs
from coordinator.store.database import Database, StoreError
from coordinator.store.schema import signs_of_life
from coordinator.store.versions import open_database
from tests.coordinator.conftest import OpenFront
from tests.fakes.clock import MovableClock
from tests.fakes.front import PRINTER, Front
from tests.fakes.postgres import EmptiedDatabase
from tests.fakes.small_center import CENTER_ID
from tests.fakes.waiting import wait_for
from wire import messages as m

OpenNeighbours = Callable[[Signs], Neighbours]


@pytest.fixture
def url(emptied: EmptiedDatabase) -> str:
    return emptied.empty()


@pytest.fixture
def made_url(url: str) -> str:
    return url


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = open_database(url)
    yield opened
    opened.close()


@pytest.fixture
def neighbours_of(database: Database) -> OpenNeighbours:
    return lambda signs: Neighbours(database, CENTER_ID, signs, lambda: None)


def test_what_one_has_heard_the_other_knows_with_its_age(neighbours_of: OpenNeighbours) -> None:
    """Each reckons on its own clock."""
    here, there = MovableClock(), MovableClock()
    there.move(hours=100)
    heard, learnt = Signs(here), Signs(there)
    heard.hear("device/kiosk-1", "1.2.3")
    here.move(seconds=50)
    neighbours_of(heard).exchange()
    neighbours_of(learnt).exchange()
    sign = learnt.find("device/kiosk-1")
    assert sign is not None
    assert sign.version == "1.2.3"
    assert 50 <= there.monotonic() - sign.heard_at < 80


def test_an_older_word_never_takes_the_place_of_a_newer_one(neighbours_of: OpenNeighbours) -> None:
    clock = MovableClock()
    old, new = Signs(clock), Signs(clock)
    old.hear("printer/kiosk-1", "1.0.0")
    clock.move(seconds=1000)
    new.hear("printer/kiosk-1", "2.0.0")
    for signs in (new, old, new):
        neighbours_of(signs).exchange()
    for signs in (new, old):
        sign = signs.find("printer/kiosk-1")
        assert sign is not None
        assert sign.version == "2.0.0"


def test_what_could_not_be_told_is_told_the_next_time(
    neighbours_of: OpenNeighbours, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = MovableClock()
    signs, others = Signs(clock), Signs(clock)
    signs.hear("device/kiosk-1")
    with monkeypatch.context() as broken:
        broken.setattr(database, "write", _fail)
        with pytest.raises(StoreError):
            neighbours_of(signs).exchange()
    neighbours_of(signs).exchange()
    neighbours_of(others).exchange()
    assert others.find("device/kiosk-1") is not None


def _fail(*_: object) -> None:
    raise StoreError("the database failed: gone")


def test_who_was_not_heard_for_a_day_is_forgotten(neighbours_of: OpenNeighbours, database: Database) -> None:
    clock = MovableClock()
    signs = Signs(clock)
    signs.hear("device/old")
    clock.move(hours=25)
    signs.hear("device/new")
    neighbours_of(signs).exchange()
    with database.read() as connection:
        assert connection.execute(select(signs_of_life.c.subject)).scalars().all() == ["device/new"]


def test_a_commit_at_one_desk_wakes_the_listeners_of_the_other(
    settings: Settings, open_front: OpenFront
) -> None:
    here, there = open_front(settings), open_front(settings)
    woken = list[int]()
    here.desk.when_changed(lambda: None)
    there.desk.when_changed(lambda: woken.append(1))

    def is_woken_by_another() -> bool:
        before = len(woken)
        here.issue()
        wait_for(lambda: len(woken) > before, "the listener is called")
        return True

    assert is_woken_by_another()
    assert is_woken_by_another()


def test_a_printer_that_reports_to_one_is_on_line_at_the_other(
    settings: Settings, open_front: OpenFront
) -> None:
    here, there = open_front(settings), open_front(settings)
    here.report_printer()
    here.clock.move(SILENT_PRINTER_SECONDS + 1)
    assert not _is_online(there)
    here.desk.report_printer("kiosk-1", m.PrinterStatus(online=True, paper="ok"), PRINTER)
    for front in (here, there):
        front.desk.when_changed(lambda: None)
    wait_for(lambda: _is_online(there), "the word of it")


def _is_online(front: Front) -> bool:
    return next(one for one in front.desk.board().printers if one.name == "kiosk-1").online

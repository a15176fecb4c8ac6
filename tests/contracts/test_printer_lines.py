"""What every wire to a printer keeps, whatever it is made of: USB, TCP, serial, a device file."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from printer.commands import REALTIME_STATUS
from printer.device import Line, PrinterTrouble, Profile
from printer.escpos_printer import EscposPrinter
from printer.picture import draw
from printer.raster import make_job
from tests.fakes.print_room import is_whole
from tests.fakes.sheets import a_layout
from tests.fakes.wired_printers import WORLDS, World
from wire.messages import PrinterStatus

LONG = bytes(100_000)  # NULs, which print nothing; longer than any buffer on the way
PICTURE = draw(a_layout())
JOB = make_job(PICTURE, band_height=256, cut=True)
PATIENT_SECONDS = 10.0  # a busy machine must not be taken for a silent printer
BEGINNING = 8  # the NULs that each life begins with


def name_of(world: type[World]) -> str:
    return world.__name__.removesuffix("World").lower()


answering = pytest.mark.parametrize(
    "world", [world for world in WORLDS if world.answers], ids=name_of, indirect=True
)


@pytest.fixture(params=WORLDS, ids=name_of)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    world: World = request.param(tmp_path)
    yield world
    world.close()


@pytest.fixture
def line(world: World) -> Iterator[Line]:
    line = world.open()
    yield line
    line.close()


def test_a_ticket_comes_out_dot_for_dot(world: World, line: Line) -> None:
    EscposPrinter(line, Profile()).print_job(JOB)
    world.settle(BEGINNING + len(JOB))
    (sheet,) = world.printer.sheets
    assert is_whole(sheet, PICTURE)
    assert world.printer.garbage == 0


def test_tickets_follow_one_another_on_one_line(world: World, line: Line) -> None:
    printer = EscposPrinter(line, Profile(), answer_seconds=PATIENT_SECONDS)
    for _ in range(3):
        printer.print_job(JOB)
    world.settle(BEGINNING + 3 * len(JOB))
    assert [is_whole(sheet, PICTURE) for sheet in world.printer.sheets] == [True, True, True]


def test_a_printer_that_answers_is_heard_and_one_that_cannot_is_not_asked(world: World, line: Line) -> None:
    status = EscposPrinter(line, Profile(), answer_seconds=PATIENT_SECONDS).status()
    assert status == (PrinterStatus(online=True, paper="ok") if world.answers else None)
    assert line.answers == world.answers


@answering
def test_an_open_cover_and_the_end_of_paper_are_heard(world: World, line: Line) -> None:
    printer = EscposPrinter(line, Profile(), answer_seconds=PATIENT_SECONDS)
    world.printer.is_cover_open = True
    assert printer.status() == PrinterStatus(online=False, paper="ok", cover_open=True, detail="cover open")
    world.printer.is_cover_open = False
    world.printer.rows_left = 0
    assert printer.status() == PrinterStatus(online=False, paper="out", detail="off line")


def test_nothing_said_is_nothing_heard_and_costs_no_more_than_was_granted(world: World, line: Line) -> None:
    world.printer.is_mute = True
    line.write(REALTIME_STATUS + b"\x01")
    started = time.monotonic()
    assert line.read(0.05) == b""
    assert time.monotonic() - started < 5


@answering
def test_a_late_answer_is_not_taken_for_that_to_the_next_question(world: World, line: Line) -> None:
    world.printer.is_cover_open = True
    line.write(REALTIME_STATUS + b"\x02")  # asked and never read
    world.settle(3)
    world.printer.is_cover_open = False
    assert EscposPrinter(line, Profile(), answer_seconds=PATIENT_SECONDS).status() == PrinterStatus(
        online=True, paper="ok"
    )


def test_a_printer_that_takes_nothing_more_is_trouble_within_a_bound(world: World, line: Line) -> None:
    world.hang()
    with pytest.raises(PrinterTrouble) as trouble:
        EscposPrinter(line, Profile()).print_job(LONG)
    assert trouble.value.reason
    assert trouble.value.may_have_printed or world.printer.sheets == []


def test_what_is_longer_than_any_buffer_is_taken_piece_by_piece(world: World, line: Line) -> None:
    line.write(LONG)
    line.drain()
    world.settle(len(LONG))


def test_a_printer_that_is_gone_is_trouble_and_a_new_object_finds_it_again(world: World, line: Line) -> None:
    EscposPrinter(line, Profile()).print_job(JOB)
    world.settle(BEGINNING + len(JOB))
    world.vanish()
    with pytest.raises(PrinterTrouble):
        EscposPrinter(line, Profile()).print_job(LONG)
    line.close()
    with pytest.raises(PrinterTrouble):
        world.open()
    world.come_back()
    again = world.open()
    EscposPrinter(again, Profile()).print_job(JOB)
    again.close()


def test_trouble_before_the_first_byte_of_a_ticket_prints_nothing_for_sure(world: World, line: Line) -> None:
    world.vanish()
    with pytest.raises(PrinterTrouble) as trouble:
        EscposPrinter(line, Profile()).print_job(JOB)
    assert not trouble.value.may_have_printed
    world.come_back()


def test_closing_twice_is_safe_also_when_the_device_is_gone(world: World) -> None:
    line = world.open()
    line.close()
    line.close()
    other = world.open()
    world.vanish()
    other.close()
    other.close()

"""A fault at every byte of a job, for each kind of fault: the agent never dies, the ticket is never lost, and
a second print without the mark of a copy never happens.

By default at every 32nd byte and at each of the first and last; `MOTCUA_SWEEP=full` takes every one.
"""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from coordinator.queue.printing import FRESH_MS
from tests.fakes.paper import Row, Sheet, ThermalPrinter
from tests.fakes.print_room import (
    PowerCut,
    PrintRoom,
    draw_small,
    has_ink,
    is_whole,
    rows_of,
    set_small,
    usb_opener,
)
from tests.fakes.usb_bus import UsbBus, UsbPrinter

NUMBER = "A025"
ORIGINAL, COPY = draw_small(NUMBER, is_copy=False), draw_small(NUMBER, is_copy=True)
JOB_BYTES = len(set_small(NUMBER, is_copy=False).data)
EDGE_BYTES = 10
IS_FULL = os.environ.get("MOTCUA_SWEEP") == "full"
STEP_BYTES = 1 if IS_FULL else 32
MOST_EXAMPLES = 2000 if IS_FULL else 40
OFFSETS = sorted(
    {*range(0, JOB_BYTES, STEP_BYTES), *range(EDGE_BYTES), *range(JOB_BYTES - EDGE_BYTES, JOB_BYTES + 1)}
)
RECOVERY_SECONDS = 20.0


class Room(PrintRoom):
    def __init__(self, folder: Path) -> None:
        self.bus = UsbBus()
        self.printer = ThermalPrinter(row_bytes=12, buffer_bytes=128)
        self.device: UsbPrinter = self.bus.plug(self.printer)
        super().__init__(usb_opener(self.bus), in_flight=folder / "in-flight")


def pull_out(room: Room) -> None:
    room.device.unplug()
    room.time.later(RECOVERY_SECONDS, room.device.plug_in)


def cycle_power(room: Room) -> None:
    room.device.unplug()
    room.time.later(RECOVERY_SECONDS, room.device.power_cycle)


def blink(room: Room) -> None:
    room.device.power_cycle()


def hang(room: Room) -> None:
    def go_on() -> None:
        room.device.is_hung = False

    room.device.is_hung = True
    room.time.later(RECOVERY_SECONDS, go_on)


def halt(room: Room) -> None:
    room.device.is_halted = True


def write_short(_room: Room) -> None:
    """The transfer ends at this byte, and that is all."""


def end_paper(room: Room) -> None:
    room.printer.rows_left = 0
    room.time.later(RECOVERY_SECONDS, room.printer.load_paper)


def open_cover(room: Room) -> None:
    room.printer.is_cover_open = True
    room.time.later(RECOVERY_SECONDS, room.printer.close_cover)


def say_noise(room: Room) -> None:
    room.printer.noise = b"\xff\x00\x81\x7e"
    room.time.later(RECOVERY_SECONDS, lambda: setattr(room.printer, "noise", b""))


def fall_silent(room: Room) -> None:
    room.printer.is_mute = True
    room.time.later(RECOVERY_SECONDS, lambda: setattr(room.printer, "is_mute", False))


def kill_agent(_room: Room) -> None:
    raise PowerCut


def cut_all_power(room: Room) -> None:
    room.device.power_cycle()
    raise PowerCut


def lose_coordinator(room: Room) -> None:
    room.desk.is_away = True
    room.time.later(RECOVERY_SECONDS, lambda: setattr(room.desk, "is_away", False))


FAULTS: list[Callable[[Room], None]] = [
    pull_out,
    cycle_power,
    blink,
    hang,
    halt,
    write_short,
    end_paper,
    open_cover,
    say_noise,
    fall_silent,
    kill_agent,
    cut_all_power,
    lose_coordinator,
]
HARMLESS = {write_short, lose_coordinator}


def first_inked(rows: list[Row]) -> Row:
    return next(row for row in rows if any(row))


def arm(room: Room, offset: int, fault: Callable[[Room], None]) -> None:
    """From the claim on: byte 0 is the job's first."""

    def on_answer() -> None:
        if room.desk.claims:
            room.desk.before_answer = lambda: None
            room.device.at_byte(offset, lambda: fault(room))

    room.desk.before_answer = on_answer


@pytest.mark.parametrize("is_real_time", [True, False], ids=["answers at once", "answers in turn"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_no_ticket_is_lost_nor_printed_twice_unmarked(
    fault: Callable[[Room], None], is_real_time: bool, tmp_path: Path
) -> None:
    for offset in OFFSETS:
        folder = tmp_path / str(offset)
        folder.mkdir()
        check(fault, offset, folder, is_real_time=is_real_time)


def check(fault: Callable[[Room], None], offset: int, folder: Path, *, is_real_time: bool) -> None:
    room = Room(folder)
    room.printer.is_real_time = is_real_time
    room.run(lambda: bool(room.desk.statuses))
    job = room.desk.queue(NUMBER)
    arm(room, offset, fault)
    room.run(lambda: room.desk.state(job) == "printed", seconds=FRESH_MS / 1000)
    room.run(lambda: False, seconds=60)  # whatever still comes by itself

    where = f"{fault.__name__} at byte {offset} of {JOB_BYTES}"
    assert room.desk.state(job) == "printed", where
    assert room.desk.statuses[-1].online, where
    inked = check_paper(room, where)
    if fault in HARMLESS:
        assert len(inked) == 1, f"{where}: no fault, and yet {len(inked)} papers"


@settings(
    max_examples=MOST_EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    faults=st.lists(
        st.tuples(st.sampled_from(FAULTS), st.integers(0, 2 * JOB_BYTES)), min_size=2, max_size=5
    ),
    is_real_time=st.booleans(),
)
def test_faults_upon_faults_lose_no_ticket_and_print_none_twice_unmarked(
    faults: list[tuple[Callable[[Room], None], int]], is_real_time: bool, tmp_path: Path
) -> None:
    note(f"{[(fault.__name__, offset) for fault, offset in faults]}, answers at once: {is_real_time}")
    mark = tmp_path / "in-flight"
    mark.unlink(missing_ok=True)
    room = Room(tmp_path)
    room.printer.is_real_time = is_real_time
    room.run(lambda: bool(room.desk.statuses))
    job = room.desk.queue(NUMBER)
    for fault, offset in faults:  # counted from this moment, over all that goes to the printer
        room.device.at_byte(offset, partial(fault, room))
    room.run(lambda: room.desk.state(job) == "printed", seconds=FRESH_MS / 1000)
    room.run(lambda: False, seconds=60)
    if room.desk.state(job) == "printed":
        check_paper(room, "printed", may_hang_on_a_torn_one=True)
    else:
        assert room.desk.is_stale(job), "it was given up before its time"
        assert room.desk.state(job) in ("queued", "failed", "claimed"), "staff see that it was not printed"


def shows(sheet: Sheet, rows: list[Row]) -> bool:
    """Whether the rows stand whole on the sheet, whatever is above."""
    return any(sheet[top : top + len(rows)] == rows for top in range(len(sheet) - len(rows) + 1))


def check_paper(room: Room, where: str, *, may_hang_on_a_torn_one: bool = False) -> list[Sheet]:
    """The ticket is there, once unmarked at the most, and no dot became a letter.

    A printer that loses its power while it still holds the cut of a torn ticket forgets it: then the next hangs
    on that one, whole.
    """
    inked = [sheet for sheet in room.printer.sheets if has_ink(sheet)]
    whole = [sheet for sheet in inked if is_whole(sheet, ORIGINAL) or is_whole(sheet, COPY)]
    unmarked = [sheet for sheet in inked if first_inked(sheet) == first_inked(rows_of(ORIGINAL))]
    if may_hang_on_a_torn_one:
        whole += [sheet for sheet in inked if shows(sheet, rows_of(COPY))]
    assert whole, f"{where}: the ticket is lost"
    assert len(unmarked) <= 1, f"{where}: printed twice unmarked"
    assert room.printer.garbage == 0, f"{where}: dots came out as letters"
    return inked

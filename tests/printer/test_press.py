"""A job on paper as surely as can be known: what is called printed, what failed, and what may be on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from printer.device import PrinterTrouble, Profile
from printer.press import SILENT, SILENT_TRIES, STATUS_TRIES, Press
from printer.typesetter import Printable
from wire.messages import PrinterStatus, PrintOutcome

TICKET = Printable(b"\x1b@ticket", 800)  # 100 mm
GOOD = PrinterStatus(online=True, paper="ok")
OUT = PrinterStatus(online=False, paper="out", detail="off line")
JAMMED = PrinterStatus(online=False, paper="ok", detail="cutter jammed")
PRINTED = PrintOutcome(outcome="printed")


@dataclass
class World:
    """A printer as scripted: `says` gives its status at each question; `on_print` may raise."""

    says: Callable[[], PrinterStatus | None] = lambda: GOOD
    on_print: Callable[[], None] = lambda: None
    on_open: Callable[[], None] = lambda: None
    printed: list[bytes] = field(default_factory=list)
    ended_broken: int = 0
    opened: int = 0
    open_now: int = 0
    seconds: float = 0.0
    signs: int = 0

    def open(self) -> "Printer":
        self.on_open()
        self.opened += 1
        self.open_now += 1
        return Printer(self)

    def press(self, in_flight: Path | None = None, profile: Profile | None = None) -> Press:
        return Press(
            self.open,
            profile or Profile(speed_mm_s=100),
            in_flight=in_flight,
            alive=self.sign,
            sleep=self.sleep,
        )

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.seconds += seconds

    def sign(self) -> None:
        self.signs += 1


@dataclass
class Printer:
    world: World
    is_closed: bool = False

    def print_job(self, job: bytes) -> None:
        assert not self.is_closed
        self.world.on_print()
        self.world.printed.append(job)

    def end_broken_job(self) -> None:
        self.world.ended_broken += 1

    def status(self) -> PrinterStatus | None:
        assert not self.is_closed
        return self.world.says()

    def close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            self.world.open_now -= 1


def trouble(reason: str = "broke", *, may_have_printed: bool = True) -> Callable[[], None]:
    def fail() -> None:
        raise PrinterTrouble(reason, may_have_printed=may_have_printed)

    return fail


def script(*answers: PrinterStatus | None) -> Callable[[], PrinterStatus | None]:
    """These answers, the last one for ever."""
    left = list(answers)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_the_device_is_opened_once_for_many_tickets() -> None:
    world = World()
    press = world.press()
    assert [press.status(), press.print_ticket(TICKET), press.print_ticket(TICKET)] == [
        GOOD,
        PRINTED,
        PRINTED,
    ]
    assert world.opened == 1
    press.close()
    press.close()
    assert world.open_now == 0


def test_after_any_trouble_a_new_object_is_opened() -> None:
    world = World(on_print=trouble())
    press = world.press()
    assert press.print_ticket(TICKET).outcome == "failed"
    world.on_print = lambda: None
    assert press.print_ticket(TICKET) == PRINTED
    assert world.opened == 2
    assert world.open_now == 1


def test_a_device_that_does_not_open_has_printed_nothing() -> None:
    world = World(on_open=trouble("no printer found"))
    outcome = world.press().print_ticket(TICKET)
    assert outcome == PrintOutcome(outcome="failed", reason="no printer found", may_have_printed=False)
    assert world.press().status() == PrinterStatus(online=False, detail="no printer found")


@pytest.mark.parametrize("may_have_printed", [True, False])
def test_what_may_be_on_paper_is_passed_on(may_have_printed: bool) -> None:
    world = World(on_print=trouble(may_have_printed=may_have_printed))
    assert world.press().print_ticket(TICKET).may_have_printed is may_have_printed


def test_paper_is_watched_for_as_long_as_the_ticket_needs() -> None:
    world = World()
    press = world.press()
    press.status()
    assert press.print_ticket(TICKET) == PRINTED
    assert world.seconds == pytest.approx(1.0)  # 100 mm at 100 mm/s
    assert world.signs > 5


def test_paper_that_ends_while_it_comes_out_is_a_failure_and_not_a_print() -> None:
    world = World(says=script(GOOD, GOOD, GOOD, OUT))
    press = world.press()
    press.status()
    outcome = press.print_ticket(TICKET)
    assert outcome == PrintOutcome(outcome="failed", reason="paper out", may_have_printed=True)


def test_one_bad_word_between_good_ones_is_noise() -> None:
    world = World(says=script(GOOD, GOOD, JAMMED, GOOD))
    press = world.press()
    press.status()
    assert press.print_ticket(TICKET) == PRINTED


def test_a_bad_word_said_again_and_again_is_believed() -> None:
    world = World(says=script(GOOD, *[JAMMED] * STATUS_TRIES, GOOD))
    press = world.press()
    press.status()
    assert press.print_ticket(TICKET).reason == "cutter jammed"


def test_a_printer_that_is_silent_while_it_prints_has_printed_when_it_speaks_again() -> None:
    world = World(says=script(GOOD, *[None] * 12, GOOD))
    press = world.press()
    press.status()
    assert press.print_ticket(TICKET) == PRINTED


def test_a_printer_that_never_speaks_again_has_not_printed_for_sure() -> None:
    world = World(says=script(GOOD, None))
    press = world.press()
    press.status()
    assert press.print_ticket(TICKET) == PrintOutcome(outcome="failed", reason=SILENT, may_have_printed=True)
    assert world.seconds == pytest.approx(1.0 + SILENT_TRIES * 0.1, abs=0.2)


def test_a_printer_that_never_spoke_is_not_watched() -> None:
    world = World(says=lambda: None)
    press = world.press()
    assert press.status() == PrinterStatus(online=True, paper="unknown")
    assert press.print_ticket(TICKET) == PRINTED
    assert world.seconds == 0


def test_one_silence_is_forgiven_and_lasting_silence_is_off_line() -> None:
    world = World(says=script(GOOD, None, GOOD, *[None] * STATUS_TRIES, GOOD))
    press = world.press()
    assert press.status() == GOOD
    assert press.status() == GOOD
    assert press.status() == PrinterStatus(online=False, detail=SILENT)
    assert press.status() == GOOD
    assert world.opened == 2


def test_low_paper_prints() -> None:
    world = World(says=lambda: PrinterStatus(online=True, paper="low"))
    press = world.press()
    press.status()
    assert press.print_ticket(TICKET) == PRINTED


def test_a_ticket_that_was_cut_off_is_ended_before_the_next(tmp_path: Path) -> None:
    mark = tmp_path / "in-flight"
    world = World(on_print=trouble())
    press = world.press(mark)
    press.print_ticket(TICKET)
    assert mark.exists()
    world.on_print = lambda: None
    assert press.print_ticket(TICKET) == PRINTED
    assert world.ended_broken == 1
    assert not mark.exists()


def test_a_press_started_after_a_crash_ends_what_the_one_before_left(tmp_path: Path) -> None:
    mark = tmp_path / "in-flight"
    mark.touch()
    world = World()
    assert world.press(mark).print_ticket(TICKET) == PRINTED
    assert world.ended_broken == 1
    assert not mark.exists()


def test_questions_that_are_swallowed_by_a_broken_band_are_freed_by_ending_it(tmp_path: Path) -> None:
    mark = tmp_path / "in-flight"
    mark.touch()
    world = World()
    world.says = lambda: GOOD if world.ended_broken else None
    assert world.press(mark).status() == GOOD
    assert not mark.exists()


def test_a_ticket_that_stopped_after_its_last_byte_is_ended_before_the_next(tmp_path: Path) -> None:
    mark = tmp_path / "in-flight"
    world = World(says=script(GOOD, *[OUT] * STATUS_TRIES, GOOD))
    press = world.press(mark)
    press.status()
    assert press.print_ticket(TICKET).reason == "paper out"
    assert mark.exists()
    assert press.print_ticket(TICKET) == PRINTED
    assert world.ended_broken == 1


def test_trouble_that_printed_nothing_leaves_no_mark(tmp_path: Path) -> None:
    mark = tmp_path / "in-flight"
    world = World(on_print=trouble(may_have_printed=False))
    world.press(mark).print_ticket(TICKET)
    assert not mark.exists()


def test_a_mark_that_cannot_be_written_keeps_no_ticket_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert World().press(tmp_path / "missing" / "in-flight").print_ticket(TICKET) == PRINTED
    assert "a crash now would cost" in caplog.text


def test_what_the_wire_knows_of_the_paper_is_told() -> None:
    def full() -> None:
        raise PrinterTrouble("paper out", may_have_printed=False, paper="out")

    world = World(on_open=full)
    assert world.press().status() == PrinterStatus(online=False, paper="out", detail="paper out")


def test_a_long_reason_is_cut_to_what_a_message_takes() -> None:
    world = World(on_open=trouble("x" * 1000))
    assert len(world.press().status().detail) == 400
    assert len(world.press().print_ticket(TICKET).reason) == 400

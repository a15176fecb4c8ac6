"""The agent between coordinator and printer: no ticket is lost, none printed twice without the mark of a
copy, and no loss ends it.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from config import load_text
from coordinator.desk import Desk, open_desk
from coordinator.queue.printing import FRESH_MS
from printer.press import SILENT
from printer.reports import STATUS_SECONDS
from printer.typesetter import Printable
from tests.fakes.boards import a_center
from tests.fakes.clock import MovableClock
from tests.fakes.paper import ThermalPrinter
from tests.fakes.print_desk import PrintDesk
from tests.fakes.print_room import (
    PowerCut,
    PrintRoom,
    SmallTickets,
    draw_small,
    has_ink,
    is_whole,
    usb_opener,
)
from tests.fakes.real_print_desk import RealPrintDesk
from tests.fakes.small_center import CENTER
from tests.fakes.usb_bus import UsbBus, UsbPrinter
from wire.messages import Center, PrinterStatus, PrintJob, Problem

OpenDesk = Callable[[MovableClock], PrintDesk]
LONGEST_SILENCE_SECONDS = 12.0


class Room(PrintRoom):
    def __init__(self, folder: Path, desk: OpenDesk = PrintDesk) -> None:
        self.bus = UsbBus()
        self.printer = ThermalPrinter(row_bytes=12)
        self.device: UsbPrinter = self.bus.plug(self.printer)
        super().__init__(usb_opener(self.bus), in_flight=folder / "kiosk-1.in-flight", desk=desk)

    def seen(self) -> PrinterStatus:
        """How staff see the printer."""
        return self.desk.statuses[-1]

    def papers(self) -> list[str]:
        """Every sheet with ink: whole ones by number and mark, others as `broken`."""
        names = {
            name + (" copy" if is_copy else ""): draw_small(name, is_copy=is_copy)
            for name in ("A025", "A026", "A027", "test")
            for is_copy in (False, True)
        }
        inked = [sheet for sheet in self.printer.sheets if has_ink(sheet)]
        return [
            next((name for name, picture in names.items() if is_whole(sheet, picture)), "broken")
            for sheet in inked
        ]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "motcua.db"
    open_desk(load_text(CENTER, "center.toml"), f"sqlite:///{path}", MovableClock()).close()
    return path


@pytest.fixture(params=["pretended coordinator", "real desk"])
def open_print_desk(
    request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path
) -> Iterator[OpenDesk]:
    """The agent's tests hold beside the pretended coordinator and beside the real one's desk."""
    if request.param == "pretended coordinator":
        yield PrintDesk
        return
    opened: list[Desk] = []

    def open_real(clock: MovableClock) -> RealPrintDesk:
        shutil.copy(empty_database, tmp_path / "motcua.db")
        url = f"sqlite:///{tmp_path / 'motcua.db'}"
        opened.append(open_desk(load_text(CENTER, "center.toml"), url, clock))
        return RealPrintDesk(opened[-1], clock)

    yield open_real
    for desk in opened:
        desk.close()


@pytest.fixture
def room(tmp_path: Path, open_print_desk: OpenDesk) -> Iterator[Room]:
    room = Room(tmp_path, open_print_desk)
    yield room
    assert room.printer.garbage == 0
    pauses = [
        later - sooner for sooner, later in zip(room.signs_of_life, room.signs_of_life[1:], strict=False)
    ]
    assert max(pauses, default=0.0) <= LONGEST_SILENCE_SECONDS, "a watchdog would have ended it"
    assert room.bus.open_handles <= 1


def test_what_waits_is_printed_once_and_told(room: Room) -> None:
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed")
    room.run(lambda: False, seconds=200)
    assert room.papers() == ["A025"]
    assert room.desk.claims == [job]


def test_tickets_come_in_the_order_of_their_queue(room: Room) -> None:
    for number in ("A025", "A026", "A027"):
        room.desk.queue(number)
    room.run(lambda: len(room.desk.outcomes) == 3)
    assert room.papers() == ["A025", "A026", "A027"]


def test_a_copy_says_so_on_paper(room: Room) -> None:
    room.desk.queue(copy=True)
    room.run(lambda: bool(room.desk.outcomes))
    assert room.papers() == ["A025 copy"]


def test_a_test_of_the_printer_is_a_job_like_any_other(room: Room) -> None:
    job = room.desk.queue_test()
    room.run(lambda: room.desk.state(job) == "printed")
    assert room.papers() == ["test"]


def test_an_idle_agent_asks_the_printer_and_tells_only_what_changed(room: Room) -> None:
    room.run(lambda: False, seconds=STATUS_SECONDS - 1)
    assert room.desk.statuses == [PrinterStatus(online=True, paper="ok")]
    room.printer.is_near_end = True
    room.run(lambda: room.seen().paper == "low", seconds=10)
    assert room.seen() == PrinterStatus(online=True, paper="low")


def test_a_printer_in_good_health_still_gives_a_sign_of_life(room: Room) -> None:
    room.run(lambda: False, seconds=3 * STATUS_SECONDS + 10)
    assert len(room.desk.statuses) == 4


def test_without_paper_nothing_is_claimed_and_with_paper_it_prints_unmarked(room: Room) -> None:
    room.printer.rows_left = 0
    job = room.desk.queue()
    room.time.later(100, room.printer.load_paper)
    room.run(lambda: False, seconds=99)
    assert room.seen() == PrinterStatus(online=False, paper="out", detail="off line")
    assert room.desk.claims == []
    room.run(lambda: room.desk.state(job) == "printed", seconds=10)
    assert room.papers() == ["A025"]


def test_a_ticket_of_two_minutes_ago_is_not_printed_by_itself(room: Room) -> None:
    room.printer.rows_left = 0
    job = room.desk.queue()
    room.time.later(FRESH_MS / 1000 + 1, room.printer.load_paper)
    room.run(lambda: False, seconds=300)
    assert room.papers() == []
    assert room.desk.state(job) == "queued"
    room.desk.queue("A026")
    room.run(lambda: bool(room.papers()))
    assert room.papers() == ["A026"]


def test_paper_that_ends_within_a_ticket_brings_a_copy_when_paper_is_back(room: Room) -> None:
    room.printer.rows_left = 30
    room.printer.buffer_bytes = 256
    job = room.desk.queue()
    room.time.later(40, room.printer.load_paper)
    room.run(lambda: bool(room.desk.outcomes), seconds=39)
    assert room.desk.outcomes[0].outcome == "failed"
    room.run(lambda: room.desk.state(job) == "printed")
    assert room.papers()[-1] == "A025 copy"
    assert room.papers().count("A025") <= 1


def test_paper_that_ends_after_the_last_byte_is_seen_while_it_should_come_out(room: Room) -> None:
    room.printer.rows_left = 30
    room.desk.queue()
    room.run(lambda: bool(room.desk.outcomes))
    assert room.desk.outcomes[0].reason == "paper out"
    assert room.desk.outcomes[0].may_have_printed


def test_an_open_cover_is_told_and_waited_for(room: Room) -> None:
    room.printer.is_cover_open = True
    job = room.desk.queue()
    room.time.later(20, room.printer.close_cover)
    room.run(lambda: room.desk.state(job) == "printed", seconds=30)
    assert PrinterStatus(online=False, paper="ok", cover_open=True, detail="cover open") in room.desk.statuses
    assert room.papers() == ["A025"]


def test_a_printer_pulled_out_and_plugged_in_elsewhere_goes_on_without_a_restart(room: Room) -> None:
    room.run(lambda: False, seconds=5)
    room.device.unplug()
    room.run(lambda: not room.seen().online, seconds=10)
    assert room.seen().detail == "usb: no printer found"
    job = room.desk.queue()
    room.time.later(30, room.device.plug_in)
    room.run(lambda: room.desk.state(job) == "printed", seconds=40)
    assert room.papers() == ["A025"]
    assert room.seen() == PrinterStatus(online=True, paper="ok")
    assert room.deaths == 0


def test_an_agent_killed_within_a_ticket_prints_it_again_as_a_copy_after_the_lease(room: Room) -> None:
    def power_cut() -> None:
        raise PowerCut

    room.device.at_byte(300, power_cut)
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed")
    assert room.deaths == 1
    assert room.papers() == ["broken", "A025 copy"]


def test_an_outcome_is_told_until_it_is_heard_and_nothing_is_printed_meanwhile(room: Room) -> None:
    def cut_off() -> None:
        room.desk.is_away = True

    room.device.at_byte(600, cut_off)
    room.time.later(90, lambda: setattr(room.desk, "is_away", False))
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed", seconds=100)
    room.run(lambda: False, seconds=100)
    assert room.papers() == ["A025"]


def test_a_claim_whose_answer_was_lost_is_asked_again_under_the_same_key(room: Room) -> None:
    room.run(lambda: bool(room.desk.statuses), seconds=5)
    job = room.desk.queue()
    room.desk.lose_answers = 2
    room.run(lambda: room.desk.state(job) == "printed", seconds=20)
    assert room.desk.claims == [job]
    assert room.papers() == ["A025"]


def test_an_answer_that_came_too_late_is_given_back_and_printed_unmarked(room: Room) -> None:
    def dawdle() -> None:
        if room.desk.claims and not room.desk.outcomes:
            room.time.pass_by(11.0)

    room.desk.before_answer = dawdle
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed", seconds=60)
    assert room.desk.outcomes[0].outcome == "failed"
    assert not room.desk.outcomes[0].may_have_printed
    assert room.papers() == ["A025"]


def test_a_coordinator_that_was_away_for_long_finds_the_agent_at_work(room: Room) -> None:
    room.desk.is_away = True
    room.run(lambda: False, seconds=600)
    room.desk.is_away = False
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed", seconds=20)
    assert room.papers() == ["A025"]


def test_a_refused_token_is_said_and_waited_out(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.desk.refuse = Problem(type="unknown-token", title="The token is not known", status=401)
    room.run(lambda: False, seconds=300)
    assert "The token is not known" in caplog.text
    assert len(caplog.records) < 20, "a log that repeats itself hides everything else"
    room.desk.refuse = None
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed", seconds=60)


def test_a_printer_that_never_answers_is_on_line_with_paper_unknown_and_prints(room: Room) -> None:
    room.printer.is_mute = True
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed", seconds=10)
    assert room.seen() == PrinterStatus(online=True, paper="unknown")
    assert room.papers() == ["A025"]


def test_a_printer_that_answered_before_and_is_silent_gets_no_ticket(room: Room) -> None:
    room.run(lambda: bool(room.desk.statuses), seconds=5)
    room.printer.is_mute = True
    room.run(lambda: not room.seen().online, seconds=10)
    assert room.seen().detail == SILENT
    job = room.desk.queue()
    room.run(lambda: False, seconds=50)
    assert room.desk.claims == []
    room.printer.is_mute = False
    room.run(lambda: room.desk.state(job) == "printed", seconds=10)
    assert room.papers() == ["A025"]


def test_noise_for_an_answer_is_no_answer(room: Room) -> None:
    room.printer.noise = b"\xff\x00\x81"
    job = room.desk.queue()
    room.run(lambda: room.desk.state(job) == "printed", seconds=10)
    assert room.seen() == PrinterStatus(online=True, paper="unknown")


def test_one_ticket_that_cannot_be_drawn_keeps_no_other_from_being_printed(tmp_path: Path) -> None:
    class Choosy(SmallTickets):
        def set(self, job: PrintJob) -> Printable:
            if job.ticket and job.ticket.number == "A025":
                raise ValueError("this one cannot be drawn")
            return super().set(job)

    room = Room(tmp_path)
    room.typesetter = Choosy
    bad, good = room.desk.queue("A025"), room.desk.queue("A026")
    room.run(lambda: room.desk.state(good) == "printed", seconds=30)
    assert room.papers() == ["A026"]
    room.run(lambda: room.desk.is_stale(bad), seconds=200)
    assert not any(outcome.may_have_printed for outcome in room.desk.outcomes if outcome.outcome == "failed")


def test_a_domain_that_is_not_known_yet_is_asked_for_before_its_ticket_is_set(tmp_path: Path) -> None:
    asked: list[int] = []

    class Learning(SmallTickets):
        def __init__(self, center: Center) -> None:
            asked.append(len(center.domains))
            self._known = {domain.id for domain in center.domains}

        def knows(self, job: PrintJob) -> bool:
            return job.ticket is not None and job.ticket.domain in self._known

    room = Room(tmp_path)
    room.typesetter = Learning
    every = a_center()
    room.desk.center_answer = Center(
        **{name: getattr(every, name) for name in ("id", "name", "languages", "timezone", "counters")},
        domains=[],
    )
    room.run(lambda: bool(asked), seconds=5)
    room.desk.center_answer = every
    room.desk.queue()
    room.run(lambda: bool(room.desk.outcomes), seconds=10)
    assert asked[-1] == len(every.domains)
    assert room.papers() == ["A025"]


def test_names_that_have_changed_stand_on_the_next_ticket(tmp_path: Path) -> None:
    names: list[str] = []

    class Naming(SmallTickets):
        def __init__(self, center: Center) -> None:
            names.append(center.name["vi"])

    room = Room(tmp_path)
    room.typesetter = Naming
    room.run(lambda: bool(names), seconds=5)
    room.desk.center_answer = replace(a_center(), revision=7, name={"vi": "Tên mới"})
    room.desk.queue()
    room.run(lambda: bool(room.desk.outcomes), seconds=10)
    assert names[-1] == "Tên mới"
    assert room.papers() == ["A025"]
    asked = len(names)
    room.desk.queue("A026")
    room.run(lambda: len(room.desk.outcomes) > 1, seconds=10)
    assert len(names) == asked

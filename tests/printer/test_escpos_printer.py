"""One life of one connection: what goes over the line, in which order, and what its trouble means."""

from collections import deque
from dataclasses import dataclass, field

import pytest

from printer.commands import CUT_PARTIAL_AFTER_FEED, END_BROKEN_COMMAND, INITIALIZE, REALTIME_STATUS
from printer.device import PrinterTrouble, Profile
from printer.escpos_printer import LONGEST_JOB_SECONDS, SLICE_BYTES, EscposPrinter
from wire.messages import PrinterStatus

JOB = INITIALIZE + bytes(3 * SLICE_BYTES)
OK = b"\x12"
FOUR = [OK, OK, OK, OK]
ASK = [REALTIME_STATUS + bytes([question]) for question in (1, 2, 3, 4)]


@dataclass
class ScriptedLine:
    """Notes what it is given; `says` are its answers to the next questions, empty where it is silent."""

    says: deque[bytes] = field(default_factory=deque)
    answers: bool = True
    breaks_after: int = 10**9
    stale: bytes = b""
    written: list[bytes] = field(default_factory=list)
    refreshed: int = 0
    drained: int = 0
    is_closed: bool = False
    _waiting: bytes = b""

    def refresh(self) -> None:
        self.refreshed += 1

    def write(self, data: bytes) -> None:
        if sum(map(len, self.written)) + len(data) > self.breaks_after:
            raise PrinterTrouble("broke", may_have_printed=True, paper="out")
        self.written.append(data)
        if data.startswith(REALTIME_STATUS) and self.says:
            self._waiting = self.says.popleft()

    def read(self, seconds: float) -> bytes:
        if seconds < 0.1:  # only what is left from before
            stale, self.stale = self.stale, b""
            return stale
        said, self._waiting = self._waiting, b""
        return said

    def drain(self) -> None:
        self.drained += 1

    def close(self) -> None:
        self.is_closed = True


def test_a_job_goes_out_whole_in_slices_and_is_drained() -> None:
    line = ScriptedLine()
    EscposPrinter(line, Profile()).print_job(JOB)
    assert b"".join(line.written) == END_BROKEN_COMMAND + JOB
    assert max(map(len, line.written)) == SLICE_BYTES
    assert line.drained == 1


def test_what_a_life_before_left_half_said_is_ended_once_and_first() -> None:
    line = ScriptedLine(says=deque(FOUR))
    printer = EscposPrinter(line, Profile())
    printer.status()
    printer.print_job(JOB)
    assert line.written[:5] == [END_BROKEN_COMMAND, *ASK]
    assert line.written[5] == INITIALIZE


def test_trouble_before_the_end_of_initialize_prints_nothing_for_sure() -> None:
    for bytes_taken in range(len(END_BROKEN_COMMAND + INITIALIZE)):
        with pytest.raises(PrinterTrouble) as trouble:
            EscposPrinter(ScriptedLine(breaks_after=bytes_taken), Profile()).print_job(JOB)
        assert not trouble.value.may_have_printed
        assert trouble.value.paper == "out"


def test_trouble_later_may_have_printed() -> None:
    with pytest.raises(PrinterTrouble) as trouble:
        EscposPrinter(ScriptedLine(breaks_after=10), Profile()).print_job(JOB)
    assert trouble.value.may_have_printed


def test_a_job_that_does_not_begin_with_initialize_is_never_sure() -> None:
    with pytest.raises(PrinterTrouble) as trouble:
        EscposPrinter(ScriptedLine(breaks_after=8), Profile()).print_job(b"x")
    assert trouble.value.may_have_printed


def test_each_slice_is_a_sign_of_life_and_a_job_has_its_longest_time() -> None:
    seconds, signs = [0.0], [0]

    def alive() -> None:
        signs[0] += 1
        seconds[0] += LONGEST_JOB_SECONDS / 2.5

    printer = EscposPrinter(ScriptedLine(), Profile(), alive, lambda: seconds[0])
    printer.print_job(JOB)
    assert signs == [3]
    with pytest.raises(PrinterTrouble, match="too slowly"):
        printer.print_job(INITIALIZE + bytes(9 * SLICE_BYTES))


def test_four_questions_make_a_status() -> None:
    line = ScriptedLine(says=deque([OK, OK, OK, b"\x1e"]))
    assert EscposPrinter(line, Profile()).status() == PrinterStatus(online=True, paper="low")
    assert line.written == [END_BROKEN_COMMAND, *ASK]


def test_silence_to_the_first_question_is_no_status_and_ends_the_asking() -> None:
    line = ScriptedLine()
    assert EscposPrinter(line, Profile()).status() is None
    assert line.written == [END_BROKEN_COMMAND, ASK[0]]


def test_a_question_that_is_never_answered_is_asked_once_only() -> None:
    line = ScriptedLine(says=deque([OK, OK, b"", OK, OK, OK, OK]))
    printer = EscposPrinter(line, Profile())
    assert printer.status() == PrinterStatus(online=True, paper="ok")
    line.written.clear()
    assert printer.status() == PrinterStatus(online=True, paper="ok")
    assert line.written == [ASK[0], ASK[1], ASK[3]]


def test_silence_to_a_question_that_was_answered_before_is_no_status() -> None:
    line = ScriptedLine(says=deque([*FOUR, OK, OK, OK, b""]))
    printer = EscposPrinter(line, Profile())
    assert printer.status() is not None
    assert printer.status() is None


def test_what_came_too_late_is_not_taken_for_an_answer() -> None:
    line = ScriptedLine(says=deque(FOUR), stale=b"\x1a")
    assert EscposPrinter(line, Profile()).status() == PrinterStatus(online=True, paper="ok")


@pytest.mark.parametrize(
    ("profile", "answers"),
    [(Profile(asks_status=False), True), (Profile(), False)],
    ids=["by profile", "one-way line"],
)
def test_who_cannot_answer_is_not_asked(profile: Profile, answers: bool) -> None:
    line = ScriptedLine(answers=answers)
    assert EscposPrinter(line, profile).status() is None
    assert line.written == []


@pytest.mark.parametrize("cut", [True, False])
def test_a_broken_band_is_filled_with_blank_dots_and_cut_off(cut: bool) -> None:
    line = ScriptedLine()
    profile = Profile(width_dots=384, band_height=64, cut=cut)
    EscposPrinter(line, profile).end_broken_job()
    sent = b"".join(line.written)
    blank = len(END_BROKEN_COMMAND) + 384 // 8 * 64
    assert sent[:blank] == bytes(blank)
    assert sent[blank:] == INITIALIZE + (CUT_PARTIAL_AFTER_FEED if cut else b"\n\n\n")
    assert line.drained == 1


def test_the_line_is_refreshed_before_and_never_within_a_job() -> None:
    line = ScriptedLine(says=deque(FOUR))
    printer = EscposPrinter(line, Profile())
    printer.print_job(JOB)
    assert line.refreshed == 1
    printer.status()
    assert line.refreshed == 2


def test_closing_closes_the_line() -> None:
    line = ScriptedLine()
    EscposPrinter(line, Profile()).close()
    assert line.is_closed

"""Whatever a printer sends back, or somebody sends to the pretended one: a status, or none, in bounded time; never an
exception that nobody foresees.
"""

from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from printer.commands import REALTIME_STATUS
from printer.decoder import UnknownCommand, decode
from printer.device import PrinterTrouble, Profile
from printer.escpos_printer import MOST_READS, EscposPrinter
from printer.realtime import QUESTIONS, parse_answer, read_status
from tests.fakes.fuzz import fuzz
from wire.messages import Paper, PrinterStatus

ANSWERS = [byte for byte in range(256) if parse_answer(bytes([byte])) is not None]
answers = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(ANSWERS))


def check(status: PrinterStatus) -> None:
    assert status.paper in get_args(Paper)
    assert status.detail.isprintable()
    assert not (status.online and status.cover_open)
    assert status.online == (not status.detail)


@fuzz(200)
@given(data=st.binary(max_size=40))
def test_an_answer_is_one_of_the_sixteen_or_none(data: bytes) -> None:
    answer = parse_answer(data)
    assert answer is None or (answer in ANSWERS and answer in data)
    assert len(ANSWERS) == 16


@fuzz(100)
@given(answers=answers)
def test_any_answers_are_a_status(answers: dict[int, int]) -> None:
    check(read_status(answers))


@fuzz(100)
@given(before=st.binary(max_size=8), answer=st.sampled_from(ANSWERS), noise=st.binary(max_size=8))
def test_noise_around_an_answer_hides_it_from_nobody(before: bytes, answer: int, noise: bytes) -> None:
    noise = bytes(byte for byte in noise if byte not in ANSWERS)
    assert parse_answer(before + bytes([answer]) + noise) == answer


@dataclass
class NoisyLine:
    """Says these pieces, one a read, whatever it was asked; then it is silent, or gone."""

    pieces: deque[bytes]
    is_gone_after: bool = False
    reads: int = 0
    asked: int = 0
    written: list[bytes] = field(default_factory=list)
    answers: bool = True

    def refresh(self) -> None:
        """It is always the same."""

    def write(self, data: bytes) -> None:
        self.asked += data.startswith(REALTIME_STATUS)

    def read(self, seconds: float) -> bytes:
        self.reads += 1
        if self.pieces:
            return self.pieces.popleft()
        if self.is_gone_after:
            raise PrinterTrouble("gone", may_have_printed=False)
        return b""

    def drain(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is open."""


pieces = st.lists(
    st.binary(max_size=16) | st.sampled_from(ANSWERS).map(lambda one: bytes([one])), max_size=80
)


@fuzz(150)
@given(said=st.lists(pieces, min_size=1, max_size=3), is_gone=st.booleans())
def test_a_printer_that_babbles_has_a_status_or_none_after_a_bounded_number_of_reads(
    said: list[list[bytes]], is_gone: bool
) -> None:
    line = NoisyLine(deque())
    printer = EscposPrinter(line, Profile())
    for one in said:
        line.pieces, line.reads, line.is_gone_after = deque(one), 0, is_gone
        try:
            status = printer.status()
        except PrinterTrouble:
            assert is_gone
            return
        if status is not None:
            check(status)
        assert line.reads <= MOST_READS * (1 + len(QUESTIONS))


commands = st.sampled_from(
    [
        b"\x1b@",
        b"\x1dv0\x00",
        b"\x1dv0\x00\x02\x00\x02\x00",
        b"\x1dV\x42\x00",
        b"\x10\x04\x01",
        b"\x00" * 9,
        b"\n",
    ]
)


@fuzz(100)
@given(data=st.binary(max_size=200) | st.lists(commands, max_size=12).map(b"".join))
def test_any_bytes_are_drawn_or_refused_in_words(data: bytes) -> None:
    """The decoder draws what a printer was given; it is fed with files of `virtual:` and tests."""
    with suppress(UnknownCommand):
        assert all(sheet.width == 384 for sheet in decode(data, 384))

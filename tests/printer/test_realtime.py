"""What a printer says of itself, bit by bit."""

import pytest

from printer.realtime import ERROR_CAUSE, OFFLINE_CAUSE, PAPER, PRINTER, parse_answer, read_status
from wire.messages import PrinterStatus

QUIET = {PRINTER: 0x12, OFFLINE_CAUSE: 0x12, ERROR_CAUSE: 0x12, PAPER: 0x12}


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"\x12", 0x12),
        (b"\x16\x1a", 0x1A),
        (b"\x7e", 0x7E),
        (b"", None),
        (b"\xff", None),
        (b"\x00\x80\x13\x10", None),
        (b"\x11\x13", None),  # XON, XOFF
        (b"\x10\x00\x00\x00", None),  # automatic status back
        (b"\xff\x12\x00", 0x12),
    ],
)
def test_an_answer_has_its_fixed_bits_and_all_else_is_noise(data: bytes, answer: int | None) -> None:
    assert parse_answer(data) == answer


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({}, PrinterStatus(online=True, paper="ok")),
        ({PAPER: 0x1E}, PrinterStatus(online=True, paper="low")),
        ({PAPER: 0x72}, PrinterStatus(online=True, paper="out")),
        ({PAPER: 0x7E, PRINTER: 0x1A}, PrinterStatus(online=False, paper="out", detail="off line")),
        ({OFFLINE_CAUSE: 0x32, PAPER: 0x12}, PrinterStatus(online=True, paper="out")),
        (
            {OFFLINE_CAUSE: 0x16, PRINTER: 0x1A},
            PrinterStatus(online=False, paper="ok", cover_open=True, detail="cover open"),
        ),
        ({ERROR_CAUSE: 0x1A}, PrinterStatus(online=False, paper="ok", detail="cutter jammed")),
        (
            {ERROR_CAUSE: 0x32},
            PrinterStatus(online=False, paper="ok", detail="printer error, switch it off and on"),
        ),
        (
            {ERROR_CAUSE: 0x52},
            PrinterStatus(online=False, paper="ok", detail="print head too hot, it goes on by itself"),
        ),
        ({PRINTER: 0x1A}, PrinterStatus(online=False, paper="ok", detail="off line")),
    ],
)
def test_bits_become_words(answers: dict[int, int], status: PrinterStatus) -> None:
    assert read_status({**QUIET, **answers}) == status


def test_what_was_not_answered_is_unknown() -> None:
    assert read_status({PRINTER: 0x12}) == PrinterStatus(online=True, paper="unknown")
    assert read_status({}) == PrinterStatus(online=True, paper="unknown")

"""What a printer says of itself, read from the four bytes that answer `DLE EOT 1` to `DLE EOT 4`.

Source: Epson's "ESC/POS Command Reference", DLE EOT. Each answer has bits 0 and 7 clear and bits 1 and 4
set; anything else is noise, or an answer to another question, and counts as no answer.
"""

from collections.abc import Mapping
from typing import Final

from wire.messages import Paper, PrinterStatus

PRINTER: Final = 1
OFFLINE_CAUSE: Final = 2
ERROR_CAUSE: Final = 3
PAPER: Final = 4
QUESTIONS: Final = (PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER)

_FIXED_BITS: Final = 0b1001_0011
_FIXED_VALUE: Final = 0b0001_0010

_OFFLINE: Final = 0b0000_1000
_COVER_OPEN: Final = 0b0000_0100
_STOPPED_BY_PAPER: Final = 0b0010_0000
_CUTTER_ERROR: Final = 0b0000_1000
_UNRECOVERABLE: Final = 0b0010_0000
_TOO_HOT: Final = 0b0100_0000
_PAPER_NEAR_END: Final = 0b0000_1100
_PAPER_END: Final = 0b0110_0000


def parse_answer(data: bytes) -> int | None:
    """The last byte that can be an answer; null if there is none."""
    answers = [byte for byte in data if byte & _FIXED_BITS == _FIXED_VALUE]
    return answers[-1] if answers else None


def read_status(answers: Mapping[int, int]) -> PrinterStatus:
    """The status from the answers by question; a question that was not answered leaves its part unknown."""
    cause = answers.get(OFFLINE_CAUSE, 0)
    error = answers.get(ERROR_CAUSE, 0)
    cover_open = bool(cause & _COVER_OPEN)
    details = [
        text
        for text, holds in (
            ("cover open", cover_open),
            ("cutter jammed", error & _CUTTER_ERROR),
            ("printer error, switch it off and on", error & _UNRECOVERABLE),
            ("print head too hot, it goes on by itself", error & _TOO_HOT),
        )
        if holds
    ]
    offline = answers.get(PRINTER, 0) & _OFFLINE
    return PrinterStatus(
        online=not (offline or details),
        paper=_paper(answers),
        cover_open=cover_open,
        detail=", ".join(details) or ("off line" if offline else ""),
    )


def _paper(answers: Mapping[int, int]) -> Paper:
    if answers.get(OFFLINE_CAUSE, 0) & _STOPPED_BY_PAPER:
        return "out"
    paper = answers.get(PAPER)
    if paper is None:
        return "unknown"
    if paper & _PAPER_END:
        return "out"
    return "low" if paper & _PAPER_NEAR_END else "ok"

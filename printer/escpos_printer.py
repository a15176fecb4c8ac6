"""A real printer behind any line: the job in its parts, and the questions of how it is."""

import time
from collections.abc import Callable
from typing import Final

from printer.commands import CUT_PARTIAL_AFTER_FEED, END_BROKEN_COMMAND, INITIALIZE, REALTIME_STATUS
from printer.device import Line, PrinterTrouble, Profile
from printer.realtime import PRINTER, QUESTIONS, parse_answer, read_status
from wire.messages import PrinterStatus

SLICE_BYTES: Final = 2048
# No printer needs so long for a ticket; one that swallows it byte by byte is broken.
LONGEST_JOB_SECONDS: Final = 60.0
ANSWER_SECONDS: Final = 0.3
# Answers that come too late would be taken for those to the next question.
HUSH_SECONDS: Final = 0.005
MOST_READS: Final = 4


class EscposPrinter:
    """One life of one connection: after trouble it is thrown away. An earlier life may have ended within a
    command, so each begins by ending that.

    `alive` is called after every slice that the printer took.
    """

    def __init__(
        self,
        line: Line,
        profile: Profile,
        alive: Callable[[], None] = lambda: None,
        monotonic: Callable[[], float] = time.monotonic,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._line = line
        self._profile = profile
        self._alive = alive
        self._monotonic = monotonic
        self._answer_seconds = answer_seconds
        self._heard: set[int] = set()
        self._unheard: set[int] = set()
        self._has_begun = False

    def print_job(self, job: bytes) -> None:
        """`INITIALIZE` goes alone and first: it prints nothing, so trouble before its end costs no paper
        for sure.
        """
        start = len(INITIALIZE) if job.startswith(INITIALIZE) else 0
        try:
            self._begin()
            self._line.write(job[:start])
        except PrinterTrouble as trouble:
            raise PrinterTrouble(trouble.reason, may_have_printed=False, paper=trouble.paper) from trouble
        self._write_slices(job[start:])
        self._line.drain()

    def end_broken_job(self) -> None:
        """A printer that was left within a band takes whatever comes next for dots: the next ticket would
        lose its head. Blank dots finish any band; to a printer that was switched off meanwhile they are
        nothing.
        """
        self._begin()
        blank = bytes(self._profile.width_dots // 8 * self._profile.band_height)
        self._write_slices(blank + INITIALIZE + (CUT_PARTIAL_AFTER_FEED if self._profile.cut else b"\n\n\n"))
        self._line.drain()

    def status(self) -> PrinterStatus | None:
        """By `DLE EOT` 1 to 4. Null where it does not answer the first, or one that it answered before.

        A question that it never answers is not asked again, for each would cost a time-out.
        """
        if not (self._profile.asks_status and self._line.answers):
            return None
        self._begin()
        self._hush()
        answers: dict[int, int] = {}
        for question in QUESTIONS:
            if question in self._unheard:
                continue
            answer = self._ask(question)
            if answer is not None:
                answers[question] = answer
                self._heard.add(question)
            elif question == PRINTER or question in self._heard:
                return None
            else:
                self._unheard.add(question)
        return read_status(answers)

    def close(self) -> None:
        self._line.close()

    def _begin(self) -> None:
        self._line.refresh()
        if not self._has_begun:
            self._line.write(END_BROKEN_COMMAND)
            self._has_begun = True

    def _write_slices(self, data: bytes) -> None:
        deadline = self._monotonic() + LONGEST_JOB_SECONDS
        for start in range(0, len(data), SLICE_BYTES):
            if self._monotonic() > deadline:
                raise PrinterTrouble("takes a ticket too slowly", may_have_printed=True)
            self._line.write(data[start : start + SLICE_BYTES])
            self._alive()

    def _hush(self) -> None:
        for _ in range(MOST_READS):
            if not self._line.read(HUSH_SECONDS):
                return

    def _ask(self, question: int) -> int | None:
        self._line.write(REALTIME_STATUS + bytes([question]))
        for _ in range(MOST_READS):
            data = self._line.read(self._answer_seconds)
            answer = parse_answer(data)
            if answer is not None or not data:
                return answer
        return None

"""A real printer behind any line: the job in its parts, and the questions of how it is."""

import time
from collections.abc import Callable
from typing import Final

from printer.commands import INITIALIZE, REALTIME_STATUS
from printer.device import Line, PrinterTrouble, Profile
from printer.realtime import PRINTER, QUESTIONS, parse_answer, read_status
from wire.messages import PrinterStatus

# Answers that were left from before, at most so many reads until the line is quiet.
STALE_READS: Final = 4
_SETTLE_POLL_SECONDS: Final = 0.1


class EscposPrinter:
    """One life of one connection: after trouble it is thrown away."""

    def __init__(self, line: Line, profile: Profile, sleep: Callable[[float], None] = time.sleep) -> None:
        self._line = line
        self._profile = profile
        self._sleep = sleep
        self._is_silent = not profile.asks_status

    def print_job(self, job: bytes) -> None:
        """`INITIALIZE` goes alone and first: it prints nothing, so trouble before its end costs no paper
        for sure.
        """
        start = len(INITIALIZE) if job.startswith(INITIALIZE) else 0
        try:
            self._line.write(job[:start])
        except PrinterTrouble as trouble:
            raise PrinterTrouble(trouble.reason, may_have_printed=False) from trouble
        self._line.write(job[start:])
        self._line.drain()

    def status(self) -> PrinterStatus:
        """By `DLE EOT` 1 to 4. A printer that does not answer is on line as far as anyone knows, its
        paper unknown; it is not asked again in this life, for each question would cost a time-out.
        """
        answers: dict[int, int] = {}
        for question in () if self._is_silent else QUESTIONS:
            answer = self._ask(question)
            if answer is not None:
                answers[question] = answer
            elif question == PRINTER:
                self._is_silent = True
                break
        return read_status(answers)

    def close(self) -> None:
        self._line.close()

    def _ask(self, question: int) -> int | None:
        self._line.write(REALTIME_STATUS + bytes([question]))
        return parse_answer(self._line.read())

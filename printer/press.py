"""A job on paper, as surely as can be known: opens the printer, prints, watches the paper come, says what
became of it.

It raises nothing: trouble is an outcome here, and the device object that had it is thrown away
(python-escpos#437, #720).
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from printer.device import PrinterTrouble, Profile, TicketPrinter
from printer.layout import DOTS_PER_MM
from printer.typesetter import Printable
from wire.messages import PrinterStatus, PrintOutcome

WATCH_SECONDS: Final = 0.1
SILENT: Final = "does not answer"
# One silence, or one bad word, may be noise on the line.
STATUS_TRIES: Final = 3
# A cheap printer answers only when it has printed all that came before.
SILENT_TRIES: Final = 6
_REASON_LENGTH: Final = 400

log = logging.getLogger(__name__)


class Press:
    """One printer through all its lives. Belongs to one thread.

    `open_printer` makes a fresh device object or raises `PrinterTrouble`. `in_flight` is a file that
    stands while a ticket is on its way, so that a press started after a crash knows; null: it is not
    kept. `alive` is called while the paper is watched.
    """

    def __init__(
        self,
        open_printer: Callable[[], TicketPrinter],
        profile: Profile,
        *,
        in_flight: Path | None = None,
        alive: Callable[[], None] = lambda: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._open_printer = open_printer
        self._profile = profile
        self._in_flight = in_flight
        self._alive = alive
        self._sleep = sleep
        self._printer: TicketPrinter | None = None
        self._has_answered = False
        self._was_cut_short = in_flight is not None and in_flight.exists()

    def status(self) -> PrinterStatus:
        """How the printer is now; off line with the reason where it cannot be reached.

        One that never answered is on line as far as anyone knows, its paper unknown; one that did, and is
        silent now, is off line: it was switched off, and the wire does not say so.
        """
        try:
            printer = self._opened()
            status = self._ask(printer)
            if status is None and self._was_cut_short:  # it may be taking the questions for dots
                self._end_broken_job(printer)
                status = self._ask(printer)
        except PrinterTrouble as trouble:
            self.close()
            return PrinterStatus(online=False, paper=trouble.paper, detail=trouble.reason[:_REASON_LENGTH])
        if status is None and self._has_answered:
            self.close()
            return PrinterStatus(online=False, detail=SILENT)
        return status or PrinterStatus(online=True)

    def print_ticket(self, ticket: Printable) -> PrintOutcome:
        """Printed, or failed with the reason and whether any of it may be on paper."""
        try:
            printer = self._opened()
            if self._was_cut_short:
                self._end_broken_job(printer)
        except PrinterTrouble as trouble:
            return self._failed(trouble.reason, may_have_printed=False)
        try:
            self._mark(cut_short=True)
            printer.print_job(ticket.data)
            reason = self._watch_paper(printer, ticket.height_dots)
            # A printer that stopped may forget the rest, its cut included, when it is switched off.
            self._mark(cut_short=bool(reason))
        except PrinterTrouble as trouble:
            self._mark(cut_short=self._was_cut_short and trouble.may_have_printed)
            return self._failed(trouble.reason, may_have_printed=trouble.may_have_printed)
        return self._failed(reason, may_have_printed=True) if reason else PrintOutcome(outcome="printed")

    def close(self) -> None:
        if self._printer is not None:
            self._printer.close()
            self._printer = None

    def _opened(self) -> TicketPrinter:
        if self._printer is None:
            self._printer = self._open_printer()
        return self._printer

    def _end_broken_job(self, printer: TicketPrinter) -> None:
        printer.end_broken_job()
        self._mark(cut_short=False)

    def _ask(self, printer: TicketPrinter) -> PrinterStatus | None:
        for _ in range(STATUS_TRIES if self._has_answered else 1):
            status = printer.status()
            if status is not None:
                self._has_answered = True
                return status
        return None

    def _failed(self, reason: str, *, may_have_printed: bool) -> PrintOutcome:
        self.close()
        log.warning("a ticket failed: %s", reason)
        return PrintOutcome(
            outcome="failed", reason=reason[:_REASON_LENGTH], may_have_printed=may_have_printed
        )

    def _watch_paper(self, printer: TicketPrinter, height_dots: int) -> str:
        """Ask while the paper should be coming out; the reason if it stopped, empty if all went well.

        The last byte is taken long before the last row is printed, so one question at once would know
        nothing. Nothing can be watched where the printer never answers.
        """
        left = height_dots / DOTS_PER_MM / self._profile.speed_mm_s
        troubles = silences = 0
        while self._has_answered:
            self._alive()
            status = printer.status()
            reason = SILENT if status is None else _why_not_printed(status)
            silences += status is None and left <= 0
            troubles = troubles + 1 if status and reason else 0
            if troubles >= STATUS_TRIES or silences >= SILENT_TRIES:
                return reason
            if not reason and left <= 0:
                break
            self._sleep(WATCH_SECONDS if reason else min(left, WATCH_SECONDS))
            left -= WATCH_SECONDS
        return ""

    def _mark(self, *, cut_short: bool) -> None:
        self._was_cut_short = cut_short
        if self._in_flight is None:
            return
        try:
            if cut_short:
                self._in_flight.touch()
            else:
                self._in_flight.unlink(missing_ok=True)
        except OSError as error:
            log.warning("a crash now would cost the next ticket its head: %s", error)


def _why_not_printed(status: PrinterStatus) -> str:
    if status.paper == "out":
        return "paper out"
    return "" if status.online else status.detail or "off line"

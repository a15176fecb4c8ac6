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

from printer.commands import CUT_PARTIAL_AFTER_FEED, INITIALIZE
from printer.device import PrinterTrouble, Profile, TicketPrinter
from printer.layout import DOTS_PER_MM
from printer.typesetter import Printable
from wire.messages import PrinterStatus, PrintOutcome

WATCH_SECONDS: Final = 0.1

log = logging.getLogger(__name__)


class Press:
    """One printer through all its lives. Belongs to one thread.

    `open_printer` makes a fresh device object or raises `PrinterTrouble`. `in_flight` is a file that
    stands while a ticket is on its way, so that a press started after a crash knows; null: it is not
    kept.
    """

    def __init__(
        self,
        open_printer: Callable[[], TicketPrinter],
        profile: Profile,
        *,
        in_flight: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._open_printer = open_printer
        self._profile = profile
        self._in_flight = in_flight
        self._sleep = sleep
        self._printer: TicketPrinter | None = None
        self._was_cut_short = in_flight is not None and in_flight.exists()

    def status(self) -> PrinterStatus:
        """How the printer is now; off line with the reason where it cannot be reached."""
        try:
            return self._opened().status()
        except PrinterTrouble as trouble:
            self.close()
            return PrinterStatus(online=False, detail=trouble.reason[:400])

    def print_ticket(self, ticket: Printable) -> PrintOutcome:
        """Printed, or failed with the reason and whether any of it may be on paper."""
        try:
            printer = self._opened()
            self._finish_broken_ticket(printer)
        except PrinterTrouble as trouble:
            return self._failed(trouble.reason, may_have_printed=False)
        try:
            self._mark(cut_short=True)
            printer.print_job(ticket.data)
            self._mark(cut_short=False)
            reason = self._watch_paper(printer, ticket.height_dots)
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

    def _failed(self, reason: str, *, may_have_printed: bool) -> PrintOutcome:
        self.close()
        log.warning("a ticket failed: %s", reason)
        return PrintOutcome(outcome="failed", reason=reason[:400], may_have_printed=may_have_printed)

    def _finish_broken_ticket(self, printer: TicketPrinter) -> None:
        """A printer that was left within a band takes whatever comes next for dots, so the next ticket
        would lose its head. Blank dots finish any band; to a printer that was switched off meanwhile they
        are nothing.
        """
        if not self._was_cut_short:
            return
        blank = bytes(self._profile.width_dots // 8 * self._profile.band_height)
        printer.print_job(blank + INITIALIZE + (CUT_PARTIAL_AFTER_FEED if self._profile.cut else b"\n\n\n"))
        self._mark(cut_short=False)

    def _watch_paper(self, printer: TicketPrinter, height_dots: int) -> str:
        """Ask while the paper should be coming out; the reason if it stopped, empty if all went well.

        The last byte is taken long before the last row is printed, so one question at once would know
        nothing.
        """
        left = height_dots / DOTS_PER_MM / self._profile.speed_mm_s
        while True:
            status = printer.status()
            reason = _why_not_printed(status)
            if reason or left <= 0 or status.paper == "unknown":
                return reason
            self._sleep(min(left, WATCH_SECONDS))
            left -= WATCH_SECONDS

    def _mark(self, *, cut_short: bool) -> None:
        self._was_cut_short = cut_short
        if self._in_flight is None:
            return
        if cut_short:
            self._in_flight.touch()
        else:
            self._in_flight.unlink(missing_ok=True)


def _why_not_printed(status: PrinterStatus) -> str:
    if status.paper == "out":
        return "paper out"
    return "" if status.online else status.detail or "off line"

"""What the coordinator must hear from a printer: what became of each job, and how the printer is.

An outcome that is lost makes the coordinator print the ticket again as a copy, so it is told until it is
heard.
"""

import logging
import time
from collections.abc import Callable
from typing import Final

from runtime.backoff import Backoff
from runtime.clock import Clock
from runtime.stop import Stop
from wire.client import Coordinator, Refused, Unreachable, new_key
from wire.messages import PrinterStatus, PrintJob, PrintOutcome

STATUS_SECONDS: Final = 30.0
# Far beyond any lease and the two minutes in which a job is fresh: no one acts on the outcome any more.
HOPELESS_SECONDS: Final = 300.0
LAST_TRIES_SECONDS: Final = 5.0
_LONGEST_PAUSE_SECONDS: Final = 2.0
_LAST_PAUSE_SECONDS: Final = 0.2
_RETRY_SECONDS: Final = 1.0

log = logging.getLogger(__name__)


class OutcomeReport:
    """Tells outcomes, each under one key kept over all tries."""

    def __init__(
        self,
        coordinator: Coordinator,
        clock: Clock,
        stop: Stop,
        alive: Callable[[], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._coordinator = coordinator
        self._clock = clock
        self._stop = stop
        self._alive = alive
        self._sleep = sleep

    def tell(self, job: PrintJob, outcome: PrintOutcome) -> None:
        """Returns when the coordinator heard it, refused it, or hearing it would change nothing; the last
        two are logged.

        When the process is asked to stop, a few seconds of tries are left.
        """
        key, backoff = new_key(), Backoff(cap=_LONGEST_PAUSE_SECONDS)
        deadline = self._clock.monotonic() + HOPELESS_SECONDS
        while not self._is_told(job, outcome, key):
            self._alive()
            if self._stop.is_asked():
                deadline = min(deadline, self._clock.monotonic() + LAST_TRIES_SECONDS)
            if self._clock.monotonic() >= deadline:
                log.error("job %s: nobody heard that it %s", job.id, outcome.outcome)
                return
            self._pause(backoff.next_seconds())

    def _is_told(self, job: PrintJob, outcome: PrintOutcome, key: str) -> bool:
        try:
            self._coordinator.report_print(job.id, outcome, key)
        except Refused as error:
            log.error("job %s %s, but the coordinator says: %s", job.id, outcome.outcome, error)  # noqa: TRY400 it is foreseen
        except Unreachable as error:
            log.warning("job %s %s, not yet told: %s", job.id, outcome.outcome, error)
            return False
        return True

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            self._sleep(_LAST_PAUSE_SECONDS)


class StatusReport:
    """Tells the printer's status when it changed, and every `STATUS_SECONDS` as a sign of life."""

    def __init__(self, coordinator: Coordinator, printer: str, clock: Clock) -> None:
        self._coordinator = coordinator
        self._printer = printer
        self._clock = clock
        self._told: PrinterStatus | None = None
        self._due_at = 0.0
        self._is_lost = False

    def tell(self, status: PrinterStatus) -> None:
        """Tries once where it is due; one that is not heard is due again a second later."""
        now = self._clock.monotonic()
        if now < self._due_at and (self._is_lost or status == self._told):
            return
        try:
            self._coordinator.report_printer(self._printer, status)
        except (Refused, Unreachable) as error:
            if not self._is_lost:
                log.warning("the printer's status is not told: %s", error)
            self._is_lost, self._due_at = True, now + _RETRY_SECONDS
            return
        if status != self._told:
            log.info("the printer: %s", describe(status))
        self._told, self._due_at, self._is_lost = status, now + STATUS_SECONDS, False


def describe(status: PrinterStatus) -> str:
    """One line for logs and `motcua printer status`."""
    parts = ["on line" if status.online else "off line", f"paper {status.paper}"]
    parts += ["cover open"] if status.cover_open else []
    parts += [status.detail] if status.detail else []
    return ", ".join(dict.fromkeys(parts))

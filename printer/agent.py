"""The agent: waits on the board's feed, claims what waits for its printer, prints it, says what became of it.

It ends only when it is asked to. No loss of the coordinator or of the printer is an error here: both are
waited for.
"""

import logging
from collections.abc import Callable
from typing import Final

from printer.news import News
from printer.press import Press
from printer.reports import OutcomeReport, StatusReport
from printer.typesetter import Printable, Typesetter
from runtime.clock import Clock
from runtime.stop import Stop
from wire.client import Coordinator, Refused, Stopped, Unreachable, persist
from wire.messages import Center, PrinterStatus, PrintJob, PrintOutcome

LOOK_SECONDS: Final = 5.0
LOOK_IN_TROUBLE_SECONDS: Final = 1.0
LOOK_BEFORE_JOB_SECONDS: Final = 0.5
# A third of the coordinator's lease: an answer that took longer is not acted on, for another may hold the
# job soon.
LATE_SECONDS: Final = 10.0

log = logging.getLogger(__name__)


class Agent:
    """The working loop of `motcua printer`, on one thread. `alive` is called from every turn of it."""

    def __init__(
        self,
        *,
        printer: str,
        coordinator: Coordinator,
        press: Press,
        typesetter: Callable[[Center], Typesetter],
        news: News,
        clock: Clock,
        stop: Stop,
        alive: Callable[[], None],
        longest_pause_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._printer = printer
        self._coordinator = coordinator
        self._press = press
        self._make_typesetter = typesetter
        self._news = news
        self._clock = clock
        self._stop = stop
        self._alive = alive
        self._longest_pause_seconds = min(longest_pause_seconds, LOOK_SECONDS)
        self._outcomes = OutcomeReport(coordinator, clock, stop, alive)
        self._statuses = StatusReport(coordinator, printer, clock)
        self._typesetter: Typesetter | None = None
        self._revision: int | None = None
        self._status = PrinterStatus(online=False, detail="not asked yet")
        self._looked_at = float("-inf")
        self._refusal = ""

    def run(self) -> None:
        """Until the stop is asked; a job in hand is finished first."""
        while not self._stop.is_asked():
            self._alive()
            if self._news.take_connected_anew() or self._typesetter is None or self._are_names_old():
                self._learn_center()
            self._look(LOOK_SECONDS if self._is_ready() else LOOK_IN_TROUBLE_SECONDS)
            if self._typesetter and self._is_ready() and self._news.is_claim_due():
                self._claim(self._typesetter)
            else:
                self._news.wait(self._pause_seconds())
        self._press.close()

    def _is_ready(self) -> bool:
        status = self._status
        return status.online and status.paper != "out" and not status.cover_open

    def _pause_seconds(self) -> float:
        if self._typesetter is None or not self._is_ready():
            return LOOK_IN_TROUBLE_SECONDS
        until_claim = self._news.seconds_to_claim()
        longest = self._longest_pause_seconds
        return longest if until_claim is None else min(until_claim, longest)

    def _look(self, at_least_every: float) -> None:
        """Ask the printer how it is, if the last answer is older, and pass it on."""
        now = self._clock.monotonic()
        if now - self._looked_at >= at_least_every:
            self._status = self._press.status()
            self._looked_at = self._clock.monotonic()
        self._statuses.tell(self._status)

    def _are_names_old(self) -> bool:
        return self._news.revision not in (None, self._revision)

    def _learn_center(self) -> None:
        try:
            center = self._coordinator.center()
        except Unreachable as error:
            log.debug("the centre's names are not known yet: %s", error)
        except Refused as error:
            self._say_refused("the centre's names", error)
        else:
            self._typesetter, self._revision = self._make_typesetter(center), center.revision
            self._refusal = ""

    def _claim(self, typesetter: Typesetter) -> None:
        # A printer that answers nothing would only cost the citizen its time-outs.
        knows_paper = self._status.paper != "unknown"
        self._look(LOOK_BEFORE_JOB_SECONDS if knows_paper else LOOK_SECONDS)
        if not self._is_ready():
            return
        asked_at = self._clock.monotonic()
        try:
            job = persist(self._try_claim, self._stop, on_failure=self._on_unreachable)
        except Stopped:
            return
        except Refused as error:
            self._say_refused("a claim", error)
            self._news.claim_failed()
            return
        self._news.claimed(found=job is not None)
        if job is not None:
            is_late = self._clock.monotonic() - asked_at > LATE_SECONDS
            self._finish(job, self._give_back() if is_late else self._print(job, typesetter))

    def _try_claim(self, key: str) -> PrintJob | None:
        return self._coordinator.claim(self._printer, key)

    def _on_unreachable(self, error: Unreachable) -> None:
        log.warning("no answer to a claim, the same is asked again: %s", error)
        self._alive()

    def _say_refused(self, what: str, error: Refused) -> None:
        """Once, and not at every try: a log that repeats itself hides everything else."""
        if str(error) != self._refusal:
            self._refusal = str(error)
            log.error("printer %s: the coordinator refuses %s: %s", self._printer, what, error)

    def _give_back(self) -> PrintOutcome:
        return PrintOutcome(
            outcome="failed", reason="the claim was answered too late", may_have_printed=False
        )

    def _print(self, job: PrintJob, typesetter: Typesetter) -> PrintOutcome:
        if not typesetter.knows(job):
            self._learn_center()
        ticket = self._set(job, self._typesetter or typesetter)
        if ticket is None:
            return PrintOutcome(
                outcome="failed", reason="the ticket could not be drawn", may_have_printed=False
            )
        return self._press.print_ticket(ticket)

    def _set(self, job: PrintJob, typesetter: Typesetter) -> Printable | None:
        try:
            return typesetter.set(job)
        except Exception:  # one ticket that cannot be drawn must not keep all others from being printed
            log.exception("job %s: %s could not be drawn", job.id, _name(job))
            return None

    def _finish(self, job: PrintJob, outcome: PrintOutcome) -> None:
        if outcome.outcome == "failed":
            self._news.claim_failed()
            log.warning("%s is not printed: %s", _name(job), outcome.reason)
        else:
            log.info("%s is printed", _name(job))
        self._outcomes.tell(job, outcome)
        if outcome.outcome == "failed":
            self._look(0)


def _name(job: PrintJob) -> str:
    mark = ", a copy," if job.copy else ""
    return f"ticket {job.ticket.number}{mark}" if job.ticket else "a test"

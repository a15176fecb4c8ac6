"""The coordinator's end of printing, by its own pure rules, on a clock that the test moves."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

from coordinator.queue.printing import FRESH_MS, LEASE_MS, RETRY_MS, Job, becomes_copy, is_claimable
from tests.fakes.boards import a_board, a_center
from tests.fakes.clock import MovableClock
from wire.client import Refused, Unreachable
from wire.messages import (
    Board,
    BoardPrinter,
    Center,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    Problem,
    Ticket,
    Wait,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """A job as the desk keeps it. `ticket` null: a test of the printer."""

    id: str
    ticket: Ticket | None
    job: Job
    is_copy: bool
    outcome: PrintOutcome | None = None


class PrintDesk:
    """Speaks as `wire.client.Coordinator` does to one printer.

    `is_away`: nothing reaches it; `lose_answers`: so many commands are done, but their answers are lost;
    `refuse`: what it says no with. `on_change` hears that the board is new.
    """

    def __init__(self, clock: MovableClock, printer: str = "kiosk-1") -> None:
        self.clock = clock
        self.printer = printer
        self.jobs: dict[str, Kept] = {}
        self.statuses: list[PrinterStatus] = []
        self.claims: list[str] = []
        self.outcomes: list[PrintOutcome] = []
        self.is_away = False
        self.lose_answers = 0
        self.refuse: Problem | None = None
        self.center_answer: Center = a_center()
        self.on_change: Callable[[], None] = lambda: None
        self.before_answer: Callable[[], None] = lambda: None
        self._given: dict[str, Any] = {}

    def queue(self, number: str = "A025", *, copy: bool = False, **ticket: Any) -> str:
        """A citizen took a number here."""
        return self._queue(a_ticket(number, self.clock, **ticket), copy=copy)

    def queue_test(self) -> str:
        return self._queue(None, copy=False)

    def board(self) -> Board:
        now = self._now_ms()
        queued = sum(is_claimable(kept.job, now) for kept in self.jobs.values())
        here = BoardPrinter(name=self.printer, online=True, paper="ok", queued=queued)
        return a_board(at=self.clock.now(), printers=[here], revision=self.center_answer.revision)

    def state(self, job: str) -> str:
        return self.jobs[job].job.state

    def is_stale(self, job: str) -> bool:
        return self._now_ms() - self.jobs[job].job.queued_at > FRESH_MS

    # What the agent asks.

    def center(self) -> Center:
        return self._answer("", lambda: self.center_answer)

    def claim(self, printer: str, key: str) -> PrintJob | None:
        assert printer == self.printer
        return self._answer(key, self._claim)

    def report_print(self, job: str, outcome: PrintOutcome, key: str) -> PrintJob:
        return self._answer(key, lambda: self._report(job, outcome))

    def report_printer(self, printer: str, status: PrinterStatus) -> None:
        assert printer == self.printer
        self._answer("", lambda: self.statuses.append(status))

    def _answer(self, key: str, do: Callable[[], T]) -> T:
        if self.is_away:
            raise Unreachable("away")
        if self.refuse is not None:
            raise Refused(self.refuse)
        answer: T = self._given[key] if key in self._given else do()
        if key:
            self._given[key] = answer
        self.before_answer()
        if self.lose_answers:
            self.lose_answers -= 1
            raise Unreachable("the answer was lost")
        return answer

    def _queue(self, ticket: Ticket | None, *, copy: bool) -> str:
        job_id = f"job-{len(self.jobs) + 1}"
        fresh = Job("queued", self._now_ms(), None, None, may_have_printed=False)
        self.jobs[job_id] = Kept(job_id, ticket, fresh, is_copy=copy)
        self.on_change()
        return job_id

    def _claim(self) -> PrintJob | None:
        now = self._now_ms()
        kept = next((kept for kept in self.jobs.values() if is_claimable(kept.job, now)), None)
        if kept is None:
            return None
        copy = kept.is_copy or becomes_copy(kept.job)
        leased = replace(kept.job, state="claimed", lease_until=now + LEASE_MS, retry_at=None)
        self.jobs[kept.id] = replace(kept, job=leased, is_copy=copy)
        self.claims.append(kept.id)
        self.on_change()
        return self._message(self.jobs[kept.id])

    def _report(self, job: str, outcome: PrintOutcome) -> PrintJob:
        kept = self.jobs[job]
        if kept.job.state != "claimed":
            raise Refused(Problem(type="not-claimed", title="the job is not claimed", status=409))
        may_have_printed = kept.job.may_have_printed or outcome.may_have_printed
        retry_at = self._now_ms() + RETRY_MS if outcome.outcome == "failed" else None
        ended = replace(
            kept.job,
            state=outcome.outcome,
            lease_until=None,
            retry_at=retry_at,
            may_have_printed=may_have_printed,
        )
        self.jobs[job] = replace(kept, job=ended, outcome=outcome)
        self.outcomes.append(outcome)
        self.on_change()
        return self._message(self.jobs[job])

    def _message(self, kept: Kept) -> PrintJob:
        return PrintJob(
            id=kept.id,
            printer=self.printer,
            state=kept.job.state,
            copy=kept.is_copy,
            queued_at=self.clock.now(),
            lease_until=self.clock.now() + timedelta(milliseconds=LEASE_MS),
            ticket=kept.ticket,
            counters=[1, 2, 3, 4],
            test=kept.ticket is None,
        )

    def _now_ms(self) -> int:
        return round(self.clock.now().timestamp() * 1000)


def a_ticket(number: str = "A025", clock: MovableClock | None = None, **what: Any) -> Ticket:
    usual: dict[str, Any] = {
        "id": f"ticket-{number}",
        "number": number,
        "domain": "chung-thuc",
        "priority": None,
        "state": "waiting",
        "issued_at": (clock or MovableClock()).now(),
        "called_at": None,
        "counter": None,
        "ahead": 12,
        "estimated_wait_s": Wait(low=1500, high=2400),
        "print": None,
        "status_url": "http://192.168.1.10:8080/t/AbCdEfGhIjKlMnOpQrStUv",
    }
    return Ticket(**{**usual, **what})

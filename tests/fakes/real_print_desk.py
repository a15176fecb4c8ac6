"""The coordinator's real desk in the place of `PrintDesk`: the same questions, answered from its database."""

from dataclasses import replace
from typing import Any

from msgspec.structs import replace as with_values

from coordinator.desk import Desk, Refusal
from coordinator.queue.printing import Job
from tests.fakes.clock import MovableClock
from tests.fakes.front import ADMIN, PRINTER, Front, answer
from tests.fakes.print_desk import Kept, PrintDesk
from wire.client import Refused
from wire.messages import Board, IssueTicket, PrinterStatus, PrintJob, PrintOutcome
from wire.messages import Ticket as TicketMessage


class RealPrintDesk(PrintDesk):
    """`desk` runs on the same clock. A ticket's number is told as the test names it."""

    def __init__(self, desk: Desk, clock: MovableClock) -> None:
        super().__init__(clock)
        self._desk = desk
        self._front = Front(desk, clock)
        self._numbers: dict[str, str] = {}
        desk.when_changed(self._on_commit)

    def queue(self, number: str = "A025", *, copy: bool = False, **ticket: Any) -> str:
        wish = IssueTicket(domain=ticket.get("domain", "chung-thuc"), printer=None if copy else self.printer)
        issued = answer(self._desk.issue(wish, ADMIN, None), TicketMessage)
        self._numbers[issued.id] = number
        if copy:
            return self._keep(self._front.print_copy(issued))
        assert issued.print is not None
        return self._keep(self._message_of(issued.print.id, issued))

    def queue_test(self) -> str:
        return self._keep(answer(self._desk.test_printer(self.printer, ADMIN, None), PrintJob))

    def board(self) -> Board:
        return self._desk.board()

    def report_printer(self, printer: str, status: PrinterStatus) -> None:
        super().report_printer(printer, status)
        self._desk.report_printer(printer, status, PRINTER)

    def _on_commit(self) -> None:
        self.on_change()

    def _claim(self) -> PrintJob | None:
        reply = self._desk.claim(self.printer, PRINTER, None)
        if not reply.body:
            return None
        job = answer(reply, PrintJob)
        self.claims.append(job.id)
        self._keep(job)
        number = self._numbers.get(job.ticket.id, "") if job.ticket else ""
        return with_values(job, ticket=with_values(job.ticket, number=number)) if job.ticket else job

    def _report(self, job: str, outcome: PrintOutcome) -> PrintJob:
        try:
            told = answer(self._desk.report_print(job, outcome, PRINTER, None), PrintJob)
        except Refusal as refusal:
            raise Refused(refusal.problem) from refusal
        self.outcomes.append(outcome)
        self._keep(told)
        return told

    def _message_of(self, job: str, ticket: TicketMessage) -> PrintJob:
        return PrintJob(
            id=job,
            printer=self.printer,
            state="queued",
            copy=False,
            queued_at=self.clock.now(),
            lease_until=None,
            ticket=ticket,
            counters=[],
        )

    def _keep(self, job: PrintJob) -> str:
        queued_ms = round(job.queued_at.timestamp() * 1000)
        state = Job(job.state, queued_ms, None, None, may_have_printed=False)
        kept = self.jobs.get(job.id, Kept(job.id, job.ticket, state, is_copy=job.copy))
        self.jobs[job.id] = replace(kept, job=state, is_copy=job.copy)
        return job.id

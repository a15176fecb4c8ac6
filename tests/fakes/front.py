"""The desk as the lobby uses it: who issues, presses and prints, each in a word, with the answers decoded."""

from dataclasses import dataclass
from typing import TypeVar

import msgspec

from coordinator.desk import Actor, Desk, Once, Reply
from tests.fakes.clock import MovableClock
from wire import messages as m

T = TypeVar("T")

KIOSK = Actor("kiosk", "kiosk-1")
COUNTER = Actor("counter", "counter-1")
PRINTER = Actor("printer", "printer-1")
ADMIN = Actor("admin", "admin-1")


@dataclass(frozen=True)
class Front:
    """Every method but those that take a key sends none, so that a refusal is raised."""

    desk: Desk
    clock: MovableClock

    def issue(
        self,
        domain: str = "chung-thuc",
        priority: m.Priority | None = None,
        printer: str | None = None,
        once: Once | None = None,
    ) -> m.Ticket:
        wish = m.IssueTicket(domain=domain, priority=priority, printer=printer)
        return answer(self.desk.issue(wish, KIOSK, once), m.Ticket)

    def call(self, counter: int, once: Once | None = None) -> m.Called:
        return answer(self.desk.call_next(counter, COUNTER, once), m.Called)

    def number(self, counter: int) -> str | None:
        """The number that the next press at a counter calls."""
        called = self.call(counter).called
        return None if called is None else called.number

    def recall(self, counter: int) -> m.Ticket:
        return answer(self.desk.recall(counter, COUNTER, None), m.Ticket)

    def finish(self, counter: int) -> m.Ticket:
        return answer(self.desk.finish(counter, COUNTER, None), m.Ticket)

    def no_show(self, counter: int) -> m.Ticket:
        return answer(self.desk.no_show(counter, COUNTER, None), m.Ticket)

    def hold(self, counter: int) -> m.Ticket:
        return answer(self.desk.hold(counter, COUNTER, None), m.Ticket)

    def transfer(self, counter: int, domain: str) -> m.Ticket:
        wish = m.TransferTicket(domain=domain)
        return answer(self.desk.transfer(counter, wish, COUNTER, None), m.Ticket)

    def resume(self, ticket: m.Ticket) -> m.Ticket:
        return answer(self.desk.resume(ticket.id, COUNTER, None), m.Ticket)

    def cancel(self, ticket: m.Ticket) -> m.Ticket:
        return answer(self.desk.cancel(ticket.id, COUNTER, None), m.Ticket)

    def print_copy(self, ticket: m.Ticket, printer: str = "kiosk-1") -> m.PrintJob:
        wish = m.PrintTicket(printer=printer)
        return answer(self.desk.print_copy(ticket.id, wish, COUNTER, None), m.PrintJob)

    def claim(self, printer: str = "kiosk-1", once: Once | None = None) -> m.PrintJob | None:
        reply = self.desk.claim(printer, PRINTER, once)
        return None if reply.status == 204 else answer(reply, m.PrintJob)

    def report(
        self, job: m.PrintJob, outcome: m.PrintOutcomeName, reason: str = "", *, may_have_printed: bool = True
    ) -> m.PrintJob:
        wish = m.PrintOutcome(outcome=outcome, reason=reason, may_have_printed=may_have_printed)
        return answer(self.desk.report_print(job.id, wish, PRINTER, None), m.PrintJob)

    def open(self, *counters: int) -> None:
        for counter in counters:
            answer(self.desk.open_counter(counter, COUNTER, None), m.CounterState)

    def close(self, counter: int) -> m.CounterState:
        return answer(self.desk.close_counter(counter, COUNTER, None), m.CounterState)

    def assign(self, counter: int, domains: list[str], overflow: list[str] | None = None) -> m.CounterState:
        wish = m.AssignDomains(domains=domains, overflow=overflow or [])
        return answer(self.desk.assign_domains(counter, wish, ADMIN), m.CounterState)

    def close_domain(self, domain: str) -> m.BoardDomain:
        return answer(self.desk.close_domain(domain, ADMIN, None), m.BoardDomain)

    def open_domain(self, domain: str) -> m.BoardDomain:
        return answer(self.desk.open_domain(domain, ADMIN, None), m.BoardDomain)

    def say(self, text: str) -> None:
        answer(self.desk.set_message(m.SetMessage(text=text), ADMIN), m.SetMessage)

    def report_printer(self, name: str = "kiosk-1", **status: object) -> m.BoardPrinter:
        wish = msgspec.convert({"online": True, "paper": "ok", **status}, m.PrinterStatus)
        return answer(self.desk.report_printer(name, wish, PRINTER), m.BoardPrinter)

    def ticket(self, ticket: m.Ticket) -> m.Ticket:
        return self.desk.ticket(ticket.id)

    def counter(self, number: int) -> m.CounterState:
        return next(one for one in self.desk.counters().counters if one.id == number)


def answer(reply: Reply, kind: type[T]) -> T:
    """What a reply says; fails on one that is a refusal."""
    assert reply.status < 400, reply.body.decode()
    return msgspec.json.decode(reply.body, type=kind)

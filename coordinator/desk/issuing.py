"""Tickets from the wish to the end: issued, printed again, taken back, made to wait again."""

import secrets
import uuid
from dataclasses import replace
from typing import Final

from coordinator.desk import refusals
from coordinator.desk.answers import print_job_answer, ticket_answer, ticket_with_job
from coordinator.desk.foresight import wait_message
from coordinator.desk.work import Work
from coordinator.queue.lifecycle import Action, NotNowError, next_state
from coordinator.store import counters, ledger, printing, tickets
from coordinator.store.rows import PrintJobRow, TicketRow
from wire import messages as m

LINK_BYTES: Final = 16
_UNFINISHED: Final = ("waiting", "called", "held")


def issue(work: Work, wish: m.IssueTicket) -> m.Ticket:
    """The next number of a domain, and a print job with it where a printer is named."""
    domain = work.centre.domain(wish.domain)
    _check_wish(work, wish)
    expected = work.foretold.newcomer(domain.id, is_priority=wish.priority is not None)
    told = None if expected is None or expected.mean <= 0 else wait_message(expected)
    number = tickets.allot_number(work.connection, work.centre.id, work.day, domain.prefix)
    row = tickets.add(
        work.connection,
        {
            "center_id": work.centre.id,
            "id": uuid.uuid4().hex,
            "link": secrets.token_urlsafe(LINK_BYTES),
            "day": work.day,
            "prefix": domain.prefix,
            "number": number,
            "domain": domain.id,
            "priority": wish.priority,
            "is_priority": wish.priority is not None,
            "procedure": wish.procedure,
            "language": wish.language,
            "state": "waiting",
            "issued_at": work.now_ms,
            "told_low": None if told is None else told.low,
            "told_high": None if told is None else told.high,
        },
    )
    job = None if wish.printer is None else queue_print(work, row, wish.printer, is_copy=False)
    work.audit("ticket.issued", ticket=row, printer=wish.printer)
    return ticket_with_job(work, row, job)


def print_copy(work: Work, ticket: str, wish: m.PrintTicket) -> m.PrintJob:
    row = work.ticket(ticket)
    if row.state not in _UNFINISHED:
        raise refusals.not_printable(row.state)
    job = queue_print(work, row, wish.printer, is_copy=True)
    work.audit("ticket.print", ticket=row, printer=wish.printer)
    return print_job_answer(work, job)


def resume(work: Work, ticket: str) -> m.Ticket:
    row = change(work, work.ticket(ticket), "resume", counter=None)
    work.audit("ticket.resumed", ticket=row)
    return ticket_answer(work, row)


def cancel(work: Work, ticket: str) -> m.Ticket:
    """The number is not given to anyone else, and its paper is not printed any more."""
    before = work.ticket(ticket)
    row = change(work, before, "cancel", ended_at=work.now_ms)
    printing.give_up(work.connection, row.place, work.now_ms, "the ticket was cancelled")
    if before.state == "called" and before.counter is not None:
        # The settings may have taken the counter away meanwhile.
        desk = counters.one(work.connection, work.centre.id, before.counter)
        if desk is not None and desk.place == row.place:
            counters.seat(work.connection, work.centre.id, desk.counter, is_open=desk.is_open, place=None)
    work.audit("ticket.cancelled", ticket=row)
    return ticket_answer(work, row)


def change(work: Work, before: TicketRow, action: Action, **values: object) -> TicketRow:
    """Take a ticket to the state that `action` leads to; a refusal where its own does not allow it."""
    try:
        after = replace(before, state=next_state(action, before.state), **values)  # type: ignore[arg-type]
    except NotNowError as error:
        raise refusals.not_now(error) from error
    if not tickets.save(work.connection, before, after):
        return change(work, work.ticket(before.id), action, **values)
    return after


def queue_test(work: Work, printer: str) -> m.PrintJob:
    """A test of a printer: it uses no number, and like any job it is not printed long after the wish."""
    job = queue_print(work, None, printer, is_copy=False)
    work.audit("printer.test", printer=printer, job=job.id)
    return print_job_answer(work, job)


def queue_print(work: Work, row: TicketRow | None, printer: str, *, is_copy: bool) -> PrintJobRow:
    """A job for a printer; without a ticket it is a test."""
    values = {
        "center_id": work.centre.id,
        "id": uuid.uuid4().hex,
        "printer": printer,
        "place": None if row is None else row.place,
        "is_copy": is_copy,
        "queued_at": work.now_ms,
    }
    return printing.add_job(work.connection, values)


def _check_wish(work: Work, wish: m.IssueTicket) -> None:
    domain = work.centre.domain(wish.domain)
    languages = work.centre.settings.center.languages
    if wish.language not in languages:
        raise refusals.unknown_language(wish.language, languages)
    procedures = [procedure.id for procedure in domain.procedures]
    if wish.procedure is not None and wish.procedure not in procedures:
        raise refusals.unknown_procedure(wish.procedure, procedures)
    if wish.domain in ledger.closed_domains(work.connection, work.centre.id, work.day):
        raise refusals.domain_closed(wish.domain)
    if not work.centre.is_issuing(work.now):
        raise refusals.outside_hours()

"""At the counter: calls, and what becomes of the ticket that was called.

A call is a claim: the ticket changes from waiting to called only if it is still waiting, so that two counters
never get one ticket.
"""

from collections.abc import Mapping
from dataclasses import replace

from coordinator.desk import refusals
from coordinator.desk.answers import (
    counter_answers,
    label_of,
    ticket_answer,
    ticket_with_job,
    waiting_by_domain,
    waiting_for,
)
from coordinator.desk.issuing import change
from coordinator.desk.work import Work, unique
from coordinator.queue.choice import Choice, choose_next
from coordinator.queue.lifecycle import Action
from coordinator.queue.takeback import LastCall
from coordinator.store import counters, ledger, printing, tickets
from coordinator.store.rows import CallRow, CounterRow, TicketRow
from wire import messages as m

Runs = Mapping[str, tuple[int, int]]


def call_next(work: Work, number: int, ending: Action = "finish") -> m.Called:
    """End the visit of the ticket at the counter and call the next; a closed counter is opened by it."""
    desk = work.counter(number)
    finished = _end_at(work, desk, ending) if desk.place is not None else None
    called, runs = _claim_next(work, desk)
    last = _last_call(work, desk, called, finished, runs)
    _seat(work, desk, called, is_open=True, last=last)
    if called is None and not desk.is_open:
        work.audit("counter.opened", counter=number)
    waiting = waiting_by_domain(tickets.count_lanes(work.connection, work.centre.id, work.day))
    jobs = printing.newest_jobs(work.connection, [row.place for row in (called, finished) if row is not None])
    return m.Called(
        called=None if called is None else ticket_with_job(work, called, jobs.get(called.place)),
        finished=None if finished is None else ticket_with_job(work, finished, jobs.get(finished.place)),
        waiting=waiting_for(desk, waiting),
    )


def recall(work: Work, number: int) -> m.Ticket:
    """Announce the ticket at the counter once more."""
    before = _ticket_at(work, work.counter(number))
    row = change(work, before, "recall", times=before.times + 1)
    _write_call(work, row, number)
    return ticket_answer(work, row)


def finish(work: Work, number: int) -> m.Ticket:
    return _send_off(work, number, "finish")


def no_show(work: Work, number: int) -> m.Ticket:
    return _send_off(work, number, "no_show")


def hold(work: Work, number: int) -> m.Ticket:
    """The citizen comes back with a missing paper, to the head of the line."""
    desk = work.counter(number)
    row = change(work, _ticket_at(work, desk), "hold")
    _seat(work, desk, None, is_open=desk.is_open)
    work.audit("ticket.held", ticket=row, counter=number)
    return ticket_answer(work, row)


def transfer(work: Work, number: int, wish: m.TransferTicket) -> m.Ticket:
    """The ticket waits for another domain, at the place of its first arrival."""
    desk, domain = work.counter(number), work.centre.domain(wish.domain)
    before = _ticket_at(work, desk)
    row = change(work, before, "transfer", domain=domain.id, counter=None)
    _seat(work, desk, None, is_open=desk.is_open)
    work.audit("ticket.transferred", ticket=row, counter=number, before=before.domain)
    return ticket_answer(work, row)


def open_counter(work: Work, number: int) -> m.CounterState:
    return _set_open(work, work.counter(number), is_open=True)


def close_counter(work: Work, number: int) -> m.CounterState:
    """No further call; whoever is at the counter stays there until finished."""
    return _set_open(work, work.counter(number), is_open=False)


def assign_domains(work: Work, number: int, wish: m.AssignDomains) -> m.CounterState:
    """What a counter serves from its next call on; a domain named twice counts where it was named first."""
    desk = work.counter(number)
    own = unique(wish.domains)
    over = [domain for domain in unique(wish.overflow) if domain not in own]
    for domain in [*own, *over]:
        work.centre.domain(domain)
    if (tuple(own), tuple(over)) != (desk.domains, desk.overflow):
        counters.assign(work.connection, work.centre.id, number, own, over)
        work.audit("counter.assigned", counter=number, domains=own, overflow=over)
    return counter_answers(work, [work.counter(number)])[0]


def report_button(work: Work, number: int, wish: m.ButtonReport) -> m.CounterState:
    """Keep how the counter's call-next button is, where that is new."""
    if work.counter(number).button != wish.condition:
        counters.set_button(work.connection, work.centre.id, number, wish.condition)
        work.audit(f"button.{wish.condition}", counter=number)
    return counter_answers(work, [work.counter(number)])[0]


def _set_open(work: Work, desk: CounterRow, *, is_open: bool) -> m.CounterState:
    if desk.is_open != is_open:
        counters.seat(work.connection, work.centre.id, desk.counter, is_open=is_open, place=desk.place)
        work.audit("counter.opened" if is_open else "counter.closed", counter=desk.counter)
    return counter_answers(work, [replace(desk, is_open=is_open)])[0]


def _send_off(work: Work, number: int, action: Action) -> m.Ticket:
    desk = work.counter(number)
    row = _end_at(work, desk, action)
    _seat(work, desk, None, is_open=desk.is_open)
    return ticket_answer(work, row)


def _end_at(work: Work, desk: CounterRow, action: Action) -> TicketRow:
    """End the ticket at a counter as served or not come."""
    row = change(work, _ticket_at(work, desk), action, ended_at=work.now_ms)
    work.audit(f"ticket.{row.state}", ticket=row, counter=desk.counter)
    return row


def _claim_next(work: Work, desk: CounterRow) -> tuple[TicketRow | None, Runs]:
    """The ticket that is called, and how its call changed the priority runs: from what to what."""
    while (choice := _choose(work, desk, past := ledger.runs(work.connection, work.centre.id))) is not None:
        row = tickets.call(work.connection, choice.head.place, desk.counter, work.now_ms)
        if row is not None:
            for domain, run in choice.runs.items():
                if run != past.get(domain, 0):
                    ledger.save_run(work.connection, work.centre.id, domain, run)
            _write_call(work, row, desk.counter)
            return row, {domain: (past.get(domain, 0), run) for domain, run in choice.runs.items()}
    return None, {}


def _last_call(
    work: Work, desk: CounterRow, called: TicketRow | None, finished: TicketRow | None, runs: Runs
) -> LastCall:
    return LastCall(
        at=work.now_ms,
        seq=work.seq,
        called=None if called is None else called.place,
        finished=None if finished is None else finished.place,
        was_open=desk.is_open,
        runs=runs,
    )


def _choose(work: Work, desk: CounterRow, runs: Mapping[str, int]) -> Choice | None:
    connection, center = work.connection, work.centre.id
    served = [*desk.domains, *desk.overflow]
    return choose_next(
        tickets.heads(connection, center, work.day, served),
        desk.domains,
        desk.overflow,
        runs,
        work.centre.settings.queue.priority_run,
    )


def _write_call(work: Work, row: TicketRow, number: int) -> None:
    """The audit's line and the call have one number: the board's."""
    action = "ticket.called" if row.times == 1 else "ticket.recalled"
    seq = work.audit(action, ticket=row, counter=number)
    call = CallRow(seq, label_of(row), number, row.domain, work.now_ms, row.times)
    counters.add_call(work.connection, work.centre.id, work.day, row.place, call)


def _ticket_at(work: Work, desk: CounterRow) -> TicketRow:
    if desk.place is None:
        raise refusals.nobody_at_counter(desk.counter)
    return tickets.by_place(work.connection, desk.place)


def _seat(
    work: Work, desk: CounterRow, ticket: TicketRow | None, *, is_open: bool, last: LastCall | None = None
) -> None:
    place = None if ticket is None else ticket.place
    if (is_open, place) != (desk.is_open, desk.place):
        counters.seat(work.connection, work.centre.id, desk.counter, is_open=is_open, place=place, last=last)

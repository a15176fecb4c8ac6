"""Mistakes put right a moment later: a call taken back, and an absence noted after the next one was called."""

from coordinator.desk import refusals
from coordinator.desk.answers import counter_answers, ticket_answer
from coordinator.desk.issuing import change
from coordinator.desk.work import Work
from coordinator.queue.takeback import LastCall, is_in_time, runs_to_restore
from coordinator.store import counters, ledger, tickets
from coordinator.store.rows import CounterRow, TicketRow
from wire import messages as m


def undo(work: Work, number: int) -> m.CounterState:
    """Take back the counter's last call: all is as before the press.

    Whoever was called waits again, at the old place; whoever was finished by it is at the counter again; no board
    shows the call any more.
    """
    desk = work.counter(number)
    last = desk.takeback
    if last is None or (last.called is None and last.finished is None):
        raise refusals.nothing_to_undo(number)
    if not is_in_time(last.at, work.now_ms):
        raise refusals.too_late("the call")
    _send_back(work, desk, last)
    returned = None if last.finished is None else _return(work, desk, last.finished)
    counters.seat(
        work.connection,
        work.centre.id,
        number,
        is_open=last.was_open,
        place=None if returned is None else returned.place,
    )
    return counter_answers(work, [work.counter(number)])[0]


def miss(work: Work, ticket: str) -> m.Ticket:
    """Nobody had come for a ticket that the next call has just finished."""
    before = work.ticket(ticket)
    if before.state == "served" and not is_in_time(before.ended_at or 0, work.now_ms):
        raise refusals.too_late("the ticket was served")
    row = change(work, before, "miss")
    work.audit("ticket.no_show", ticket=row, counter=row.counter)
    return ticket_answer(work, row)


def _send_back(work: Work, desk: CounterRow, last: LastCall) -> None:
    if last.called is None:
        return
    before = tickets.by_place(work.connection, last.called)
    row = change(work, before, "take_back", counter=None, called_at=None, times=0)
    counters.take_calls_back(work.connection, row.place, last.seq)
    runs = ledger.runs(work.connection, work.centre.id)
    for domain, run in runs_to_restore(last, runs).items():
        ledger.save_run(work.connection, work.centre.id, domain, run)
    work.audit("ticket.taken_back", ticket=row, counter=desk.counter)


def _return(work: Work, desk: CounterRow, place: int) -> TicketRow:
    row = change(work, tickets.by_place(work.connection, place), "return", ended_at=None)
    work.audit("ticket.returned", ticket=row, counter=desk.counter)
    return row

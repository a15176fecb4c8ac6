"""A counter as the person who sits there sees it: who is here, who comes next, who is to come back."""

from dataclasses import dataclass
from datetime import datetime

from coordinator.desk import refusals
from coordinator.desk.answers import counter_answers, label_of, ticket_answer
from coordinator.desk.work import Moment
from coordinator.queue.numbers import read_label
from coordinator.queue.preview import Lane, foresee
from coordinator.queue.takeback import TAKEBACK_MS, is_in_time
from coordinator.store import ledger, looks, tickets
from coordinator.store.rows import CounterRow, TicketRow
from wire import messages as m

NEXT_FEW = 5


@dataclass(frozen=True)
class ShortTicket:
    """A ticket in a list. `since`: from when it waits, or is held."""

    id: str
    number: str
    domain: str
    is_priority: bool
    since: datetime
    counter: int | None


@dataclass(frozen=True)
class CounterView:
    """`undo_until`: until when the last call may be taken back, null where there is none to take back."""

    state: m.CounterState
    ticket: m.Ticket | None
    times: int
    next_few: list[ShortTicket]
    held: list[ShortTicket]
    undo_until: datetime | None


def look_at_counter(moment: Moment, number: int) -> CounterView:
    """Raises a refusal where there is no such counter."""
    connection = moment.connection
    desks = moment.desks
    desk = next((one for one in desks if one.counter == number), None)
    if desk is None:
        raise refusals.unknown_counter(number, (one.counter for one in desks))
    here = None if desk.place is None else tickets.by_place(connection, desk.place)
    return CounterView(
        state=counter_answers(moment, [desk])[0],
        ticket=None if here is None else ticket_answer(moment, here),
        times=0 if here is None else here.times,
        next_few=_next_few(moment, desk),
        held=look_at_held(moment),
        undo_until=_undo_until(moment, desk),
    )


def look_at_held(moment: Moment) -> list[ShortTicket]:
    """Everyone who was sent for a missing paper, by first arrival."""
    rows = looks.held(moment.connection, moment.centre.id, moment.day)
    return [_short(moment, row, row.called_at or row.issued_at) for row in rows]


def find_by_number(moment: Moment, label: str) -> m.Ticket:
    """Today's ticket of a number, written in any way that people write it: `A012`, `a12`, `A 12`."""
    read = read_label(label)
    row = None if read is None else looks.by_number(moment.connection, moment.centre.id, moment.day, *read)
    if row is None:
        raise refusals.unknown_ticket()
    return ticket_answer(moment, row)


def _next_few(moment: Moment, desk: CounterRow) -> list[ShortTicket]:
    connection, center = moment.connection, moment.centre.id
    waiting: dict[Lane, list[TicketRow]] = {
        (domain, lane): looks.first_waiting(
            connection, center, moment.day, domain, NEXT_FEW, is_priority=lane
        )
        for domain in [*desk.domains, *desk.overflow]
        for lane in (False, True)
    }
    rows = {row.place: row for lane in waiting.values() for row in lane}
    places = foresee(
        {lane: [row.place for row in found] for lane, found in waiting.items()},
        desk.domains,
        desk.overflow,
        ledger.runs(connection, center),
        moment.centre.settings.queue.priority_run,
        NEXT_FEW,
    )
    return [_short(moment, rows[place], rows[place].issued_at) for place in places]


def _short(moment: Moment, row: TicketRow, since: int) -> ShortTicket:
    return ShortTicket(
        id=row.id,
        number=label_of(row),
        domain=row.domain,
        is_priority=row.is_priority,
        since=moment.local(since),
        counter=row.counter,
    )


def _undo_until(moment: Moment, desk: CounterRow) -> datetime | None:
    last = desk.takeback
    if last is None or (last.called is None and last.finished is None):
        return None
    return moment.local(last.at + TAKEBACK_MS) if is_in_time(last.at, moment.now_ms) else None

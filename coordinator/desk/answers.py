"""Rows as the messages of the wire: what a ticket, a counter, a print job say at a moment."""

from collections.abc import Iterable, Mapping

from coordinator.desk.foresight import wait_message
from coordinator.desk.work import Moment
from coordinator.queue.numbers import number_label
from coordinator.queue.printing import Job, state_now
from coordinator.queue.waiting import count_ahead
from coordinator.store import printing, tickets
from coordinator.store.rows import CounterRow, LaneCount, PrintJobRow, TicketRow
from wire import messages as m


def ticket_answer(moment: Moment, row: TicketRow) -> m.Ticket:
    """A ticket as it stands; nobody is ahead of one that does not wait."""
    return ticket_with_job(moment, row, printing.newest_job(moment.connection, row.place))


def ticket_with_job(moment: Moment, row: TicketRow, job: PrintJobRow | None) -> m.Ticket:
    """As `ticket_answer`, where its newest print job is at hand."""
    is_waiting = row.state == "waiting"
    expected = moment.foretold.ticket(row) if is_waiting else None
    return m.Ticket(
        id=row.id,
        number=label_of(row),
        domain=row.domain,
        priority=row.priority,
        state=row.state,
        issued_at=moment.local(row.issued_at),
        called_at=None if row.called_at is None else moment.local(row.called_at),
        counter=row.counter,
        ahead=_count_ahead(moment, row) if is_waiting else 0,
        estimated_wait_s=wait_message(expected),
        print=None if job is None else m.PrintSummary(id=job.id, state=state_now(job_of(job), moment.now_ms)),
        status_url=f"{moment.centre.link_base}{row.link}",
        language=row.language,
        procedure=row.procedure,
    )


def label_of(row: TicketRow) -> str:
    return number_label(row.prefix, row.number)


def print_job_answer(moment: Moment, job: PrintJobRow) -> m.PrintJob:
    row = None if job.place is None else tickets.by_place(moment.connection, job.place)
    return m.PrintJob(
        id=job.id,
        printer=job.printer,
        state=state_now(job_of(job), moment.now_ms),
        copy=job.is_copy,
        queued_at=moment.local(job.queued_at),
        lease_until=moment.local(job.lease_until) if job.lease_until and job.state == "claimed" else None,
        ticket=None if row is None else ticket_answer(moment, row),
        counters=[] if row is None else _counters_for(row.domain, moment.desks),
        reason=job.reason,
        test=row is None,
    )


def _counters_for(domain: str, desks: Iterable[CounterRow]) -> list[int]:
    """The counters that serve a domain: the open ones, or all of them while none is open yet."""
    serving = [desk for desk in desks if domain in desk.domains]
    return [desk.counter for desk in serving if desk.is_open] or [desk.counter for desk in serving]


def job_of(row: PrintJobRow) -> Job:
    """What the printing rules look at."""
    return Job(row.state, row.queued_at, row.lease_until, row.retry_at, row.may_have_printed)


def counter_answers(moment: Moment, desks: Iterable[CounterRow]) -> list[m.CounterState]:
    """Counters as staff see them, each with the ticket that is there."""
    desks = list(desks)
    here = tickets.by_places(moment.connection, [desk.place for desk in desks if desk.place is not None])
    waiting = waiting_by_domain(tickets.count_lanes(moment.connection, moment.centre.id, moment.day))
    return [_counter_answer(moment, desk, here.get(desk.place or 0), waiting) for desk in desks]


def waiting_by_domain(lanes: Iterable[LaneCount]) -> dict[str, int]:
    found: dict[str, int] = {}
    for lane in lanes:
        found[lane.domain] = found.get(lane.domain, 0) + lane.waiting
    return found


def waiting_for(desk: CounterRow, waiting: Mapping[str, int]) -> int:
    """How many tickets a counter's next call could choose from: its own domains', else its overflow's."""
    own = sum(waiting.get(domain, 0) for domain in desk.domains)
    return own or sum(waiting.get(domain, 0) for domain in desk.overflow)


def _counter_answer(
    moment: Moment, desk: CounterRow, ticket: TicketRow | None, waiting: Mapping[str, int]
) -> m.CounterState:
    return m.CounterState(
        id=desk.counter,
        open=desk.is_open,
        number=None if ticket is None else label_of(ticket),
        domain=None if ticket is None else ticket.domain,
        ticket=None if ticket is None else ticket.id,
        called_at=None if ticket is None or ticket.called_at is None else moment.local(ticket.called_at),
        domains=list(desk.domains),
        overflow=list(desk.overflow),
        waiting=waiting_for(desk, waiting),
        button=desk.button,
    )


def _count_ahead(moment: Moment, row: TicketRow) -> int:
    lanes = {
        lane.is_priority: lane
        for lane in tickets.count_lanes(
            moment.connection, moment.centre.id, moment.day, row.domain, row.place
        )
    }
    mine, other = lanes.get(row.is_priority), lanes.get(not row.is_priority)
    before, beside = mine.before if mine else 0, other.waiting if other else 0
    run = moment.runs.get(row.domain, 0)
    ordinary, priority = (beside, before) if row.is_priority else (before, beside)
    longest = moment.centre.settings.queue.priority_run
    return count_ahead(ordinary, priority, run, longest, is_priority=row.is_priority)

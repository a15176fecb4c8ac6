"""A whole day read back: its tickets, and what the audit says was done with them at the counters."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from coordinator.queue.corrections import apply_corrections
from coordinator.queue.figures import Came, Happened, Happening
from coordinator.store.schema import audit, tickets

_HAPPENINGS: Final[dict[str, Happening]] = {
    "ticket.called": "called",
    "ticket.served": "served",
    "ticket.no_show": "no_show",
    "ticket.held": "held",
    "ticket.transferred": "transferred",
    "ticket.cancelled": "cancelled",
    "ticket.taken_back": "taken_back",
    "ticket.returned": "returned",
}
_OF_DAY: Final = (tickets.c.center_id == bindparam("center"), tickets.c.day == bindparam("day"))
_TICKETS: Final = (
    select(tickets.c.place, tickets.c.domain, tickets.c.is_priority, tickets.c.state, tickets.c.issued_at)
    .where(*_OF_DAY)
    .order_by(tickets.c.place)
)
# By the day's tickets, each a look-up in an index: the audit of all other days is not read.
_AUDIT: Final = (
    select(audit.c.place, audit.c.action, audit.c.counter, audit.c.domain, audit.c.at)
    .join(tickets, tickets.c.place == audit.c.place)
    .where(*_OF_DAY, audit.c.action.in_(list(_HAPPENINGS)))
    .order_by(audit.c.seq)
)


def read_day(connection: Connection, center: str, day: str) -> tuple[list[Came], list[Happened]]:
    """The day's tickets by first arrival, and what happened to them in its order, mistakes put right."""
    values = {"center": center, "day": day}
    came = [
        Came(row.place, row.domain, bool(row.is_priority), row.state, row.issued_at)
        for row in connection.execute(_TICKETS, values)
    ]
    happened = [
        Happened(row.place, _HAPPENINGS[row.action], row.counter, row.domain, row.at)
        for row in connection.execute(_AUDIT, values)
    ]
    return came, apply_corrections(happened)

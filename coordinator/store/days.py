"""A whole day read back: its tickets, and what the audit says was done with them at the counters."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from coordinator.queue.corrections import apply_corrections
from coordinator.queue.figures import Came, Happened, Happening
from coordinator.queue.summary import Seat
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
    select(
        tickets.c.place,
        tickets.c.domain,
        tickets.c.is_priority,
        tickets.c.state,
        tickets.c.issued_at,
        tickets.c.rating,
    )
    .where(*_OF_DAY)
    .order_by(tickets.c.place)
)
# By the day's tickets, each a look-up in an index: the audit of all other days is not read.
_AUDIT: Final = (
    select(audit.c.place, audit.c.action, audit.c.counter, audit.c.domain, audit.c.at, audit.c.actor)
    .join(tickets, tickets.c.place == audit.c.place)
    .where(*_OF_DAY, audit.c.action.in_(list(_HAPPENINGS)))
    .order_by(audit.c.seq)
)


_SEATS: Final = {"counter.staffed": True, "counter.left": False, "staff.signed_out": False}
_ENDS: Final = (
    select(func.min(audit.c.seq), func.max(audit.c.seq))
    .join(tickets, tickets.c.place == audit.c.place)
    .where(*_OF_DAY)
)
# From a little before the day's first ticket on, in the centre's own lines: who sat down before anybody came.
_BEFORE: Final = 200
_A_LITTLE_BEFORE: Final = (
    select(audit.c.seq)
    .where(audit.c.center_id == bindparam("center"), audit.c.seq < bindparam("first"))
    .order_by(audit.c.seq.desc())
    .offset(_BEFORE)
    .limit(1)
)
_SITTING: Final = (
    select(audit.c.action, audit.c.counter, audit.c.at, audit.c.actor)
    .where(
        audit.c.center_id == bindparam("center"),
        audit.c.seq.between(bindparam("first"), bindparam("last")),
        audit.c.day == bindparam("day"),
        audit.c.action.in_(list(_SEATS)),
    )
    .order_by(audit.c.seq)
)


def read_seats(connection: Connection, center: str, day: str) -> list[Seat]:
    """Who sat down at which counter, and left it, in order."""
    first, last = connection.execute(_ENDS, {"center": center, "day": day}).one()
    if first is None:
        return []
    before = connection.execute(_A_LITTLE_BEFORE, {"center": center, "first": first}).scalar() or 0
    rows = connection.execute(_SITTING, {"center": center, "day": day, "first": before, "last": last})
    return [Seat(row.at, row.actor, row.counter if _SEATS[row.action] else None) for row in rows]


def read_day(connection: Connection, center: str, day: str) -> tuple[list[Came], list[Happened]]:
    """The day's tickets by first arrival, and what happened to them in its order, mistakes put right."""
    values = {"center": center, "day": day}
    came = [
        Came(row.place, row.domain, bool(row.is_priority), row.state, row.issued_at, row.rating)
        for row in connection.execute(_TICKETS, values)
    ]
    happened = [
        Happened(row.place, _HAPPENINGS[row.action], row.counter, row.domain, row.at, row.actor)
        for row in connection.execute(_AUDIT, values)
    ]
    return came, apply_corrections(happened)

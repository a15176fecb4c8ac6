"""Looks into a day's tickets that staff take: one by its number, the first few of a lane, those that are held."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from coordinator.store.rows import TicketRow
from coordinator.store.schema import is_unfinished, is_waiting, sequences, tickets

_c: Final = tickets.c
_BY_NUMBER: Final = select(tickets).where(
    _c.center_id == bindparam("center"),
    _c.day == bindparam("day"),
    _c.prefix == bindparam("prefix"),
    _c.number == bindparam("number"),
)
_FIRST_WAITING: Final = (
    select(tickets)
    .where(
        _c.center_id == bindparam("center"),
        _c.day == bindparam("day"),
        _c.domain == bindparam("domain"),
        _c.is_priority == bindparam("lane"),
        is_waiting,
    )
    .order_by(_c.place)
    .limit(bindparam("depth"))
)
_HELD: Final = (
    select(tickets)
    .where(_c.center_id == bindparam("center"), _c.day == bindparam("day"), _c.state == "held", is_unfinished)
    .order_by(_c.place)
)
_UNFINISHED: Final = (
    select(_c.domain, func.count().label("tickets"))
    .where(_c.center_id == bindparam("center"), _c.day == bindparam("day"), is_unfinished)
    .group_by(_c.domain)
)
_NUMBERS: Final = select(sequences.c.last).where(
    sequences.c.center_id == bindparam("center"),
    sequences.c.day == bindparam("day"),
    sequences.c.prefix == bindparam("prefix"),
)


def by_number(connection: Connection, center: str, day: str, prefix: str, number: int) -> TicketRow | None:
    values = {"center": center, "day": day, "prefix": prefix, "number": number}
    row = connection.execute(_BY_NUMBER, values).one_or_none()
    return None if row is None else TicketRow(*row)


def first_waiting(
    connection: Connection, center: str, day: str, domain: str, depth: int, *, is_priority: bool
) -> list[TicketRow]:
    """The first few of a lane."""
    values = {"center": center, "day": day, "domain": domain, "lane": is_priority, "depth": depth}
    return [TicketRow(*row) for row in connection.execute(_FIRST_WAITING, values)]


def held(connection: Connection, center: str, day: str) -> list[TicketRow]:
    """A day's tickets whose holders are to come back, by first arrival."""
    rows = connection.execute(_HELD, {"center": center, "day": day})
    return [TicketRow(*row) for row in rows]


def unfinished_by_domain(connection: Connection, center: str, day: str) -> dict[str, int]:
    """How many of a day's tickets wait, are called or held, for each domain that has such."""
    rows = connection.execute(_UNFINISHED, {"center": center, "day": day})
    return {row.domain: row.tickets for row in rows}


def has_numbers(connection: Connection, center: str, day: str, prefix: str) -> bool:
    """Whether numbers of this prefix were given on a day."""
    values = {"center": center, "day": day, "prefix": prefix}
    return connection.execute(_NUMBERS, values).one_or_none() is not None

"""Looks into a day's tickets that staff take: one by its number, the first few of a lane, those that are held."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from coordinator.store.rows import TicketRow
from coordinator.store.schema import is_unfinished, is_waiting, tickets

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
_SET_STATE: Final = (
    update(tickets)
    .where(_c.place == bindparam("at"), _c.state == bindparam("before"))
    .values(
        state=bindparam("state"),
        domain=bindparam("domain"),
        counter=bindparam("counter"),
        called_at=bindparam("called_at"),
        ended_at=bindparam("ended_at"),
        times=bindparam("times"),
    )
)
_EXPIRE: Final = (
    update(tickets)
    .where(_c.center_id == bindparam("center"), _c.day != bindparam("today"), is_unfinished)
    .values(state="expired", ended_at=bindparam("now"))
)
_COUNT_LANES: Final = (
    select(
        _c.domain,
        _c.is_priority,
        func.count().label("waiting"),
        func.sum(case((_c.place < bindparam("place"), 1), else_=0)).label("before"),
    )
    .where(_c.center_id == bindparam("center"), _c.day == bindparam("day"), is_waiting)
    .group_by(_c.domain, _c.is_priority)
)


def by_number(connection: Connection, center: str, day: str, prefix: str, number: int) -> TicketRow | None:
    values = {"center": center, "day": day, "prefix": prefix, "number": number}
    row = connection.execute(_BY_NUMBER, values).one_or_none()
    return None if row is None else TicketRow(**row._mapping)  # noqa: SLF001 public API


def first_waiting(
    connection: Connection, center: str, day: str, domain: str, depth: int, *, is_priority: bool
) -> list[TicketRow]:
    """The first few of a lane."""
    values = {"center": center, "day": day, "domain": domain, "lane": is_priority, "depth": depth}
    return [TicketRow(**row._mapping) for row in connection.execute(_FIRST_WAITING, values)]  # noqa: SLF001 public API


def held(connection: Connection, center: str, day: str) -> list[TicketRow]:
    """A day's tickets whose holders are to come back, by first arrival."""
    rows = connection.execute(_HELD, {"center": center, "day": day})
    return [TicketRow(**row._mapping) for row in rows]  # noqa: SLF001 public API


def save(connection: Connection, before: TicketRow, after: TicketRow) -> bool:
    """Write a ticket's change of state, only if it is still in the state it was read in: an atomic claim."""
    values = asdict(after)
    changed = {
        name: values[name] for name in ("state", "domain", "counter", "called_at", "ended_at", "times")
    }
    result = connection.execute(_SET_STATE, {"at": before.place, "before": before.state, **changed})
    return result.rowcount == 1


def expire_other_days(connection: Connection, center: str, today: str, now: int) -> int:
    """End whatever an earlier day left unfinished; how many."""
    return connection.execute(_EXPIRE, {"center": center, "today": today, "now": now}).rowcount


def heads(connection: Connection, center: str, day: str, domains: Iterable[str]) -> list[Head]:
    """The first waiting ticket of each lane of these domains: one look-up in the index for each."""
    statement = _heads_of(tuple(domains))
    if statement is None:
        return []
    rows = connection.execute(statement, {"center": center, "day": day})
    return [Head(row.place, row.domain, bool(row.is_priority)) for row in rows if row.place is not None]


def count_lanes(
    connection: Connection,
    center: str,
    day: str,
    domain: str | None = None,
    place: int = 0,
) -> list[LaneCount]:
    """Who waits in each lane (of one domain, where named), and how many of them before `place`."""
    values = {"center": center, "day": day, "place": place}
    if domain is None:
        rows = connection.execute(_COUNT_LANES, values)
    else:
        rows = connection.execute(_COUNT_LANES_OF_ONE, {**values, "domain": domain})
    return [LaneCount(row.domain, bool(row.is_priority), row.waiting, row.before) for row in rows]

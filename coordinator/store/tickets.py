"""Tickets: numbers allotted, lanes looked into, states changed."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    case,
    func,
    insert,
    literal,
    select,
    union_all,
    update,
)

from coordinator.queue.choice import Head
from coordinator.store.rows import LaneCount, TicketRow
from coordinator.store.schema import is_unfinished, is_waiting, sequences, tickets
from coordinator.store.upserts import upserts
from forecast.lanes import Waiting
from wire.messages import TicketState

_c: Final = tickets.c
_ADD: Final = insert(tickets).returning(_c.place)
_ALLOT: Final = upserts(
    sequences,
    keys=("center_id", "day", "prefix"),
    changes={"last": sequences.c.last + 1},
    returning=sequences.c.last,
)
_BY_ID: Final = select(tickets).where(_c.center_id == bindparam("center"), _c.id == bindparam("id"))
_BY_PLACE: Final = select(tickets).where(_c.place == bindparam("place"))
_BY_PLACES: Final = select(tickets).where(_c.place.in_(bindparam("places", expanding=True)))
_BY_LINK: Final = select(tickets).where(_c.center_id == bindparam("center"), _c.link == bindparam("link"))
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
_CALL: Final = (
    update(tickets)
    .where(_c.place == bindparam("at"), is_waiting)
    .values(state="called", counter=bindparam("by"), called_at=bindparam("now"), times=1)
    .returning(*_c)
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
_WAITING: Final = (
    select(_c.place, _c.domain, _c.is_priority)
    .where(_c.center_id == bindparam("center"), _c.day == bindparam("day"), is_waiting)
    .order_by(_c.place)
    .limit(bindparam("most"))
)
_SINCE: Final = select(func.min(_c.issued_at)).where(
    _c.center_id == bindparam("center"), _c.day == bindparam("day"), is_waiting
)
_COUNT_LANES_OF_ONE: Final = _COUNT_LANES.where(_c.domain == bindparam("domain"))


def allot_number(connection: Connection, center: str, day: str, prefix: str) -> int:
    """The day's next number under a prefix, from 1; taken back only if the transaction is."""
    values = {"center_id": center, "day": day, "prefix": prefix, "last": 1}
    return int(connection.execute(_ALLOT[connection.dialect.name], values).scalar_one())


def add(connection: Connection, values: dict[str, Any]) -> TicketRow:
    """Insert a ticket (every column but `place`) and give its row."""
    place = connection.execute(_ADD, values).scalar_one()
    blank = dict.fromkeys(("called_at", "ended_at", "counter", "told_low", "told_high")) | {"times": 0}
    return TicketRow(place=place, **{**blank, **values})


def by_id(connection: Connection, center: str, ticket: str) -> TicketRow | None:
    return _one(connection, _BY_ID, {"center": center, "id": ticket})


def by_link(connection: Connection, center: str, link: str) -> TicketRow | None:
    return _one(connection, _BY_LINK, {"center": center, "link": link})


def by_place(connection: Connection, place: int) -> TicketRow:
    """The ticket of a place that another row points to; it is always there."""
    return TicketRow(*connection.execute(_BY_PLACE, {"place": place}).one())


def by_places(connection: Connection, places: Iterable[int]) -> dict[int, TicketRow]:
    """The tickets of some places, by place."""
    wanted = list(places)
    if not wanted:
        return {}
    rows = connection.execute(_BY_PLACES, {"places": wanted})
    return {row.place: TicketRow(*row) for row in rows}


def save(connection: Connection, before: TicketRow, after: TicketRow) -> bool:
    """Write a ticket's change of state, only if it is still in the state it was read in: an atomic claim."""
    values = asdict(after)
    changed = {
        name: values[name] for name in ("state", "domain", "counter", "called_at", "ended_at", "times")
    }
    result = connection.execute(_SET_STATE, {"at": before.place, "before": before.state, **changed})
    return result.rowcount == 1


def call(connection: Connection, place: int, counter: int, now: int) -> TicketRow | None:
    """Let a counter have a ticket, only if it still waits: an atomic claim. Gives its new row; null where another was
    faster.
    """
    row = connection.execute(_CALL, {"at": place, "by": counter, "now": now}).one_or_none()
    return None if row is None else TicketRow(*row)


def save_rating(connection: Connection, place: int, rating: int) -> None:
    """Only if there is none yet."""
    mine = (_c.place == place, _c.rating.is_(None))
    connection.execute(update(tickets).where(*mine).values(rating=rating))


def expire_other_days(connection: Connection, center: str, today: str, now: int) -> int:
    """End whatever an earlier day left unfinished; how many."""
    return connection.execute(_EXPIRE, {"center": center, "today": today, "now": now}).rowcount


def heads(connection: Connection, center: str, day: str, domains: Iterable[str]) -> list[Head]:
    """The first waiting ticket of each lane of these domains: one look-up in the index for each."""
    statement = _heads_of(tuple(domains))
    if statement is None:
        return []
    rows = connection.execute(statement, {"center": center, "day": day})
    return [Head(place, domain, bool(lane)) for place, domain, lane in rows if place is not None]


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
    return [LaneCount(name, bool(lane), waiting, before) for name, lane, waiting, before in rows]


def waiting(connection: Connection, center: str, day: str, most: int) -> list[Waiting]:
    """Who waits, by first arrival, `most` at the most."""
    rows = connection.execute(_WAITING, {"center": center, "day": day, "most": most})
    return [Waiting(place, domain, bool(lane)) for place, domain, lane in rows]


def waiting_since(connection: Connection, center: str, day: str) -> int | None:
    """When the one who waits longest took a number, milliseconds since the epoch; null where nobody waits."""
    since: int | None = connection.execute(_SINCE, {"center": center, "day": day}).scalar()
    return since


def states(connection: Connection, center: str, day: str) -> dict[TicketState, int]:
    """A day's tickets counted by state."""
    statement = (
        select(_c.state, func.count().label("n"))
        .where(_c.center_id == center, _c.day == day)
        .group_by(_c.state)
    )
    return {row.state: row.n for row in connection.execute(statement)}


@lru_cache(maxsize=256)
def _heads_of(domains: tuple[str, ...]) -> CompoundSelect[Any] | None:
    looks = [_head(domain, is_priority=lane) for domain in domains for lane in (False, True)]
    return union_all(*looks) if looks else None


def _head(domain: str, *, is_priority: bool) -> Select[Any]:
    lane = select(func.min(_c.place)).where(
        _c.center_id == bindparam("center"),
        _c.day == bindparam("day"),
        _c.domain == literal(domain),
        _c.is_priority == literal(is_priority),
        is_waiting,
    )
    return select(
        lane.scalar_subquery().label("place"),
        literal(domain).label("domain"),
        literal(is_priority).label("is_priority"),
    )


def _one(connection: Connection, statement: Select[Any], values: dict[str, Any]) -> TicketRow | None:
    row = connection.execute(statement, values).one_or_none()
    return None if row is None else TicketRow(*row)

"""What the forecast learns from: a day's happenings as they are added to the audit, and how stays used to be."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from coordinator.store.rows import LessonRow, StayRow, ToldRow
from coordinator.store.schema import audit, tickets

LESSONS: Final = (
    "ticket.issued",
    "ticket.called",
    "ticket.served",
    "ticket.no_show",
    "ticket.held",
    "ticket.transferred",
    "ticket.cancelled",
    "ticket.taken_back",
)
LOOKED_BACK: Final = 3000
"""How many tickets usual stays are taken from."""
TOLD_BACK: Final = 600

_a: Final = audit.c
_t: Final = tickets.c
_BEGAN: Final = (
    select(_a.seq)
    .where(_a.center_id == bindparam("center"), _a.action == "day.begun")
    .order_by(_a.seq.desc())
    .limit(1)
)
_SINCE: Final = (
    select(
        _a.seq,
        _a.action,
        _a.at,
        _a.counter,
        _a.place,
        _a.domain,
        _t.is_priority,
        _t.issued_at,
        _t.told_low,
        _t.told_high,
    )
    .join(tickets, _t.place == _a.place)
    .where(_a.center_id == bindparam("center"), _a.seq > bindparam("after"), _a.action.in_(LESSONS))
    .order_by(_a.seq)
)
# Wrapped, so that the newest tickets are found by their place and not all of a centre's by its id.
_OF_CENTER: Final = func.coalesce(_t.center_id, "") == bindparam("center")
_ENDED: Final = (
    _OF_CENTER,
    _t.day != bindparam("today"),
    _t.state.in_(("served", "no_show")),
    _t.called_at.is_not(None),
    _t.ended_at.is_not(None),
)
_STAYS: Final = (
    select(
        _t.domain,
        func.count().label("people"),
        func.avg(_t.ended_at - _t.called_at).label("mean_ms"),
    )
    .where(
        *_ENDED,
        _t.place > bindparam("after"),
        _t.ended_at - _t.called_at < bindparam("longest"),
        # A clock that was set back meanwhile measured nothing.
        _t.ended_at >= _t.called_at,
    )
    .group_by(_t.domain)
)
_TOLD: Final = (
    select(_t.told_low, _t.told_high, _t.called_at - _t.issued_at)
    .where(*_ENDED, _t.place > bindparam("after"), _t.told_low.is_not(None))
    .order_by(_t.place)
)
_NEWEST: Final = select(func.max(_t.place))


def day_began(connection: Connection, center: str) -> int:
    """The audit's line in which the newest day began; 0 before the first."""
    return connection.execute(_BEGAN, {"center": center}).scalar() or 0


def lessons_since(connection: Connection, center: str, after: int) -> list[LessonRow]:
    """What happened to tickets after a line of the audit, in order."""
    rows = connection.execute(_SINCE, {"center": center, "after": after})
    return [LessonRow(**row._mapping) for row in rows]  # noqa: SLF001 public API


def usual_stays(connection: Connection, center: str, today: str, longest_ms: int) -> list[StayRow]:
    """The mean stay by domain, of the newest tickets before today; longer ones than `longest_ms` do not count."""
    after = _newest(connection) - LOOKED_BACK
    rows = connection.execute(
        _STAYS, {"center": center, "today": today, "after": after, "longest": longest_ms}
    )
    return [StayRow(row.domain, row.people, float(row.mean_ms)) for row in rows]


def told_waits(connection: Connection, center: str, today: str) -> list[ToldRow]:
    """What the newest tickets before today were told, and how long they waited, milliseconds; oldest first."""
    after = _newest(connection) - TOLD_BACK
    rows = connection.execute(_TOLD, {"center": center, "today": today, "after": after})
    return [ToldRow(*row) for row in rows]


def _newest(connection: Connection) -> int:
    return connection.execute(_NEWEST).scalar() or 0

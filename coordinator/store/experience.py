"""What the forecast learns from: a day's happenings as they are added to the audit, and how stays used to be."""

from typing import Final

from sqlalchemy import Connection, bindparam, func, literal_column, select

from coordinator.store.rows import LessonRow, StayRow, ToldRow
from coordinator.store.schema import audit, sequences, tickets

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
BESIDE_THE_LINE: Final = ("print.claimed", "print.printed", "print.failed", "ticket.print", "printer.status")
"""What leaves line, counters and stays as they were."""
LOOKED_BACK: Final = 3000
"""How many tickets usual stays are taken from, and the rest of the day that the first of them was of."""
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
    .outerjoin(tickets, _t.place == _a.place)
    .where(
        _a.center_id == bindparam("center"),
        _a.seq > bindparam("after"),
        _a.action.not_in([literal_column(f"'{action}'") for action in BESIDE_THE_LINE]),
    )
    .order_by(_a.seq)
)
# By days, whose numbers count their tickets: a centre's newest places lie scattered among those of others.
_COUNTS: Final = (
    select(sequences.c.day, func.sum(sequences.c.last).label("people"))
    .where(sequences.c.center_id == bindparam("center"), sequences.c.day != bindparam("today"))
    .group_by(sequences.c.day)
    .order_by(sequences.c.day.desc())
)
_ENDED: Final = (
    _t.center_id == bindparam("center"),
    _t.day.in_(bindparam("days", expanding=True)),
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
        _t.ended_at - _t.called_at < bindparam("longest"),
        # A clock that was set back meanwhile measured nothing.
        _t.ended_at >= _t.called_at,
    )
    .group_by(_t.domain)
)
_TOLD: Final = (
    select(_t.told_low, _t.told_high, _t.called_at - _t.issued_at)
    .where(*_ENDED, _t.told_low.is_not(None))
    .order_by(_t.place)
)


def day_began(connection: Connection, center: str) -> int:
    """The audit's line in which the newest day began; 0 before the first."""
    return connection.execute(_BEGAN, {"center": center}).scalar() or 0


def lessons_since(connection: Connection, center: str, after: int) -> tuple[int, list[LessonRow]]:
    """What happened to tickets after a line of the audit, in order; before it the newest line that anybody's wait hangs
    on, `after` where none has come.
    """
    rows = connection.execute(_SINCE, {"center": center, "after": after}).all()
    newest: int = rows[-1].seq if rows else after
    lessons = (row._mapping for row in rows if row.action in LESSONS)  # noqa: SLF001 public API
    return newest, [LessonRow(**row) for row in lessons]


def usual_stays(connection: Connection, center: str, today: str, longest_ms: int) -> list[StayRow]:
    """The mean stay by domain, of the newest days before today; longer ones than `longest_ms` do not count."""
    days = _newest_days(connection, center, today, LOOKED_BACK)
    rows = connection.execute(_STAYS, {"center": center, "days": days, "longest": longest_ms})
    return [StayRow(row.domain, row.people, float(row.mean_ms)) for row in rows]


def told_waits(connection: Connection, center: str, today: str) -> list[ToldRow]:
    """What the newest tickets before today were told, and how long they waited, milliseconds; oldest first."""
    days = _newest_days(connection, center, today, TOLD_BACK)
    rows = connection.execute(_TOLD, {"center": center, "days": days})
    return [ToldRow(*row) for row in rows][-TOLD_BACK:]


def _newest_days(connection: Connection, center: str, today: str, tickets_wanted: int) -> list[str]:
    """So many of the last days with numbers, today apart, that as many tickets are of them, or all there are."""
    found, people = list[str](), 0
    for row in connection.execute(_COUNTS, {"center": center, "today": today}):
        if people >= tickets_wanted:
            break
        found.append(row.day)
        people += row.people
    return found

"""Days that are over long since: their figures are kept, their tickets and what hangs on them removed bit by bit."""

from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from coordinator.queue.figures import DayFigures
from coordinator.store.schema import audit, calls, day_figures, print_jobs, sequences, tickets

BATCH: Final = 200


def oldest_day(connection: Connection, center: str, before: str) -> str | None:
    """The first day before `before` of which there still are tickets."""
    mine = (tickets.c.center_id == center, tickets.c.day < before)
    day: str | None = connection.execute(select(func.min(tickets.c.day)).where(*mine)).scalar()
    return day


def figures_of(connection: Connection, center: str, day: str) -> DayFigures | None:
    """What was kept of a day; null where it was not summed up."""
    mine = (day_figures.c.center_id == center, day_figures.c.day == day)
    text = connection.execute(select(day_figures.c.figures).where(*mine)).scalar()
    return None if text is None else msgspec.json.decode(text, type=DayFigures)


def keep_figures(connection: Connection, center: str, day: str, figures: DayFigures) -> None:
    text = msgspec.json.encode(figures).decode()
    connection.execute(insert(day_figures), {"center_id": center, "day": day, "figures": text})


def remove_tickets(connection: Connection, center: str, day: str) -> int:
    """Some of a day's tickets with their calls, print jobs and audit lines; how many. With the last ones goes the
    day's count of numbers.
    """
    mine = (tickets.c.center_id == center, tickets.c.day == day)
    places = list(connection.execute(select(tickets.c.place).where(*mine).limit(BATCH)).scalars())
    for table in (calls, print_jobs):
        connection.execute(delete(table).where(table.c.place.in_(places)))
    newest = select(func.max(audit.c.seq)).where(audit.c.center_id == center).scalar_subquery()
    lines = (audit.c.place.in_(places), audit.c.day <= day, audit.c.seq < newest)
    connection.execute(delete(audit).where(*lines))
    connection.execute(delete(tickets).where(tickets.c.place.in_(places)))
    if len(places) < BATCH:
        connection.execute(delete(sequences).where(sequences.c.center_id == center, sequences.c.day == day))
    return len(places)


def remove_audit(connection: Connection, center: str) -> int:
    """Some of the oldest audit lines, up to the newest day that was summed up; how many. The database itself lets no
    other go. The newest line stays whatever its day: the board counts on from it.
    """
    mine = day_figures.c.center_id == center
    summed_up = connection.execute(select(func.max(day_figures.c.day)).where(mine)).scalar() or ""
    newest = connection.execute(select(func.max(audit.c.seq)).where(audit.c.center_id == center)).scalar()
    oldest: Any = (
        select(audit.c.seq, audit.c.day)
        .where(audit.c.center_id == center, audit.c.seq < (newest or 0))
        .order_by(audit.c.seq)
        .limit(BATCH)
    )
    lines = [row.seq for row in connection.execute(oldest) if row.day <= summed_up]
    connection.execute(delete(audit).where(audit.c.seq.in_(lines)))
    return len(lines)

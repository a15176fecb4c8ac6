"""How many came when: today, and on the last days of the same weekday."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from coordinator.store.schema import sequences, tickets

HALF_HOUR_MS: Final = 1_800_000

_OF_DAY: Final = (tickets.c.center_id == bindparam("center"), tickets.c.day == bindparam("day"))
_SLOT: Final = (tickets.c.issued_at - bindparam("midnight")) // HALF_HOUR_MS
_BY_SLOT: Final = (
    select(tickets.c.domain, _SLOT.label("slot"), func.count().label("people"))
    .where(*_OF_DAY)
    .group_by(tickets.c.domain, "slot")
)
_COUNT: Final = select(func.count()).where(*_OF_DAY)


def days_with_numbers(connection: Connection, center: str, days: Sequence[str]) -> list[str]:
    """Those of some days on which numbers were issued, newest first."""
    mine = (sequences.c.center_id == center, sequences.c.day.in_(days))
    statement = select(sequences.c.day).where(*mine).distinct().order_by(sequences.c.day.desc())
    return list(connection.execute(statement).scalars())


def by_half_hour(
    connection: Connection, center: str, day: str, midnight_ms: int
) -> list[tuple[str, int, int]]:
    """Domain, half hour since `midnight_ms`, and how many came."""
    rows = connection.execute(_BY_SLOT, {"center": center, "day": day, "midnight": midnight_ms})
    return [(row.domain, row.slot, row.people) for row in rows]


def came(connection: Connection, center: str, day: str) -> int:
    """How many tickets a day has."""
    return connection.execute(_COUNT, {"center": center, "day": day}).scalar_one()

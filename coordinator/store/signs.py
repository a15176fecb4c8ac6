"""Signs of life: when each device and printer was last heard, for the processes that share a centre.

Ages, not times of day: they are reckoned by the database's clock alone, so that no machine's clock matters. Only
PostgreSQL is asked; on SQLite the one process remembers what it has heard itself.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

from sqlalchemy import BigInteger, Connection, Executable, bindparam, cast, delete, func, select

from coordinator.store.rows import SignRow
from coordinator.store.schema import signs_of_life
from coordinator.store.upserts import words_of

KEPT_MS: Final = 24 * 3600 * 1000

_c: Final = signs_of_life.c
_NOW: Final = cast(func.floor(func.extract("epoch", func.clock_timestamp()) * 1000), BigInteger)
_FORGET: Final = delete(signs_of_life).where(_c.center_id == bindparam("center"), _c.at < bindparam("before"))
_ALL: Final = select(_c.subject, _c.version, _c.at).where(_c.center_id == bindparam("center"))


def keep(connection: Connection, center: str, signs: Iterable[SignRow]) -> None:
    """Add what was heard; the newer sign of a subject stays."""
    now = connection.execute(select(_NOW)).scalar_one()
    # In one order everywhere, so that no two processes wait for each other's rows.
    rows = [
        {"center_id": center, "subject": one.subject, "version": one.version, "at": now - one.age_ms}
        for one in sorted(signs, key=lambda one: one.subject)
    ]
    if rows:
        connection.execute(_keeping(), rows)
    connection.execute(_FORGET, {"center": center, "before": now - KEPT_MS})


def all_of(connection: Connection, center: str) -> list[SignRow]:
    """What any process has heard, with its age now."""
    now = connection.execute(select(_NOW)).scalar_one()
    rows = connection.execute(_ALL, {"center": center})
    return [SignRow(row.subject, row.version, max(0, now - row.at)) for row in rows]


@cache
def _keeping() -> Executable:
    """Built when it is first used: it is in PostgreSQL's words."""
    add = words_of("postgresql").insert(signs_of_life)
    statement: Executable = add.on_conflict_do_update(
        index_elements=["center_id", "subject"],
        set_={"at": add.excluded["at"], "version": add.excluded["version"]},
        # Another process may have heard it since.
        where=_c.at < add.excluded["at"],
    )
    return statement

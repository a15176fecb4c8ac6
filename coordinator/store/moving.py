"""A centre moved from its SQLite file to a PostgreSQL database, whole or not at all, and counted on both sides.

Places, lines of the audit and print jobs are numbered anew, for there the centres share the numbering: each by the same
step up, so that their order stays, and a board that is connected never sees its number go back.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select, text

from coordinator.store import ledger
from coordinator.store.copies import copied
from coordinator.store.database import Database, StoreError
from coordinator.store.postgresql import PostgresqlDatabase, take_time
from coordinator.store.schema import audit, centers, metadata, print_jobs, tickets
from coordinator.store.sums import Sums
from coordinator.store.tokens import OPERATOR
from coordinator.store.versions import open_database

GAP: Final = 1_000_000
"""So far beyond what the others have taken the range is laid that they take meanwhile."""
_ROWS_AT_ONCE: Final = 2000
_NUMBERED: Final = {"place": (tickets, "place"), "seq": (audit, "seq"), "job": (print_jobs, "seq")}
_STEPS: Final[Mapping[tuple[str, str], str]] = {
    ("tickets", "place"): "place",
    ("calls", "place"): "place",
    ("counters", "place"): "place",
    ("print_jobs", "place"): "place",
    ("audit", "place"): "place",
    ("audit", "seq"): "seq",
    ("calls", "seq"): "seq",
    ("print_jobs", "seq"): "job",
}
"""Which columns hold which of the numbers; `counters.takeback` holds some too, in its text."""

Steps = Mapping[str, int]


@dataclass(frozen=True)
class Moved:
    """`rows` by table; `newest_day` is null where no day ever began."""

    rows: Mapping[str, int]
    newest_day: str | None
    where: str


def move(source: Path, url: str, center: str, now: datetime, day: str) -> Moved:
    """Copy a centre into the database of `url`; the caller has seen to it that no one uses the file, which stays as it
    is. Raises `StoreError` or `OSError`, and has changed nothing then.
    """
    target = open_database(url)
    try:
        if not isinstance(target, PostgresqlDatabase):
            raise StoreError("the database to move to is no server's (accepted: postgresql://USER@HOST/NAME)")
        # A copy, so that the file need not be brought to this version's schema.
        with copied(source, source.parent) as (copy, contents):
            if center not in contents.centers:
                held = ", ".join(contents.centers) or "none"
                raise StoreError(f"{source}: the centre {center} is not in it (it holds: {held})")
            origin = open_database(f"sqlite:///{copy}")
            try:
                rows = _move(origin, target, center, now, day)
            finally:
                origin.close()
        return Moved(rows, contents.newest_day, target.name)
    finally:
        target.close()


def _move(
    origin: Database, target: PostgresqlDatabase, center: str, now: datetime, day: str
) -> dict[str, int]:
    with origin.read() as read:
        steps = _reserve(read, target, center)
        with target.write() as write:
            take_time(write)
            _refuse_if_there(write, center)
            rows = {
                table.name: _copy_table(read, write, table, center, steps) for table in metadata.sorted_tables
            }
            write.execute(text("ANALYZE"))
            detail = json.dumps({"rows": rows})
            values = {"center_id": center, "day": day, "at": round(now.timestamp() * 1000), "actor": OPERATOR}
            ledger.write_audit(write, {**values, "action": "database.moved", "detail": detail})
    return rows


def _reserve(read: Connection, target: PostgresqlDatabase, center: str) -> Steps:
    """Take a range of each numbering for good, before anything else is locked: the other centres go on meanwhile."""
    steps = {}
    with target.write() as write:
        target.await_migration(write)
        _refuse_if_there(write, center)
        for name, (table, column) in _NUMBERED.items():
            sequence = f"{table.name}_{column}_seq"
            taken = write.execute(text(f"SELECT last_value FROM {sequence}")).scalar_one()  # noqa: S608 ours
            mine = table.c.center_id == center
            newest = read.execute(select(func.max(table.c[column])).where(mine)).scalar() or 0
            steps[name] = taken + GAP
            write.execute(select(func.setval(sequence, taken + GAP + newest + 1)))
    return steps


def _refuse_if_there(write: Connection, center: str) -> None:
    if write.execute(select(centers.c.center_id).where(centers.c.center_id == center)).first():
        raise StoreError(f"the centre {center} is there already; nothing was changed")


def _copy_table(read: Connection, write: Connection, table: Table, center: str, steps: Steps) -> int:
    sums = Sums(table)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = write.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in _rows(read, table, center, steps):
            sums.add(row)
            copy.write_row(row)
    sums.check(write, center)
    return sums.rows


def _rows(read: Connection, table: Table, center: str, steps: Steps) -> Iterator[list[Any]]:
    """By their keys, each with the numbers that it has from now on."""
    names = [column.name for column in table.columns]
    shifts = {
        i: steps[_STEPS[table.name, name]] for i, name in enumerate(names) if (table.name, name) in _STEPS
    }
    takeback = names.index("takeback") if "takeback" in names else None
    statement = select(table).where(table.c.center_id == center).order_by(*table.primary_key)
    for found in read.execute(statement.execution_options(yield_per=_ROWS_AT_ONCE)):
        row = list(found)
        for i, step in shifts.items():
            if row[i] is not None:
                row[i] += step
        if takeback is not None and row[takeback] is not None:
            row[takeback] = _shift_takeback(row[takeback], steps)
        yield row


def _shift_takeback(kept: str, steps: Steps) -> str:
    """As `queue.takeback.LastCall` is kept."""
    last = json.loads(kept)
    last["seq"] += steps["seq"]
    for name in ("called", "finished"):
        if last[name] is not None:
            last[name] += steps["place"]
    return json.dumps(last)

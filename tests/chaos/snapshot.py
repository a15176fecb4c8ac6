"""The database as it lies: its rows, and whether it is whole by its own judgement; for SQLite and PostgreSQL alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Table, select, text

from coordinator.store import schema
from coordinator.store.database import connect

Row = Mapping[str, Any]
_TABLES: Final = {
    "tickets": (schema.tickets, "place"),
    "counters": (schema.counters, "counter"),
    "calls": (schema.calls, "seq"),
    "jobs": (schema.print_jobs, "seq"),
    "audit": (schema.audit, "seq"),
    "sequences": (schema.sequences, "day"),
    "replies": (schema.replies, "key"),
}


@dataclass(frozen=True)
class Snapshot:
    """Rows by column, in the order of their key. `damage` is what the database finds wrong with itself."""

    tickets: list[Row] = field(default_factory=list)
    counters: list[Row] = field(default_factory=list)
    calls: list[Row] = field(default_factory=list)
    jobs: list[Row] = field(default_factory=list)
    audit: list[Row] = field(default_factory=list)
    sequences: list[Row] = field(default_factory=list)
    replies: list[Row] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)


def take_snapshot(url: str, center: str) -> Snapshot:
    """One consistent look; a file that a power cut left is recovered by the engine, as at a start."""
    database = connect(url)
    try:
        with database.read() as connection:
            rows = {name: _rows(connection, *where, center) for name, where in _TABLES.items()}
            return Snapshot(**rows, damage=_damage(connection))
    finally:
        database.close()


def _rows(connection: Connection, table: Table, order: str, center: str) -> list[Row]:
    statement = select(table).where(table.c.center_id == center).order_by(table.c[order])
    return [dict(row) for row in connection.execute(statement).mappings()]


def _damage(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    integrity = connection.execute(text("PRAGMA integrity_check")).scalars()
    orphans = connection.execute(text("PRAGMA foreign_key_check"))
    return [said for said in integrity if said != "ok"] + [f"no row for {tuple(row)}" for row in orphans]

"""A database put back in the place of the one that is there, without giving any number out twice.

What was issued after the copy was taken is gone from the database, but not from the citizens' hands: the
restored database counts on from where the replaced one stood, as far as that can still be read.
"""

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from coordinator.store import ledger
from coordinator.store.copies import Contents, beside, copied, open_readonly, sync
from coordinator.store.database import StoreError
from coordinator.store.tokens import OPERATOR
from coordinator.store.versions import open_database
from runtime.owners import give_to_folders_owner

WAIT_SECONDS: Final = 5.0
_MODE: Final = 0o640


@dataclass(frozen=True)
class Restored:
    """`kept` is where the replaced database lies now, null where there was none.

    `unread` says why its numbers could not be read, empty where they could.
    """

    contents: Contents
    kept: Path | None
    unread: str


@dataclass(frozen=True)
class _Counted:
    """How far a database has counted: the days' numbers, and the rows of each table."""

    numbers: list[tuple[str, str, str, int]] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)


def restore(source: Path, database: Path, center: str, now: datetime, day: str) -> Restored:
    """Put a copy of `source` in the place of `database`; the caller has seen to it that no one uses that.

    Raises `StoreError` or `OSError`, and has changed nothing then.
    """
    with copied(source, database.parent) as (copy, contents):
        if contents.centers and center not in contents.centers:
            held = ", ".join(contents.centers)
            raise StoreError(f"{source}: it is another centre's (accepted: {center}; it holds {held})")
        counted, unread = _read_counted(database)
        _count_on(copy, counted, center, now, day)
        _adopt(copy)
        kept = _set_aside(database, f"{now:%Y%m%d-%H%M%S}") if database.exists() else None
        copy.replace(database)
        sync(database.parent)
    return Restored(contents, kept, unread)


def _read_counted(database: Path) -> tuple[_Counted, str]:
    if not database.exists():
        return _Counted(), ""
    try:
        with closing(open_readonly(database)) as connection:
            numbers = connection.execute("SELECT center_id, day, prefix, last FROM sequences").fetchall()
            rows = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
    except sqlite3.Error as error:
        return _Counted(), str(error)
    return _Counted(numbers, rows), ""


def _count_on(copy: Path, counted: _Counted, center: str, now: datetime, day: str) -> None:
    """Bring the copy to the newest schema, let it count on, and write into its audit what was done."""
    opened = open_database(f"sqlite:///{copy}")
    try:
        with opened.write() as connection:
            for numbers in counted.numbers:
                _raise_number(connection, *numbers)
            for table, seq in counted.rows:
                _raise_row(connection, table, seq)
            _audit(connection, center, now, day)
    finally:
        opened.close()
    sync(copy)


def _raise_number(connection: Connection, center: str, day: str, prefix: str, last: int) -> None:
    statement = text(
        "INSERT INTO sequences (center_id, day, prefix, last) VALUES (:center, :day, :prefix, :last)"
        " ON CONFLICT DO UPDATE SET last = max(last, excluded.last)"
    )
    connection.execute(statement, {"center": center, "day": day, "prefix": prefix, "last": last})


def _raise_row(connection: Connection, table: str, seq: int) -> None:
    values = {"table": table, "seq": seq}
    raised = connection.execute(
        text("UPDATE sqlite_sequence SET seq = max(seq, :seq) WHERE name = :table"), values
    )
    if raised.rowcount == 0:
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :seq)"), values)


def _audit(connection: Connection, center: str, now: datetime, day: str) -> None:
    values = {
        "center_id": center,
        "day": day,
        "at": round(now.timestamp() * 1000),
        "actor": OPERATOR,
        "action": "database.restored",
        "detail": json.dumps({}),
    }
    ledger.write_audit(connection, values)


def _adopt(copy: Path) -> None:
    copy.chmod(_MODE)
    descriptor = os.open(copy, os.O_RDONLY | os.O_CLOEXEC)
    try:
        give_to_folders_owner(descriptor, copy.parent)
    finally:
        os.close(descriptor)


def _set_aside(database: Path, mark: str) -> Path:
    """Keep what is there under a name of its own; `database` itself stays until it is replaced."""
    kept = database.with_name(f"{database.name}.replaced-{mark}")
    _fold(database)
    os.link(database, kept)
    # What could not be folded must not be taken for the new database's own: it would be written into it.
    for part, kept_part in zip(beside(database)[1:], beside(kept)[1:], strict=True):
        if part.exists():
            part.rename(kept_part)
    sync(database.parent)
    return kept


def _fold(database: Path) -> None:
    """Bring everything into the one file; `StoreError` where another program has it open."""
    try:
        with closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(f"{database} is in use: end the program that has it open") from error
        # A damaged database is what a restore is for: its parts are kept as they are.

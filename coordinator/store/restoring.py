"""A database put back in the place of the one that is there, without giving any number out twice.

What was issued after the copy was taken is gone from the database, but not from the citizens' hands: the
restored database counts on from where the replaced one stood, as far as that can still be read. Where that cannot be
known, as on a new card, whoever restores is told so, and can say how far today's papers have come.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from coordinator.queue.numbers import number_label
from coordinator.store import ledger
from coordinator.store.copies import Contents, beside, copied, open_readonly, sync
from coordinator.store.database import StoreError
from coordinator.store.descent import RESTORED, Line, knows_all_since, newest_line, restored_detail
from coordinator.store.tokens import OPERATOR
from coordinator.store.versions import open_database
from runtime.owners import give_to_folders_owner

WAIT_SECONDS: Final = 5.0
_MODE: Final = 0o640


@dataclass(frozen=True)
class Wanted:
    """Whose database is put back, and when. `after` is a number that no paper of today goes beyond, null if unsaid."""

    center: str
    prefixes: tuple[str, ...]
    now: datetime
    day: str
    after: int | None = None


@dataclass(frozen=True)
class Restored:
    """`kept` is where the replaced database lies now, null where there was none.

    `newest_ms` is when the newest line of the copy's audit was written. `doubt` says why numbers that were given after
    it may not be known, empty where they are. `next_numbers` are those of `day`, a label for each prefix.
    """

    contents: Contents
    kept: Path | None
    newest_ms: int | None
    doubt: str
    day: str
    next_numbers: tuple[str, ...]


@dataclass(frozen=True)
class _Counted:
    """How far a database has counted: the days' numbers, and the rows of each table; and why that may not be all."""

    doubt: str
    numbers: list[tuple[str, str, str, int]] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)


def restore(source: Path, database: Path, wanted: Wanted) -> Restored:
    """Put a copy of `source` in the place of `database`; the caller has seen to it that no one uses that.

    Raises `StoreError` or `OSError`, and has changed nothing then.
    """
    with copied(source, database.parent) as (copy, contents):
        if contents.centers and wanted.center not in contents.centers:
            held = ", ".join(contents.centers)
            raise StoreError(f"{source}: it is another centre's (accepted: {wanted.center}; it holds {held})")
        with closing(open_readonly(copy)) as connection:
            newest = newest_line(connection)
        # A clock that nothing has set may stand before the running day, which goes on then.
        day = max(wanted.day, contents.newest_day or "")
        counted = _read_counted(database, newest, day)
        next_numbers = _count_on(copy, counted, wanted, day)
        _adopt(copy)
        kept = _set_aside(database, f"{wanted.now:%Y%m%d-%H%M%S}") if database.exists() else None
        copy.replace(database)
        sync(database.parent)
    return Restored(contents, kept, newest.at if newest else None, counted.doubt, day, next_numbers)


def _read_counted(database: Path, newest: Line | None, day: str) -> _Counted:
    if not database.exists():
        return _Counted("there were no records here")
    try:
        with closing(open_readonly(database)) as connection:
            numbers = connection.execute("SELECT center_id, day, prefix, last FROM sequences").fetchall()
            rows = connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall()
            is_known = knows_all_since(newest, connection, day)
    except (sqlite3.Error, ValueError) as error:
        return _Counted(f"the replaced records cannot be read ({error})")
    return _Counted("" if is_known else "the replaced records do not go on from the copy", numbers, rows)


def _count_on(copy: Path, counted: _Counted, wanted: Wanted, day: str) -> tuple[str, ...]:
    """Bring the copy to the newest schema, let it count on, and write that into its audit; gives its next numbers."""
    opened = open_database(f"sqlite:///{copy}")
    try:
        with opened.write() as connection:
            for numbers in counted.numbers:
                _raise_number(connection, *numbers)
            for prefix in wanted.prefixes if wanted.after is not None else ():
                _raise_number(connection, wanted.center, day, prefix, wanted.after or 0)
            for table, seq in counted.rows:
                _raise_row(connection, table, seq)
            _audit(connection, wanted, day, knows_numbers=wanted.after is not None or not counted.doubt)
            next_numbers = tuple(_next_numbers(connection, wanted, day))
    finally:
        opened.close()
    sync(copy)
    return next_numbers


def _next_numbers(connection: Connection, wanted: Wanted, day: str) -> Iterator[str]:
    query = text("SELECT prefix, last FROM sequences WHERE center_id = :center AND day = :day")
    rows = connection.execute(query, {"center": wanted.center, "day": day})
    last = {row.prefix: int(row.last) for row in rows}
    for prefix in wanted.prefixes:
        yield number_label(prefix, last.get(prefix, 0) + 1)


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


def _audit(connection: Connection, wanted: Wanted, day: str, *, knows_numbers: bool) -> None:
    values = {
        "center_id": wanted.center,
        "day": day,
        "at": round(wanted.now.timestamp() * 1000),
        "actor": OPERATOR,
        "action": RESTORED,
        "detail": restored_detail(knows_numbers=knows_numbers),
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
    kept = _free_name(database, mark)
    _fold(database)
    os.link(database, kept)
    # What could not be folded must not be taken for the new database's own: it would be written into it.
    for part, kept_part in zip(beside(database)[1:], beside(kept)[1:], strict=True):
        if part.exists():
            part.rename(kept_part)
    sync(database.parent)
    return kept


def _free_name(database: Path, mark: str) -> Path:
    """Two restores may fall into one second."""
    suffixes = chain([""], (f"-{n}" for n in count(2)))
    names = (f"{database.name}.replaced-{mark}{suffix}" for suffix in suffixes)
    return next(path for path in map(database.with_name, names) if not path.exists())


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

"""A centre's records copied from a server into an SQLite file: what every night leaves behind, whatever keeps them.

Such a copy is as good as that of a file: `motcua restore` judges it and puts it back, here or on a machine of its own,
and `motcua migrate-to` takes it to a server again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, select

from coordinator.store.copies import Contents, inspect, part_in, sync
from coordinator.store.database import StoreError, connect
from coordinator.store.postgresql import PostgresqlDatabase, take_time
from coordinator.store.schema import centers, metadata
from coordinator.store.sums import Sums
from coordinator.store.versions import NEWEST, open_database, version_of

_NAME: Final = "motcua.db"
_ROWS_AT_ONCE: Final = 2000


@contextmanager
def fetched(url: str, center: str, folder: Path) -> Iterator[tuple[Path, Contents]]:
    """A whole, checked copy in one file of `folder`, as `coordinator.store.copies.copied` makes one of a file: of one
    instant, while everyone works. Raises `StoreError` or `OSError`.
    """
    origin = connect(url)
    try:
        if not isinstance(origin, PostgresqlDatabase):
            raise StoreError("the database is no server's (accepted: postgresql://USER@HOST/NAME)")
        with part_in(folder, _NAME) as copy:
            _fill(origin, center, copy)
            contents = _finish(copy)
            sync(copy)
            yield copy, contents
    finally:
        origin.close()


def _fill(origin: PostgresqlDatabase, center: str, copy: Path) -> None:
    target = open_database(f"sqlite:///{copy}")
    try:
        with origin.read() as read:
            take_time(read)
            _check(read, center, origin.name)
            with target.write() as write:
                for table in metadata.sorted_tables:
                    _copy_table(read, write, table, center)
    finally:
        target.close()


def _check(read: Connection, center: str, name: str) -> None:
    version = version_of(read)
    if version != NEWEST:
        raise StoreError(
            f"{name}: its schema is {version or 'not made yet'}, and this version copies {NEWEST} alone: "
            "start the coordinator of this version first"
        )
    if read.execute(select(centers.c.center_id).where(centers.c.center_id == center)).first() is None:
        raise StoreError(f"{name}: the centre {center} is not in it")


def _copy_table(read: Connection, write: Connection, table: Table, center: str) -> None:
    """With the numbers that its rows have."""
    sums = Sums(table)
    names = [column.name for column in table.columns]
    rows = select(table).where(table.c.center_id == center).order_by(*table.primary_key)
    for some in read.execute(rows.execution_options(yield_per=_ROWS_AT_ONCE)).partitions():
        values: list[dict[str, Any]] = []
        for row in some:
            sums.add(row)
            values.append(dict(zip(names, row, strict=True)))
        write.execute(insert(table), values)
    sums.check(write, center)


def _finish(copy: Path) -> Contents:
    try:
        with closing(sqlite3.connect(copy)) as connection:
            # One file that needs nothing beside it.
            connection.execute("PRAGMA journal_mode=DELETE")
        return inspect(copy)
    except sqlite3.Error as error:
        raise StoreError(f"{copy}: {error}") from error

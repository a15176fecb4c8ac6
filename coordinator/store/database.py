"""One database, opened for the life of a process: one writer at a time, many readers.

SQLite runs in WAL with `synchronous=FULL`: a commit is on the disk before it is answered. Writers take
turns at a lock of our own, since SQLite's busy handler polls and is not fair.
"""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS: Final = 10_000
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA journal_size_limit=8388608",
)

log = logging.getLogger(__name__)


class StoreError(RuntimeError):
    """The database cannot be opened, read or written; the message says why."""


class Database:
    """`write` and `read` give a connection inside a transaction; both raise `StoreError` for its failures."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = threading.Lock()
        self._writer: Connection | None = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write from its start; committed at the end, undone by an exception."""
        with self._turn, _naming_failures():
            connection = self._writer = self._writer or self._open_writer()
            try:
                with connection.begin():
                    yield connection
            except SQLAlchemyError:
                self._drop_writer()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for several statements."""
        with _naming_failures(), self.engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Safe to do twice."""
        with self._turn:
            self._drop_writer()
            self.engine.dispose()

    def _open_writer(self) -> Connection:
        return self.engine.connect().execution_options(writes=True)

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()


def connect(url: str) -> Database:
    """Open without looking at the schema; `coordinator.store.versions` does that. The folder must exist."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return Database(create_engine(parsed, pool_size=16, max_overflow=64, pool_pre_ping=True))
    if parsed.database and not Path(parsed.database).parent.is_dir():
        raise StoreError(
            f"the database's folder {Path(parsed.database).parent} does not exist: create it, or name another"
        )
    engine = create_engine(
        parsed,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        pool_size=16,
        max_overflow=256,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # pysqlite's own transaction control would begin too late, and never immediately.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


@contextmanager
def _naming_failures() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # The driver's words alone: SQLAlchemy's repeat the statement with its values, some of them secret.
        raise StoreError(f"the database failed: {error.orig}") from error
    except PoolTimeoutError as error:
        raise StoreError("the database failed: too many requests wait for it") from error

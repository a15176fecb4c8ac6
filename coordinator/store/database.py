"""One database, opened for the life of a process: the writers of a centre take turns, readers wait for nobody.

SQLite runs in WAL with `synchronous=FULL`: a commit is on the disk before it is answered. Writers take
turns at a lock of our own, since SQLite's busy handler polls and is not fair. PostgreSQL, where many processes
and many centres share a database, is in `coordinator.store.postgresql`, which is loaded only where it is used.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MS: Final = 10_000
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA journal_size_limit=8388608",
    # KiB a connection, enough for a day's lanes: 2 MB in each of the pool would fill up over weeks for nothing.
    "PRAGMA cache_size=-512",
)

log = logging.getLogger(__name__)


class StoreError(RuntimeError):
    """The database cannot be opened, read or written; the message says why."""


class Unreached(StoreError):
    """The server that keeps the database does not answer, or ended the connection; it may come back."""


class NoUrl(StoreError):
    """What the settings say is no database's address."""


class FilePlace:
    """Where an SQLite file was when this was made.

    SQLite goes on writing into a file that was moved or deleted under it, and says nothing; what is answered then is
    lost.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity = _identity(path)

    def check(self) -> None:
        """Raises `StoreError` where the path leads to another file than at first, or to none. One stat(2)."""
        try:
            identity = _identity(self.path)
        except FileNotFoundError as error:
            raise StoreError(f"the database failed: {self.path} was moved or removed") from error
        except OSError as error:
            raise StoreError(f"the database failed: {self.path}: {error.strerror}") from error
        if identity != self._identity:
            raise StoreError(
                f"the database failed: another file stands in the place of {self.path}; it was moved"
            )


class News(Protocol):
    """What tells the processes that share a database of one another's commits."""

    def subscribe(self, center: str, on_news: Callable[[], None]) -> Callable[[], None]:
        """Call `on_news`, on a thread of its own, when another process has committed something of this centre, or may
        have; gives what ends that.
        """

    def tell(self, center: str) -> None:
        """Something of this centre was committed here; costs nothing."""


class Database:
    """`write` and `read` give a connection inside a transaction; both raise `StoreError` for its failures.

    This is SQLite's: one process, one writer. `is_shared`: other processes may serve the same centre.
    """

    is_shared = False

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._turn = threading.Lock()
        self._writer: Connection | None = None
        self._place: FilePlace | None = None

    @property
    def name(self) -> str:
        """As messages call it; without the password."""
        return str(self.engine.url.database)

    @contextmanager
    def write(self, center: str | None = None) -> Iterator[Connection]:  # noqa: ARG002 here one turn serves all
        """A transaction that may write from its start; committed at the end, undone by an exception.

        `center`: whose turn it is. Its other writers, wherever they are, wait until this one has ended, so that what
        is read here is the newest there is, and its lines of the audit are numbered as they are committed. Only what
        is of no centre, or new in its table and looked at by nobody, goes without.
        """
        with self._turn, naming_failures():
            connection = self._writer = self._writer or self._open_writer()
            try:
                with connection.begin():
                    _begin(connection, "BEGIN IMMEDIATE")
                    yield connection
                    if self._place is not None:
                        self._place.check()
            except (SQLAlchemyError, sqlite3.Error):
                self._drop_writer()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view for several statements."""
        with naming_failures(), self.engine.connect() as connection, connection.begin():
            _begin(connection, "BEGIN")
            yield connection

    @contextmanager
    def alone(self, _task: str) -> Iterator[bool]:
        """Whether no other process is at this task; none begins it meanwhile."""
        yield True

    def await_migration(self, connection: Connection) -> None:
        """Wait until nobody else changes the schema; nobody does until this transaction ends."""

    @property
    def news(self) -> News | None:
        """Null where no other process shares the database."""
        return None

    def check_place(self) -> None:
        """Raises `StoreError` where no database could be made or found, for there is not even a folder for it."""
        path = self.engine.url.database
        if path and not Path(path).parent.is_dir():
            raise StoreError(
                f"the database's folder {Path(path).parent} does not exist: create it, or name another"
            )

    def let_go(self) -> None:
        """Close what is open; whoever reads or writes next opens what is there by then."""
        with self._turn:
            self._drop_writer()
            self._place = None
            self.engine.dispose()

    def close(self) -> None:
        """Safe to do twice."""
        self.let_go()

    def _open_writer(self) -> Connection:
        writer = self.engine.connect()
        if self._place is None and self.engine.url.database:
            self._place = FilePlace(Path(self.engine.url.database))
        return writer

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()


def connect(url: str) -> Database:
    """Without opening anything yet; `coordinator.store.versions` looks at the place and at the schema.

    Raises `StoreError` for what is wrong however often it is tried.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # Without the text itself, which may hold a password.
        raise NoUrl(
            "[coordinator] database is no URL that can be read (accepted: as in docs/configuration.md)"
        ) from error
    if parsed.get_backend_name() == "postgresql":
        return _connect_server(parsed)
    return _connect_sqlite(parsed)


def _connect_server(parsed: URL) -> Database:
    try:
        from coordinator.store.postgresql import connect_postgresql  # noqa: PLC0415 see the module's docstring

        return connect_postgresql(parsed)
    except ImportError as error:
        raise StoreError(
            f"PostgreSQL's driver cannot be loaded ({error}): pip install 'psycopg[binary]'"
        ) from error


def _connect_sqlite(parsed: URL) -> Database:
    engine = create_engine(
        parsed,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        # The writer's and three more: a rush has two to four busy at once. What is kept of each, its schema, statements
        # and pages, is some 270 KB; one more is opened for a moment in half a millisecond.
        pool_size=4,
        max_overflow=256,
        # The one used last: the others' caches stay as empty as they are.
        pool_use_lifo=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return Database(engine)


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # pysqlite's own transaction control would begin too late, and never immediately.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection, words: str) -> None:
    """By the driver, not as an event of the engine: each statement would ask then who listens to it."""
    driver: Any = connection.connection.driver_connection
    driver.execute(words)


@contextmanager
def naming_failures() -> Iterator[None]:
    """Let what the database or its driver says be a `StoreError`."""
    try:
        yield
    except DBAPIError as error:
        if _is_lost(error):
            raise Unreached(f"the database is not reached: {_words_of(error)}") from error
        raise StoreError(f"the database failed: {_words_of(error)}") from error
    except sqlite3.Error as error:
        raise StoreError(f"the database failed: {error}") from error
    except PoolTimeoutError as error:
        raise StoreError("the database failed: too many requests wait for it") from error


def _is_lost(error: DBAPIError) -> bool:
    """Whether the server said nothing of it: it was not there, or it is gone."""
    never_came = isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") is None
    return error.connection_invalidated or never_came


def _words_of(error: DBAPIError) -> str:
    """The driver's words alone: SQLAlchemy's repeat the statement with its values, some of them secret."""
    # What PostgreSQL adds in further lines, DETAIL and HINT, repeats values too.
    diagnosis = getattr(error.orig, "diag", None)
    return getattr(diagnosis, "message_primary", None) or " ".join(str(error.orig).split())


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino

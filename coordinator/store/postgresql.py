"""PostgreSQL: many processes, on one machine or several, over one database with many centres in it.

Commands of one centre take turns at its row, which each locks before it looks at anything; those of different centres
pass one another by. Whatever a command reads after that is the newest there is, and the audit's numbers, although all
centres draw them from one sequence, are in each centre the order of its commits.
"""

import select
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import URL, Connection, Engine, bindparam, create_engine, event, func, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from coordinator.store import patience
from coordinator.store.database import Database, News, StoreError, naming_failures
from coordinator.store.news import PostgresqlNews
from coordinator.store.schema import centers

POOL_CONNECTIONS: Final = 8
MOST_CONNECTIONS: Final = 20
"""Of one process: Debian's server takes a hundred in all."""
WAIT_SECONDS: Final = 10
"""For a turn, a lock or a connection: whoever asked was told by then to ask again."""
# Short of the patience that we have with a server that says nothing (`coordinator.store.patience`).
_STATEMENT_SECONDS: Final = 12
# A process that stands still holding a centre's row is cut off before people notice much of it.
_IDLE_SECONDS: Final = 15
_MIGRATION_SECONDS: Final = 600
_MIGRATION_LOCK: Final = 0x6D6F74637561  # "motcua"

_SERVER_OPTIONS: Final = {
    # Answered means on the disk, whatever the server's own default is.
    "synchronous_commit": "on",
    "lock_timeout": f"{WAIT_SECONDS}s",
    "statement_timeout": f"{_STATEMENT_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{_IDLE_SECONDS}s",
}
_CONNECTION_OPTIONS: Final = {
    "application_name": "motcua",
    "client_encoding": "utf8",
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    # Milliseconds: a machine that lost its power never acknowledges what was sent to it.
    "tcp_user_timeout": f"{WAIT_SECONDS * 1000}",
}

_LOCK_CENTER: Final = (
    sqlalchemy.select(centers.c.center_id).where(centers.c.center_id == bindparam("center")).with_for_update()
)
_TRY_ALONE: Final = sqlalchemy.select(
    func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("task"), 0))
)


class PostgresqlDatabase(Database):
    """As `Database`; each transaction has a connection of its own."""

    is_shared = True

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._opening = threading.Lock()
        self._news: PostgresqlNews | None = None
        # Whoever waits in this process for a centre's row waits here, and holds no connection meanwhile.
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @property
    def name(self) -> str:
        url = self.engine.url
        return f"the database {url.database} at {url.host or url.query.get('host', 'this machine')}"

    @contextmanager
    def write(self, center: str | None = None) -> Iterator[Connection]:
        with self._turn_of(center), naming_failures(), self.engine.begin() as connection:
            if center is not None:
                # A statement of its own: one that waited sees the locked row as it is now, but all else as it was.
                connection.execute(_LOCK_CENTER, {"center": center})
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with naming_failures(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def alone(self, task: str) -> Iterator[bool]:
        with naming_failures(), self.engine.begin() as connection:
            yield bool(connection.execute(_TRY_ALONE, {"task": task}).scalar_one())

    def await_migration(self, connection: Connection) -> None:
        take_time(connection)
        connection.execute(sqlalchemy.select(func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        _check_encoding(connection)

    @property
    def news(self) -> News:
        """Begun when it is first asked for: most commands are over before anybody listens."""
        with self._opening:
            self._news = self._news or PostgresqlNews(self.engine)
            return self._news

    def check_place(self) -> None:
        """The server has a place for it."""

    def let_go(self) -> None:
        self.engine.dispose()

    def close(self) -> None:
        with self._opening:
            if self._news is not None:
                self._news.close()
        self.let_go()

    @contextmanager
    def _turn_of(self, center: str | None) -> Iterator[None]:
        if center is None:
            yield
            return
        turn = self._turns[center]
        if not turn.acquire(timeout=WAIT_SECONDS):
            raise StoreError(f"the database failed: other commands have waited for it for {WAIT_SECONDS} s")
        try:
            yield
        finally:
            turn.release()


def connect_postgresql(url: URL) -> PostgresqlDatabase:
    """Open without connecting; what the URL's own query says goes before our options of a connection."""
    query = dict(url.query)
    given = query.pop("options", "")
    options = " ".join(f"-c {name}={value}" for name, value in _SERVER_OPTIONS.items())
    engine = create_engine(
        url.set(drivername="postgresql+psycopg", query={**_CONNECTION_OPTIONS, **query}),
        connect_args={"options": f"{options} {given}".rstrip()},
        isolation_level="READ COMMITTED",
        pool_size=POOL_CONNECTIONS,
        max_overflow=MOST_CONNECTIONS - POOL_CONNECTIONS,
        pool_timeout=WAIT_SECONDS,
        pool_use_lifo=True,
        use_native_hstore=False,
    )
    event.listen(engine, "do_connect", _connect_patiently)
    event.listen(engine, "connect", _take_every_text)
    event.listen(engine, "checkout", _refuse_dead)
    event.listen(engine, "checkout", _lose_patience_again)
    return PostgresqlDatabase(engine)


def take_time(connection: Connection) -> None:
    """Let this transaction last: it is none of those that people wait for."""
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        connection.execute(text(f"SET LOCAL {name} = 0"))
    connection.execute(text(f"SET LOCAL lock_timeout = '{_MIGRATION_SECONDS}s'"))
    driver: Any = connection.connection.driver_connection
    driver.patience_seconds = None


class _Text(StrDumperUnknown):
    """A text may hold U+0000 for Unicode and for SQLite, and never for PostgreSQL: another sign stands in its place."""

    def dump(self, obj: str) -> Any:  # noqa: ANN401 as the driver has it
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}") if "\0" in obj else obj)


def _connect_patiently(
    _dialect: object, _entry: object, arguments: tuple[Any, ...], named: dict[str, Any]
) -> patience.PatientConnection:
    return patience.PatientConnection.connect(*arguments, **named)


def _lose_patience_again(connection: Any, _entry: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 the driver's
    """Whoever had it last may have taken time."""
    connection.patience_seconds = patience.SILENT_SECONDS


def _take_every_text(connection: Any, _entry: ConnectionPoolEntry) -> None:  # noqa: ANN401 the driver's
    connection.adapters.register_dumper(str, _Text)


def _refuse_dead(
    connection: Any,  # noqa: ANN401 the driver's
    _entry: ConnectionPoolEntry,
    _proxy: object,
) -> None:
    """Let the pool make a new connection in the place of one that the server has ended meanwhile.

    A server that goes says so and hangs up, which can be seen without asking it anything: on a connection that nobody
    uses there is nothing to be read.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        raise DisconnectionError("the server has ended this connection")


def _check_encoding(connection: Connection) -> None:
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise StoreError(f"its encoding is {encoding}: make it anew with ENCODING 'UTF8' TEMPLATE template0")

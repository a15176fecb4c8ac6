"""A PostgreSQL server of the tests' own, from Debian's package: on a free port of the loopback, in a folder of its own.

PostgreSQL refuses to run as root; where the tests do, it runs as the user that its package made.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

SECONDS: Final = 60.0
ROLE: Final = "motcua"
"""Whom the coordinator signs in as: owns its databases, and is nobody else's master."""
_ADMINISTRATOR: Final = "postgres"
_CAREFREE: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}
_TABLES: Final = (
    b"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)
_SEQUENCES: Final = b"SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
_SETTINGS: Final = {"listen_addresses": "127.0.0.1", "max_connections": "400", "shared_buffers": "64MB"}


def programs() -> Path | None:
    """The folder of the newest server that is installed; null where none is."""
    found = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    return max((path.parent for path in found), key=lambda path: float(path.parent.name), default=None)


def require_postgres() -> Path:
    """The server's programs; skips the test where they are missing, and fails it where they must not be."""
    found = programs()
    if found is None:
        missing = "PostgreSQL is missing: apt-get install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


class Postgres:
    """A server that runs until `stop` or `kill`, and again after `start`, on the same port with the same data.

    `is_durable`: commits wait for the disk, as in earnest; without, it is quick and survives no power cut. `more` are
    settings of postgresql.conf.
    """

    def __init__(self, folder: Path, *, is_durable: bool = False, **more: str) -> None:
        self.folder = folder
        self.port = _free_port()
        self.password = secrets.token_hex(8)
        self._programs = require_postgres()
        self._settings = {**_SETTINGS, **({} if is_durable else _CAREFREE), **more}
        self._server: subprocess.Popen[bytes] | None = None
        self._make()

    def url(self, database: str = ROLE) -> str:
        """How the coordinator reaches a database: over TCP, by password."""
        return f"postgresql://{ROLE}:{self.password}@127.0.0.1:{self.port}/{database}"

    def socket_url(self, database: str = ROLE) -> str:
        """The same over the Unix socket, where no password is asked for: a connection costs less."""
        return f"postgresql://{ROLE}@/{database}?host={self.folder}&port={self.port}"

    def start(self) -> None:
        """Until it answers."""
        assert self._server is None, "it runs already"
        settings = {**self._settings, "port": str(self.port), "unix_socket_directories": str(self.folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            # Not by pg_ctl: a child of ours is ended and waited for by its id.
            self._server = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **_not_root(),
            )
        self._wait_until_it_answers()

    def stop(self) -> None:
        """In order; every connection is cut. Safe to do twice."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """At once, as after a power cut: the next start recovers from the log. Safe to do twice."""
        self._end(signal.SIGQUIT)

    def restart(self, *, crashing: bool = False) -> None:
        if crashing:
            self.crash()
        else:
            self.stop()
        self.start()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every process of it stands still: nothing is refused, and nothing answered."""
        # The first makes no more of the others; of those, some may just have come to their end.
        processes = self._processes()
        for pid in processes:
            _send(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in processes:
                _send(pid, signal.SIGCONT)

    def cut_connections(self, database: str = ROLE) -> None:
        """End the coordinator's connections to a database, as an administrator does."""
        # In milliseconds: it gives its rows once each has ended.
        self.execute(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE datname = %s AND usename = %s",
            database,
            ROLE,
        )

    def create(self, database: str = ROLE, template: str = "template0") -> str:
        """A database that belongs to the coordinator's role; gives its URL."""
        self.execute(f'CREATE DATABASE "{database}" OWNER {ROLE} TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Whoever still uses it is cut off."""
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def execute(self, statement: str, *values: object, database: str = "postgres") -> list[tuple[Any, ...]]:
        """As the administrator; gives the rows, if there are any."""
        with self.administrator(database) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def administrator(self, database: str) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection that may do anything, each statement a transaction of its own."""
        return psycopg.connect(
            host=str(self.folder), port=self.port, user=_ADMINISTRATOR, dbname=database, autocommit=True
        )

    @property
    def log(self) -> str:
        """What it said."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _make(self) -> None:
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            user = pwd.getpwnam(_ADMINISTRATOR)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        # A collation that orders unlike bytes: what relies on the order of bytes must say so itself.
        options = "--no-sync --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=vi-VN"
        auth = ["--auth-local=trust", "--auth-host=scram-sha-256", f"--username={_ADMINISTRATOR}"]
        made = subprocess.run(
            [self._programs / "initdb", "-D", self._data, *options.split(), *auth],
            capture_output=True,
            text=True,
            check=False,
            **_not_root(),
        )
        assert made.returncode == 0, made.stderr
        try:
            self.start()
            self.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD '{self.password}'")
        except BaseException:
            self.stop()
            raise

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + SECONDS
        while not self._answers():
            assert self._server is not None
            assert self._server.poll() is None, f"the server ended:\n{self.log}"
            assert time.monotonic() < deadline, f"it does not answer:\n{self.log}"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            self.administrator("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _end(self, number: signal.Signals) -> None:
        if self._server is not None:
            self._server.send_signal(number)
            self._server.wait(SECONDS)
            self._server = None

    def _processes(self) -> list[int]:
        assert self._server is not None
        pid = self._server.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return [pid, *map(int, children)]


class EmptiedDatabase:
    """A database that is made once and emptied for each test, which costs less than another. `make` makes the tables
    in the database of a URL.
    """

    def __init__(self, server: Postgres, make: Callable[[str], None], database: str = ROLE) -> None:
        self.url = server.socket_url(database)
        make(self.url)
        self._connection = server.administrator(database)
        tables = [str(row[0]) for row in self._connection.execute(_TABLES).fetchall()]
        numbered = [str(row[0]) for row in self._connection.execute(_SEQUENCES).fetchall()]
        # As a replica, which takes what it is given: the audit's own trigger would refuse, and keys be looked up.
        self._emptying = ";".join(
            (
                "SET session_replication_role = replica",
                "SET lock_timeout = '20s'",
                *(f'DELETE FROM "{table}"' for table in tables),  # noqa: S608 names of our own
                *(f"SELECT setval('{sequence}', 1, false)" for sequence in numbered),
            )
        ).encode()

    def empty(self) -> str:
        """As after its making; gives the URL. Whoever used it must have closed it."""
        self._connection.execute(self._emptying)
        return self.url

    def close(self) -> None:
        self._connection.close()


@contextmanager
def a_postgres(*, is_durable: bool = False, **more: str) -> Iterator[Postgres]:
    """A server with the role and an empty database, both `motcua`; gone at the end."""
    require_postgres()
    # Not in pytest's folder: the path of a socket may have 107 bytes, and that folder is root's alone.
    folder = Path(tempfile.mkdtemp(prefix="motcua-pg-"))
    try:
        server = Postgres(folder, is_durable=is_durable, **more)
        try:
            server.create()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _not_root() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(_ADMINISTRATOR)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

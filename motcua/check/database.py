"""The database's part of the check: there, whole, of a version that this one reads, on a disk with room."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from alembic.script import ScriptDirectory
from alembic.util import CommandError

import coordinator
from config import Settings
from coordinator.store.database import StoreError, connect
from coordinator.store.versions import version_of
from motcua.check.finding import Finding, fault, note

_LEAST_FREE_BYTES: Final = 200_000_000
_MIGRATIONS: Final = Path(coordinator.__file__).parent / "store" / "migrations"
_SQLITE: Final = "sqlite:///"


def check_database(settings: Settings, data: Path | None) -> Iterator[Finding]:
    """`data` is the folder of `--data`, which goes before `[coordinator] database`."""
    path = sqlite_path(settings, data)
    if path is None:
        yield from _check_server(settings.coordinator.database)
        return
    folder = path.parent
    if not folder.is_dir():
        yield fault("database.no-folder", folder=folder)
        return
    # Asked before the rights: a card that the kernel gave up refuses everybody, and no owner would change that.
    if os.statvfs(folder).f_flag & os.ST_RDONLY:
        yield fault("database.card-readonly", folder=folder)
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield fault("database.folder", folder=folder)
        return
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE_BYTES:
        yield fault("database.disk", folder=folder, megabytes=free // 1_000_000)
    yield from _check_file(path)


def sqlite_path(settings: Settings, data: Path | None) -> Path | None:
    """Where the SQLite file lies; null where the database is a server's."""
    if data is not None:
        return data / "motcua.db"
    url = settings.coordinator.database
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def _check_file(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield note("database.new", path=path)
        return
    if not os.access(path, os.W_OK):
        yield fault("database.readonly", path=path)
    try:
        # Read only, so that looking never makes files that the coordinator's own user could not write.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            answers = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)")]
            revision = _revision(connection)
    except sqlite3.Error as error:
        yield fault("database.unreadable", path=path, problem=error)
        return
    if answers != ["ok"]:
        yield fault("database.damaged", path=path, problem=" ".join(answers).replace("\n", " "))
    if revision is not None and not _is_known(revision):
        yield fault("database.newer", path=path, revision=revision)


def _revision(connection: sqlite3.Connection) -> str | None:
    tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchall()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if tables else None
    return str(row[0]) if row else None


def _is_known(revision: str) -> bool:
    try:
        return ScriptDirectory(str(_MIGRATIONS)).get_revision(revision) is not None
    except CommandError:
        return False


def _check_server(url: str) -> Iterator[Finding]:
    """Its messages never hold the password."""
    try:
        store = connect(url)
    except StoreError as error:
        yield fault("database.driver", problem=error)
        return
    try:
        with store.read() as connection:
            revision = version_of(connection)
    except StoreError as error:
        yield fault("database.server", problem=error)
        return
    finally:
        store.close()
    if revision is not None and not _is_known(revision):
        yield fault("database.newer", path=store.name, revision=revision)

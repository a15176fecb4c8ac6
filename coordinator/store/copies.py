"""Copies of an SQLite database: taken at one instant while it is used, and judged before they are trusted."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coordinator.store.database import StoreError
from coordinator.store.versions import NEWEST, known_versions

_OURS: Final = frozenset({"alembic_version", "audit", "centers", "sequences", "tickets", "tokens"})


@dataclass(frozen=True)
class Contents:
    """What a database of ours holds. `newest_day` is null where no day ever began."""

    version: str
    centers: tuple[str, ...]
    tickets: int
    newest_day: str | None


@contextmanager
def copied(source: Path, folder: Path) -> Iterator[tuple[Path, Contents]]:
    """A whole, checked copy in one file of `folder`, which is taken away again unless it was moved.

    Raises `StoreError` where the source is no database of ours, of a newer version, or damaged; `OSError`.
    """
    with part_in(folder, source.name) as copy:
        with _naming(source):
            _copy(source, copy)
            contents = inspect(copy)
        sync(copy)
        yield copy, contents


@contextmanager
def part_in(folder: Path, name: str) -> Iterator[Path]:
    """An empty file of this user's alone, gone in the end with what SQLite put beside it, unless it was moved."""
    descriptor, path = tempfile.mkstemp(prefix=f"{name}.", suffix=".part", dir=folder)
    os.close(descriptor)
    copy = Path(path)
    try:
        yield copy
    finally:
        for part in beside(copy):
            part.unlink(missing_ok=True)


def open_readonly(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def beside(database: Path) -> tuple[Path, ...]:
    """The file and the two that SQLite may put beside it."""
    return (database, *(database.with_name(f"{database.name}{suffix}") for suffix in ("-wal", "-shm")))


def sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, StoreError) as error:
        raise StoreError(f"{file}: {error}") from error


def _copy(source: Path, target: Path) -> None:
    with closing(open_readonly(source)) as origin, closing(sqlite3.connect(target)) as copy:
        # In one step, so under one read transaction: an instant's state, and no writer waits.
        origin.backup(copy)
        # One file that needs nothing beside it.
        copy.execute("PRAGMA journal_mode=DELETE")


def inspect(file: Path) -> Contents:
    """What is in a file, once it is known to be whole; raises `StoreError` or `sqlite3.Error`."""
    with closing(open_readonly(file)) as connection:
        damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
        if damage:
            raise StoreError(f"it is damaged: {' '.join(damage)}")
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables >= _OURS:
            raise StoreError("it is not a database of motcua")
        version = _one(connection, "SELECT version_num FROM alembic_version")
        if version not in known_versions():
            raise StoreError(
                f"it is from a newer version of motcua (schema {version}, this one knows {NEWEST})"
            )
        return Contents(
            version=str(version),
            centers=tuple(row[0] for row in connection.execute("SELECT center_id FROM centers")),
            tickets=int(str(_one(connection, "SELECT count(*) FROM tickets"))),
            newest_day=_text(_one(connection, "SELECT max(day) FROM centers")),
        )


def _one(connection: sqlite3.Connection, statement: str) -> object:
    row = connection.execute(statement).fetchone()
    return None if row is None else row[0]


def _text(value: object) -> str | None:
    return None if value is None else str(value)

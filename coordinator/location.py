"""Where the database is: what `--data DIR` and the settings say, for every command that opens it."""

import argparse
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from config import Settings
from runtime.owners import give_to_folders_owner

FILE_NAME: Final = "motcua.db"
_SQLITE: Final = "sqlite:///"


class NoFile(Exception):
    """No SQLite file is there to work on; the message says why."""


def add_data_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        default=None,
        metavar="DIR",
        help=f"keep the database in DIR as {FILE_NAME}, whatever [coordinator] database says",
    )


def database_url(settings: Settings, data: Path | None) -> str:
    """The database's URL. A folder given by `--data` is made where it is missing; may raise `OSError`."""
    if data is None:
        return settings.coordinator.database
    data.mkdir(parents=True, exist_ok=True)
    return f"{_SQLITE}{data.absolute() / FILE_NAME}"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; null where another engine holds it."""
    return Path(url.removeprefix(_SQLITE)) if url.startswith(_SQLITE) else None


def existing_file(settings: Settings, data: Path | None) -> Path:
    """The SQLite file for a command that makes none; `NoFile` with a sentence where there is none."""
    file = data.absolute() / FILE_NAME if data else sqlite_file(settings.coordinator.database)
    if file is None:
        raise NoFile("the database is a server's, not a file: name a file's folder with --data DIR")
    if not file.exists():
        raise NoFile(f"there is no database {file}: name its folder with --data DIR")
    return file


def existing_url(settings: Settings, data: Path | None) -> str:
    """The URL for a command that only reads; `NoFile` where that would make a new database."""
    url = settings.coordinator.database
    if data is None and sqlite_file(url) is None:
        return url
    return f"{_SQLITE}{existing_file(settings, data)}"


def claim_file(database: Path) -> None:
    """Make the file where it is missing, as its folder's owner; may raise `OSError`.

    A command that root gives must not lock out the coordinator, which is another user. The files that SQLite
    puts beside it take over its owner by themselves.
    """
    with suppress(FileExistsError, FileNotFoundError):
        descriptor = os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
        try:
            give_to_folders_owner(descriptor, database.parent)
        finally:
            os.close(descriptor)


def lock_file(database: Path) -> Path:
    """What a coordinator holds locked beside its database, for as long as it lives."""
    return database.with_name(f"{database.name}.lock")

"""What is known of the copies of the records: when each place was copied to last, and why the last try failed.

A stick is mounted only while it is copied to, so nobody could find that out by looking. The file is written by
`motcua backup --into`, and read by `motcua check` and the manager's pages; it stands beside the records, not in them,
for it is wanted most when they fail.
"""

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import msgspec

from config import Settings
from coordinator.location import FILE_NAME, sqlite_file
from coordinator.store.copies import sync
from runtime.owners import give_to_folders_owner

FOLDER: Final = "backups"
"""Of the state folder: where an installed machine keeps its own copies."""
_MODE: Final = 0o640
_FULL: Final = ("disk is full", os.strerror(errno.ENOSPC).lower())

Cause = Literal["", "absent", "full", "failed"]
"""Why nothing was copied there: nothing is mounted, no room, anything else; empty where it was."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """`copied_ms`: when it was copied to last, null for never. `problem` says of a failure what the system said."""

    folder: str
    is_stick: bool
    copied_ms: int | None = None
    cause: Cause = ""
    problem: str = ""


class Record(msgspec.Struct, frozen=True):
    places: tuple[Place, ...]


class Unreadable(Exception):
    """There is a record, and it cannot be read; the message says why."""


def record_file(settings: Settings, config: Path, data: Path | None = None) -> Path:
    """Beside an SQLite file; beside the settings where the records are a server's."""
    file = data.absolute() / FILE_NAME if data else sqlite_file(settings.coordinator.database)
    return config.resolve().with_suffix(".copies.json") if file is None else file.with_name("copies.json")


def own_folder(settings: Settings, config: Path, data: Path | None = None) -> Path:
    """Where this machine would keep copies by itself; on one where nothing is installed it does not exist."""
    record = record_file(settings, config, data)
    is_servers = data is None and sqlite_file(settings.coordinator.database) is None
    return (record.parent.parent if is_servers else record.parent) / FOLDER


def read_record(file: Path) -> Record | None:
    """Null where nothing was ever copied; raises `Unreadable`."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Record)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise Unreadable(str(error)) from error


def write_record(file: Path, record: Record) -> None:
    """Whole at once and on the disk; as the folder's owner, whoever copies. Raises `OSError`."""
    part = file.with_name(f".{file.name}.part")
    with part.open("wb") as out:
        os.fchmod(out.fileno(), _MODE)
        give_to_folders_owner(out.fileno(), file.parent)
        out.write(msgspec.json.format(msgspec.json.encode(record)) + b"\n")
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    sync(file.parent)


def with_tries(before: Record | None, tries: Iterable[Place]) -> Record:
    """After a run: what was copied to earlier stays known, also where it failed now or was not asked for."""
    known = {place.folder: place for place in (before.places if before else ())}
    tried = {place.folder: place for place in tries}
    now = [
        one if one.copied_ms is not None or one.folder not in known else _since(one, known[one.folder])
        for one in tried.values()
    ]
    # Of a place that was named once by hand nobody asks for another copy.
    past = [
        msgspec.structs.replace(one, cause="", problem="")
        for one in known.values()
        if one.folder not in tried and one.copied_ms is not None
    ]
    return Record((*now, *past))


def _since(failed: Place, known: Place) -> Place:
    return msgspec.structs.replace(failed, copied_ms=known.copied_ms)


def cause_of_failure(problem: Exception) -> Cause:
    """`full` where there was no room, as the system or SQLite says it."""
    is_full = getattr(problem, "errno", None) == errno.ENOSPC or any(
        sign in str(problem).lower() for sign in _FULL
    )
    return "full" if is_full else "failed"

"""`motcua backup OUT`: a whole copy of the database in one file, while the coordinator serves.

`motcua backup --into DIR` is what a timer calls: the day's copy, in place of an earlier one of the same day, no more
copies than are wanted, the settings beside them, and a record of what became of it (`coordinator.copy_record`).
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from config import Settings
from coordinator.copy_record import (
    Place,
    Unreadable,
    cause_of_failure,
    read_record,
    record_file,
    with_tries,
    write_record,
)
from coordinator.copying import Copier, copier
from coordinator.location import NoFile, add_data_argument
from coordinator.rotation import KEEP, clear_away, name_of
from coordinator.store.copies import Contents, sync
from coordinator.store.database import StoreError

SETTINGS_NAME: Final = "center.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "out", type=Path, metavar="OUT", nargs="?", help="the file to write; it must not exist yet"
    )
    parser.add_argument(
        "--into",
        type=Path,
        metavar="DIR",
        action="append",
        default=[],
        help="in place of OUT: keep a copy a day in DIR; may be given several times",
    )
    parser.add_argument(
        "--stick",
        type=Path,
        metavar="DIR",
        action="append",
        default=[],
        help="as --into, but only while something is mounted on DIR, such as a USB stick",
    )
    parser.add_argument(
        "--keep", type=_count, default=KEEP, metavar="N", help=f"so many copies in each DIR (default: {KEEP})"
    )
    add_data_argument(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 once every copy that was asked for is on the disk, checked; 1 with a sentence for each that is not."""
    if bool(arguments.out) == bool(arguments.into or arguments.stick):
        sys.stderr.write("motcua backup: either OUT or --into DIR is needed (accepted: one of them)\n")
        return 2
    source = copier(settings, arguments.data)
    if arguments.out:
        out = arguments.out.absolute()
        try:
            _copy(source, out, _publish)
        except (NoFile, StoreError, OSError) as error:
            return _fail(error)
        return 0
    return _keep_daily(settings, arguments, source)


def _keep_daily(settings: Settings, arguments: argparse.Namespace, source: Copier) -> int:
    """A copy into each folder, and what became of it into the record."""
    now = datetime.now(ZoneInfo(settings.center.timezone))
    name = name_of(now.date())
    wanted = [(folder, False) for folder in arguments.into] + [(folder, True) for folder in arguments.stick]
    tries = []
    for folder, is_stick in wanted:
        place = Place(folder=str(folder.absolute()), is_stick=is_stick)
        if is_stick and not os.path.ismount(folder):
            sys.stdout.write(f"{folder}: no stick is in, so nothing is copied there\n")
            tries.append(replace(place, cause="absent"))
            continue
        try:
            _keep_one(source, arguments.config, folder, name, arguments.keep)
        except (NoFile, StoreError, OSError) as error:
            _fail(error)
            tries.append(replace(place, cause=cause_of_failure(error), problem=str(error)))
        else:
            tries.append(replace(place, copied_ms=round(now.timestamp() * 1000)))
    is_kept = _keep_record(record_file(settings, arguments.config, arguments.data), tries)
    return 0 if is_kept and all(one.cause in ("", "absent") for one in tries) else 1


def _keep_one(source: Copier, config: Path, folder: Path, name: str, keep: int) -> None:
    _copy(source, folder.absolute() / name, _replace)
    _copy_settings(config, folder / SETTINGS_NAME)
    clear_away(folder, keep, time.time())


def _keep_record(file: Path, tries: Sequence[Place]) -> bool:
    """Whether it is known from now on what was copied."""
    try:
        try:
            before = read_record(file)
        except Unreadable as error:
            sys.stderr.write(f"motcua backup: {file}: {error}; it is made anew\n")
            before = None
        write_record(file, with_tries(before, tries))
    except OSError as error:
        _fail(error)
        return False
    return True


def _copy_settings(config: Path, out: Path) -> None:
    """The newest alone: the coordinator keeps earlier ones itself, and a new card needs the last."""
    part = out.with_name(f".{out.name}.part")
    with part.open("wb") as file:
        file.write(config.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    _replace(part, out)


def _copy(source: Copier, out: Path, publish: Callable[[Path, Path], None]) -> None:
    with source(out.parent) as (copy, contents):
        publish(copy, out)
    _say(out, contents)


def _say(out: Path, contents: Contents) -> None:
    sys.stdout.write(f"{out}: {contents.tickets} tickets, schema {contents.version}, checked\n")


def _fail(problem: object) -> int:
    sys.stderr.write(f"motcua backup: {problem}\n")
    return 1


def _replace(copy: Path, out: Path) -> None:
    copy.replace(out)
    sync(out.parent)


def _publish(copy: Path, out: Path) -> None:
    """Give the copy its name, all at once, and never another file's."""
    _refuse_to_overwrite(out)
    try:
        os.link(copy, out)
    except FileExistsError:
        raise
    except OSError:
        # A USB stick's file system knows no links.
        _refuse_to_overwrite(out)
        copy.rename(out)
    sync(out.parent)


def _refuse_to_overwrite(out: Path) -> None:
    if out.exists():
        raise FileExistsError(f"{out} exists already: name another file, or move it away")


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{count} copies are too few (accepted: 1 or more)")
    return count

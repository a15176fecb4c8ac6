"""`motcua restore FILE`: put a copy of the database back, once it is known to be whole and ours."""

import argparse
import os
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from config import Settings
from coordinator.location import add_data_argument, database_url, lock_file, sqlite_file
from coordinator.lock import InUse, hold_lock
from coordinator.queue.days import business_day
from coordinator.store.database import StoreError
from coordinator.store.restoring import Restored, Wanted, restore
from runtime.clock import SystemClock

HIGHEST: Final = 9000
"""Four digits are read from afar, and this leaves a day's worth of them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a copy that `motcua backup` wrote")
    parser.add_argument(
        "--after",
        type=_number,
        metavar="N",
        help="let today's numbers go on after N, as A501 after 500: the highest on any paper of today, 0 where none is",
    )
    add_data_argument(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 once the copy stands in the database's place; 1 with a sentence, and nothing changed, otherwise."""
    try:
        done = _restore(settings, arguments)
    except (InUse, StoreError, OSError) as error:
        sys.stderr.write(f"motcua restore: {error}\n")
        return 1
    if done.doubt and arguments.after is None:
        _warn(done, arguments.file, ZoneInfo(settings.center.timezone))
    day = done.contents.newest_day or "no day yet"
    sys.stdout.write(f"restored: {done.contents.tickets} tickets, up to {day}\n")
    sys.stdout.write(f"the next numbers of {done.day}: {', '.join(done.next_numbers)}\n")
    if done.kept is not None:
        sys.stdout.write(f"what was there is kept as {done.kept}\n")
    return 0


def _warn(done: Restored, file: Path, zone: ZoneInfo) -> None:
    newest = "the copy holds no entry yet, and what came after it is"
    if done.newest_ms is not None:
        moment = datetime.fromtimestamp(done.newest_ms / 1000, zone)
        newest = f"the copy's newest entry is of {moment:%Y-%m-%d %H:%M}, and numbers given after it are"
    sys.stderr.write(
        f"motcua restore: warning: {newest} not known, for {done.doubt}. Those given today would be given a second"
        " time. If there are any, do this once more before the coordinator starts, with the highest number on any"
        f" paper of today, or more, in the place of 500: motcua restore --after 500 {file}\n"
    )


def _restore(settings: Settings, arguments: argparse.Namespace) -> Restored:
    database = sqlite_file(database_url(settings, arguments.data))
    if database is None:
        raise StoreError(
            "the database is a server's, not a file: put the copy into a folder first (--data DIR), then take it to a"
            " new database there (motcua migrate-to URL --data DIR)"
        )
    if not arguments.file.is_file():
        raise StoreError(f"there is no file {arguments.file}")
    lock = hold_lock(lock_file(database))
    try:
        return restore(arguments.file.absolute(), database.absolute(), _wanted(settings, arguments.after))
    finally:
        os.close(lock)


def _wanted(settings: Settings, after: int | None) -> Wanted:
    table = settings.center
    now = SystemClock().now().astimezone(ZoneInfo(table.timezone))
    day = business_day(now, time.fromisoformat(table.day_starts)).isoformat()
    prefixes = tuple(dict.fromkeys(domain.prefix for domain in settings.domains))
    return Wanted(table.id, prefixes, now, day, after)


def _number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= HIGHEST:
        raise argparse.ArgumentTypeError(f"{text} is no number to go on after (accepted: 0 to {HIGHEST})")
    return number

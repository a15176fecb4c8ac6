"""`motcua restore FILE`: put a copy of the database back, once it is known to be whole and ours."""

import argparse
import os
import sys
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from config import Settings
from coordinator.location import add_data_argument, database_url, lock_file, sqlite_file
from coordinator.lock import InUse, hold_lock
from coordinator.queue.days import business_day
from coordinator.store.database import StoreError
from coordinator.store.restoring import Restored, restore
from runtime.clock import SystemClock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a copy that `motcua backup` wrote")
    add_data_argument(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 once the copy stands in the database's place; 1 with a sentence, and nothing changed, otherwise."""
    try:
        done = _restore(settings, arguments)
    except (InUse, StoreError, OSError) as error:
        sys.stderr.write(f"motcua restore: {error}\n")
        return 1
    if done.unread:
        sys.stderr.write(
            f"motcua restore: the replaced database cannot be read ({done.unread}): numbers given since the copy"
            " was taken may be given again today\n"
        )
    day = done.contents.newest_day or "no day yet"
    sys.stdout.write(f"restored: {done.contents.tickets} tickets, up to {day}\n")
    if done.kept is not None:
        sys.stdout.write(f"what was there is kept as {done.kept}\n")
    return 0


def _restore(settings: Settings, arguments: argparse.Namespace) -> Restored:
    database = sqlite_file(database_url(settings, arguments.data))
    if database is None:
        raise StoreError("the database is a server's, not a file: use its own tools (pg_restore)")
    if not arguments.file.is_file():
        raise StoreError(f"there is no file {arguments.file}")
    table = settings.center
    now = SystemClock().now().astimezone(ZoneInfo(table.timezone))
    day = business_day(now, time.fromisoformat(table.day_starts)).isoformat()
    lock = hold_lock(lock_file(database))
    try:
        return restore(arguments.file.absolute(), database.absolute(), table.id, now, day)
    finally:
        os.close(lock)

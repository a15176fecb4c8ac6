"""`motcua migrate-to URL`: the centre of these settings from its SQLite file to PostgreSQL; no coordinator may run."""

import argparse
import os
import sys
from datetime import time
from zoneinfo import ZoneInfo

from config import Settings
from coordinator.location import NoFile, add_data_argument, existing_file, lock_file
from coordinator.lock import InUse, hold_lock
from coordinator.queue.days import business_day
from coordinator.store.database import StoreError
from coordinator.store.moving import Moved, move
from runtime.clock import SystemClock


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "url",
        metavar="URL",
        help="the database to move to, as postgresql://USER@HOST/NAME; a password is better in ~/.pgpass than here",
    )
    add_data_argument(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 once the centre is in the other database, counted; 1 with a sentence, and nothing changed, otherwise."""
    try:
        moved = _move(settings, arguments)
    except (InUse, NoFile, StoreError, OSError) as error:
        sys.stderr.write(f"motcua migrate-to: {error}\n")
        return 1
    day = moved.newest_day or "no day yet"
    sys.stdout.write(
        f"moved: {moved.rows['tickets']} tickets and {moved.rows['audit']} lines of the audit, up to {day},"
        f" to {moved.where}\n"
        f"now write that URL into {arguments.config} as [coordinator] database, and start the coordinator;"
        " the old file stays as it was\n"
    )
    return 0


def _move(settings: Settings, arguments: argparse.Namespace) -> Moved:
    file = existing_file(settings, arguments.data).absolute()
    table = settings.center
    now = SystemClock().now().astimezone(ZoneInfo(table.timezone))
    day = business_day(now, time.fromisoformat(table.day_starts)).isoformat()
    lock = hold_lock(lock_file(file))
    try:
        return move(file, arguments.url, table.id, now, day)
    finally:
        os.close(lock)

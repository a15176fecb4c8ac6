"""What the commands share that work on the database itself, beside a coordinator or before there ever was one."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import Settings
from coordinator.location import claim_file, database_url, sqlite_file
from coordinator.store.database import Database
from coordinator.store.versions import open_database


@contextmanager
def opened_database(settings: Settings, data: Path | None) -> Iterator[Database]:
    """Made where there is none, the coordinator's to use too, closed at the end; raises `StoreError` or `OSError`."""
    url = database_url(settings, data)
    file = sqlite_file(url)
    if file is not None:
        claim_file(file)
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()


def take_common_options_too(action: argparse.ArgumentParser) -> None:
    """`--config` and `--data` stand before the action or behind it."""
    for option, place in (("--config", "FILE"), ("--data", "DIR")):
        action.add_argument(
            option, type=Path, default=argparse.SUPPRESS, metavar=place, help="as for every subcommand"
        )

"""`motcua backup OUT`: a whole copy of the database in one file, while the coordinator serves."""

import argparse
import os
import sys
from pathlib import Path

from config import Settings
from coordinator.location import NoFile, add_data_argument, existing_file
from coordinator.store.copies import copied, sync
from coordinator.store.database import StoreError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="the file to write; it must not exist yet")
    add_data_argument(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 once a checked copy is on the disk under its name; 1 with a sentence, and no such file, otherwise."""
    out: Path = arguments.out.absolute()
    try:
        source = existing_file(settings, arguments.data)
        _refuse_to_overwrite(out)
        with copied(source, out.parent) as (copy, contents):
            _publish(copy, out)
    except (NoFile, StoreError, OSError) as error:
        sys.stderr.write(f"motcua backup: {error}\n")
        return 1
    sys.stdout.write(f"{out}: {contents.tickets} tickets, schema {contents.version}, checked\n")
    return 0


def _publish(copy: Path, out: Path) -> None:
    """Give the copy its name, all at once, and never another file's."""
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

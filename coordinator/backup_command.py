"""`motcua backup OUT`: a whole copy of the database in one file, while the coordinator serves.

`motcua backup --into DIR` is what a timer calls: the day's copy, in place of an earlier one of the same day, no more
copies than are wanted, and the settings beside them.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from config import Settings
from coordinator.location import NoFile, add_data_argument, existing_file
from coordinator.rotation import KEEP, clear_away, name_of
from coordinator.store.copies import Contents, copied, sync
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
    try:
        source = existing_file(settings, arguments.data)
    except NoFile as error:
        return _fail(error)
    if arguments.out:
        return _copy(source, arguments.out.absolute(), _publish)
    today = datetime.now(ZoneInfo(settings.center.timezone)).date()
    folders = [*arguments.into, *(stick for stick in arguments.stick if os.path.ismount(stick))]
    name = name_of(today)
    return max(
        (_keep_daily(source, arguments.config, folder, name, arguments.keep) for folder in folders), default=0
    )


def _keep_daily(source: Path, config: Path, folder: Path, name: str, keep: int) -> int:
    code = _copy(source, folder.absolute() / name, _replace)
    if code == 0:
        try:
            _copy_settings(config, folder / SETTINGS_NAME)
            clear_away(folder, keep, time.time())
        except OSError as error:
            return _fail(error)
    return code


def _copy_settings(config: Path, out: Path) -> None:
    """The newest alone: the coordinator keeps earlier ones itself, and a new card needs the last."""
    part = out.with_name(f".{out.name}.part")
    with part.open("wb") as file:
        file.write(config.read_bytes())
        file.flush()
        os.fsync(file.fileno())
    _replace(part, out)


def _copy(source: Path, out: Path, publish: Callable[[Path, Path], None]) -> int:
    try:
        with copied(source, out.parent) as (copy, contents):
            publish(copy, out)
    except (StoreError, OSError) as error:
        return _fail(error)
    _say(out, contents)
    return 0


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

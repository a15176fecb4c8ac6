"""`motcua coordinator`: the queue's server, put together."""

import argparse
import importlib.metadata
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from config import Settings, SettingsError
from coordinator.center_file.changing import author
from coordinator.center_file.versions import Versions
from coordinator.center_file.written import CenterFile
from coordinator.desk import desk_over
from coordinator.hosting import Hosted, read_neighbours
from coordinator.listener import NotListening, open_listener
from coordinator.location import add_data_argument, database_url, lock_file, sqlite_file
from coordinator.lock import InUse, hold_lock
from coordinator.reaching import reach_database
from coordinator.serving import load_certificate, serve
from coordinator.store.database import Database, StoreError
from runtime.clock import SystemClock
from runtime.logs import start_logging

# The worker of a coordinator that was killed an instant ago may still be dying.
PREDECESSOR_SECONDS: Final = 2.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", metavar="H", help="the address to listen on ([coordinator] host)")
    parser.add_argument(
        "--port", metavar="P", type=_port, help="the port, 0 for a free one ([coordinator] port)"
    )
    parser.add_argument(
        "--centers",
        metavar="DIR",
        type=Path,
        help="serve the centres of DIR's NAME.toml files too, each under the host name of its [coordinator] url",
    )
    add_data_argument(parser)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM; 1 with a sentence on standard error where it cannot."""
    start_logging()
    own = Hosted(_override(settings, arguments), arguments.config)
    _check_certificate(own.settings)
    centres = [own] if arguments.centers is None else [own, *read_neighbours(arguments.centers, own)]
    table = own.settings.coordinator
    try:
        url = database_url(own.settings, arguments.data)
        _check_workers(own.settings, url)
        _take_database(centres, url)
        listener = open_listener(table.host, table.port, PREDECESSOR_SECONDS)
    except (StoreError, InUse, NotListening, OSError) as error:
        sys.stderr.write(f"coordinator: {error}\n")
        return 1
    return serve(centres, url, importlib.metadata.version("motcua"), listener, arguments.data)


def _take_database(centres: Sequence[Hosted], url: str) -> None:
    """Lock it for this process's life and see that it can be used, before anyone is promised an answer."""
    file = sqlite_file(url)
    if file is not None and file.parent.is_dir():
        hold_lock(lock_file(file), PREDECESSOR_SECONDS)
    reach_database(url, partial(_take_up, centres))


def _take_up(centres: Sequence[Hosted], database: Database) -> None:
    """Let the settings hold that the files have."""
    for centre in centres:
        center_file = CenterFile(centre.path)
        who = author(Versions(center_file.place).author_of(center_file.read().text))
        desk_over(database, centre.settings, SystemClock(), changed_by=who)
    database.close()


def _check_workers(settings: Settings, url: str) -> None:
    """Also where the command line names another database than the settings."""
    if settings.coordinator.workers > 1 and sqlite_file(url) is not None:
        raise SettingsError("[coordinator]", ["workers: with --data there is one (accepted: 1)"])


def _override(settings: Settings, arguments: argparse.Namespace) -> Settings:
    """The settings with what the command line says."""
    given = {"host": arguments.host, "port": arguments.port}
    changes = {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(
        settings, coordinator=msgspec.structs.replace(settings.coordinator, **changes)
    )


def _check_certificate(settings: Settings) -> None:
    table = settings.coordinator
    if not table.certificate:
        if table.private_key:
            raise SettingsError("[coordinator]", ["private_key: is of no use without certificate"])
        return
    try:
        load_certificate(table.certificate, table.private_key)
    except OSError as error:
        raise SettingsError(
            "[coordinator]", [f"certificate, private_key: cannot be used: {error}"]
        ) from error


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 the ports there are
        raise argparse.ArgumentTypeError(f"{port} is not a port (accepted: 0 to 65535)")
    return port

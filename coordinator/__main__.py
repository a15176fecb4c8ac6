"""`motcua coordinator`: the queue's server, put together."""

import argparse
import importlib.metadata
import sys
from pathlib import Path

import msgspec

from config import Settings, SettingsError
from coordinator.hosting import Hosted, read_neighbours
from coordinator.listener import NotListening, open_listener
from coordinator.location import add_data_argument, database_url, sqlite_file
from coordinator.lock import InUse
from coordinator.opening import PREDECESSOR_SECONDS, Opening, say_not_open
from coordinator.serving import load_certificate, serve
from coordinator.store.database import NoUrl, StoreError, Unreached
from runtime.logs import start_logging
from runtime.notify import is_watched_over


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
        opening = Opening(centres, url)
        _take_up(opening, own.path)
        listener = open_listener(table.host, table.port, PREDECESSOR_SECONDS)
    except (StoreError, NotListening, OSError) as error:
        sys.stderr.write(f"coordinator: {error}\n")
        return 1
    return serve(centres, opening, importlib.metadata.version("motcua"), listener, arguments.data)


def _take_up(opening: Opening, file: Path) -> None:
    """See that the database can be used, before anyone is promised an answer. Raises `StoreError` where it cannot, and
    whoever started this is there to read it; a server may come later, and under a service manager a file may be mended.
    """
    try:
        database = opening.database()
    except NoUrl as error:
        raise SettingsError(str(file), [str(error)]) from error
    try:
        opening.open(database)
    except InUse:
        raise
    except StoreError as error:
        if not isinstance(error, Unreached) and not is_watched_over():
            raise
        say_not_open(error)
    finally:
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

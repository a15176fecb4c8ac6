"""`motcua pair ROLE`: let this machine be let in by a coordinator; done at once where it already is."""

import argparse
import logging
import platform
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from config import Settings
from pairing.digits import log_code
from pairing.discovery import find_coordinators
from pairing.keeping import Paired, forget, is_paired, keep
from pairing.seeking import NotLetIn, choose, seek
from runtime.clock import SystemClock
from runtime.logs import start_logging
from runtime.stop import Stop
from wire.client import Stopped

ROLES: Final = ("display", "counter")
FOLDER: Final = "/var/lib/motcua"
# Shorter than the time that a unit gives it to start; then the unit starts it again, with other digits.
SECONDS: Final = 280.0
_LONGEST_NAME: Final = 63

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("role", choices=ROLES, help="what this machine is")
    parser.add_argument(
        "--coordinator", default="", metavar="URL", help="where to ask (default: found by itself)"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help=f"where to keep it (default: {FOLDER}/ROLE)"
    )
    parser.add_argument("--anew", action="store_true", help="forget the coordinator that was known")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="how long to try (default: %(default)s)"
    )


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 once this machine is let in, 1 where the time was over before."""
    start_logging()
    folder = arguments.folder or Path(FOLDER) / arguments.role
    try:
        if arguments.anew:
            forget(folder)
        elif is_paired(folder):
            return 0
        return _pair(settings, arguments, folder)
    except OSError as error:
        log.error("%s", error)  # noqa: TRY400 the message is for the operator, the trace says nothing more
        return 1


def _pair(settings: Settings, arguments: argparse.Namespace, folder: Path) -> int:
    stop, clock, name = Stop().on_signals(), SystemClock(), device_name(arguments.role, platform.node())

    def seek_with(show: Callable[[str], None]) -> Paired:
        return seek(
            lambda: choose(settings, arguments.coordinator, find_coordinators),
            arguments.role,
            name,
            show,
            seconds=arguments.seconds,
            clock=clock,
            stop=stop,
        )

    try:
        if arguments.role == "display":
            paired = _pair_on_screen(settings, name, seek_with, stop)
        else:
            paired = seek_with(log_code)
    except (NotLetIn, Stopped):
        log.warning("not let in yet")
        return 1
    keep(folder, paired)
    log.info("let in by %s", paired.address)
    return 0


def _pair_on_screen(
    settings: Settings, name: str, seek_with: Callable[[Callable[[str], None]], Paired], stop: Stop
) -> Paired:
    from pairing.showing import WindowError, open_code_screen  # noqa: PLC0415 a counter's machine needs no pygame

    try:
        window, screen = open_code_screen(settings.display, name, stop, SystemClock())
    except WindowError as error:
        raise OSError(str(error)) from error
    try:
        return _beside(screen.loop.run, lambda: seek_with(screen.show), stop)
    finally:
        window.close()


def _beside(own_the_screen: Callable[[], None], work: Callable[[], Paired], stop: Stop) -> Paired:
    """Do the work on a thread of its own while this one owns the screen; what it raises is raised here."""
    done: list[Paired] = []
    failed: list[BaseException] = []

    def run_work() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 raised again below
            failed.append(error)
        stop.ask()

    worker = threading.Thread(target=run_work, name="seek", daemon=True)
    worker.start()
    own_the_screen()
    worker.join()
    if failed:
        raise failed[0]
    return done[0]


def device_name(role: str, node: str) -> str:
    """`display-hall`: the role and the machine's own name, of the letters that a token's name may have."""
    own = re.sub(r"[^a-z0-9]+", "-", node.lower()).strip("-")
    return f"{role}-{own}"[:_LONGEST_NAME].rstrip("-")

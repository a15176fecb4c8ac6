"""`motcua SUBCOMMAND`: reads the command line and the settings, then hands over to the room that does the work.

Each room is imported only when its subcommand runs, so that no process carries the others' libraries.
A room gives `add_arguments(parser)` and `run(settings, arguments) -> exit code`; one that reads the settings
itself, for it has more to say of a wrong file than that it is wrong, gives `run(arguments)`.
"""

import argparse
import difflib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Final

from config import SettingsError, load
from config.paired import with_paired_coordinator
from config.trust import check_trust
from words import WordsError

DEFAULT_CONFIG: Final = "/etc/motcua/center.toml"

EXIT_WRONG_USE: Final = 2


@dataclass(frozen=True)
class Subcommand:
    """`room` is the module to hand over to; `help` is one line for `--help`."""

    room: str
    help: str
    loads_settings: bool = True


SUBCOMMANDS: Final = {
    "coordinator": Subcommand("coordinator.__main__", "run the queue's server"),
    "kiosk": Subcommand("kiosk.__main__", "run the touchscreen where citizens take a number"),
    "display": Subcommand("display.__main__", "run the lobby board"),
    "counter": Subcommand("counter.__main__", "run the agent for the call-next buttons"),
    "printer": Subcommand("printer.__main__", "run the printing agent; or test, status, preview"),
    "token": Subcommand("coordinator.token_command", "create, list and revoke device tokens"),
    "staff": Subcommand("coordinator.staff_command", "add, list, change and remove accounts of staff"),
    "backup": Subcommand("coordinator.backup_command", "copy the database while it runs"),
    "restore": Subcommand("coordinator.restore_command", "put a copy of the database back"),
    "migrate-to": Subcommand("coordinator.migrate_command", "move the centre to a PostgreSQL database"),
    "report": Subcommand("coordinator.report_command", "the figures of a day, or of several"),
    "pair": Subcommand("pairing.__main__", "let this machine be let in by the coordinator"),
    "check": Subcommand(
        "motcua.check", "say what is wrong with this machine and its configuration", loads_settings=False
    ),
    "demo": Subcommand("demo.__main__", "the whole lobby on one machine with simulated hardware"),
    "simulate": Subcommand("simulation.__main__", "drive a whole day through real processes and check it"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit code is 0 done, 1 failed, 2 wrong command line or configuration."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        _print_overview()
        return 0 if given else EXIT_WRONG_USE
    if given[0] == "--version":
        sys.stdout.write(f"motcua {version('motcua')}\n")
        return 0
    if given[0] not in SUBCOMMANDS:
        close = difflib.get_close_matches(given[0], SUBCOMMANDS, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        sys.stderr.write(f"motcua: no subcommand {given[0]!r}{hint} (accepted: {', '.join(SUBCOMMANDS)})\n")
        return EXIT_WRONG_USE
    try:
        return _hand_over(given[0], given[1:])
    except (SettingsError, WordsError) as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_WRONG_USE


def _hand_over(name: str, given: list[str]) -> int:
    command = SUBCOMMANDS[name]
    # pygame greets on standard output, which belongs to what a command was asked for.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    room = _load(command.room)
    parser = argparse.ArgumentParser(prog=f"motcua {name}", description=command.help)
    parser.add_argument("--config", type=Path, default=None, metavar="FILE", help="the centre's settings")
    room.add_arguments(parser)
    parsed = parser.parse_args(given)
    # An empty variable is as good as none: a unit's EnvironmentFile may leave it so.
    parsed.config = parsed.config or Path(os.environ.get("MOTCUA_CONFIG") or DEFAULT_CONFIG)
    if not command.loads_settings:
        return int(room.run(parsed))
    settings = load(parsed.config)
    # A folder on the command line is root's own word.
    if getattr(parsed, "data", None) is None:
        check_trust(parsed.config, settings)
    return int(room.run(with_paired_coordinator(settings), parsed))


def _load(room: str) -> ModuleType:
    """Import a room while no garbage is collected, and none among what it has loaded afterwards.

    All of it stays: to walk over it again and again would take up to a tenth of a start.
    """
    gc.disable()
    try:
        return importlib.import_module(room)
    finally:
        gc.freeze()
        gc.enable()


def _print_overview() -> None:
    lines = ["usage: motcua SUBCOMMAND [--config FILE] …", "       motcua --version", ""]
    lines += [f"  {name:<12} {command.help}" for name, command in SUBCOMMANDS.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""`motcua SUBCOMMAND`: reads the command line and the settings, then hands over to the room that does the work.

Each room is imported only when its subcommand runs, so that no process carries the others' libraries.
A room's `__main__` gives `add_arguments(parser)` and `run(settings, arguments) -> exit code`.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config import SettingsError, load

DEFAULT_CONFIG: Final = "/etc/motcua/center.toml"

EXIT_WRONG_USE: Final = 2


@dataclass(frozen=True)
class Subcommand:
    """`room` is the module with `add_arguments` and `run`; `help` is one line for `--help`."""

    room: str
    help: str


SUBCOMMANDS: Final = {
    "coordinator": Subcommand("coordinator.__main__", "run the queue's server"),
    "kiosk": Subcommand("kiosk.__main__", "run the touchscreen where citizens take a number"),
    "display": Subcommand("display.__main__", "run the lobby board"),
    "counter": Subcommand("counter.__main__", "run the agent for the call-next buttons"),
    "printer": Subcommand("printer.__main__", "run the printing agent; or test, status, preview"),
    "token": Subcommand("coordinator.token_command", "create, list and revoke device tokens"),
    "backup": Subcommand("coordinator.backup_command", "copy the database while it runs"),
    "restore": Subcommand("coordinator.restore_command", "put a copy of the database back"),
    "report": Subcommand("coordinator.report_command", "a day's figures"),
    "check": Subcommand("config.check", "say what is wrong with this machine and its configuration"),
    "demo": Subcommand("demo.__main__", "the whole lobby on one machine with simulated hardware"),
    "simulate": Subcommand("simulation.__main__", "drive a whole day through real processes and check it"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit code is 0 done, 1 failed, 2 wrong command line or configuration."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in ("-h", "--help"):
        _print_overview()
        return 0 if given else EXIT_WRONG_USE
    name = given[0]
    if name not in SUBCOMMANDS:
        sys.stderr.write(f"motcua: no subcommand {name!r} (accepted: {', '.join(SUBCOMMANDS)})\n")
        return EXIT_WRONG_USE
    room = importlib.import_module(SUBCOMMANDS[name].room)
    parser = argparse.ArgumentParser(prog=f"motcua {name}", description=SUBCOMMANDS[name].help)
    parser.add_argument("--config", type=Path, default=None, metavar="FILE", help="the centre's settings")
    room.add_arguments(parser)
    parsed = parser.parse_args(given[1:])
    parsed.config = parsed.config or Path(os.environ.get("MOTCUA_CONFIG", DEFAULT_CONFIG))
    try:
        return int(room.run(load(parsed.config), parsed) if name != "check" else room.run_check(parsed))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_WRONG_USE


def _print_overview() -> None:
    lines = ["usage: motcua SUBCOMMAND [--config FILE] …", ""]
    lines += [f"  {name:<12} {command.help}" for name, command in SUBCOMMANDS.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())

"""`motcua staff`: accounts of the people who work here, with the PIN that each signs in with.

Talks to the database, as `motcua token` does: the first administrator must be had before a page can be signed in
to. A PIN is asked for and never taken from the command line, which others on the machine can read.
"""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from config import Settings
from coordinator.desk import Refusal, accounts
from coordinator.desk.in_force import InForce
from coordinator.desk.staff_room import StaffRoom
from coordinator.desk.transactions import Transactions
from coordinator.desk.work import Work
from coordinator.location import add_data_argument
from coordinator.maintenance import opened_database, take_common_options_too
from coordinator.staff.pins import BadPin
from coordinator.staff.roles import STAFF_ROLES
from coordinator.store import ledger
from coordinator.store.database import Database, StoreError
from coordinator.store.rows import StaffRow
from runtime.clock import SystemClock

_NAME_HELP: Final = "the account's name, such as Lan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_data_argument(parser)
    actions = parser.add_subparsers(required=True, metavar="add|list|pin|role|unlock|remove")
    role: dict[str, Any] = {"choices": STAFF_ROLES, "metavar": "ROLE", "help": ", ".join(STAFF_ROLES)}
    add = _action(actions, "add", "make an account; its PIN is asked for", _add)
    add.add_argument("--role", default="counter", **role)
    _action(actions, "pin", "give an account another PIN and sign it out everywhere", _set_pin)
    _action(actions, "role", "let an account do more or less", _set_role).add_argument("role", **role)
    _action(actions, "unlock", "forget the wrong guesses at an account's PIN", _unlock)
    _action(actions, "remove", "end an account; what it did stays in the audit", _remove)
    listing = actions.add_parser("list", help="every account's name, role and last change; never a PIN")
    listing.set_defaults(work=_list)
    take_common_options_too(listing)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 done, 1 with a sentence on standard error where it could not be."""
    try:
        with opened_database(settings, arguments.data) as database:
            return int(arguments.work(_staff_room(database, settings), settings, arguments))
    except Refusal as refusal:
        accepted = ", ".join(refusal.problem.accepted)
        hint = f" (accepted: {accepted})" if accepted and accepted not in refusal.problem.detail else ""
        return _fail(f"{refusal.problem.detail}{hint}")
    except (StoreError, OSError) as error:
        return _fail(error)


def _staff_room(database: Database, settings: Settings) -> StaffRoom:
    with database.write(settings.center.id) as connection:
        ledger.ensure_center(connection, settings.center.id)
    return StaffRoom(Transactions(database, InForce(settings), SystemClock(), lambda: None))


def _add(room: StaffRoom, _settings: Settings, arguments: argparse.Namespace) -> int:
    pin = _ask_pin(arguments.name)
    return _manage(room, lambda work: accounts.add(work, arguments.name, arguments.role, pin))


def _set_pin(room: StaffRoom, _settings: Settings, arguments: argparse.Namespace) -> int:
    pin = _ask_pin(arguments.name)
    return _manage(room, lambda work: accounts.set_pin(work, arguments.name, pin))


def _set_role(room: StaffRoom, _settings: Settings, arguments: argparse.Namespace) -> int:
    return _manage(room, lambda work: accounts.set_role(work, arguments.name, arguments.role))


def _unlock(room: StaffRoom, _settings: Settings, arguments: argparse.Namespace) -> int:
    return _manage(room, lambda work: accounts.unlock(work, arguments.name))


def _remove(room: StaffRoom, _settings: Settings, arguments: argparse.Namespace) -> int:
    return _manage(room, lambda work: accounts.remove(work, arguments.name))


def _manage(room: StaffRoom, use_case: Callable[[Work], StaffRow]) -> int:
    room.manage(accounts.OPERATOR, use_case)
    return 0


def _list(room: StaffRoom, settings: Settings, _arguments: argparse.Namespace) -> int:
    zone = ZoneInfo(settings.center.timezone)
    rows = [("NAME", "ROLE", "CHANGED"), *(_cells(row, zone) for row in room.accounts())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")
    return 0


def _cells(row: StaffRow, zone: ZoneInfo) -> tuple[str, str, str]:
    return row.name, row.role, f"{datetime.fromtimestamp(row.changed_at / 1000, zone):%Y-%m-%d %H:%M}"


def _ask_pin(name: str) -> str:
    """Typed twice unseen at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    pin = getpass.getpass(f"PIN for {name} ({BadPin.accepted}): ")
    if getpass.getpass("once more: ") != pin:
        raise OSError("the two are not the same; nothing was changed")
    return pin


def _fail(problem: object) -> int:
    sys.stderr.write(f"motcua staff: {problem}\n")
    return 1


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    what: str,
    work: Callable[[StaffRoom, Settings, argparse.Namespace], int],
) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=what)
    action.add_argument("name", metavar="NAME", help=_NAME_HELP)
    action.set_defaults(work=work)
    take_common_options_too(action)
    return action

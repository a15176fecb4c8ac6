"""`motcua token`: make, list, revoke and recognise the tokens by which devices are known.

Talks to the database, not to the coordinator: the first token must be had before anything answers, and a
coordinator that runs sees each change with its next request.
"""

import argparse
import sys
from datetime import datetime, time
from pathlib import Path
from typing import Final, get_args
from zoneinfo import ZoneInfo

import msgspec

from config import Settings
from config.accepted import describe
from config.token import token_in
from config.values import Identifier
from coordinator.location import add_data_argument
from coordinator.maintenance import opened_database, take_common_options_too
from coordinator.queue.days import business_day
from coordinator.store.database import StoreError
from coordinator.store.rows import TokenRow
from coordinator.store.tokens import NameTakenError, Tokens
from runtime.clock import SystemClock
from wire.messages import Role

ROLES: Final[tuple[Role, ...]] = get_args(Role)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_data_argument(parser)
    actions = parser.add_subparsers(required=True, metavar="create|list|revoke|whose")
    create = actions.add_parser("create", help="make a token and print it, once")
    create.add_argument("role", type=_role, metavar="ROLE", help=", ".join(ROLES))
    create.add_argument("name", type=_name, metavar="NAME", help="the device's name, such as kiosk-1")
    revoke = actions.add_parser("revoke", help="end a token at once")
    revoke.add_argument("name", type=_name, metavar="NAME", help="as `motcua token list` shows it")
    listing = actions.add_parser("list", help="every token's name, role and times; never a token itself")
    whose = actions.add_parser("whose", help="role and name of the token in FILE, where the records know it")
    whose.add_argument("file", type=Path, metavar="FILE", help="such as /var/lib/motcua/kiosk/token")
    for action, work in ((create, _create), (revoke, _revoke), (listing, _list), (whose, _tell_whose)):
        action.set_defaults(work=work)
        take_common_options_too(action)


def run(settings: Settings, arguments: argparse.Namespace) -> int:
    """0 done, 1 with a sentence on standard error where it could not be."""
    try:
        with opened_database(settings, arguments.data) as database:
            return int(arguments.work(Tokens(database, settings.center.id), settings, arguments))
    except (StoreError, OSError) as error:
        return _fail(error)


def _create(tokens: Tokens, settings: Settings, arguments: argparse.Namespace) -> int:
    now = SystemClock().now()
    try:
        token = tokens.create(arguments.role, arguments.name, now, _day(settings, now))
    except NameTakenError as error:
        return _fail(error)
    sys.stdout.write(f"{token}\n")
    return 0


def _revoke(tokens: Tokens, settings: Settings, arguments: argparse.Namespace) -> int:
    now = SystemClock().now()
    if tokens.revoke(arguments.name, now, _day(settings, now)):
        return 0
    valid = [row.name for row in tokens.list() if row.revoked_at is None]
    return _fail(f"no token named {arguments.name!r} holds (accepted: {', '.join(valid) or 'none yet'})")


def _list(tokens: Tokens, settings: Settings, _arguments: argparse.Namespace) -> int:
    zone = ZoneInfo(settings.center.timezone)
    rows = [("NAME", "ROLE", "MADE", "REVOKED"), *(_cells(row, zone) for row in tokens.list())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")
    return 0


def _tell_whose(tokens: Tokens, _settings: Settings, arguments: argparse.Namespace) -> int:
    owner = tokens.find(token_in(arguments.file))
    if owner is None:
        return _fail(f"the records do not know the token in {arguments.file}, or it was revoked")
    sys.stdout.write(f"{' '.join(owner)}\n")
    return 0


def _cells(row: TokenRow, zone: ZoneInfo) -> tuple[str, str, str, str]:
    return row.name, row.role, _moment(row.created_at, zone), _moment(row.revoked_at, zone)


def _day(settings: Settings, now: datetime) -> str:
    local_now = now.astimezone(ZoneInfo(settings.center.timezone))
    return business_day(local_now, time.fromisoformat(settings.center.day_starts)).isoformat()


def _moment(milliseconds: int | None, zone: ZoneInfo) -> str:
    if milliseconds is None:
        return "-"
    return f"{datetime.fromtimestamp(milliseconds / 1000, zone):%Y-%m-%d %H:%M}"


def _fail(problem: object) -> int:
    sys.stderr.write(f"motcua token: {problem}\n")
    return 1


def _role(text: str) -> Role:
    if text not in ROLES:
        raise argparse.ArgumentTypeError(f"no role {text!r} (accepted: {', '.join(ROLES)})")
    return text


def _name(text: str) -> str:
    try:
        return msgspec.convert(text, Identifier)
    except msgspec.ValidationError as error:
        problem = f"{text!r} cannot be a name (accepted: {describe(Identifier)})"
        raise argparse.ArgumentTypeError(problem) from error

"""The subcommand: which parts are looked at on a machine of these roles, and how the findings are said."""

import argparse
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, get_args

import msgspec

from config import Settings, SettingsError, load
from config.paired import with_appliances_coordinator
from motcua.check.board import check_board
from motcua.check.card import check_card
from motcua.check.certificate import check_certificate
from motcua.check.clock import check_clock
from motcua.check.coordinator import check_coordinator
from motcua.check.copies import check_copies
from motcua.check.database import check_database
from motcua.check.devices import check_devices
from motcua.check.finding import Finding, Role, fault, line_of, said_in
from motcua.check.network import check_network
from motcua.check.pins import check_pins
from motcua.check.printer import check_printer
from motcua.check.program import check_program
from motcua.check.screen import check_screen
from motcua.check.sound import check_sound
from motcua.check.touch import check_touch
from motcua.check.voice import check_voice
from runtime.clock import SystemClock
from words import load_words

_LOCALE: Final = Path(__file__).parents[1] / "locale"
TARGETS: Final = Path("/etc/systemd/system/multi-user.target.wants")
_INSTALLED: Final[dict[str, tuple[Role, ...]]] = {
    "motcua-kiosk.target": ("coordinator", "kiosk", "printer"),
    "motcua-display.target": ("display",),
    "motcua-counter.target": ("counter",),
}
_NEED_A_TOKEN: Final[tuple[Role, ...]] = ("kiosk", "printer", "counter", "display")

Check = Callable[[Settings], Iterator[Finding]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="where the database motcua.db lies")
    parser.add_argument(
        "--role",
        action="append",
        choices=get_args(Role),
        help="what runs on this machine; may be repeated (default: what is installed, else all that is configured)",
    )
    parser.add_argument("--language", choices=load_words(_LOCALE).languages(), default="vi")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="json: for programs, in every language"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each finding; 0 where no fault is among them, else 1."""
    if arguments.format == "json":
        return _run_for_programs(arguments)
    words = load_words(_LOCALE).of(arguments.language)
    faults = 0
    for finding in find_all(arguments.config, arguments.role, arguments.data):
        sys.stdout.write(f"{line_of(finding, words)}\n")
        sys.stdout.flush()
        faults += finding.is_fault
    sys.stdout.write(f"{words('summary', n=faults) if faults else words('summary.none')}\n")
    return 1 if faults else 0


def _run_for_programs(arguments: argparse.Namespace) -> int:
    """Print a list of objects: `part`, `said` and `mend` by language, `is_fault`; a note's `mend` is empty."""
    words = load_words(_LOCALE)
    catalogues = [words.of(language) for language in words.languages()]
    findings = list(find_all(arguments.config, arguments.role, arguments.data))
    sys.stdout.write(msgspec.json.encode([said_in(catalogues, finding) for finding in findings]).decode())
    sys.stdout.write("\n")
    return 1 if any(finding.is_fault for finding in findings) else 0


def find_all(config: Path, roles: list[Role] | None, data: Path | None) -> Iterator[Finding]:
    """Every finding of a machine of these roles; null: of what is installed here, else of all that the settings
    speak of.
    """
    try:
        settings = load(config)
    except SettingsError as error:
        yield from (fault("settings.wrong", file=error.source, problem=p) for p in error.problems)
        return
    roles = roles or _installed() or _configured(settings)
    if "coordinator" not in roles:
        settings = with_appliances_coordinator(settings, roles)
    for check in _checks(roles, config, data):
        yield from check(settings)


def _installed() -> list[Role]:
    """What starts with this machine, as the installation left it; nothing where there was none."""
    return [role for target, roles in _INSTALLED.items() if (TARGETS / target).is_symlink() for role in roles]


def _configured(settings: Settings) -> list[Role]:
    """Buttons are the only part that many centres do without, and say so by naming none."""
    return [role for role in get_args(Role) if role != "counter" or settings.counter.buttons]


def _checks(roles: list[Role], config: Path, data: Path | None) -> Iterator[Check]:
    yield partial(check_clock, clock=SystemClock(), data=data)
    yield check_card
    yield check_network
    if "coordinator" in roles:
        yield partial(check_database, data=data)
        yield partial(check_copies, clock=SystemClock(), config=config, data=data)
        yield check_certificate
    for role in roles:
        if role in _NEED_A_TOKEN:
            yield partial(check_coordinator, role=role)
    if set(roles) & set(_NEED_A_TOKEN):
        yield check_program
    if "kiosk" in roles:
        yield check_devices
    parts: dict[Role, list[Check]] = {
        "printer": [check_printer],
        "counter": [check_pins],
        "kiosk": [lambda settings: check_screen("kiosk", settings.kiosk), check_touch],
        "display": [
            lambda settings: check_screen("display", settings.display),
            check_board,
            check_voice,
            check_sound,
        ],
    }
    for role in roles:
        yield from parts.get(role, [])

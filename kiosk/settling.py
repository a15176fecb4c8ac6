"""What time and the board do to the screen by themselves, so that none outlives its reason. Pure."""

from dataclasses import replace
from typing import Final

from kiosk.commands import Abandon, Command
from kiosk.helping import settle_help
from kiosk.state import (
    Choose,
    Closed,
    Confirm,
    Idle,
    Issuing,
    Offline,
    Printing,
    Procedures,
    Screen,
    ShowNumber,
    Starting,
    State,
    Trouble,
    Unreachable,
)
from kiosk.terms import Terms
from kiosk.timing import CHOOSING, forgets_language_at, is_link_lost, leaves_at
from kiosk.touching import Outcome, go
from wire.messages import Ticket

_RESTING: Final = (Starting, Idle, Closed, Offline)


def settle(state: State, now: float, terms: Terms) -> Outcome:
    """Let them act until nothing changes any more; each step leads nearer to idle."""
    state = _take_up_names(settle_help(state, now))
    commands: list[Command] = []
    while (screen := _overdue(state, now, terms)) is not None:
        if isinstance(state.screen, Unreachable):
            commands.append(Abandon(state.screen.number))
        state = _take_up_names(go(state, screen, now))
    arrived = isinstance(state.screen, _RESTING) and state.changed_at == now
    forgets = forgets_language_at(state, terms.languages[0], terms.times)
    if arrived or (forgets is not None and now >= forgets):
        state = replace(state, language=terms.languages[0])
    return state, commands


def _take_up_names(state: State) -> State:
    """Newer names come between two people, never under a finger; the first ones at once."""
    if state.next_center is None or not (state.center is None or isinstance(state.screen, _RESTING)):
        return state
    return replace(state, center=state.next_center, next_center=None)


def _overdue(state: State, now: float, terms: Terms) -> Screen | None:
    """The screen that should stand instead of this one; null: this one is right."""
    leaves = leaves_at(state, terms.times)
    if leaves is not None and now >= leaves:
        return Idle()
    if isinstance(state.screen, _RESTING):
        rest = _rest(state, now, terms)
        return None if rest == state.screen else rest
    if isinstance(state.screen, CHOOSING):
        # Nobody is led through screens of which the last one fails.
        return Offline() if is_link_lost(state, now, terms.times) else _closed_meanwhile(state)
    return _late(state, now, terms)


def _rest(state: State, now: float, terms: Terms) -> Screen:
    if is_link_lost(state, now, terms.times):
        return Offline()
    if state.center is None or state.board is None:
        return Starting()
    # A short loss of the line changes nothing on the screen, neither does its end.
    return Idle() if state.is_any_open() else Closed()


def _closed_meanwhile(state: State) -> Screen | None:
    if not state.is_any_open():
        return Closed()
    screen = state.screen
    if isinstance(screen, Procedures | Confirm) and not state.is_open(screen.wish.domain):
        return Choose(screen.wish.priority, notice="domain_closed")
    return None


def _late(state: State, now: float, terms: Terms) -> Screen | None:
    match state.screen:
        case Issuing(wish, number, since) if now >= since + terms.times.patience:
            return Unreachable(wish, number)
        case Printing(ticket, since):
            trouble = _print_trouble(state, ticket, now - since, terms)
            return None if trouble is None else ShowNumber(ticket, trouble)
        case _:
            return None


def _print_trouble(state: State, ticket: Ticket, waited: float, terms: Terms) -> Trouble | None:
    printer = state.printer(terms.printer) if terms.printer is not None else None
    if printer is not None and printer.paper == "out":
        return "no_paper"
    if printer is not None and not printer.online:
        return "no_printer"
    failed = ticket.print is not None and ticket.print.state == "failed"
    return "failed" if failed or waited >= terms.times.print_patience else None

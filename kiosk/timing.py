"""How long each screen stands, when the countdown shows, and when the flow wants to be woken. Pure."""

from dataclasses import dataclass
from typing import Final

from kiosk.helping import help_changes_at
from kiosk.state import (
    Choose,
    Closed,
    Confirm,
    Corner,
    CornerDomains,
    CornerSure,
    Idle,
    Issuing,
    Offline,
    Paused,
    Pin,
    Printing,
    Priorities,
    Procedures,
    ShowNumber,
    Starting,
    State,
    TakeTicket,
    Unreachable,
)

CHOOSING: Final = (Choose, Priorities, Procedures, Confirm)
_ASKING: Final = (
    *CHOOSING,
    Unreachable,
    ShowNumber,
    Pin,
    Corner,
    CornerDomains,
    CornerSure,
)


@dataclass(frozen=True)
class Times:
    """Seconds. No screen that asks may stand for less than 30 (accessibility); the countdown is its last part.

    `guard`: touches are not taken for so long after the screen changed and after the last touch;
    `typing_guard`: the same while a PIN is typed.
    `patience`: how long a wish may be on its way before the citizen is told; `print_patience`: the same for
    paper. `link_grace`: a shorter loss of the line is not shown; `choosing_grace`: nor does it end a choice, unless it
    is known that no number can be kept; `starting_grace`: so long a coordinator may take to start together with the
    kiosk. `look_again`: between two looks at a print.
    After `numbers` numbers within `numbers_within` there is a `pause`; `numbers` 0: never.
    """

    asking: float = 60.0
    taking: float = 30.0
    countdown: float = 10.0
    guard: float = 0.25
    typing_guard: float = 0.08
    patience: float = 4.0
    print_patience: float = 8.0
    link_grace: float = 2.0
    choosing_grace: float = 5.0
    starting_grace: float = 30.0
    look_again: float = 1.0
    numbers: int = 3
    numbers_within: float = 60.0
    pause: float = 15.0


def leaves_at(state: State, times: Times) -> float | None:
    """When the screen gives up on the citizen; null: it waits for something else than a touch."""
    since = max(state.changed_at, state.touched_at)
    if isinstance(state.screen, _ASKING):
        return since + times.asking
    if isinstance(state.screen, TakeTicket):
        return since + times.taking
    return state.screen.until if isinstance(state.screen, Paused) else None


def forgets_language_at(state: State, first_language: str, times: Times) -> float | None:
    """When a resting screen goes back to the first language."""
    resting = isinstance(state.screen, Idle | Closed | Starting | Offline)
    return state.touched_at + times.asking if resting and state.language != first_language else None


def countdown(state: State, now: float, times: Times) -> int | None:
    """The seconds to show, from 10 down to 1; null while there is plenty of time. A pause is always counted."""
    leaves = leaves_at(state, times)
    if leaves is None or (leaves - now > times.countdown and not isinstance(state.screen, Paused)):
        return None
    return max(1, -int(-(leaves - now) // 1))


def gives_up_line_at(state: State, times: Times) -> float | None:
    """When this screen gives way to the one that says that no number can be given; null: the line stands."""
    if state.link_lost_at is None:
        return None
    grace = times.link_grace
    is_hopeful = state.fault is None or state.fault.kind == "silent"
    if isinstance(state.screen, Starting) and is_hopeful:
        grace = times.starting_grace
    elif isinstance(state.screen, CHOOSING) and (state.fault is None or state.fault.kind != "store"):
        grace = times.choosing_grace
    return state.link_lost_at + grace


def is_link_lost(state: State, now: float, times: Times) -> bool:
    gives_up = gives_up_line_at(state, times)
    return gives_up is not None and now >= gives_up


def watched_ticket(state: State) -> str | None:
    """The ticket whose print is waited for; null: none, or it has none."""
    screen = state.screen
    if isinstance(screen, Printing | ShowNumber) and screen.ticket.print is not None:
        return screen.ticket.id
    return None


def next_wake(state: State, now: float, first_language: str, times: Times) -> float | None:
    """Seconds until time alone changes something; null: never."""
    moments = [
        leaves_at(state, times),
        _next_count(state, now, times),
        forgets_language_at(state, first_language, times),
        _next_look(state, times),
        help_changes_at(state),
    ]
    if isinstance(state.screen, Issuing):
        moments.append(state.screen.since + times.patience)
    if isinstance(state.screen, Printing):
        moments.append(state.screen.since + times.print_patience)
    if not is_link_lost(state, now, times):
        moments.append(gives_up_line_at(state, times))
    known = [moment for moment in moments if moment is not None]
    return max(0.0, min(known) - now) if known else None


def is_number_after_number(state: State, now: float, times: Times) -> bool:
    """Whether so many numbers were taken here in so short a time that a pause is due."""
    recent = [at for at in state.numbers_at if now - at < times.numbers_within]
    return 0 < times.numbers <= len(recent)


def _next_count(state: State, now: float, times: Times) -> float | None:
    leaves = leaves_at(state, times)
    if leaves is None:
        return None
    shown = countdown(state, now, times)
    return leaves - times.countdown if shown is None else leaves - (shown - 1)


def _next_look(state: State, times: Times) -> float | None:
    if watched_ticket(state) is None or state.looking_up:
        return None
    return state.looked_up_at + times.look_again

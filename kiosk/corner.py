"""The staff corner: a PIN, then what can be done at the machine itself. Pure."""

from dataclasses import replace
from typing import Final

from kiosk.actions import (
    Action,
    Back,
    DeedDone,
    Do,
    EnterPin,
    EraseDigit,
    HoldCorner,
    MakeSure,
    ShowDomains,
    ShowMore,
    SignedIn,
    SignInFailed,
    TypeDigit,
)
from kiosk.commands import Command, Perform, SignIn
from kiosk.deeds import Deed
from kiosk.state import (
    Choose,
    Closed,
    Corner,
    CornerDomains,
    CornerSure,
    Idle,
    Offline,
    Paused,
    Pin,
    Screen,
    Starting,
    State,
)
from kiosk.touching import Outcome, go

LONGEST_PIN: Final = 12
CORNER: Final = (Pin, Corner, CornerDomains, CornerSure)
_DOORS: Final = (Starting, Idle, Closed, Offline, Choose, Paused)
"""Where nobody's wish is lost when the corner opens."""

Step = tuple[Screen, list[Command]]


def touch_corner(state: State, action: Action, now: float) -> Outcome:
    screen, commands = _touch(state, action)
    return _show(state, screen, now), commands


def hear_corner(state: State, event: SignedIn | SignInFailed | DeedDone, now: float) -> State:
    """What the coordinator said; it may come after staff has gone."""
    return _show(state, _hear(state.screen, event), now)


def _show(state: State, screen: Screen, now: float) -> State:
    return state if screen == state.screen else go(state, screen, now)


def _touch(state: State, action: Action) -> Step:
    """The screen after a touch, and what it asks of the sender; what is not offered changes nothing."""
    screen = state.screen
    if isinstance(action, HoldCorner):
        return (Pin() if isinstance(screen, _DOORS) else screen), []
    match screen:
        case Pin():
            return _touch_pin(screen, action)
        case Corner(doing=None):
            return _touch_menu(screen, action)
        case CornerDomains(page):
            return _touch_domains(screen, page, action)
        case CornerSure(deed):
            return _perform(deed) if isinstance(action, Do) else (Corner(), [])
        case _:
            return screen, []


def _hear(screen: Screen, event: SignedIn | SignInFailed | DeedDone) -> Screen:
    match screen, event:
        case Pin(stage="checking"), SignedIn():
            return Corner()
        case Pin(stage="checking"), SignInFailed("unreachable"):
            return Pin(stage="unreachable")
        case Pin(stage="checking"), SignInFailed():
            return Pin(stage="wrong")
        case Corner(doing=deed), DeedDone() if deed == event.deed:
            return Corner(done=event.deed, refusal=event.refusal)
        case _:
            return screen


def _touch_pin(pin: Pin, action: Action) -> Step:
    if pin.stage == "checking":
        return pin, []
    match action:
        case TypeDigit(digit):
            return Pin((pin.typed + digit)[:LONGEST_PIN]), []
        case EraseDigit():
            return Pin(pin.typed[:-1]), []
        case EnterPin() if pin.typed:
            return Pin(stage="checking"), [SignIn(pin.typed)]
        case Back():
            return Idle(), []
        case _:
            return pin, []


def _touch_menu(corner: Corner, action: Action) -> Step:
    match action:
        case Do(deed):
            return _perform(deed)
        case MakeSure(deed):
            return CornerSure(deed), []
        case ShowDomains():
            return CornerDomains(), []
        case Back():
            return Idle(), []
        case _:
            return corner, []


def _touch_domains(screen: CornerDomains, page: int, action: Action) -> Step:
    match action:
        case Do(deed):
            return _perform(deed)
        case ShowMore():
            return replace(screen, page=page + 1), []
        case Back():
            return Corner(), []
        case _:
            return screen, []


def _perform(deed: Deed) -> Step:
    return Corner(doing=deed), [Perform(deed)]

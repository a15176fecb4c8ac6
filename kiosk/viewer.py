"""From what the kiosk knows to what its screen says. Pure: a state and the time make a view."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from kiosk.corner import CORNER
from kiosk.pages import choosing, resting, staff, taking
from kiosk.pages.phrases import Equipment, Phrases
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
    Screen,
    ShowNumber,
    Starting,
    State,
    TakeTicket,
    Unreachable,
)
from kiosk.timing import countdown
from kiosk.view import Bar, Body, View

_BODIES: Final[dict[type, Callable[[Phrases, Any], Body]]] = {
    Starting: resting.starting,
    Idle: resting.idle,
    Closed: resting.closed,
    Offline: resting.offline,
    Paused: resting.paused,
    Choose: choosing.choose,
    Priorities: choosing.priorities,
    Procedures: choosing.procedures,
    Confirm: choosing.confirm,
    Issuing: taking.issuing,
    Unreachable: taking.unreachable,
    Printing: taking.printing,
    TakeTicket: taking.take_ticket,
    ShowNumber: taking.show_number,
    Pin: staff.pin,
    Corner: staff.corner,
    CornerDomains: staff.corner_domains,
    CornerSure: staff.corner_sure,
}
_MIDDLES: Final[dict[type, Callable[[Phrases, Any], Any]]] = {
    Choose: choosing.priority_button,
    Procedures: choosing.take_at_once,
    TakeTicket: taking.done,
    ShowNumber: taking.done,
}
_WITH_BACK: Final = (Choose, Priorities, Procedures, Confirm, Unreachable, *CORNER)
_WITHOUT_HELP: Final = (Starting, Offline, *CORNER)
"""Nobody can be asked, or staff is there already."""


@dataclass(frozen=True)
class Viewer:
    equipment: Equipment

    def view(self, state: State, now: float) -> View:
        """`now`: monotonic seconds, for the countdown."""
        phrases = Phrases(self.equipment, state)
        left = countdown(state, now, self.equipment.terms.times)
        return View(
            center=phrases.name(state.center.name) if state.center is not None else "",
            body=_BODIES[type(state.screen)](phrases, state.screen),
            bar=_bar(phrases, state.screen),
            countdown=_countdown(phrases, left),
            brief_countdown="" if left is None else phrases.say("countdown.short", n=left),
        )


def _bar(phrases: Phrases, screen: Screen) -> Bar:
    middle = _MIDDLES.get(type(screen))
    helping = [] if isinstance(screen, _WITHOUT_HELP) else [phrases.help()]
    return Bar(
        left=phrases.back() if isinstance(screen, _WITH_BACK) else None,
        middle=middle(phrases, screen) if middle is not None else None,
        right=(*helping, *phrases.language()),
    )


def _countdown(phrases: Phrases, seconds: int | None) -> str:
    if seconds is None:
        return ""
    key = "countdown.pause" if isinstance(phrases.state.screen, Paused) else "countdown"
    return phrases.say(key, n=seconds)

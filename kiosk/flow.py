"""The kiosk's behaviour as one pure function: `(state, event, now) → (state, commands)`.

idle → domain → (procedure) → confirm → issuing → printing → take the ticket → idle; beside it trouble,
offline and closed hours, and the staff corner. Each event is taken first; then `settle` lets time and the
board have their say, so that no screen outlives its reason.
"""

from dataclasses import dataclass, replace

from kiosk.actions import (
    Action,
    AskHelp,
    BoardArrived,
    Event,
    HoldCorner,
    Issued,
    Start,
    SwitchLanguage,
    Touched,
)
from kiosk.commands import LookUp, SignOut
from kiosk.corner import CORNER, touch_corner
from kiosk.hearing import hear
from kiosk.helping import ask_help
from kiosk.settling import settle
from kiosk.state import Idle, Issuing, Paused, Pin, Starting, State
from kiosk.terms import Terms
from kiosk.timing import is_number_after_number, watched_ticket
from kiosk.touching import Outcome, go, touch


@dataclass(frozen=True)
class Flow:
    terms: Terms

    def begin(self, now: float) -> State:
        return State(Starting(), self.terms.languages[0], changed_at=now, touched_at=now)

    def step(self, state: State, event: Event, now: float) -> Outcome:
        """What follows from `event` at `now` (monotonic seconds)."""
        was_in_corner = isinstance(state.screen, CORNER)
        state, commands = self._take(state, event, now)
        state, settled = settle(state, now, self.terms)
        state, look_ups = self._look(state, event, now)
        has_left = was_in_corner and not isinstance(state.screen, CORNER)
        return state, [*commands, *settled, *look_ups, *([SignOut()] if has_left else [])]

    def _take(self, state: State, event: Event, now: float) -> Outcome:
        if not isinstance(event, Touched):
            return hear(state, event, now, self.terms)
        if isinstance(state.screen, Issuing) or self._is_too_soon(state, now):
            return state, []
        state = replace(state, touched_at=now)
        return (state, []) if event.action is None else self._touch(state, event.action, now)

    def _is_too_soon(self, state: State, now: float) -> bool:
        """Touches too close to a change of the screen were meant for the one before; digits come faster."""
        times = self.terms.times
        guard = times.typing_guard if isinstance(state.screen, Pin) else times.guard
        return now - max(state.changed_at, state.touched_at) < guard

    def _touch(self, state: State, action: Action, now: float) -> Outcome:
        match action:
            case SwitchLanguage():
                return replace(state, language=self.terms.language_after(state.language)), []
            case AskHelp():
                return ask_help(state, now)
            case Start() if is_number_after_number(state, now, self.terms.times):
                return self._pause(state, now), []
        if isinstance(action, HoldCorner) or isinstance(state.screen, CORNER):
            return touch_corner(state, action, now)
        return touch(state, action, now, self.terms.printer)

    def _pause(self, state: State, now: float) -> State:
        """The count starts afresh, so that the next person is not held up for what others took."""
        if not isinstance(state.screen, Idle):
            return state
        return go(replace(state, numbers_at=()), Paused(now + self.terms.times.pause), now)

    def _look(self, state: State, event: Event, now: float) -> Outcome:
        ticket = watched_ticket(state)
        again = state.looked_up_at + self.terms.times.look_again
        due = isinstance(event, BoardArrived | Issued) or now >= again
        if ticket is None or state.looking_up or not due:
            return state, []
        return replace(state, looking_up=True, looked_up_at=now), [LookUp(ticket)]

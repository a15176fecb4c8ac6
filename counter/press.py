"""What a person meant by a button: presses out of time-stamped edges, whatever the line carries besides.

Pure: time comes in with each edge. Long leads in a public building pick up noise and contacts bounce, so a
level counts only once it held for `settle_seconds`; nothing here trusts the debouncing of a pin library.
"""

from dataclasses import dataclass
from enum import Enum
from math import inf
from typing import Final

STUCK_SECONDS: Final = 30.0


class Press(Enum):
    """`SHORT` is known at the release, `HOLD` at the moment the hold time is reached, `DOUBLE` at the release
    of a second press that came soon after a short one.

    `STUCK` and `FREED` are no wishes of a person: the button has been down for `STUCK_SECONDS`, said once, and
    it came up again.
    """

    SHORT = "short"
    HOLD = "hold"
    DOUBLE = "double"
    STUCK = "stuck"
    FREED = "freed"


@dataclass(frozen=True)
class Timing:
    """Seconds: how long a level must hold, how long a press is a hold, how long no other counts after one.

    `double_seconds`: a press that begins so soon after the release of a short one makes a double press with it,
    lock-out or not; 0: there is no double press. `is_prompt`: the first of the two is told as `SHORT` at once, and
    `DOUBLE` completes it; otherwise `SHORT` is told only when no second press came.
    """

    settle_seconds: float
    hold_seconds: float
    lockout_seconds: float
    double_seconds: float = 0.0
    is_prompt: bool = True


class PressReader:
    """One button. Times are seconds of one monotonic clock, given in any steps but never backwards.

    A button that is down when reading starts is taken for stuck, not for pressed: only what follows its
    release counts.
    """

    def __init__(self, timing: Timing, *, pressed: bool, at: float) -> None:
        self._timing = timing
        self._raw = self._settled = pressed
        self._raw_since = self._down_since = at
        self._locked_until = -inf
        self._double_until = -inf
        self._fired = pressed
        self._is_second = self._is_first_untold = self._stuck_said = False

    def is_felt(self) -> bool:
        """Whether a press that counts is going on: what the finger should be told."""
        return self._settled and not self._fired

    def edge(self, at: float, *, pressed: bool) -> list[Press]:
        """Take one edge; gives what became certain up to its time, in order."""
        found = self.advance(at)
        if pressed != self._raw or pressed != self._settled:
            # An edge to the level that already stood means that two were lost between: it did not hold.
            self._raw_since = at
        self._raw = pressed
        return found

    def advance(self, now: float) -> list[Press]:
        """What became certain by the passing of time up to `now`."""
        found = []
        while (due := self.next_deadline()) is not None and due <= now:
            found += self._pass(due)
        return found

    def next_deadline(self) -> float | None:
        """When `advance` has something to decide next, null where only an edge can change anything."""
        if self._is_first_alone():
            return self._double_until
        if self._raw != self._settled:
            return self._raw_since + self._timing.settle_seconds
        if not self._settled:
            return None
        if not self._fired:
            return self._hold_due()
        return None if self._stuck_said else self._down_since + STUCK_SECONDS

    def _is_first_alone(self) -> bool:
        """Whether an untold short press only waits for the end of the time in which a second could begin."""
        has_second_begun = self._is_second or (self._raw and self._raw_since <= self._double_until)
        return self._is_first_untold and not has_second_begun

    def _hold_due(self) -> float:
        # The second bound keeps the bounce of a release just before the hold time from making it a hold.
        return max(
            self._down_since + self._timing.hold_seconds, self._raw_since + self._timing.settle_seconds
        )

    def _pass(self, due: float) -> list[Press]:
        if self._is_first_alone():
            return self._tell_first()
        if self._raw != self._settled:
            return self._press() if self._raw else self._release(due)
        if not self._fired:
            return self._hold(due)
        self._stuck_said = True
        return [Press.STUCK]

    def _press(self) -> list[Press]:
        self._settled, self._stuck_said = True, False
        self._down_since = self._raw_since
        self._is_second = self._down_since <= self._double_until
        self._fired = not self._is_second and self._down_since < self._locked_until
        return []

    def _release(self, now: float) -> list[Press]:
        self._settled = False
        if self._stuck_said:
            return [Press.FREED]
        if self._fired:
            return []
        self._lock(now)
        if self._is_second:
            self._end_double()
            return [Press.DOUBLE]
        if self._timing.double_seconds:
            self._double_until = self._raw_since + self._timing.double_seconds
            self._is_first_untold = not self._timing.is_prompt
        return [] if self._is_first_untold else [Press.SHORT]

    def _hold(self, now: float) -> list[Press]:
        first = self._tell_first()
        self._end_double()
        self._lock(now)
        return [*first, Press.HOLD]

    def _tell_first(self) -> list[Press]:
        found = [Press.SHORT] if self._is_first_untold else []
        self._is_first_untold = False
        return found

    def _end_double(self) -> None:
        self._double_until, self._is_second, self._is_first_untold = -inf, False, False

    def _lock(self, now: float) -> None:
        self._fired = True
        self._locked_until = now + self._timing.lockout_seconds

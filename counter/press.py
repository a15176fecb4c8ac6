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
    """`SHORT` is known at the release, `HOLD` at the moment the hold time is reached.

    `STUCK` is no wish of a person: the button has been down for `STUCK_SECONDS`; said once.
    """

    SHORT = "short"
    HOLD = "hold"
    STUCK = "stuck"


@dataclass(frozen=True)
class Timing:
    """Seconds: how long a level must hold, how long a press is a hold, how long no other counts after one."""

    settle_seconds: float
    hold_seconds: float
    lockout_seconds: float


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
        self._fired = pressed
        self._stuck_said = False

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
        if self._raw != self._settled:
            return self._raw_since + self._timing.settle_seconds
        if not self._settled:
            return None
        if not self._fired:
            return self._hold_due()
        return None if self._stuck_said else self._down_since + STUCK_SECONDS

    def _hold_due(self) -> float:
        # The second bound keeps the bounce of a release just before the hold time from making it a hold.
        return max(
            self._down_since + self._timing.hold_seconds, self._raw_since + self._timing.settle_seconds
        )

    def _pass(self, due: float) -> list[Press]:
        if self._raw != self._settled:
            return self._settle(due)
        if not self._fired:
            return [self._fire(Press.HOLD, due)]
        self._stuck_said = True
        return [Press.STUCK]

    def _settle(self, now: float) -> list[Press]:
        self._settled = self._raw
        if self._settled:
            self._down_since = self._raw_since
            self._fired = self._down_since < self._locked_until
            self._stuck_said = False
            return []
        return [] if self._fired else [self._fire(Press.SHORT, now)]

    def _fire(self, press: Press, now: float) -> Press:
        self._fired = True
        self._locked_until = now + self._timing.lockout_seconds
        return press

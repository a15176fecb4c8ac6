"""What the day has taught so far: how long people stay at counters, how many come, whether told waits came true.

Fed with what happened, in order; from it `forecast.waits` knows the day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from forecast.arrivals import Arrivals
from forecast.calibration import Calibration
from forecast.pace import Pace
from forecast.waits import Expected

LONGEST_STAYS: Final = 5.0
"""A stay of more than so many usual ones was a clerk at lunch: it counts as so long."""

What = Literal["issued", "called", "left", "undone"]


@dataclass(frozen=True)
class Happening:
    """`at` in seconds. `left`: served, not come, held or sent on; `undone`: cancelled, or a call taken back.

    `told` and `waited` are those of a first call.
    """

    what: What
    place: int
    domain: str
    at: float
    counter: int | None = None
    is_priority: bool = False
    told: Expected | None = None
    waited: float = 0.0


class Experience:
    """One business day. `usual`: the mean stay by domain that it begins with, seconds."""

    def __init__(self, usual: Mapping[str, float], calibration: Calibration) -> None:
        self.pace = Pace(dict(usual))
        self.arrivals = Arrivals()
        self.calibration = calibration
        self._usual = dict(usual)
        self._serving: dict[int, Happening] = {}
        self._latest = 0.0

    def take(self, one: Happening) -> None:
        """Learn from what happened; of a domain that is no longer there nothing is learnt."""
        # The wall clock of a Pi may jump back; what is counted by time must not.
        self._latest = max(self._latest, one.at)
        if one.domain not in self._usual:
            return
        if one.what == "issued":
            self.arrivals.came(one.domain, self._latest, is_priority=one.is_priority)
        elif one.what == "called" and one.counter is not None:
            self._serving[one.counter] = one
            if one.told is not None:
                self.calibration.came_true(one.told, one.waited)
        elif one.what in ("left", "undone"):
            self._leave(one)

    def now(self, at: float) -> float:
        """The time that arrivals are counted by, at the wall clock's `at`."""
        return max(self._latest, at)

    def _leave(self, one: Happening) -> None:
        for counter, called in list(self._serving.items()):
            if called.place == one.place:
                del self._serving[counter]
                if one.what == "left":
                    longest = LONGEST_STAYS * self.pace.mean(called.domain)
                    self.pace.saw(called.domain, min(max(0.0, one.at - called.at), longest))

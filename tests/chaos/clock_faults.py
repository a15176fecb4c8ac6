"""A wall clock that jumps: hours, a day, a year, forth and back, while everyone is at work."""

import random
from dataclasses import dataclass
from typing import Final

from tests.chaos.stage import Stage

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR


@dataclass(frozen=True)
class ClockJump:
    """Away from the true time, and back after some commands were answered there."""

    seconds: float
    is_synchronised: bool = True

    @property
    def name(self) -> str:
        return f"clock{self.seconds / HOUR:+.0f}h{'' if self.is_synchronised else '-unset'}"

    def lacks(self, stage: Stage) -> str:
        return "" if stage.clock else "the run was started with a true clock"

    def strike(self, stage: Stage, chance: random.Random) -> None:
        if stage.clock is None:
            raise TypeError("no clock to move")
        for offset in (self.seconds + chance.uniform(-60, 60), 0.0):
            stage.clock.set(offset, is_synchronised=self.is_synchronised or offset == 0.0)
            stage.wait_until_busy()


JUMPS: Final = (
    ClockJump(3 * HOUR),
    ClockJump(-5 * HOUR),
    ClockJump(DAY),
    ClockJump(-20 * HOUR),
    ClockJump(400 * DAY),
    ClockJump(-16 * HOUR, is_synchronised=False),
)
"""By less than two days back and forth together: answers whose times lie further apart are not kept."""

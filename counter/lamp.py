"""What a counter's lamp says, as a rhythm of light. Pure: the state from the board, the light from the time.

| lamp | meaning |
| --- | --- |
| off | the counter is closed |
| steady | a citizen is being served |
| slow blink, 1 Hz | the counter is free and people wait |
| a wink, 60 ms every 4 s | the counter is open and free, nobody waits: alive, and nothing to do |
| fast blink, 5 Hz | no coordinator, or the last press did not take |
"""

from dataclasses import dataclass
from enum import Enum

from wire.messages import Board


@dataclass(frozen=True)
class Rhythm:
    """Light for the first `lit_seconds` of every `period_seconds`."""

    period_seconds: float
    lit_seconds: float


class LampState(Enum):
    OFF = Rhythm(1.0, 0.0)
    STEADY = Rhythm(1.0, 1.0)
    SLOW = Rhythm(1.0, 0.5)
    WINK = Rhythm(4.0, 0.06)
    FAST = Rhythm(0.2, 0.1)

    def is_lit(self, now: float) -> bool:
        """Whether the lamp is lit at this time of the monotonic clock; all lamps keep one beat."""
        return now % self.value.period_seconds < self.value.lit_seconds

    def next_change(self, now: float) -> float | None:
        """When the light changes next, null where it never does."""
        rhythm = self.value
        if rhythm.lit_seconds in (0.0, rhythm.period_seconds):
            return None
        start = now - now % rhythm.period_seconds
        return start + (rhythm.lit_seconds if self.is_lit(now) else rhythm.period_seconds)


def lamp_state(counter: int, board: Board | None) -> LampState:
    """What the newest board says of a counter; a null board: the coordinator is not there."""
    if board is None:
        return LampState.FAST
    for state in board.counters:
        if state.id == counter and state.open:
            if state.number is not None:
                return LampState.STEADY
            return LampState.SLOW if state.waiting else LampState.WINK
    return LampState.OFF

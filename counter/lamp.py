"""What a counter's lamp says, as a rhythm of light. Pure: the state from the board, the light from the time.

| lamp | meaning |
| --- | --- |
| off | the counter is closed |
| steady | a citizen is being served |
| slow blink, 1 Hz | the counter is free and people wait |
| a wink, 60 ms every 4 s | the counter is open and free, nobody waits: alive, and nothing to do |
| fast blink, 5 Hz | no coordinator, or the last press did not take |
| two flashes, then a second of dark | the coordinator answers, but can keep nothing: no press takes |
"""

from dataclasses import dataclass
from enum import Enum

from wire.faults import LineFault
from wire.messages import Board


@dataclass(frozen=True)
class Rhythm:
    """Light for the first `lit_seconds` of every `period_seconds`, `flashes` times with as long a dark between."""

    period_seconds: float
    lit_seconds: float
    flashes: int = 1

    @property
    def edges(self) -> tuple[float, ...]:
        """When the light comes and goes by turns, from the start of a period."""
        return tuple(i * self.lit_seconds for i in range(2 * self.flashes))


class LampState(Enum):
    OFF = Rhythm(1.0, 0.0)
    STEADY = Rhythm(1.0, 1.0)
    SLOW = Rhythm(1.0, 0.5)
    WINK = Rhythm(4.0, 0.06)
    FAST = Rhythm(0.2, 0.1)
    PAIRS = Rhythm(1.5, 0.125, flashes=2)

    def is_lit(self, now: float) -> bool:
        """Whether the lamp is lit at this time of the monotonic clock; all lamps keep one beat."""
        phase = now % self.value.period_seconds
        return sum(edge <= phase for edge in self.value.edges) % 2 == 1

    def next_change(self, now: float) -> float | None:
        """When the light changes next, null where it never does."""
        rhythm = self.value
        if rhythm.lit_seconds in (0.0, rhythm.period_seconds):
            return None
        phase = now % rhythm.period_seconds
        later = (edge for edge in rhythm.edges if edge > phase)
        return now - phase + next(later, rhythm.period_seconds)


def lamp_state(counter: int, board: Board | None, fault: LineFault | None = None) -> LampState:
    """What the newest board says of a counter; a null board: there is no line, for this reason where it is known."""
    if board is None:
        return LampState.PAIRS if fault is not None and fault.kind == "store" else LampState.FAST
    for state in board.counters:
        if state.id == counter and state.open:
            if state.number is not None:
                return LampState.STEADY
            return LampState.SLOW if state.waiting else LampState.WINK
    return LampState.OFF

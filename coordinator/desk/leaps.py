"""A wall clock that is set ahead while this process lives, told by the clock that nobody sets.

A Pi without a network starts with the time of its last shutdown, and leaps when the network tells it better. Whatever
waits for some minutes would then look hours old.
"""

from dataclasses import dataclass
from typing import Final

from runtime.clock import Clock

LEAST_MS: Final = 10_000
"""Less is a clock that is put right by and by, or a process that was not served for a while."""


@dataclass(frozen=True)
class Sight:
    """Both clocks at one instant, in milliseconds."""

    wall: int
    steady: int


def look_at(clock: Clock) -> Sight:
    return Sight(round(clock.now().timestamp() * 1000), round(clock.monotonic() * 1000))


def leap_between(before: Sight, after: Sight) -> int:
    """How far the wall clock was set ahead meanwhile, in milliseconds; 0 where it was not, or was set back."""
    leap = (after.wall - before.wall) - (after.steady - before.steady)
    return leap if leap >= LEAST_MS else 0

"""A clerk at a counter: looks at the board, serves, presses the button. Pure: time comes in from outside.

A clerk does what a person would: a press that shows no effect after a while is made again.
"""

import random
from dataclasses import dataclass
from enum import Enum

from wire.messages import BoardCounter


class Move(Enum):
    """What a clerk does to the button."""

    PRESS = "press"
    HOLD = "hold"


@dataclass(frozen=True)
class Habits:
    """Seconds: the mean time with a citizen, how soon the button is pressed, how long until it is pressed
    again for want of an effect. `recall_share` of the citizens have to be called a second time, which takes
    `recall_seconds`.
    """

    service_seconds: float
    reaction_seconds: float
    patience_seconds: float
    recall_share: float
    recall_seconds: float


class Clerk:
    """`look` at each newer board, `move` when the time from `wakes_at` comes; seconds of one clock."""

    def __init__(self, habits: Habits, chance: random.Random) -> None:
        self._habits = habits
        self._chance = chance
        self._number: str | None = None
        self._next_press: float | None = None
        self._recall_at: float | None = None

    def look(self, counter: BoardCounter, now: float) -> None:
        """See who is at the counter and whether anyone waits."""
        if counter.number != self._number:
            self._begin(counter.number, now)
        if counter.number is None:
            wanted = counter.open and counter.waiting > 0
            if not wanted:
                self._next_press = None
            elif self._next_press is None:
                self._next_press = now + self._habits.reaction_seconds

    def wakes_at(self) -> float | None:
        """When there is something to do, null where only a newer board can bring it."""
        return min((at for at in (self._recall_at, self._next_press) if at is not None), default=None)

    def move(self, now: float) -> Move | None:
        """What to do at this moment, if anything."""
        if self._recall_at is not None and now >= self._recall_at:
            self._recall_at = None
            return Move.HOLD
        if self._next_press is not None and now >= self._next_press:
            self._next_press = now + self._habits.patience_seconds
            return Move.PRESS
        return None

    def _begin(self, number: str | None, now: float) -> None:
        self._number, self._next_press, self._recall_at = number, None, None
        if number is None:
            return
        service = self._chance.expovariate(1 / self._habits.service_seconds)
        self._next_press = now + self._habits.reaction_seconds + service
        if self._chance.random() < self._habits.recall_share:
            self._recall_at = now + self._habits.reaction_seconds
            # The hold takes its time, and the press that ends the service comes after it.
            self._next_press += self._habits.recall_seconds

"""A clerk at a counter: looks at the board, serves, presses the button. Pure: time comes in from outside.

A clerk does what a person would. A citizen comes once the board shows the number; whoever does not come is
called again; a press that shows no effect after a while is made again.
"""

import random
from dataclasses import dataclass
from enum import Enum
from typing import Final

from wire.messages import BoardCounter

MOST_HOLDS: Final = 2


class Move(Enum):
    """What a clerk does to the button."""

    PRESS = "press"
    HOLD = "hold"


@dataclass(frozen=True)
class Habits:
    """Seconds: the mean time with a citizen, how soon the button is pressed, how long until something is tried
    again for want of an effect. `recall_share` of the citizens have to be called a second time.
    """

    service_seconds: float
    reaction_seconds: float
    patience_seconds: float
    recall_share: float


class Clerk:
    """`look` at each newer board, `move` when the time from `wakes_at` comes; seconds of one clock."""

    def __init__(self, habits: Habits, chance: random.Random) -> None:
        self._habits = habits
        self._chance = chance
        self._number: str | None = None
        self._calls_needed = 1
        self._seen = 0
        self._holds = 0
        self._due: tuple[float, Move] | None = None

    def look(self, counter: BoardCounter, shown: int, now: float) -> None:
        """See who is called here, how many of these calls the board showed, and whether anyone waits."""
        if counter.number != self._number:
            self._turn_to(counter.number, now)
        if counter.number is not None:
            self._look_for_citizen(shown, now)
        elif not counter.open or counter.waiting == 0:
            self._due = None
        elif self._due is None:
            self._due = (now + self._habits.reaction_seconds, Move.PRESS)

    def wakes_at(self) -> float | None:
        """When there is something to do, null where only a newer board can bring it."""
        return None if self._due is None else self._due[0]

    def move(self, now: float) -> Move | None:
        """What to do at this moment, if anything."""
        if self._due is None or now < self._due[0]:
            return None
        move = self._due[1]
        self._holds += move is Move.HOLD
        again = Move.HOLD if move is Move.HOLD and self._holds < MOST_HOLDS else Move.PRESS
        self._due = (now + self._habits.patience_seconds, again)
        return move

    def _turn_to(self, number: str | None, now: float) -> None:
        self._number, self._seen, self._holds, self._due = number, 0, 0, None
        if number is None:
            return
        self._calls_needed = 2 if self._chance.random() < self._habits.recall_share else 1
        self._due = (now + self._habits.patience_seconds, Move.HOLD)

    def _look_for_citizen(self, shown: int, now: float) -> None:
        if shown <= self._seen:
            return
        self._seen = shown
        if shown < self._calls_needed:
            self._due = (now + self._habits.reaction_seconds, Move.HOLD)
        else:
            service = self._chance.expovariate(1 / self._habits.service_seconds)
            self._due = (now + self._habits.reaction_seconds + service, Move.PRESS)

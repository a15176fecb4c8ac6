"""Fingers on the buttons: a clerk's move becomes the closing and opening of a contact, at its time."""

import heapq
import logging
from collections.abc import Callable
from typing import Final

from simulation.clerk import Move

PRESS_SECONDS: Final = 0.09
SLACK_SECONDS: Final = 0.2
"""A hold lasts so much longer than the agent asks for."""

log = logging.getLogger(__name__)


class Hands:
    """`press(counter, down)` moves a contact; raises `OSError` where no counter process listens."""

    def __init__(self, press: Callable[[int, bool], None], hold_seconds: float) -> None:
        self._press = press
        self._length = {Move.PRESS: PRESS_SECONDS, Move.HOLD: hold_seconds + SLACK_SECONDS}
        self._releases: list[tuple[float, int]] = []

    def do(self, counter: int, move: Move, now: float) -> None:
        """Close the contact now and open it after the move's time."""
        self._change(counter, down=True)
        heapq.heappush(self._releases, (now + self._length[move], counter))

    def wakes_at(self) -> float | None:
        return self._releases[0][0] if self._releases else None

    def release(self, now: float) -> None:
        """Open the contacts whose time has come."""
        while self._releases and self._releases[0][0] <= now:
            self._change(heapq.heappop(self._releases)[1], down=False)

    def _change(self, counter: int, *, down: bool) -> None:
        try:
            self._press(counter, down)
        except OSError as error:
            log.warning("counter %d: nobody reads the button: %s", counter, error)

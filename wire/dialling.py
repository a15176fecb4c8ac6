"""Opening the event stream over a line that may swallow what is sent, and may be slow.

An attempt that is not answered says nothing: the line may be dead, the coordinator only busy. Giving up early
would never reach a busy one, waiting would come late to a line that is back. So the next attempt goes out
beside those that still wait, and the first answer is taken.
"""

import queue
import threading
from collections.abc import Callable
from typing import Final, TypeAlias

import requests

from runtime.backoff import Backoff
from runtime.stop import Stop
from wire.client import Coordinator, CoordinatorError

LONGEST_PAUSE_SECONDS: Final = 0.8
"""From one attempt to the next: what a line that is back waits for at the most."""
MOST_ATTEMPTS: Final = 6
"""At the same time: more than any time-out lets wait, so that a busy coordinator is not asked to death."""

Outcome: TypeAlias = requests.Response | CoordinatorError


class _Race:
    """The attempts of one dialling: the first answer wins, later ones are hung up."""

    def __init__(self) -> None:
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running = 0
        self._is_over = False

    def start(self, attempt: Callable[[], Outcome]) -> None:
        """Make one more attempt, unless too many wait already."""
        with self._lock:
            if self._running == MOST_ATTEMPTS:
                return
            self._running += 1
        threading.Thread(target=lambda: self._finish(attempt()), name="dial", daemon=True).start()

    def wait(self, seconds: float) -> Outcome | None:
        """What became of an attempt; null where none was decided for so long."""
        try:
            return self._outcomes.get(timeout=seconds)
        except queue.Empty:
            return None

    def end(self) -> None:
        with self._lock:
            self._is_over = True
        while not self._outcomes.empty():
            _hang_up(self._outcomes.get())

    def _finish(self, outcome: Outcome) -> None:
        with self._lock:
            self._running -= 1
            if not self._is_over:
                self._outcomes.put(outcome)
                return
        _hang_up(outcome)


class Dialler:
    """Opens streams with the coordinator's address and token; used by one thread."""

    def __init__(self, coordinator: Coordinator, stop: Stop, quiet_seconds: float) -> None:
        self._coordinator = coordinator
        self._stop = stop
        self._quiet_seconds = quiet_seconds

    def dial(self, after: int, on_failure: Callable[[CoordinatorError], None]) -> requests.Response | None:
        """An open stream, however long it takes; null when the stop is asked.

        `on_failure` hears of each attempt that failed.
        """
        race, pauses = _Race(), Backoff(first=0.1, cap=LONGEST_PAUSE_SECONDS)
        try:
            while not self._stop.is_asked():
                race.start(lambda: self._attempt(after))
                outcome = race.wait(LONGEST_PAUSE_SECONDS)
                if isinstance(outcome, requests.Response):
                    return outcome
                if outcome is not None:
                    on_failure(outcome)
                    self._stop.wait(pauses.next_seconds())
        finally:
            race.end()
        return None

    def _attempt(self, after: int) -> Outcome:
        line = self._coordinator.twin()
        try:
            return line.stream(after, self._quiet_seconds)
        except CoordinatorError as error:
            line.close()
            return error


def _hang_up(outcome: Outcome) -> None:
    if isinstance(outcome, requests.Response):
        outcome.close()

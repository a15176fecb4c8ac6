"""Presses on their way to the coordinator: one thread, one at a time, none older than a few seconds.

A press belongs to its moment. What could not be said within `GIVE_UP_SECONDS` is dropped and its lamp
says so; fired later it would call a citizen to a counter where no one expects one.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final, Protocol

from counter.press import Press
from runtime.backoff import Backoff
from runtime.clock import Clock
from runtime.stop import Stop
from wire.client import Refused, Unreachable, new_key
from wire.messages import Called, Ticket

GIVE_UP_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 2.0

log = logging.getLogger(__name__)


class Calls(Protocol):
    """What a press can ask for; `wire.client.Coordinator` is one."""

    def call_next(self, counter: int, key: str) -> Called: ...

    def recall(self, counter: int, key: str) -> Ticket: ...


@dataclass(frozen=True)
class Wish:
    """A press of a counter's button; `expires` is on the monotonic clock."""

    counter: int
    press: Press
    expires: float


class Sender(threading.Thread):
    """`on_missed` is called on this thread with the counter whose press did not take."""

    def __init__(
        self,
        coordinator: Calls,
        clock: Clock,
        stop: Stop,
        on_missed: Callable[[int], None],
    ) -> None:
        super().__init__(name="sender", daemon=True)
        self._coordinator = coordinator
        self._clock = clock
        self._stop_asked = stop
        self._on_missed = on_missed
        self._wishes: SimpleQueue[Wish | None] = SimpleQueue()
        stop.when_asked(lambda: self._wishes.put(None))

    def submit(self, counter: int, press: Press) -> None:
        """Hand over a press of this moment; thread-safe, returns at once."""
        self._wishes.put(Wish(counter, press, self._clock.monotonic() + GIVE_UP_SECONDS))

    def run(self) -> None:
        while (wish := self._wishes.get()) is not None:
            self._say(wish)

    def _say(self, wish: Wish) -> None:
        key, waits = new_key(), Backoff(first=0.05, cap=0.5)
        reason = "it waited behind others for too long"
        while self._clock.monotonic() < wish.expires:
            try:
                self._command(wish, key)
            except Unreachable as error:
                reason = str(error)
            except Refused as error:
                reason = str(error)
                break
            else:
                return
            if self._stop_asked.wait(waits.next_seconds()):
                return
        log.warning("counter %d: the press (%s) did not take: %s", wish.counter, wish.press.value, reason)
        self._on_missed(wish.counter)

    def _command(self, wish: Wish, key: str) -> None:
        if wish.press is Press.SHORT:
            outcome = self._coordinator.call_next(wish.counter, key).called
            log.info(
                "counter %d: called %s", wish.counter, outcome.number if outcome else "nobody: none waits"
            )
        else:
            log.info(
                "counter %d: recalled %s", wish.counter, self._coordinator.recall(wish.counter, key).number
            )

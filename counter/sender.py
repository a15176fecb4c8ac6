"""Presses on their way to the coordinator: one thread, one at a time, none older than a few seconds.

A press belongs to its moment. What could not be said within `GIVE_UP_SECONDS` is dropped and its lamp
says so; fired later it would call a citizen to a counter where no one expects one.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Final, Protocol

from counter.gestures import Deed, Gestures
from counter.press import Press
from runtime.backoff import Backoff
from runtime.clock import Clock
from runtime.stop import Stop
from wire.client import Refused, Unreachable, new_key
from wire.messages import Called, CounterState, Ticket

GIVE_UP_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 2.0

log = logging.getLogger(__name__)


class Calls(Protocol):
    """What a press can ask for; `wire.client.Coordinator` is one."""

    def call_next(self, counter: int, key: str) -> Called: ...

    def no_show_next(self, counter: int, key: str) -> Called: ...

    def no_show_after_all(self, ticket: str, key: str) -> Ticket: ...

    def undo(self, counter: int, key: str) -> CounterState: ...

    def recall(self, counter: int, key: str) -> Ticket: ...

    def finish(self, counter: int, key: str) -> Ticket: ...

    def no_show(self, counter: int, key: str) -> Ticket: ...

    def hold(self, counter: int, key: str) -> Ticket: ...


@dataclass(frozen=True)
class Wish:
    """What a press asks for at a counter; `expires` is on the monotonic clock."""

    counter: int
    deed: Deed
    expires: float


class Sender(threading.Thread):
    """`buttons`: the counter of each button and its gestures, by position. `on_missed` is called on this thread
    with the counter whose press did not take.
    """

    def __init__(
        self,
        coordinator: Calls,
        buttons: Sequence[tuple[int, Gestures]],
        clock: Clock,
        stop: Stop,
        on_missed: Callable[[int], None],
    ) -> None:
        super().__init__(name="sender", daemon=True)
        self._coordinator = coordinator
        self._buttons = buttons
        self._clock = clock
        self._stop_asked = stop
        self._on_missed = on_missed
        self._last_calls: dict[int, Called] = {}
        self._wishes: SimpleQueue[Wish | None] = SimpleQueue()
        stop.when_asked(lambda: self._wishes.put(None))

    def submit(self, button: int, press: Press) -> None:
        """Hand over a press of this moment; thread-safe, returns at once."""
        counter, gestures = self._buttons[button]
        deed = gestures.deed(press)
        if deed is not None:
            self._wishes.put(Wish(counter, deed, self._clock.monotonic() + GIVE_UP_SECONDS))

    def run(self) -> None:
        while (wish := self._wishes.get()) is not None:
            self._say(wish)

    def _say(self, wish: Wish) -> None:
        key, waits = new_key(), Backoff(first=0.05, cap=0.5)
        before = self._last_calls.pop(wish.counter, None)
        reason = "it waited behind others for too long"
        while self._clock.monotonic() < wish.expires:
            try:
                said = self._complete(wish, before, key) if wish.deed.completes else self._command(wish, key)
            except Unreachable as error:
                reason = str(error)
            except Refused as error:
                reason = str(error)
                break
            else:
                log.info("counter %d: %s", wish.counter, said)
                return
            if self._stop_asked.wait(waits.next_seconds()):
                return
        log.warning("counter %d: the press (%s) did not take: %s", wish.counter, wish.deed.gesture, reason)
        self._on_missed(wish.counter)

    def _complete(self, wish: Wish, before: Called | None, key: str) -> str:
        """The second of two presses; nothing where the first did not take, for then it would undo an older call."""
        if before is None:
            return "the first press did not take, so the second does nothing"
        if wish.deed.gesture == "undo":
            self._coordinator.undo(wish.counter, key)
            return "the call was taken back"
        if before.finished is None:
            return "nobody was there before, so nobody is noted as absent"
        return f"{self._coordinator.no_show_after_all(before.finished.id, key).number} had not come"

    def _command(self, wish: Wish, key: str) -> str:
        counter, gesture = wish.counter, wish.deed.gesture
        match gesture:
            case "next" | "no-show-next":
                call = self._coordinator.call_next if gesture == "next" else self._coordinator.no_show_next
                outcome = self._last_calls[counter] = call(counter, key)
                return f"called {outcome.called.number if outcome.called else 'nobody: none waits'}"
            case "undo":
                self._coordinator.undo(counter, key)
                return "the last call was taken back"
            case "recall":
                return f"recalled {self._coordinator.recall(counter, key).number}"
            case "finish":
                return f"finished {self._coordinator.finish(counter, key).number}"
            case "hold":
                return f"holds {self._coordinator.hold(counter, key).number}"
            case _:
                return f"{self._coordinator.no_show(counter, key).number} did not come"

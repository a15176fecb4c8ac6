"""The agent's working loop: edges become presses, the board becomes light.

One thread owns readers and lamps; pins, feed and sender post to it. It wakes for an edge, for the next
moment at which a press is certain or a lamp changes, and for the watchdog: idle, it costs nothing.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final

from counter.gpio import CallButton, Lamp
from counter.lamp import LampState, lamp_state
from counter.press import STUCK_SECONDS, Press, PressReader, Timing
from runtime.clock import Clock
from runtime.notify import notify
from runtime.stop import Stop
from wire.messages import Board

MISSED_SECONDS: Final = 2.0
LONGEST_SLEEP_SECONDS: Final = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edge:
    counter: int
    at: float
    pressed: bool


@dataclass(frozen=True)
class Missed:
    """A press of this counter did not reach the queue."""

    counter: int


@dataclass(frozen=True)
class Truth:
    """The newest board; null while there is no coordinator."""

    board: Board | None


class CounterAgent:
    """Presses go to `send`; `post` takes `Edge`, `Missed` and `Truth` from any thread."""

    def __init__(
        self,
        buttons: Mapping[int, CallButton],
        lamps: Mapping[int, Lamp],
        timing: Timing,
        send: Callable[[int, Press], None],
        *,
        clock: Clock,
        stop: Stop,
        watchdog_seconds: float | None = None,
    ) -> None:
        self._buttons = buttons
        self._lamps = lamps
        self._timing = timing
        self._send = send
        self._clock = clock
        self._stop = stop
        self._ping_every = watchdog_seconds
        self._ping_due = clock.monotonic()
        self._board: Board | None = None
        self._missed_until: dict[int, float] = {}
        self._readers: dict[int, PressReader] = {}
        self._events: SimpleQueue[Edge | Missed | Truth | None] = SimpleQueue()

    def post(self, event: Edge | Missed | Truth) -> None:
        self._events.put(event)

    def run(self) -> None:
        """Until the stop is asked."""
        self._stop.when_asked(lambda: self._events.put(None))
        self._listen()
        while not self._stop.is_asked():
            self._take_events()
            now = self._clock.monotonic()
            for counter, reader in self._readers.items():
                self._pass_on(counter, reader.advance(now))
            for counter, lamp in self._lamps.items():
                lamp.light(lit=self._lamp_state(counter, now).is_lit(now))
            self._ping(now)

    def _listen(self) -> None:
        for counter, button in self._buttons.items():
            button.listen(self._edge_poster(counter))
            now = self._clock.monotonic()
            self._readers[counter] = PressReader(self._timing, pressed=button.is_pressed(), at=now)

    def _edge_poster(self, counter: int) -> Callable[[float, bool], None]:
        return lambda at, pressed: self.post(Edge(counter, at, pressed))

    def _take_events(self) -> None:
        """Sleep until something comes or is due, then take all that is there: an edge before the deadline
        that it moves.
        """
        try:
            self._take(self._events.get(timeout=self._sleep_seconds()))
            while True:
                self._take(self._events.get_nowait())
        except Empty:
            return

    def _take(self, event: Edge | Missed | Truth | None) -> None:
        if isinstance(event, Edge):
            found = self._readers[event.counter].edge(event.at, pressed=event.pressed)
            self._pass_on(event.counter, found)
        elif isinstance(event, Missed):
            self._missed_until[event.counter] = self._clock.monotonic() + MISSED_SECONDS
        elif isinstance(event, Truth):
            self._board = event.board

    def _pass_on(self, counter: int, presses: list[Press]) -> None:
        for press in presses:
            if press is Press.STUCK:
                log.error("counter %d: the button has been down for %d s", counter, STUCK_SECONDS)
                notify(f"STATUS=counter {counter}: the button is stuck")
            else:
                self._send(counter, press)

    def _lamp_state(self, counter: int, now: float) -> LampState:
        if now < self._missed_until.get(counter, now):
            return LampState.FAST
        return lamp_state(counter, self._board)

    def _sleep_seconds(self) -> float:
        now = self._clock.monotonic()
        wakes = [reader.next_deadline() for reader in self._readers.values()]
        wakes += [self._lamp_state(counter, now).next_change(now) for counter in self._lamps]
        wakes += [until for until in self._missed_until.values() if until > now]
        if self._ping_every is not None:
            wakes.append(self._ping_due)
        due = min((wake for wake in wakes if wake is not None), default=now + LONGEST_SLEEP_SECONDS)
        return min(max(0.0, due - now), LONGEST_SLEEP_SECONDS)

    def _ping(self, now: float) -> None:
        if self._ping_every is not None and now >= self._ping_due:
            notify("WATCHDOG=1")
            self._ping_due = now + self._ping_every

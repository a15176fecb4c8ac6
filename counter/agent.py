"""The agent's working loop: edges become presses, the board becomes light.

One thread owns readers and lamps; pins, keyboards, feed and sender post to it. It wakes for an edge, for the next
moment at which a press is certain or a lamp changes, and for the watchdog: idle, it costs nothing.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final

from counter.button import Lamp, WiredButton
from counter.health import ButtonHealth
from counter.lamp import LampState, lamp_state
from counter.press import Press, PressReader
from runtime.clock import Clock
from runtime.notify import notify
from runtime.stop import Stop
from wire.faults import LineFault
from wire.messages import Board

MISSED_SECONDS: Final = 2.0
LONGEST_SLEEP_SECONDS: Final = 60.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edge:
    """`button` is the position of the button among all."""

    button: int
    at: float
    pressed: bool


@dataclass(frozen=True)
class Presence:
    """Whether the keyboard that a button is a key of is plugged in."""

    button: int
    there: bool


@dataclass(frozen=True)
class Missed:
    """A press of this counter did not reach the queue."""

    counter: int


@dataclass(frozen=True)
class Truth:
    """The newest board; null while there is no line."""

    board: Board | None


@dataclass(frozen=True)
class FaultFound:
    """Why there is no line; null: it stands again."""

    fault: LineFault | None


Event = Edge | Presence | Missed | Truth | FaultFound


class CounterAgent:
    """Presses go to `send` with the position of their button; `post` takes events from any thread."""

    def __init__(
        self,
        buttons: Sequence[WiredButton],
        lamps: Sequence[tuple[int, Lamp]],
        send: Callable[[int, Press], None],
        health: ButtonHealth,
        *,
        clock: Clock,
        stop: Stop,
        watchdog_seconds: float | None = None,
    ) -> None:
        self._buttons = buttons
        self._lamps = lamps
        self._send = send
        self._health = health
        self._clock = clock
        self._stop = stop
        self._ping_every = watchdog_seconds
        self._ping_due = clock.monotonic()
        self._board: Board | None = None
        self._fault: LineFault | None = None
        self._missed_until: dict[int, float] = {}
        self._readers: list[PressReader] = []
        self._events: SimpleQueue[Event | None] = SimpleQueue()

    def post(self, event: Event) -> None:
        self._events.put(event)

    def run(self) -> None:
        """Until the stop is asked."""
        self._stop.when_asked(lambda: self._events.put(None))
        self._listen()
        while not self._stop.is_asked():
            self._take_events()
            now = self._clock.monotonic()
            for i, reader in enumerate(self._readers):
                self._pass_on(i, reader.advance(now))
            self._light(now)
            self._ping(now)

    def _listen(self) -> None:
        for i, wired in enumerate(self._buttons):
            wired.button.listen(self._edge_poster(i))
            now = self._clock.monotonic()
            self._readers.append(PressReader(wired.timing, pressed=wired.button.is_pressed(), at=now))

    def _edge_poster(self, button: int) -> Callable[[float, bool], None]:
        return lambda at, pressed: self.post(Edge(button, at, pressed))

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

    def _take(self, event: Event | None) -> None:
        if isinstance(event, Edge):
            found = self._readers[event.button].edge(event.at, pressed=event.pressed)
            self._pass_on(event.button, found)
        elif isinstance(event, Presence):
            self._health.set_missing(event.button, is_missing=not event.there)
        elif isinstance(event, Missed):
            self._missed_until[event.counter] = self._clock.monotonic() + MISSED_SECONDS
        elif isinstance(event, Truth):
            self._board = event.board
        elif isinstance(event, FaultFound):
            self._fault = event.fault

    def _pass_on(self, button: int, presses: list[Press]) -> None:
        for press in presses:
            if press in (Press.STUCK, Press.FREED):
                self._health.set_stuck(button, is_stuck=press is Press.STUCK)
            else:
                self._send(button, press)

    def _light(self, now: float) -> None:
        """Each lamp as its state has it, turned round while a finger's press is felt: the button has answered."""
        felt = {
            wired.counter
            for wired, reader in zip(self._buttons, self._readers, strict=True)
            if reader.is_felt()
        }
        for counter, lamp in self._lamps:
            lamp.light(lit=self._lamp_state(counter, now).is_lit(now) != (counter in felt))

    def _lamp_state(self, counter: int, now: float) -> LampState:
        if now < self._missed_until.get(counter, now):
            return LampState.FAST
        return lamp_state(counter, self._board, self._fault)

    def _sleep_seconds(self) -> float:
        now = self._clock.monotonic()
        wakes = [reader.next_deadline() for reader in self._readers]
        wakes += [self._lamp_state(counter, now).next_change(now) for counter, _lamp in self._lamps]
        wakes += [until for until in self._missed_until.values() if until > now]
        if self._ping_every is not None:
            wakes.append(self._ping_due)
        due = min((wake for wake in wakes if wake is not None), default=now + LONGEST_SLEEP_SECONDS)
        return min(max(0.0, due - now), LONGEST_SLEEP_SECONDS)

    def _ping(self, now: float) -> None:
        if self._ping_every is not None and now >= self._ping_due:
            notify("WATCHDOG=1")
            self._ping_due = now + self._ping_every

"""The one loop that owns a screen. Other threads only post to it.

It sleeps until a touch, a post or the time that the app asked for; an idle screen costs half a hundredth of a
core. The watchdog's ping comes from here, so that a loop that hangs is brought back. READY=1 is said after the
first frame.
"""

import contextlib
import queue
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

import pygame

from runtime.clock import Clock
from runtime.notify import notify, watchdog_seconds
from runtime.stop import Stop
from screen.keyboard import KeySender
from screen.touch import Source, TouchFilter
from screen.window import Window

POLL_SECONDS: Final = 0.01
IDLE_POLL_SECONDS: Final = 0.025
BUSY_SECONDS: Final = 2.0
"""How often SDL's events are fetched: so often for a while after the last one, and more seldom when nobody is
there. No finger notices either.
"""
_LONGEST_SLEEP_SECONDS: Final = 3600.0


class ScreenApp(Protocol):
    def on_event(self, event: object) -> None:
        """Whatever other threads posted."""

    def on_touch(self, x: int, y: int) -> None:
        """A finger went down, or a mouse button; pixels. Once for each contact."""

    def on_tick(self) -> None:
        """The time asked for by `next_wake` has come."""

    def next_wake(self) -> float | None:
        """Seconds until `on_tick` is wanted; null: never."""

    def paint(self, surface: pygame.Surface) -> list[pygame.Rect]:
        """Draw what changed and say where; empty: nothing to show."""


@runtime_checkable
class Releasing(Protocol):
    def on_release(self) -> None:
        """The finger that touched was lifted."""


@runtime_checkable
class Noting(Protocol):
    def frame_note(self) -> object:
        """What the newest frame shows, for the frame log; JSON can hold it."""


@dataclass(frozen=True)
class _Touch:
    x: int
    y: int


class _Release:
    """The touch socket's finger was lifted."""


class _Woken:
    """Posted to wake the loop where there is nothing to say."""


class Loop:
    """`run` on the thread that opened the window; `post` from anywhere, also from a signal's handler.

    `idle_poll_seconds`: how often a screen that nobody touches looks for a first touch or key; posts wake it at once.
    """

    def __init__(
        self,
        window: Window,
        app: ScreenApp,
        stop: Stop,
        clock: Clock,
        *,
        idle_poll_seconds: float = IDLE_POLL_SECONDS,
    ) -> None:
        self._window = window
        self._idle_poll_seconds = idle_poll_seconds
        self._app = app
        self._stop = stop
        self._clock = clock
        self._posted: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._touches = TouchFilter()
        self._keys = KeySender()
        self._watchdog = watchdog_seconds()
        self._pinged_at = clock.monotonic()
        self._busy_until = 0.0

    def post(self, event: object) -> None:
        """Hand `event` to the app on the loop's thread, soon and in order."""
        self._posted.put(event)

    def run(self) -> None:
        """Until the stop is asked. What the app raises ends the loop and is raised here."""
        self._stop.when_asked(lambda: self.post(_Woken()))
        self._window.listen(lambda x, y: self.post(_Touch(x, y)), lambda: self.post(_Release()))
        self._paint()
        notify("READY=1")
        while not self._stop.is_asked():
            self._turn()
        notify("STOPPING=1")

    def _turn(self) -> None:
        wake_at = self._wake_at()
        for event in self._sleep(wake_at):
            self._handle(event)
        if wake_at is not None and self._clock.monotonic() >= wake_at:
            self._app.on_tick()
        self._paint()
        self._ping()

    def _wake_at(self) -> float | None:
        seconds = self._app.next_wake()
        return None if seconds is None else self._clock.monotonic() + max(0.0, seconds)

    def _sleep(self, wake_at: float | None) -> list[object]:
        """Wait for the next events, or until `wake_at` or the watchdog's ping; whatever came meanwhile.

        pygame's own `event.wait` looks a thousand times a second: here posts wake at once, and SDL's queue is
        looked at as often as a finger needs.
        """
        longest = _LONGEST_SLEEP_SECONDS if self._watchdog is None else self._watchdog
        now = self._clock.monotonic()
        until = now + (longest if wake_at is None else max(0.0, min(longest, wake_at - now)))
        while True:
            events = [*pygame.event.get(), *self._drain()]
            now = self._clock.monotonic()
            if events:
                self._busy_until = now + BUSY_SECONDS
            if events or now >= until or self._stop.is_asked():
                return events
            poll = POLL_SECONDS if now < self._busy_until else self._idle_poll_seconds
            with contextlib.suppress(queue.Empty):
                return [self._posted.get(timeout=min(poll, until - now)), *pygame.event.get(), *self._drain()]

    def _drain(self) -> Iterator[object]:
        with contextlib.suppress(queue.Empty):
            while True:
                yield self._posted.get_nowait()

    def _handle(self, event: object) -> None:
        if isinstance(event, pygame.event.Event):
            self._handle_sdl(event)
        elif isinstance(event, _Touch):
            self._touch("socket", *self._window.place_of_pixel(event.x, event.y))
        elif isinstance(event, _Release):
            self._release()
        elif not isinstance(event, _Woken):
            self._app.on_event(event)

    def _handle_sdl(self, event: pygame.event.Event) -> None:
        if event.type == pygame.FINGERDOWN:
            self._touch("finger", *self._window.place_of_finger(event.x, event.y))
        elif (
            event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and not getattr(event, "touch", False)
        ):
            self._touch("mouse", *self._window.place_of_pixel(*event.pos))
        elif event.type in (pygame.FINGERUP, pygame.MOUSEBUTTONUP):
            self._release()
        elif event.type == pygame.KEYDOWN:
            self._keys.on_key(event.key)
        elif event.type == pygame.VIDEOEXPOSE:
            pygame.display.update()
        elif event.type == pygame.QUIT:
            self._stop.ask()

    def _touch(self, source: Source, x: int, y: int) -> None:
        if self._touches.is_new(source, self._clock.monotonic()):
            self._app.on_touch(x, y)

    def _release(self) -> None:
        if isinstance(self._app, Releasing):
            self._app.on_release()

    def _paint(self) -> None:
        rects = self._app.paint(self._window.surface)
        if rects:
            self._window.show(rects, self._note, self._clock.monotonic)

    def _note(self) -> object:
        return self._app.frame_note() if isinstance(self._app, Noting) else None

    def _ping(self) -> None:
        now = self._clock.monotonic()
        if self._watchdog is not None and now - self._pinged_at >= self._watchdog / 2:
            self._pinged_at = now
            notify("WATCHDOG=1")

"""The kiosk as the screen's loop runs it: touches and news go into the flow, pages come out.

Everything here happens on the loop's thread. A touch acts at once; its button stays pressed on the screen for
a moment before the next screen is shown, so that the finger sees what it did.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, cast

import pygame

from kiosk.actions import Action, CenterArrived, Event, HoldCorner, Tick, Touched
from kiosk.commands import Command
from kiosk.flow import Flow
from kiosk.layout.metrics import Metrics
from kiosk.layout.page import Motion, lay_out
from kiosk.paint.code import load_encoder
from kiosk.paint.painter import Painter
from kiosk.pieces import Page
from kiosk.prompts import prompt_after
from kiosk.state import Choose, Issuing, Printing, Starting, State, TakeTicket, Unreachable
from kiosk.timing import next_wake
from kiosk.touch import action_at, is_in_corner
from kiosk.view import View
from kiosk.viewer import Viewer
from runtime.clock import Clock
from screen.text import Typeface

PRESSED_SECONDS: Final = 0.06
STEP_SECONDS: Final = 0.6
HOLD_SECONDS: Final = 5.0
"""So long a finger in the corner is no accident: staff wants in."""
LETTER_BYTES: Final = 4 * 1024 * 1024
"""Enough for the letters of the largest screens' own few pages."""
_MOVING: Final = (Starting, Issuing, Unreachable, Printing, TakeTicket)


class KioskApp:
    """A `ScreenApp`. `obey` takes the flow's commands and `say` the names of spoken clips; both return at once."""

    def __init__(
        self,
        flow: Flow,
        viewer: Viewer,
        metrics: Metrics,
        clock: Clock,
        obey: Callable[[Command], None],
        say: Callable[[str], None] = lambda _name: None,
    ) -> None:
        self._flow = flow
        self._viewer = viewer
        self._metrics = metrics
        self._clock = clock
        self._obey = obey
        self._say = say
        self._typeface = Typeface(LETTER_BYTES)
        self._painter = Painter(self._typeface)
        self._state = flow.begin(clock.monotonic())
        self._pressed: Action | None = None
        self._pressed_until = 0.0
        self._view: View | None = None
        self._page = Page((), ())
        self._shown: tuple[View, Motion] | None = None
        self._held_since: float | None = None
        self._painted_state: State | None = None

    @property
    def state(self) -> State:
        return self._state

    @property
    def page(self) -> Page:
        """What the newest frame shows."""
        return self._page

    def is_up_to_date(self) -> bool:
        """Whether the newest frame shows what is true, and not a button that is still pressed."""
        return self._painted_state is self._state

    def on_event(self, event: object) -> None:
        self._step(cast("Event", event))
        if isinstance(event, CenterArrived):
            self._prepare()

    def on_touch(self, x: int, y: int) -> None:
        self._held_since = self._clock.monotonic() if is_in_corner(x, y, self._metrics) else None
        action = action_at(self._page, x, y, self._metrics)
        before = self._state
        self._step(Touched(action))
        if action is not None and self._state != before:
            self._pressed = action
            self._pressed_until = self._clock.monotonic() + PRESSED_SECONDS

    def on_release(self) -> None:
        self._held_since = None

    def on_tick(self) -> None:
        if self._held_since is not None and self._clock.monotonic() - self._held_since >= HOLD_SECONDS:
            self._held_since = None
            self._step(Touched(HoldCorner()))
        self._step(Tick())

    def next_wake(self) -> float | None:
        now = self._clock.monotonic()
        wakes = [next_wake(self._state, now, self._flow.terms.languages[0], self._flow.terms.times)]
        if self._pressed is not None:
            wakes.append(self._pressed_until - now)
        if self._held_since is not None:
            wakes.append(self._held_since + HOLD_SECONDS - now)
        if isinstance(self._state.screen, _MOVING):
            wakes.append(STEP_SECONDS - now % STEP_SECONDS)
        return min((max(0.0, wake) for wake in wakes if wake is not None), default=None)

    def paint(self, surface: pygame.Surface) -> list[pygame.Rect]:
        now = self._clock.monotonic()
        if self._pressed is not None and now >= self._pressed_until:
            self._pressed = None
        view, motion = self._wanted(now)
        rects: list[pygame.Rect] = []
        if (view, motion) != self._shown:
            self._shown = view, motion
            self._page = lay_out(view, self._metrics, self._typeface, motion)
            rects = self._painter.paint(surface, self._page)
        self._painted_state = self._state if self._pressed is None else None
        return rects

    def frame_note(self) -> object:
        """Which screen the newest frame shows, in which language, and where a touch means what."""
        return {
            "screen": type(self._state.screen).__name__,
            "language": self._state.language,
            "fault": self._state.fault.code if self._state.fault else None,
            "targets": {repr(target.action): list(target.box) for target in self._page.targets},
        }

    def _wanted(self, now: float) -> tuple[View, Motion]:
        """While a button is pressed the screen that it stands on remains."""
        if self._pressed is not None and self._view is not None:
            step = self._shown[1].step if self._shown is not None else 0
            return self._view, Motion(step, self._pressed)
        self._view = self._viewer.view(self._state, now)
        is_moving = isinstance(self._state.screen, _MOVING)
        return self._view, Motion(int(now / STEP_SECONDS) % 6 if is_moving else 0)

    def _prepare(self) -> None:
        """Lay out the screen with the most words, and read what draws codes, before the first citizen waits for it."""
        load_encoder()
        for language in self._flow.terms.languages:
            state = replace(self._state, screen=Choose(), language=language)
            view = self._viewer.view(state, self._clock.monotonic())
            lay_out(view, self._metrics, self._typeface, Motion())

    def _step(self, event: Event) -> None:
        before = self._state
        self._state, commands = self._flow.step(before, event, self._clock.monotonic())
        prompt = prompt_after(before, self._state)
        if prompt is not None:
            self._say(prompt)
        for command in commands:
            self._obey(command)

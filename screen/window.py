"""The window: opened as the settings say, with the cursor hidden and blanking off."""

import contextlib
import logging
import os
import threading
from collections.abc import Callable
from typing import Final

import pygame

from config.settings import ScreenTable
from screen.mode import Mode, Size, parse_mode
from screen.offscreen import FrameWriter, TouchSocket

# SDL turns a touch into a mouse click and a click into a touch unless told not to: one contact, one event.
_HINTS: Final = {
    "SDL_TOUCH_MOUSE_EVENTS": "0",
    "SDL_MOUSE_TOUCH_EVENTS": "0",
    "SDL_VIDEO_ALLOW_SCREENSAVER": "0",
    "SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS": "0",
}
# Drivers that sleep in the kernel until something happens; the others look for events every millisecond.
_SLEEPING_DRIVERS: Final = ("x11", "wayland", "windows", "cocoa")
# Drivers that SDL falls back to where it finds no screen: what they draw nobody sees.
_UNSEEN_DRIVERS: Final = ("dummy", "offscreen", "evdev")
_CHOSEN_DRIVER: Final = "SDL_VIDEODRIVER"

log = logging.getLogger(__name__)


class WindowError(RuntimeError):
    """No window could be opened; the message says what SDL said and what to do."""


class Window:
    """`size` in pixels; `dots_per_mm` from the screen's width in the settings."""

    def __init__(self, surface: pygame.Surface, dots_per_mm: float, mode: Mode) -> None:
        self.surface = surface
        self.size: Size = surface.get_size()
        self.dots_per_mm = dots_per_mm
        self.driver = pygame.display.get_driver()
        self.sleeps = self.driver in _SLEEPING_DRIVERS
        self._mode = mode
        self._closing = contextlib.ExitStack()
        self._closing.callback(_close_display)
        self._writer = self._start_writer()

    def listen(self, on_touch: Callable[[int, int], None]) -> None:
        """Hand over touches that do not come through SDL; called on another thread."""
        if self._mode.folder is not None:
            touches = TouchSocket(self._mode.folder, on_touch)
            touches.start()
            self._closing.callback(touches.close)

    def show(self, rects: list[pygame.Rect], note: Callable[[], object], now: Callable[[], float]) -> None:
        """Bring painted rectangles to the screen; off screen, to the picture file."""
        pygame.display.update(rects)
        painted_at = now()
        if self._writer is not None:
            self._writer.offer(self.surface, painted_at, note())

    def close(self) -> None:
        """Closing twice is safe."""
        self._closing.close()

    def _start_writer(self) -> FrameWriter | None:
        if self._mode.folder is None:
            return None
        writer = FrameWriter(self._mode.folder)
        writer.start()
        self._closing.callback(writer.close)
        return writer


def open_window(table: ScreenTable, title: str) -> Window:
    """Open the window that `table.mode` names; raises `WindowError`. On the loop's thread only."""
    mode = parse_mode(table.mode)
    if mode.folder is not None:
        mode.folder.mkdir(parents=True, exist_ok=True)
        os.environ[_CHOSEN_DRIVER] = "dummy"
    for name, value in _HINTS.items():
        os.environ.setdefault(name, value)
    try:
        surface = _open_surface(mode, title)
    except pygame.error as error:
        _close_display()
        raise WindowError(_explain(str(error))) from error
    window = Window(surface, surface.get_width() / table.width_mm, mode)
    log.info("%s: %s on %s, %.2f dots/mm", title, surface.get_size(), window.driver, window.dots_per_mm)
    return window


def _open_surface(mode: Mode, title: str) -> pygame.Surface:
    """Only display and font are begun: the joystick part would have SDL wake up all the time."""
    pygame.display.init()
    refuse_unseen_driver()
    pygame.font.init()
    pygame.display.set_caption(title)
    surface = pygame.display.set_mode(mode.size or (0, 0), pygame.FULLSCREEN if mode.size is None else 0)
    pygame.mouse.set_visible(mode.size is not None and mode.folder is None)
    pygame.display.set_allow_screensaver(False)
    return surface


def refuse_unseen_driver() -> None:
    """Raise `pygame.error` where SDL has quietly begun a driver without a screen that nobody asked for."""
    driver = pygame.display.get_driver()
    if driver in _UNSEEN_DRIVERS and not os.environ.get(_CHOSEN_DRIVER):
        raise pygame.error(f"SDL found no screen and would draw unseen (its driver {driver!r})")


def _close_display() -> None:
    pygame.font.quit()
    pygame.display.quit()


def _explain(reason: str) -> str:
    on_main = threading.current_thread() is threading.main_thread()
    thread = "" if on_main else " (and this is not the main thread)"
    return (
        f"no screen: {reason}{thread}; without a desktop SDL needs its kmsdrm driver and the groups "
        "video, render and input; [kiosk] or [display] mode = 'offscreen:DIR:1280x800' draws without a screen"
    )

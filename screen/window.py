"""The window: opened as the settings say, with the cursor hidden and blanking off."""

import contextlib
import logging
import os
import threading
from collections.abc import Callable
from typing import Final

import pygame

from config.settings import ScreenTable
from screen.box import Box
from screen.mode import Mode, Size, parse_mode
from screen.offscreen import FrameWriter, TouchSocket
from screen.turning import UPRIGHT, Turn, Turning

# SDL turns a touch into a mouse click and a click into a touch unless told not to: one contact, one event.
_HINTS: Final = {
    "SDL_TOUCH_MOUSE_EVENTS": "0",
    "SDL_MOUSE_TOUCH_EVENTS": "0",
    "SDL_VIDEO_ALLOW_SCREENSAVER": "0",
    "SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS": "0",
}
# Drivers that SDL falls back to where it finds no screen: what they draw nobody sees.
_UNSEEN_DRIVERS: Final = ("dummy", "offscreen", "evdev")
_CHOSEN_DRIVER: Final = "SDL_VIDEODRIVER"
_PIXEL_DRIVERS: Final = ("x11", "wayland")

log = logging.getLogger(__name__)


class WindowError(RuntimeError):
    """No window could be opened; the message says what SDL said and what to do."""


class Window:
    """`surface` is the picture, `size` its pixels; `dots_per_mm` from the screen's width in the settings."""

    def __init__(
        self, glass: pygame.Surface, width_mm: float, mode: Mode, turning: Turning = UPRIGHT
    ) -> None:
        self._glass = glass
        self._turning = turning
        self.size: Size = turning.size_of_picture(glass.get_size())
        self.surface = glass if turning.turn == 0 else pygame.Surface(self.size)
        self.dots_per_mm = self.size[0] / width_mm
        self.driver = pygame.display.get_driver()
        self._mode = mode
        self._closing = contextlib.ExitStack()
        self._closing.callback(_close_display)
        self._writer = self._start_writer()

    def place_of_pixel(self, x: int, y: int) -> tuple[int, int]:
        """The picture's pixel under a pixel of the glass."""
        return self._turning.to_picture(x, y, self.size)

    def place_of_finger(self, x: float, y: float) -> tuple[int, int]:
        """The picture's pixel under a finger, given in shares of the touch panel's sides."""
        across, along = self._turning.finger_to_picture(x, y)
        return int(across * self.size[0]), int(along * self.size[1])

    def listen(self, on_touch: Callable[[int, int], None], on_release: Callable[[], None]) -> None:
        """Hand over touches that do not come through SDL; called on another thread. Pixels of the glass."""
        if self._mode.folder is not None:
            touches = TouchSocket(self._mode.folder, on_touch, on_release)
            touches.start()
            self._closing.callback(touches.close)

    def show(self, rects: list[pygame.Rect], note: Callable[[], object], now: Callable[[], float]) -> None:
        """Bring painted rectangles to the screen; off screen, to the picture file."""
        pygame.display.update([self._to_glass(rect) for rect in rects])
        painted_at = now()
        if self._writer is not None:
            self._writer.offer(self._glass, painted_at, note())

    def close(self) -> None:
        """Closing twice is safe."""
        self._closing.close()

    def _to_glass(self, rect: pygame.Rect) -> pygame.Rect:
        """Copy a part of the picture to where it lies on the glass, if it does not lie there already."""
        part = rect.clip(self.surface.get_rect())
        if self._turning.turn == 0:
            return part
        place = pygame.Rect(self._turning.to_glass(Box(*part), self.size))
        # pygame turns counter-clockwise.
        self._glass.blit(pygame.transform.rotate(self.surface.subsurface(part), -self._turning.turn), place)
        return place

    def _start_writer(self) -> FrameWriter | None:
        if self._mode.folder is None:
            return None
        writer = FrameWriter(self._mode.folder)
        writer.start()
        self._closing.callback(writer.close)
        return writer


def open_window(table: ScreenTable, title: str, panel_turn: Turn = 0) -> Window:
    """Open the window that `table.mode` names; raises `WindowError`. On the loop's thread only.

    `panel_turn`: degrees by which the touch panel is turned clockwise on its glass.
    """
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
    window = Window(surface, table.width_mm, mode, Turning(table.rotation, panel_turn))
    log.info("%s: %s on %s, %.2f dots/mm", title, window.size, window.driver, window.dots_per_mm)
    return window


def _open_surface(mode: Mode, title: str) -> pygame.Surface:
    """Only display and font are begun: the joystick part would have SDL wake up all the time."""
    pygame.display.init()
    refuse_unseen_driver()
    _draw_by_processor()
    pygame.font.init()
    pygame.display.set_caption(title)
    surface = pygame.display.set_mode(mode.size or (0, 0), pygame.FULLSCREEN if mode.size is None else 0)
    pygame.mouse.set_visible(mode.size is not None and mode.folder is None)
    pygame.display.set_allow_screensaver(False)
    return surface


def _draw_by_processor() -> None:
    """Where the window system takes pixels as they are, no 3D library is loaded to bring them there.

    It would take 60 MB more (Mesa's software renderer, measured). kmsdrm takes pixels by that way only.
    """
    if pygame.display.get_driver() in _PIXEL_DRIVERS:
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")


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

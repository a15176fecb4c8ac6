"""A picture turned on the glass: what is painted upright is shown turned, and touches find their way back."""

import json
import socket
import threading
from pathlib import Path
from typing import get_args

import pygame
import pytest

from config.settings import ScreenTable
from runtime.clock import SystemClock
from runtime.stop import Stop
from screen.box import Box
from screen.loop import Loop
from screen.turning import Turn, Turning
from screen.window import open_window

TURNS: tuple[Turn, ...] = get_args(Turn)
RED, GREEN = (255, 0, 0), (0, 128, 0)


@pytest.mark.parametrize("turn", TURNS)
def test_each_pixel_of_a_part_lies_within_that_part_s_place_on_the_glass(turn: Turn) -> None:
    turning, glass = Turning(turn), (30, 20)
    picture = turning.size_of_picture(glass)
    part = Box(3, 5, 7, 4)
    place = turning.to_glass(part, picture)
    back = {
        turning.to_picture(x, y, picture)
        for x in range(place.x, place.right)
        for y in range(place.y, place.bottom)
    }
    assert back == {(x, y) for x in range(3, 10) for y in range(5, 9)}


@pytest.mark.parametrize("turn", TURNS)
def test_a_finger_and_the_pixel_under_it_mean_the_same_place(turn: Turn) -> None:
    turning, glass = Turning(turn), (1000, 500)
    picture = turning.size_of_picture(glass)
    x, y = turning.to_picture(300, 100, picture)
    across, along = turning.finger_to_picture(0.3, 0.2)
    assert across * picture[0] == pytest.approx(x, abs=1)
    assert along * picture[1] == pytest.approx(y, abs=1)


@pytest.mark.parametrize("panel_turn", TURNS)
def test_a_panel_turned_on_the_glass_is_turned_back(panel_turn: Turn) -> None:
    corners = {0: (0.0, 0.0), 90: (1.0, 0.0), 180: (1.0, 1.0), 270: (0.0, 1.0)}
    assert Turning(0, panel_turn).finger_to_picture(*corners[panel_turn]) == (0.0, 0.0)


class Corners:
    """Paints the upper left corner red, the rest green; notes touches and releases."""

    def __init__(self, stop: Stop, enough: int) -> None:
        self.heard: list[object] = []
        self.size = (0, 0)
        self._stop = stop
        self._enough = enough
        self._is_new = True

    def on_event(self, event: object) -> None:
        raise AssertionError(event)

    def on_touch(self, x: int, y: int) -> None:
        self._hear((x, y))

    def on_release(self) -> None:
        self._hear("released")

    def on_tick(self) -> None:
        """Nothing moves."""

    def next_wake(self) -> float | None:
        return None

    def paint(self, surface: pygame.Surface) -> list[pygame.Rect]:
        if not self._is_new:
            return []
        self._is_new = False
        self.size = surface.get_size()
        surface.fill(GREEN)
        surface.fill(RED, (0, 0, 10, 10))
        return [surface.get_rect()]

    def _hear(self, what: object) -> None:
        self.heard.append(what)
        if len(self.heard) == self._enough:
            self._stop.ask()


def send(folder: Path, *touches: dict[str, object]) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as hand:
        for touch in touches:
            hand.sendto(json.dumps(touch).encode(), str(folder / "touch.sock"))


@pytest.mark.parametrize(
    ("turn", "corner"), [(0, (2, 2)), (90, (317, 2)), (180, (317, 237)), (270, (2, 237))]
)
def test_a_turned_window_shows_and_feels_turned(tmp_path: Path, turn: Turn, corner: tuple[int, int]) -> None:
    table = ScreenTable(mode=f"offscreen:{tmp_path}:320x240", width_mm=100.0, rotation=turn)
    window = open_window(table, "test")
    assert window.dots_per_mm == pytest.approx((240 if turn in (90, 270) else 320) / 100)
    stop = Stop()
    app = Corners(stop, enough=3)
    pygame.event.post(
        pygame.event.Event(pygame.FINGERDOWN, x=corner[0] / 320, y=corner[1] / 240, touch_id=1, finger_id=1)
    )
    pygame.event.post(
        pygame.event.Event(pygame.FINGERUP, x=corner[0] / 320, y=corner[1] / 240, touch_id=1, finger_id=1)
    )
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=corner, button=1, touch=False))
    Loop(window, app, stop, SystemClock()).run()
    window.close()
    assert app.size == ((240, 320) if turn in (90, 270) else (320, 240))
    place, *rest = app.heard
    assert isinstance(place, tuple)
    assert max(place) < 10
    assert rest == ["released", "released"]
    frame = pygame.image.load(str(tmp_path / "frame.png"))
    assert frame.get_size() == (320, 240)
    assert frame.get_at(corner)[:3] == RED
    opposite = (319 - corner[0], 239 - corner[1])
    assert frame.get_at(opposite)[:3] == GREEN


def test_a_tap_on_the_socket_is_lifted_at_once_and_a_held_one_when_it_is_released(tmp_path: Path) -> None:
    window = open_window(ScreenTable(mode=f"offscreen:{tmp_path}:320x240"), "test")
    stop = Stop()
    app = Corners(stop, enough=4)
    touches: list[dict[str, object]] = [{"x": 1, "y": 2}, {"x": 3, "y": 4, "held": True}, {"released": True}]
    painted = app.paint

    def paint_and_touch(surface: pygame.Surface) -> list[pygame.Rect]:
        rects = painted(surface)
        if rects:
            threading.Thread(target=send, args=(tmp_path, *touches)).start()
        return rects

    app.paint = paint_and_touch  # type: ignore[method-assign]
    Loop(window, app, stop, SystemClock()).run()
    window.close()
    assert app.heard == [(1, 2), "released", (3, 4), "released"]

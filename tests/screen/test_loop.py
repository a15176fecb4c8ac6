"""The loop under SDL's dummy driver: driven by SDL's events, by posts and by the touch socket."""

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from config.settings import ScreenTable
from runtime.clock import SystemClock
from runtime.stop import Stop
from screen.loop import Loop
from screen.window import Window, open_window


class Recorder:
    """An app that keeps what it hears and stops the loop once it heard `enough` things."""

    def __init__(self, stop: Stop, enough: int = 1) -> None:
        self.heard: list[object] = []
        self.wake: float | None = None
        self.threads: set[int] = set()
        self._stop = stop
        self._enough = enough
        self._dirty = True

    def _hear(self, what: object) -> None:
        self.heard.append(what)
        self.threads.add(threading.get_ident())
        self._dirty = True
        if len(self.heard) >= self._enough:
            self._stop.ask()

    def on_event(self, event: object) -> None:
        self._hear(event)

    def on_touch(self, x: int, y: int) -> None:
        self._hear((x, y))

    def on_tick(self) -> None:
        self.wake = None
        self._hear("tick")

    def next_wake(self) -> float | None:
        return self.wake

    def frame_note(self) -> object:
        return len(self.heard)

    def paint(self, surface: pygame.Surface) -> list[pygame.Rect]:
        if not self._dirty:
            return []
        self._dirty = False
        return [surface.fill((255, 0, 0) if self.heard else (0, 0, 255))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "screen"


@pytest.fixture
def window(folder: Path) -> Iterator[Window]:
    window = open_window(ScreenTable(mode=f"offscreen:{folder}:800x480", width_mm=200.0), "test")
    yield window
    window.close()


def finger(x: float, y: float) -> pygame.event.Event:
    return pygame.event.Event(pygame.FINGERDOWN, x=x, y=y, touch_id=1, finger_id=1)


def click(x: int, y: int, *, touch: bool = False) -> pygame.event.Event:
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1, touch=touch)


def test_a_finger_is_one_touch_in_pixels_whatever_clicks_are_made_of_it(window: Window) -> None:
    stop = Stop()
    app = Recorder(stop, enough=2)
    for event in (finger(0.5, 0.25), click(400, 120, touch=True), click(400, 120), click(401, 121)):
        pygame.event.post(event)
    loop = Loop(window, app, stop, SystemClock())
    loop.post("end")
    loop.run()
    assert app.heard == [(400, 120), "end"]


def test_each_click_of_a_mouse_alone_is_a_touch(window: Window) -> None:
    stop = Stop()
    app = Recorder(stop, enough=2)
    pygame.event.post(click(10, 20))
    pygame.event.post(click(11, 21))
    Loop(window, app, stop, SystemClock()).run()
    assert app.heard == [(10, 20), (11, 21)]


def test_only_the_first_mouse_button_touches(window: Window) -> None:
    stop = Stop()
    app = Recorder(stop)
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(1, 1), button=3))
    pygame.event.post(click(2, 2))
    Loop(window, app, stop, SystemClock()).run()
    assert app.heard == [(2, 2)]


def test_posts_of_other_threads_reach_the_app_in_order_on_the_loops_thread(window: Window) -> None:
    stop = Stop()
    app = Recorder(stop, enough=100)
    loop = Loop(window, app, stop, SystemClock())
    sender = threading.Thread(target=lambda: any(map(loop.post, range(100))))
    sender.start()
    loop.run()
    sender.join()
    assert app.heard == list(range(100))
    assert app.threads == {threading.get_ident()}


def test_the_app_is_woken_when_it_asked(window: Window) -> None:
    stop = Stop()
    app = Recorder(stop)
    app.wake = 0.02
    Loop(window, app, stop, SystemClock()).run()
    assert app.heard == ["tick"]


def test_sigterm_ends_a_sleeping_loop(window: Window) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    stop = Stop().on_signals()
    app = Recorder(stop)
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    try:
        Loop(window, app, stop, SystemClock()).run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    timer.join()
    assert app.heard == []


def test_closing_the_window_stops(window: Window) -> None:
    stop = Stop()
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    Loop(window, Recorder(stop), stop, SystemClock()).run()
    assert stop.is_asked()


def test_touches_come_through_the_socket_and_bad_ones_do_no_harm(window: Window, folder: Path) -> None:
    stop = Stop()
    app = Recorder(stop)

    def touch() -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            for data in (b"nonsense", b"[]", b'{"x": 3}', json.dumps({"x": 70, "y": 80}).encode()):
                sender.sendto(data, str(folder / "touch.sock"))

    class Toucher(Recorder):
        def paint(self, surface: pygame.Surface) -> list[pygame.Rect]:
            rects = super().paint(surface)
            if rects and not self.heard:
                threading.Thread(target=touch).start()
            return rects

    app = Toucher(stop)
    Loop(window, app, stop, SystemClock()).run()
    assert app.heard == [(70, 80)]


def test_the_newest_frame_and_the_log_of_frames_are_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_FRAME_LOG", "1")
    window = open_window(ScreenTable(mode=f"offscreen:{folder}:320x240"), "test")
    stop = Stop()
    app = Recorder(stop)
    loop = Loop(window, app, stop, SystemClock())
    loop.post("news")
    loop.run()
    window.close()
    picture = pygame.image.load(str(folder / "frame.png"))
    assert picture.get_size() == (320, 240)
    assert picture.get_at((5, 5))[:3] == (255, 0, 0)
    lines = [json.loads(line) for line in (folder / "frames.jsonl").read_text().splitlines()]
    assert [line["note"] for line in lines] == [0, 1]
    assert lines[0]["painted_at"] <= lines[1]["painted_at"]
    assert sorted(path.name for path in folder.iterdir()) == ["frame.png", "frames.jsonl"]


def test_the_loop_says_ready_pings_the_watchdog_and_says_goodbye(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = tmp_path / "notify"
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    monkeypatch.setenv("WATCHDOG_USEC", "40000")
    monkeypatch.delenv("WATCHDOG_PID", raising=False)
    stop = Stop()
    said: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(address))
        listener.settimeout(10)

        def listen() -> None:
            while len(said) < 4:
                said.append(listener.recv(100))
            stop.ask()

        thread = threading.Thread(target=listen)
        thread.start()
        Loop(window, Recorder(stop), stop, SystemClock()).run()
        thread.join()
        said.append(listener.recv(100))
        while said[-1] == b"WATCHDOG=1":
            said.append(listener.recv(100))
    assert said[:4] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1", b"WATCHDOG=1"]
    assert said[-1] == b"STOPPING=1"


def test_what_the_app_raises_ends_the_loop(window: Window) -> None:
    class Broken(Recorder):
        def on_event(self, event: object) -> None:
            raise LookupError("broken")

    stop = Stop()
    loop = Loop(window, Broken(stop), stop, SystemClock())
    loop.post("news")
    with pytest.raises(LookupError):
        loop.run()

"""USB keypads and wireless presenters as buttons: each is a key, or all keys, of an input device.

One thread reads all devices and opens anew what was unplugged: a presenter's receiver is pulled out and put back.
"""

import errno
import logging
import os
import select
import threading
import time
from collections.abc import Callable
from typing import Final

from counter.button import OnEdge
from counter.evdev import EventDevice, InputDevice, parse_strokes

REOPEN_SECONDS: Final = 1.0

log = logging.getLogger(__name__)


class KeyButton:
    """A `CallButton` that is a key (null: any key) of a keyboard. While that is unplugged it is not pressed."""

    def __init__(self, code: int | None) -> None:
        self._code = code
        self._down: frozenset[int] = frozenset()
        self._on_edge: OnEdge | None = None

    def is_pressed(self) -> bool:
        return bool(self._down)

    def listen(self, on_edge: OnEdge) -> None:
        self._on_edge = on_edge

    def close(self) -> None:
        self._on_edge = None

    def take(self, at: float, down: frozenset[int]) -> None:
        """The keys of the device that are down from now on."""
        ours = down if self._code is None else down & {self._code}
        was_pressed, self._down = self.is_pressed(), ours
        if self.is_pressed() != was_pressed and self._on_edge is not None:
            self._on_edge(at, not was_pressed)


class Keyboard:
    """One device and its buttons. `on_presence(there)` hears when it is plugged and unplugged."""

    def __init__(
        self,
        path: str,
        on_presence: Callable[[bool], None],
        open_device: Callable[[str], InputDevice] = EventDevice,
    ) -> None:
        self.path = path
        self._on_presence = on_presence
        self._open_device = open_device
        self._was_there: bool | None = None
        self._down: frozenset[int] = frozenset()
        self.buttons: list[KeyButton] = []
        self.device: InputDevice | None = None

    def add_button(self, code: int | None) -> KeyButton:
        self.buttons.append(KeyButton(code))
        return self.buttons[-1]

    def open(self) -> None:
        """Open it if it is there; what is down already is taken for stuck by whoever reads the button."""
        try:
            self.device = self._open_device(self.path)
            self._set_down(time.monotonic(), self.device.keys_down())
        except OSError as error:
            self._lose(error)
            return
        self._say(there=True, why="")

    def read(self) -> None:
        """Take what came; called when there is something to read."""
        device = self.device
        if device is None:
            return
        try:
            for stroke in parse_strokes(device.read()):
                if stroke.code is None:
                    self._set_down(stroke.at, device.keys_down())
                else:
                    key = {stroke.code}
                    self._set_down(stroke.at, self._down | key if stroke.pressed else self._down - key)
        except BlockingIOError:
            return
        except OSError as error:
            self._lose(error)

    def close(self) -> None:
        if self.device is not None:
            self.device.close()
            self.device = None

    def _set_down(self, at: float, down: frozenset[int]) -> None:
        self._down = down
        for button in self.buttons:
            button.take(at, down)

    def _lose(self, error: OSError) -> None:
        self.close()
        self._set_down(time.monotonic(), frozenset())
        self._say(there=False, why=_explain(error))

    def _say(self, *, there: bool, why: str) -> None:
        if there == self._was_there:
            return
        self._was_there = there
        if there:
            log.info("the keyboard %s is there", self.path)
        else:
            log.error("the keyboard %s cannot be read: %s; it is tried again", self.path, why)
        self._on_presence(there)


def _explain(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"{error.strerror}; may this user read it (group input)?"
    if error.errno == errno.ENOTTY:
        return "it is no input device (accepted: a file of /dev/input)"
    if error.errno == errno.EBUSY:
        return "another program has taken it for itself"
    return str(error.strerror)


class KeyboardReader(threading.Thread):
    """The thread of all keyboards; it sleeps while nobody presses and all are there."""

    def __init__(self, keyboards: list[Keyboard]) -> None:
        super().__init__(name="keyboards", daemon=True)
        self._keyboards = keyboards
        self._wake_reader, self._wake_writer = os.pipe()
        self._is_closed = False

    def run(self) -> None:
        while not self._is_closed:
            for keyboard in self._keyboards:
                if keyboard.device is None:
                    keyboard.open()
            for keyboard in self._wait():
                keyboard.read()

    def close(self) -> None:
        """End the thread and give the devices back; closing twice is safe."""
        if self._is_closed:
            return
        self._is_closed = True
        os.write(self._wake_writer, b"!")
        if self.is_alive():
            self.join()
        for keyboard in self._keyboards:
            keyboard.close()
        os.close(self._wake_reader)
        os.close(self._wake_writer)

    def _wait(self) -> list[Keyboard]:
        waiting = select.poll()
        waiting.register(self._wake_reader, select.POLLIN)
        by_file = {keyboard.device.fileno(): keyboard for keyboard in self._keyboards if keyboard.device}
        for file in by_file:
            waiting.register(file, select.POLLIN)
        is_any_missing = len(by_file) < len(self._keyboards)
        ready = waiting.poll(REOPEN_SECONDS * 1000 if is_any_missing else None)
        return [by_file[file] for file, _event in ready if file in by_file]

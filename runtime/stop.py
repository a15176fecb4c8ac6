"""A clean stop: SIGTERM and SIGINT become something that every loop waits on."""

import os
import select
import signal
import threading
import weakref
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Final

_MILLISECONDS: Final = 1000


class Stop:
    """Asked once, holds for ever. `wait` is the sleep of every loop, so that none outlives the request.

    A pipe and not `threading.Event`: a signal's handler may run while the main thread holds the event's
    lock, in `wait`, and would wait for itself.
    """

    def __init__(self) -> None:
        self._is_asked = False
        self._reader, self._writer = os.pipe()
        self._listeners: deque[Callable[[], None]] = deque()
        weakref.finalize(self, _close, self._reader, self._writer)

    def on_signals(self) -> "Stop":
        """Let SIGTERM and SIGINT ask; only in the main thread. Listeners are then called on a thread of its own."""
        threading.Thread(target=self._call_when_asked, name="stop", daemon=True).start()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        return self

    def when_asked(self, listener: Callable[[], None]) -> None:
        """Call `listener` once, on the asking thread, or at once where it was asked already."""
        self._listeners.append(listener)
        if self._is_asked:
            self._call_listeners()

    def ask(self) -> None:
        self._wake()
        self._call_listeners()

    def is_asked(self) -> bool:
        return self._is_asked

    def wait(self, seconds: float | None = None) -> bool:
        """Sleep up to `seconds`; true as soon as the stop is asked."""
        waiting = select.poll()
        waiting.register(self._reader, select.POLLIN)
        return bool(waiting.poll(None if seconds is None else max(0.0, seconds) * _MILLISECONDS))

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._wake()

    def _wake(self) -> None:
        if not self._is_asked:
            self._is_asked = True
            os.write(self._writer, b"!")

    def _call_when_asked(self) -> None:
        self.wait()
        self._call_listeners()

    def _call_listeners(self) -> None:
        while True:
            try:
                listener = self._listeners.popleft()
            except IndexError:
                return
            listener()


def _close(*files: int) -> None:
    for file in files:
        os.close(file)

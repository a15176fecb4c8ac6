"""A clean stop: SIGTERM and SIGINT become an event that every loop waits on."""

import signal
import threading
from collections.abc import Callable
from types import FrameType


class Stop:
    """Asked once, holds for ever. `wait` is the sleep of every loop, so that none outlives the request."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._listeners: list[Callable[[], None]] = []

    def on_signals(self) -> "Stop":
        """Let SIGTERM and SIGINT ask; only in the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        return self

    def when_asked(self, listener: Callable[[], None]) -> None:
        """Call `listener` on the asking thread, or at once where it was asked already."""
        self._listeners.append(listener)
        if self._event.is_set():
            listener()

    def ask(self) -> None:
        self._event.set()
        for listener in self._listeners:
            listener()

    def is_asked(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Sleep up to `seconds`; true as soon as the stop is asked."""
        return self._event.wait(seconds)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.ask()

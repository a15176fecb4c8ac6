"""What is seen in the hall, looked at while anyone watches and told to each watcher when it changed."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import msgspec

from demo.hall import CounterSeen, Hall
from demo.supervision import ProcessState
from runtime.stop import Stop

LOOK_SECONDS: Final = 0.05


class Snapshot(msgspec.Struct, frozen=True):
    """What the page shows, at one instant."""

    screens: dict[str, str]
    papers: list[str]
    counters: list[CounterSeen]
    processes: list[ProcessState]


class Watch(threading.Thread):
    """Looks only while `watching`; the newest snapshot is numbered, so that a slow page skips some."""

    def __init__(self, hall: Hall, states: Callable[[], list[ProcessState]], stop: Stop) -> None:
        super().__init__(name="watch", daemon=True)
        self._hall = hall
        self._states = states
        self._stop_asked = stop
        self._changed = threading.Condition()
        self._watchers = 0
        self._seq = 0
        self._snapshot: Snapshot | None = None
        stop.when_asked(self._wake)

    @contextmanager
    def watching(self) -> Iterator[None]:
        with self._changed:
            self._watchers += 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._watchers -= 1

    def newer_than(self, seq: int, seconds: float) -> tuple[int, Snapshot | None]:
        """The newest snapshot with its number; null where none is newer after so long, or at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._seq > seq or self._stop_asked.is_asked(), seconds)
            return self._seq, self._snapshot if self._seq > seq else None

    def is_over(self) -> bool:
        return self._stop_asked.is_asked()

    def run(self) -> None:
        while self._is_wanted():
            snapshot = self._look()
            if snapshot != self._snapshot:
                with self._changed:
                    self._seq, self._snapshot = self._seq + 1, snapshot
                    self._changed.notify_all()
            self._stop_asked.wait(LOOK_SECONDS)

    def _is_wanted(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._watchers > 0 or self._stop_asked.is_asked())
            return not self._stop_asked.is_asked()

    def _look(self) -> Snapshot:
        sight = self._hall.look()
        return Snapshot(
            screens=sight.screens,
            papers=sight.papers,
            counters=sight.counters,
            processes=self._states(),
        )

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

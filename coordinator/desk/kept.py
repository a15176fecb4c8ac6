"""What takes a while to make and is good for a while: made at most so often, and anew once other settings hold."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from config import Settings
from coordinator.desk.transactions import Transactions
from runtime.clock import Clock

T = TypeVar("T")


class Kept(Generic[T]):
    """Thread-safe: while one makes it the others wait for it. What `make` raises is raised, and nothing is kept."""

    def __init__(
        self, make: Callable[[], T], seconds: float, transactions: Transactions, clock: Clock
    ) -> None:
        self._make = make
        self._seconds = seconds
        self._transactions = transactions
        self._clock = clock
        self._turn = threading.Lock()
        self._made: tuple[float, Settings, T] | None = None

    def get(self) -> T:
        """So many seconds old at the most, and of the settings in force."""
        with self._turn:
            now, settings = self._clock.monotonic(), self._transactions.settings
            if self._made is None or now - self._made[0] >= self._seconds or self._made[1] != settings:
                self._made = (now, settings, self._make())
            return self._made[2]

"""Time as the processes see it, handed in so that tests can move it."""

import ctypes
import os
import time
from datetime import UTC, datetime
from typing import Final, Protocol

_TIMEX_BYTES: Final = 512
_TIME_ERROR: Final = 5
"""adjtimex(2)'s answer while the kernel's clock is not synchronised."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock, aware, in UTC. It may jump: a Pi has no clock of its own."""

    def monotonic(self) -> float:
        """Seconds that never go back; for durations."""

    def is_synchronised(self) -> bool:
        """Whether something has set the wall clock since the machine started (NTP, GPS, a person's tool)."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def is_synchronised(self) -> bool:
        # adjtimex(2) with modes 0 only asks; the buffer is larger than struct timex on any Linux.
        buffer = ctypes.create_string_buffer(_TIMEX_BYTES)
        state: int = ctypes.CDLL(None, use_errno=True).adjtimex(buffer)
        if state < 0:
            number = ctypes.get_errno()
            raise OSError(number, f"adjtimex: {os.strerror(number)}")
        return state != _TIME_ERROR

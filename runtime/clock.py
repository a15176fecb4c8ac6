"""Time as the processes see it, handed in so that tests can move it."""

import ctypes
import errno
import logging
import os
import time
from datetime import UTC, datetime
from functools import cache
from typing import Final, Protocol

_TIMEX_BYTES: Final = 512
_TIME_ERROR: Final = 5
"""adjtimex(2)'s answer while the kernel's clock is not synchronised."""

log = logging.getLogger(__name__)


class Clock(Protocol):
    def now(self) -> datetime:
        """The wall clock, aware, in UTC. It may jump: a Pi has no clock of its own."""

    def monotonic(self) -> float:
        """Seconds that never go back; for durations."""

    def is_synchronised(self) -> bool:
        """Whether something steers the wall clock (NTP, GPS), which it then has set since the machine started.

        Of a person who sets it the kernel keeps nothing: clock_settime(2), as `timedatectl set-time` calls it, even
        takes the sign of an earlier steering away (`do_settimeofday64` → `ntp_clear`, STA_UNSYNC). So false says that
        nobody is known to vouch for the time, and not that it is wrong.
        """


class SystemClock:
    def __init__(self) -> None:
        # Found once: the question comes with every command, and to open the library costs more than to ask.
        self._kernel = ctypes.CDLL(None, use_errno=True)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def is_synchronised(self) -> bool:
        """False also where a sandbox forbids the question: a clock that nobody vouches for is not trusted."""
        # adjtimex(2) with modes 0 only asks; the buffer is larger than struct timex on any Linux.
        buffer = ctypes.create_string_buffer(_TIMEX_BYTES)
        state: int = self._kernel.adjtimex(buffer)
        if state >= 0:
            return state != _TIME_ERROR
        number = ctypes.get_errno()
        if number != errno.EPERM:
            raise OSError(number, f"adjtimex: {os.strerror(number)}")
        _tell_that_nobody_knows()
        return False


@cache
def _tell_that_nobody_knows() -> None:
    """Once a process, not with every command."""
    log.error(
        "this process may not ask the kernel whether the clock is set (adjtimex is forbidden, by a sandbox?): "
        "it is taken for a clock that nothing has set"
    )

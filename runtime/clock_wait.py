"""`python -m runtime.clock_wait SECONDS`: wait until the clock is set, but no longer; run before the queue.

A Pi has no clock of its own, so the first numbers of a day would carry the last evening's time; and a centre
without a network would wait for ever.
"""

import sys
import time
from collections.abc import Callable
from typing import Final

from runtime.clock import Clock, SystemClock

LOOK_SECONDS: Final = 0.25


def wait_until_set(clock: Clock, seconds: float, sleep: Callable[[float], None] = time.sleep) -> bool:
    """True as soon as the clock is synchronised, false once `seconds` have passed without that."""
    deadline = clock.monotonic() + seconds
    while not clock.is_synchronised():
        if clock.monotonic() >= deadline:
            return False
        sleep(LOOK_SECONDS)
    return True


def main() -> None:
    seconds = float(sys.argv[1])
    if not wait_until_set(SystemClock(), seconds):
        sys.stderr.write(f"the clock was not set within {seconds:g} s; the queue opens all the same\n")


if __name__ == "__main__":
    main()

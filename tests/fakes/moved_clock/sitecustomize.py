"""Python imports this at its start where the folder is on its path: the process then takes its wall clock from a file.

Durations stay true, for the monotonic clock is not touched; just so a Pi's clock jumps when the network sets it.
(libfaketime would do for other programs, but fails Python's `time.sleep`, which asks for an instant of that clock.)

Where a night lasts a moment, old days have to be summed up as fast: `MOTCUA_HOUSE_SECONDS`: so often the house is kept.
"""

import os
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import runtime.clock

_FILE: Final = Path(os.environ["MOTCUA_MOVED_CLOCK"])


class MovedClock(runtime.clock.SystemClock):
    """The file holds how many seconds the clock is ahead, and whether anything has set it."""

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(self._read()[0]))

    def is_synchronised(self) -> bool:
        return self._read()[1] == "set"

    def _read(self) -> list[str]:
        return _FILE.read_text(encoding="ascii").split()


runtime.clock.SystemClock = MovedClock  # type: ignore[misc]

if "MOTCUA_HOUSE_SECONDS" in os.environ:
    import coordinator.housekeeping

    coordinator.housekeeping.Housekeeping = partial(  # type: ignore[assignment,misc]
        coordinator.housekeeping.Housekeeping, look_seconds=float(os.environ["MOTCUA_HOUSE_SECONDS"])
    )

"""How often an address may ask: so many at once, and so many a second after that.

The counts are bounded: where there are too many addresses the one that was heard of least lately is forgotten, and
starts with all its room again.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from runtime.clock import Clock

MOST_ADDRESSES: Final = 4096


@dataclass(frozen=True)
class Rate:
    per_second: float
    burst: int

    def meter(self, clock: Clock) -> "Meter":
        return Meter(self, clock)


class Meter:
    """Counts what each address asks. Thread-safe."""

    def __init__(self, rate: Rate, clock: Clock) -> None:
        self._rate = rate
        self._clock = clock
        self._lock = threading.Lock()
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def has_room(self, address: str) -> bool:
        """Whether the address may ask once more; asks nothing."""
        with self._lock:
            return self._level(address) + 1 <= self._rate.burst

    def take(self, address: str) -> bool:
        """Count one; false where there was no room for it."""
        with self._lock:
            level = self._level(address)
            has_room = level + 1 <= self._rate.burst
            self._levels[address] = (level + 1 if has_room else level, self._clock.monotonic())
            self._levels.move_to_end(address)
            if len(self._levels) > MOST_ADDRESSES:
                self._levels.popitem(last=False)
            return has_room

    def _level(self, address: str) -> float:
        """What the address has asked and time has not yet worn off."""
        level, at = self._levels.get(address, (0.0, 0.0))
        return max(0.0, level - (self._clock.monotonic() - at) * self._rate.per_second)

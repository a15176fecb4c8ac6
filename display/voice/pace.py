"""How fully each announcement is said when several wait: a voice that lags behind calls people who have gone.

Pure. Nothing is dropped or swapped; under a flood each announcement becomes short instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

WORST_LAG_SECONDS: Final = 30.0
"""From a call's arrival to the start of its announcement, as long as short announcements can keep it."""
_MARGIN_SECONDS: Final = 10.0
"""Calls still to come while this one is spoken; without it a sudden flood would find no room."""


@dataclass(frozen=True)
class Waiting:
    """An announcement that waits: when it arrived (monotonic seconds) and how long it takes in each form."""

    arrived: float
    full_seconds: float
    short_seconds: float


def has_time_for_all(first: Waiting, behind: Iterable[Waiting], now: float) -> bool:
    """Whether the first may be said in full: those behind it, said shortly, still start in time.

    Looks no farther along the queue than the first that would come too late.
    """
    if now - first.arrived > WORST_LAG_SECONDS - _MARGIN_SECONDS:
        return False
    start = now + first.full_seconds
    for waiting in behind:
        if start - waiting.arrived > WORST_LAG_SECONDS - _MARGIN_SECONDS:
            return False
        start += waiting.short_seconds
    return True

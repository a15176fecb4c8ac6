"""Which calls draw the eye, for how long, and when the newest one glows. Pure: seconds come in, states out."""

from collections.abc import Collection, Iterable
from typing import Final

HIGHLIGHT_SECONDS: Final = 10.0
HALF_FLASH_SECONDS: Final = 0.5
"""Lit for so long, then dark for so long: one flash a second. Three are the most that is safe (WCAG 2.2, 2.3.1)."""


class Highlights:
    """New calls by `seq`, each marked for `HIGHLIGHT_SECONDS`; times are monotonic seconds.

    A call that follows at once begins a new flash; it can only shorten the dark half, so that there are never
    more than two flashes a second.
    """

    def __init__(self) -> None:
        self._until: dict[int, float] = {}
        self._lit_since: float | None = None

    def add(self, calls: Iterable[int], now: float) -> None:
        """Mark calls from now on."""
        new = dict.fromkeys(calls, now + HIGHLIGHT_SECONDS)
        if new:
            self._until |= new
            self._lit_since = now

    def drop(self, calls: Collection[int]) -> None:
        """Mark these no more: they were taken back."""
        self._keep({call: until for call, until in self._until.items() if call not in calls})

    def expire(self, now: float) -> None:
        """Forget what has been marked long enough."""
        self._keep({call: until for call, until in self._until.items() if until > now})

    def _keep(self, until: dict[int, float]) -> None:
        self._until = until
        if not self._until:
            self._lit_since = None

    def fresh(self) -> frozenset[int]:
        return frozenset(self._until)

    def is_lit(self, now: float) -> bool:
        """Whether the newest call glows at this moment of its flashing."""
        if self._lit_since is None:
            return False
        return int((now - self._lit_since) / HALF_FLASH_SECONDS) % 2 == 0

    def until_next_change(self, now: float) -> float | None:
        """Seconds until something looks different; null: nothing will by itself."""
        if self._lit_since is None:
            return None
        halves = int((now - self._lit_since) / HALF_FLASH_SECONDS) + 1
        changes = [self._lit_since + halves * HALF_FLASH_SECONDS, *self._until.values()]
        return max(0.0, min(changes) - now)

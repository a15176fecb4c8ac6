"""A clock that stands until a test moves it, or sets it to what the machine takes for the time."""

from datetime import datetime, timedelta, timezone
from typing import Final

HANOI: Final = timezone(timedelta(hours=7))
MONDAY: Final = datetime(2026, 11, 23, 8, 0, tzinfo=HANOI)


class MovableClock:
    """`move` lets time pass; `set` changes the wall clock alone, as NTP or a wrong start does."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self._now = now
        self._monotonic = 1000.0
        self.synchronised = True

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def is_synchronised(self) -> bool:
        return self.synchronised

    def move(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> None:
        passed = timedelta(seconds=seconds, minutes=minutes, hours=hours)
        self._now += passed
        self._monotonic += passed.total_seconds()

    def set(self, now: datetime) -> None:
        self._now = now

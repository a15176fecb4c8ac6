"""The centre's time on a machine without a clock: the coordinator's, carried on by the monotonic clock."""

from datetime import datetime, timedelta


class CenterTime:
    """Set by each board's `at`; between boards it goes by the monotonic clock. Any thread may ask."""

    def __init__(self) -> None:
        self._heard: tuple[datetime, float] | None = None

    def hear(self, at: datetime, monotonic: float) -> None:
        """It is `at` (aware, with the centre's offset) at this monotonic second."""
        self._heard = at, monotonic

    def now(self, monotonic: float) -> datetime | None:
        """The centre's local time; null before any board came: an invented time would be worse."""
        if self._heard is None:
            return None
        at, heard = self._heard
        return at + timedelta(seconds=monotonic - heard)

    def until_next_minute(self, monotonic: float) -> float | None:
        """Seconds until the shown clock changes."""
        now = self.now(monotonic)
        return None if now is None else 60 - now.second - now.microsecond / 1_000_000

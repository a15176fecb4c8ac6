"""One touch for one contact, whatever mix of finger and mouse events the driver makes of it. Pure."""

from typing import Final, Literal

Source = Literal["finger", "mouse", "socket"]

ECHO_SECONDS: Final = 0.5
"""X servers send an emulated click beside a touch; nobody uses finger and mouse within so short a time."""


class TouchFilter:
    """Lets a touch through unless it is the echo of one that came from another source."""

    def __init__(self) -> None:
        self._last: tuple[Source, float] | None = None

    def is_new(self, source: Source, now: float) -> bool:
        """True for a real contact at `now` (monotonic seconds)."""
        if self._last is not None:
            last_source, last_at = self._last
            if source != last_source and now - last_at < ECHO_SECONDS:
                return False
        self._last = (source, now)
        return True

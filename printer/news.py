"""What the board's feed says to the printing loop: jobs wait, the line stands again. The feed posts, the
loop takes.
"""

import threading
from collections.abc import Callable
from typing import Final

from wire.messages import Board

# A little more than the coordinator's lease of a job: what a dead agent left can be claimed then, and no
# board says so.
LEASE_OVER_SECONDS: Final = 31.0
# A little more than a failed job rests.
RESTED_SECONDS: Final = 5.5


class News:
    """`monotonic` gives seconds that never go back."""

    def __init__(self, printer: str, monotonic: Callable[[], float]) -> None:
        self._printer = printer
        self._monotonic = monotonic
        self._changed = threading.Condition()
        self._queued = 0
        self._revision: int | None = None
        self._woken = False
        self._is_connected_anew = False
        self._ask_at: list[float] = []

    def on_board(self, board: Board) -> None:
        """From the feed's thread."""
        with self._changed:
            self._revision = board.revision
            self._queued = next((p.queued for p in board.printers if p.name == self._printer), 0)
            if self._queued:
                self._wake()

    def on_link(self, up: bool) -> None:  # noqa: FBT001 the feed's listener takes a flag
        """From the feed's thread. After a loss anything may wait, and the names may have changed."""
        if not up:
            return
        with self._changed:
            self._is_connected_anew = True
            now = self._monotonic()
            self._ask_at += [now, now + LEASE_OVER_SECONDS]
            self._wake()

    @property
    def revision(self) -> int | None:
        """Of the centre's names, as the newest board tells; null before the first board."""
        return self._revision

    def wake(self) -> None:
        """From any thread: let the loop look around."""
        with self._changed:
            self._wake()

    def wait(self, seconds: float) -> None:
        """Until something came, or `seconds` have passed."""
        with self._changed:
            self._changed.wait_for(lambda: self._woken, timeout=seconds)
            self._woken = False

    def take_connected_anew(self) -> bool:
        """True once after each (re)connection."""
        with self._changed:
            anew, self._is_connected_anew = self._is_connected_anew, False
            return anew

    def is_claim_due(self) -> bool:
        with self._changed:
            return self._queued > 0 or any(at <= self._monotonic() for at in self._ask_at)

    def seconds_to_claim(self) -> float | None:
        """Until a claim is due that no board will announce; null: none is."""
        with self._changed:
            return max(0.0, min(self._ask_at) - self._monotonic()) if self._ask_at else None

    def claimed(self, *, found: bool) -> None:
        """A claim was answered. Until a newer board says otherwise, there is one job fewer, or none."""
        with self._changed:
            self._queued = max(0, self._queued - 1) if found else 0
            if not found:
                self._ask_at = [at for at in self._ask_at if at > self._monotonic()]

    def claim_failed(self) -> None:
        """The claim, or the print of what it brought, did not succeed: try once more after a rest."""
        with self._changed:
            self._queued = 0
            later = self._monotonic() + RESTED_SECONDS
            self._ask_at = [*(at for at in self._ask_at if at > later), later]

    def _wake(self) -> None:
        self._woken = True
        self._changed.notify_all()

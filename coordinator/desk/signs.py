"""Who was heard how long ago, and in which version each spoke: in memory, for a sign of life is worth no writing.

Where several processes serve the centre, `coordinator.desk.neighbours` lets each know what the others have heard.
"""

import threading
from dataclasses import dataclass

from coordinator.store.rows import SignRow
from runtime.clock import Clock


@dataclass(frozen=True)
class Sign:
    """`heard_at` on the monotonic clock."""

    heard_at: float
    version: str | None = None


class Signs:
    """Thread-safe. It holds no more subjects than there are devices and printers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._signs: dict[str, Sign] = {}
        self._untold: set[str] = set()

    def hear(self, subject: str, version: str | None = None) -> None:
        self._note(subject, Sign(self._clock.monotonic(), version))

    def hear_again(self, subject: str) -> None:
        """In the version that it spoke last."""
        known = self._signs.get(subject)
        self.hear(subject, None if known is None else known.version)

    def find(self, subject: str) -> Sign | None:
        return self._signs.get(subject)

    def take_untold(self) -> list[SignRow]:
        """What was heard here since the last taking."""
        with self._lock:
            subjects, self._untold = self._untold, set()
            now = self._clock.monotonic()
            found = [(subject, self._signs[subject]) for subject in subjects]
        return [SignRow(name, sign.version, round((now - sign.heard_at) * 1000)) for name, sign in found]

    def untell(self, subject: str) -> None:
        """It could not be told: let it be taken again."""
        with self._lock:
            self._untold.add(subject)

    def learn(self, row: SignRow) -> None:
        """Another process has heard this; what was heard here later stays."""
        heard_at = self._clock.monotonic() - row.age_ms / 1000
        with self._lock:
            known = self._signs.get(row.subject)
            if known is None or known.heard_at < heard_at:
                self._signs[row.subject] = Sign(heard_at, row.version)

    def _note(self, subject: str, sign: Sign) -> None:
        with self._lock:
            self._signs[subject] = sign
            self._untold.add(subject)

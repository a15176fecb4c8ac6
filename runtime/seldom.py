"""What is said once and not with every try: a disk that fails must not be filled with lines about it."""

import threading
import time
from typing import Final

AGAIN_SECONDS: Final = 60.0


class Seldom:
    """Thread-safe. A text is due when it differs from the last one, or that was said long ago."""

    def __init__(self, again_seconds: float = AGAIN_SECONDS) -> None:
        self._again_seconds = again_seconds
        self._lock = threading.Lock()
        self._text = ""
        self._said_at = 0.0

    def is_due(self, text: str) -> bool:
        """Whether to say this now; it then counts as said."""
        now = time.monotonic()
        with self._lock:
            if text == self._text and now - self._said_at < self._again_seconds:
                return False
            self._text, self._said_at = text, now
            return True

"""Looks at the centre's file once a second, so that what an editor has changed holds too, in every process."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from coordinator.store.database import StoreError

LOOK_SECONDS: Final = 1.0

log = logging.getLogger(__name__)


class Watch(threading.Thread):
    """`notice` looks; most looks find nothing new and cost next to nothing."""

    def __init__(self, notice: Callable[[], None], seconds: float = LOOK_SECONDS) -> None:
        super().__init__(name="settings-watch", daemon=True)
        self._notice = notice
        self._seconds = seconds
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._notice()
            except (StoreError, OSError) as error:
                log.warning("changed settings cannot be taken up now: %s", error)
            self._ended.wait(self._seconds)

    def close(self) -> None:
        """Safe to do twice, and before `start`."""
        self._ended.set()

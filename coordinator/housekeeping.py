"""What the coordinator does beside its work: old records are removed in small steps, and a full disk is foretold."""

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from coordinator.store.database import StoreError

LOOK_SECONDS: Final = 600.0
# Between two steps every other writer has its turn.
PAUSE_SECONDS: Final = 0.2
LEAST_FREE_BYTES: Final = 200_000_000

log = logging.getLogger(__name__)


class Housekeeping(threading.Thread):
    """`forget_a_little` does one step and says whether there may be another. `folder` is where the database lies, null
    where another machine keeps it.
    """

    def __init__(
        self,
        forget_a_little: Callable[[], bool],
        folder: Path | None,
        *,
        look_seconds: float = LOOK_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        super().__init__(name="housekeeping", daemon=True)
        self._forget_a_little = forget_a_little
        self._folder = folder
        self._look_seconds = look_seconds
        self._pause_seconds = pause_seconds
        self._free_bytes = free_bytes
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            self._look_at_disk()
            self._forget()
            self._ended.wait(self._look_seconds)

    def close(self) -> None:
        """Safe to do twice, and before `start`."""
        self._ended.set()

    def _forget(self) -> None:
        try:
            while self._forget_a_little() and not self._ended.wait(self._pause_seconds):
                pass
        except StoreError as error:
            log.warning("old records cannot be removed now: %s", error)

    def _look_at_disk(self) -> None:
        if self._folder is None:
            return
        try:
            free = self._free_bytes(self._folder)
        except OSError as error:
            log.warning("%s cannot be looked at: %s", self._folder, error)
            return
        if free < LEAST_FREE_BYTES:
            log.warning(
                "only %d MB are free in %s: remove files, or replace the card, before it is full",
                free // 1_000_000,
                self._folder,
            )

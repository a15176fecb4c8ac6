"""Watching over the store: whether what is acknowledged now could be kept, known before a citizen asks for it.

A board is read without trouble from a disk that is full or went read-only, so a kiosk that only looks would lead
people through all its screens to fail at the last. Here a write is tried now and then, at once where something
failed, and again and again until it succeeds.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from coordinator.store.database import StoreError

LOOK_SECONDS: Final = 2.0
PROVE_SECONDS: Final = 60.0
"""A card should not be worn by being asked how it is."""
RETRY_SECONDS: Final = 0.5

log = logging.getLogger(__name__)


class Vigil(threading.Thread):
    """`prove` writes something and raises `StoreError` where nothing can be kept. `is_doubtful` costs nothing: it says
    whether to try at once, and raises `StoreError` too. `on_change` is called on this thread.
    """

    def __init__(
        self,
        prove: Callable[[], None],
        is_doubtful: Callable[[], bool] = lambda: False,
        *,
        on_change: Callable[[], None] = lambda: None,
        look_seconds: float = LOOK_SECONDS,
        prove_seconds: float = PROVE_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        super().__init__(name="vigil", daemon=True)
        self._prove = prove
        self._is_doubtful = is_doubtful
        self._on_change = on_change
        self._look_seconds = look_seconds
        self._prove_seconds = prove_seconds
        self._retry_seconds = retry_seconds
        self._woken = threading.Event()
        self._is_closed = False
        self._proved_at = time.monotonic()
        self._fault = ""

    @property
    def fault(self) -> str:
        """Why nothing can be kept now; empty where something can."""
        return self._fault

    def check(self) -> None:
        """Raises `StoreError` with the fault, where there is one."""
        if self._fault:
            raise StoreError(self._fault)

    def wake(self) -> None:
        """Something failed: find out at once whether that lasts. From any thread, costs nothing."""
        self._woken.set()

    def close(self) -> None:
        """Safe to do twice, and before `start`."""
        self._is_closed = True
        self._woken.set()

    def run(self) -> None:
        while True:
            is_asked = self._woken.wait(self._retry_seconds if self._fault else self._look_seconds)
            self._woken.clear()
            if self._is_closed:
                return
            self._note(self._find_fault(is_asked=is_asked))

    def _find_fault(self, *, is_asked: bool) -> str:
        try:
            is_due = time.monotonic() - self._proved_at >= self._prove_seconds
            if self._is_doubtful() or is_asked or is_due or self._fault:
                self._prove()
                self._proved_at = time.monotonic()
        except StoreError as error:
            return str(error)
        return ""

    def _note(self, fault: str) -> None:
        before, self._fault = self._fault, fault
        if fault == before:
            return
        if fault:
            log.error("the store fails: %s; nothing is acknowledged until it works again", fault)
        else:
            log.warning("the store works again")
        self._on_change()

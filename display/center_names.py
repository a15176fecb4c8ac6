"""The centre's names, fetched when the board does not know them: at the start, after a cut, for a new domain."""

import logging
import threading
from collections.abc import Callable

from runtime.backoff import Backoff
from runtime.stop import Stop
from wire.client import Coordinator, Refused, Unreachable
from wire.messages import Center

log = logging.getLogger(__name__)


class CenterNames(threading.Thread):
    """Fetches when asked, until it succeeds; hands each answer to `on_center` on this thread."""

    def __init__(self, coordinator: Coordinator, stop: Stop, on_center: Callable[[Center], None]) -> None:
        super().__init__(name="center-names", daemon=True)
        self._coordinator = coordinator
        self._stop_asked = stop
        self._on_center = on_center
        self._wanted = threading.Event()
        self._backoff = Backoff(cap=2.0)
        stop.when_asked(self._wanted.set)

    def ask(self) -> None:
        """Have them fetched soon; from any thread."""
        self._wanted.set()

    def run(self) -> None:
        while True:
            self._wanted.wait()
            if self._stop_asked.is_asked():
                return
            self._wanted.clear()
            self._fetch()

    def _fetch(self) -> None:
        try:
            self._on_center(self._coordinator.center())
            self._backoff.reset()
        except Refused as error:
            # Asked again with the next cut or change: an unknown token does not become known by itself.
            log.warning("the centre's names are refused: %s", error)
        except Unreachable as error:
            log.info("the centre's names cannot be fetched now: %s", error)
            self._wanted.set()
            self._stop_asked.wait(self._backoff.next_seconds())

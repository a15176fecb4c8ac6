"""The other processes at the same centre: each tells of its commits, and of the devices and printers that it hears."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from coordinator.desk.signs import Signs
from coordinator.store import signs as stored
from coordinator.store.database import Database, StoreError

EXCHANGE_SECONDS: Final = 10.0
"""A printer counts as silent after 75 s, a device after 120: so much sooner all processes know the same."""

log = logging.getLogger(__name__)


class Neighbours(threading.Thread):
    """`on_news` is called, on a thread of its own, when another process has committed something, or may have."""

    def __init__(self, database: Database, center: str, signs: Signs, on_news: Callable[[], None]) -> None:
        super().__init__(name="neighbours", daemon=True)
        self._database = database
        self._center = center
        self._signs = signs
        self._ended = threading.Event()
        self._is_lost = False
        self._news = database.news
        self._unsubscribe = None if self._news is None else self._news.subscribe(center, on_news)

    def run(self) -> None:
        while True:
            try:
                self.exchange()
                self._is_lost = False
            except StoreError as error:
                if not self._is_lost:
                    log.warning("signs of life are not exchanged now: %s", error)
                self._is_lost = True
            if self._ended.wait(EXCHANGE_SECONDS):
                return

    def tell(self) -> None:
        """Something was committed here; costs nothing."""
        if self._news is not None:
            self._news.tell(self._center)

    def exchange(self) -> None:
        """Write down whom we have heard, and learn whom the others have. Raises `StoreError`."""
        untold = self._signs.take_untold()
        try:
            with self._database.write() as connection:
                stored.keep(connection, self._center, untold)
                found = stored.all_of(connection, self._center)
        except StoreError:
            # They are as old as before; the next time they are told with that age.
            for row in untold:
                self._signs.untell(row.subject)
            raise
        for row in found:
            self._signs.learn(row)

    def close(self) -> None:
        """Safe to do twice, and before `start`."""
        self._ended.set()
        if self._unsubscribe is not None:
            self._unsubscribe()

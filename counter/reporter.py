"""The buttons' condition on its way to the coordinator: the newest word for each counter, until it is taken."""

import logging
import threading
from collections.abc import Callable

from runtime.backoff import Backoff
from runtime.stop import Stop
from wire.client import Refused, Unreachable
from wire.messages import ButtonCondition

log = logging.getLogger(__name__)


class Reporter(threading.Thread):
    """`report(counter, condition)` says it to the coordinator; raises `Refused` or `Unreachable`."""

    def __init__(self, report: Callable[[int, ButtonCondition], None], stop: Stop) -> None:
        super().__init__(name="reporter", daemon=True)
        self._report = report
        self._stop_asked = stop
        self._changed = threading.Condition()
        self._untold: dict[int, ButtonCondition] = {}
        self._backoff = Backoff(first=0.5, cap=10.0)
        stop.when_asked(self._wake)

    def submit(self, counter: int, condition: ButtonCondition) -> None:
        """Thread-safe, returns at once; an older word on the same counter that is still untold is forgotten."""
        with self._changed:
            self._untold[counter] = condition
            self._changed.notify()

    def run(self) -> None:
        while (told := self._next()) is not None:
            if self._tell(*told):
                self._backoff.reset()
            else:
                self._stop_asked.wait(self._backoff.next_seconds())

    def _next(self) -> tuple[int, ButtonCondition] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._untold or self._stop_asked.is_asked())
            if self._stop_asked.is_asked():
                return None
            return next(iter(self._untold.items()))

    def _tell(self, counter: int, condition: ButtonCondition) -> bool:
        try:
            self._report(counter, condition)
        except Unreachable:
            return False
        except Refused as error:
            log.warning("counter %d: the report on the button was refused: %s", counter, error)
        with self._changed:
            # A newer word that came meanwhile stays to be told.
            if self._untold.get(counter) == condition:
                del self._untold[counter]
        return True

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify()

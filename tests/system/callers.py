"""Counters that call while anyone waits, over HTTP: each press one key, kept until it is answered."""

import threading
from collections.abc import Callable, Iterable
from typing import Final

from runtime.backoff import Backoff
from runtime.stop import Stop
from simulation.evidence import CallAnswer
from wire.client import Coordinator, Stopped, persist
from wire.messages import Called

IDLE_SECONDS: Final = 0.02
"""From a press that found nobody to the next: the machine is for those who come."""


class Callers:
    """A thread a counter; `answers` holds what each press was answered, in the order of the answers."""

    def __init__(self, make_client: Callable[[], Coordinator], counters: Iterable[int]) -> None:
        self.answers: list[CallAnswer] = []
        self._make_client = make_client
        self._stop = Stop()
        self._threads = [
            threading.Thread(target=self._call, args=(counter,), daemon=True) for counter in counters
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.ask()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def count_called(self) -> int:
        return sum(answer.called is not None for answer in self.answers.copy())

    def _call(self, counter: int) -> None:
        client = self._make_client()
        try:
            while not self._stop.is_asked():
                answer = self._press(client, counter)
                self.answers.append(answer)
                if answer.called is None:
                    self._stop.wait(IDLE_SECONDS)
        except Stopped:
            return
        finally:
            client.close()

    def _press(self, client: Coordinator, counter: int) -> CallAnswer:
        used: list[str] = []

        def say(key: str) -> Called:
            used.append(key)
            return client.call_next(counter, key)

        outcome = persist(say, self._stop, backoff=Backoff(first=0.02, cap=0.2))
        called, finished = outcome.called, outcome.finished
        return CallAnswer(counter, used[0], called.id if called else None, finished.id if finished else None)

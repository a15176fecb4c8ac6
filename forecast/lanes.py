"""The queue's lanes as they are played forward: in order of first arrival, priority first but not for ever."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Waiting:
    """A ticket that waits; `place` is the order of first arrival."""

    place: int
    domain: str
    is_priority: bool = False


class Lanes:
    """Who waits. `runs` and `longest_run` are those of the rule for priority (`coordinator.queue.choice`)."""

    def __init__(self, waiting: Iterable[Waiting], runs: Mapping[str, int], longest_run: int) -> None:
        self._lanes: dict[tuple[str, bool], deque[Waiting]] = defaultdict(deque)
        for ticket in sorted(waiting, key=lambda one: one.place):
            self.add(ticket)
        self._runs = dict(runs)
        self._longest_run = longest_run

    def add(self, ticket: Waiting) -> None:
        """Behind all that came before it; called in order of place."""
        self._lanes[ticket.domain, ticket.is_priority].append(ticket)

    def has_earlier(self, domain: str, place: int) -> bool:
        """Whether anyone with a smaller place waits for the domain."""
        return any(lane[0].place < place for lane in self._of(domain))

    def _of(self, domain: str) -> list[deque[Waiting]]:
        lanes = (self._lanes.get((domain, is_priority)) for is_priority in (False, True))
        return [lane for lane in lanes if lane]

    def everyone(self) -> list[Waiting]:
        return [ticket for lane in self._lanes.values() for ticket in lane]

    @property
    def runs(self) -> Mapping[str, int]:
        return self._runs

    def take(self, domains: Iterable[str]) -> Waiting | None:
        """Whom a counter of these domains calls now; null where nobody waits for them."""
        priority, ordinary, is_run_over = None, None, False
        passed = []
        for domain in domains:
            first = self._lanes.get((domain, True))
            if first and (priority is None or first[0].place < priority.place):
                priority = first[0]
            second = self._lanes.get((domain, False))
            if second:
                passed.append(domain)
                is_run_over = is_run_over or self._runs.get(domain, 0) >= self._longest_run
                if ordinary is None or second[0].place < ordinary.place:
                    ordinary = second[0]
        if priority is not None and not is_run_over:
            for domain in passed:
                self._runs[domain] = self._runs.get(domain, 0) + 1
            return self._remove(priority)
        if ordinary is None:
            return None
        self._runs.update(dict.fromkeys(domains, 0))
        return self._remove(ordinary)

    def _remove(self, ticket: Waiting) -> Waiting:
        return self._lanes[ticket.domain, ticket.is_priority].popleft()

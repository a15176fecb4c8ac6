"""How long each one waits: the queue played forward once, with everybody's service at its expected length.

The counters take turns as they get free, by the very rule by which they will call: first come first served
across the domains of each, priority first but not for ever, overflow only while nobody of one's own waits.
So shared counters, overflow and priority need no formula of their own. Those who are still to come play
along: with priority they go ahead of people who wait now, and they keep counters from helping elsewhere.

In M/M/s this gives (n + 1) · m / s, the queue-length estimate, which is exact in the mean (Ibrahim and Whitt,
"Real-time delay estimation in overloaded multiserver queues with abandonments", 2009): busy counters get free
evenly spread over a service, as their departures are in equilibrium, moved by what the time already spent on
each tells of its rest. The spread of the wait is that of the n + 1 departures, plus the doubt about the mean;
departures from several counters are more irregular than those from one until each has had a few (superposed
renewal processes; Cox and Smith, "On the superposition of renewal processes", 1954).
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import Final, Protocol

from forecast.lanes import Lanes, Waiting
from forecast.residual import quantile, residual
from forecast.usual import HALF_HOUR

Tails = tuple[float, float]
"""Where a range ends, as quantiles of the standard normal, below and above the mean."""

USUAL_TAILS: Final[Tails] = (-1.1, 1.45)
"""By theory ±1.28. These leave about a tenth of the waits below and a tenth above on imagined days (`motcua
simulate estimate`): a day differs from what is known of it mostly by being slower. `forecast.calibration`
carries them on by what came true.
"""
HORIZON_SECONDS: Final = 16 * 3600.0
"""Nobody is told a longer wait than a day has; and it ends the play where counters never come to rest."""
_MOST_LATER: Final = 500
"""So many of those who are still to come play along, whatever their rate."""
_LATER: Final = 1 << 60
"""The place of whoever is still to come: behind everyone."""


class Stays(Protocol):
    """What is known of services; `forecast.pace.Pace` is one."""

    @property
    def variation(self) -> float: ...

    def mean(self, domain: str) -> float: ...

    def doubt(self, domain: str) -> float: ...


@dataclass(frozen=True)
class Desk:
    """An open counter. `serving`: the domain of the ticket there, null: free; `since` is how long, seconds."""

    domains: tuple[str, ...]
    overflow: tuple[str, ...] = ()
    serving: str | None = None
    since: float = 0.0


@dataclass(frozen=True)
class Coming:
    """Who is still to come: people a second by domain in each half hour of the clock, the running one first, of which
    `begun` seconds are over; the last rate goes on until `until` seconds from now. `priority` is the share of them
    that has priority.
    """

    rates: Mapping[str, Sequence[float]]
    priority: float = 0.0
    begun: float = 0.0
    until: float = math.inf


NOBODY: Final = Coming({})


@dataclass(frozen=True)
class Scene:
    """A lobby at an instant. `runs` and `longest_run` are those of the rule for priority."""

    desks: Sequence[Desk]
    waiting: Sequence[Waiting]
    runs: Mapping[str, int]
    longest_run: int = 2
    coming: Coming = NOBODY


@dataclass(frozen=True)
class Expected:
    """A wait: its mean and the 80% range, seconds."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """`tickets` by place, `newcomers` by domain; who is missing cannot be called by any open counter."""

    tickets: Mapping[int, Expected]
    newcomers: Mapping[str, Expected]


def foresee(scene: Scene, stays: Stays, tails: Tails = USUAL_TAILS) -> Forecast:
    """Every wait of a scene, and those of a newcomer to each domain that an open counter serves."""
    return _Play(scene, stays, tails).play()


class _Play:
    """One playing forward. `free` holds when each counter gets free; one with nobody to call leaves it."""

    def __init__(self, scene: Scene, stays: Stays, tails: Tails) -> None:
        self._desks, self._tails = scene.desks, tails
        self._served = [(*desk.domains, *desk.overflow) for desk in scene.desks]
        self._means = {domain: stays.mean(domain) for domain in _domains(scene)}
        self._doubts = {domain: stays.doubt(domain) for domain in self._means}
        self._variation = stays.variation
        self._lanes = Lanes(scene.waiting, scene.runs, scene.longest_run)
        self._later = _Later(scene)
        self._left = len(scene.waiting)
        self._departures: dict[str, int] = defaultdict(int)
        self._counters = _count_counters(self._served)
        self._tickets: dict[int, Expected] = {}
        self._newcomers: dict[str, Expected] = {}

    def play(self) -> Forecast:
        free = [(at, n) for n, at in enumerate(_free_at(self._desks, self._means, self._variation))]
        heapify(free)
        while free and (self._left or len(self._newcomers) < len(self._counters)):
            at, number = free[0]
            if at > HORIZON_SECONDS:
                break
            for ticket in self._later.come_until(at):
                self._lanes.add(ticket)
            for domain in self._served[number]:
                self._departures[domain] += 1
            desk = self._desks[number]
            called = self._lanes.take(desk.domains) or self._lanes.take(desk.overflow)
            if called is None or called.place >= _LATER:
                self._welcome(at, self._served[number] if called is None else desk.domains)
            if called is None:
                heappop(free)
                continue
            if called.place < _LATER:
                self._left -= 1
                self._tickets[called.place] = self._expected(at, called.domain)
            heapreplace(free, (at + self._means[called.domain], number))
        return Forecast(self._tickets, self._newcomers)

    def _welcome(self, at: float, domains: Sequence[str]) -> None:
        """A newcomer would be called now: nobody who is here already waits for this counter any more."""
        for domain in domains:
            if domain not in self._newcomers and not self._lanes.has_earlier(domain, _LATER):
                self._newcomers[domain] = self._expected(at, domain)

    def _expected(self, at: float, domain: str) -> Expected:
        if at <= 0:
            return Expected(0.0, 0.0, 0.0)
        departures, counters = max(self._departures[domain], 1), self._counters.get(domain, 1)
        irregular = _irregularity(self._variation, departures / counters)
        gap = max(at / departures, self._means[domain] / counters)
        variance = irregular * departures * gap * gap + (at * self._doubts[domain]) ** 2
        low, high = (quantile(at, variance, z) for z in self._tails)
        return Expected(at, low, high)


class _Later:
    """Those who are still to come, evenly spaced; only as far as they can matter to those who wait."""

    def __init__(self, scene: Scene) -> None:
        coming = scene.coming
        helping = {domain for desk in scene.desks if desk.overflow for domain in desk.domains}
        self._until = coming.until
        self._due: list[tuple[float, str, bool, Iterator[float]]] = []
        for is_priority, share in ((True, coming.priority), (False, 1 - coming.priority)):
            for domain, rates in coming.rates.items():
                if is_priority or domain in helping:
                    times = _evenly([share * rate for rate in rates], coming.begun)
                    self._due.append((next(times, math.inf), domain, is_priority, times))
        heapify(self._due)
        self._place = _LATER

    def come_until(self, at: float) -> list[Waiting]:
        found = []
        while self._due and self._due[0][0] <= min(at, self._until) and self._place < _LATER + _MOST_LATER:
            _, domain, is_priority, times = self._due[0]
            heapreplace(self._due, (next(times, math.inf), domain, is_priority, times))
            self._place += 1
            found.append(Waiting(self._place, domain, is_priority))
        return found


def _evenly(rates: Sequence[float], begun: float) -> Iterator[float]:
    """When each one comes, seconds from now: in the middle of the time that it takes for one to come."""
    begins, lacking = 0.0, 0.5
    for number, rate in enumerate(rates, 1):
        ends = number * HALF_HOUR - begun if number < len(rates) else math.inf
        if rate > 0:
            due = begins + lacking / rate
            while due < ends:
                yield due
                due += 1 / rate
            lacking = (due - ends) * rate
        begins = ends


def _irregularity(variation: float, rounds: float) -> float:
    """The squared variation of superposed departures after so many services at each counter: from that of a
    Poisson process, 1, towards that of the services.
    """
    share = (1 - math.exp(-2 * rounds)) / (2 * rounds)
    return variation + (1 - variation) * share if variation < 1 else variation


def _count_counters(served: Sequence[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for domains in served:
        for domain in domains:
            found[domain] += 1
    return found


def _domains(scene: Scene) -> set[str]:
    found = {ticket.domain for ticket in scene.waiting}
    for desk in scene.desks:
        found.update(desk.domains, desk.overflow)
        if desk.serving is not None:
            found.add(desk.serving)
    return found


def _free_at(desks: Sequence[Desk], means: Mapping[str, float], variation: float) -> list[float]:
    """When each counter gets free: evenly spread over a service within those that serve the same domains.

    The longer a service has lasted, the earlier its turn; what its age tells beyond that moves it.
    """
    pools: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, desk in enumerate(desks):
        if desk.serving is not None:
            pools[tuple(sorted(desk.domains))].append(number)
    found = [0.0] * len(desks)
    usual = (1 + variation) / 2
    for pool in pools.values():
        rest = {n: residual(desks[n].since / means[desks[n].serving or ""], variation) for n in pool}
        pool.sort(key=lambda n: rest[n] * means[desks[n].serving or ""])
        for rank, n in enumerate(pool, 1):
            mean = means[desks[n].serving or ""]
            found[n] = max(0.0, mean * (rank / len(pool) + rest[n] - usual))
    return found

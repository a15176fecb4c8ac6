"""An imagined day: who comes when, how long each stays, which counters are open; and what was foretold to each.

Discrete events by simpy. The same people, in the same order, for the same seed. It knows no process and no
database: what it is for is to set what people were told at their arrival against how long they then waited.
"""

import random
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import simpy

from forecast.arrivals import Arrivals
from forecast.calibration import Calibration
from forecast.lanes import Lanes, Waiting
from forecast.pace import Pace
from forecast.usual import HALF_HOUR, UsualDay, half_hours_ahead
from forecast.waits import Coming, Desk, Expected, Scene, Stays, foresee

HOUR: Final = 3600.0
LONGEST_RUN: Final = 2
NO_SHOW_SECONDS: Final = 75.0
NOTHING_KNOWN: Final = UsualDay()


@dataclass(frozen=True)
class Shift:
    """A counter: what it serves, and from when to when it calls, seconds from the opening."""

    domains: tuple[str, ...]
    overflow: tuple[str, ...] = ()
    opens: float = 0.0
    closes: float = float("inf")


@dataclass(frozen=True)
class DayKind:
    """`usual`: mean service by domain, seconds; `hourly`: arrivals by domain in each hour from the opening.

    `pace`: how much slower than usual everyone is today; `domain_pace`: the same by domain, on top of it.
    """

    usual: Mapping[str, float]
    hourly: Mapping[str, Sequence[float]]
    shifts: Sequence[Shift]
    pace: float = 1.0
    domain_pace: Mapping[str, float] = field(default_factory=dict)
    squared_variation: float = 0.6
    no_show_share: float = 0.04
    priority_share: float = 0.08

    def usual_mean(self, domain: str) -> float:
        """The mean stay at a counter on a usual day, no-shows among them."""
        return self._with_no_shows(self.usual[domain])

    def true_mean(self, domain: str) -> float:
        """The same on this very day."""
        return self._with_no_shows(self.usual[domain] * self.pace * self.domain_pace.get(domain, 1.0))

    def _with_no_shows(self, served: float) -> float:
        return served * (1 - self.no_show_share) + NO_SHOW_SECONDS * self.no_show_share


@dataclass(frozen=True)
class Known:
    """One who knows the day: its true means and variation."""

    kind: DayKind

    @property
    def variation(self) -> float:
        return self.kind.squared_variation

    def mean(self, domain: str) -> float:
        return self.kind.true_mean(domain)

    def doubt(self, domain: str) -> float:
        del domain
        return 0.0


@dataclass(frozen=True)
class Fixed:
    """One who never learns: the configured means."""

    usual: Mapping[str, float]
    variation: float = 0.6

    def mean(self, domain: str) -> float:
        return self.usual[domain]

    def doubt(self, domain: str) -> float:
        del domain
        return 0.0


@dataclass
class Told:
    """What one who had to wait was told at the arrival, and the wait that came; seconds.

    `last` is the wait of the last one of the same domain that was called before; null: nobody was.
    """

    domain: str
    at: float
    ours: Expected
    known: float
    fixed: float
    last: float | None
    waited: float | None = None


class ImaginedDay:
    """`run` plays the day to its last citizen; `told` then holds everyone who had to wait and could be served, `came`
    how many came by domain in each half hour. Half hours are those from the opening, also in `usual`.
    """

    def __init__(
        self,
        kind: DayKind,
        seed: int,
        calibration: Calibration | None = None,
        tell_every: int = 1,
        usual: UsualDay = NOTHING_KNOWN,
    ) -> None:
        self.told: list[Told] = []
        self.came: dict[str, dict[int, float]] = {domain: defaultdict(float) for domain in kind.hourly}
        self._kind = kind
        self._calibration = calibration or Calibration()
        self._tell_every = tell_every
        self._usual = usual
        self._chance = random.Random(seed)  # noqa: S311 no secret
        self._world = simpy.Environment()
        self._lanes = Lanes([], {}, LONGEST_RUN)
        self._pace = Pace({domain: kind.usual_mean(domain) for domain in kind.usual})
        self._others: tuple[Stays, Stays] = (Known(kind), Fixed(kind.usual))
        self._serving: list[tuple[str, float] | None] = [None] * len(kind.shifts)
        self._news = self._world.event()
        self._arrived: dict[int, float] = {}
        self._open_tellings: dict[int, Told] = {}
        self._last_wait: dict[str, float] = {}
        self._place = 0
        self._recent = Arrivals()
        self._ends = HOUR * max(len(hourly) for hourly in kind.hourly.values())

    def run(self) -> None:
        for domain, hourly in self._kind.hourly.items():
            self._world.process(self._arrivals(domain, hourly))
        for number in range(len(self._kind.shifts)):
            self._world.process(self._counter(number))
        self._world.run(until=24 * HOUR)
        self.told = [one for one in self.told if one.waited is not None]

    def _arrivals(self, domain: str, hourly: Sequence[float]) -> Generator[Any, Any, None]:
        for rate in hourly:
            ends = self._world.now + HOUR
            while rate > 0:
                pause = self._chance.expovariate(rate / HOUR)
                if self._world.now + pause >= ends:
                    break
                yield self._world.timeout(pause)
                self._arrive(domain)
            yield self._world.timeout(ends - self._world.now)

    def _arrive(self, domain: str) -> None:
        self._place += 1
        is_priority = self._chance.random() < self._kind.priority_share
        ticket = Waiting(self._place, domain, is_priority=is_priority)
        self._recent.came(domain, self._world.now, is_priority=is_priority)
        self.came[domain][int(self._world.now // HALF_HOUR)] += 1
        self._lanes.add(ticket)
        self._arrived[ticket.place] = self._world.now
        if self._place % self._tell_every == 0:
            self._tell(ticket)
        self._wake()

    def _tell(self, ticket: Waiting) -> None:
        scene = self._scene()
        ours = foresee(scene, self._pace, self._calibration.tails).tickets.get(ticket.place)
        if ours is None or ours.mean <= 0:
            return
        known, fixed = (foresee(scene, stays).tickets[ticket.place].mean for stays in self._others)
        last = self._last_wait.get(ticket.domain)
        told = Told(ticket.domain, self._world.now, ours, known, fixed, last)
        self._open_tellings[ticket.place] = told
        self.told.append(told)

    def _scene(self) -> Scene:
        now, desks = self._world.now, []
        for shift, serving in zip(self._kind.shifts, self._serving, strict=True):
            if shift.opens <= now < shift.closes:
                domain, since = serving or (None, now)
                desks.append(Desk(shift.domains, shift.overflow, domain, now - since))
        return Scene(desks, self._lanes.everyone(), self._lanes.runs, LONGEST_RUN, self._coming(now))

    def _coming(self, now: float) -> Coming:
        recent = self._recent
        return Coming(
            rates=half_hours_ahead(self._usual, recent.count, recent.rates(now), now),
            priority=recent.priority_share,
            begun=now % HALF_HOUR,
            until=max(0.0, self._ends - now),
        )

    def _counter(self, number: int) -> Generator[Any, Any, None]:
        shift = self._kind.shifts[number]
        yield self._world.timeout(shift.opens)
        while self._world.now < shift.closes:
            ticket = self._lanes.take(shift.domains) or self._lanes.take(shift.overflow)
            if ticket is None:
                yield self._news
                continue
            yield self._world.process(self._serve(number, ticket))

    def _serve(self, number: int, ticket: Waiting) -> Generator[Any, Any, None]:
        waited = self._world.now - self._arrived.pop(ticket.place)
        self._last_wait[ticket.domain] = waited
        if (told := self._open_tellings.pop(ticket.place, None)) is not None:
            told.waited = waited
            self._calibration.came_true(told.ours, waited)
        self._serving[number] = (ticket.domain, self._world.now)
        stay = self._stay(ticket.domain)
        yield self._world.timeout(stay)
        self._serving[number] = None
        self._pace.saw(ticket.domain, stay)

    def _stay(self, domain: str) -> float:
        kind = self._kind
        if self._chance.random() < kind.no_show_share:
            return NO_SHOW_SECONDS
        mean = kind.usual[domain] * kind.pace * kind.domain_pace.get(domain, 1.0)
        shape = 1 / kind.squared_variation
        return self._chance.gammavariate(shape, mean / shape)

    def _wake(self) -> None:
        news, self._news = self._news, self._world.event()
        news.succeed()

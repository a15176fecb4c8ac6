"""How many counters the rest of the day takes, half hour by half hour, and which domains had better share theirs.

Each group of domains that shares counters is one queue. Its mean length is carried from slot to slot by the
pointwise stationary fluid flow approximation (Wang, Tipper and Banerjee, 1996): the queue behaves at every
moment as the stationary one of the same length, so it obeys Erlang's C where nothing changes, and a line that
has grown already, or a peak, is worked off at the speed that the counters have. Unequal and irregular services
lengthen waits by (1 + c²) / 2 (Allen and Cunneen).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Final

from forecast.erlang import Load, mean_wait, probability_beyond, waiting_probability

SLOT_SECONDS: Final = 1800.0
_STEPS: Final = 30
_NEARLY_FULL: Final = 0.999
_SOMEBODY: Final = 0.5
"""A shorter line, on the mean, is none."""


@dataclass(frozen=True)
class Promise:
    """What waits are to be: at most `mean` on average, and longer than `longest` for at most this `share`."""

    mean: float = 900.0
    longest: float = 900.0
    share: float = 0.2


@dataclass(frozen=True)
class Demand:
    """One domain for the rest of the day: `arrivals` a second in each slot, `waiting` now, mean `service`."""

    domain: str
    arrivals: tuple[float, ...]
    service: float
    waiting: int = 0
    variation: float = 1.0


@dataclass(frozen=True)
class Group:
    """Domains that share their counters, and how many of these each slot takes."""

    domains: tuple[str, ...]
    counters: tuple[int, ...]


@dataclass(frozen=True)
class Advice:
    """`groups` cover all domains. `short` is how many people more come than can be served by the last slot's end
    with all `available` counters; 0: nobody.
    """

    groups: tuple[Group, ...]
    available: int
    short: int

    @property
    def totals(self) -> tuple[int, ...]:
        """Counters by slot, all groups together."""
        return tuple(map(sum, zip(*(group.counters for group in self.groups), strict=True)))

    @property
    def peak(self) -> int:
        return max(self.totals, default=0)


def advise(demands: Sequence[Demand], available: int, promise: Promise = Promise()) -> Advice:
    """Groups of single domains where the counters suffice for them; else those that share and need fewest.

    Pairs are joined, the one that saves most first, until no joining saves a counter or all fit. A demand of fewer
    slots than another has nobody in those that it lacks.
    """
    demands = _of_equal_length(demands)
    parts: list[tuple[Demand, ...]] = [(demand,) for demand in demands if _has_people(demand)]
    groups = [_group(part, promise) for part in parts]
    while len(groups) > 1 and _peak(groups) > available:
        best = _best_joining(parts, groups, promise)
        if best is None:
            break
        first, second, joined = best
        part = (*parts[first], *parts[second])
        parts = [*(one for i, one in enumerate(parts) if i not in (first, second)), part]
        groups = [*(one for i, one in enumerate(groups) if i not in (first, second)), joined]
    return Advice(tuple(groups), available, _short(demands, available))


def needed(demand: Sequence[Demand], promise: Promise) -> tuple[int, ...]:
    """The fewest counters in each slot that keep the promise for these domains together, first slot first.

    Never fewer than the stationary queue of the slot needs; a line that is there already is worked off within
    the promise.
    """
    found, line = [], float(sum(one.waiting for one in demand))
    for slot in range(max(len(one.arrivals) for one in demand)):
        flow = _mix(demand, slot)
        counters = max(1, math.ceil(flow.load.erlangs)) if flow.load.arrivals or line else 0
        while counters and not _keeps(flow, counters, line, promise):
            counters += 1
        found.append(counters)
        if counters:
            waiting = _play(flow, counters, line + counters if line else 0.0)[-1] - counters
            line = waiting if waiting >= _SOMEBODY else 0.0
    return tuple(found)


@dataclass(frozen=True)
class _Flow:
    """A slot's arrivals, all domains of a group in one; `factor` is Allen and Cunneen's, (1 + c²) / 2."""

    load: Load
    factor: float


def _mix(demand: Sequence[Demand], slot: int) -> _Flow:
    rates = [_at(one, slot) for one in demand]
    total = sum(rates)
    weights = rates if total else [float(one.waiting or 1) for one in demand]
    share = [weight / sum(weights) for weight in weights]
    mean = sum(part * one.service for part, one in zip(share, demand, strict=True))
    square = sum(part * one.service**2 * (1 + one.variation) for part, one in zip(share, demand, strict=True))
    return _Flow(Load(total, mean), square / mean**2 / 2)


def _at(demand: Demand, slot: int) -> float:
    return demand.arrivals[slot] if slot < len(demand.arrivals) else 0.0


def _keeps(flow: _Flow, counters: int, line: float, promise: Promise) -> bool:
    load = flow.load
    if load.arrivals and flow.factor * mean_wait(load, counters) > promise.mean:
        return False
    if load.arrivals and probability_beyond(load, counters, promise.longest / flow.factor) > promise.share:
        return False
    if line <= 0:
        return True
    # Those who come see the line as it is then; it may not make them wait longer than promised on the mean.
    lengths = _play(flow, counters, line + counters)
    waits = [max(0.0, length - counters) * load.service / counters for length in lengths]
    return sum(waits) / len(waits) <= promise.mean


def _play(flow: _Flow, counters: int, start: float) -> list[float]:
    """The mean number in the system through a slot, from `start`."""
    lengths, length, step = [], start, SLOT_SECONDS / _STEPS
    for _ in range(_STEPS):
        done = _utilisation(length, counters, round(flow.factor, 3)) * counters / flow.load.service
        length = max(0.0, length + step * (flow.load.arrivals - done))
        lengths.append(length)
    return lengths


def _utilisation(length: float, counters: int, factor: float) -> float:
    """The share of the counters that is busy in the stationary queue of this mean length."""
    table = _lengths(counters, factor)
    if length >= table[-1]:
        return 1.0
    low, high = 0, len(table) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if table[middle] <= length else (low, middle)
    part = (length - table[low]) / (table[high] - table[low])
    return _NEARLY_FULL * (low + part) / (len(table) - 1)


@lru_cache(maxsize=512)
def _lengths(counters: int, factor: float) -> tuple[float, ...]:
    """Mean numbers in the system at 101 utilisations from 0 to nearly 1."""
    found = []
    for i in range(101):
        load = Load(_NEARLY_FULL * i / 100 * counters, 1.0)
        queue = waiting_probability(load, counters) * load.erlangs / (counters - load.erlangs)
        found.append(load.erlangs + factor * queue)
    return tuple(found)


@lru_cache(maxsize=64)
def _group(demand: tuple[Demand, ...], promise: Promise) -> Group:
    """Kept, for most pairs are looked at again after each joining."""
    return Group(tuple(one.domain for one in demand), needed(demand, promise))


def _best_joining(
    parts: Sequence[tuple[Demand, ...]], groups: Sequence[Group], promise: Promise
) -> tuple[int, int, Group] | None:
    """The two groups that save most counter slots together, at the peak first; null where no two save any."""
    best: tuple[tuple[int, int], int, int, Group] | None = None
    before = _peak(groups)
    for first, second in combinations(range(len(groups)), 2):
        joined = _group((*parts[first], *parts[second]), promise)
        rest = [one for i, one in enumerate(groups) if i not in (first, second)]
        slots = sum(groups[first].counters) + sum(groups[second].counters) - sum(joined.counters)
        saved = (before - _peak([*rest, joined]), slots)
        if max(saved) > 0 and min(saved) >= 0 and (best is None or saved > best[0]):
            best = (saved, first, second, joined)
    return None if best is None else best[1:]


def _peak(groups: Iterable[Group]) -> int:
    return max(map(sum, zip(*(group.counters for group in groups), strict=True)), default=0)


def _of_equal_length(demands: Sequence[Demand]) -> list[Demand]:
    slots = max((len(one.arrivals) for one in demands), default=0)
    return [replace(one, arrivals=one.arrivals + (0.0,) * (slots - len(one.arrivals))) for one in demands]


def _has_people(demand: Demand) -> bool:
    return demand.waiting > 0 or any(demand.arrivals)


def _short(demands: Sequence[Demand], available: int) -> int:
    """People beyond what all counters together, whoever they serve, can do until the last slot ends."""
    slots = max((len(one.arrivals) for one in demands), default=0)
    work = sum(
        (one.waiting + SLOT_SECONDS * sum(one.arrivals)) * one.service for one in demands if one.service
    )
    people = sum(one.waiting + SLOT_SECONDS * sum(one.arrivals) for one in demands)
    spare = available * slots * SLOT_SECONDS - work
    return 0 if spare >= 0 or not work else math.ceil(-spare * people / work)

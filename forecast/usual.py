"""How many people the rest of today brings, half hour by half hour: usual days, moved by what today has shown. Pure.

A day is known by the half hours of its clock. Where there are no usual days, today's rate is carried on.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

HALF_HOUR: Final = 1800.0
LONGEST_SECONDS: Final = 12 * 3600.0
"""So far is looked ahead where numbers are issued without an end."""
_PRIOR_ARRIVALS: Final = 30.0
"""How many arrivals of today it takes for half a trust in its being busier, or quieter, than usual."""


@dataclass(frozen=True)
class UsualDay:
    """Mean arrivals by domain in each half hour from midnight on, of so many days; 0: nothing is known."""

    days: int = 0
    arrivals: Mapping[str, Mapping[int, float]] = field(default_factory=dict)

    def until(self, seconds: float) -> float:
        """How many usually have come until so long after midnight."""
        return sum(
            count * min(1.0, max(0.0, seconds / HALF_HOUR - slot))
            for slots in self.arrivals.values()
            for slot, count in slots.items()
        )

    def rate(self, domain: str, begins: float, ends: float) -> float:
        """People a second between two times, seconds after midnight; it may run beyond the end of the day."""
        people = sum(
            count * max(0.0, min(ends, (slot + 1) * HALF_HOUR) - max(begins, slot * HALF_HOUR)) / HALF_HOUR
            for slot, count in self.arrivals.get(domain, {}).items()
        )
        return people / (ends - begins)


def mean_day(days: Sequence[Mapping[str, Mapping[int, float]]]) -> UsualDay:
    """What these days have in common, each given as people by domain and half hour from midnight."""
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for day in days:
        for domain, slots in day.items():
            for slot, people in slots.items():
                found[domain][slot] += people / len(days)
    return UsualDay(len(days), {domain: dict(slots) for domain, slots in found.items()})


def half_hours_ahead(
    usual: UsualDay, came: int, rates: Mapping[str, float], midnight: float
) -> dict[str, tuple[float, ...]]:
    """People a second by domain in each half hour of the clock from the running one on; the last rate goes on.

    The arguments are those of `expected_arrivals`. A domain that is new to this weekday goes on as of late.
    """
    found: dict[str, tuple[float, ...]] = {
        domain: (rate,) for domain, rate in rates.items() if domain not in usual.arrivals
    }
    first, busier = int(midnight // HALF_HOUR), _busier(usual, came, midnight) / HALF_HOUR
    for domain, slots in usual.arrivals.items():
        last = max(slots, default=0)
        found[domain] = (*(busier * slots.get(slot, 0.0) for slot in range(first, last + 1)), 0.0)
    return found


def expected_arrivals(
    usual: UsualDay, came: int, rates: Mapping[str, float], midnight: float, ahead: float
) -> dict[str, tuple[float, ...]]:
    """People a second by domain in each half hour from now on, until numbers are no longer issued.

    `came`: how many today have, `rates`: people a second of late, `midnight`: seconds since then, `ahead`: for how
    many seconds numbers are still issued.
    """
    ahead = min(ahead, LONGEST_SECONDS)
    slots = math.ceil(ahead / HALF_HOUR)
    shares = [min(1.0, ahead / HALF_HOUR - slot) for slot in range(slots)]
    new = {
        domain: tuple(rate * share for share in shares)
        for domain, rate in rates.items()
        if domain not in usual.arrivals
    }
    busier = _busier(usual, came, midnight)
    begins = [midnight + slot * HALF_HOUR for slot in range(slots)]
    known = {
        domain: tuple(
            busier * usual.rate(domain, at, at + HALF_HOUR) * share
            for at, share in zip(begins, shares, strict=True)
        )
        for domain in usual.arrivals
    }
    return {**new, **known}


def _busier(usual: UsualDay, came: int, midnight: float) -> float:
    """How much busier today is than usual so far; 1: not at all."""
    return (came + _PRIOR_ARRIVALS) / (usual.until(midnight) + _PRIOR_ARRIVALS)

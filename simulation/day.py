"""The plan of a day at Hải Châu: who comes when and for what. Pure, and the same for the same seed.

The mix is that of 1 to 7 July 2025 (`domain/CENTRE.md` of the project's notes); how the hours of the day are
loaded is an assumption: people wait before the doors open, two peaks, a lull at lunch in which work goes on.
"""

import random
from dataclasses import dataclass
from typing import Final

from config import Settings
from wire.messages import Priority

MIX: Final = {
    "chung-thuc": 1008,
    "ho-tich": 292,
    "kinh-doanh": 124,
    "dat-dai": 127,
    "xay-dung": 43,
    "xa-hoi": 33,
    # Who collects a result was not counted; some do.
    "tra-ket-qua": 60,
}
OPENS_HOUR: Final = 6
HOURLY_LOAD: Final = (0.4, 1.5, 2.0, 2.0, 1.6, 0.9, 0.4, 1.1, 1.4, 1.1, 0.6)
"""People an hour from 06:00 on, in proportion."""
MORE_COUNTERS_HOUR: Final = 9.5
PRIORITY_SHARE: Final = 0.08
ENGLISH_SHARE: Final = 0.02
PRIORITIES: Final[tuple[Priority, ...]] = ("elderly", "disabled", "pregnant", "child", "merit")


@dataclass(frozen=True)
class Arrival:
    """One citizen; `at` in seconds of the compressed day."""

    at: float
    domain: str
    priority: Priority | None
    language: str


@dataclass(frozen=True)
class DayPlan:
    """`first_counters` open at the start, `more_counters` at `more_at`; issuing ends at `closes_at`."""

    arrivals: list[Arrival]
    first_counters: list[int]
    more_counters: list[int]
    more_at: float
    closes_at: float


def plan_day(settings: Settings, tickets: int, seconds: float, seed: int) -> DayPlan:
    """A day of `tickets` citizens whose hours of issuing are compressed into `seconds`."""
    chance = random.Random(seed)  # noqa: S311 a plan, not a secret
    hours = len(HOURLY_LOAD)
    first = first_counters(settings)
    return DayPlan(
        arrivals=sorted(
            (_arrival(settings, chance, seconds / hours) for _ in range(tickets)),
            key=lambda arrival: arrival.at,
        ),
        first_counters=first,
        more_counters=[counter.id for counter in settings.counters if counter.id not in first],
        more_at=(MORE_COUNTERS_HOUR - OPENS_HOUR) * seconds / hours,
        closes_at=seconds,
    )


def first_counters(settings: Settings) -> list[int]:
    """One counter for each domain: the seven that Hải Châu had before it opened seven more."""
    chosen: list[int] = []
    for domain in settings.domains:
        own = [c.id for c in settings.counters if domain.id in c.domains]
        if not set(own) & set(chosen):
            chosen += own[:1]
    return chosen


def _arrival(settings: Settings, chance: random.Random, hour_seconds: float) -> Arrival:
    ids = [domain.id for domain in settings.domains]
    (hour,) = chance.choices(range(len(HOURLY_LOAD)), HOURLY_LOAD)
    (domain,) = chance.choices(ids, [MIX.get(name, 50) for name in ids])
    return Arrival(
        at=(hour + chance.random()) * hour_seconds,
        domain=domain,
        priority=chance.choice(PRIORITIES) if chance.random() < PRIORITY_SHARE else None,
        language="en" if chance.random() < ENGLISH_SHARE else "vi",
    )

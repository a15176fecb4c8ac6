"""How far the told waits can be trusted: imagined days, by load and by how counters are shared.

For each kind of day: the error beside that of one who knows the day's true means, of one who never learns,
and of "the wait of the last one called" (LES); how often the range held; and the bias. The days differ in
pace, in mix and in how irregular services are, and none of their seeds was used to choose a constant.
"""

import math
import random
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forecast.calibration import Calibration
from forecast.usual import mean_day
from simulation.imagined import DayKind, ImaginedDay, Shift, Told

USUAL: Final = {"a": 300.0, "b": 720.0, "c": 900.0}
HOURS: Final = (0.6, 1.2, 1.5, 1.3, 0.7, 0.6, 1.1, 1.2, 0.9, 0.5)
"""Arrivals by hour, in proportion: two peaks and a lull at noon."""
LOADS: Final = (0.6, 0.8, 1.0, 1.3)
PACE_SPREAD: Final = 0.2
DOMAIN_SPREAD: Final = 0.12
VARIATIONS: Final = (0.4, 0.6, 0.9)
LEARNING_DAYS: Final = 10
USUAL_DAYS: Final = 4
"""So many days before say when people come, as in the coordinator."""
TELL_EVERY: Final = 3
LEAST_SECONDS: Final = 60.0
"""Relative errors are taken of at least this wait: nobody minds half a minute."""

LAYOUTS: Final[dict[str, Sequence[Shift]]] = {
    "dedicated": [Shift((domain,)) for domain in USUAL for _ in range(3)],
    "shared": [Shift(tuple(USUAL))] * 8,
    "overflow": [Shift(("a",))] * 3 + [Shift(("b",), ("a",))] * 3 + [Shift(("c",))] * 3,
}


@dataclass(frozen=True)
class Trust:
    """One kind of day. Errors are root mean squares relative to the known wait; `held` and the shares beside it
    are of all told; `bias` is in seconds, told less waited, and `bias_error` its standard error: the people of one day
    share its chances, so that it is days that are counted.
    """

    layout: str
    load: float
    people: int
    mean_wait: float
    ours: float
    known: float
    fixed: float
    last: float
    held: float
    below: float
    above: float
    bias: float
    bias_error: float


def trust(layout: str, load: float, days: int, seed: int) -> Trust:
    """Play so many days after a few from which the ranges learn."""
    calibration, told = Calibration(), list[list[Told]]()
    past: deque[Mapping[str, Mapping[int, float]]] = deque(maxlen=USUAL_DAYS)
    for number in range(LEARNING_DAYS + days):
        chance = random.Random(f"{seed} {layout} {load} {number}")  # noqa: S311 no secret
        kind, seed_of_day, usual = imagine(layout, load, chance), chance.getrandbits(32), mean_day(past)
        day = ImaginedDay(kind, seed_of_day, calibration, TELL_EVERY, usual)
        day.run()
        past.append(day.came)
        if number >= LEARNING_DAYS:
            told.append([one for one in day.told if one.last is not None])
    return _judge(layout, load, told)


def imagine(layout: str, load: float, chance: random.Random) -> DayKind:
    """A day of its own pace whose arrivals keep the counters busy by `load` on the mean."""
    shifts = LAYOUTS[layout]
    variation = chance.choice(VARIATIONS)
    kind = DayKind(
        usual=USUAL,
        hourly={},
        shifts=shifts,
        pace=math.exp(chance.gauss(0, PACE_SPREAD)),
        domain_pace={domain: math.exp(chance.gauss(0, DOMAIN_SPREAD)) for domain in USUAL},
        squared_variation=variation,
    )
    counters = 3.0 if layout != "shared" else len(shifts) / len(USUAL)
    mean = sum(HOURS) / len(HOURS)
    hourly = {
        domain: [load * counters * 3600 / kind.true_mean(domain) * part / mean for part in HOURS]
        for domain in USUAL
    }
    return DayKind(USUAL, hourly, shifts, kind.pace, kind.domain_pace, variation)


def report(days: int, seed: int) -> Iterable[str]:
    """A line for each kind of day, as it is played."""
    yield (
        "layout     load people   wait   error: ours  known  fixed   last   ours/known ours/last"
        "   held  below  above   bias"
    )
    for layout in LAYOUTS:
        for load in LOADS:
            yield line_of(trust(layout, load, days, seed))


def line_of(found: Trust) -> str:
    return (
        f"{found.layout:<10} {found.load:.1f}  {found.people:>6} {found.mean_wait / 60:>5.1f}\u202fm"
        f"        {found.ours:>6.2f} {found.known:>6.2f} {found.fixed:>6.2f} {found.last:>6.2f}"
        f"       {found.ours / found.known:>6.2f}    {found.ours / found.last:>6.2f}"
        f"  {found.held:>5.1%} {found.below:>5.1%} {found.above:>5.1%}"
        f" {found.bias / 60:>+5.1f} ± {found.bias_error / 60:.1f}\u202fm"
    )


def _judge(layout: str, load: float, days: list[list[Told]]) -> Trust:
    told = [one for day in days for one in day]

    def error(say: Callable[[Told], float]) -> float:
        squares = (((say(one) - _waited(one)) / max(one.known, LEAST_SECONDS)) ** 2 for one in told)
        return math.sqrt(sum(squares) / len(told))

    below = sum(_waited(one) < one.ours.low for one in told) / len(told)
    above = sum(_waited(one) > one.ours.high for one in told) / len(told)
    missed = [[one.ours.mean - _waited(one) for one in day] for day in days]
    bias = sum(map(sum, missed)) / len(told)
    return Trust(
        layout=layout,
        load=load,
        people=len(told),
        mean_wait=sum(map(_waited, told)) / len(told),
        ours=error(lambda one: one.ours.mean),
        known=error(lambda one: one.known),
        fixed=error(lambda one: one.fixed),
        last=error(lambda one: one.last or 0.0),
        held=1 - below - above,
        below=below,
        above=above,
        bias=bias,
        bias_error=math.sqrt(sum((sum(day) - bias * len(day)) ** 2 for day in missed)) / len(told),
    )


def _waited(told: Told) -> float:
    assert told.waited is not None  # noqa: S101 `run` leaves those out that nobody called
    return told.waited

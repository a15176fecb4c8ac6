"""Erlang's C: waits in the stationary queue M/M/s, and the fewest counters that keep them short.

Sources: A. K. Erlang, "Solution of some Problems in the Theory of Probabilities of Significance in Automatic
Telephone Exchanges" (1917); the recursion B₀ = 1, B_k = aB_{k−1} / (k + aB_{k−1}) for the loss formula.
"""

import math
from dataclasses import dataclass

MOST_COUNTERS = 999


@dataclass(frozen=True)
class Load:
    """`arrivals` a second, `service` mean seconds; `erlangs` is how many counters they keep busy."""

    arrivals: float
    service: float

    @property
    def erlangs(self) -> float:
        return self.arrivals * self.service


def waiting_probability(load: Load, counters: int) -> float:
    """P(wait > 0), Erlang's C; 1 where the counters cannot keep up."""
    a = load.erlangs
    if a >= counters:
        return 1.0
    blocked = 1.0
    for k in range(1, counters + 1):
        blocked = a * blocked / (k + a * blocked)
    return blocked / (1 - a / counters * (1 - blocked))


def mean_wait(load: Load, counters: int) -> float:
    """Seconds; infinite where the counters cannot keep up."""
    a = load.erlangs
    if a >= counters:
        return math.inf
    return waiting_probability(load, counters) * load.service / (counters - a)


def probability_beyond(load: Load, counters: int, seconds: float) -> float:
    """P(wait > seconds)."""
    a = load.erlangs
    if a >= counters:
        return 1.0
    return waiting_probability(load, counters) * math.exp(-(counters - a) * seconds / load.service)


def fewest_counters(load: Load, longest_mean: float, longest: float, share: float) -> int:
    """The fewest counters with a mean wait of at most `longest_mean` and P(wait > `longest`) at most `share`.

    Raises `ValueError` where even `MOST_COUNTERS` are too few.
    """
    for counters in range(max(1, math.ceil(load.erlangs)), MOST_COUNTERS + 1):
        if mean_wait(load, counters) <= longest_mean and probability_beyond(load, counters, longest) <= share:
            return counters
    raise ValueError(f"{load.erlangs:.0f} erlangs need more than {MOST_COUNTERS} counters")

"""How many are ahead of a ticket, and how long that takes.

The queue-length estimate (n + 1) · m / s is exact in the mean for M/M/s (Ibrahim & Whitt, "Real-time delay
estimation in overloaded multiserver queues", 2009). The time until the n + 1st service ends is then
Erlang(n + 1) distributed, from which the range is taken.
"""

from math import sqrt
from typing import Final

from wire.messages import Wait

_Z_10_PERCENT: Final = 1.2816
"""The standard normal's 90% quantile: 10% fall below the range and 10% above."""


def count_ahead(ordinary: int, priority: int, run: int, longest_run: int, *, is_priority: bool) -> int:
    """How many are called before a ticket of a domain, by the rule for priority runs.

    For an ordinary ticket `ordinary` counts those before it and `priority` all that wait; for a priority
    ticket the other way round. `run` is the domain's priority run now.
    """
    if is_priority:
        return priority + min(ordinary, (run + priority) // longest_run)
    allowed = max(0, longest_run * (ordinary + 1) - run)
    return ordinary + min(priority, allowed)


def expected_wait(ahead: int, counters: int, service_minutes: float) -> Wait | None:
    """The 80% range of the wait in seconds with `ahead` people before one; null where no counter serves.

    Quantiles of Erlang(ahead + 1, counters / service) by Wilson and Hilferty (1931), within 2% from one on.
    """
    if counters < 1:
        return None
    shape = ahead + 1
    mean_seconds = shape * service_minutes * 60 / counters
    return Wait(
        low=_quantile(shape, mean_seconds, -_Z_10_PERCENT), high=_quantile(shape, mean_seconds, _Z_10_PERCENT)
    )


def _quantile(shape: int, mean_seconds: float, z: float) -> int:
    factor = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape))
    return round(mean_seconds * max(factor, 0.0) ** 3)

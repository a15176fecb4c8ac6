"""Who has come today: how fast of late, and how many of them with priority.

Each domain's rate is that of the last hour, older arrivals weighing less and less. Of those with priority the
share is taken over all domains together: they are too few to tell by domain.
"""

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

MEMORY_SECONDS: Final = 2400.0
"""What an arrival weighs falls to 1/e in this time."""
USUAL_PRIORITY_SHARE: Final = 0.08
_PRIOR_ARRIVALS: Final = 30.0


@dataclass
class _Rate:
    weight: float = 0.0
    at: float = 0.0
    count: int = 0

    def decayed(self, now: float) -> float:
        return self.weight * math.exp(-max(0.0, now - self.at) / MEMORY_SECONDS)


@dataclass
class Arrivals:
    """Learns by `came`; times are seconds of one clock that does not go back."""

    _rates: dict[str, _Rate] = field(default_factory=lambda: defaultdict(_Rate))
    _since: float | None = None
    _priority: int = 0
    _all: int = 0

    def came(self, domain: str, now: float, *, is_priority: bool) -> None:
        self._since = now if self._since is None else self._since
        rate = self._rates[domain]
        rate.weight, rate.at = rate.decayed(now) + 1, now
        rate.count += 1
        self._all += 1
        self._priority += is_priority

    @property
    def count(self) -> int:
        """How many have come."""
        return self._all

    @property
    def priority_share(self) -> float:
        """The share of those still to come that will have priority."""
        return (USUAL_PRIORITY_SHARE * _PRIOR_ARRIVALS + self._priority) / (_PRIOR_ARRIVALS + self._all)

    def rates(self, now: float) -> dict[str, float]:
        """People a second of late by domain, and never more than the day's."""
        watched = 0.0 if self._since is None else now - self._since
        memory = MEMORY_SECONDS * (1 - math.exp(-max(watched, 60.0) / MEMORY_SECONDS))
        day = max(watched, 1800.0)
        return {
            domain: min(rate.decayed(now) / memory, rate.count / day) for domain, rate in self._rates.items()
        }

"""How long a service takes today: from a configured start, what the day has shown so far, and its drift.

Each domain's mean is drawn towards its configured one times the day's common pace, the more the less it was
seen itself; older services weigh less, so that an afternoon's pace is not the morning's. Every stay at a
counter counts, a no-show's short one too: it is what those who wait have to wait for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

FORGETTING = 0.995
"""What a service weighs after the next one of its domain: half after 138."""
PRIOR_SERVICES = 18.0
"""How many services of its own outweigh the expectation of a domain."""
PRIOR_PACE = 12.0
"""The same for the common pace, in services of any domain."""
USUAL_VARIATION = 0.6
_PRIOR_VARIATION = 40.0
_LEAST_VARIATION, _MOST_VARIATION = 0.15, 1.5


@dataclass
class _Seen:
    weight: float = 0.0
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.weight = self.weight * FORGETTING + 1
        self.seconds = self.seconds * FORGETTING + seconds


@dataclass
class Pace:
    """`usual`: the configured mean service of each domain, seconds. Learns by `saw`."""

    usual: Mapping[str, float]
    _seen: dict[str, _Seen] = field(default_factory=dict)
    _common_weight: float = 0.0
    _common_ratio: float = 0.0
    _squares: float = 0.0
    _squares_weight: float = 0.0

    def saw(self, domain: str, seconds: float) -> None:
        """A stay at a counter has ended after so long."""
        expected = self.mean(domain)
        self._squares_weight += 1
        self._squares += min((seconds / expected - 1) ** 2, 25.0)
        self._common_weight = self._common_weight * FORGETTING + 1
        self._common_ratio = self._common_ratio * FORGETTING + seconds / self.usual[domain]
        self._seen.setdefault(domain, _Seen()).add(seconds)

    def mean(self, domain: str) -> float:
        """The expected stay of the next one, seconds."""
        seen = self._seen.get(domain, _Seen())
        expected = self.usual[domain] * self.common
        return (PRIOR_SERVICES * expected + seen.seconds) / (PRIOR_SERVICES + seen.weight)

    @property
    def common(self) -> float:
        """Today's pace of all domains together: 1 as usual, 2 twice as slow."""
        return (PRIOR_PACE + self._common_ratio) / (PRIOR_PACE + self._common_weight)

    @property
    def variation(self) -> float:
        """The squared coefficient of variation of stays."""
        found = (_PRIOR_VARIATION * USUAL_VARIATION + self._squares) / (
            _PRIOR_VARIATION + self._squares_weight
        )
        return min(max(found, _LEAST_VARIATION), _MOST_VARIATION)

    def doubt(self, domain: str) -> float:
        """The standard error of `mean`, as a share of it."""
        seen = self._seen.get(domain, _Seen())
        common = 1 / (PRIOR_PACE + self._common_weight)
        return sqrt(self.variation * (1 / (PRIOR_SERVICES + seen.weight) + common))

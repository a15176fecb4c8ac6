"""Counts and times of one group of tickets, made so that thousands of days are added up in no time. Pure.

All counts of a group are one whole number with a lane of bits for each, and so are its waits and services, counted
by minute: two groups are added by adding two numbers, whatever they hold. Means are exact; a median is exact to
the minute that it lies in, and taken in proportion within it.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, Literal, get_args

from wire.messages import TicketState

Duration = Literal["wait", "service"]
RATINGS: Final = (1, 2, 3, 4, 5)
"""5: very satisfied … 1: not at all."""
STATES: Final[tuple[TicketState, ...]] = get_args(TicketState)
ENDS: Final = ("served", "no_show", "held", "transferred")

_LANE_BITS: Final = 48
_BIN_BITS: Final = 24
"""Sixteen million of one minute, more than a ward serves in fifty years."""
_MINUTE_MS: Final = 60_000
_EDGES_MS: Final[list[int]] = [minute * _MINUTE_MS for minute in (*range(1, 61), *range(65, 181, 5))]
"""What a bin holds at the most, by minute in the first hour, then by five minutes; all else is in the last bin."""
_BINS: Final = len(_EDGES_MS) + 1

_LANES: Final = {
    name: lane
    for lane, name in enumerate(
        (
            "issued",
            "priority",
            *(f"state.{state}" for state in STATES),
            "calls",
            *(f"end.{end}" for end in ENDS),
            *(f"rating.{rating}" for rating in RATINGS),
            "wait.count",
            "wait.ms",
            "service.count",
            "service.ms",
        )
    )
}


@dataclass
class Tally:
    """`counts` and `bins` as the module says; `bins` holds waits and services in turn."""

    counts: int = 0
    bins: int = 0

    def count(self, name: str, n: int = 1) -> None:
        self.counts += n << (_LANES[name] * _LANE_BITS)

    def time(self, what: Duration, milliseconds: int) -> None:
        self.count(f"{what}.count")
        self.count(f"{what}.ms", milliseconds)
        self.bins += 1 << ((2 * bisect_left(_EDGES_MS, milliseconds) + (what == "service")) * _BIN_BITS)

    def add(self, other: "Tally") -> None:
        self.counts += other.counts
        self.bins += other.bins

    def __getitem__(self, name: str) -> int:
        return (self.counts >> (_LANES[name] * _LANE_BITS)) & ((1 << _LANE_BITS) - 1)

    def mean(self, what: Duration) -> float | None:
        """Seconds; null where nothing was measured."""
        count = self[f"{what}.count"]
        return self[f"{what}.ms"] / count / 1000 if count else None

    def quantile(self, what: Duration, share: float) -> float | None:
        """What `share` of them did not exceed, seconds; null where nothing was measured."""
        bins = self._bins(what)
        wanted = share * sum(bins)
        if not wanted:
            return None
        sums = list(accumulate(bins))
        found = next(i for i, total in enumerate(sums) if total >= wanted)
        if found == len(_EDGES_MS):
            return _EDGES_MS[-1] / 1000
        low = _EDGES_MS[found - 1] if found else 0
        part = (wanted - (sums[found] - bins[found])) / bins[found]
        return (low + part * (_EDGES_MS[found] - low)) / 1000

    def within(self, minutes: float) -> float | None:
        """The share of waits that were no longer; null where none was measured."""
        bins, target = self._bins("wait"), minutes * _MINUTE_MS
        found = bisect_left(_EDGES_MS, target)
        total = sum(bins)
        if not total or found == len(_EDGES_MS):
            return 1.0 if total else None
        low = _EDGES_MS[found - 1] if found else 0
        part = (target - low) / (_EDGES_MS[found] - low)
        return (sum(bins[:found]) + part * bins[found]) / total

    def up_to(self, what: Duration, minutes: int) -> int:
        """How many took no longer; exact where a bin ends at this minute."""
        return sum(self._bins(what)[: bisect_left(_EDGES_MS, minutes * _MINUTE_MS) + 1])

    @property
    def rated(self) -> int:
        """How many rated their visit."""
        return sum(self[f"rating.{rating}"] for rating in RATINGS)

    @property
    def rating(self) -> float | None:
        """The mean of the ratings; null without any."""
        rated = self.rated
        return sum(rating * self[f"rating.{rating}"] for rating in RATINGS) / rated if rated else None

    def pack(self) -> tuple[bytes, bytes]:
        return _bytes_of(self.counts), _bytes_of(self.bins)

    @classmethod
    def unpack(cls, packed: tuple[bytes, bytes]) -> "Tally":
        return cls(int.from_bytes(packed[0], "little"), int.from_bytes(packed[1], "little"))

    def _bins(self, what: Duration) -> list[int]:
        bins, mask = self.bins >> (_BIN_BITS if what == "service" else 0), (1 << _BIN_BITS) - 1
        return [(bins >> (2 * i * _BIN_BITS)) & mask for i in range(_BINS)]


def _bytes_of(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "little")

"""Taking a call back: a press by mistake must cost no citizen the place, and nobody a walk to the counter. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

TAKEBACK_MS: Final = 10_000
"""Later the citizen is on the way, and the voice has said it twice."""


@dataclass(frozen=True)
class LastCall:
    """What a counter's newest press for the next one did. Times in milliseconds, tickets by place.

    `called` is null where nobody waited, `finished` where nobody was at the counter. `seq` is the call's. `runs`
    holds the length of each domain's priority run before the call and after it.
    """

    at: int
    seq: int
    called: int | None
    finished: int | None
    was_open: bool
    runs: Mapping[str, tuple[int, int]]


def is_in_time(at: int, now: int) -> bool:
    """Whether what was done at `at` may be taken back or put right; never after the clock was set back past it."""
    return 0 <= now - at <= TAKEBACK_MS


def runs_to_restore(last: LastCall, runs: Mapping[str, int]) -> dict[str, int]:
    """The runs as before the call, where no other counter's call has changed them since."""
    return {
        domain: before
        for domain, (before, after) in last.runs.items()
        if before != after and runs.get(domain, 0) == after
    }

"""How many wrong guesses are borne. Pure.

Each name and each address has its own count: the name's protects an account against many machines, the address's
protects all accounts against one. Locks are short and grow, so that no one can keep a clerk out for a day.
"""

from dataclasses import dataclass
from typing import Final

FREE_BY_NAME: Final = 5
FREE_BY_ADDRESS: Final = 20
FIRST_LOCK_MS: Final = 60_000
LONGEST_LOCK_MS: Final = 15 * 60_000
FORGET_MS: Final = 30 * 60_000
"""A wrong guess so old counts no more."""


@dataclass(frozen=True)
class Failures:
    """Wrong guesses in a row, and when the last was made, in milliseconds."""

    count: int
    last_at: int


def failures_now(failures: Failures | None, now: int) -> Failures:
    """As they count at this moment; those of a time to come, left by a clock that was set back, do not."""
    if failures is None or not 0 <= now - failures.last_at < FORGET_MS:
        return Failures(0, now)
    return failures


def locked_ms(failures: Failures | None, free: int, now: int) -> int:
    """For how long no further guess is taken; 0: one may be made now."""
    current = failures_now(failures, now)
    if current.count < free:
        return 0
    lock = min(FIRST_LOCK_MS << min(current.count - free, 16), LONGEST_LOCK_MS)
    return max(0, current.last_at + lock - now)


def one_more(failures: Failures | None, now: int) -> Failures:
    return Failures(failures_now(failures, now).count + 1, now)

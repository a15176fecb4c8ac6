"""When a print job may be taken up, and when its paper must say that it is a copy.

Exactly once cannot be had from printers that confirm nothing. What is kept: no print long after the wish,
and never a second paper without the mark of a copy.
"""

from dataclasses import dataclass
from typing import Final

from wire.messages import PrintState

FRESH_MS: Final = 120_000
"""Older jobs are not printed on their own: the citizen has gone, or remembers the number."""
LEASE_MS: Final = 30_000
RETRY_MS: Final = 5_000
"""A failed job rests so long, so that a broken printer is not asked without pause."""


@dataclass(frozen=True)
class Job:
    """A job's past, times in milliseconds since the epoch. `may_have_printed`: a try reached the printer."""

    state: PrintState
    queued_at: int
    lease_until: int | None
    retry_at: int | None
    may_have_printed: bool


def is_claimable(job: Job, now_ms: int) -> bool:
    """Queued, failed and rested, or claimed under a lease that ended; and still fresh."""
    if now_ms - job.queued_at > FRESH_MS:
        return False
    if job.state == "claimed":
        return job.lease_until is not None and job.lease_until <= now_ms
    return job.state == "queued" or (
        job.state == "failed" and job.retry_at is not None and job.retry_at <= now_ms
    )


def is_out_of_time(job: Job, now_ms: int) -> bool:
    """Whether a pending job must be put right: too old and in nobody's hand, or ahead of its time, as only a clock can
    have written that has been set back since.
    """
    is_in_hand = job.lease_until is not None and job.lease_until > now_ms
    return (now_ms - job.queued_at > FRESH_MS and not is_in_hand) or (
        job.queued_at > now_ms
        or (job.lease_until or 0) > now_ms + LEASE_MS
        or (job.retry_at or 0) > now_ms + RETRY_MS
    )


def becomes_copy(job: Job) -> bool:
    """Whether a claim of this job now might put a second paper into the world."""
    return job.may_have_printed or job.state == "claimed"


def state_now(job: Job, now_ms: int) -> PrintState:
    """The state as people should see it: what is too old to be printed has failed."""
    if job.state == "queued" and now_ms - job.queued_at > FRESH_MS:
        return "failed"
    return job.state

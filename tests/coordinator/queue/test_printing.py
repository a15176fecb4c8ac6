"""When a job may be printed, and when its paper must be marked as a copy."""

from dataclasses import replace

import pytest

from coordinator.queue.printing import (
    FRESH_MS,
    LEASE_MS,
    RETRY_MS,
    Job,
    becomes_copy,
    is_claimable,
    is_out_of_time,
    state_now,
)

NOW = 1_795_000_000_000
QUEUED = Job("queued", NOW, None, None, may_have_printed=False)
CLAIMED = replace(QUEUED, state="claimed", lease_until=NOW + LEASE_MS)
FAILED = replace(QUEUED, state="failed", retry_at=NOW + 5000)


def test_what_is_queued_may_be_claimed_for_two_minutes() -> None:
    assert FRESH_MS == 120_000
    assert is_claimable(QUEUED, NOW)
    assert is_claimable(QUEUED, NOW + FRESH_MS)
    assert not is_claimable(QUEUED, NOW + FRESH_MS + 1)


def test_what_is_claimed_may_be_claimed_again_only_after_its_lease() -> None:
    assert not is_claimable(CLAIMED, NOW + LEASE_MS - 1)
    assert is_claimable(CLAIMED, NOW + LEASE_MS)
    assert not is_claimable(CLAIMED, NOW + FRESH_MS + 1)


def test_what_failed_rests_before_it_may_be_claimed_again() -> None:
    assert not is_claimable(FAILED, NOW + 4999)
    assert is_claimable(FAILED, NOW + 5000)
    assert not is_claimable(FAILED, NOW + FRESH_MS + 1)


def test_what_failed_for_good_is_never_claimed() -> None:
    assert not is_claimable(replace(FAILED, retry_at=None), NOW + 5000)


@pytest.mark.parametrize("may_have_printed", [False, True])
def test_what_is_printed_is_never_claimed(may_have_printed: bool) -> None:
    printed = replace(QUEUED, state="printed", may_have_printed=may_have_printed)
    assert not is_claimable(printed, NOW)


@pytest.mark.parametrize(
    ("job", "is_copy"),
    [
        (QUEUED, False),
        (CLAIMED, True),
        (FAILED, False),
        (replace(FAILED, may_have_printed=True), True),
        (replace(QUEUED, may_have_printed=True), True),
    ],
)
def test_a_second_paper_is_marked(job: Job, is_copy: bool) -> None:
    assert becomes_copy(job) is is_copy


@pytest.mark.parametrize(
    ("job", "is_wrong"),
    [
        (QUEUED, False),
        (replace(QUEUED, queued_at=NOW - FRESH_MS), False),
        (replace(QUEUED, queued_at=NOW - FRESH_MS - 1), True),
        (replace(QUEUED, queued_at=NOW + 1), True),
        (CLAIMED, False),
        (replace(CLAIMED, lease_until=NOW + LEASE_MS + 1), True),
        (replace(CLAIMED, queued_at=NOW - FRESH_MS - 1, lease_until=NOW + 1), False),
        (replace(CLAIMED, queued_at=NOW - FRESH_MS - 1, lease_until=NOW), True),
        (replace(FAILED, retry_at=NOW + RETRY_MS), False),
        (replace(FAILED, retry_at=NOW + RETRY_MS + 1), True),
    ],
)
def test_what_is_too_old_or_ahead_of_its_time_is_to_be_put_right(job: Job, is_wrong: bool) -> None:
    assert is_out_of_time(job, NOW) is is_wrong


def test_what_is_too_old_is_shown_as_failed() -> None:
    assert state_now(QUEUED, NOW + FRESH_MS) == "queued"
    assert state_now(QUEUED, NOW + FRESH_MS + 1) == "failed"
    assert state_now(CLAIMED, NOW + FRESH_MS + 1) == "claimed"
    assert state_now(replace(QUEUED, state="printed"), NOW + 10**9) == "printed"

"""A clock that is set ahead is told from time that passes, and from one that is set back."""

import pytest

from coordinator.desk.leaps import LEAST_MS, Sight, leap_between

HOUR_MS = 3_600_000
BEFORE = Sight(wall=1_000_000_000, steady=50_000)


@pytest.mark.parametrize(
    ("passed", "set_ahead", "leap"),
    [
        (0, 0, 0),
        (12 * HOUR_MS, 0, 0),
        (5_000, 3 * HOUR_MS, 3 * HOUR_MS),
        (12 * HOUR_MS, 60_000, 60_000),
        (5_000, LEAST_MS - 1, 0),
        (5_000, -3 * HOUR_MS, 0),
    ],
)
def test_only_what_no_time_explains_is_a_leap(passed: int, set_ahead: int, leap: int) -> None:
    after = Sight(BEFORE.wall + passed + set_ahead, BEFORE.steady + passed)
    assert leap_between(BEFORE, after) == leap

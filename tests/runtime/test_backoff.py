"""Waits that double up to the cap, spread over their upper half, and begin anew after a success."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.backoff import Backoff


@pytest.fixture(params=[0.5, 1.0], ids=["shortest", "longest"])
def spread(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    part = float(request.param)
    monkeypatch.setattr(
        "random.uniform", lambda low, high: part if low <= part <= high else pytest.fail("spread")
    )
    return part


def test_waits_double_up_to_the_cap(spread: float) -> None:
    backoff = Backoff(first=0.1, cap=0.5)
    assert [backoff.next_seconds() for _ in range(5)] == pytest.approx(
        [spread * seconds for seconds in (0.1, 0.2, 0.4, 0.5, 0.5)]
    )


def test_after_a_success_they_begin_anew(spread: float) -> None:
    backoff = Backoff(first=0.1, cap=5)
    for _ in range(10):
        backoff.next_seconds()
    backoff.reset()
    assert backoff.next_seconds() == pytest.approx(spread * 0.1)


@given(st.floats(0.001, 1), st.floats(1, 60), st.integers(1, 50))
def test_no_wait_is_longer_than_the_cap_or_less_than_half_the_first(
    first: float, cap: float, tries: int
) -> None:
    backoff = Backoff(first, cap)
    waits = [backoff.next_seconds() for _ in range(tries)]
    assert all(first / 2 <= seconds <= cap for seconds in waits)
    assert all(later >= earlier / 2 for earlier, later in pairwise(waits))


def test_devices_that_lost_the_line_together_do_not_come_back_in_step() -> None:
    waits = {Backoff().next_seconds() for _ in range(20)}
    assert len(waits) > 1

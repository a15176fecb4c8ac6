"""How many are ahead, held against the rule that calls them, and how long that takes, against a simulation."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.queue.choice import Head, choose_next
from coordinator.queue.waiting import count_ahead, expected_wait


def _calls_before(lanes: dict[bool, list[int]], run: int, longest_run: int, place: int) -> int:
    """How many the rule itself calls before the ticket of a place, in one domain."""
    lanes = {kind: list(places) for kind, places in lanes.items()}
    runs, calls = {"a": run}, 0
    while True:
        heads = [Head(places[0], "a", kind) for kind, places in lanes.items() if places]
        choice = choose_next(heads, ["a"], [], runs, longest_run)
        assert choice is not None
        runs |= choice.runs
        if choice.head.place == place:
            return calls
        lanes[choice.head.is_priority].pop(0)
        calls += 1


@given(st.integers(0, 8), st.integers(0, 8), st.integers(1, 4), st.data())
def test_as_many_are_ahead_as_the_rule_calls_before(
    ordinary: int, priority: int, longest_run: int, data: st.DataObject
) -> None:
    run = data.draw(st.integers(0, longest_run))
    is_priority = data.draw(st.booleans())
    lanes = {False: list(range(0, 2 * ordinary, 2)), True: list(range(1, 2 * priority, 2))}
    lanes[is_priority].append(1000)
    expected = _calls_before(lanes, run, longest_run, 1000)
    assert count_ahead(ordinary, priority, run, longest_run, is_priority=is_priority) == expected


def test_nobody_can_say_how_long_where_no_counter_serves() -> None:
    assert expected_wait(3, 0, 6) is None


def test_two_counters_halve_the_wait() -> None:
    one, two = expected_wait(5, 1, 6), expected_wait(5, 2, 6)
    assert one is not None
    assert two is not None
    assert two.low == pytest.approx(one.low / 2, abs=1)
    assert two.high == pytest.approx(one.high / 2, abs=1)


@given(st.integers(0, 200), st.integers(1, 30), st.floats(0.5, 60))
def test_the_range_is_around_the_mean_and_grows_with_the_queue(
    ahead: int, counters: int, minutes: float
) -> None:
    wait, longer = expected_wait(ahead, counters, minutes), expected_wait(ahead + 1, counters, minutes)
    assert wait is not None
    assert longer is not None
    mean = (ahead + 1) * minutes * 60 / counters
    assert 0 <= wait.low <= mean <= wait.high + 1
    assert wait.low <= longer.low
    assert wait.high <= longer.high


@pytest.mark.parametrize(("ahead", "counters"), [(0, 1), (1, 1), (4, 3), (30, 7)])
def test_eight_of_ten_waits_fall_into_the_range(ahead: int, counters: int) -> None:
    """Against waits drawn from what the range is of: busy counters with exponential services."""
    rng = random.Random(20261123)
    wait = expected_wait(ahead, counters, 6)
    assert wait is not None
    n = 4000
    waits = [sum(rng.expovariate(counters / 360) for _ in range(ahead + 1)) for _ in range(n)]
    share = sum(wait.low <= one <= wait.high for one in waits) / n
    assert share == pytest.approx(0.8, abs=0.03)

"""Tallies: counts and times that add up like the tickets themselves, told to the minute."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.queue.figures import measure
from coordinator.queue.tally import Tally

MINUTE_MS = 60_000
times = st.lists(st.integers(0, 179 * MINUTE_MS), min_size=1, max_size=60)


def tally_of(waits: list[int], services: list[int] | None = None) -> Tally:
    tally = Tally()
    for wait in waits:
        tally.time("wait", wait)
    for service in services or []:
        tally.time("service", service)
    return tally


@given(times, times)
def test_two_groups_added_are_one_group_of_all(first: list[int], second: list[int]) -> None:
    both = tally_of(first, second)
    both.add(tally_of(second, first))
    assert both == tally_of(first + second, second + first)


@given(times)
def test_a_mean_is_exact_and_a_median_right_to_its_bin(waits: list[int]) -> None:
    tally, exact = tally_of(waits), measure(waits)
    assert tally.mean("wait") == pytest.approx(fmean(waits) / 1000)
    for share in (0.5, 0.9):
        ordered = sorted(waits)
        true = ordered[min(len(ordered) - 1, int(share * len(ordered)))] / 1000
        below = ordered[max(0, -(-int(share * len(ordered) * 1000) // 1000) - 1)] / 1000
        told = tally.quantile("wait", share)
        assert told is not None
        width = 60 if told <= 3600 else 300
        assert below - width <= told <= true + width
    assert exact.count == tally["wait.count"]


@given(times, st.integers(1, 60))
def test_the_share_within_a_whole_number_of_minutes_is_exact(waits: list[int], minutes: int) -> None:
    in_time = sum(wait <= minutes * MINUTE_MS for wait in waits)
    assert tally_of(waits).within(minutes) == pytest.approx(in_time / len(waits))


@given(times, times)
def test_what_is_packed_comes_back(waits: list[int], services: list[int]) -> None:
    tally = tally_of(waits, services)
    tally.count("rating.5", 3)
    assert Tally.unpack(tally.pack()) == tally


def test_nothing_measured_is_nothing_told() -> None:
    tally = Tally()
    assert (tally.mean("wait"), tally.quantile("service", 0.5), tally.within(15), tally.rating) == (None,) * 4
    assert Tally.unpack(tally.pack()) == tally


def test_a_million_of_one_minute_run_into_no_other_count() -> None:
    tally = Tally()
    tally.count("issued", 1_000_000)
    one = tally_of([14 * MINUTE_MS], [6 * MINUTE_MS])
    for _ in range(20):  # doubled twenty times: 1,048,576
        one.add(one)
    tally.add(one)
    assert (tally["issued"], tally["priority"], tally["wait.count"]) == (1_000_000, 0, 1_048_576)
    assert tally.mean("wait") == 14 * 60
    assert tally.within(15) == 1.0
    assert tally.within(13) == 0.0


def test_a_wait_of_many_hours_is_at_least_three() -> None:
    assert tally_of([9 * 60 * MINUTE_MS]).quantile("wait", 0.5) == 3 * 3600


def test_ratings_have_a_mean() -> None:
    tally = Tally()
    tally.count("rating.5", 3)
    tally.count("rating.1")
    assert (tally.rated, tally.rating) == (4, 4.0)

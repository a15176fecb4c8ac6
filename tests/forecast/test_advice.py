"""Advice on counters, held against Erlang's C where nothing changes and against an exact queue where it does."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forecast.advice import SLOT_SECONDS, Demand, Promise, advise, needed
from forecast.erlang import Load, fewest_counters

PROMISE = Promise()
DAY = (0.6, 1.2, 1.5, 1.3, 0.7, 0.6, 1.1, 1.2, 0.9, 0.5)
"""Arrivals by hour, in proportion."""


def _day(domain: str, hourly: float, service: float, waiting: int = 0) -> Demand:
    arrivals = tuple(hourly * part / 3600 for part in DAY for _ in range(2))
    return Demand(domain, arrivals, service, waiting)


@given(st.floats(1, 80), st.floats(120, 1200))
@settings(max_examples=40, deadline=None)
def test_where_nothing_changes_it_is_erlangs_number(hourly: float, service: float) -> None:
    steady = Demand("a", (hourly / 3600,) * 6, service)
    expected = fewest_counters(Load(hourly / 3600, service), 900, 900, 0.2)
    assert needed([steady], PROMISE) == (expected,) * 6


class _ExactQueue:
    """M/M/s as its probabilities, played by small steps: the brute force that the advice is held against."""

    def __init__(self, most: int = 250) -> None:
        self.probabilities = [1.0] + [0.0] * most

    def play(self, arrivals: float, service: float, counters: int) -> float:
        """Through a slot; gives the mean wait of those who come in it."""
        step, waits, states = 10.0, 0.0, self.probabilities
        up = arrivals * step
        steps = int(SLOT_SECONDS / step)
        for _ in range(steps):
            down = [min(n, counters) / service * step for n in range(len(states))]
            flow = [states[n] * up - states[n + 1] * down[n + 1] for n in range(len(states) - 1)]
            states[0] -= flow[0]
            for n in range(1, len(states) - 1):
                states[n] += flow[n - 1] - flow[n]
            states[-1] += flow[-1]
            behind = sum(p * max(0, n - counters + 1) for n, p in enumerate(states))
            waits += behind * service / counters
        return waits / steps


def _best(hourly: float, service: float) -> list[int]:
    """Slot by slot the fewest counters whose mean wait is within the promise, by trying them all."""
    queue, found = _ExactQueue(), []
    for part in DAY[:5]:
        for _ in range(2):
            counters = 1
            while True:
                trial = _ExactQueue()
                trial.probabilities = list(queue.probabilities)
                if trial.play(hourly * part / 3600, service, counters) <= PROMISE.mean:
                    break
                counters += 1
            queue = trial
            found.append(counters)
    return found


@pytest.mark.parametrize(("hourly", "service"), [(12, 600.0), (40, 420.0)])
def test_on_a_peaked_day_it_is_within_one_counter_of_the_best(hourly: float, service: float) -> None:
    mean_only = Promise(share=1.0)
    advised = needed([_day("a", hourly, service)], mean_only)[:10]
    best = _best(hourly, service)
    assert max(advised) - max(best) in (0, 1)
    # What the best saves at the foot of a peak it owes to a line that is still to grow.
    assert sum(advised) - sum(best) <= len(best)
    assert all(ours >= theirs - 1 for ours, theirs in zip(advised, best, strict=True))


def test_a_line_that_has_grown_takes_more_counters_until_it_is_gone() -> None:
    found = needed([Demand("a", (10 / 3600,) * 6, 300.0, waiting=40)], PROMISE)
    assert found[0] > found[-1]
    assert found[-1] == needed([Demand("a", (10 / 3600,) * 6, 300.0)], PROMISE)[-1]


def test_a_slot_without_people_takes_no_counter() -> None:
    assert needed([Demand("a", (0.01, 0.0), 60.0)], PROMISE)[1] == 0


def test_where_counters_suffice_every_domain_keeps_its_own() -> None:
    advice = advise([_day("a", 20, 300), _day("b", 6, 720)], available=20)
    assert {group.domains for group in advice.groups} == {("a",), ("b",)}
    assert advice.peak <= 20
    assert advice.short == 0


def test_where_they_do_not_those_share_who_save_most() -> None:
    demands = [_day("a", 20, 300), _day("b", 6, 720), _day("c", 0.5, 900), _day("d", 0.5, 900)]
    apart = advise(demands, available=99).peak
    advice = advise(demands, available=apart - 1)
    assert advice.peak < apart
    assert any(len(group.domains) > 1 for group in advice.groups)
    assert {domain for group in advice.groups for domain in group.domains} == {"a", "b", "c", "d"}


def test_sharing_never_costs_a_counter() -> None:
    demands = [_day("a", 20, 300), _day("b", 6, 720), _day("c", 3, 900)]
    peaks = [advise(demands, available).peak for available in (99, 8, 1)]
    assert peaks == sorted(peaks, reverse=True)


def test_it_says_how_many_people_more_come_than_can_be_served() -> None:
    demands = [Demand("a", (60 / 3600,) * 4, 600.0, waiting=10)]
    advice = advise(demands, available=5)
    work = (10 + 120) * 600
    assert advice.short == math.ceil((work - 5 * 4 * SLOT_SECONDS) / 600)
    assert advise(demands, available=20).short == 0


def test_an_empty_day_needs_nobody() -> None:
    advice = advise([Demand("a", (0.0,) * 4, 600.0)], available=3)
    assert advice.groups == ()
    assert advice.peak == 0
    assert advice.short == 0


def test_demands_of_unequal_length_are_advised_together() -> None:
    demands = [
        Demand("a", (0.01,) * 6, 300.0),
        Demand("b", (0.01,) * 2, 300.0),
        Demand("c", (), 300.0, waiting=3),
    ]
    for available in (99, 1):
        advice = advise(demands, available)
        assert {len(group.counters) for group in advice.groups} == {6}
        assert {domain for group in advice.groups for domain in group.domains} == {"a", "b", "c"}

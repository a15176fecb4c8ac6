import math
import random
from dataclasses import dataclass

import pytest

from forecast.lanes import Waiting
from forecast.waits import Coming, Desk, Scene, foresee


@dataclass(frozen=True)
class Known:
    """Services of a known mean, seconds, irregular as M/M/s has them."""

    seconds: float = 600.0
    variation: float = 1.0

    def mean(self, domain: str) -> float:
        del domain
        return self.seconds

    def doubt(self, domain: str) -> float:
        del domain
        return 0.0


def busy(count: int, *domains: str) -> list[Desk]:
    return [Desk(domains or ("a",), serving="a", since=60.0 * n) for n in range(count)]


def line(count: int, domain: str = "a") -> list[Waiting]:
    return [Waiting(place, domain) for place in range(count)]


@pytest.mark.parametrize("counters", [1, 2, 5, 14])
def test_in_m_m_s_the_mean_is_the_queue_length_estimate(counters: int) -> None:
    found = foresee(Scene(busy(counters), line(20), {}), Known())
    for ahead in range(20):
        assert found.tickets[ahead].mean == pytest.approx((ahead + 1) * 600 / counters, rel=1e-3)
    assert found.newcomers["a"].mean == pytest.approx(21 * 600 / counters, rel=1e-3)


def test_who_finds_a_free_counter_does_not_wait() -> None:
    found = foresee(Scene([Desk(("a",))], line(1), {}), Known())
    assert found.tickets[0] == found.tickets[0].__class__(0.0, 0.0, 0.0)


def test_a_newcomer_to_a_free_counter_does_not_wait() -> None:
    assert foresee(Scene([Desk(("a",))], [], {}), Known()).newcomers["a"].mean == 0


def test_nothing_is_foretold_where_no_counter_serves() -> None:
    found = foresee(Scene(busy(1), line(1, "b"), {}), Known())
    assert not found.tickets
    assert "b" not in found.newcomers


def test_closed_lobby_foretells_nothing() -> None:
    found = foresee(Scene([], line(3), {}), Known())
    assert not found.tickets
    assert not found.newcomers


def test_an_overflow_counter_shortens_the_wait_of_the_domain_that_it_helps() -> None:
    alone = foresee(Scene(busy(1), line(6), {}), Known()).tickets[5].mean
    helped = [*busy(1), Desk(("b",), ("a",))]
    assert foresee(Scene(helped, line(6), {}), Known()).tickets[5].mean < alone / 1.5


def test_overflow_helps_less_where_its_own_people_keep_coming() -> None:
    helped = [*busy(1), Desk(("b",), ("a",))]
    free = foresee(Scene(helped, line(6), {}), Known()).tickets[5].mean
    coming = Coming({"b": [1 / 700]})
    assert foresee(Scene(helped, line(6), {}, coming=coming), Known()).tickets[5].mean > free


def test_priority_that_is_still_to_come_makes_the_others_wait_longer() -> None:
    now = foresee(Scene(busy(1), line(6), {}), Known()).tickets[5].mean
    coming = Coming({"a": [1 / 1200]}, priority=1)
    assert foresee(Scene(busy(1), line(6), {}, coming=coming), Known()).tickets[5].mean > now


def test_a_rush_that_is_still_to_come_counts_only_for_who_is_there_then() -> None:
    now = foresee(Scene(busy(1), line(9), {}), Known()).tickets
    coming = Coming({"a": [0, 1 / 400, 0]}, priority=1, begun=600)
    later = foresee(Scene(busy(1), line(9), {}, coming=coming), Known()).tickets
    unmoved = [n for n in range(9) if later[n] == now[n]]
    assert unmoved == [n for n in range(9) if now[n].mean <= 1800 - 600 + 200]
    assert 0 < len(unmoved) < 9


def test_a_rush_that_ends_makes_nobody_wait_for_those_who_no_longer_come() -> None:
    ends = Coming({"a": [1 / 1200, 0]}, priority=1, begun=1500)
    lasts = Coming({"a": [1 / 1200]}, priority=1)
    scenes = [Scene(busy(1), line(9), {}, coming=coming) for coming in (ends, lasts)]
    short, long = (foresee(scene, Known()).tickets[8].mean for scene in scenes)
    assert short == foresee(Scene(busy(1), line(9), {}), Known()).tickets[8].mean
    assert long > 1.3 * short


def test_after_the_doors_close_nobody_comes() -> None:
    coming = Coming({"a": [1 / 60]}, priority=1, until=0)
    now = foresee(Scene(busy(1), line(6), {}), Known()).tickets
    assert foresee(Scene(busy(1), line(6), {}, coming=coming), Known()).tickets == now


def test_priority_goes_first_but_no_more_than_its_run() -> None:
    waiting = [Waiting(0, "a"), *[Waiting(n, "a", is_priority=True) for n in range(1, 4)]]
    found = foresee(Scene(busy(1), waiting, {}, longest_run=2), Known()).tickets
    assert sorted(found, key=lambda place: found[place].mean) == [1, 2, 0, 3]


def test_a_regular_service_that_has_lasted_long_ends_sooner() -> None:
    regular = Known(variation=0.25)
    early = foresee(Scene([Desk(("a",), serving="a", since=0)], line(1), {}), regular).tickets[0].mean
    late = foresee(Scene([Desk(("a",), serving="a", since=900)], line(1), {}), regular).tickets[0].mean
    assert late < early / 1.5


def test_the_range_holds_the_mean_and_grows_with_the_wait() -> None:
    found = foresee(Scene(busy(3), line(12), {}), Known()).tickets
    widths = [found[n].high - found[n].low for n in range(12)]
    assert all(found[n].low <= found[n].mean <= found[n].high for n in range(12))
    assert widths == sorted(widths)


def test_in_m_m_s_the_error_is_that_of_the_best_estimate() -> None:
    """(n + 1) m / s is the conditional mean, so no estimate has a smaller mean squared error."""
    chance, ours, best = random.Random(3), 0.0, 0.0
    for _ in range(400):
        counters, ahead = chance.randint(1, 8), chance.randint(0, 20)
        desks = [Desk(("a",), serving="a", since=chance.expovariate(1 / 600)) for _ in range(counters)]
        told = foresee(Scene(desks, line(ahead + 1), {}), Known()).tickets[ahead].mean
        waited = sum(chance.expovariate(counters / 600) for _ in range(ahead + 1))
        ours += (told - waited) ** 2
        best += ((ahead + 1) * 600 / counters - waited) ** 2
    assert math.sqrt(ours / best) <= math.sqrt(1.05)


def test_a_flood_that_never_ends_is_played_in_bounded_time() -> None:
    coming = Coming({"a": [1e6], "b": [1e6]}, priority=0.5)
    desks = [Desk(("b",), ("a",), serving="b"), Desk(("a",), serving="a")]
    found = foresee(Scene(desks, line(400), {}, coming=coming), Known())
    assert all(expected.mean <= 16 * 3600 for expected in found.tickets.values())

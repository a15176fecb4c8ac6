import random

import pytest

from forecast.arrivals import Arrivals
from forecast.calibration import Calibration
from forecast.pace import Pace
from forecast.residual import quantile, residual
from forecast.waits import Expected


def test_a_day_begins_with_the_usual_services() -> None:
    pace = Pace({"a": 300.0, "b": 600.0})
    assert pace.mean("a") == 300
    assert pace.doubt("a") > 0


def test_a_slow_morning_slows_every_domain_and_its_own_most() -> None:
    pace = Pace({"a": 300.0, "b": 600.0})
    for _ in range(30):
        pace.saw("a", 600.0)
    assert 450 < pace.mean("a") < 600
    assert 600 < pace.mean("b") < 1200
    assert pace.mean("a") / 300 > pace.mean("b") / 600


def test_doubt_shrinks_with_what_was_seen() -> None:
    pace = Pace({"a": 300.0})
    before = pace.doubt("a")
    for _ in range(50):
        pace.saw("a", 300.0)
    assert pace.doubt("a") < before / 1.5


def test_the_variation_of_services_is_learnt_within_bounds() -> None:
    regular, wild = Pace({"a": 300.0}), Pace({"a": 300.0})
    chance = random.Random(1)
    for _ in range(200):
        regular.saw("a", 300.0)
        wild.saw("a", chance.choice([30.0, 1500.0]))
    assert 0.1 < regular.variation < 0.3
    assert wild.variation > 1


def test_the_rest_of_an_exponential_service_does_not_depend_on_its_age() -> None:
    assert [residual(age, 1.0) for age in (0, 1, 5)] == pytest.approx([1, 1, 1], rel=0.01)


def test_the_rest_of_a_regular_service_gets_shorter() -> None:
    assert residual(0, 0.25) == pytest.approx(1, rel=0.01)
    assert residual(2, 0.25) < residual(1, 0.25) < residual(0, 0.25)


def test_rests_agree_with_drawn_services() -> None:
    chance, variation, age = random.Random(5), 0.5, 0.8
    drawn = [chance.gammavariate(1 / variation, variation) for _ in range(40_000)]
    rests = [service - age for service in drawn if service > age]
    assert residual(age, variation) == pytest.approx(sum(rests) / len(rests), rel=0.03)


def test_a_quantile_is_where_that_share_of_a_gamma_lies_below() -> None:
    chance = random.Random(7)
    drawn = sorted(chance.gammavariate(4, 25.0) for _ in range(20_000))
    assert quantile(100, 2500, 1.2816) == pytest.approx(drawn[18_000], rel=0.03)
    assert quantile(100, 2500, -1.2816) == pytest.approx(drawn[2_000], rel=0.05)


def test_arrivals_of_late_tell_those_to_come() -> None:
    arrivals = Arrivals()
    for n in range(120):
        arrivals.came("a", n * 60.0, is_priority=False)
    rate = arrivals.rates(7200.0)["a"]
    assert rate == pytest.approx(1 / 60, rel=0.15)
    assert arrivals.rates(7200.0 + 6 * 3600)["a"] < rate / 10
    assert arrivals.count == 120


def test_the_share_of_priority_is_drawn_from_the_usual_one_to_the_days() -> None:
    arrivals = Arrivals()
    usual = arrivals.priority_share
    for n in range(60):
        arrivals.came("a", n * 60.0, is_priority=n % 3 == 0)
    assert usual < arrivals.priority_share < 1 / 3


def test_nobody_came_yet_nobody_is_foretold() -> None:
    assert not Arrivals().rates(0.0)


def test_ranges_settle_where_a_tenth_falls_out_on_either_side() -> None:
    chance, calibration = random.Random(9), Calibration()
    low = high = 0
    for n in range(20_000):
        ends = (calibration.tails[0] * 100, calibration.tails[1] * 100)
        waited = chance.gauss(20, 130)
        told = Expected(0, *ends)
        if n >= 2_000:
            low += waited < told.low
            high += waited > told.high
        calibration.came_true(told, waited)
    assert low / 18_000 == pytest.approx(0.1, abs=0.01)
    assert high / 18_000 == pytest.approx(0.1, abs=0.01)


def test_ranges_never_close_nor_open_without_end() -> None:
    calibration = Calibration()
    for _ in range(2000):
        calibration.came_true(Expected(10, 0, 20), 10)
    narrow = calibration.tails
    for _ in range(20000):
        calibration.came_true(Expected(10, 9, 11), 1000)
    assert narrow == (-0.5, 0.5)
    assert calibration.tails[1] == 3

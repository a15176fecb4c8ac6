"""Who is still to come: usual days moved by today, and today's rate where there are none."""

import pytest

from forecast.usual import UsualDay, expected_arrivals, half_hours_ahead, mean_day

EIGHT = 8 * 3600.0
HALF_HOUR = 1800.0
USUAL = UsualDay(4, {"a": {16: 10.0, 17: 20.0, 18: 30.0}, "b": {17: 5.0}})


def people(rates: tuple[float, ...]) -> list[float]:
    return [rate * HALF_HOUR for rate in rates]


def test_the_usual_half_hours_come_again_on_a_usual_day() -> None:
    coming = expected_arrivals(USUAL, 0, {}, EIGHT, 1.5 * 3600)
    assert people(coming["a"]) == pytest.approx([10, 20, 30])
    assert people(coming["b"]) == pytest.approx([0, 5, 0])


def test_between_two_half_hours_each_counts_by_its_share() -> None:
    coming = expected_arrivals(USUAL, 5, {}, EIGHT + 900, 1.5 * 3600)
    assert people(coming["a"]) == pytest.approx([15, 25, 15])


def test_a_busy_morning_makes_the_rest_busier_the_more_the_longer_it_lasts() -> None:
    early = expected_arrivals(USUAL, 20, {}, EIGHT + 1800, 3600)["a"]
    assert people(early) == pytest.approx([20 * 50 / 40, 30 * 50 / 40])
    late = expected_arrivals(USUAL, 70, {}, EIGHT + 3600, 1800)["a"]
    assert people(late)[0] / 30 > people(early)[1] / 30


def test_without_usual_days_the_rate_of_late_goes_on_until_numbers_end() -> None:
    coming = expected_arrivals(UsualDay(), 9, {"a": 0.01}, EIGHT, 45 * 60)
    assert people(coming["a"]) == pytest.approx([18, 9])


def test_nobody_comes_once_no_numbers_are_issued() -> None:
    assert expected_arrivals(USUAL, 9, {}, EIGHT, 0.0) == {"a": (), "b": ()}


def test_without_closing_hours_half_a_day_is_looked_ahead() -> None:
    assert len(expected_arrivals(UsualDay(), 0, {"a": 1.0}, EIGHT, float("inf"))["a"]) == 24


def test_what_usually_came_by_now_is_counted_to_the_minute() -> None:
    assert USUAL.until(EIGHT + 900) == 5
    assert USUAL.until(EIGHT + 2 * 3600) == 65


def test_half_hours_ahead_are_those_of_the_clock_and_end_with_nobody() -> None:
    ahead = half_hours_ahead(USUAL, 5, {}, EIGHT + 900)
    assert people(ahead["a"]) == pytest.approx([10, 20, 30, 0])
    assert people(ahead["b"]) == pytest.approx([0, 5, 0])
    assert half_hours_ahead(USUAL, 65, {}, EIGHT + 4 * 3600) == {"a": (0.0,), "b": (0.0,)}


def test_half_hours_ahead_are_busier_on_a_busy_day() -> None:
    usual, busy = (half_hours_ahead(USUAL, came, {}, EIGHT + 1800)["a"][0] for came in (10, 50))
    assert busy == pytest.approx(2 * usual)


def test_a_domain_that_is_new_to_the_weekday_goes_on_as_of_late() -> None:
    assert half_hours_ahead(USUAL, 0, {"a": 9.0, "c": 0.02}, EIGHT)["c"] == (0.02,)
    assert people(expected_arrivals(USUAL, 0, {"c": 0.01}, EIGHT, 45 * 60)["c"]) == pytest.approx([18, 9])


def test_a_usual_day_is_the_mean_of_those_that_were() -> None:
    usual = mean_day([{"a": {16: 8.0}}, {"a": {16: 4.0, 17: 2.0}, "b": {20: 1.0}}])
    assert (usual.days, usual.arrivals) == (2, {"a": {16: 6.0, 17: 1.0}, "b": {20: 0.5}})
    assert mean_day([]).days == 0

import math
import random

import pytest

from forecast.usual import mean_day
from forecast.waits import Expected
from simulation.estimate import LAYOUTS, _judge, imagine, line_of, trust
from simulation.imagined import ImaginedDay, Told


def test_an_imagined_day_is_the_same_for_the_same_seed() -> None:
    days = [ImaginedDay(imagine("shared", 0.9, random.Random(4)), 4, tell_every=3) for _ in range(2)]
    for day in days:
        day.run()
    assert [one.waited for one in days[0].told] == [one.waited for one in days[1].told]
    assert len(days[0].told) > 30


def test_everyone_who_was_told_a_wait_was_called_at_last() -> None:
    day = ImaginedDay(imagine("overflow", 1.2, random.Random(6)), 6, tell_every=5)
    day.run()
    assert day.told
    assert all(one.waited is not None and one.waited >= 0 for one in day.told)


def test_told_waits_are_nearly_as_good_as_those_of_one_who_knows_the_day() -> None:
    found = trust("dedicated", 0.9, days=8, seed=2)
    assert found.ours <= 1.2 * found.known
    assert found.ours <= 0.5 * found.last
    assert 0.7 <= found.held <= 0.9
    assert abs(found.bias) <= 180
    assert f"{found.load:.1f}" in line_of(found)


def told(days_bias_s: float) -> Told:
    return Told("a", 0.0, Expected(600 + days_bias_s, 300, 900), 540.0, 600.0, 660.0, waited=600.0)


def test_the_bias_has_the_error_of_so_many_days_and_not_of_so_many_people() -> None:
    alike = _judge("dedicated", 1.0, [[told(60)] * 9, [told(-60)] * 9])
    assert alike.bias == 0
    assert alike.bias_error == pytest.approx(60 / math.sqrt(2))
    assert "+0.0 ± 0.7" in line_of(alike)
    more = _judge("dedicated", 1.0, [[told(60)], [told(-60)]] * 8)
    assert more.bias_error == pytest.approx(15)


def test_a_day_tells_who_came_when() -> None:
    day = ImaginedDay(imagine("shared", 0.9, random.Random(4)), 4)
    day.run()
    halves = {slot for slots in day.came.values() for slot in slots}
    assert min(halves) == 0
    assert max(halves) == 19
    assert sum(sum(slots.values()) for slots in day.came.values()) >= len(day.told) > 100


def test_a_long_line_is_foretold_better_by_who_knows_when_people_usually_come() -> None:
    """Those who come with priority while one waits are more before a rush than after it."""
    errors = []
    for seed in range(3):
        kind = imagine("dedicated", 1.3, random.Random(seed))
        unknown = ImaginedDay(kind, seed, tell_every=20)
        unknown.run()
        usual = ImaginedDay(kind, seed, tell_every=20, usual=mean_day([unknown.came]))
        usual.run()
        errors.append(
            [sum((one.known - (one.waited or 0)) ** 2 for one in day.told) for day in (unknown, usual)]
        )
    of_late, as_usual = (sum(column) for column in zip(*errors, strict=True))
    assert as_usual < 0.85 * of_late


def test_every_layout_serves_all_domains() -> None:
    for shifts in LAYOUTS.values():
        assert {domain for shift in shifts for domain in shift.domains} == {"a", "b", "c"}

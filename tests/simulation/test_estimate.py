import random

from simulation.estimate import LAYOUTS, imagine, line_of, trust
from simulation.imagined import ImaginedDay


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


def test_every_layout_serves_all_domains() -> None:
    for shifts in LAYOUTS.values():
        assert {domain for shift in shifts for domain in shift.domains} == {"a", "b", "c"}

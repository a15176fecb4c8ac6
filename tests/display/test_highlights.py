"""A new call draws the eye for some seconds, and never flashes faster than is safe."""

from hypothesis import given
from hypothesis import strategies as st

from display.highlights import HALF_FLASH_SECONDS, HIGHLIGHT_SECONDS, Highlights


def test_a_call_is_marked_and_glows_at_once() -> None:
    highlights = Highlights()
    highlights.add([7], now=100.0)
    assert highlights.fresh() == {7}
    assert highlights.is_lit(100.0)
    assert not highlights.is_lit(100.0 + HALF_FLASH_SECONDS)
    assert highlights.is_lit(100.0 + 2 * HALF_FLASH_SECONDS)


def test_after_some_seconds_nothing_is_marked_and_nothing_wakes_the_board() -> None:
    highlights = Highlights()
    highlights.add([7], now=100.0)
    highlights.expire(100.0 + HIGHLIGHT_SECONDS)
    assert highlights.fresh() == frozenset()
    assert not highlights.is_lit(100.0 + HIGHLIGHT_SECONDS)
    assert highlights.until_next_change(100.0 + HIGHLIGHT_SECONDS) is None


def test_each_call_keeps_its_own_time() -> None:
    highlights = Highlights()
    highlights.add([7], now=100.0)
    highlights.add([8], now=104.0)
    highlights.expire(100.0 + HIGHLIGHT_SECONDS)
    assert highlights.fresh() == {8}


def test_a_board_without_a_new_call_changes_no_flash() -> None:
    highlights = Highlights()
    highlights.add([7], now=100.0)
    highlights.add([], now=100.0 + HALF_FLASH_SECONDS)
    assert not highlights.is_lit(100.0 + HALF_FLASH_SECONDS)


@given(st.lists(st.floats(0, 3), min_size=1, max_size=30))
def test_however_calls_follow_each_other_there_are_at_most_three_flashes_in_any_second(
    gaps: list[float],
) -> None:
    highlights = Highlights()
    arrivals = [sum(gaps[: i + 1]) for i in range(len(gaps))]
    lightings, was_lit, pending = [], False, list(arrivals)
    for step in range(int((arrivals[-1] + HIGHLIGHT_SECONDS + 1) * 100)):
        now = step / 100
        while pending and pending[0] <= now:
            highlights.add([len(pending)], pending.pop(0))
        highlights.expire(now)
        is_lit = highlights.is_lit(now)
        if is_lit and not was_lit:
            lightings.append(now)
        was_lit = is_lit
    assert all(sum(start <= other < start + 1 for other in lightings) <= 3 for start in lightings)


@given(st.floats(0, HIGHLIGHT_SECONDS - 0.001))
def test_the_next_change_is_when_it_looks_different(age: float) -> None:
    highlights = Highlights()
    highlights.add([7], now=0.0)
    wait = highlights.until_next_change(age)
    assert wait is not None
    assert 0 <= wait <= HALF_FLASH_SECONDS
    before = highlights.is_lit(age)
    assert highlights.is_lit(age + wait / 2) == before
    assert highlights.is_lit(age + wait + 1e-6) != before

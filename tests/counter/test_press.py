"""Exactly the presses that a person made, whatever noise, bounce and late wake-ups do to the edges."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.press import STUCK_SECONDS, Press, PressReader, Timing

TIMING = Timing(settle_seconds=0.020, hold_seconds=1.5, lockout_seconds=1.0)
PROMPT = replace(TIMING, double_seconds=0.4)
PATIENT = replace(PROMPT, is_prompt=False)

Edge = tuple[float, bool]


def read(edges: list[Edge], until: float, *, pressed: bool = False, timing: Timing = TIMING) -> list[Press]:
    """Give the reader edges alone: it has to catch up on its own with what happened between them."""
    reader = PressReader(timing, pressed=pressed, at=0.0)
    found = [press for at, level in edges for press in reader.edge(at, pressed=level)]
    return found + reader.advance(until)


def test_a_press_is_known_one_settling_time_after_its_release() -> None:
    reader = PressReader(TIMING, pressed=False, at=0.0)
    assert reader.edge(1.0, pressed=True) == []
    assert reader.edge(1.2, pressed=False) == []
    assert reader.next_deadline() == pytest.approx(1.22)
    assert reader.advance(1.219) == []
    assert reader.advance(1.2201) == [Press.SHORT]
    assert reader.next_deadline() is None


def test_a_hold_fires_when_the_hold_time_is_reached_and_not_again_on_release() -> None:
    reader = PressReader(TIMING, pressed=False, at=0.0)
    reader.edge(1.0, pressed=True)
    assert reader.advance(2.499) == []
    assert reader.advance(2.5) == [Press.HOLD]
    assert reader.edge(4.0, pressed=False) == []
    assert reader.advance(9.0) == []


@pytest.mark.parametrize("length", [0.001, 0.010, 0.0199])
def test_a_spike_shorter_than_the_settling_time_is_no_press(length: float) -> None:
    assert read([(1.0, True), (1.0 + length, False)], until=3.0) == []


def test_a_long_burst_of_spikes_is_no_press() -> None:
    burst = [(1.0 + i * 0.012, i % 2 == 0) for i in range(1000)]
    assert read(burst, until=20.0) == []


def test_a_press_within_the_lock_out_does_not_count_and_one_after_it_does() -> None:
    first, within, after = (
        [(1.0, True), (1.1, False)],
        [(1.5, True), (1.6, False)],
        [(2.2, True), (2.3, False)],
    )
    assert read([*first, *within, *after], until=5.0) == [Press.SHORT, Press.SHORT]


def test_a_release_whose_bounce_outlasts_the_hold_time_is_still_a_short_press() -> None:
    edges = [(1.0, True), (2.490, False), (2.503, True), (2.504, False)]
    assert read(edges, until=5.0) == [Press.SHORT]


def test_a_loose_contact_during_a_hold_does_not_interrupt_it() -> None:
    edges = [(1.0, True), (1.7, False), (1.71, True), (3.0, False)]
    assert read(edges, until=5.0) == [Press.HOLD]


def test_a_stuck_button_is_said_once_and_fires_nothing_until_it_was_released() -> None:
    reader = PressReader(TIMING, pressed=False, at=0.0)
    reader.edge(1.0, pressed=True)
    assert reader.advance(2.6) == [Press.HOLD]
    assert reader.advance(1.0 + STUCK_SECONDS + 0.001) == [Press.STUCK]
    assert reader.advance(9999.0) == []
    assert reader.edge(10000.0, pressed=False) == []
    reader.edge(10010.0, pressed=True)
    assert reader.edge(10010.2, pressed=False) == []
    assert reader.advance(10011.0) == [Press.SHORT]


def test_a_button_that_is_down_at_the_start_is_stuck_and_not_pressed() -> None:
    assert read([(2.0, False)], until=5.0, pressed=True) == []
    assert read([(2.0, False), (4.0, True), (4.2, False)], until=5.0, pressed=True) == [Press.SHORT]
    assert read([], until=100.0, pressed=True) == [Press.STUCK]


def test_an_edge_that_was_lost_between_two_alike_restarts_the_settling() -> None:
    reader = PressReader(TIMING, pressed=False, at=0.0)
    reader.edge(1.0, pressed=True)
    reader.edge(1.015, pressed=True)
    reader.edge(1.030, pressed=False)
    assert reader.advance(5.0) == []


def test_a_stuck_button_that_comes_up_again_is_said_to_be_freed() -> None:
    edges = [(1.0, True), (1.0 + STUCK_SECONDS + 5, False)]
    assert read(edges, until=99.0) == [Press.HOLD, Press.STUCK, Press.FREED]


FIRST, SECOND = [(1.0, True), (1.1, False)], [(1.4, True), (1.5, False)]


def test_a_prompt_double_press_is_told_as_a_short_one_at_once_and_then_completed() -> None:
    reader = PressReader(PROMPT, pressed=False, at=0.0)
    found = [press for at, down in FIRST for press in reader.edge(at, pressed=down)]
    assert found + reader.advance(1.1201) == [Press.SHORT]
    assert [press for at, down in SECOND for press in reader.edge(at, pressed=down)] == []
    assert reader.advance(1.5201) == [Press.DOUBLE]


def test_a_patient_single_press_is_told_when_no_second_can_come() -> None:
    reader = PressReader(PATIENT, pressed=False, at=0.0)
    for at, down in FIRST:
        assert reader.edge(at, pressed=down) == []
    assert reader.advance(1.499) == []
    assert reader.advance(1.5001) == [Press.SHORT]


def test_a_patient_double_press_is_told_as_one() -> None:
    assert read([*FIRST, *SECOND], until=5.0, timing=PATIENT) == [Press.DOUBLE]


def test_a_third_press_right_after_a_double_one_does_not_count() -> None:
    third = [(1.7, True), (1.8, False)]
    assert read([*FIRST, *SECOND, *third], until=5.0, timing=PROMPT) == [Press.SHORT, Press.DOUBLE]


def test_a_press_after_the_time_for_a_second_but_within_the_lock_out_does_not_count() -> None:
    late = [(1.6, True), (1.7, False)]
    assert read([*FIRST, *late], until=5.0, timing=PROMPT) == [Press.SHORT]
    assert read([*FIRST, *late], until=5.0, timing=PATIENT) == [Press.SHORT]


@pytest.mark.parametrize("timing", [PROMPT, PATIENT])
def test_a_press_and_then_a_hold_are_both_told(timing: Timing) -> None:
    assert read([*FIRST, (1.4, True), (4.0, False)], until=5.0, timing=timing) == [Press.SHORT, Press.HOLD]


def test_a_spike_while_a_second_press_is_waited_for_delays_the_first_by_its_settling_at_most() -> None:
    reader = PressReader(PATIENT, pressed=False, at=0.0)
    for at, down in [*FIRST, (1.495, True), (1.505, False)]:
        assert reader.edge(at, pressed=down) == []
    assert reader.advance(1.506) == [Press.SHORT]


def test_a_press_is_felt_while_it_counts() -> None:
    reader = PressReader(TIMING, pressed=False, at=0.0)
    reader.edge(1.0, pressed=True)
    reader.advance(1.019)
    assert not reader.is_felt()
    reader.advance(1.021)
    assert reader.is_felt()
    reader.advance(2.6)
    assert not reader.is_felt(), "the hold is known"
    reader.edge(3.0, pressed=False)
    reader.edge(3.1, pressed=True)
    reader.advance(3.2)
    assert not reader.is_felt(), "the lock-out lets it not count"


def test_a_key_that_comes_up_in_the_same_instant_is_a_press_where_nothing_has_to_settle() -> None:
    keyboard = replace(TIMING, settle_seconds=0.0)
    assert read([(1.0, True), (1.0, False)], until=1.0, timing=keyboard) == [Press.SHORT]


@dataclass(frozen=True)
class Finger:
    """One gesture of a person: the pause before it, how long its presses and the gaps between them last, and what
    should come of it.
    """

    pause: float
    lengths: list[float]
    meant: Press


def gesture(meant: Press, *lengths: tuple[float, float]) -> st.SearchStrategy[Finger]:
    return st.builds(
        Finger,
        st.floats(1.2, 5.0),
        st.tuples(*(st.floats(*one) for one in lengths)).map(list),
        st.just(meant),
    )


short = gesture(Press.SHORT, (0.08, 1.3))
hold = gesture(Press.HOLD, (1.7, 9.0))
double = gesture(Press.DOUBLE, (0.08, 0.4), (0.08, 0.3), (0.08, 0.4))
TOLD_PROMPTLY = {
    Press.SHORT: [Press.SHORT],
    Press.HOLD: [Press.HOLD],
    Press.DOUBLE: [Press.SHORT, Press.DOUBLE],
}
# Spikes of at most 9 ms: with the bounce of 9 ms before and after, no level of noise holds for 20 ms.
spikes = st.lists(st.tuples(st.floats(0.0005, 0.009), st.floats(0.0005, 0.009)), max_size=8)


def bounce(at: float, draws: list[tuple[float, float]], level: bool) -> list[Edge]:
    """The contact closes (or opens) at `at`, then chatters; the last edge leaves it at `level`."""
    edges, now = [(at, level)], at
    for away, back in draws:
        edges.append((now + away, not level))
        now += away + back
        edges.append((now, level))
    return edges


def noisy(fingers: list[Finger], data: st.DataObject) -> tuple[list[Edge], float]:
    edges: list[Edge] = []
    now = 1.0
    chatter = st.lists(st.tuples(st.just(0.002), st.just(0.003)), max_size=3)
    for finger in fingers:
        burst_at = now + 0.5
        edges += bounce(burst_at, data.draw(spikes), level=False)[1:]
        now += finger.pause
        for i, length in enumerate(finger.lengths):
            level = i % 2 == 0
            edges += bounce(now, data.draw(chatter), level=level)
            now += length
        edges += bounce(now, data.draw(spikes), level=False)
        now += 0.2
    return edges, now


@given(st.lists(short | hold, max_size=8), st.data())
def test_exactly_the_presses_that_a_person_made(fingers: list[Finger], data: st.DataObject) -> None:
    edges, end = noisy(fingers, data)
    assert read(edges, until=end + 1.0) == [finger.meant for finger in fingers]


@given(st.lists(short | hold | double, max_size=6), st.data())
def test_exactly_the_gestures_that_a_person_made(fingers: list[Finger], data: st.DataObject) -> None:
    edges, end = noisy(fingers, data)
    assert read(edges, until=end + 1.0, timing=PATIENT) == [finger.meant for finger in fingers]
    assert read(edges, until=end + 1.0, timing=PROMPT) == [
        press for finger in fingers for press in TOLD_PROMPTLY[finger.meant]
    ]


@given(
    st.lists(short | hold | double, max_size=5),
    st.data(),
    st.lists(st.floats(0.0, 60.0), max_size=40),
    st.sampled_from([TIMING, PROMPT, PATIENT]),
)
def test_when_the_reader_is_woken_changes_nothing(
    fingers: list[Finger],
    data: st.DataObject,
    wakes: list[float],
    timing: Timing,
) -> None:
    edges, end = noisy(fingers, data)
    reader = PressReader(timing, pressed=False, at=0.0)
    found: list[Press] = []
    for at, level in sorted([*edges, *((wake, None) for wake in wakes if wake <= end)], key=lambda e: e[0]):
        found += reader.advance(at) if level is None else reader.edge(at, pressed=level)
    assert found + reader.advance(end + 1.0) == read(edges, until=end + 1.0, timing=timing)

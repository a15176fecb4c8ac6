"""Each call once, in order, none old, whatever boards arrive."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boards.announcements import MOST_CALLS, YOUNG, Heard, announce, taken_back
from tests.fakes.boards import a_board, a_call
from wire.messages import Board, Call

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def hear_all(boards: list[Board]) -> list[Call]:
    heard: Heard | None = None
    spoken: list[Call] = []
    for board in boards:
        heard, calls = announce(heard, board)
        spoken += calls
    return spoken


def test_the_first_board_after_a_start_is_only_shown() -> None:
    assert hear_all([a_board(5, NOON, [a_call(5, called_at=NOON)])]) == []


def test_a_new_call_is_spoken_once_however_often_its_board_comes() -> None:
    call = a_call(6, called_at=NOON)
    assert hear_all([a_board(5, NOON), *[a_board(6, NOON, [call])] * 3]) == [call]


def test_two_calls_that_came_in_one_board_are_spoken_oldest_first() -> None:
    first, second = a_call(6, called_at=NOON), a_call(7, called_at=NOON, counter=2)
    assert hear_all([a_board(5, NOON), a_board(7, NOON, [second, first])]) == [first, second]


def test_a_recall_is_spoken_again() -> None:
    call, recall = a_call(6, called_at=NOON), a_call(7, called_at=NOON, times=2)
    boards = [a_board(5, NOON), a_board(6, NOON, [call]), a_board(7, NOON, [recall, call])]
    assert hear_all(boards) == [call, recall]


@pytest.mark.parametrize(("seconds", "spoken"), [(0, True), (59, True), (60, False), (600, False)])
def test_after_a_cut_only_what_is_younger_than_a_minute_is_spoken(seconds: int, *, spoken: bool) -> None:
    call = a_call(6, called_at=NOON - timedelta(seconds=seconds))
    assert hear_all([a_board(5, NOON), a_board(6, NOON, [call])]) == ([call] if spoken else [])


def test_an_old_call_that_was_passed_over_is_not_spoken_later_when_clocks_change() -> None:
    old = a_call(6, called_at=NOON - timedelta(minutes=10))
    earlier = NOON - timedelta(minutes=10)
    assert hear_all([a_board(5, NOON), a_board(6, NOON, [old]), a_board(7, earlier, [old])]) == []


def test_after_a_restore_to_lower_numbers_the_next_call_is_spoken() -> None:
    before = a_board(100, NOON, [a_call(100, called_at=NOON)])
    restored = a_board(40, NOON, [a_call(40, called_at=NOON, number="C001")])
    call = a_call(41, called_at=NOON, number="C002")
    assert hear_all([before, restored, a_board(41, NOON, [call])]) == [call]


def test_another_history_under_higher_numbers_is_known_by_its_calls() -> None:
    before = a_board(100, NOON, [a_call(100, called_at=NOON)])
    other = a_board(130, NOON, [a_call(130, called_at=NOON), a_call(100, called_at=NOON, number="E009")])
    call = a_call(131, called_at=NOON, number="C002")
    assert hear_all([before, other, a_board(131, NOON, [call])]) == [call]


def test_a_new_day_that_begins_without_calls_speaks_its_first_call() -> None:
    evening = a_board(100, NOON, [a_call(100, called_at=NOON)])
    morning = NOON + timedelta(hours=18)
    call = a_call(102, called_at=morning)
    assert hear_all([evening, a_board(101, morning), a_board(102, morning, [call])]) == [call]


def test_a_call_that_is_named_no_more_was_taken_back() -> None:
    first, second = a_call(6, called_at=NOON), a_call(7, called_at=NOON, counter=2)
    heard, _calls = announce(None, a_board(7, NOON, [second, first]))
    assert taken_back(heard, a_board(8, NOON, [first])) == {7}
    assert taken_back(heard, a_board(8, NOON, [second, first])) == frozenset()
    assert taken_back(None, a_board(8, NOON, [first])) == frozenset()


def test_a_call_that_fell_off_a_full_board_was_not_taken_back() -> None:
    calls = [a_call(seq, called_at=NOON) for seq in range(MOST_CALLS + 3, 0, -1)]
    heard, _calls = announce(None, a_board(20, NOON, calls[3:]))
    assert taken_back(heard, a_board(23, NOON, calls[:MOST_CALLS])) == frozenset()


def test_after_a_call_was_taken_back_the_next_one_is_spoken() -> None:
    first, mistake = a_call(6, called_at=NOON), a_call(7, called_at=NOON, counter=2)
    right = a_call(9, called_at=NOON, counter=3)
    boards = [a_board(5, NOON), a_board(6, NOON, [first]), a_board(7, NOON, [mistake, first])]
    boards += [a_board(8, NOON, [first]), a_board(9, NOON, [right, first])]
    assert hear_all(boards) == [first, mistake, right]


def _history(gaps: list[float]) -> list[Call]:
    """One call for each gap, seconds after the one before."""
    at, calls = NOON, []
    for seq, gap in enumerate(gaps, 1):
        at += timedelta(seconds=gap)
        calls.append(a_call(seq, called_at=at, number=f"A{seq:03}"))
    return calls


@settings(max_examples=300)
@given(
    gaps=st.lists(st.floats(0, 40), min_size=1, max_size=40),
    seen=st.sets(st.integers(0, 40)),
    delays=st.lists(st.floats(0, 200), min_size=41, max_size=41),
    restarts=st.sets(st.integers(0, 40), max_size=3),
)
def test_whatever_boards_are_skipped_and_delayed_each_call_is_spoken_at_most_once_and_none_old(
    gaps: list[float],
    seen: set[int],
    delays: list[float],
    restarts: set[int],
) -> None:
    history = _history(gaps)
    heard: Heard | None = None
    spoken: list[int] = []
    at = NOON
    last_board = -1
    for seq in sorted(seen):
        past = history[:seq]
        if seq > len(history):
            break
        at = max(at, past[-1].called_at if past else NOON) + timedelta(seconds=delays[seq])
        if seq in restarts:
            heard, last_board = None, -1
        had_board = heard is not None
        heard, calls = announce(heard, a_board(seq, at, list(reversed(past[-20:]))))
        due = [c.seq for c in past[-20:] if c.seq > last_board and at - c.called_at < YOUNG]
        assert [call.seq for call in calls] == (due if had_board else [])
        spoken += [call.seq for call in calls]
        last_board = seq
    assert spoken == sorted(set(spoken))

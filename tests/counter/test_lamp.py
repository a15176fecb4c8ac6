"""The lamp says what the newest board says of its counter."""

from datetime import UTC, datetime

import pytest

from counter.lamp import LampState, lamp_state
from wire.faults import LineFault
from wire.messages import Board, BoardCounter


def board(**counter: object) -> Board:
    fields: dict[str, object] = {"open": True, "number": None, "domain": None, "waiting": 0, **counter}
    return Board(
        seq=1,
        at=datetime(2026, 7, 1, tzinfo=UTC),
        center="x",
        calls=[],
        counters=[BoardCounter(id=3, **fields)],  # type: ignore[arg-type]
        domains=[],
        printers=[],
        message="",
    )


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (board(open=False, waiting=4), LampState.OFF),
        (board(open=False, number="A001"), LampState.OFF),
        (board(number="A001", waiting=4), LampState.STEADY),
        (board(waiting=4), LampState.SLOW),
        (board(waiting=0), LampState.WINK),
        (None, LampState.FAST),
    ],
)
def test_the_state_of_a_counter_is_its_lamp(shown: Board | None, expected: LampState) -> None:
    assert lamp_state(3, shown) is expected


def test_a_coordinator_that_can_keep_nothing_is_told_apart_from_one_that_is_not_there() -> None:
    assert lamp_state(3, None, LineFault("store", "full")) is LampState.PAIRS
    assert lamp_state(3, None, LineFault("silent")) is LampState.FAST
    assert lamp_state(3, board(waiting=4), LineFault("store", "full")) is LampState.SLOW


def test_two_flashes_are_followed_by_a_longer_dark() -> None:
    state, at = LampState.PAIRS, 15.0
    changes = []
    for _ in range(4):
        at = state.next_change(at) or 0.0
        changes.append(round(at - 15.0, 6))
    assert changes == [0.125, 0.25, 0.375, 1.5]
    assert [state.is_lit(15.0 + seconds) for seconds in (0.1, 0.2, 0.3, 0.5, 1.4)] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_a_counter_that_the_board_does_not_know_is_dark() -> None:
    assert lamp_state(4, board(number="A001")) is LampState.OFF


@pytest.mark.parametrize("state", list(LampState))
def test_the_light_changes_when_it_says_and_not_between(state: LampState) -> None:
    now = 1234.567
    for _ in range(50):
        change = state.next_change(now)
        if change is None:
            assert {state.is_lit(now + i / 10) for i in range(100)} == {state.is_lit(now)}
            return
        assert change > now
        middle = (now + change) / 2
        assert state.is_lit(middle) == state.is_lit(now)
        assert state.is_lit(change + 1e-6) != state.is_lit(now)
        now = change + 1e-6

"""A call made by mistake is taken back: as if it had never been, and only while it is fresh."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.desk import Refusal
from coordinator.queue.corrections import apply_corrections
from coordinator.queue.figures import Happened
from coordinator.queue.takeback import LastCall, is_in_time, runs_to_restore
from tests.fakes.front import COUNTER, Front, answer
from wire import messages as m


def undo(front: Front, counter: int = 1) -> m.CounterState:
    return answer(front.desk.undo(counter, COUNTER, None), m.CounterState)


def miss(front: Front, ticket: m.Ticket) -> m.Ticket:
    return answer(front.desk.miss(ticket.id, COUNTER, None), m.Ticket)


def no_show_next(front: Front, counter: int = 1) -> m.Called:
    return answer(front.desk.no_show_next(counter, COUNTER, None), m.Called)


def refusal(front: Front, counter: int = 1) -> m.Problem:
    with pytest.raises(Refusal) as caught:
        undo(front, counter)
    assert caught.value.problem.status == 409
    return caught.value.problem


def called(front: Front) -> list[str]:
    return [call.number for call in front.desk.board().calls]


def test_whoever_was_called_waits_again_at_the_old_place(front: Front) -> None:
    first, second = front.issue(), front.issue()
    assert front.number(1) == "A001"
    state = undo(front)
    assert (state.number, state.waiting) == (None, 2)
    back = front.ticket(first)
    assert (back.state, back.counter, back.called_at, back.ahead) == ("waiting", None, None, 0)
    assert front.ticket(second).ahead == 1
    assert front.number(2) == "A001"


def test_whoever_was_finished_is_at_the_counter_again(front: Front) -> None:
    first, _second = front.issue(), front.issue()
    front.call(1)
    before = front.ticket(first)
    front.clock.move(minutes=5)
    front.call(1)
    state = undo(front)
    assert (state.number, state.ticket) == ("A001", first.id)
    assert front.ticket(first) == before
    assert front.finish(1).number == "A001"


def test_no_board_shows_a_call_that_was_taken_back(front: Front) -> None:
    front.issue()
    front.issue()
    front.call(1)
    front.call(1)
    front.recall(1)
    seq = front.desk.board().seq
    undo(front)
    board = front.desk.board()
    assert called(front) == ["A001"]
    assert board.seq > seq
    assert next(one for one in board.counters if one.id == 1).number == "A001"


def test_a_press_that_called_nobody_is_taken_back_too(front: Front) -> None:
    front.issue()
    front.call(1)
    assert front.call(1).called is None
    assert undo(front).number == "A001"


def test_a_counter_that_the_press_had_opened_is_closed_again(front: Front) -> None:
    front.issue()
    front.call(1)
    assert undo(front).open is False


def test_a_call_is_taken_back_once_and_nothing_before_it(front: Front) -> None:
    front.issue()
    front.issue()
    front.call(1)
    front.call(1)
    undo(front)
    assert refusal(front).type == "/problems/nothing-to-undo"
    assert front.counter(1).number == "A001"


def test_a_call_is_taken_back_within_ten_seconds_and_not_later(front: Front) -> None:
    front.issue()
    front.call(1)
    front.clock.move(10)
    undo(front)
    front.call(1)
    front.clock.move(10.1)
    problem = refusal(front)
    assert (problem.type, problem.accepted) == ("/problems/too-late", ["within 10 s"])


@pytest.mark.parametrize("deed", ["finish", "no_show", "hold", "close", "transfer", "cancel"])
def test_what_was_done_at_the_counter_since_is_not_undone(front: Front, deed: str) -> None:
    front.issue()
    ticket = front.call(1).called
    assert ticket is not None
    if deed == "transfer":
        front.transfer(1, "dat-dai")
    elif deed == "cancel":
        front.cancel(ticket)
    else:
        getattr(front, deed)(1)
    assert refusal(front).type == "/problems/nothing-to-undo"


def test_at_a_counter_that_never_called_there_is_nothing_to_take_back(front: Front) -> None:
    assert refusal(front).type == "/problems/nothing-to-undo"
    front.call(1)
    assert refusal(front).type == "/problems/nothing-to-undo"


def test_a_new_day_takes_nothing_back(front: Front) -> None:
    front.issue()
    front.call(1)
    front.clock.move(hours=24)
    front.issue()
    assert refusal(front).type == "/problems/nothing-to-undo"


def test_the_turn_of_priority_tickets_is_as_before_the_call(front: Front) -> None:
    for _ in range(3):
        front.issue(priority="elderly")
    ordinary = front.issue()
    front.call(1)
    front.call(1)
    for _ in range(5):
        assert front.call(1).called == front.ticket(ordinary)
        undo(front)


def test_a_repeated_undo_under_one_key_takes_back_one_call(front: Front) -> None:
    from coordinator.desk import Once  # noqa: PLC0415

    once = Once("k", "f")
    front.issue()
    front.call(1)
    first = front.desk.undo(1, COUNTER, once)
    front.call(1)
    assert front.desk.undo(1, COUNTER, once) == first
    assert front.counter(1).number == "A001"


def test_an_absence_and_the_next_call_are_one_command(front: Front) -> None:
    first = front.issue()
    front.issue()
    front.call(1)
    outcome = no_show_next(front)
    assert outcome.finished == front.ticket(first)
    assert outcome.finished is not None
    assert outcome.finished.state == "no_show"
    assert outcome.called is not None
    assert outcome.called.number == "A002"
    assert undo(front).number == "A001"
    assert front.ticket(first).state == "called"


def test_an_absence_is_noted_after_the_next_was_called(front: Front) -> None:
    first, second = front.issue(), front.issue()
    front.call(1)
    front.call(1)
    assert miss(front, first).state == "no_show"
    assert front.ticket(second).state == "called", "the call stands"
    assert undo(front).number == "A001", "and can still be taken back"


def test_an_absence_is_noted_only_of_one_just_served(front: Front) -> None:
    first, second = front.issue(), front.issue()
    front.call(1)
    front.call(1)
    with pytest.raises(Refusal) as caught:
        miss(front, second)
    assert caught.value.problem.accepted == ["served"]
    front.clock.move(11)
    with pytest.raises(Refusal) as caught:
        miss(front, first)
    assert caught.value.problem.type == "/problems/too-late"


@given(st.integers(0, 10**13), st.integers(-(10**12), 10**12))
def test_in_time_is_ten_seconds_and_never_before(at: int, passed: int) -> None:
    assert is_in_time(at, at + passed) == (0 <= passed <= 10_000)


def test_runs_that_another_counter_has_changed_since_are_left_alone() -> None:
    last = LastCall(
        at=0, seq=1, called=1, finished=None, was_open=True, runs={"a": (1, 2), "b": (2, 0), "c": (0, 0)}
    )
    assert runs_to_restore(last, {"a": 2, "b": 1, "c": 7}) == {"a": 1}
    assert msgspec.json.decode(msgspec.json.encode(last), type=LastCall) == last


def happened(*whats: str, place: int = 1) -> list[Happened]:
    return [Happened(place, what, 1, "x", at) for at, what in enumerate(whats)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("was", "stands"),
    [
        (["called", "taken_back"], []),
        (["called", "served", "returned"], ["called"]),
        (["called", "served", "returned", "no_show"], ["called", "no_show"]),
        (["called", "served", "no_show"], ["called", "no_show"]),
        (["called", "served", "no_show", "returned"], ["called"]),
        (["called", "held", "called", "taken_back"], ["called", "held"]),
        (["called", "taken_back", "called", "no_show"], ["called", "no_show"]),
    ],
)
def test_a_days_figures_do_not_know_what_was_put_right(was: list[str], stands: list[str]) -> None:
    other = happened("called", "served", place=2)
    found = apply_corrections([*other, *happened(*was)])
    assert found[:2] == other
    assert [one.what for one in found[2:]] == stands

"""The business day: begun by the first command after its hour, ended by nothing else, whatever the clock does."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from config import Settings
from coordinator.desk import Refusal
from coordinator.store.schema import tickets
from tests.coordinator.conftest import OpenFront
from tests.fakes.clock import MONDAY
from tests.fakes.front import Front


def _actions(front: Front) -> list[str]:
    with front.desk._database.read() as connection:
        return list(connection.exec_driver_sql("SELECT action FROM audit ORDER BY seq").scalars())


def _at(hour: float, day: int = 0) -> datetime:
    return MONDAY.replace(hour=0) + timedelta(days=day, hours=hour)


def test_the_first_command_begins_the_day_and_the_second_does_not(front: Front) -> None:
    assert _actions(front) == []
    front.issue()
    front.issue()
    assert _actions(front) == ["day.begun", "ticket.issued", "ticket.issued"]


@pytest.mark.parametrize("hour", [11.5, 17, 20, 24, 27.99])
def test_no_hour_of_the_day_ends_a_wait(front: Front, hour: float) -> None:
    front.issue()
    front.clock.set(_at(hour))
    assert front.number(1) == "A001"
    assert front.issue().number == "A002"


def test_a_new_day_ends_what_was_left_and_begins_the_numbers_afresh(front: Front) -> None:
    waiting, called, held = front.issue(), front.issue("ho-tich"), front.issue("dat-dai")
    front.call(2)
    front.call(2)
    front.call(3)
    front.hold(3)
    served = waiting
    front.clock.set(_at(4, day=1))
    assert front.issue("ho-tich").number == "C001"
    assert [front.ticket(one).state for one in (served, called, held)] == ["served", "expired", "expired"]
    assert [counter.open for counter in front.desk.counters().counters] == [False, False, False]
    assert front.counter(2).number is None
    assert _actions(front).count("day.begun") == 2


def test_a_new_day_forgets_how_many_priority_tickets_went_past(front: Front) -> None:
    front.issue()
    for _ in range(3):
        front.issue("chung-thuc", "elderly")
    front.call(1)
    front.call(1)
    front.clock.move(hours=24)
    front.issue()
    front.issue("chung-thuc", "elderly")
    assert front.number(1) == "A002"


def test_who_waited_yesterday_is_not_called_today(front: Front) -> None:
    front.issue()
    front.clock.move(hours=24)
    assert front.number(1) is None


def test_what_was_held_yesterday_does_not_come_back(front: Front) -> None:
    ticket = front.issue()
    front.call(1)
    front.hold(1)
    front.clock.move(hours=24)
    with pytest.raises(Refusal) as caught:
        front.resume(ticket)
    assert caught.value.problem.status == 409


def test_before_anyone_begins_a_day_the_board_shows_nothing_of_the_last(front: Front) -> None:
    front.issue()
    front.issue()
    front.call(1)
    before = front.desk.board()
    front.clock.set(_at(6, day=1))
    board = front.desk.board()
    assert (board.calls, board.seq) == ([], before.seq)
    assert [(one.open, one.number) for one in board.counters] == [(False, None)] * 3
    assert [one.waiting for one in board.domains] == [0, 0, 0]
    assert [(one.open, one.number) for one in front.desk.counters().counters] == [(False, None)] * 3


def test_a_machine_that_was_off_for_days_begins_the_right_one(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    front.issue()
    front.desk.close()
    front.clock.set(_at(6, day=5))
    again = open_front(settings)
    assert again.issue().number == "A001"
    assert again.number(1) == "A001"


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(hours=5), timedelta(days=3000)])
def test_with_a_clock_that_nothing_has_set_and_that_is_behind_the_day_goes_on(
    settings: Settings, front: Front, open_front: OpenFront, back: timedelta
) -> None:
    front.issue()
    front.desk.close()
    front.clock.synchronised = False
    front.clock.set(front.clock.now() - back)
    again = open_front(settings)
    assert again.issue().number == "A002"
    assert again.number(1) == "A001"
    assert again.desk.ticket_by_link(again.issue().status_url.rpartition("/")[2]).number == "A003"
    assert [one.waiting for one in again.desk.board().domains] == [2, 0, 0]


def test_once_the_clock_is_set_the_true_day_begins(front: Front) -> None:
    front.issue()
    front.clock.synchronised = False
    front.clock.set(_at(8, day=-1000))
    assert front.issue().number == "A002"
    front.clock.synchronised = True
    front.clock.set(_at(9, day=1))
    assert front.issue().number == "A001"


def test_a_clock_that_was_ahead_and_is_set_right_repeats_no_number(front: Front) -> None:
    first = front.issue()
    front.clock.set(_at(8, day=40))
    assert front.issue().number == "A001"
    front.clock.set(_at(9))
    assert front.issue().number == "A002"
    assert front.ticket(first).state == "expired"


def test_numbers_never_repeat_within_a_day_whatever_the_clock_does(front: Front) -> None:
    seen: set[tuple[str, str]] = set()
    for day, hour, synchronised in [
        (0, 8, True),
        (0, 3, False),
        (1, 3.9, False),
        (0, 9, True),
        (1, 4, True),
        (0, 9, False),
        (0, 9, True),
        (-1, 9, True),
        (1, 9, True),
    ]:
        front.clock.synchronised = synchronised
        front.clock.set(_at(hour, day))
        ticket = front.issue()
        with front.desk._database.read() as connection:
            stored = connection.execute(select(tickets.c.day).where(tickets.c.id == ticket.id)).scalar_one()
        key = (stored, ticket.number)
        assert key not in seen
        seen.add(key)


def test_the_boards_number_never_goes_back_with_the_clock(front: Front) -> None:
    front.issue()
    seq = front.desk.board().seq
    front.clock.set(_at(8, day=-3))
    front.issue()
    assert front.desk.board().seq > seq

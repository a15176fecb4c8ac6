"""What people are told of their wait: from this lobby, this day and the days before."""

from datetime import timedelta

from config import Settings
from coordinator.desk.foresight import CROWD, REMADE_SECONDS
from tests.coordinator.conftest import OpenFront
from tests.fakes.clock import MONDAY
from tests.fakes.front import Front
from tests.fakes.stored import add_ticket
from wire import messages as m


def _wait(ticket: m.Ticket) -> m.Wait:
    assert ticket.estimated_wait_s is not None
    return ticket.estimated_wait_s


def _serve(front: Front, people: int, minutes: float) -> None:
    """So many are issued a number and served at counter 1, each in so many minutes."""
    for _ in range(people):
        front.issue()
    for _ in range(people):
        front.call(1)
        front.clock.move(minutes=minutes)
    front.finish(1)


def _crowd(front: Front, people: int) -> m.Ticket:
    """A busy counter, and so many in line; the last of them."""
    front.issue()
    front.call(1)
    return [front.issue() for _ in range(people)][-1]


def test_nothing_is_told_while_no_counter_of_the_domain_is_open(front: Front) -> None:
    assert front.issue().estimated_wait_s is None
    front.open(1)
    assert front.issue().estimated_wait_s is not None


def test_who_finds_a_free_counter_is_told_of_no_wait(front: Front) -> None:
    front.open(1)
    assert _wait(front.issue()) == m.Wait(low=0, high=0)


def test_the_longer_the_line_the_longer_the_wait(front: Front) -> None:
    front.issue()
    front.call(1)
    waits = [_wait(front.issue()) for _ in range(6)]
    assert [wait.high for wait in waits] == sorted({wait.high for wait in waits})
    assert all(wait.low < wait.high for wait in waits)


def test_another_counter_shortens_it_at_once(front: Front) -> None:
    ticket = _crowd(front, 8)
    before = _wait(ticket).high
    front.assign(3, ["chung-thuc"])
    front.open(3)
    assert _wait(front.ticket(ticket)).high < before / 1.5


def test_who_has_priority_is_told_a_shorter_wait(front: Front) -> None:
    last = _crowd(front, 8)
    assert _wait(front.issue(priority="elderly")).high < _wait(last).high / 2


def test_a_slow_morning_makes_later_waits_longer(front: Front) -> None:
    usual = _wait(_crowd(front, 5)).high
    for _ in range(6):
        front.clock.move(minutes=5)
        front.call(1)
    _serve(front, 20, minutes=15)
    assert _wait(_crowd(front, 5)).high > 1.5 * usual


def test_a_restart_foretells_what_was_foretold_before(
    front: Front, settings: Settings, open_front: OpenFront
) -> None:
    _serve(front, 10, minutes=9)
    last = _crowd(front, 4)
    assert open_front(settings).ticket(last).estimated_wait_s == front.ticket(last).estimated_wait_s


def test_a_new_day_begins_with_the_pace_of_the_days_before(front: Front) -> None:
    usual = _wait(_crowd(front, 5)).high
    for _ in range(6):
        front.clock.move(minutes=5)
        front.call(1)
    _serve(front, 24, minutes=20)
    front.clock.move(hours=24)
    assert _wait(_crowd(front, 5)).high > 1.5 * usual


def test_a_clock_that_was_set_back_does_not_spoil_the_days_after(front: Front) -> None:
    _serve(front, 20, minutes=10)
    front.issue()
    front.call(1)
    front.clock.set(front.clock.now() - timedelta(hours=5))
    front.finish(1)
    front.clock.move(hours=29)
    told = _wait(_crowd(front, 5))
    assert told.high > 20 * 60
    assert told.low > 10 * 60


def test_a_clerk_at_lunch_does_not_spoil_the_day(front: Front) -> None:
    _serve(front, 10, minutes=5)
    usual = _wait(_crowd(front, 5)).high
    front.clock.move(hours=3)
    for _ in range(5):
        front.call(1)
        front.clock.move(minutes=5)
    front.finish(1)
    assert _wait(_crowd(front, 5)).high < 2 * usual


def test_the_board_tells_a_newcomers_wait_in_half_minutes(front: Front) -> None:
    _crowd(front, 5)
    domain = front.desk.board().domains[0]
    assert domain.estimated_wait_s is not None
    assert domain.estimated_wait_s.low % 30 == domain.estimated_wait_s.high % 30 == 0
    assert domain.estimated_wait_s.high > 0


def test_a_crowd_is_told_of_the_lobby_as_it_was_a_moment_ago(front: Front) -> None:
    _crowd(front, CROWD + 5)
    known = front.desk.board().domains[0].estimated_wait_s
    front.issue()
    assert front.desk.board().domains[0].estimated_wait_s == known
    front.clock.move(REMADE_SECONDS)
    newer = front.desk.board().domains[0].estimated_wait_s
    assert newer is not None
    assert known is not None
    assert newer.high != known.high


def test_papers_that_are_printed_leave_everyones_wait_as_it_was_told(front: Front) -> None:
    front.issue(printer="kiosk-1")
    last = _crowd(front, 8)
    told = _wait(front.ticket(last))
    front.clock.move(REMADE_SECONDS / 2)
    job = front.claim()
    assert job is not None
    front.report(job, "printed")
    assert _wait(front.ticket(last)) == told
    front.call(1)
    assert _wait(front.ticket(last)) != told


def test_a_rush_that_usually_ends_by_now_is_not_taken_to_go_on(front: Front) -> None:
    """Some of those who come have priority; who waits lets them pass."""
    goes_on = _wait(_crowd(front, 30)).high
    front.clock.move(hours=7 * 24)
    with front.desk._database.write() as connection:
        for week in range(1, 4):
            day = MONDAY - timedelta(weeks=week)
            for number in range(30):
                issued = round(day.timestamp() * 1000) + number
                add_ticket(connection, day=f"{day:%Y-%m-%d}", issued_at=issued, state="cancelled")
    assert _wait(_crowd(front, 30)).high < 0.97 * goes_on

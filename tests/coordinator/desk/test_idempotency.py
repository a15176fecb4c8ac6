"""One wish is done once, however often it is sent, whatever breaks in between."""

import threading
from datetime import timedelta

import pytest

from config import Settings
from coordinator.desk import Actor, Once, Refusal
from coordinator.store import ledger
from coordinator.store.database import StoreError
from tests.coordinator.conftest import OpenFront
from tests.fakes.front import COUNTER, KIOSK, PRINTER, Front
from wire import messages as m

WISH = m.IssueTicket(domain="chung-thuc")
ONCE = Once("tap-1", "fingerprint")


def _waiting(front: Front) -> int:
    return front.desk.board().domains[0].waiting


def test_the_same_wish_again_gets_the_first_answer(front: Front) -> None:
    first = front.desk.issue(WISH, KIOSK, ONCE)
    front.issue()
    front.call(1)
    front.clock.move(minutes=5)
    assert front.desk.issue(WISH, KIOSK, ONCE) == first
    assert _waiting(front) == 1
    assert front.issue().number == "A003"


def test_a_press_that_is_sent_again_calls_nobody_else(front: Front) -> None:
    front.issue()
    front.issue()
    first = front.desk.call_next(1, COUNTER, ONCE)
    assert front.desk.call_next(1, COUNTER, ONCE) == first
    assert front.counter(1).number == "A001"


@pytest.mark.only_sqlite("counts what it is told; on a server the others' news come in between")
def test_nothing_is_told_to_anyone_by_a_repetition(front: Front) -> None:
    told: list[int] = []
    front.desk.when_changed(lambda: told.append(1))
    for _ in range(3):
        front.desk.issue(WISH, KIOSK, ONCE)
    assert told == [1]


def test_another_wish_under_the_same_key_is_refused_and_not_done(front: Front) -> None:
    front.desk.issue(WISH, KIOSK, ONCE)
    other = m.IssueTicket(domain="ho-tich")
    with pytest.raises(Refusal) as caught:
        front.desk.issue(other, KIOSK, Once("tap-1", "other"))
    assert (caught.value.problem.status, caught.value.problem.type) == (422, "/problems/key-reused")
    assert [one.waiting for one in front.desk.board().domains] == [1, 0, 0]
    assert front.issue("ho-tich").number == "C001"


def test_devices_do_not_get_each_others_answers(front: Front) -> None:
    front.desk.issue(WISH, KIOSK, ONCE)
    front.desk.issue(WISH, Actor("kiosk", "kiosk-2"), ONCE)
    assert _waiting(front) == 2


def test_without_a_key_each_wish_is_a_new_one(front: Front) -> None:
    front.desk.issue(WISH, KIOSK, None)
    front.desk.issue(WISH, KIOSK, None)
    assert _waiting(front) == 2


def test_a_no_is_kept_too(front: Front) -> None:
    front.close_domain("chung-thuc")
    first = front.desk.issue(WISH, KIOSK, ONCE)
    assert first.status == 409
    front.open_domain("chung-thuc")
    assert front.desk.issue(WISH, KIOSK, ONCE) == first
    assert _waiting(front) == 0


def test_nothing_to_print_is_an_answer_too(front: Front) -> None:
    first = front.desk.claim("kiosk-1", PRINTER, ONCE)
    assert (first.status, first.body) == (204, b"")
    front.issue(printer="kiosk-1")
    assert front.desk.claim("kiosk-1", PRINTER, ONCE) == first
    assert front.claim() is not None


def test_an_answer_that_a_crash_swallowed_is_given_after_it(
    settings: Settings, front: Front, open_front: OpenFront
) -> None:
    first = front.desk.issue(WISH, KIOSK, ONCE)
    again = open_front(settings)  # the first is never closed: it was killed
    assert again.desk.issue(WISH, KIOSK, ONCE) == first
    assert again.issue().number == "A002"


@pytest.mark.only_sqlite("counts what it is told; on a server the others' news come in between")
def test_a_crash_before_the_commit_leaves_nothing_and_the_retry_does_it(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    told: list[int] = []
    front.desk.when_changed(lambda: told.append(1))
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "keep_reply", fail)
        with pytest.raises(StoreError):
            front.desk.issue(WISH, KIOSK, ONCE)
    assert (_waiting(front), told) == (0, [])
    assert front.desk.issue(WISH, KIOSK, ONCE).status == 201
    assert front.issue().number == "A002"


@pytest.mark.parametrize("hours", [1, 20, 24, 25, 47])
def test_answers_are_kept_over_the_turn_of_the_day(front: Front, hours: int) -> None:
    first = front.desk.issue(WISH, KIOSK, ONCE)
    front.clock.move(hours=hours)
    front.issue()
    assert front.desk.issue(WISH, KIOSK, ONCE) == first


def test_answers_are_not_kept_for_ever(front: Front) -> None:
    front.desk.issue(WISH, KIOSK, ONCE)
    front.clock.move(hours=73)
    front.desk.issue(WISH, KIOSK, Once("tap-2", "fingerprint"))
    front.clock.move(hours=24)
    front.issue()
    with front.desk._database.read() as connection:
        assert connection.exec_driver_sql("SELECT key FROM replies").scalars().all() == ["tap-2"]


@pytest.mark.parametrize("hours", [49, 24 * 400])
def test_a_clock_that_jumps_ahead_makes_no_answer_old(front: Front, hours: int) -> None:
    """As a Pi's does that started with the time of last week and has just heard from the network."""
    first = front.desk.issue(WISH, KIOSK, ONCE)
    front.clock.set(front.clock.now() + timedelta(hours=hours))
    assert front.desk.finish(1, COUNTER, ONCE).status == 409  # kept too, but no day begins with it
    front.issue()
    assert front.desk.issue(WISH, KIOSK, ONCE) == first


def test_a_clock_that_is_put_right_again_makes_no_answer_old(front: Front) -> None:
    true = front.clock.now()
    first = front.desk.issue(WISH, KIOSK, ONCE)
    front.clock.set(true + timedelta(days=400))
    second = front.desk.issue(WISH, KIOSK, Once("tap-2", "fingerprint"))
    front.clock.set(true)
    front.issue()
    assert front.desk.issue(WISH, KIOSK, ONCE) == first
    assert front.desk.issue(WISH, KIOSK, Once("tap-2", "fingerprint")) == second


def test_of_many_that_send_one_wish_at_once_all_get_one_answer(front: Front) -> None:
    replies, start = list[bytes](), threading.Barrier(8)

    def send() -> None:
        start.wait(20)
        replies.append(front.desk.issue(WISH, KIOSK, ONCE).body)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(replies) == 8
    assert len(set(replies)) == 1
    assert _waiting(front) == 1

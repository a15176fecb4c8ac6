"""When the agent asks for a job: when a board says so, when the line stands again, and when time has come."""

import threading

import pytest

from printer.news import LEASE_OVER_SECONDS, RESTED_SECONDS, News
from tests.fakes.boards import a_board
from wire.messages import Board, BoardPrinter


class Clock:
    seconds = 0.0


def board(queued: int, name: str = "kiosk-1") -> Board:
    return a_board(printers=[BoardPrinter(name=name, online=True, paper="ok", queued=queued)])


def news() -> tuple[News, Clock]:
    clock = Clock()
    return News("kiosk-1", lambda: clock.seconds), clock


def test_nothing_waits_until_a_board_says_so() -> None:
    told, _ = news()
    assert not told.is_claim_due()
    told.on_board(board(2))
    assert told.is_claim_due()


def test_jobs_of_other_printers_are_not_ours() -> None:
    told, _ = news()
    told.on_board(board(2, "kiosk-2"))
    assert not told.is_claim_due()
    told.on_board(a_board())
    assert not told.is_claim_due()


def test_each_claim_takes_one_and_an_empty_answer_takes_all() -> None:
    told, _ = news()
    told.on_board(board(2))
    told.claimed(found=True)
    assert told.is_claim_due()
    told.claimed(found=True)
    assert not told.is_claim_due()
    told.on_board(board(5))
    told.claimed(found=False)
    assert not told.is_claim_due()


def test_a_line_that_stands_again_is_asked_at_once_and_when_the_dead_agents_lease_is_over() -> None:
    told, clock = news()
    told.on_link(True)
    assert told.take_connected_anew()
    assert not told.take_connected_anew()
    assert told.is_claim_due()
    told.claimed(found=False)
    assert not told.is_claim_due()
    assert told.seconds_to_claim() == LEASE_OVER_SECONDS
    clock.seconds = LEASE_OVER_SECONDS
    assert told.is_claim_due()
    told.claimed(found=False)
    assert told.seconds_to_claim() is None


def test_as_long_as_jobs_are_found_more_are_asked_for() -> None:
    told, _ = news()
    told.on_link(True)
    told.claimed(found=True)
    assert told.is_claim_due()


def test_a_lost_line_is_no_news() -> None:
    told, _ = news()
    told.on_link(False)
    assert not told.take_connected_anew()
    assert not told.is_claim_due()


def test_a_failed_print_is_tried_again_after_a_rest_and_not_before() -> None:
    told, clock = news()
    told.on_board(board(1))
    told.claimed(found=True)
    told.claim_failed()
    assert not told.is_claim_due()
    assert told.seconds_to_claim() == RESTED_SECONDS
    clock.seconds = RESTED_SECONDS
    assert told.is_claim_due()


def test_one_failure_after_another_keeps_one_date() -> None:
    told, clock = news()
    for _ in range(100):
        told.claim_failed()
        clock.seconds += 0.01
    assert told.seconds_to_claim() == pytest.approx(RESTED_SECONDS - 0.01)


def test_a_board_wakes_who_waits() -> None:
    told, _ = news()
    woken = threading.Event()

    def wait() -> None:
        told.wait(60)
        woken.set()

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    told.on_board(board(1))
    assert woken.wait(10)
    waiting.join(10)


def test_a_board_without_jobs_wakes_nobody_and_waiting_ends_by_itself() -> None:
    told, _ = news()
    told.on_board(board(0))
    told.wait(0.0)
    told.wake()
    told.wait(60)

"""Fingers hold a contact as long as the move takes, and let go at its time."""

import pytest

from simulation.clerk import Move
from simulation.hands import PRESS_SECONDS, SLACK_SECONDS, Hands


def test_a_press_closes_the_contact_at_once_and_opens_it_a_moment_later() -> None:
    contacts: list[tuple[int, bool]] = []
    hands = Hands(lambda counter, down: contacts.append((counter, down)), hold_seconds=0.5)
    hands.do(3, Move.PRESS, now=10)
    assert contacts == [(3, True)]
    assert hands.wakes_at() == pytest.approx(10 + PRESS_SECONDS)
    hands.release(10 + PRESS_SECONDS - 0.01)
    assert contacts == [(3, True)]
    hands.release(10 + PRESS_SECONDS)
    assert contacts == [(3, True), (3, False)]
    assert hands.wakes_at() is None


def test_a_hold_lasts_longer_than_the_agent_asks_for() -> None:
    contacts: list[tuple[int, bool]] = []
    hands = Hands(lambda counter, down: contacts.append((counter, down)), hold_seconds=0.5)
    hands.do(1, Move.HOLD, now=0)
    hands.do(2, Move.PRESS, now=0.1)
    hands.release(0.5)
    assert contacts == [(1, True), (2, True), (2, False)]
    hands.release(0.5 + SLACK_SECONDS)
    assert contacts[-1] == (1, False)


def test_a_button_that_nobody_reads_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    contacts: list[int] = []

    def press(counter: int, _down: bool) -> None:
        if counter == 1:
            raise ConnectionRefusedError("no counter process")
        contacts.append(counter)

    hands = Hands(press, hold_seconds=0.5)
    hands.do(1, Move.PRESS, now=0)
    hands.do(2, Move.PRESS, now=0)
    hands.release(1)
    assert contacts == [2, 2]
    assert "counter 1: nobody reads the button" in caplog.text

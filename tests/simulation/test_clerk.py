"""A clerk presses as a person would: once someone waits, once the citizen is served, again if nothing happens."""

import random
from dataclasses import replace

from simulation.clerk import Clerk, Habits, Move
from wire.messages import BoardCounter

HABITS = Habits(service_seconds=10, reaction_seconds=1, patience_seconds=5, recall_share=0)


def a_clerk(*, recall_share: float = 0.0) -> Clerk:
    return Clerk(replace(HABITS, recall_share=recall_share), random.Random(7))


def counter(number: str | None = None, *, waiting: int = 0, is_open: bool = True) -> BoardCounter:
    return BoardCounter(id=1, open=is_open, number=number, domain=None, waiting=waiting)


def test_nobody_is_called_while_nobody_waits_or_the_counter_is_closed() -> None:
    clerk = a_clerk()
    clerk.look(counter(), 0, now=0)
    assert clerk.wakes_at() is None
    clerk.look(counter(waiting=3, is_open=False), 0, now=1)
    assert clerk.wakes_at() is None


def test_who_waits_is_called_after_a_moment() -> None:
    clerk = a_clerk()
    clerk.look(counter(waiting=1), 0, now=10)
    assert clerk.move(10.9) is None
    assert clerk.wakes_at() == 11
    assert clerk.move(11) is Move.PRESS


def test_a_call_is_given_up_where_another_counter_was_faster() -> None:
    clerk = a_clerk()
    clerk.look(counter(waiting=1), 0, now=10)
    clerk.look(counter(waiting=0), 0, now=10.5)
    assert clerk.move(11) is None


def test_a_press_without_effect_is_made_again() -> None:
    clerk = a_clerk()
    clerk.look(counter(waiting=1), 0, now=10)
    assert clerk.move(11) is Move.PRESS
    assert clerk.move(15.9) is None
    assert clerk.move(16) is Move.PRESS


def test_service_begins_when_the_board_shows_the_number_and_ends_with_a_press() -> None:
    clerk = a_clerk()
    clerk.look(counter("A001"), 0, now=20)
    clerk.look(counter("A001"), 1, now=21)
    served_at = clerk.wakes_at()
    assert served_at is not None
    assert served_at > 22
    clerk.look(counter("A001"), 1, now=21.5)
    assert clerk.wakes_at() == served_at, "a newer board does not begin the service anew"
    assert clerk.move(served_at) is Move.PRESS


def test_whoever_the_board_does_not_show_is_called_again_twice_then_given_up() -> None:
    clerk = a_clerk()
    clerk.look(counter("A001"), 0, now=0)
    assert [clerk.move(at) for at in (5, 10, 15)] == [Move.HOLD, Move.HOLD, Move.PRESS]


def test_a_citizen_who_needs_a_second_call_is_served_once_it_was_shown() -> None:
    clerk = a_clerk(recall_share=1)
    clerk.look(counter("A001"), 1, now=0)
    assert clerk.move(1) is Move.HOLD
    clerk.look(counter("A001"), 2, now=2)
    served_at = clerk.wakes_at()
    assert served_at is not None
    assert clerk.move(served_at) is Move.PRESS


def test_the_next_citizen_is_a_new_one() -> None:
    clerk = a_clerk()
    clerk.look(counter("A001"), 1, now=0)
    clerk.look(counter("A002"), 0, now=100)
    assert clerk.move(100) is None
    assert clerk.wakes_at() == 105

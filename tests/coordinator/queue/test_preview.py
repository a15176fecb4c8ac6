"""Whom a counter would call next is foretold by the very rule that calls, and numbers are read as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.queue.choice import Head, choose_next
from coordinator.queue.numbers import number_label, read_label
from coordinator.queue.preview import Lane, foresee

COUNT = 5


def call_all(lanes: dict[Lane, list[int]], own: list[str], over: list[str], run: int) -> list[int]:
    """Call until nobody waits, as a desk does: each time from what waits then."""
    rest, runs, called = {lane: list(places) for lane, places in lanes.items()}, dict[str, int](), list[int]()
    while True:
        heads = [Head(min(places), *lane) for lane, places in rest.items() if places]
        choice = choose_next(heads, own, over, runs, run)
        if choice is None:
            return called
        called.append(choice.head.place)
        rest[choice.head.domain, choice.head.is_priority].remove(choice.head.place)
        runs |= choice.runs


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=20), st.integers(1, 3))
def test_the_next_few_are_those_that_calling_one_by_one_gives(arrivals: list[Lane], run: int) -> None:
    lanes: dict[Lane, list[int]] = {}
    for place, lane in enumerate(arrivals):
        lanes.setdefault(lane, []).append(place)
    own, over = ["a", "b"], ["c"]
    heads = {lane: places[:COUNT] for lane, places in lanes.items()}
    assert foresee(heads, own, over, {}, run, COUNT) == call_all(lanes, own, over, run)[:COUNT]


def test_nothing_is_changed_by_looking_ahead() -> None:
    lanes, runs = {("a", False): [1, 2], ("a", True): [3]}, {"a": 1}
    foresee(lanes, ["a"], [], runs, 2, COUNT)
    assert (lanes, runs) == ({("a", False): [1, 2], ("a", True): [3]}, {"a": 1})


@given(st.from_regex(r"\A[A-Z]{1,2}\Z"), st.integers(0, 99_999))
def test_what_is_written_on_a_ticket_is_read_back(prefix: str, number: int) -> None:
    label = number_label(prefix, number)
    assert read_label(label) == (prefix, number)
    assert read_label(f" {label.lower()} ") == (prefix, number)


@pytest.mark.parametrize("text", ["", "A", "001", "ABC1", "A1B", "A-", "Đ001", "A٣", "A1 A2"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_label(text) is None

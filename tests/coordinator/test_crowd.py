"""Whose turn it is: nobody keeps all threads, everybody comes to theirs, and this machine's own wait for none."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.crowd import OWN_ADDRESSES, OWN_CONNECTIONS, Crowd, Limits, limits_of

LIMITS = Limits(connections=6, connections_of_one=3, turns=4, turns_of_one=2)


@dataclass(eq=False)
class Guest:
    address: str


def ask(crowd: Crowd[Guest], *addresses: str) -> list[bool]:
    return [crowd.ask_turn(Guest(address)) for address in addresses]


def test_one_address_has_its_share_of_turns_and_the_rest_is_others() -> None:
    crowd = Crowd[Guest](LIMITS)
    assert ask(crowd, "a", "a", "a", "b", "b", "b", "c") == [True, True, False, True, True, False, False]


def test_a_turn_that_ends_is_the_next_ones_each_address_once_around() -> None:
    crowd = Crowd[Guest](Limits(9, 9, 1, 1))
    first, *others = (Guest(address) for address in ("x", "a", "a", "a", "b", "c"))
    assert crowd.ask_turn(first)
    assert not any(crowd.ask_turn(other) for other in others)
    served, current = list[str](), first
    while found := crowd.end_turn(current):
        (current,) = found
        served.append(current.address)
    assert served == ["a", "b", "c", "a", "a"]


def test_whoever_comes_later_does_not_pass_those_of_its_address_that_wait() -> None:
    crowd = Crowd[Guest](Limits(9, 9, 2, 1))
    one, two, three = Guest("a"), Guest("a"), Guest("a")
    assert crowd.ask_turn(one)
    assert not crowd.ask_turn(two)
    assert crowd.end_turn(one) == [two]
    assert not crowd.ask_turn(three)
    assert crowd.end_turn(two) == [three]


@pytest.mark.parametrize("own", sorted(OWN_ADDRESSES))
def test_this_machines_own_connections_are_never_too_many_and_never_wait(own: str) -> None:
    crowd = Crowd[Guest](Limits(1, 1, 1, 1))
    crowd.enter(Guest("a"))
    assert ask(crowd, "a", "a") == [True, False]
    for _ in range(100):
        assert not crowd.is_full(own)
        crowd.enter(Guest(own))
        assert crowd.ask_turn(Guest(own))
    assert not crowd.makes_room_for(Guest(own), "a")
    assert crowd.end_turn(Guest(own)) == []


def test_an_address_has_its_share_of_connections_and_all_visitors_theirs() -> None:
    crowd = Crowd[Guest](LIMITS)
    for address in ("a", "a", "a"):
        assert not crowd.is_full(address)
        crowd.enter(Guest(address))
    assert crowd.is_full("a")
    assert not crowd.is_full("b")
    for address in ("b", "b", "c"):
        crowd.enter(Guest(address))
    assert crowd.is_full("d")
    crowd.leave(Guest("b"))
    assert not crowd.is_full("d")


def test_who_has_its_share_makes_room_for_itself_and_others_do_not_for_it() -> None:
    crowd = Crowd[Guest](LIMITS)
    for address in ("a", "a", "a", "b"):
        crowd.enter(Guest(address))
    assert crowd.makes_room_for(Guest("a"), "a")
    assert not crowd.makes_room_for(Guest("b"), "a")
    assert crowd.makes_room_for(Guest("a"), "c")


def test_nothing_is_kept_of_an_address_that_is_gone() -> None:
    crowd = Crowd[Guest](LIMITS)
    for i in range(1000):
        guest = Guest(f"10.0.{i % 250}.{i}")
        crowd.enter(guest)
        assert crowd.ask_turn(guest)
        crowd.end_turn(guest)
        crowd.leave(guest)
    assert not any((crowd._here, crowd._having, crowd._waiting))


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.booleans()), max_size=60))
def test_no_turn_is_lost_and_none_is_free_while_somebody_waits(steps: list[tuple[str, bool]]) -> None:
    crowd, having, asked = Crowd[Guest](LIMITS), list[Guest](), 0
    waiting = Counter[str]()
    for address, comes in steps:
        if comes:
            guest = Guest(address)
            asked += 1
            if crowd.ask_turn(guest):
                having.append(guest)
            else:
                waiting[address] += 1
        elif having:
            found = crowd.end_turn(having.pop(0))
            having += found
            waiting.subtract(one.address for one in found)
        held = Counter(one.address for one in having)
        assert len(having) <= LIMITS.turns
        assert all(count <= LIMITS.turns_of_one for count in held.values())
        if len(having) < LIMITS.turns:
            assert all(held[address] == LIMITS.turns_of_one for address in waiting if waiting[address] > 0)


@given(st.integers(4, 4096))
def test_visitors_always_leave_a_thread_and_connections_to_this_machine(threads: int) -> None:
    commands = threads - min(threads * 3 // 4, threads - 2)
    limits = limits_of(threads + 256, commands)
    assert 1 <= limits.turns_of_one <= limits.turns < commands
    assert 1 <= limits.connections_of_one < limits.connections == threads + 256 - OWN_CONNECTIONS

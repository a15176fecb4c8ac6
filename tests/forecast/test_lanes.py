from hypothesis import given
from hypothesis import strategies as st

from coordinator.queue.choice import Head, choose_next
from forecast.lanes import Lanes, Waiting

DOMAINS = ("a", "b", "c")
people = st.lists(st.tuples(st.sampled_from(DOMAINS), st.booleans()), max_size=30)
desks = st.lists(
    st.tuples(
        st.lists(st.sampled_from(DOMAINS), min_size=1, max_size=3, unique=True),
        st.lists(st.sampled_from(DOMAINS), max_size=2, unique=True),
    ),
    max_size=40,
)


@given(people, desks, st.integers(1, 3))
def test_lanes_are_called_by_the_very_rule_of_the_queue(
    people: list[tuple[str, bool]], desks: list[tuple[list[str], list[str]]], longest_run: int
) -> None:
    waiting = [Waiting(place, domain, is_priority) for place, (domain, is_priority) in enumerate(people)]
    lanes, left, runs = Lanes(waiting, {}, longest_run), list(waiting), dict[str, int]()
    for domains, overflow in desks:
        called = lanes.take(domains) or lanes.take(overflow)
        heads: dict[tuple[str, bool], Head] = {}
        for one in left:
            heads.setdefault((one.domain, one.is_priority), Head(one.place, one.domain, one.is_priority))
        choice = choose_next(heads.values(), domains, overflow, runs, longest_run)
        if choice is None:
            assert called is None
            continue
        assert called is not None
        assert called.place == choice.head.place
        runs |= choice.runs
        left.remove(called)
    assert sorted(lanes.everyone(), key=lambda one: one.place) == left


def test_an_earlier_arrival_is_seen_in_either_lane() -> None:
    lanes = Lanes([Waiting(5, "a", is_priority=True)], {}, 2)
    assert lanes.has_earlier("a", 6)
    assert not lanes.has_earlier("a", 5)
    assert not lanes.has_earlier("b", 6)

"""How many are ahead, held against the rule that calls them."""

from hypothesis import given
from hypothesis import strategies as st

from coordinator.queue.choice import Head, choose_next
from coordinator.queue.waiting import count_ahead


def _calls_before(lanes: dict[bool, list[int]], run: int, longest_run: int, place: int) -> int:
    """How many the rule itself calls before the ticket of a place, in one domain."""
    lanes = {kind: list(places) for kind, places in lanes.items()}
    runs, calls = {"a": run}, 0
    while True:
        heads = [Head(places[0], "a", kind) for kind, places in lanes.items() if places]
        choice = choose_next(heads, ["a"], [], runs, longest_run)
        assert choice is not None
        runs |= choice.runs
        if choice.head.place == place:
            return calls
        lanes[choice.head.is_priority].pop(0)
        calls += 1


@given(st.integers(0, 8), st.integers(0, 8), st.integers(1, 4), st.data())
def test_as_many_are_ahead_as_the_rule_calls_before(
    ordinary: int, priority: int, longest_run: int, data: st.DataObject
) -> None:
    run = data.draw(st.integers(0, longest_run))
    is_priority = data.draw(st.booleans())
    lanes = {False: list(range(0, 2 * ordinary, 2)), True: list(range(1, 2 * priority, 2))}
    lanes[is_priority].append(1000)
    expected = _calls_before(lanes, run, longest_run, 1000)
    assert count_ahead(ordinary, priority, run, longest_run, is_priority=is_priority) == expected

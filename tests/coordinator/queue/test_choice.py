"""Whom a counter calls next: by example, and step by step against a model that recounts everything each time."""

from collections.abc import Iterable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from coordinator.queue.choice import Head, choose_next
from tests.fakes.naive_queue import Call, Everything, Waiting


def _heads(*lanes: tuple[str, int, bool]) -> list[Head]:
    return [Head(place, domain, is_priority) for domain, place, is_priority in lanes]


def _chosen(
    heads: Iterable[Head],
    domains: Iterable[str] = "ab",
    overflow: Iterable[str] = "",
    runs: dict[str, int] | None = None,
    longest_run: int = 2,
) -> int | None:
    choice = choose_next(heads, domains, overflow, runs or {}, longest_run)
    return None if choice is None else choice.head.place


def test_nobody_waits() -> None:
    assert _chosen([]) is None


def test_nobody_waits_for_what_the_counter_serves() -> None:
    assert _chosen(_heads(("c", 1, False), ("c", 2, True))) is None


def test_a_counter_that_serves_nothing_calls_nobody() -> None:
    assert _chosen(_heads(("a", 1, False)), domains="") is None


def test_first_come_first_served_across_the_domains() -> None:
    assert _chosen(_heads(("a", 7, False), ("b", 3, False))) == 3


def test_priority_goes_first_whenever_it_came() -> None:
    assert _chosen(_heads(("a", 1, False), ("b", 9, True))) == 9


def test_priority_is_first_come_first_served_among_itself() -> None:
    assert _chosen(_heads(("a", 5, True), ("b", 4, True), ("a", 1, False))) == 4


def test_a_run_of_priority_ends_where_an_ordinary_ticket_waits() -> None:
    heads = _heads(("a", 1, False), ("a", 2, True))
    assert [_chosen(heads, runs={"a": run}) for run in (0, 1, 2, 3)] == [2, 2, 1, 1]


def test_a_run_is_of_no_matter_while_no_ordinary_ticket_waits() -> None:
    assert _chosen(_heads(("a", 2, True)), runs={"a": 99}) == 2


def test_the_run_of_one_domain_counts_for_a_counter_that_serves_it_too() -> None:
    heads = _heads(("a", 8, False), ("b", 9, True))
    assert _chosen(heads, "ab", runs={"a": 2}) == 8
    assert _chosen(heads, "b", runs={"a": 2}) == 9


def test_the_longest_run_is_what_the_settings_say() -> None:
    heads = _heads(("a", 1, False), ("a", 2, True))
    assert _chosen(heads, runs={"a": 4}, longest_run=5) == 2
    assert _chosen(heads, runs={"a": 5}, longest_run=5) == 1


def test_overflow_waits_while_anyone_waits_for_the_own_domains() -> None:
    heads = _heads(("a", 9, False), ("o", 1, True))
    assert _chosen(heads, "a", "o") == 9
    assert _chosen(heads[1:], "a", "o") == 1


@pytest.mark.parametrize("is_priority", [False, True])
def test_a_call_says_how_the_runs_change(is_priority: bool) -> None:
    heads = _heads(("a", 1, False), ("b", 2, is_priority), ("b", 3, False))
    choice = choose_next(heads, "ab", "", {"a": 1, "b": 0, "c": 1}, 2)
    assert choice is not None
    assert choice.runs == ({"a": 2, "b": 1} if is_priority else {"a": 0, "b": 0})


DOMAINS = st.frozensets(st.sampled_from("abcd"), max_size=3)


class ChoiceMachine(RuleBasedStateMachine):
    """The rule sees only lane heads and the runs that it itself counted; the model sees everything."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Everything()
        self.runs: dict[str, int] = {}
        self.place = 0
        self.longest_run = 2

    @rule(domain=st.sampled_from("abcd"), is_priority=st.booleans())
    def arrive(self, domain: str, is_priority: bool) -> None:
        self.place += 1
        self.model.waiting.append(Waiting(self.place, domain, is_priority))

    @rule(domains=DOMAINS, overflow=DOMAINS)
    def call(self, domains: frozenset[str], overflow: frozenset[str]) -> None:
        overflow -= domains
        expected = self.model.choose(domains, overflow, self.longest_run)
        choice = choose_next(self._heads(), domains, overflow, self.runs, self.longest_run)
        if choice is None or expected is None:
            assert choice is None
            assert expected is None
            return
        called = expected.called
        assert choice.head == Head(called.place, called.domain, called.is_priority)
        self.runs |= choice.runs
        self.model.waiting.remove(called)
        self.model.history.append(expected)

    @rule(data=st.data(), domain=st.sampled_from("abcd"))
    def come_back(self, data: st.DataObject, domain: str) -> None:
        """Who was called and held, or sent on, waits again at the place of the first arrival."""
        gone = [call.called for call in self.model.history if isinstance(call, Call)]
        gone = [one for one in gone if one.place not in {ticket.place for ticket in self.model.waiting}]
        if gone:
            one = data.draw(st.sampled_from(gone))
            self.model.waiting.append(Waiting(one.place, domain, one.is_priority))

    @invariant()
    def no_ordinary_ticket_is_passed_by_too_many(self) -> None:
        assert all(self.model.passed(domain) <= self.longest_run for domain in "abcd")

    def _heads(self) -> list[Head]:
        lanes: dict[tuple[str, bool], int] = {}
        for ticket in self.model.waiting:
            lane = (ticket.domain, ticket.is_priority)
            lanes[lane] = min(ticket.place, lanes.get(lane, ticket.place))
        return [Head(place, domain, is_priority) for (domain, is_priority), place in lanes.items()]


TestChoiceAgainstEverything = ChoiceMachine.TestCase
TestChoiceAgainstEverything.settings = settings(max_examples=60, stateful_step_count=40)

"""Each rule of the fault runs speaks where it is broken, and is silent where it is kept."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.chaos import device_rules, rules
from tests.chaos.device_rules import counter_of, kiosk_of
from tests.chaos.evidence import CLERK, KIOSK, ClientLog, Life, Look, Said, Traces
from tests.chaos.faults import Fault
from tests.chaos.papers import Paper
from tests.chaos.plan import describe, make_plan
from tests.chaos.print_rules import a_second_paper_is_a_copy, each_print_is_accounted_for
from tests.chaos.snapshot import Snapshot
from wire.messages import Called, IssueTicket, Ticket

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
DAY = "2026-11-24"


def ticket(number: int, state: Any = "waiting", counter: int | None = None) -> Ticket:
    return Ticket(
        id=f"t{number}",
        number=f"A{number:03}",
        domain="d",
        priority=None,
        state=state,
        issued_at=NOW,
        called_at=None,
        counter=counter,
        ahead=0,
        estimated_wait_s=None,
        print=None,
        status_url="",
    )


def said(command: str, arguments: tuple[Any, ...], answer: Any, who: str = CLERK) -> Said:
    return Said(1.0, who, command, arguments, f"{command}-{arguments}", 200, answer)


def row(place: int, state: str, counter: int | None = None) -> dict[str, Any]:
    common = {"day": DAY, "prefix": "A", "domain": "d", "link": f"l{place}"}
    return {
        "place": place,
        "id": f"t{place}",
        "number": place,
        "state": state,
        "counter": counter,
        **common,
    }


def line(seq: int, action: str, place: int | None = None, counter: int | None = None, **more: Any) -> Any:
    actor = f"kiosk:{KIOSK}" if action == "ticket.issued" else f"counter:{CLERK}"
    values = {"seq": seq, "action": action, "place": place, "counter": counter, "actor": actor}
    return {**values, "day": DAY, "domain": "d", "detail": json.dumps(more)}


def job(state: str, **more: Any) -> dict[str, Any]:
    times = {"queued_at": 0, "ended_at": 10, "lease_until": None}
    values = {"seq": 1, "id": "j1", "place": 1, "state": state, "is_pending": False, "reason": ""}
    return {**values, **times, **more}


def kept() -> Traces:
    """Two tickets; the first was called to counter 1, printed and served, then the second was called."""
    return Traces(
        said=[
            said("issue", (IssueTicket(domain="d"),), ticket(1), KIOSK),
            said("issue", (IssueTicket(domain="d"), 2), ticket(2), KIOSK),
            said("call_next", (1,), Called(called=ticket(1), finished=None, waiting=1)),
            said("call_next", (1, 2), Called(called=ticket(2), finished=ticket(1), waiting=0)),
        ],
        snapshot=Snapshot(
            tickets=[row(1, "served", 1), row(2, "called", 1)],
            counters=[{"counter": 1, "is_open": True, "place": 2}],
            calls=[{"seq": 5, "day": DAY}, {"seq": 8, "day": DAY}],
            jobs=[job("printed"), job("failed", id="j2", seq=2, place=2, reason="paper jam")],
            audit=[
                line(1, "day.begun"),
                line(2, "ticket.issued", 1),
                line(3, "print.claimed", job="j1", copy=False),
                line(4, "ticket.issued", 2),
                line(5, "ticket.called", 1, 1),
                line(7, "ticket.served", 1, 1),
                line(8, "ticket.called", 2, 1),
            ],
            sequences=[{"day": DAY, "prefix": "A", "last": 2}],
        ),
        painted=frozenset({5, 8}),
        looks=[Look(4, (), is_first=True), Look(5, (5,), is_first=False), Look(8, (5, 8), is_first=False)],
        sheets=[Paper("000001", "l1", "picture")],
        lives=[Life((4, 5, 8), (5, 8)), Life((8,), ())],
        devices=[
            kiosk_of(f"kiosk:{KIOSK}", ["wish 1: A001", "wish 2: A002"], 2, 0),
            counter_of(f"counter:{CLERK}", ["counter 1: called A001", "counter 1: called A002"], {1: 2}, 0),
        ],
    )


def with_snapshot(traces: Traces, **changes: Any) -> Traces:
    return replace(traces, snapshot=replace(traces.snapshot, **changes))


def with_line(traces: Traces, added: Any) -> Traces:
    return with_snapshot(traces, audit=[*traces.snapshot.audit, added])


def without_line(traces: Traces, seq: int) -> Traces:
    return with_snapshot(traces, audit=[one for one in traces.snapshot.audit if one["seq"] != seq])


def said_otherwise(traces: Traces) -> Traces:
    first = traces.said[0]
    other = Said(2.0, KIOSK, first.command, first.arguments, first.key, 200, ticket(2))
    return replace(traces, again=[(first, other)])


def with_kiosk(log: list[str], takes: int, deaths: int, traces: Traces) -> Traces:
    return replace(traces, devices=[kiosk_of(f"kiosk:{KIOSK}", log, takes, deaths)])


def with_buttons(log: list[str], closed: int, deaths: int, traces: Traces) -> Traces:
    return replace(traces, devices=[counter_of(f"counter:{CLERK}", log, {1: closed}, deaths)])


def announced(calls: tuple[int, ...], traces: Traces) -> Traces:
    return replace(traces, lives=[replace(traces.lives[0], calls=calls)])


BROKEN: list[tuple[Callable[[Traces], Iterator[str]], Callable[[Traces], Traces]]] = [
    (rules.the_database_is_whole, lambda it: with_snapshot(it, damage=["row 3 is missing from an index"])),
    (
        rules.acknowledged_is_there,
        lambda it: with_snapshot(it, tickets=[row(1, "served", 1)]),
    ),
    (
        rules.acknowledged_is_there,
        lambda it: with_snapshot(it, tickets=[row(1, "served", 1), {**row(2, "called", 1), "number": 3}]),
    ),
    (rules.acknowledged_is_in_the_audit, lambda it: without_line(it, 7)),
    (rules.nothing_is_done_unasked, lambda it: with_line(it, line(9, "ticket.issued", 3))),
    (rules.nothing_is_done_unasked, lambda it: with_line(it, line(9, "ticket.recalled", 2, 1))),
    (
        rules.numbers_run_without_gap,
        lambda it: with_snapshot(it, tickets=[row(1, "served"), row(3, "waiting")]),
    ),
    (
        rules.numbers_run_without_gap,
        lambda it: with_snapshot(it, tickets=[row(1, "served"), row(1, "waiting")]),
    ),
    (
        rules.numbers_run_without_gap,
        lambda it: with_snapshot(it, sequences=[{"day": DAY, "prefix": "A", "last": 3}]),
    ),
    (
        rules.one_answer_a_ticket,
        lambda it: replace(it, said=[*it.said, said("issue", ("another",), ticket(1), KIOSK)]),
    ),
    (
        rules.one_counter_a_ticket,
        lambda it: with_snapshot(it, tickets=[row(1, "called", 1), row(2, "called", 1)]),
    ),
    (
        rules.one_counter_a_ticket,
        lambda it: with_snapshot(it, counters=[{"counter": n, "is_open": True, "place": 2} for n in (1, 2)]),
    ),
    (rules.the_audit_tells_the_tables, lambda it: with_line(it, line(9, "ticket.called", 2, 2))),
    (rules.the_audit_tells_the_tables, lambda it: without_line(it, 4)),
    (rules.the_audit_tells_the_tables, lambda it: with_line(it, line(8, "counter.opened", counter=1))),
    (
        rules.the_audit_tells_the_tables,
        lambda it: with_snapshot(it, tickets=[row(1, "no_show", 1), row(2, "called", 1)]),
    ),
    (
        rules.the_audit_tells_the_tables,
        lambda it: with_snapshot(it, counters=[{"counter": 1, "is_open": True, "place": None}]),
    ),
    (rules.same_key_same_answer, said_otherwise),
    (
        rules.each_call_is_announced_once,
        lambda it: replace(it, looks=[it.looks[0], Look(8, (8,), is_first=False)]),
    ),
    (
        rules.each_call_is_announced_once,
        lambda it: replace(it, looks=[*it.looks, Look(8, (5, 6, 8), is_first=False)]),
    ),
    (rules.the_display_paints_what_was_called, lambda it: replace(it, painted=frozenset({5}))),
    (rules.the_display_paints_what_was_called, lambda it: replace(it, painted=frozenset({5, 6, 8}))),
    (rules.the_display_paints_what_was_called, lambda it: replace(it, painted=frozenset())),
    *(
        (rules.the_display_announces_each_call_once, partial(announced, calls))
        for calls in [(5, 8, 8), (8, 5), (5, 6, 8), (5,), (8,), ()]
    ),
    (rules.the_board_never_goes_back, lambda it: replace(it, looks=[*it.looks, it.looks[1]])),
    (each_print_is_accounted_for, lambda it: replace(it, sheets=[])),
    (
        each_print_is_accounted_for,
        lambda it: replace(it, sheets=[*it.sheets, Paper("000002", "l1", "another")]),
    ),
    (each_print_is_accounted_for, lambda it: with_snapshot(it, jobs=[job("failed")])),
    (
        each_print_is_accounted_for,
        lambda it: with_snapshot(it, jobs=[job("queued", is_pending=True)]),
    ),
    (
        a_second_paper_is_a_copy,
        lambda it: with_line(it, line(9, "print.claimed", job="j1", copy=False)),
    ),
    (
        a_second_paper_is_a_copy,
        lambda it: replace(it, sheets=[*it.sheets, Paper("000002", "l1", "picture")]),
    ),
    (
        device_rules.what_a_device_told_is_in_the_audit,
        partial(with_kiosk, ["wish 1: A001", "wish 2: A003"], 2, 1),
    ),
    (
        device_rules.what_a_device_told_is_in_the_audit,
        partial(with_buttons, ["counter 1: called A001", "counter 1: called A001"], 2, 1),
    ),
    (
        device_rules.what_a_device_told_is_in_the_audit,
        partial(with_buttons, ["counter 1: A001 had not come"], 2, 2),
    ),
    (device_rules.a_device_does_nothing_more, partial(with_kiosk, ["wish 1: A001"], 2, 0)),
    (device_rules.a_device_does_nothing_more, partial(with_kiosk, [], 2, 1)),
    (device_rules.a_device_does_nothing_more, partial(with_buttons, ["counter 1: called A001"], 2, 0)),
    (
        device_rules.a_device_does_nothing_more,
        partial(
            with_buttons, ["counter 1: called A001", "counter 1: the press (next) did not take: 409 No"], 2, 0
        ),
    ),
    (
        device_rules.a_device_does_nothing_more,
        lambda it: with_buttons(
            ["counter 1: called A001", "counter 1: called A002"],
            3,
            0,
            with_line(it, line(9, "ticket.recalled", 2, 1)),
        ),
    ),
    (
        device_rules.a_device_does_no_more_than_its_fingers,
        partial(with_kiosk, ["wish 1: A001", "wish 2: A002"], 1, 0),
    ),
    (
        device_rules.a_device_does_no_more_than_its_fingers,
        partial(with_buttons, ["counter 1: called A001", "counter 1: called A002"], 1, 0),
    ),
    (
        device_rules.each_number_of_the_kiosk_has_its_paper,
        lambda it: with_snapshot(it, jobs=[job("printed")]),
    ),
    (device_rules.each_number_of_the_kiosk_has_its_paper, lambda it: replace(it, sheets=[])),
]


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.__name__)
def test_a_rule_that_is_kept_says_nothing(rule: Callable[[Traces], Iterator[str]]) -> None:
    assert list(rule(kept())) == []


@pytest.mark.parametrize(("rule", "harm"), BROKEN, ids=[rule.__name__ for rule, _harm in BROKEN])
def test_a_rule_that_is_broken_speaks(
    rule: Callable[[Traces], Iterator[str]], harm: Callable[[Traces], Traces]
) -> None:
    assert list(rule(harm(kept())))


@pytest.mark.parametrize(
    ("log", "closed", "deaths"),
    [
        (["counter 1: called A001"], 2, 1),
        (["counter 1: called A001", "counter 1: the press (next) did not take: no answer"], 2, 0),
        (["counter 1: called A001", "counter 1: called A002", "counter 1: called nobody: none waits"], 3, 0),
    ],
)
def test_what_a_button_was_killed_over_or_gave_up_may_have_been_done_or_not(
    log: list[str], closed: int, deaths: int
) -> None:
    traces = with_buttons(log, closed, deaths, kept())
    assert [list(rule(traces)) for rule in rules.ALL] == [[] for _ in rules.ALL]


def test_a_wish_that_was_given_up_may_have_been_granted_or_not() -> None:
    log = [
        "wish 1: A001",
        "wish 2: no answer yet: 503",
        "wish 2 was given up by the citizen; a number it may have taken",
    ]
    traces = with_kiosk(log, 2, 0, kept())
    assert [list(rule(traces)) for rule in rules.ALL] == [[] for _ in rules.ALL]


def test_every_rule_is_broken_once_here() -> None:
    assert {rule for rule, _harm in BROKEN} == set(rules.ALL)


def test_whoever_slept_through_more_calls_than_a_board_holds_has_lost_its_place() -> None:
    calls = [{"seq": seq, "day": DAY} for seq in range(1, 31)]
    looks = [Look(2, (1, 2), is_first=True), Look(30, tuple(range(11, 31)), is_first=False)]
    traces = replace(with_snapshot(kept(), calls=calls), looks=looks)
    assert list(rules.each_call_is_announced_once(traces)) == []
    looks[1] = Look(22, tuple(range(4, 23)), is_first=False)
    assert len(list(rules.each_call_is_announced_once(traces))) == 2


def test_what_a_client_was_answered_is_in_its_log_at_once(tmp_path: Path) -> None:
    log = ClientLog(tmp_path / "log", monotonic=lambda: 1.5)
    log.write(KIOSK, "issue", (IssueTicket(domain="d"),), "key", ticket(1))
    written = json.loads((tmp_path / "log").read_text())
    assert (written["who"], written["key"], written["answer"]["number"]) == (KIOSK, "key", "A001")
    log.close()


@dataclass(frozen=True)
class Nothing:
    name: str

    def lacks(self, _stage: object) -> str:
        return ""

    def strike(self, _stage: object, _chance: random.Random) -> None:
        raise AssertionError


def test_a_plan_follows_from_its_seed_and_uses_every_fault() -> None:
    faults: list[Fault] = [Nothing("a"), Nothing("b"), Nothing("c")]
    plan = make_plan(7, faults, 9)
    assert describe(7, plan) == describe(7, make_plan(7, faults, 9))
    assert describe(7, plan) != describe(8, make_plan(8, faults, 9))
    assert [sum(stroke.fault is fault for stroke in plan) for fault in faults] == [3, 3, 3]
    assert describe(7, plan).startswith("seed 7: ")

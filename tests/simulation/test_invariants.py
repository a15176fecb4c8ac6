"""Each rule passes a sound day and catches its breach: a checker that cannot fail would show nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Final

import msgspec
import pytest

from simulation import invariants
from simulation.evidence import CallAnswer, Evidence, Issued, Refusal
from simulation.invariants import CALLING, DAY, find_violations
from wire.messages import Call, IssueTicket, PrintSummary, Ticket

EVERY: Final = tuple(dict.fromkeys((*DAY, *CALLING)))
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def ticket(number: str, *, served: bool = False) -> Ticket:
    return Ticket(
        id=f"id-{number}",
        number=number,
        domain={"A": "chung-thuc", "C": "ho-tich"}[number[0]],
        priority=None,
        state="served" if served else "waiting",
        issued_at=NOON,
        called_at=None,
        counter=None,
        ahead=0,
        estimated_wait_s=None,
        print=PrintSummary(id=f"job-{number}", state="printed" if served else "queued"),
        status_url="",
    )


def sound_day() -> Evidence:
    """Five citizens, two domains, two counters; one recall."""
    numbers = ["A001", "C001", "A002", "A003", "C002"]
    seq = count(10)
    calls = [
        Call(seq=next(seq), number=n, counter=1 if n[0] == "A" else 5, domain="x", called_at=NOON, times=1)
        for n in numbers
    ]
    recall = msgspec.structs.replace(calls[-1], seq=next(seq), times=2)
    issued = [
        Issued(f"key-{n}", IssueTicket(domain=ticket(n).domain, printer="kiosk-1"), ticket(n))
        for n in numbers
    ]
    return Evidence(
        issued=issued,
        answers=[
            CallAnswer(call.counter, f"press-{call.number}", f"id-{call.number}", None) for call in calls
        ],
        final={f"id-{n}": ticket(n, served=True) for n in numbers},
        stream=[*calls, recall],
        painted=frozenset(call.seq for call in [*calls, recall]),
        papers=[f"digest-{n}" for n in numbers],
        after_closing=[Refusal("chung-thuc", 409), Refusal("ho-tich", 409)],
        repeats=[(ticket("A001"), ticket("A001"))],
    )


def test_a_sound_day_breaks_no_rule() -> None:
    assert find_violations(sound_day(), EVERY) == []


def give_a_number_twice(day: Evidence) -> None:
    day.issued[2] = replace(day.issued[2], ticket=msgspec.structs.replace(ticket("A001"), id="other"))


def answer_two_wishes_with_one_ticket(day: Evidence) -> None:
    day.issued.append(replace(day.issued[0], key="another"))


def skip_a_number(day: Evidence) -> None:
    del day.issued[2]


def give_nonsense_for_a_number(day: Evidence) -> None:
    day.issued[0] = replace(day.issued[0], ticket=msgspec.structs.replace(ticket("A001"), number="17"))


def lose_a_ticket(day: Evidence) -> None:
    del day.final["id-A002"]


def renumber_a_ticket(day: Evidence) -> None:
    day.final["id-A002"] = msgspec.structs.replace(day.final["id-A002"], number="A009")


def answer_a_key_otherwise(day: Evidence) -> None:
    day.repeats.append((ticket("A001"), ticket("A002")))


def forget_to_call(day: Evidence) -> None:
    del day.stream[2]


def call_anew(day: Evidence) -> None:
    day.stream.append(msgspec.structs.replace(day.stream[0], seq=99))


def call_a_number_nobody_has(day: Evidence) -> None:
    day.stream.append(msgspec.structs.replace(day.stream[0], seq=99, number="A004"))


def call_to_two_counters(day: Evidence) -> None:
    day.stream.append(msgspec.structs.replace(day.stream[0], seq=99, counter=2, times=2))


def answer_two_counters_with_one_ticket(day: Evidence) -> None:
    day.answers.append(CallAnswer(2, "press", "id-A001", None))


def answer_one_counter_twice_with_one_ticket(day: Evidence) -> None:
    day.answers.append(CallAnswer(1, "press", "id-A001", None))


def expire_a_ticket(day: Evidence) -> None:
    day.final["id-C001"] = msgspec.structs.replace(day.final["id-C001"], state="expired")


def leave_one_waiting(day: Evidence) -> None:
    day.final["id-C001"] = msgspec.structs.replace(day.final["id-C001"], state="waiting")


def call_out_of_turn(day: Evidence) -> None:
    second, third = day.stream[2], day.stream[3]
    day.stream[2] = msgspec.structs.replace(second, number=third.number)
    day.stream[3] = msgspec.structs.replace(third, number=second.number)


def leave_one_unprinted(day: Evidence) -> None:
    last = day.final["id-A003"]
    day.final["id-A003"] = msgspec.structs.replace(last, print=PrintSummary(id="j", state="failed"))


def lose_a_paper(day: Evidence) -> None:
    day.papers.pop()


def print_one_too_many(day: Evidence) -> None:
    day.papers.append("digest-of-something-else")


def print_one_in_place_of_another(day: Evidence) -> None:
    day.papers[1] = day.papers[0]


def never_paint_a_call(day: Evidence) -> None:
    day.painted -= {11}


def never_paint_a_recall(day: Evidence) -> None:
    day.painted -= {15}


def issue_after_closing(day: Evidence) -> None:
    day.after_closing[0] = Refusal("chung-thuc", 201)


BREACHES: Final[list[tuple[Callable[[Evidence], None], str]]] = [
    (give_a_number_twice, "no_number_twice"),
    (answer_two_wishes_with_one_ticket, "no_number_twice"),
    (skip_a_number, "no_gap"),
    (give_nonsense_for_a_number, "no_gap"),
    (lose_a_ticket, "nothing_acknowledged_lost"),
    (renumber_a_ticket, "nothing_acknowledged_lost"),
    (answer_a_key_otherwise, "same_key_same_answer"),
    (forget_to_call, "each_called_once"),
    (call_anew, "each_called_once"),
    (call_a_number_nobody_has, "each_called_once"),
    (call_to_two_counters, "no_ticket_at_two_counters"),
    (answer_two_counters_with_one_ticket, "no_ticket_at_two_counters"),
    (answer_one_counter_twice_with_one_ticket, "each_answer_another_ticket"),
    (expire_a_ticket, "each_served"),
    (leave_one_waiting, "each_served"),
    (call_out_of_turn, "in_turn"),
    (leave_one_unprinted, "each_printed_once"),
    (lose_a_paper, "each_printed_once"),
    (print_one_too_many, "each_printed_once"),
    (print_one_in_place_of_another, "each_printed_once"),
    (never_paint_a_call, "each_call_on_the_board"),
    (never_paint_a_recall, "each_call_on_the_board"),
    (issue_after_closing, "closed_is_closed"),
]


@pytest.mark.parametrize(("harm", "rule"), BREACHES)
def test_each_breach_is_named_by_its_rule(harm: Callable[[Evidence], None], rule: str) -> None:
    day = sound_day()
    harm(day)
    assert rule in {sentence.partition(":")[0] for sentence in find_violations(day, EVERY)}


def test_every_rule_is_among_those_that_a_breach_was_shown_for() -> None:
    assert {rule for _, rule in BREACHES} == {rule.__name__ for rule in EVERY}


def test_a_long_list_of_numbers_is_cut_and_counted() -> None:
    day = Evidence(issued=[Issued("k", IssueTicket(domain="x"), ticket("A040"))])
    (sentence,) = invariants.no_gap(day)
    assert sentence.endswith("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 29 more")

"""The rules that no day may break, judged from its evidence alone. Pure.

Each rule gives one sentence for each breach, naming the numbers concerned; no sentence, no breach.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from simulation.evidence import Evidence

MOST_NAMED: Final = 10
_NUMBER: Final = re.compile(r"([A-Z]+)(\d+)")

E = TypeVar("E")

Rule = Callable[[Evidence], Iterator[str]]


def find_violations(evidence: E, rules: Iterable[Callable[[E], Iterator[str]]]) -> list[str]:
    """What each rule has to say, in the order of the rules."""
    return [f"{rule.__name__}: {sentence}" for rule in rules for sentence in rule(evidence)]


def no_number_twice(evidence: Evidence) -> Iterator[str]:
    numbers = Counter(issued.ticket.number for issued in evidence.issued)
    if repeated := [number for number, n in numbers.items() if n > 1]:
        yield f"given to more than one citizen: {_name(repeated)}"
    ids = Counter(issued.ticket.id for issued in evidence.issued)
    if shared := [ticket for ticket, n in ids.items() if n > 1]:
        yield f"one ticket answered to different wishes: {_name(shared)}"


def no_gap(evidence: Evidence) -> Iterator[str]:
    """Within a prefix the numbers run from 1 without a hole."""
    by_prefix: dict[str, set[int]] = defaultdict(set)
    for issued in evidence.issued:
        match = _NUMBER.fullmatch(issued.ticket.number)
        if match is None:
            yield f"{issued.ticket.number!r} is no ticket number"
            continue
        by_prefix[match[1]].add(int(match[2]))
    for prefix, numbers in sorted(by_prefix.items()):
        if missing := sorted(set(range(1, max(numbers) + 1)) - numbers):
            yield f"missing among the {prefix} numbers: {_name(missing)}"


def nothing_acknowledged_lost(evidence: Evidence) -> Iterator[str]:
    """What was answered is there at the end, as it was answered."""
    for issued in evidence.issued:
        first, last = issued.ticket, evidence.final.get(issued.ticket.id)
        if last is None:
            yield f"{first.number} was given out and is gone"
        elif (last.number, last.domain, last.issued_at) != (first.number, first.domain, first.issued_at):
            yield f"{first.number} of {first.domain} became {last.number} of {last.domain}"


def same_key_same_answer(evidence: Evidence) -> Iterator[str]:
    for first, again in evidence.repeats:
        if first != again:
            yield f"a repeated key was answered {again.number} in place of {first.number}, or otherwise"


def each_called_once(evidence: Evidence) -> Iterator[str]:
    """By the stream: one first call for each number; recalls do not count."""
    calls = Counter(call.number for call in evidence.stream if call.times == 1)
    numbers = {issued.ticket.number for issued in evidence.issued}
    if missing := sorted(numbers - set(calls)):
        yield f"never called: {_name(missing)}"
    if repeated := sorted(number for number, n in calls.items() if n > 1):
        yield f"called anew: {_name(repeated)}"
    if unknown := sorted(set(calls) - numbers):
        yield f"called but never given out: {_name(unknown)}"


def no_ticket_at_two_counters(evidence: Evidence) -> Iterator[str]:
    """By the answers to the counters' own commands, and by the stream."""
    places: dict[str, set[int]] = defaultdict(set)
    for answer in evidence.answers:
        if answer.called is not None:
            places[answer.called].add(answer.counter)
    for call in evidence.stream:
        places[call.number].add(call.counter)
    for ticket, counters in places.items():
        if len(counters) > 1:
            yield f"{ticket} was called to counters {_name(sorted(counters))}"


def each_answer_another_ticket(evidence: Evidence) -> Iterator[str]:
    """Two commands that call never get the same ticket, not at one counter either."""
    by_key = {answer.key: answer.called for answer in evidence.answers if answer.called is not None}
    if repeated := [ticket for ticket, n in Counter(by_key.values()).items() if n > 1]:
        yield f"answered to more than one press: {_name(repeated)}"


def each_served(evidence: Evidence) -> Iterator[str]:
    states: dict[str, list[str]] = defaultdict(list)
    for ticket in evidence.final.values():
        if ticket.state != "served":
            states[ticket.state].append(ticket.number)
    for state, numbers in sorted(states.items()):
        yield f"{state}: {_name(sorted(numbers))}"


def in_turn(evidence: Evidence) -> Iterator[str]:
    """Within a domain and class who came first is called first."""
    order = {call.number: call.seq for call in evidence.stream if call.times == 1}
    lanes: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for issued in evidence.issued:
        if issued.ticket.number in order:
            lanes[issued.ticket.domain, issued.ticket.priority is not None].append(issued.ticket.number)
    for (domain, _), numbers in sorted(lanes.items()):
        arrived = sorted(numbers, key=_position)
        called = sorted(numbers, key=lambda number: order[number])
        if early := [late for first, late in zip(arrived, called, strict=True) if first != late]:
            yield f"called out of turn in {domain}: {_name(early)}"


def each_printed_once(evidence: Evidence) -> Iterator[str]:
    """By the coordinator's word and by the paper: as many prints as tickets, no two alike."""
    wanted = [issued for issued in evidence.issued if issued.wish.printer is not None]
    for issued in wanted:
        last = evidence.final.get(issued.ticket.id)
        state = last.print.state if last is not None and last.print is not None else "unknown"
        if state != "printed":
            yield f"the print of {issued.ticket.number} is {state}"
    if len(evidence.papers) != len(wanted):
        yield f"{len(wanted)} tickets were to be printed, {len(evidence.papers)} papers came out"
    if alike := sum(n - 1 for n in Counter(evidence.papers).values()):
        yield f"{alike} papers are the same as another"


def each_call_on_the_board(evidence: Evidence) -> Iterator[str]:
    if missing := sorted({call.number for call in evidence.stream if call.seq not in evidence.painted}):
        yield f"called but never painted: {_name(missing)}"


def closed_is_closed(evidence: Evidence) -> Iterator[str]:
    for attempt in evidence.after_closing:
        if attempt.status != 409:  # noqa: PLR2004 HTTP's "conflict" by the contract
            yield f"a wish for {attempt.domain} after closing was answered {attempt.status}, not 409"


ISSUING: Final[tuple[Rule, ...]] = (no_number_twice, no_gap, nothing_acknowledged_lost, same_key_same_answer)
CALLING: Final[tuple[Rule, ...]] = (no_ticket_at_two_counters, each_answer_another_ticket)
DAY: Final[tuple[Rule, ...]] = (
    *ISSUING,
    no_ticket_at_two_counters,
    each_called_once,
    each_served,
    in_turn,
    each_printed_once,
    each_call_on_the_board,
    closed_is_closed,
)


def _position(number: str) -> tuple[str, int]:
    match = _NUMBER.fullmatch(number)
    return (match[1], int(match[2])) if match else (number, 0)


def _name(values: Iterable[object]) -> str:
    """The first few, and how many more."""
    names = [str(value) for value in values]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more

"""What no fault may break, judged from the database, its audit and what the clients were answered. Pure.

Each rule gives one sentence for each breach, naming what it concerns; no sentence, no breach.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from tests.chaos.device_rules import (
    a_device_does_no_more_than_its_fingers,
    a_device_does_nothing_more,
    each_number_of_the_kiosk_has_its_paper,
    what_a_device_told_is_in_the_audit,
)
from tests.chaos.evidence import CLERK, DONE, KIOSK, Look, Said, Traces, tickets_in
from tests.chaos.print_rules import a_second_paper_is_a_copy, each_print_is_accounted_for
from tests.chaos.replay import replay

BOARD_CALLS: Final = 20
_CLIENTS: Final = (f"kiosk:{KIOSK}", f"counter:{CLERK}")

Deed = tuple[str, str, int | None]
"""An action of the audit, the ticket's id, and the counter where it has one."""


def the_database_is_whole(traces: Traces) -> Iterator[str]:
    """By SQLite's own checks: `integrity_check` and `foreign_key_check`."""
    yield from traces.snapshot.damage


def acknowledged_is_there(traces: Traces) -> Iterator[str]:
    """What a client was answered is in the tables: each ticket under its number, each print job."""
    tickets = {row["id"]: row for row in traces.snapshot.tickets}
    jobs = {row["id"] for row in traces.snapshot.jobs}
    for said in _done(traces):
        for ticket in tickets_in(said):
            row = tickets.get(ticket.id)
            if row is None:
                yield f"{said.command}: {ticket.number} was answered to {said.who} and is gone"
            elif not ticket.number.startswith(row["prefix"]) or int(ticket.number[1:]) != row["number"]:
                yield f"{said.command}: {ticket.number} is now {row['prefix']}{row['number']}"
        job = said.answer.id if said.command == "print_copy" else None
        if job is not None and job not in jobs:
            yield f"the copy of {said.answer.ticket.number} was promised to {said.who} and is gone"


def acknowledged_is_in_the_audit(traces: Traces) -> Iterator[str]:
    """Each answer has its lines there, by the client who was answered."""
    missing = _acknowledged(traces) - _audited(traces)
    for (action, ticket, counter), times in missing.items():
        yield f"{action} of {ticket} at {counter} was answered and is {times} times too few in the audit"


def nothing_is_done_unasked(traces: Traces) -> Iterator[str]:
    """Nothing is done twice: where every question was answered, the audit holds what was answered and no more."""
    if not traces.is_whole:
        return
    surplus = _audited(traces) - _acknowledged(traces)
    for (action, ticket, counter), times in surplus.items():
        yield f"{action} of {ticket} at {counter} was done {times} times more than it was answered"


def numbers_run_without_gap(traces: Traces) -> Iterator[str]:
    """Within a day and a prefix from 1 on, none twice, none left out; the next is the one behind them."""
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in traces.snapshot.tickets:
        numbers[row["day"], row["prefix"]].append(row["number"])
    for (day, prefix), found in sorted(numbers.items()):
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"{day}: the {prefix} numbers are {sorted(found)}"
    last = {(row["day"], row["prefix"]): row["last"] for row in traces.snapshot.sequences}
    for key in sorted({*numbers, *last}):
        if last.get(key, 0) != len(numbers[key]):
            yield f"{' '.join(key)}: {len(numbers[key])} numbers, but the last given is {last.get(key, 0)}"


def one_answer_a_ticket(traces: Traces) -> Iterator[str]:
    """No number is answered to two wishes."""
    issued = Counter(said.answer.id for said in _done(traces) if said.command == "issue")
    for ticket, times in issued.items():
        if times > 1:
            yield f"one ticket, {ticket}, was answered to {times} wishes"


def one_counter_a_ticket(traces: Traces) -> Iterator[str]:
    """A ticket is at one counter at the most, and a counter has one ticket at the most."""
    called = Counter(row["counter"] for row in traces.snapshot.tickets if row["state"] == "called")
    seated = Counter(row["place"] for row in traces.snapshot.counters if row["place"] is not None)
    for counter, times in called.items():
        if times > 1:
            yield f"{times} tickets are at counter {counter}"
    for place, times in seated.items():
        if times > 1:
            yield f"the ticket of place {place} is at {times} counters"


def the_audit_tells_the_tables(traces: Traces) -> Iterator[str]:
    """Played again line by line, the audit is possible and ends in what the tables hold."""
    model = replay(traces.snapshot.audit)
    yield from model.faults
    rows = {row["place"]: row for row in traces.snapshot.tickets}
    for place in sorted(rows.keys() ^ model.tickets.keys()):
        yield f"the ticket of place {place} is only {'in the table' if place in rows else 'in the audit'}"
    for place in sorted(rows.keys() & model.tickets.keys()):
        row, told = rows[place], model.tickets[place]
        if (row["day"], row["domain"], row["state"]) != (told.day, told.domain, told.state):
            yield f"the ticket of place {place} is {row['state']}, the audit makes it {told.state}"
    for row in traces.snapshot.counters:
        told_open, seat = model.is_open.get(row["counter"], False), model.seats.get(row["counter"])
        if (bool(row["is_open"]), row["place"]) != (told_open, seat):
            yield f"counter {row['counter']} has {row['place']}, by the audit {seat} (open: {told_open})"


def same_key_same_answer(traces: Traces) -> Iterator[str]:
    """Also for refusals, also after every fault."""
    for first, second in traces.again:
        if (first.status, first.answer) != (second.status, second.answer):
            yield f"{first.command} {first.key} was answered otherwise: {first.answer}, then {second.answer}"


def each_call_is_announced_once(traces: Traces) -> Iterator[str]:
    """Each board that a reader got holds exactly the newest calls of its day, and between two boards of one line none
    is left out; but whoever was so slow that more calls were made meanwhile than a board holds has lost its place.
    """
    day_of = {row["seq"]: row["day"] for row in traces.snapshot.calls}
    by_day: dict[str, list[int]] = defaultdict(list)
    for seq, day in day_of.items():
        by_day[day].append(seq)
    seen: set[int] = set()
    for before, look in pairwise([Look(0, (), is_first=True), *traces.looks]):
        day = day_of.get(look.calls[-1], "") if look.calls else ""
        made = by_day[day][: bisect_right(by_day[day], look.seq)]
        if look.calls != tuple(made[-BOARD_CALLS:]):
            yield f"board {look.seq} shows the calls {look.calls}, made were {made[-BOARD_CALLS:]}"
        seen |= {*look.calls}
        between = made[bisect_right(made, before.seq) :]
        is_followed = not look.is_first and len(between) <= BOARD_CALLS
        if is_followed and (lost := sorted(set(between) - seen)):
            yield f"between the boards {before.seq} and {look.seq} the calls {lost} were never shown"


def the_display_paints_what_was_called(traces: Traces) -> Iterator[str]:
    """By its own log of frames, where a display runs: nothing that nobody called, and the newest call."""
    made = {row["seq"] for row in traces.snapshot.calls}
    if invented := sorted(traces.painted - made):
        yield f"the display painted calls that nobody made: {invented}"
    if traces.lives and made and max(made) not in traces.painted:
        yield f"the display never painted the newest call, {max(made)}"


def the_display_announces_each_call_once(traces: Traces) -> Iterator[str]:
    """By its own log, each of its processes: in order, none twice, none that nobody made, and every one that was made
    between two boards that it painted; but not where more were made there than a board holds.
    """
    made = sorted(row["seq"] for row in traces.snapshot.calls)
    for life in traces.lives:
        if twice := [seq for seq, times in Counter(life.calls).items() if times > 1]:
            yield f"the display announced calls more than once: {twice}"
        if list(life.calls) != sorted(life.calls):
            yield f"the display announced calls out of order: {life.calls}"
        if invented := sorted({*life.calls} - {*made}):
            yield f"the display announced calls that nobody made: {invented}"
        for before, board in pairwise(life.boards):
            due = made[bisect_right(made, before) : bisect_right(made, board)]
            if len(due) <= BOARD_CALLS and (missed := sorted({*due} - {*life.calls})):
                yield f"between the boards {before} and {board} the display did not announce {missed}"


def the_board_never_goes_back(traces: Traces) -> Iterator[str]:
    for before, look in pairwise(traces.looks):
        if look.seq < before.seq:
            yield f"board {before.seq} was followed by board {look.seq}"


STORE: Final[tuple[Callable[[Traces], Iterator[str]], ...]] = (
    the_database_is_whole,
    acknowledged_is_there,
    acknowledged_is_in_the_audit,
    nothing_is_done_unasked,
    numbers_run_without_gap,
    one_answer_a_ticket,
    one_counter_a_ticket,
    the_audit_tells_the_tables,
)
"""What a database alone must keep, a copy of it too."""
ALL: Final = (
    *STORE,
    same_key_same_answer,
    each_call_is_announced_once,
    the_display_paints_what_was_called,
    the_display_announces_each_call_once,
    the_board_never_goes_back,
    each_print_is_accounted_for,
    a_second_paper_is_a_copy,
    what_a_device_told_is_in_the_audit,
    a_device_does_nothing_more,
    a_device_does_no_more_than_its_fingers,
    each_number_of_the_kiosk_has_its_paper,
)


def _done(traces: Traces) -> Iterator[Said]:
    return (said for said in traces.said if said.status == DONE)


def _acknowledged(traces: Traces) -> Counter[Deed]:
    return Counter(deed for said in _done(traces) for deed in deeds_of(said))


def deeds_of(said: Said) -> Iterator[Deed]:
    """What the audit must hold of an answer."""
    if said.command in ("call_next", "no_show_next"):
        ended = "ticket.served" if said.command == "call_next" else "ticket.no_show"
        for action, ticket in ((ended, said.answer.finished), ("ticket.called", said.answer.called)):
            if ticket is not None:
                yield action, ticket.id, said.arguments[0]
    elif said.command == "print_copy":
        yield "ticket.print", said.answer.ticket.id, None
    else:
        action, is_at_counter = _ACTIONS[said.command]
        yield action, said.answer.id, said.arguments[0] if is_at_counter else None


_ACTIONS: Final = {
    "issue": ("ticket.issued", False),
    "resume": ("ticket.resumed", False),
    "cancel": ("ticket.cancelled", False),
    "recall": ("ticket.recalled", True),
    "finish": ("ticket.served", True),
    "no_show": ("ticket.no_show", True),
    "hold": ("ticket.held", True),
    "transfer": ("ticket.transferred", True),
}


def _audited(traces: Traces) -> Counter[Deed]:
    ids = {row["place"]: row["id"] for row in traces.snapshot.tickets}
    return Counter(
        (row["action"], ids.get(row["place"], ""), row["counter"])
        for row in traces.snapshot.audit
        if row["actor"] in _CLIENTS and row["action"].startswith("ticket.")
    )

"""A day's figures: who came, how long they waited and were served, by domain, counter and hour. Pure.

A ticket counts in the domain that it ended in, an attendance (from a call until the counter is done with it)
in the domain that it was called for. A wait is from the issue to the first call.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from math import ceil
from statistics import fmean, median
from typing import Final, Literal, get_args

from wire.messages import TicketState

TARGET_MINUTES: Final = 15.0
"""The mean wait that Quyết định 468/QĐ-TTg allows from 2025 on."""

Happening = Literal[
    "called", "served", "no_show", "held", "transferred", "cancelled", "taken_back", "returned"
]


@dataclass(frozen=True)
class Came:
    """A ticket of the day as it stands at its end; times in milliseconds since the epoch."""

    place: int
    domain: str
    is_priority: bool
    state: TicketState
    issued_at: int
    rating: int | None = None


@dataclass(frozen=True)
class Happened:
    """What a counter did with a ticket. `counter` may be null for what did not happen at one; `actor`: who did it, as
    the audit names them.
    """

    place: int
    what: Happening
    counter: int | None
    domain: str
    at: int
    actor: str = ""


@dataclass(frozen=True)
class Attendance:
    """A ticket at a counter. `ended_at` and `end` are null while it is there; `actor` called it."""

    place: int
    counter: int
    domain: str
    called_at: int
    ended_at: int | None = None
    end: Happening | None = None
    actor: str = ""


@dataclass(frozen=True)
class Times:
    """How long, in whole seconds; null where nothing was measured. 90% took no longer than `p90_s`."""

    count: int
    mean_s: int | None
    median_s: int | None
    p90_s: int | None


@dataclass(frozen=True)
class GroupFigures:
    """`within_target` is the share of waits that were no longer than the target."""

    issued: int
    priority: int
    states: Mapping[TicketState, int]
    wait: Times
    within_target: float | None
    service: Times


@dataclass(frozen=True)
class CounterFigures:
    """`service` is of the attendances that ended as served."""

    called: int
    served: int
    no_show: int
    held: int
    transferred: int
    service: Times


@dataclass(frozen=True)
class HourFigures:
    """`wait` is of the tickets issued in this hour."""

    issued: int
    called: int
    served: int
    wait: Times


@dataclass(frozen=True)
class DayFigures:
    total: GroupFigures
    domains: Mapping[str, GroupFigures]
    counters: Mapping[int, CounterFigures]
    hours: Mapping[int, HourFigures]


def sum_up(
    tickets: Sequence[Came],
    happenings: Iterable[Happened],
    *,
    domains: Iterable[str],
    counters: Iterable[int],
    zone: tzinfo,
    target_minutes: float = TARGET_MINUTES,
) -> DayFigures:
    """The figures of one day. `happenings` stand in their order; the named domains and counters are listed
    also where nothing happened there.
    """
    happenings = list(happenings)
    attendances = find_attendances(happenings)
    waits = find_waits(tickets, happenings)
    target_ms = target_minutes * 60_000
    every_domain = dict.fromkeys([*domains, *sorted({ticket.domain for ticket in tickets})])
    every_counter = sorted({*counters, *(one.counter for one in attendances)})
    return DayFigures(
        total=_group(tickets, attendances, waits, target_ms),
        domains={
            domain: _group(
                [ticket for ticket in tickets if ticket.domain == domain],
                [one for one in attendances if one.domain == domain],
                waits,
                target_ms,
            )
            for domain in every_domain
        },
        counters={
            number: _counter([one for one in attendances if one.counter == number])
            for number in every_counter
        },
        hours=_hours(tickets, attendances, waits, zone),
    )


def find_attendances(happenings: Iterable[Happened]) -> list[Attendance]:
    """From each call until the counter was done with the ticket, in the order of the calls."""
    found, at_counter = list[Attendance](), dict[int, int]()
    for one in happenings:
        if one.what == "called" and one.counter is not None:
            at_counter[one.place] = len(found)
            found.append(Attendance(one.place, one.counter, one.domain, one.at, actor=one.actor))
        elif one.place in at_counter:
            index = at_counter.pop(one.place)
            found[index] = replace(found[index], ended_at=one.at, end=one.what)
    return found


def measure(milliseconds: Iterable[int]) -> Times:
    values = sorted(milliseconds)
    if not values:
        return Times(0, None, None, None)
    p90 = values[ceil(len(values) * 0.9) - 1]
    return Times(len(values), _seconds(fmean(values)), _seconds(median(values)), _seconds(p90))


def find_waits(tickets: Iterable[Came], happenings: Iterable[Happened]) -> dict[int, int]:
    """Each called ticket's wait, milliseconds; a clock that was set back makes none negative."""
    first_calls = dict[int, int]()
    for one in happenings:
        if one.what == "called":
            first_calls.setdefault(one.place, one.at)
    return {
        ticket.place: max(0, first_calls[ticket.place] - ticket.issued_at)
        for ticket in tickets
        if ticket.place in first_calls
    }


def _group(
    tickets: Sequence[Came], attendances: Sequence[Attendance], waits: Mapping[int, int], target_ms: float
) -> GroupFigures:
    states = Counter(ticket.state for ticket in tickets)
    waited = [waits[ticket.place] for ticket in tickets if ticket.place in waits]
    in_time = sum(wait <= target_ms for wait in waited)
    return GroupFigures(
        issued=len(tickets),
        priority=sum(ticket.is_priority for ticket in tickets),
        states={state: states[state] for state in get_args(TicketState)},
        wait=measure(waited),
        within_target=round(in_time / len(waited), 4) if waited else None,
        service=_measure_service(attendances),
    )


def _counter(attendances: Sequence[Attendance]) -> CounterFigures:
    ends = Counter(one.end for one in attendances)
    return CounterFigures(
        called=len(attendances),
        served=ends["served"],
        no_show=ends["no_show"],
        held=ends["held"],
        transferred=ends["transferred"],
        service=_measure_service(attendances),
    )


def _measure_service(attendances: Iterable[Attendance]) -> Times:
    return measure(
        max(0, one.ended_at - one.called_at)
        for one in attendances
        if one.ended_at is not None and one.end == "served"
    )


def _hours(
    tickets: Sequence[Came], attendances: Sequence[Attendance], waits: Mapping[int, int], zone: tzinfo
) -> dict[int, HourFigures]:
    """By the hour of the centre's clock; hours in which nothing happened are left out."""
    issued = {ticket.place: _hour(ticket.issued_at, zone) for ticket in tickets}
    called = Counter(_hour(one.called_at, zone) for one in attendances)
    served = Counter(
        _hour(one.ended_at, zone) for one in attendances if one.ended_at is not None and one.end == "served"
    )
    return {
        hour: HourFigures(
            issued=sum(other == hour for other in issued.values()),
            called=called[hour],
            served=served[hour],
            wait=measure(waits[place] for place, other in issued.items() if other == hour and place in waits),
        )
        for hour in sorted({*issued.values(), *called, *served})
    }


def _hour(milliseconds: int, zone: tzinfo) -> int:
    return datetime.fromtimestamp(milliseconds / 1000, zone).hour


def _seconds(milliseconds: float) -> int:
    return round(milliseconds / 1000)

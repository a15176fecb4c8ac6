"""A day summed up by domain, counter, clerk, hour and lane, so that any range of days can be added up. Pure.

Who called a ticket is known from the page that it was called from, and for a button from who sat at its counter.
Else as in `coordinator.queue.figures`: a ticket counts in the domain that it ended in, a wait in the hour of its issue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final, Literal

from coordinator.queue.figures import Attendance, Came, Happened, find_attendances, find_waits
from coordinator.queue.tally import ENDS, Tally

Kind = Literal["center", "domain", "counter", "clerk", "hour", "lane"]
Key = tuple[Kind, str]
WHOLE: Final[Key] = ("center", "")
_STAFF: Final = "staff/"


@dataclass(frozen=True)
class Seat:
    """Somebody sat down at a counter; null: left it. `actor` as the audit names them."""

    at: int
    actor: str
    counter: int | None


class Summary:
    """The groups of a day, or of many days added up."""

    def __init__(self, groups: Mapping[Key, Tally] | None = None) -> None:
        self.groups: dict[Key, Tally] = dict(groups or {})

    def __getitem__(self, key: Key) -> Tally:
        tally = self.groups.get(key)
        return self.groups.setdefault(key, Tally()) if tally is None else tally

    @property
    def whole(self) -> Tally:
        return self[WHOLE]

    def add(self, other: "Summary") -> None:
        for key, tally in other.groups.items():
            self[key].add(tally)

    def of(self, kind: Kind) -> dict[str, Tally]:
        """The groups of a kind, by key."""
        return {key: tally for (found, key), tally in self.groups.items() if found == kind}


def summarise(
    came: Sequence[Came], happened: Iterable[Happened], seats: Iterable[Seat], zone: tzinfo
) -> Summary:
    """One day. `happened` and `seats` stand in their order."""
    summary, happened = Summary(), list(happened)
    waits = find_waits(came, happened)
    for ticket in came:
        # Counted once, then added to each of its groups.
        one_ticket = Tally()
        _count_ticket(one_ticket, ticket, waits.get(ticket.place))
        for key in _groups_of(ticket, zone):
            summary[key].add(one_ticket)
    lanes = {ticket.place: _lane(ticket) for ticket in came}
    clerks = _Clerks(seats)
    for one in find_attendances(happened):
        keys: list[Key] = [WHOLE, ("domain", one.domain), ("counter", str(one.counter)), lanes[one.place]]
        clerk = clerks.of(one)
        keys += [("clerk", clerk)] if clerk else []
        attendance = Tally()
        _count_attendance(attendance, one)
        for key in keys:
            summary[key].add(attendance)
        _count_hours(summary, one, zone)
    return summary


def _groups_of(ticket: Came, zone: tzinfo) -> list[Key]:
    return [WHOLE, ("domain", ticket.domain), ("hour", _hour(ticket.issued_at, zone)), _lane(ticket)]


def _lane(ticket: Came) -> Key:
    return ("lane", "priority" if ticket.is_priority else "ordinary")


def _count_ticket(tally: Tally, ticket: Came, wait: int | None) -> None:
    tally.count("issued")
    tally.count("priority", int(ticket.is_priority))
    tally.count(f"state.{ticket.state}")
    if ticket.rating is not None:
        tally.count(f"rating.{ticket.rating}")
    if wait is not None:
        tally.time("wait", wait)


def _count_attendance(tally: Tally, one: Attendance) -> None:
    tally.count("calls")
    if one.end in ENDS:
        tally.count(f"end.{one.end}")
    if one.end == "served" and one.ended_at is not None:
        tally.time("service", max(0, one.ended_at - one.called_at))


def _count_hours(summary: Summary, one: Attendance, zone: tzinfo) -> None:
    """A call counts in its hour, its end in that of the end."""
    summary["hour", _hour(one.called_at, zone)].count("calls")
    if one.ended_at is not None and one.end in ENDS:
        summary["hour", _hour(one.ended_at, zone)].count(f"end.{one.end}")


class _Clerks:
    """Who sat where, asked for in the order of the calls."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self._coming = list(seats)[::-1]
        self._at: dict[int, str] = {}

    def of(self, one: Attendance) -> str | None:
        while self._coming and self._coming[-1].at <= one.called_at:
            self._sit(self._coming.pop())
        return _name(one.actor) or self._at.get(one.counter)

    def _sit(self, seat: Seat) -> None:
        name = _name(seat.actor)
        self._at = {counter: other for counter, other in self._at.items() if other != name}
        if seat.counter is not None and name:
            self._at[seat.counter] = name


def _name(actor: str) -> str:
    """`counter:staff/Hoa` is Hoa; a device is nobody."""
    _, _, name = actor.partition(":")
    return name.removeprefix(_STAFF) if name.startswith(_STAFF) else ""


def _hour(milliseconds: int, zone: tzinfo) -> str:
    return f"{datetime.fromtimestamp(milliseconds / 1000, zone).hour:02d}"

"""The audit played again, line by line, by the plainest possible model of a centre: what it says must be possible, and
must lead to what the tables hold.

The model knows nothing of the coordinator's code: a dictionary of tickets, one of counters, and what each word means.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

UNFINISHED: Final = ("waiting", "called", "held")


@dataclass
class Holder:
    """A ticket as the audit tells it; `counter` is where it is or was last."""

    day: str
    domain: str
    state: str = "waiting"
    counter: int | None = None


@dataclass
class Model:
    """Tickets by place; `seats` tells who is at each counter, `is_open` which are open. `faults` is what cannot be."""

    tickets: dict[int, Holder] = field(default_factory=dict)
    seats: dict[int, int | None] = field(default_factory=dict)
    is_open: dict[int, bool] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    newest: int = 0

    def play(self, line: Mapping[str, Any]) -> None:
        if line["seq"] <= self.newest:
            self.faults.append(f"line {line['seq']} comes after line {self.newest}")
        self.newest = line["seq"]
        if line["action"] in _CENTRE:
            _CENTRE[line["action"]](self, line)
        elif line["action"] in _TICKET:
            self._play_ticket(line)

    def _play_ticket(self, line: Mapping[str, Any]) -> None:
        before, play = _TICKET[line["action"]]
        ticket = self.tickets.get(line["place"])
        if ticket is None:
            self._blame(line, "a ticket that was never issued")
        elif ticket.state not in before:
            self._blame(line, f"a ticket that is {ticket.state}")
        else:
            play(self, ticket, line)

    def begin_day(self, line: Mapping[str, Any]) -> None:
        for ticket in self.tickets.values():
            if ticket.day != line["day"] and ticket.state in UNFINISHED:
                ticket.state = "expired"
        self.seats = dict.fromkeys(self.seats)
        self.is_open = dict.fromkeys(self.is_open, False)

    def issue(self, line: Mapping[str, Any]) -> None:
        if line["place"] in self.tickets:
            self._blame(line, "a ticket that is there already")
        self.tickets[line["place"]] = Holder(line["day"], line["domain"])

    def set_open(self, line: Mapping[str, Any]) -> None:
        self.is_open[line["counter"]] = line["action"] == "counter.opened"
        self.seats.setdefault(line["counter"], None)

    def seat(self, ticket: Holder, line: Mapping[str, Any]) -> None:
        """Called, or returned to: at a counter where nobody is."""
        counter = line["counter"]
        if (other := self.seats.get(counter)) is not None:
            self._blame(line, f"a ticket to counter {counter}, where the one of place {other} is")
        ticket.state, ticket.counter = "called", counter
        self.seats[counter], self.is_open[counter] = line["place"], True

    def stay(self, ticket: Holder, line: Mapping[str, Any]) -> None:
        if ticket.counter != line["counter"]:
            self._blame(line, f"a ticket that is at counter {ticket.counter}")

    def leave(self, ticket: Holder, line: Mapping[str, Any]) -> None:
        """From the counter where it was called to whatever the action makes of it."""
        self.stay(ticket, line)
        self._vacate(line["place"])
        ticket.state = _AFTER[line["action"]]

    def miss(self, ticket: Holder, line: Mapping[str, Any]) -> None:
        if ticket.state == "called":
            self.leave(ticket, line)
        ticket.state = "no_show"

    def send_on(self, ticket: Holder, line: Mapping[str, Any]) -> None:
        self.leave(ticket, line)
        ticket.domain, ticket.counter = line["domain"], None

    def wait_again(self, ticket: Holder, line: Mapping[str, Any]) -> None:
        self._vacate(line["place"])
        ticket.state, ticket.counter = "waiting", None

    def cancel(self, ticket: Holder, line: Mapping[str, Any]) -> None:
        self._vacate(line["place"])
        ticket.state = "cancelled"

    def _vacate(self, place: int) -> None:
        for counter, seated in self.seats.items():
            if seated == place:
                self.seats[counter] = None

    def _blame(self, line: Mapping[str, Any], what: str) -> None:
        self.faults.append(f"line {line['seq']}: {line['action']} of {what}")


Play = Callable[[Model, Holder, Mapping[str, Any]], None]

_AFTER: Final = {
    "ticket.served": "served",
    "ticket.no_show": "no_show",
    "ticket.held": "held",
    "ticket.transferred": "waiting",
}
_CENTRE: Final[dict[str, Callable[[Model, Mapping[str, Any]], None]]] = {
    "day.begun": Model.begin_day,
    "ticket.issued": Model.issue,
    "counter.opened": Model.set_open,
    "counter.closed": Model.set_open,
}
_TICKET: Final[dict[str, tuple[tuple[str, ...], Play]]] = {
    "ticket.called": (("waiting",), Model.seat),
    "ticket.recalled": (("called",), Model.stay),
    "ticket.served": (("called",), Model.leave),
    "ticket.no_show": (("called", "served"), Model.miss),
    "ticket.held": (("called",), Model.leave),
    "ticket.transferred": (("called",), Model.send_on),
    "ticket.resumed": (("held",), Model.wait_again),
    "ticket.taken_back": (("called",), Model.wait_again),
    "ticket.returned": (("served", "no_show"), Model.seat),
    "ticket.cancelled": (UNFINISHED, Model.cancel),
}


def replay(audit: Iterable[Mapping[str, Any]]) -> Model:
    model = Model()
    for line in audit:
        model.play(line)
    return model

"""What the flow asks of the sender."""

from dataclasses import dataclass

from wire.messages import IssueTicket


@dataclass(frozen=True)
class FetchCenter:
    """Ask for the names of domains and counters until they come."""


@dataclass(frozen=True)
class Issue:
    """Ask for a number until it is answered, under one idempotency key; one `Issue` a wish."""

    wish: int
    request: IssueTicket


@dataclass(frozen=True)
class Abandon:
    """Nobody waits for this wish any more: what it brings is to be cancelled."""

    wish: int


@dataclass(frozen=True)
class LookUp:
    """Ask once what became of a ticket."""

    ticket: str


Command = FetchCenter | Issue | Abandon | LookUp

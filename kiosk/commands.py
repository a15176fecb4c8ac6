"""What the flow asks of the sender."""

from dataclasses import dataclass, field

from kiosk.deeds import Deed
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


@dataclass(frozen=True)
class AskForHelp:
    """Light the help sign on the staff's pages."""


@dataclass(frozen=True)
class SignIn:
    """Open the staff corner, if the PIN is right."""

    pin: str = field(repr=False)


@dataclass(frozen=True)
class SignOut:
    """Forget who was signed in."""


@dataclass(frozen=True)
class Perform:
    """Do it in the name of who is signed in."""

    deed: Deed


Command = FetchCenter | Issue | Abandon | LookUp | AskForHelp | SignIn | SignOut | Perform

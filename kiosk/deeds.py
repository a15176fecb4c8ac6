"""What a member of staff can do in the kiosk's corner."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintTest:
    printer: str


@dataclass(frozen=True)
class PrintAgain:
    """A copy of a ticket, marked as one."""

    ticket: str
    number: str
    printer: str


@dataclass(frozen=True)
class CancelTicket:
    ticket: str
    number: str


@dataclass(frozen=True)
class OpenDomain:
    domain: str


@dataclass(frozen=True)
class CloseDomain:
    domain: str


Deed = PrintTest | PrintAgain | CancelTicket | OpenDomain | CloseDomain

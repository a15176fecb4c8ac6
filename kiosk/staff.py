"""What staff do in the corner, done at the coordinator with their own token, which is never kept on the disk."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Protocol

from kiosk.actions import DeedDone, SignedIn, SignInFailed
from kiosk.deeds import CancelTicket, CloseDomain, Deed, OpenDomain, PrintAgain, PrintTest
from kiosk.insisting import insist
from kiosk.state import Refusal
from runtime.stop import Stop
from wire.client import CoordinatorError, Refused
from wire.messages import PrintJob, StaffSession, Ticket

log = logging.getLogger(__name__)


class Door(Protocol):
    """Where staff sign in, with the kiosk's own token."""

    def sign_in(self, name: str, pin: str) -> StaffSession: ...


class StaffDesk(Protocol):
    """The coordinator as someone signed in sees it."""

    def print_copy(self, ticket: str, printer: str, key: str) -> PrintJob: ...

    def test_printer(self, printer: str, key: str) -> PrintJob: ...

    def cancel(self, ticket: str, key: str) -> Ticket: ...

    def open_domain(self, domain: str, key: str) -> None: ...

    def close_domain(self, domain: str, key: str) -> None: ...

    def close(self) -> None: ...


class Staff:
    """`account`: whose PIN it is; `connect` makes a client that shows a token."""

    def __init__(self, door: Door, account: str, connect: Callable[[str], StaffDesk], stop: Stop) -> None:
        self._door = door
        self._account = account
        self._connect = connect
        self._stop = stop
        self._desk: StaffDesk | None = None

    def sign_in(self, pin: str) -> SignedIn | SignInFailed:
        self.sign_out()
        try:
            session = self._door.sign_in(self._account, pin)
        except CoordinatorError as error:
            log.warning("the staff corner stays shut for %r: %s", self._account, error)
            return SignInFailed(_reason(error))
        log.info("the staff corner is open for %r (%s)", self._account, session.role)
        self._desk = self._connect(session.token)
        return SignedIn()

    def sign_out(self) -> None:
        """Forget the token; without one there is nothing to forget."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def perform(self, deed: Deed) -> DeedDone:
        desk = self._desk
        if desk is None:
            return DeedDone(deed, "forbidden")
        try:
            insist(lambda key: _perform(desk, deed, key), self._stop)
        except CoordinatorError as error:
            log.warning("%r asked for %s: %s", self._account, deed, error)
            return DeedDone(deed, _reason(error))
        log.info("%r did %s", self._account, deed)
        return DeedDone(deed)


def _perform(desk: StaffDesk, deed: Deed, key: str) -> None:
    match deed:
        case PrintTest(printer):
            desk.test_printer(printer, key)
        case PrintAgain(ticket, _number, printer):
            desk.print_copy(ticket, printer, key)
        case CancelTicket(ticket):
            desk.cancel(ticket, key)
        case OpenDomain(domain):
            desk.open_domain(domain, key)
        case CloseDomain(domain):
            desk.close_domain(domain, key)


def _reason(error: CoordinatorError) -> Refusal:
    if not isinstance(error, Refused):
        return "unreachable"
    is_forbidden = error.problem.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
    return "forbidden" if is_forbidden else "refused"

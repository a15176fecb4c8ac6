"""Wishes on their way to the coordinator: one thread, each wish under one key until it is answered.

What nobody waits for any more is not asked again. Whether an earlier try took is then unknown: if it did, its
paper comes out, and staff can take the number back; a kiosk's token may not.
"""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Final, Protocol

from kiosk.actions import CenterArrived, Event, HelpAsked, Issued, LookUpFailed, TicketSeen, WishRefused
from kiosk.commands import Abandon, AskForHelp, Command, FetchCenter, Issue, LookUp, Perform, SignIn, SignOut
from kiosk.insisting import insist
from kiosk.staff import Staff
from runtime.backoff import Backoff
from runtime.stop import Stop
from wire.client import CoordinatorError, Refused, Unreachable, new_key
from wire.messages import Center, IssueTicket, Ticket

LONGEST_PAUSE_SECONDS: Final = 1.0

log = logging.getLogger(__name__)


class Desk(Protocol):
    """What a kiosk asks of the coordinator; `wire.client.Coordinator` is one."""

    def center(self) -> Center: ...

    def issue(self, wish: IssueTicket, key: str) -> Ticket: ...

    def ticket(self, ticket: str) -> Ticket: ...

    def ask_help(self, place: str, key: str) -> None: ...


class Sender(threading.Thread):
    """`post` takes what the coordinator answered; it is called on this thread. `place`: where help is wanted."""

    def __init__(
        self, coordinator: Desk, staff: Staff, place: str, stop: Stop, post: Callable[[Event], None]
    ) -> None:
        super().__init__(name="sender", daemon=True)
        self._coordinator = coordinator
        self._staff = staff
        self._place = place
        self._stop_asked = stop
        self._post = post
        self._commands: SimpleQueue[Command | None] = SimpleQueue()
        self._abandoned: set[int] = set()
        self._backoff = Backoff(cap=LONGEST_PAUSE_SECONDS)
        stop.when_asked(lambda: self._commands.put(None))

    def submit(self, command: Command) -> None:
        """Hand over a command; from any thread, returns at once."""
        if isinstance(command, Abandon):
            self._abandoned.add(command.wish)
        else:
            self._commands.put(command)

    def run(self) -> None:
        while (command := self._commands.get()) is not None:
            try:
                self._obey(command)
            except Exception:
                # Without this thread no touch would ever be answered again.
                log.critical("the sender died; the process stops, to be started anew")
                self._stop_asked.ask()
                raise

    def _obey(self, command: Command) -> None:
        match command:
            case FetchCenter():
                self._fetch()
            case Issue():
                self._issue(command)
            case LookUp(ticket):
                self._look_up(ticket)
            case AskForHelp():
                self._ask_help()
            case SignIn(pin):
                self._post(self._staff.sign_in(pin))
            case SignOut():
                self._staff.sign_out()
            case Perform(deed):
                self._post(self._staff.perform(deed))

    def _fetch(self) -> None:
        """One try; where there was no answer, another one behind whatever else waits."""
        try:
            self._post(CenterArrived(self._coordinator.center()))
            self._backoff.reset()
        except Refused as error:
            log.error("the centre's names are refused: %s", error)  # noqa: TRY400 the message says it all
            self._again()
        except Unreachable as error:
            log.info("the centre's names cannot be fetched now: %s", error)
            self._again()

    def _again(self) -> None:
        if not self._stop_asked.wait(self._backoff.next_seconds()):
            self._commands.put(FetchCenter())

    def _issue(self, issue: Issue) -> None:
        key, waits = new_key(), Backoff(cap=LONGEST_PAUSE_SECONDS)
        while issue.wish not in self._abandoned:
            try:
                ticket = self._coordinator.issue(issue.request, key)
            except Unreachable as error:
                log.warning("wish %d: no answer yet: %s", issue.wish, error)
            except Refused as error:
                log.warning("wish %d is refused: %s", issue.wish, error)
                self._post(WishRefused(issue.wish, error.problem))
                return
            else:
                log.info("wish %d: %s", issue.wish, ticket.number)
                self._post(Issued(issue.wish, ticket))
                return
            if self._stop_asked.wait(waits.next_seconds()):
                return
        log.warning(
            "wish %d was given up by the citizen; a number it may have taken stays in the queue", issue.wish
        )

    def _look_up(self, ticket: str) -> None:
        try:
            self._post(TicketSeen(self._coordinator.ticket(ticket)))
        except CoordinatorError as error:
            log.info("ticket %s cannot be looked at now: %s", ticket, error)
            self._post(LookUpFailed(ticket))

    def _ask_help(self) -> None:
        """Nobody who waits for help waits long: a few tries, then the screen says that it did not work."""
        try:
            insist(lambda key: self._coordinator.ask_help(self._place, key), self._stop_asked)
        except CoordinatorError as error:
            log.warning("help cannot be asked for: %s", error)
            self._post(HelpAsked(is_lit=False))
        else:
            log.info("help is asked for")
            self._post(HelpAsked(is_lit=True))

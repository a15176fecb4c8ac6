"""The desk: one method a use case, each one transaction, answered only after its commit."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Final

from config import Settings
from config.live import Live, live_part
from coordinator.desk import (
    calling,
    correcting,
    counter_view,
    forgetting,
    helping,
    issuing,
    managing,
    printing,
    rating,
    refusals,
    renewing,
    reporting,
    views,
)
from coordinator.desk.advising import Adviser
from coordinator.desk.answers import counter_answers, ticket_answer
from coordinator.desk.counter_view import CounterView
from coordinator.desk.in_force import InForce
from coordinator.desk.neighbours import Neighbours
from coordinator.desk.overview import Overview
from coordinator.desk.pairing import Pairings
from coordinator.desk.reporting import Report
from coordinator.desk.roll import Roll
from coordinator.desk.signs import Signs
from coordinator.desk.staff_room import StaffRoom
from coordinator.desk.terms import Actor, Once, Reply
from coordinator.desk.transactions import Transactions, UseCase
from coordinator.desk.work import Moment, Work
from coordinator.store import ledger, tickets
from coordinator.store.database import Database
from coordinator.store.rows import TicketRow, TokenRow
from coordinator.store.tokens import Tokens
from coordinator.store.versions import open_database
from runtime.clock import Clock
from wire import messages as m
from wire.devices import Devices

PAIRING: Final = "pairing"
"""Who made a token, as the audit names the actor, where the administrator typed a device's six digits."""
SILENT_PRINTER_SECONDS: Final = 75.0
"""A printer's agent says how it is every 30 s; one that missed two words is taken for off line."""


def _nothing() -> None:
    """There is nothing to write."""


class Desk:
    """Thread-safe. Looks raise `Refusal`; so do commands without a key, with one the refusal is the reply."""

    def __init__(self, database: Database, in_force: InForce, clock: Clock) -> None:
        self._database = database
        self._in_force = in_force
        self._clock = clock
        self._tokens = Tokens(database, in_force.newest.id)
        self._listeners: list[Callable[[], None]] = []
        self._signs = Signs(clock)
        self._neighbours: Neighbours | None = None
        self._opened_at = clock.monotonic()
        self._transactions = Transactions(database, in_force, clock, self._tell)
        self.roll = Roll(clock, self._signs)
        self.staff = StaffRoom(self._transactions)
        self.adviser = Adviser(self._transactions, clock)
        self.overview = Overview(self._transactions, self.adviser, clock)

    def close(self) -> None:
        """Safe to do twice."""
        if self._neighbours is not None:
            self._neighbours.close()
        self._database.close()

    @property
    def settings(self) -> Settings:
        """Those in force, as this process knows them."""
        return self._in_force.newest.settings

    def start_with(self, live: Live, actor: Actor) -> None:
        """Let the settings hold that the file has at the start; `actor`: who is known to have changed it."""

        def use_case(work: Work) -> None:
            renewing.start_with(work, live)

        self._transactions.command(actor, None, use_case, begins_day=False)

    def renew(
        self,
        live: Live,
        actor: Actor,
        once: Once | None,
        version: str = "",
        write: Callable[[], None] = _nothing,
    ) -> Reply:
        """Let new settings hold; `write` is done last before the commit, and undoes it by an exception."""

        def use_case(work: Work) -> None:
            renewing.renew(work, live, version)
            write()

        reply = self._transactions.command(actor, once, use_case, begins_day=False)
        self._transactions.take_up()
        return reply

    def when_changed(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each commit that changed something: of ours, on the committing thread, and of the other
        processes that serve the centre.
        """
        self._listeners.append(listener)
        if self._database.is_shared and self._neighbours is None:
            center = self._in_force.newest.id
            self._neighbours = Neighbours(self._database, center, self._signs, self._call_listeners)
            self._neighbours.start()

    def authenticate(self, token: str) -> Actor | None:
        """Who holds a token: a device, or a member of staff for a while."""
        found = self._tokens.find(token)
        return self.staff.actor(token) if found is None else Actor(*found)

    def recognise(self, token: str) -> Actor | None:
        """Who still holds the token of an open stream: whoever does is heard by that."""
        actor = self.authenticate(token)
        if actor is not None:
            self.roll.hear_again(actor.name)
        return actor

    def devices(self, version: str) -> Devices:
        """Who holds a device token, and when and in which version it was heard; `version` is our own."""
        return self.roll.call(self._tokens.list(), version)

    def pairings(self, fingerprint: str) -> Pairings:
        """The way in for new devices; `fingerprint` is that of the certificate that they see."""
        center = self._in_force.newest.id
        return Pairings(self._database, center, self._clock, fingerprint, self.admit_device)

    def admit_device(self, role: m.Role, name: str, token: str = "") -> str:
        """The token of a device that the administrator has let in, `token` where that is to be it; an earlier one of
        its name ends.
        """
        day = self._transactions.look(lambda moment: moment.day)
        now = self._clock.now()
        self._tokens.revoke(name, now, day, PAIRING)
        return self._tokens.create(role, name, now, day, PAIRING, token)

    def give_link(self, name: str, actor: Actor) -> str:
        """The token of a link by which somebody may look on; an earlier one of its name ends."""
        day, now = self._transactions.look(lambda moment: moment.day), self._clock.now()
        self._tokens.revoke(name, now, day, str(actor))
        return self._tokens.create("display", name, now, day, str(actor))

    def end_link(self, name: str, actor: Actor) -> None:
        """At once; of one that does not hold nothing is said."""
        day = self._transactions.look(lambda moment: moment.day)
        self._tokens.revoke(name, self._clock.now(), day, str(actor))

    def links(self, prefix: str) -> list[TokenRow]:
        """The tokens of such links that hold, oldest first; their names begin so."""
        rows = self._tokens.list()
        return [
            row
            for row in rows
            if row.role == "display" and row.name.startswith(prefix) and row.revoked_at is None
        ]

    def keep_house(self) -> bool:
        """One step of what is done beside the work: sum up a day that is over for the reports, and only where all are,
        forget a little; false where nothing is left to do, or another process is at it.
        """
        with self._database.alone(f"keep-house {self._in_force.newest.id}") as is_alone:
            if not is_alone:
                return False
            return reporting.sum_up_a_day(self._database, self._in_force.newest) or self.forget_a_little()

    def forget_a_little(self) -> bool:
        """Sum up and remove some of what is older than the settings want kept; false where nothing is left of it."""
        with self._database.write(self._in_force.newest.id) as connection:
            return forgetting.forget_a_little(connection, self._in_force.newest, self._clock)

    def report(self, since: date, until: date) -> Report:
        """The figures of these days, both ends among them."""
        with self._database.read() as connection:
            return reporting.report(connection, self._in_force.newest, since, until)

    def check_health(self) -> None:
        """Raises `StoreError` where the store does not work."""
        self._transactions.look(lambda _moment: None)

    def prove(self) -> None:
        """Raises `StoreError` where nothing can be kept, even if everything can still be read."""
        with self._database.write() as connection:
            ledger.prove(connection, self._in_force.newest.id, round(self._clock.now().timestamp() * 1000))

    def board(self) -> m.Board:
        return self._transactions.look(lambda moment: views.board(moment, self._is_heard))

    def center(self) -> m.Center:
        return self._transactions.look(views.center)

    def counters(self) -> m.Counters:
        return self._transactions.look(
            lambda moment: m.Counters(counters=counter_answers(moment, moment.desks))
        )

    def counter_view(self, counter: int) -> CounterView:
        return self._transactions.look(lambda moment: counter_view.look_at_counter(moment, counter))

    def ticket_by_number(self, label: str) -> m.Ticket:
        """Today's ticket of a number, however it is written."""
        return self._transactions.look(lambda moment: counter_view.find_by_number(moment, label))

    def ticket(self, ticket: str) -> m.Ticket:
        return self._look_at_ticket(lambda moment: tickets.by_id(moment.connection, moment.centre.id, ticket))

    def ticket_by_link(self, link: str) -> m.Ticket:
        """The ticket behind a link of today; yesterday's link is as unknown as an invented one."""

        def find(moment: Moment) -> TicketRow | None:
            row = tickets.by_link(moment.connection, moment.centre.id, link)
            return row if row is not None and row.day == moment.day else None

        return self._look_at_ticket(find)

    def asks_for_rating(self, link: str) -> bool:
        """Whether the holder of this link can rate the visit now."""
        return self._transactions.look(lambda moment: rating.is_asked(rating.find(moment, link)))

    def rate(self, link: str, stars: int) -> None:
        """5: very satisfied … 1: not at all."""
        self._transactions.command(rating.CITIZEN, None, lambda work: rating.rate(work, link, stars))

    def issue(self, wish: m.IssueTicket, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(
            actor, once, lambda work: issuing.issue(work, wish), HTTPStatus.CREATED
        )

    def print_copy(self, ticket: str, wish: m.PrintTicket, actor: Actor, once: Once | None) -> Reply:
        use_case: UseCase = lambda work: issuing.print_copy(work, ticket, wish)  # noqa: E731
        return self._transactions.command(actor, once, use_case, HTTPStatus.CREATED)

    def resume(self, ticket: str, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: issuing.resume(work, ticket))

    def cancel(self, ticket: str, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: issuing.cancel(work, ticket))

    def test_printer(self, printer: str, actor: Actor, once: Once | None) -> Reply:
        use_case: UseCase = lambda work: issuing.queue_test(work, printer)  # noqa: E731
        return self._transactions.command(actor, once, use_case, HTTPStatus.CREATED)

    def ask_help(self, wish: m.AskHelp, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: helping.ask(work, wish))

    def answer_help(self, place: str, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: helping.answer(work, place))

    def claim(self, printer: str, actor: Actor, once: Once | None) -> Reply:
        self._hear(printer)
        return self._transactions.command(actor, once, lambda work: printing.claim(work, printer))

    def report_print(self, job: str, outcome: m.PrintOutcome, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: printing.report_print(work, job, outcome))

    def report_printer(self, printer: str, status: m.PrinterStatus, actor: Actor) -> Reply:
        self._hear(printer)
        return self._transactions.command(
            actor, None, lambda work: printing.report_printer(work, printer, status)
        )

    def call_next(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.call_next(work, counter))

    def no_show_next(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(
            actor, once, lambda work: calling.call_next(work, counter, ending="no_show")
        )

    def undo(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: correcting.undo(work, counter))

    def miss(self, ticket: str, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: correcting.miss(work, ticket))

    def report_button(self, counter: int, wish: m.ButtonReport, actor: Actor) -> Reply:
        return self._transactions.command(
            actor, None, lambda work: calling.report_button(work, counter, wish)
        )

    def recall(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.recall(work, counter))

    def finish(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.finish(work, counter))

    def no_show(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.no_show(work, counter))

    def hold(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.hold(work, counter))

    def transfer(self, counter: int, wish: m.TransferTicket, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.transfer(work, counter, wish))

    def open_counter(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.open_counter(work, counter))

    def close_counter(self, counter: int, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(actor, once, lambda work: calling.close_counter(work, counter))

    def assign_domains(self, counter: int, wish: m.AssignDomains, actor: Actor) -> Reply:
        return self._transactions.command(
            actor, None, lambda work: calling.assign_domains(work, counter, wish)
        )

    def open_domain(self, domain: str, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(
            actor, once, lambda work: managing.set_domain(work, domain, is_open=True)
        )

    def close_domain(self, domain: str, actor: Actor, once: Once | None) -> Reply:
        return self._transactions.command(
            actor, once, lambda work: managing.set_domain(work, domain, is_open=False)
        )

    def set_message(self, wish: m.SetMessage, actor: Actor) -> Reply:
        return self._transactions.command(actor, None, lambda work: managing.set_message(work, wish))

    def _look_at_ticket(self, find: Callable[[Moment], TicketRow | None]) -> m.Ticket:
        def look(moment: Moment) -> m.Ticket:
            ticket = find(moment)
            if ticket is None:
                raise refusals.unknown_ticket()
            return ticket_answer(moment, ticket)

        return self._transactions.look(look)

    def _hear(self, printer: str) -> None:
        self._signs.hear(f"printer/{printer}")

    def _is_heard(self, printer: str) -> bool:
        sign = self._signs.find(f"printer/{printer}")
        heard_at = self._opened_at if sign is None else max(sign.heard_at, self._opened_at)
        return self._clock.monotonic() - heard_at < SILENT_PRINTER_SECONDS

    def _tell(self) -> None:
        if self._neighbours is not None:
            self._neighbours.tell()
        self._call_listeners()

    def _call_listeners(self) -> None:
        for listener in self._listeners:
            listener()


def open_desk(
    settings: Settings, url: str, clock: Clock, *, changed_by: Actor | None = renewing.FILE
) -> Desk:
    """Open the database, made or migrated where needed; `StoreError` where it cannot be used.

    `changed_by`: who is told to have changed the settings where they differ from what held last; null: what held last
    goes on to hold.
    """
    database = open_database(url)
    try:
        return desk_over(database, settings, clock, changed_by=changed_by)
    except BaseException:
        database.close()
        raise


def desk_over(
    database: Database, settings: Settings, clock: Clock, *, changed_by: Actor | None = renewing.FILE
) -> Desk:
    """The desk of one centre over an open database, which may hold others; as `open_desk`."""
    center = settings.center.id
    with database.write(center) as connection:
        ledger.ensure_center(connection, center)
    desk = desk_before(database, settings, clock)
    if changed_by is not None:
        desk.start_with(live_part(settings), changed_by)
    return desk


def desk_before(database: Database, settings: Settings, clock: Clock) -> Desk:
    """The desk of one centre over a database that may not be open yet, and in which `desk_over` has been before anyone
    is served.
    """
    return Desk(database, InForce(settings), clock)

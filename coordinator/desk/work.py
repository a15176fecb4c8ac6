"""One transaction of the desk: the connection, who asks, what time and which day it is, and the audit.

Made for each command; a command's use case gets nothing else, so it can't act outside its transaction.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from config.settings import Domain, Settings
from coordinator.desk import refusals
from coordinator.desk.foresight import Foresight, Foretold
from coordinator.desk.terms import Actor
from coordinator.queue import days
from coordinator.queue.days import business_day, running_day
from coordinator.store import counters, help_calls, ledger, sessions, tickets
from coordinator.store.ledger import CenterRow
from coordinator.store.rows import CounterRow, TicketRow
from runtime.clock import Clock

KEEP_REPLIES_MS = 48 * 3600 * 1000


@dataclass(frozen=True)
class Centre:
    """What the settings say, with the look-ups that commands need. One object for as long as they stay in force."""

    settings: Settings

    @property
    def id(self) -> str:
        return self.settings.center.id

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.center.timezone)

    @cached_property
    def domains(self) -> dict[str, Domain]:
        return {domain.id: domain for domain in self.settings.domains}

    @cached_property
    def day_starts(self) -> time:
        return time.fromisoformat(self.settings.center.day_starts)

    @cached_property
    def link_base(self) -> str:
        """What stands before a ticket's link in its `status_url`."""
        table = self.settings.coordinator
        return f"{(table.public_url or table.url).partition('#')[0].rstrip('/')}/t/"

    def day_of(self, now: datetime) -> date:
        return business_day(now.astimezone(self.zone), self.day_starts)

    def is_issuing(self, now: datetime) -> bool:
        return days.is_issuing(self.settings.center.hours, now.astimezone(self.zone))

    def domain(self, domain: str) -> Domain:
        """The domain of an id; a refusal that names the known ones."""
        if domain not in self.domains:
            raise refusals.unknown_domain(domain, self.domains)
        return self.domains[domain]


@dataclass
class Moment:
    """A look at the store: what time it is, and the business day that a command would fall on."""

    connection: Connection
    centre: Centre
    now: datetime
    day: str
    before: CenterRow
    foresight: Foresight

    @property
    def settings(self) -> Settings:
        """Those in force at this moment."""
        return self.centre.settings

    @property
    def is_begun(self) -> bool:
        """Whether a command has begun this day already."""
        return self.day == self.before.day

    @property
    def seq_before(self) -> int:
        """The board's number before this moment's own changes."""
        return self.before.seq

    @cached_property
    def foretold(self) -> Foretold:
        """The waits as they are foretold now."""
        return self.foresight.foretell(self)

    @cached_property
    def desks(self) -> list[CounterRow]:
        """The counters as this moment found them: closed and empty on a day that no command has begun yet."""
        rows = counters.all_of(self.connection, self.centre.id)
        return rows if self.is_begun else [replace(row, is_open=False, place=None) for row in rows]

    @cached_property
    def at_desks(self) -> dict[int, TicketRow]:
        """The tickets that are at these counters, by place."""
        places = [desk.place for desk in self.desks if desk.place is not None]
        return tickets.by_places(self.connection, places)

    @cached_property
    def runs(self) -> dict[str, int]:
        """The length of each domain's priority run as this moment found it."""
        return ledger.runs(self.connection, self.centre.id)

    @cached_property
    def now_ms(self) -> int:
        """Milliseconds since the epoch."""
        return round(self.now.timestamp() * 1000)

    def local(self, milliseconds: int) -> datetime:
        """A stored time with the centre's offset."""
        return datetime.fromtimestamp(milliseconds / 1000, self.centre.zone)


@dataclass
class Work(Moment):
    """A moment in which `actor` changes something; `seq` is the number of the last audit line, 0 without."""

    actor: Actor
    seq: int = 0

    def audit(
        self,
        action: str,
        *,
        ticket: TicketRow | None = None,
        counter: int | None = None,
        domain: str | None = None,
        **detail: object,
    ) -> int:
        """Write down what was done; gives the line's number, which is the board's new `seq`."""
        values = {
            "center_id": self.centre.id,
            "day": self.day,
            "at": self.now_ms,
            "actor": str(self.actor),
            "action": action,
            "place": None if ticket is None else ticket.place,
            "counter": counter,
            "domain": domain or (None if ticket is None else ticket.domain),
            "detail": json.dumps(detail, ensure_ascii=False) if detail else "",
        }
        self.seq = ledger.write_audit(self.connection, values)
        return self.seq

    def ticket(self, ticket: str) -> TicketRow:
        """The ticket of an id, or a refusal."""
        row = tickets.by_id(self.connection, self.centre.id, ticket)
        if row is None:
            raise refusals.unknown_ticket()
        return row

    def counter(self, number: int) -> CounterRow:
        """The counter of a number, or a refusal that names the known ones."""
        row = counters.one(self.connection, self.centre.id, number)
        if row is None:
            raise refusals.unknown_counter(number, (table.id for table in self.centre.settings.counters))
        return row


def day_now(row: CenterRow, centre: Centre, clock: Clock, now: datetime) -> str:
    """The business day of this instant, as the database and the clock together tell it."""
    return running_day(
        centre.day_of(now),
        None if row.day is None else date.fromisoformat(row.day),
        is_clock_synchronised=clock.is_synchronised(),
    ).isoformat()


def begin_work(moment: Moment, actor: Actor, *, begins_day: bool = True) -> Work:
    """A unit of work on the day that it falls on, which it begins where it is the first."""
    work = Work(
        moment.connection, moment.centre, moment.now, moment.day, moment.before, moment.foresight, actor
    )
    if begins_day and not work.is_begun:
        _begin_day(work)
    return work


def _begin_day(work: Work) -> None:
    """Numbers start afresh; what another day left unfinished ends; every counter waits to be opened."""
    connection, center = work.connection, work.centre.id
    counters.vacate_all(connection, center)
    expired = tickets.expire_other_days(connection, center, work.day, work.now_ms)
    ledger.forget_runs(connection, center)
    help_calls.forget(connection, center)
    sessions.end_all(connection, center)
    ledger.forget_replies(connection, center, work.now_ms, KEEP_REPLIES_MS)
    ledger.set_day(connection, center, work.day)
    work.audit("day.begun", expired=expired)


def unique(names: Iterable[str]) -> list[str]:
    """Each name once, in order."""
    return list(dict.fromkeys(names))
